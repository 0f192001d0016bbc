//! Reading what happened in earlier blocks.

use codec::Encode;
use sp_core::{H160, H256};

use crate::{
    chain::{BlockRef, LocalChain},
    outcome::{ContractEvent, Inclusion},
    store::StoreError,
};

/// An event of a contract with the place where it happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedEvent {
    /// The block.
    pub block: BlockRef,
    /// Position of the transaction in the block.
    pub extrinsic_index: u32,
    /// The event.
    pub event: ContractEvent,
}

impl LocalChain {
    /// The block with this number; `None` if the chain is not that long.
    ///
    /// # Errors
    /// [`StoreError`] if it cannot be read from disk.
    pub fn block(&self, number: u32) -> Result<Option<BlockRef>, StoreError> {
        if number == self.block_number() {
            return Ok(Some(self.head()));
        }
        Ok(self.store().block(number)?.map(|block| block.place()))
    }

    /// Hash of the block with this number; `None` if the chain is not that long.
    ///
    /// # Errors
    /// [`StoreError`] if it cannot be read from disk.
    pub fn block_hash(&self, number: u32) -> Result<Option<H256>, StoreError> {
        Ok(self.block(number)?.map(|block| block.hash))
    }

    /// The encoded header of a block: BLAKE2b-256 of it is the block's hash, and it has the root that
    /// storage proofs lead to.
    ///
    /// # Errors
    /// [`StoreError`] if it cannot be read from disk.
    pub fn encoded_header(&self, number: u32) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self
            .store()
            .block(number)?
            .map(|block| block.header.encode()))
    }

    /// The transactions of a block, encoded. The first sets the clock.
    ///
    /// # Errors
    /// [`StoreError`] if they cannot be read from disk.
    pub fn transactions(&self, number: u32) -> Result<Option<Vec<Vec<u8>>>, StoreError> {
        Ok(self
            .store()
            .block(number)?
            .map(|block| block.transactions.clone()))
    }

    /// What became of the transactions of a block.
    ///
    /// # Errors
    /// [`StoreError`] if it cannot be read from disk.
    pub fn inclusions(&self, number: u32) -> Result<Vec<Inclusion>, StoreError> {
        Ok(self
            .store()
            .block(number)?
            .map_or_else(Vec::new, |block| block.inclusions.clone()))
    }

    /// Looks for a transaction by its hash, in the newest blocks first and back to `oldest_block`.
    ///
    /// # Errors
    /// [`StoreError`] if a block cannot be read from disk.
    pub fn find_transaction(
        &self,
        tx_hash: H256,
        oldest_block: u32,
    ) -> Result<Option<Inclusion>, StoreError> {
        for number in (oldest_block..=self.block_number()).rev() {
            let found = self
                .inclusions(number)?
                .into_iter()
                .find(|one| one.tx_hash == tx_hash);
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// The events of contracts from `from_block` on, in order; only those of `address` if it is given.
    /// Blocks are read one at a time. After an error there is nothing more.
    pub fn contract_events(
        &self,
        from_block: u32,
        address: Option<H160>,
    ) -> impl Iterator<Item = Result<PlacedEvent, StoreError>> + '_ {
        let mut failed = false;
        (from_block..=self.block_number())
            .map(|number| self.events_in(number))
            .take_while(move |events| !std::mem::replace(&mut failed, events.is_err()))
            .flat_map(|events| match events {
                Ok(events) => events.into_iter().map(Ok).collect(),
                Err(error) => vec![Err(error)],
            })
            .filter(move |event| match (event, address) {
                (Ok(placed), Some(address)) => placed.event.address == address,
                _ => true,
            })
    }

    /// The events of contracts in a block, in order.
    ///
    /// # Errors
    /// [`StoreError`] if the block cannot be read from disk.
    pub fn events_in(&self, number: u32) -> Result<Vec<PlacedEvent>, StoreError> {
        let Some(block) = self.store().block(number)? else {
            return Ok(Vec::new());
        };
        let place = block.place();
        let placed = block.inclusions.iter().flat_map(|inclusion| {
            inclusion.events.iter().map(move |event| PlacedEvent {
                block: place,
                extrinsic_index: inclusion.extrinsic_index,
                event: event.clone(),
            })
        });
        Ok(placed.collect())
    }
}
