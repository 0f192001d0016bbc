//! What an auditor can find wrong, one variant a reason.

use exequatur_protocol::{Address, Divergence, Hash, Seconds};

use crate::proof::Unproven;

/// Something that does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The record is empty.
    Empty,
    /// An entry is none that the contract could have written there.
    Entry {
        /// Its place, counted from 0.
        number: usize,
        /// Why not.
        why: Divergence,
    },
    /// The chain of heads breaks at an entry: the head after it is not the one that was noted.
    Broken {
        /// Its place, counted from 0.
        number: usize,
        /// The head that was noted after it.
        expected: Hash,
        /// The head that its bytes lead to.
        found: Hash,
        /// Whether what follows fits the head that its bytes lead to: then the entry is right and the noted head is wrong.
        entry_fits: bool,
    },
    /// An entry was found under another contract's address.
    OtherContract {
        /// Its place, counted from 0.
        number: usize,
        /// The contract.
        found: Address,
    },
    /// An entry's time is not its block's.
    OtherTime {
        /// Its place, counted from 0.
        number: usize,
        /// Time of the block.
        expected: Seconds,
        /// Time in the entry.
        found: Seconds,
    },
    /// An entry's block cannot be the one that it was found in: blocks do not run backwards, and one block has one hash and one time.
    OtherBlock {
        /// Its place, counted from 0.
        number: usize,
        /// Block of the entry before.
        before: u32,
        /// Its block.
        found: u32,
    },
    /// What is said of an entry is not what its bytes say.
    EntrySaid {
        /// Its place, counted from 0.
        number: usize,
        /// What, in words.
        part: &'static str,
        /// By its bytes.
        expected: Fact,
        /// As it is said.
        found: Fact,
    },
    /// What is said of the escrow, beside its entries, is not so.
    Said {
        /// What, in words.
        part: &'static str,
        /// What it is.
        expected: Fact,
        /// As it is said.
        found: Fact,
    },
    /// A manifest is none of an exhibit on record.
    StrayManifest {
        /// Its SHA-256.
        found: Hash,
    },
    /// The block whose state is proven is not the one that the auditor knows.
    OtherBlockHash {
        /// What the auditor knows.
        expected: Hash,
        /// By the header.
        found: Hash,
    },
    /// The proof does not show the state of the contract.
    Unproven(Unproven),
    /// There are more or fewer entries than the contract counted.
    Count {
        /// What the contract counted.
        expected: u32,
        /// How many there are.
        found: u32,
        /// The first that was added, where the one before it leads to the head in storage. Otherwise nothing says which are missing or were added.
        added_from: Option<usize>,
    },
    /// The entries do not lead to the head in the contract's storage.
    Head {
        /// In storage.
        expected: Hash,
        /// Computed.
        found: Hash,
    },
    /// The storage cell is not what the rules make of the record.
    Cell {
        /// First byte that differs.
        offset: usize,
    },
    /// The contract has less money than it owes.
    Balance {
        /// What it owes, in units of the terms.
        expected: u128,
        /// What it has, in units of the terms.
        found: u128,
    },
}

/// A value of a kind that people write in a form of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// A hash.
    Hash(Hash),
    /// A number.
    Number(u64),
    /// A moment.
    Time(Seconds),
    /// An address.
    Address(Address),
    /// Several addresses.
    Addresses(Vec<Address>),
    /// An amount in units of the terms.
    Amount(u128),
    /// Words of this program.
    Words(&'static str),
    /// Text of the file.
    Text(String),
}

impl Finding {
    /// A stable word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "RecordEmpty",
            Self::Entry { .. } => "EntryDiverges",
            Self::Broken { .. } => "HeadBreaks",
            Self::OtherContract { .. } => "OtherContract",
            Self::OtherTime { .. } => "OtherTime",
            Self::OtherBlock { .. } => "OtherBlock",
            Self::EntrySaid { .. } => "EntryDiffers",
            Self::Said { .. } => "FileDiffers",
            Self::StrayManifest { .. } => "StrayManifest",
            Self::OtherBlockHash { .. } => "OtherBlockHash",
            Self::Unproven(_) => "ProofBroken",
            Self::Count { .. } => "CountDiffers",
            Self::Head { .. } => "HeadDiffers",
            Self::Cell { .. } => "StateDiffers",
            Self::Balance { .. } => "BalanceTooLow",
        }
    }

    /// The entry at which something does not fit. Where heads do not bind the entries before it, one of those may be the first that is wrong, and this is
    /// the latest that can be.
    pub fn entry(&self) -> Option<usize> {
        match self {
            Self::Entry { number, .. }
            | Self::Broken { number, .. }
            | Self::OtherContract { number, .. }
            | Self::OtherTime { number, .. }
            | Self::OtherBlock { number, .. }
            | Self::EntrySaid { number, .. } => Some(*number),
            Self::Count {
                added_from: Some(number),
                ..
            } => Some(*number),
            Self::Count {
                expected, found, ..
            } => Some((*expected).min(*found) as usize),
            Self::Empty => Some(0),
            Self::Head { .. }
            | Self::Cell { .. }
            | Self::Balance { .. }
            | Self::Said { .. }
            | Self::StrayManifest { .. }
            | Self::OtherBlockHash { .. }
            | Self::Unproven(_) => None,
        }
    }
}
