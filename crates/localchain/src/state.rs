//! The state of the chain at one block, and running runtime code on top of it.

use codec::{Decode, Encode};
use sp_core::H256;
use sp_core::storage::{ChildInfo, StateVersion, well_known_keys::CHILD_STORAGE_KEY_PREFIX};
use sp_runtime::traits::BlakeTwo256;
use sp_state_machine::{
    Backend, Ext, InMemoryBackend, OverlayedChanges, StorageCollection, StorageProof,
};

/// Changes that runtime code made and nobody has committed yet.
pub(crate) type Overlay = OverlayedChanges<BlakeTwo256>;

/// What a block changed: keys with their new values, or `None` where they were removed.
#[derive(Default, Encode, Decode)]
pub(crate) struct Delta {
    pub(crate) main: StorageCollection,
    /// Child tries by their identifier, without the common prefix.
    pub(crate) children: Vec<(Vec<u8>, StorageCollection)>,
}

/// All key-value pairs of one block, as a Merkle trie with its root.
#[derive(Clone, Default)]
pub(crate) struct State {
    trie: InMemoryBackend<BlakeTwo256>,
}

/// A delta with the trie nodes that belong to it.
pub(crate) struct Sealed {
    pub(crate) delta: Delta,
    pub(crate) root: H256,
    nodes: sp_trie::PrefixedMemoryDB<BlakeTwo256>,
}

const VERSION: StateVersion = StateVersion::V1;

impl State {
    /// Builds the trie from key-value pairs.
    pub(crate) fn from_delta(delta: Delta) -> Self {
        let mut trie = InMemoryBackend::default();
        let children = delta
            .children
            .into_iter()
            .map(|(id, pairs)| (Some(child(&id)), pairs));
        let pairs: Vec<_> = std::iter::once((None, delta.main))
            .chain(children)
            .collect();
        trie.insert(pairs, VERSION);
        Self { trie }
    }

    pub(crate) fn root(&self) -> H256 {
        *self.trie.root()
    }

    /// Runs runtime code. Its reads fall through `overlay` to this state; its writes stay in `overlay`.
    pub(crate) fn run<R>(&self, overlay: &mut Overlay, code: impl FnOnce() -> R) -> R {
        let mut ext = Ext::new(overlay, &self.trie, None);
        sp_externalities::set_and_run_with_externalities(&mut ext, code)
    }

    /// Runs runtime code and forgets its writes.
    pub(crate) fn read<R>(&self, code: impl FnOnce() -> R) -> R {
        self.run(&mut Overlay::default(), code)
    }

    /// Turns the changes into a delta that can be stored, then applied with [`State::apply`].
    pub(crate) fn seal(&self, mut overlay: Overlay) -> Sealed {
        let changes = overlay
            .drain_storage_changes(&self.trie, VERSION)
            .expect("the trie is in memory: reading it cannot fail");
        let mut main = changes.main_storage_changes;
        // Roots of child tries follow from their contents.
        main.retain(|(key, _)| !key.starts_with(CHILD_STORAGE_KEY_PREFIX));
        Sealed {
            delta: Delta {
                main,
                children: changes.child_storage_changes,
            },
            root: changes.transaction_storage_root,
            nodes: changes.transaction,
        }
    }

    /// Makes the changes part of this state.
    pub(crate) fn apply(&mut self, sealed: Sealed) {
        self.trie.apply_transaction(sealed.root, sealed.nodes);
    }

    pub(crate) fn get(&self, key: &[u8]) -> Option<Vec<u8>> {
        self.trie.storage(key).expect(IN_MEMORY)
    }

    pub(crate) fn prove(&self, keys: &[Vec<u8>]) -> StorageProof {
        sp_state_machine::prove_read_on_trie_backend(&self.trie, keys).expect(IN_MEMORY)
    }

    pub(crate) fn prove_child(&self, trie_id: &[u8], keys: &[Vec<u8>]) -> StorageProof {
        sp_state_machine::prove_child_read_on_trie_backend(&self.trie, &child(trie_id), keys)
            .expect(IN_MEMORY)
    }
}

const IN_MEMORY: &str = "the trie is in memory: reading it cannot fail";

fn child(trie_id: &[u8]) -> ChildInfo {
    ChildInfo::new_default(trie_id)
}
