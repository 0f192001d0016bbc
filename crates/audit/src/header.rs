//! Block headers as Substrate encodes them.

use codec::{Compact, Decode};
use exequatur_protocol::Hash;
use sp_crypto_hashing::blake2_256;

/// The part of a header that an auditor needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// BLAKE2b-256 of the encoded header: the block's hash.
    pub hash: Hash,
    /// The hash of the block before.
    pub parent: Hash,
    /// The block's number.
    pub number: u32,
    /// The root that storage proofs lead to.
    pub state_root: Hash,
}

/// Returned when bytes are no header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the bytes are no encoded block header")]
pub struct HeaderError;

impl Header {
    /// Reads an encoded header.
    ///
    /// # Errors
    /// [`HeaderError`] if the bytes end too early. What follows the roots is only hashed.
    pub fn read(encoded: &[u8]) -> Result<Self, HeaderError> {
        type Start = (Hash, Compact<u32>, Hash, Hash);
        let (parent, Compact(number), state_root, _extrinsics_root) =
            Start::decode(&mut &*encoded).map_err(|_| HeaderError)?;
        Ok(Self {
            hash: blake2_256(encoded),
            parent,
            number,
            state_root,
        })
    }
}
