//! Finding entries and proving state on the chain of this machine.

use std::collections::HashMap;

use exequatur_audit::{Block, StorageKeys, child_trie_of};
use exequatur_localchain::PlacedEvent;
use exequatur_protocol::Address;

use super::{LocalChainClient, seconds, storage};
use crate::chain::{AtBlock, ChainError, FoundEntry, ProvenBlock};

/// Which contracts left entries, and in which blocks.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// Every contract that emitted anything, the oldest first.
    pub(super) contracts: Vec<Address>,
    blocks: HashMap<Address, Vec<u32>>,
}

impl LocalChainClient {
    /// Reads all blocks once, so that one contract after another can be looked at without reading them all again.
    pub(super) fn index(&self) -> Result<&Index, ChainError> {
        if let Some(index) = self.index.get() {
            return Ok(index);
        }
        let mut index = Index::default();
        for placed in self.chain.contract_events(0, None) {
            let placed = placed.map_err(storage)?;
            let contract = Address(placed.event.address.0);
            let blocks = index.blocks.entry(contract).or_default();
            if blocks.is_empty() {
                index.contracts.push(contract);
            }
            if blocks.last() != Some(&placed.block.number) {
                blocks.push(placed.block.number);
            }
        }
        Ok(self.index.get_or_init(|| index))
    }

    /// The blocks in which a contract left entries.
    pub(super) fn blocks_of(&self, contract: &Address) -> Result<&[u32], ChainError> {
        let blocks = self.index()?.blocks.get(contract);
        Ok(blocks.map_or(&[], Vec::as_slice))
    }

    /// A block with the trie nodes that show a contract in its state.
    pub(super) fn prove(
        &self,
        contract: &Address,
        asset: &Address,
        at: AtBlock,
    ) -> Result<ProvenBlock, ChainError> {
        let newest = self.chain.block_number();
        let number = match at {
            AtBlock::Newest => newest,
            AtBlock::Number(number) => number,
            AtBlock::Hash(hash) => self
                .numbered(&hash)?
                .ok_or_else(|| self.no_block(format!("0x{}", hex::encode(hash))))?,
        };
        let snapshot = self.chain.snapshot(number).map_err(storage)?;
        let snapshot = snapshot.ok_or_else(|| self.no_block(number.to_string()))?;
        let keys = StorageKeys::of(contract, asset);
        let info = snapshot.storage(&keys.contract);
        let (trie_id, _) = info
            .as_deref()
            .and_then(child_trie_of)
            .ok_or(ChainError::NoContract(*contract))?;
        let mut main = keys.main();
        main.push(StorageKeys::child_root(&trie_id));
        let nodes = snapshot.prove(&main, &trie_id, &[StorageKeys::cell()]);
        Ok(ProvenBlock {
            block: Block {
                number: snapshot.block.number,
                hash: snapshot.block.hash.0,
                at: seconds(snapshot.block.time_s),
                header: snapshot.header,
            },
            nodes,
        })
    }

    fn numbered(&self, hash: &[u8; 32]) -> Result<Option<u32>, ChainError> {
        for number in (0..=self.chain.block_number()).rev() {
            let found = self.chain.block_hash(number).map_err(storage)?;
            if found.is_some_and(|found| found.0 == *hash) {
                return Ok(Some(number));
            }
        }
        Ok(None)
    }

    pub(super) fn no_block(&self, found: String) -> ChainError {
        ChainError::NoBlock {
            expected: format!("a block up to {}, the newest", self.chain.block_number()),
            found,
        }
    }
}

/// An event as an entry of a record.
pub(super) fn found(placed: PlacedEvent) -> FoundEntry {
    FoundEntry {
        contract: Address(placed.event.address.0),
        block: placed.block.number,
        block_hash: placed.block.hash.0,
        at: seconds(placed.block.time_s),
        bytes: placed.event.data,
    }
}
