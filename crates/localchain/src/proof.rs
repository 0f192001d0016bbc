//! Raw state and proofs of it against the state root of a block.

use std::sync::Arc;

use sp_state_machine::StorageProof;

use crate::{
    chain::{BlockRef, LocalChain},
    state::State,
    store::StoreError,
};

/// A block with the whole state of the chain after it.
pub struct Snapshot {
    /// The block.
    pub block: BlockRef,
    /// Its header, encoded.
    pub header: Vec<u8>,
    state: Arc<State>,
}

impl Snapshot {
    /// The value under a key of the main trie.
    pub fn storage(&self, key: &[u8]) -> Option<Vec<u8>> {
        self.state.get(key)
    }

    /// The trie nodes that show what lies under these keys of the main trie, and under those of a child trie.
    pub fn prove(&self, keys: &[Vec<u8>], trie_id: &[u8], child_keys: &[Vec<u8>]) -> Vec<Vec<u8>> {
        let main = self.state.prove(keys);
        let child = self.state.prove_child(trie_id, child_keys);
        // Both begin at the root.
        StorageProof::merge([main, child])
            .into_iter_nodes()
            .collect()
    }
}

impl LocalChain {
    /// The state after the block with this number; `None` if the chain is not that long, or if it lives in memory, where only the newest state is
    /// kept.
    ///
    /// # Errors
    /// [`StoreError`] if it cannot be read from disk.
    pub fn snapshot(&self, number: u32) -> Result<Option<Snapshot>, StoreError> {
        let state = match number == self.block_number() {
            true => Some(Arc::clone(self.state())),
            false => self.store().state_at(number)?.map(Arc::new),
        };
        let (Some(state), Some(block), Some(header)) =
            (state, self.block(number)?, self.encoded_header(number)?)
        else {
            return Ok(None);
        };
        Ok(Some(Snapshot {
            block,
            header,
            state,
        }))
    }
}
