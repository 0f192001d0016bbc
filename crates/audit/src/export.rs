//! A whole case in one value, as one side hands it to an auditor. Nothing in it is to be believed before [`crate::verify`] looked at it.

use exequatur_protocol::{Action, Address, Hash, Seconds, Terms};

use crate::FoundEntry;

/// One escrow at one block, with everything that shows how it came there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// The number that signatures name the chain by.
    pub chain_id: u64,
    /// Hash of the chain's block 0.
    pub genesis_hash: Hash,
    /// The escrow.
    pub contract: Address,
    /// What runs there.
    pub code: Code,
    /// What the parties agreed on, in full.
    pub terms: Terms,
    /// The hash under which the parties consented to the terms.
    pub terms_hash: Hash,
    /// The block whose state is proven.
    pub block: Block,
    /// The storage cell at that block.
    pub cell: Vec<u8>,
    /// What the contract had of the escrow's money, in units of the terms.
    pub balance: u128,
    /// Trie nodes that lead from the block's state root to what is said of the contract.
    pub proof: Vec<Vec<u8>>,
    /// The record, oldest first.
    pub entries: Vec<ExportEntry>,
    /// Descriptions of exhibits, as far as whoever wrote this had them.
    pub manifests: Vec<Manifest>,
}

/// A contract's code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// Keccak-256 of the code.
    pub hash: Hash,
    /// The metadata of the code as JSON, without the code itself; empty if whoever wrote this had none. No proof covers it.
    pub metadata: String,
}

/// A block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its number.
    pub number: u32,
    /// Its hash.
    pub hash: Hash,
    /// Its time.
    pub at: Seconds,
    /// Its header, encoded.
    pub header: Vec<u8>,
}

/// An entry with what can be read off it, so that people need no decoder; all of that is checked against the bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportEntry {
    /// Its number, 0 for the first.
    pub number: u32,
    /// The entry's bytes, and the block with its time.
    pub found: FoundEntry,
    /// The header of its block, encoded.
    pub header: Vec<u8>,
    /// What it did, in the word of [`step_word`].
    pub step: String,
    /// Who sent it.
    pub by: Address,
    /// Who signed under it.
    pub signers: Vec<Address>,
    /// The head of the record after it.
    pub head: Hash,
}

/// A manifest of an exhibit, byte for byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// SHA-256 of the text, which the record has.
    pub sha256: Hash,
    /// The file's content.
    pub text: String,
}

/// A word for what an entry did.
pub fn step_word(action: &Action) -> &'static str {
    match action {
        Action::Open { .. } => "open",
        Action::Consent { .. } => "consent",
        Action::Fund => "lock",
        Action::Release { .. } => "release",
        Action::Revoke => "revoke",
        Action::Withdraw { .. } => "withdraw",
        Action::Pause { .. } => "pause",
        Action::Resume => "resume",
        Action::Dispute { .. } => "notice of arbitration",
        Action::Acknowledge => "acknowledgement",
        Action::Answer { .. } => "answer",
        Action::Exhibit { .. } => "exhibit",
        Action::Appointment { .. } => "appointment",
        Action::Decline { .. } => "decline",
        Action::Order { .. } => "order",
        Action::Award { .. } => "award",
        Action::Rule { .. } => "ruling",
    }
}
