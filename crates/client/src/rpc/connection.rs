//! One connection to a node: questions and answers in JSON-RPC, each with a limit to how long it may take.

use std::time::{Duration, Instant};

use serde_json::value::RawValue;
use subxt::rpcs::client::{
    ReconnectingRpcClient, RpcParams, reconnecting_rpc_client as reconnecting,
};
use tokio::runtime::Runtime;

use crate::chain::ChainError;

/// How often a broken connection is tried again, until patience ends.
const AGAIN_EVERY: Duration = Duration::from_millis(500);

/// The largest message: metadata have about 1 MB, and code less.
const MAX_MESSAGE: u32 = 32 * 1024 * 1024;

/// How the errors of rustls about certificates begin. The transport passes on their words only.
const DISTRUST: &str = "invalid peer certificate: ";

/// A connection that comes back by itself when it breaks.
pub struct Connection {
    tokio: Runtime,
    client: ReconnectingRpcClient,
    url: String,
    patience: Duration,
}

/// Why there is no answer.
pub enum AskError {
    /// The node answered with an error.
    Refused {
        /// The code of JSON-RPC, or the node's own.
        code: i32,
        /// Its words.
        message: String,
        /// Whether the question may have arrived before: the connection broke, and it was asked again.
        again: bool,
    },
    /// There was no answer.
    Broken(ChainError),
}

/// The code of JSON-RPC for a method that a server does not have.
pub const NO_SUCH_METHOD: i32 = -32_601;

impl Connection {
    /// Connects, at once or not at all.
    ///
    /// # Errors
    /// [`ChainError::Unreachable`], [`ChainError::Untrusted`].
    pub fn open(url: &str, patience: Duration) -> Result<Self, ChainError> {
        let unreachable = |reason: String| ChainError::Unreachable {
            url: url.to_owned(),
            reason,
        };
        let tokio = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .map_err(|error| unreachable(error.to_string()))?;
        let builder = || {
            ReconnectingRpcClient::builder()
                .max_request_size(MAX_MESSAGE)
                .max_response_size(MAX_MESSAGE)
                .request_timeout(patience)
                .connection_timeout(patience)
        };
        // Once without patience, so that a mistyped address is told at once; then with it.
        let client = tokio.block_on(async {
            let once = builder().retry_policy(std::iter::empty());
            drop(once.build(url).await?);
            let again = reconnecting::FixedInterval::from_millis(AGAIN_EVERY.as_millis() as u64);
            let times = patience.as_millis() / AGAIN_EVERY.as_millis();
            builder()
                .retry_policy(again.take(usize::try_from(times).unwrap_or(usize::MAX)))
                .build(url)
                .await
        });
        let client = client.map_err(|error: reconnecting::RpcError| {
            let reason = words(&error);
            match reason.split_once(DISTRUST) {
                Some((_, reason)) => ChainError::Untrusted {
                    url: url.to_owned(),
                    reason: reason.to_owned(),
                },
                None => unreachable(reason),
            }
        })?;
        Ok(Self {
            tokio,
            client,
            url: url.to_owned(),
            patience,
        })
    }

    /// Where it leads.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// How long one answer may take.
    pub fn patience(&self) -> Duration {
        self.patience
    }

    /// Asks something that may be asked twice.
    pub fn try_ask<T: serde::de::DeserializeOwned>(
        &self,
        method: &str,
        params: RpcParams,
    ) -> Result<T, AskError> {
        let params = params.build();
        let start = Instant::now();
        let mut again = false;
        loop {
            match self.asked(method, params.clone()) {
                Ok(answer) => {
                    return serde_json::from_str(answer.get()).map_err(|error| {
                        AskError::Broken(self.foreign(format!(
                            "the answer to {method} is of another form: {error}"
                        )))
                    });
                }
                Err(reconnecting::Error::DisconnectedWillReconnect(reason)) => {
                    if start.elapsed() > self.patience {
                        return Err(AskError::Broken(self.lost(reason.to_string())));
                    }
                    again = true;
                }
                Err(reconnecting::Error::Dropped) => {
                    return Err(AskError::Broken(self.lost("no further attempt".to_owned())));
                }
                Err(reconnecting::Error::RpcError(error)) => {
                    return Err(self.sorted(method, error, again));
                }
            }
        }
    }

    fn asked(
        &self,
        method: &str,
        params: Option<Box<RawValue>>,
    ) -> Result<Box<RawValue>, reconnecting::Error> {
        let question = self.client.request(method.to_owned(), params);
        self.tokio.block_on(async {
            match tokio::time::timeout(self.patience, question).await {
                Ok(answer) => answer,
                Err(_) => Err(reconnecting::Error::RpcError(
                    reconnecting::RpcError::RequestTimeout,
                )),
            }
        })
    }

    fn sorted(&self, method: &str, error: reconnecting::RpcError, again: bool) -> AskError {
        match error {
            reconnecting::RpcError::Call(said) => AskError::Refused {
                again,
                code: said.code(),
                message: match said.data() {
                    Some(data) => format!("{}: {}", said.message(), data.get()),
                    None => said.message().to_owned(),
                },
            },
            reconnecting::RpcError::RequestTimeout if again => {
                let seconds = self.patience.as_secs();
                AskError::Broken(self.lost(format!("waited {seconds} s")))
            }
            reconnecting::RpcError::RequestTimeout => AskError::Broken(ChainError::NoAnswer {
                url: self.url.clone(),
                question: method.to_owned(),
                seconds: self.patience.as_secs(),
            }),
            other => AskError::Broken(self.lost(words(&other))),
        }
    }

    /// Asks something that may be asked twice, and that the node has to answer.
    pub fn ask<T: serde::de::DeserializeOwned>(
        &self,
        method: &str,
        params: RpcParams,
    ) -> Result<T, ChainError> {
        self.try_ask(method, params).map_err(|error| match error {
            AskError::Broken(error) => error,
            AskError::Refused { code, message, .. } if code == NO_SUCH_METHOD => {
                self.foreign(format!("it has no {method}: {message}"))
            }
            AskError::Refused { message, .. } => ChainError::NodeRefused {
                url: self.url.clone(),
                question: method.to_owned(),
                reason: message,
            },
        })
    }

    /// What answers is not what was expected.
    pub fn foreign(&self, reason: String) -> ChainError {
        ChainError::Foreign {
            url: self.url.clone(),
            reason,
        }
    }

    fn lost(&self, reason: String) -> ChainError {
        ChainError::ConnectionLost {
            url: self.url.clone(),
            reason,
        }
    }
}

/// An error with what caused it.
fn words(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let more = cause.to_string();
        if !text.contains(&more) {
            text = format!("{text}: {more}");
        }
        source = cause.source();
    }
    text
}
