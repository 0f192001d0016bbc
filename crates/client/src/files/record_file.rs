//! A record as a file: what one side exports and an auditor takes from anyone.

use super::document::{Document, read_text_up_to};
use super::error::FileError;
use super::hash_text;
use super::moment;
use super::section::Section;
use crate::chain::FoundEntry;
use crate::keys::checksummed;
use exequatur_protocol::Address;
use serde_json::{Value, json};
use std::path::Path;

/// The entries of one escrow, oldest first. Nothing in it is to be believed before it was replayed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordFile {
    /// The chain.
    pub chain_id: u64,
    /// The escrow.
    pub contract: Address,
    /// The entries.
    pub entries: Vec<FoundEntry>,
}

const FORMAT: &str = "exequatur record 1";
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
            "chain_id": self.chain_id,
            "contract": checksummed(&self.contract.0),
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
        let mut entries = Vec::new();
        for section in root.sections("entries")? {
            let digits = section.text("entry")?;
            let bytes = hex::decode(digits.strip_prefix("0x").unwrap_or(digits))
                .map_err(|_| section.wrong("entry", "hexadecimal digits"))?;
            entries.push(FoundEntry {
                contract,
                block: section.integer("block", u32::MAX.into())? as u32,
                block_hash: section.hash("block_hash")?,
                at: section.moment("at")?,
                bytes,
            });
            section.finish()?;
        }
        let record = Self {
            chain_id: root.integer("chain_id", u64::MAX)?,
            contract,
            entries,
        };
        root.finish()?;
        Ok(record)
    }
}
