//! Raw state and proofs of it against the state root of a block.

use std::sync::Arc;

use sp_core::{H256, storage::ChildInfo};
use sp_runtime::traits::BlakeTwo256;
use sp_state_machine::{StorageProof, read_child_proof_check, read_proof_check};

use crate::{
    chain::{BlockRef, LocalChain},
    state::State,
    store::StoreError,
};

/// Values by key. `None` is a key that has no value.
pub type ProvenValues = Vec<(Vec<u8>, Option<Vec<u8>>)>;

/// Why a proof proves nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the proof does not lead to the root {root}: {detail}")]
pub struct ProofError {
    /// The root that it was held against.
    pub root: H256,
    /// What is missing.
    pub detail: String,
}

impl LocalChain {
    /// The value under a key of the main trie.
    pub fn storage(&self, key: &[u8]) -> Option<Vec<u8>> {
        self.state().get(key)
    }

    /// The value under a key of a child trie, such as a contract's storage.
    pub fn child_storage(&self, trie_id: &[u8], key: &[u8]) -> Option<Vec<u8>> {
        self.state().get_child(trie_id, key)
    }

    /// The trie nodes that show what lies under these keys of the main trie, or that nothing does.
    pub fn prove(&self, keys: &[Vec<u8>]) -> Vec<Vec<u8>> {
        self.state().prove(keys).into_iter_nodes().collect()
    }

    /// The trie nodes that show what lies under these keys of a child trie, or that nothing does.
    pub fn prove_child(&self, trie_id: &[u8], keys: &[Vec<u8>]) -> Vec<Vec<u8>> {
        self.state()
            .prove_child(trie_id, keys)
            .into_iter_nodes()
            .collect()
    }
}

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

/// Reads values of the main trie from a proof. Needs no chain.
///
/// # Errors
/// [`ProofError`] if the nodes do not lead from `root` to every key.
pub fn check_proof(
    root: H256,
    nodes: Vec<Vec<u8>>,
    keys: &[Vec<u8>],
) -> Result<ProvenValues, ProofError> {
    read_proof_check::<BlakeTwo256, _>(root, StorageProof::new(nodes), keys)
        .map(|values| values.into_iter().collect())
        .map_err(|error| ProofError {
            root,
            detail: error.to_string(),
        })
}

/// Reads values of a child trie from a proof. Needs no chain.
///
/// # Errors
/// [`ProofError`] if the nodes do not lead from `root` to every key.
pub fn check_child_proof(
    root: H256,
    nodes: Vec<Vec<u8>>,
    trie_id: &[u8],
    keys: &[Vec<u8>],
) -> Result<ProvenValues, ProofError> {
    let child = ChildInfo::new_default(trie_id);
    read_child_proof_check::<BlakeTwo256, _>(root, StorageProof::new(nodes), &child, keys)
        .map(|values| values.into_iter().collect())
        .map_err(|error| ProofError {
            root,
            detail: error.to_string(),
        })
}
