//! A block as it is stored.

use codec::{Decode, DecodeAll, Encode};
use sp_io::hashing::blake2_256;

use crate::{chain::BlockRef, outcome::Inclusion, pending::Head, runtime::Header};

#[derive(Clone, Debug, Encode, Decode)]
pub(crate) struct StoredBlock {
    pub(crate) header: Header,
    pub(crate) time_ms: u64,
    pub(crate) transactions: Vec<Vec<u8>>,
    pub(crate) inclusions: Vec<Inclusion>,
}

/// Why stored bytes are not the block that was stored.
pub(crate) struct BrokenBlock {
    pub(crate) expected: String,
    pub(crate) found: String,
}

const CHECKSUM_BYTES: usize = 32;

impl StoredBlock {
    pub(crate) fn as_head(&self) -> Head {
        Head { header: self.header.clone(), hash: self.header.hash(), time_ms: self.time_ms }
    }

    pub(crate) fn place(&self) -> BlockRef {
        BlockRef {
            number: self.header.number,
            hash: self.header.hash(),
            time_s: self.time_ms / 1_000,
        }
    }

    /// The block's bytes behind a checksum of them. What the contracts emitted is not covered by the
    /// header, and must not change unnoticed either.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let encoded = self.encode();
        [&blake2_256(&encoded)[..], &encoded].concat()
    }

    pub(crate) fn from_bytes(number: u32, bytes: &[u8]) -> Result<Self, BrokenBlock> {
        let broken = |expected: String, found: String| BrokenBlock { expected, found };
        let Some((checksum, encoded)) = bytes.split_at_checked(CHECKSUM_BYTES) else {
            return Err(broken(
                format!("at least {CHECKSUM_BYTES} bytes"),
                format!("{} bytes", bytes.len()),
            ));
        };
        let actual = blake2_256(encoded);
        if actual != *checksum {
            return Err(broken(hex(checksum), hex(&actual)));
        }
        let block = Self::decode_all(&mut &*encoded)
            .map_err(|error| broken("an encoded block".to_owned(), error.to_string()))?;
        if block.header.number != number {
            return Err(broken(format!("block {number}"), format!("block {}", block.header.number)));
        }
        Ok(block)
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::from("0x"), |text, byte| format!("{text}{byte:02x}"))
}
