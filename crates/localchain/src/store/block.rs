//! A block as it is stored.

use codec::{Decode, Encode};

use crate::{chain::BlockRef, outcome::Inclusion, pending::Head, runtime::Header};

#[derive(Clone, Debug, Encode, Decode)]
pub(crate) struct StoredBlock {
    pub(crate) header: Header,
    pub(crate) time_ms: u64,
    pub(crate) transactions: Vec<Vec<u8>>,
    pub(crate) inclusions: Vec<Inclusion>,
}

impl StoredBlock {
    pub(crate) fn as_head(&self) -> Head {
        Head {
            header: self.header.clone(),
            hash: self.header.hash(),
            time_ms: self.time_ms,
        }
    }

    pub(crate) fn place(&self) -> BlockRef {
        BlockRef {
            number: self.header.number,
            hash: self.header.hash(),
            time_s: self.time_ms / 1_000,
        }
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::from("0x"), |text, byte| format!("{text}{byte:02x}"))
}
