//! One connection to a node: questions and answers in JSON-RPC, each with a limit to how long it may take. When it broke and was made
//! again, the node is asked first whether it belongs to the same chain: a URL may lead elsewhere by then.

use std::cell::{Cell, OnceCell};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use exequatur_protocol::Hash;
use serde_json::value::RawValue;
use subxt::rpcs::client::{
    ReconnectingRpcClient, RpcParams, reconnecting_rpc_client as reconnecting,
};
use subxt::rpcs::rpc_params;
use tokio::runtime::Runtime;

use super::node::hash_of;
use crate::chain::ChainError;
use crate::node_url::shown;

/// How often a broken connection is tried again, until patience ends.
const AGAIN_EVERY: Duration = Duration::from_millis(500);

/// What tells which chain a node belongs to: the hash of its block 0.
const GENESIS: &str = "chain_getBlockHash";

/// The largest message: metadata have about 1 MB, and code less.
const MAX_MESSAGE: u32 = 32 * 1024 * 1024;

/// How the errors of rustls about certificates begin. The transport passes on their words only.
const DISTRUST: &str = "invalid peer certificate: ";

/// A connection that comes back by itself when it breaks.
pub struct Connection {
    tokio: Runtime,
    client: ReconnectingRpcClient,
    /// As it may be shown.
    url: String,
    patience: Duration,
    /// How often it was made.
    made: Arc<AtomicU64>,
    /// Hash of block 0, by the first answer.
    genesis: OnceCell<Hash>,
    /// Which of the connections was seen to lead to the chain with that block 0.
    seen: Cell<Option<u64>>,
}

/// When a broken connection is tried again. The client takes a copy of it for each connection that it makes, and says in no other way
/// that it made one.
struct Again {
    left: u128,
    made: Arc<AtomicU64>,
}

impl Clone for Again {
    fn clone(&self) -> Self {
        self.made.fetch_add(1, Ordering::SeqCst);
        Again {
            left: self.left,
            made: Arc::clone(&self.made),
        }
    }
}

impl Iterator for Again {
    type Item = Duration;

    fn next(&mut self) -> Option<Duration> {
        self.left = self.left.checked_sub(1)?;
        Some(AGAIN_EVERY)
    }
}

/// Why a question has no answer of the node that was meant.
enum Unanswered {
    /// What the client says.
    Client(reconnecting::Error),
    /// It is not known to be that node.
    Elsewhere(ChainError),
}

impl From<reconnecting::Error> for Unanswered {
    fn from(error: reconnecting::Error) -> Self {
        Unanswered::Client(error)
    }
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
        let shown = shown(url);
        let unreachable = |reason: String| ChainError::Unreachable {
            url: shown.clone(),
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
        let made = Arc::new(AtomicU64::new(0));
        let again = Again {
            left: patience.as_millis() / AGAIN_EVERY.as_millis(),
            made: Arc::clone(&made),
        };
        // Once without patience, so that a mistyped address is told at once; then with it.
        let client = tokio.block_on(async {
            let once = builder().retry_policy(std::iter::empty());
            drop(once.build(url).await?);
            builder().retry_policy(again).build(url).await
        });
        let client = client.map_err(|error: reconnecting::RpcError| {
            let reason = words(&error);
            match reason.split_once(DISTRUST) {
                Some((_, reason)) => ChainError::Untrusted {
                    url: shown.clone(),
                    reason: reason.to_owned(),
                },
                None => unreachable(reason),
            }
        })?;
        Ok(Self {
            tokio,
            client,
            url: shown,
            patience,
            made,
            genesis: OnceCell::new(),
            seen: Cell::new(None),
        })
    }

    /// Hash of block 0, asked anew. By the first answer it is settled which chain is meant.
    ///
    /// # Errors
    /// [`ChainError::OtherChain`] if it is not what it was; what [`Connection::ask`] says.
    pub fn genesis(&self) -> Result<Hash, ChainError> {
        self.patiently(GENESIS, || self.looked_at())
            .map_err(|error| self.unanswered(GENESIS, error))
    }

    /// Where it leads, without what may be a secret.
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
        let answer = self.patiently(method, || self.asked_there(method, params.clone()))?;
        self.read(method, &answer).map_err(AskError::Broken)
    }

    fn read<T: serde::de::DeserializeOwned>(
        &self,
        method: &str,
        answer: &RawValue,
    ) -> Result<T, ChainError> {
        serde_json::from_str(answer.get()).map_err(|error| {
            self.foreign(format!(
                "the answer to {method} is of another form: {error}"
            ))
        })
    }

    /// Asks until there is an answer, as long as the connection comes back in time.
    fn patiently<A>(
        &self,
        method: &str,
        ask: impl Fn() -> Result<A, Unanswered>,
    ) -> Result<A, AskError> {
        let start = Instant::now();
        let mut again = false;
        loop {
            let error = match ask() {
                Ok(answer) => return Ok(answer),
                Err(Unanswered::Elsewhere(error)) => return Err(AskError::Broken(error)),
                Err(Unanswered::Client(error)) => error,
            };
            match error {
                reconnecting::Error::DisconnectedWillReconnect(reason) => {
                    if start.elapsed() > self.patience {
                        return Err(AskError::Broken(self.lost(reason.to_string())));
                    }
                    self.seen.set(None);
                    again = true;
                }
                reconnecting::Error::Dropped => {
                    return Err(AskError::Broken(self.lost("no further attempt".to_owned())));
                }
                reconnecting::Error::RpcError(error) => {
                    return Err(self.sorted(method, error, again));
                }
            }
        }
    }

    /// Asks the chain that is meant: before a question goes by a connection that was made meanwhile, and before an answer by one counts.
    fn asked_there(
        &self,
        method: &str,
        params: Option<Box<RawValue>>,
    ) -> Result<Box<RawValue>, Unanswered> {
        if self.is_new() {
            self.looked_at()?;
        }
        let answer = self.asked(method, params);
        let gone = matches!(
            answer,
            Err(reconnecting::Error::DisconnectedWillReconnect(_) | reconnecting::Error::Dropped)
        );
        if !gone && self.is_new() {
            self.looked_at()?;
        }
        Ok(answer?)
    }

    /// Whether nobody looked yet which chain this connection leads to, though it is known which one is meant.
    fn is_new(&self) -> bool {
        self.genesis.get().is_some() && self.seen.get() != Some(self.made())
    }

    fn made(&self) -> u64 {
        self.made.load(Ordering::SeqCst)
    }

    /// Looks which chain this connection leads to.
    fn looked_at(&self) -> Result<Hash, Unanswered> {
        loop {
            let made = self.made();
            let answer = self.asked(GENESIS, rpc_params![0].build());
            if let Err(reconnecting::Error::RpcError(reconnecting::RpcError::Call(said))) = &answer
            {
                let refused = self.refused(GENESIS, said.code(), said.message().to_owned());
                return Err(Unanswered::Elsewhere(refused));
            }
            let found = self
                .read(GENESIS, &answer?)
                .and_then(|hash: String| hash_of(self, &hash))
                .map_err(Unanswered::Elsewhere)?;
            let expected = *self.genesis.get_or_init(|| found);
            if found != expected {
                return Err(Unanswered::Elsewhere(ChainError::OtherChain {
                    url: self.url.clone(),
                    expected,
                    found,
                }));
            }
            // Else it is not known by which one the answer came.
            if self.made() == made {
                self.seen.set(Some(made));
                return Ok(found);
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
        self.try_ask(method, params)
            .map_err(|error| self.unanswered(method, error))
    }

    fn unanswered(&self, method: &str, error: AskError) -> ChainError {
        match error {
            AskError::Broken(error) => error,
            AskError::Refused { code, message, .. } => self.refused(method, code, message),
        }
    }

    fn refused(&self, method: &str, code: i32, message: String) -> ChainError {
        if code == NO_SUCH_METHOD {
            return self.foreign(format!("it has no {method}: {message}"));
        }
        ChainError::NodeRefused {
            url: self.url.clone(),
            question: method.to_owned(),
            reason: message,
        }
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
