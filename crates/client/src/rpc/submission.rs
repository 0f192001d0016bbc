//! Handing a transaction to the node and waiting until its block is final.

use std::thread::sleep;
use std::time::{Duration, Instant};

use exequatur_protocol::Hash;
use subxt::rpcs::rpc_params;

use super::RpcChain;
use super::connection::AskError;
use super::node::Head;
use super::runtime::hex_of;
use super::signed::LIFETIME;
use crate::chain::{ChainError, Receipt};

/// How often the node is asked whether there is another final block.
const EVERY: Duration = Duration::from_millis(200);

impl RpcChain {
    /// Sends and waits. The same bytes can never go in twice, so a question that got lost is asked again.
    ///
    /// `hash` is how the sender's tools know the transaction. One of an Ethereum key pays in gas, at a price in wei.
    pub(super) fn included(
        &mut self,
        transaction: &[u8],
        hash: Hash,
        gas_price: Option<u64>,
    ) -> Result<Receipt, ChainError> {
        let text = hex_of(transaction);
        let from = self.head.number;
        match self
            .connection
            .try_ask::<String>("author_submitExtrinsic", rpc_params![&text])
        {
            Ok(_) => {}
            // It waits in the pool or went in already, since it was handed over twice.
            Err(AskError::Refused { code, again, .. }) if again || ALREADY.contains(&code) => {}
            Err(AskError::Refused { message, .. }) => return Err(ChainError::Rejected(message)),
            Err(AskError::Broken(error)) => return Err(unsettled(hash, error)),
        }
        (self.progress)(&format!(
            "sent {}, waiting for a final block",
            hex_of(&hash)
        ));
        let (block, index) = self
            .found(&text, from)
            .map_err(|error| unsettled(hash, error))?;
        let Some((block, index)) = block.zip(index) else {
            return Err(ChainError::Rejected(format!(
                "it was in none of the {LIFETIME} blocks for which it was valid, and can never go in"
            )));
        };
        self.head = block;
        self.receipt(&block, index, hash, gas_price)
            .map_err(|error| match error {
                failed @ ChainError::Failed(_) => failed,
                other => unsettled(hash, other),
            })
    }

    /// The final block with these bytes, and their place there; nothing once they are out of date.
    fn found(
        &self,
        transaction: &str,
        from: u32,
    ) -> Result<(Option<Head>, Option<u32>), ChainError> {
        let mut next = from + 1;
        let mut heard = Instant::now();
        while next <= from + LIFETIME {
            let (newest, _) = self.finalized()?;
            if newest < next {
                if heard.elapsed() > self.connection.patience() {
                    return Err(ChainError::NoAnswer {
                        url: self.connection.url().to_owned(),
                        question: format!("with a final block {next}"),
                        seconds: self.connection.patience().as_secs(),
                    });
                }
                sleep(EVERY);
                continue;
            }
            heard = Instant::now();
            let hash = self.block_hash(next)?;
            let all = self.transactions(&hash)?;
            if let Some(index) = all.iter().position(|one| one == transaction) {
                let at = self.time(&hash)?;
                let head = Head {
                    number: next,
                    hash,
                    at,
                };
                return Ok((Some(head), u32::try_from(index).ok()));
            }
            next += 1;
        }
        Ok((None, None))
    }
}

/// The node's codes for a transaction that it knows.
const ALREADY: [i32; 2] = [1_012, 1_013];

fn unsettled(transaction: Hash, reason: ChainError) -> ChainError {
    ChainError::Unsettled {
        transaction,
        reason: Box::new(reason),
    }
}
