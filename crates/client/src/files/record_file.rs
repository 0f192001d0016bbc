//! A record as a file: what one side exports and an auditor takes from anyone.

use super::Token;
use super::document::{Document, read_text_up_to};
use super::error::FileError;
use super::hash_text;
use super::moment;
use super::section::Section;
use super::terms::token;
use crate::audit::Holding;
use crate::chain::FoundEntry;
use crate::keys::checksummed;
use exequatur_protocol::{Address, Hash, Seconds, State};
use serde_json::{Value, json};
use std::path::Path;

/// The record of one escrow with all that a replay takes, so that it needs no chain. The entries are not to be believed before
/// they were replayed; what the contract held is worth as much as whoever wrote the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordFile {
    /// The chain's EIP-155 id, which signatures are bound to.
    pub chain_id: u64,
    /// Hash of the chain's block 0.
    pub genesis_hash: Hash,
    /// How amounts in the escrow's money are written.
    pub token: Token,
    /// The escrow.
    pub contract: Address,
    /// Number of the newest block when the file was written.
    pub block: u32,
    /// Its time.
    pub at: Seconds,
    /// What the contract held then.
    pub holding: Holding,
    /// The entries, oldest first.
    pub entries: Vec<FoundEntry>,
}

const FORMAT: &str = "exequatur record 2";
/// Room for some thousands of entries.
const MAX_LEN: u64 = 32 << 20;

impl RecordFile {
    /// The file's text.
    pub fn to_text(&self) -> String {
        let entries: Vec<Value> = self
            .entries
            .iter()
            .map(|entry| {
                json!({
                    "block": entry.block,
                    "block_hash": hash_text::format(&entry.block_hash),
                    "at": moment::format(entry.at),
                    "entry": format!("0x{}", hex::encode(&entry.bytes)),
                })
            })
            .collect();
        let record = json!({
            "format": FORMAT,
            "chain": {
                "chain_id": self.chain_id,
                "genesis_hash": hash_text::format(&self.genesis_hash),
                "symbol": self.token.symbol,
                "decimals": self.token.decimals,
            },
            "contract": checksummed(&self.contract.0),
            "state": {
                "block": self.block,
                "at": moment::format(self.at),
                "cell": format!("0x{}", hex::encode(&self.holding.cell)),
                "balance": self.holding.balance.to_string(),
            },
            "entries": entries,
        });
        format!("{record:#}\n")
    }

    /// Reads a file.
    ///
    /// # Errors
    /// If a field is missing, mistyped or unknown.
    pub fn read(path: &Path) -> Result<Self, FileError> {
        Self::parse(path, &read_text_up_to(path, MAX_LEN)?)
    }

    /// Reads a text; `path` is for errors.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn parse(path: &Path, text: &str) -> Result<Self, FileError> {
        let document = Document::parse_json(path, text)?;
        let root = Section::root(&document);
        if root.text("format")? != FORMAT {
            return Err(root.wrong("format", format!("\"{FORMAT}\"")));
        }
        let contract = Address(root.address("contract")?.h160());
        let chain = root.section("chain")?;
        let state = root.section("state")?;
        let cell = bytes(&state, "cell")?;
        let stored = State::from_cell(&cell)
            .map_err(|_| state.wrong("cell", "the storage cell of an escrow of this version"))?;
        let balance = state.text("balance")?.parse().map_err(|_| {
            state.wrong("balance", "a whole number of units of the terms in quotes")
        })?;
        let mut entries = Vec::new();
        for section in root.sections("entries")? {
            entries.push(FoundEntry {
                contract,
                block: section.integer("block", u32::MAX.into())? as u32,
                block_hash: section.hash("block_hash")?,
                at: section.moment("at")?,
                bytes: bytes(&section, "entry")?,
            });
            section.finish()?;
        }
        let record = Self {
            chain_id: chain.integer("chain_id", u64::MAX)?,
            genesis_hash: chain.hash("genesis_hash")?,
            token: token(&chain)?,
            contract,
            block: state.integer("block", u32::MAX.into())? as u32,
            at: state.moment("at")?,
            holding: Holding {
                stored,
                cell,
                balance,
            },
            entries,
        };
        chain.finish()?;
        state.finish()?;
        root.finish()?;
        Ok(record)
    }
}

fn bytes(section: &Section, name: &'static str) -> Result<Vec<u8>, FileError> {
    let digits = section.text(name)?;
    hex::decode(digits.strip_prefix("0x").unwrap_or(digits))
        .map_err(|_| section.wrong(name, "hexadecimal digits"))
}
