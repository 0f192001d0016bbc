//! Handing a transaction to the node and waiting until its block is final.

use std::thread::sleep;
use std::time::{Duration, Instant};

use exequatur_protocol::Hash;
use subxt::rpcs::rpc_params;

use super::RpcChain;
use super::connection::AskError;
use super::runtime::hex_of;
use super::signed::LIFETIME;
use crate::chain::{ChainError, Receipt};
use crate::transaction::{Fate, Transaction};

/// How often the node is asked whether there is another final block.
const EVERY: Duration = Duration::from_millis(200);

/// After how long without a block the same bytes are handed over once more: the node may have lost them, as one that was restarted.
const AGAIN_AFTER: Duration = Duration::from_secs(5);

/// The node's code for a transaction that is in its pool.
const ALREADY: i32 = 1_013;

/// The node's code for bytes that it turned away or dropped not long ago: it does not say why, nor whether another node has them.
const BANNED: i32 = 1_012;

/// The node's codes by which its pool says of a transaction that it does not take it. Others are a server's own, which may have handed
/// it on.
const NOT_TAKEN: std::ops::RangeInclusive<i32> = 1_000..=1_099;

/// What the node says of a transaction whose number is taken: by another one, or by this one, which a server on the way handed over before.
const OUTDATED: &str = "outdated";

/// How a node took a transaction.
enum Taken {
    /// It waits in the node's pool or was there before.
    Yes,
    /// It does not take it, and never had it.
    No(String),
    /// It does not take it; it may have had it before.
    Perhaps(ChainError),
    /// It had it before, and does not say what became of it.
    Before(ChainError),
}

impl RpcChain {
    /// Sends and waits. The same bytes can never go in twice, so a question that got lost is asked again.
    pub(super) fn included(
        &mut self,
        transaction: &Transaction,
        again: bool,
    ) -> Result<Receipt, ChainError> {
        let hash = transaction.hash;
        let mut doubt = match self.hand_over(transaction, again) {
            Ok(Taken::Yes) => None,
            Ok(Taken::No(reason)) => return Err(ChainError::Rejected(reason)),
            Ok(Taken::Perhaps(reason) | Taken::Before(reason)) => Some(reason),
            Err(error) => return Err(unsettled(hash, error)),
        };
        (self.progress)(&format!(
            "sent {}, waiting for a final block",
            hex_of(&hash)
        ));
        let fate = self.settled(transaction, &mut doubt);
        match fate.map_err(|error| unsettled(hash, doubt.unwrap_or(error)))? {
            Fate::Done(receipt) => Ok(*receipt),
            Fate::Failed { block, reason } => Err(ChainError::FailedInBlock { block, reason }),
            Fate::Never(why) => Err(ChainError::NeverIn(why)),
            Fate::Open => Err(unsettled(hash, self.no_block(self.head.number))),
        }
    }

    fn hand_over(&self, transaction: &Transaction, before: bool) -> Result<Taken, ChainError> {
        if before {
            // Another chain could take the same bytes; whatever stands between may lead there meanwhile.
            self.connection.genesis()?;
        }
        let asked = self.connection.try_ask::<String>(
            "author_submitExtrinsic",
            rpc_params![hex_of(&transaction.bytes)],
        );
        let (code, message, asked_again) = match asked {
            Ok(_) => return Ok(Taken::Yes),
            Err(AskError::Broken(error)) => return Err(error),
            Err(AskError::Refused { code, .. }) if code == ALREADY => {
                return Ok(Taken::Yes);
            }
            Err(AskError::Refused {
                code,
                message,
                again,
            }) => (code, message, again),
        };
        // A server on the way may have asked twice, and the second time it was there already: then the account's number is taken. While
        // its block is being made, neither pool nor state may count it, so that what is outdated is always looked for.
        if !before
            && !asked_again
            && NOT_TAKEN.contains(&code)
            && code != BANNED
            && !message.contains(OUTDATED)
            && self.nonce(&transaction.account)? == transaction.nonce
        {
            return Ok(Taken::No(message));
        }
        let refused = ChainError::NodeRefused {
            url: self.connection.url().to_owned(),
            question: "author_submitExtrinsic".to_owned(),
            reason: message,
        };
        Ok(if code == BANNED && before {
            Taken::Before(refused)
        } else {
            Taken::Perhaps(refused)
        })
    }

    /// Waits until it is decided. A transaction that could still go in after so many blocks is left open.
    fn settled(
        &mut self,
        transaction: &Transaction,
        doubt: &mut Option<ChainError>,
    ) -> Result<Fate, ChainError> {
        let patience = self.connection.patience();
        let mut heard = Instant::now();
        let mut handed_over = Instant::now();
        let mut blocks = 0;
        loop {
            let (newest, newest_hash) = self.finalized()?;
            if blocks == 0 || (newest, newest_hash) != (self.head.number, self.head.hash) {
                heard = Instant::now();
                blocks += 1;
                self.refresh()?;
                match self.fate_at(transaction)? {
                    Fate::Open if blocks <= LIFETIME => continue,
                    fate => return Ok(fate),
                }
            }
            if heard.elapsed() > patience {
                return Err(self.no_block(newest + 1));
            }
            if handed_over.elapsed() > AGAIN_AFTER.min(patience / 3) {
                handed_over = Instant::now();
                *doubt = match self.hand_over(transaction, true)? {
                    Taken::Yes => None,
                    Taken::No(reason) => Some(ChainError::Rejected(reason)),
                    Taken::Perhaps(reason) => Some(reason),
                    // What it said first, or that no block came, says more.
                    Taken::Before(_) => doubt.take(),
                };
            }
            sleep(EVERY);
        }
    }

    fn no_block(&self, number: u32) -> ChainError {
        ChainError::NoAnswer {
            url: self.connection.url().to_owned(),
            question: format!("with a final block {number}"),
            seconds: self.connection.patience().as_secs(),
        }
    }
}

fn unsettled(transaction: Hash, reason: ChainError) -> ChainError {
    ChainError::Unsettled {
        transaction,
        reason: Box::new(reason),
    }
}
