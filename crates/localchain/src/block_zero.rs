//! The first block of a chain.

use sp_core::H256;
use sp_runtime::traits::{BlakeTwo256, Hash, Header as _};

use crate::{
    runtime::{Genesis, Header},
    state::{Overlay, Sealed, State},
};

/// An empty state, what the genesis changes in it, and the header of block 0.
pub(crate) fn build(genesis: &Genesis) -> (State, Sealed, Header) {
    let empty = State::default();
    let mut overlay = Overlay::default();
    empty.run(&mut overlay, || genesis.write());
    let sealed = empty.seal(overlay);
    let no_extrinsics = BlakeTwo256::ordered_trie_root(Vec::new(), Default::default());
    let header = Header::new(
        0,
        no_extrinsics,
        sealed.root,
        H256::zero(),
        Default::default(),
    );
    (empty, sealed, header)
}
