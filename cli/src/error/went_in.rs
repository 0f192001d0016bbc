//! What was sent before something failed.

use exequatur_client::chain::Receipt;
use exequatur_client::journal::Entry;
use exequatur_protocol::{Address, Hash};
use serde_json::{Value, json};

use crate::text;

/// A transaction in a final block, whose command could not say so in a result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WentIn {
    /// Whether it was all that the command had to send.
    pub completes: bool,
    tx_hash: Hash,
    block: u32,
    block_hash: Hash,
    /// The contract that it made.
    contract: Option<Address>,
}

impl WentIn {
    /// What is known of it by its receipt.
    pub fn new(entry: &Entry, receipt: &Receipt) -> Self {
        WentIn {
            completes: entry.completes,
            tx_hash: receipt.tx_hash,
            block: receipt.block,
            block_hash: receipt.block_hash,
            contract: receipt.contract,
        }
    }

    /// For programs.
    pub fn to_json(&self) -> Value {
        json!({
            "tx_hash": text::hash(&self.tx_hash),
            "block": self.block,
            "block_hash": text::hash(&self.block_hash),
            "final": true,
            "contract": self.contract.as_ref().map(text::address),
        })
    }

    /// For people.
    pub fn to_text(&self) -> String {
        let made = self.contract.as_ref().map(|contract| {
            let contract = text::address(contract);
            format!("; it made the contract {contract}")
        });
        format!(
            "{}: block {}, final{}",
            text::hash(&self.tx_hash),
            self.block,
            made.unwrap_or_default()
        )
    }
}
