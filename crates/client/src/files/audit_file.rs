//! A whole case as a file: what one side exports and an auditor takes from anyone.

use super::Token;
use super::denomination::{Contradiction, Denomination};
use super::document::{Document, read_text_up_to};
use super::error::FileError;
use super::hash_text;
use super::kind::Kind;
use super::moment;
use super::section::Section;
use super::terms::{TermsFile, token};
use crate::audit::{
    Block, Code, Export, ExportEntry, Fact, Finding, FoundEntry, Manifest, native_of,
};
use crate::keys::checksummed;
use codec::{DecodeAll, Encode};
use exequatur_protocol::{Address, Terms};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;

/// An export with how its amounts are written. Nothing in it is to be believed before it was verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditFile {
    /// The case.
    pub export: Export,
    /// How amounts in the escrow's money are written.
    pub token: Token,
    /// What it says for people, and its own bytes say otherwise; noticed while it was read.
    pub beside: Option<Finding>,
}

pub(super) const FORMAT: &str = "exequatur audit 1";
/// Room for some hundred thousands of entries.
const MAX_LEN: u64 = 1 << 30;

impl AuditFile {
    /// The file's text.
    pub fn to_text(&self) -> String {
        format!("{:#}\n", self.to_json())
    }

    fn to_json(&self) -> Value {
        let Export {
            chain_id,
            genesis_hash,
            contract,
            code,
            terms,
            terms_hash,
            block,
            cell,
            balance,
            proof,
            entries,
            manifests,
        } = &self.export;
        let entries = entries.iter().map(entry_to_json);
        let manifests = manifests.iter().map(|manifest| {
            json!({ "sha256": hash_text::format(&manifest.sha256), "text": manifest.text })
        });
        json!({
            "format": FORMAT,
            "chain": {
                "chain_id": chain_id,
                "genesis_hash": hash_text::format(genesis_hash),
                "symbol": self.token.symbol,
                "decimals": self.token.decimals,
            },
            "escrow": checksummed(&contract.0),
            "block": {
                "number": block.number,
                "hash": hash_text::format(&block.hash),
                "at": moment::format(block.at),
                "header": bytes(&block.header),
            },
            "state": {
                "code_hash": hash_text::format(&code.hash),
                "cell": bytes(cell),
                "balance": balance.to_string(),
                "proof": proof.iter().map(|node| bytes(node)).collect::<Vec<_>>(),
            },
            "terms": {
                "hash": hash_text::format(terms_hash),
                "encoded": bytes(&terms.encode()),
                "text": terms_text(terms, &self.token),
            },
            "record": entries.collect::<Vec<_>>(),
            "manifests": manifests.collect::<Vec<_>>(),
            "metadata": serde_json::from_str::<Value>(&code.metadata).unwrap_or_default(),
        })
    }

    /// Puts right how amounts are written, where the terms say it themselves: nobody signs symbol and decimals, and a file is free to write
    /// ten for one. What was wrong is a finding.
    pub fn put_token_right(&mut self) -> Option<Finding> {
        let terms = &self.export.terms;
        let denomination = Denomination::of(&terms.asset, terms.unit);
        let contradiction = denomination.contradiction(&self.token)?;
        let said = self.token.clone();
        if let Some(decimals) = denomination.decimals() {
            self.token.decimals = decimals;
        }
        let found = Fact::Text(said.symbol);
        Some(match contradiction {
            Contradiction::Decimals { right } => Finding::Said {
                part: "decimal places of amounts",
                expected: Fact::Number(right.into()),
                found: Fact::Number(said.decimals.into()),
            },
            Contradiction::Symbol { right } => {
                self.token.symbol = right.to_owned();
                Finding::Said {
                    part: "symbol of the token",
                    expected: Fact::Words(right),
                    found,
                }
            }
            Contradiction::Disguise => {
                let right = native_of(self.export.chain_id).map_or("UNIT", |own| own.symbol);
                self.token.symbol = right.to_owned();
                Finding::Said {
                    part: "symbol of the token",
                    expected: Fact::Words("that of the chain's own token, in which the money is"),
                    found,
                }
            }
        })
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
        let document = Document::json_of(Kind::Case, path, text)?;
        let root = Section::root(&document);
        if root.text("format")? != FORMAT {
            return Err(root.wrong("format", format!("\"{FORMAT}\"")));
        }
        let chain = root.section("chain")?;
        let block = root.section("block")?;
        let state = root.section("state")?;
        let contract = Address(root.address("escrow")?.h160());
        let token = token(&chain)?;
        let terms = root.section("terms")?;
        let (agreed, beside) = terms_of(&terms, &token)?;
        let whole = "a whole number of units of the terms in quotes, in digits alone";
        let nodes = state.texts("proof")?.into_iter();
        let metadata = match root.required_json("metadata", "the contract's metadata, or null")? {
            Value::Null => String::new(),
            metadata => metadata.to_string(),
        };
        let export = Export {
            chain_id: chain.integer("chain_id", u64::MAX)?,
            genesis_hash: chain.hash("genesis_hash")?,
            contract,
            code: Code {
                hash: state.hash("code_hash")?,
                metadata,
            },
            terms: agreed,
            terms_hash: terms.hash("hash")?,
            block: Block {
                number: block.integer("number", u32::MAX.into())? as u32,
                hash: block.hash("hash")?,
                at: block.moment("at")?,
                header: block.bytes("header")?,
            },
            cell: state.bytes("cell")?,
            balance: whole_number(state.text("balance")?)
                .ok_or_else(|| state.wrong("balance", whole))?,
            proof: nodes
                .map(|text| state.to_bytes("proof", text))
                .collect::<Result<_, _>>()?,
            entries: root
                .required_sections("record")?
                .iter()
                .map(|section| entry(contract, section))
                .collect::<Result<_, _>>()?,
            manifests: manifests(&root)?,
        };
        for section in [&root, &chain, &block, &state, &terms] {
            section.finish()?;
        }
        Ok(Self {
            export,
            token,
            beside,
        })
    }
}

/// The terms as people read them.
fn terms_text(terms: &Terms, token: &Token) -> Value {
    TermsFile::from_terms(*terms, token.clone()).to_json()
}

/// The terms by their bytes, which need not be such as a terms file takes: whoever opens an escrow may write what they like into them. The text for
/// people beside them may say something else.
fn terms_of(section: &Section, token: &Token) -> Result<(Terms, Option<Finding>), FileError> {
    let bytes = section.bytes("encoded")?;
    let terms = Terms::decode_all(&mut &*bytes)
        .map_err(|_| section.wrong("encoded", "the encoded terms of an escrow of this version"))?;
    let expected = terms_text(&terms, token);
    let found = section.required_json("text", "the terms as a terms file has them")?;
    let differs = first_difference("", &expected, &found);
    let beside = differs.map(|(field, expected, found)| Finding::Said {
        part: "text of the terms",
        expected: Fact::Text(format!("{field} {expected}, as encoded")),
        found: Fact::Text(found),
    });
    Ok((terms, beside))
}

/// The first field in which two values differ, with both.
fn first_difference(
    field: &str,
    expected: &Value,
    found: &Value,
) -> Option<(String, String, String)> {
    if expected == found {
        return None;
    }
    if let (Value::Object(expected), Value::Object(found)) = (expected, found) {
        let keys: BTreeSet<&String> = expected.keys().chain(found.keys()).collect();
        return keys.into_iter().find_map(|key| {
            let (one, other) = (expected.get(key), found.get(key));
            let field = match field {
                "" => key.clone(),
                _ => format!("{field}.{key}"),
            };
            let nothing = Value::Null;
            first_difference(&field, one.unwrap_or(&nothing), other.unwrap_or(&nothing))
        });
    }
    let shown = |value: &Value| match value {
        Value::Null => "nothing".to_owned(),
        value => value.to_string(),
    };
    Some((field.to_owned(), shown(expected), shown(found)))
}

fn entry_to_json(entry: &ExportEntry) -> Value {
    let found = &entry.found;
    let signers = entry.signers.iter().map(|signer| checksummed(&signer.0));
    json!({
        "number": entry.number,
        "step": entry.step,
        "by": checksummed(&entry.by.0),
        "signers": signers.collect::<Vec<_>>(),
        "block": found.block,
        "block_hash": hash_text::format(&found.block_hash),
        "header": bytes(&entry.header),
        "at": moment::format(found.at),
        "entry": bytes(&found.bytes),
        "head": hash_text::format(&entry.head),
    })
}

fn entry(contract: Address, section: &Section) -> Result<ExportEntry, FileError> {
    let signers = section.texts("signers")?.into_iter();
    let entry = ExportEntry {
        number: section.integer("number", u32::MAX.into())? as u32,
        found: FoundEntry {
            contract,
            block: section.integer("block", u32::MAX.into())? as u32,
            block_hash: section.hash("block_hash")?,
            at: section.moment("at")?,
            bytes: section.bytes("entry")?,
        },
        header: section.bytes("header")?,
        step: section.text("step")?.to_owned(),
        by: Address(section.address("by")?.h160()),
        signers: signers
            .map(|text| Ok(Address(section.to_address("signers", text)?.h160())))
            .collect::<Result<_, FileError>>()?,
        head: section.hash("head")?,
    };
    section.finish()?;
    Ok(entry)
}

/// A number as a program writes it: nothing before its digits, so that there is one way to write it.
fn whole_number(text: &str) -> Option<u128> {
    let number: u128 = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}

fn manifests(root: &Section) -> Result<Vec<Manifest>, FileError> {
    let mut seen = BTreeSet::new();
    let mut manifests = Vec::new();
    for section in root.required_sections("manifests")? {
        let manifest = manifest(&section)?;
        if !seen.insert(manifest.sha256) {
            let found = hash_text::format(&manifest.sha256);
            return Err(section.ill_formed("sha256", "each manifest once", found));
        }
        manifests.push(manifest);
    }
    Ok(manifests)
}

fn manifest(section: &Section) -> Result<Manifest, FileError> {
    let manifest = Manifest {
        sha256: section.hash("sha256")?,
        text: section.text("text")?.to_owned(),
    };
    section.finish()?;
    Ok(manifest)
}

fn bytes(bytes: &[u8]) -> String {
    format!("0x{}", hex::encode(bytes))
}
