//! What is to be signed as EIP-712 typed data: the JSON that Ethereum wallets take (`eth_signTypedData_v4`).

use super::document::{Document, read_text};
use super::error::{FileError, printable};
use super::kind::Kind;
use super::message::Message;
use super::section::Section;
use crate::keys::checksummed;
use exequatur_protocol::digest::{Domain, types};
use exequatur_protocol::{Address, Hash};
use serde_json::{Value, json};
use std::path::Path;

/// The type of the domain, as wallets hash it.
const DOMAIN_TYPE: &str =
    "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)";
const NAME: &str = "Exequatur";
const VERSION: &str = "1";

/// A message with what it is bound to. One that was read from a file is one of ours: domain and types are as the contract
/// has them.
#[derive(Clone, Debug)]
pub struct TypedData {
    /// Chain, contract and terms for which a signature counts.
    pub domain: Domain,
    /// What is to be signed.
    pub message: Message,
}

impl TypedData {
    /// The digest that is signed.
    pub fn digest(&self) -> Hash {
        self.message.digest(&self.domain)
    }

    /// The JSON that wallets take.
    pub fn to_json(&self) -> Value {
        let (name, members) = members(self.message.eip712_type());
        json!({
            "types": {
                "EIP712Domain": to_members(DOMAIN_TYPE),
                name: list(&members),
            },
            "primaryType": name,
            "domain": {
                "name": NAME,
                "version": VERSION,
                "chainId": self.domain.chain_id,
                "verifyingContract": checksummed(&self.domain.contract.0),
            },
            "message": self.message.to_json(&self.domain.terms_hash),
        })
    }

    /// The file's text.
    pub fn to_text(&self) -> String {
        format!("{:#}\n", self.to_json())
    }

    /// Reads a file.
    ///
    /// # Errors
    /// If it is not typed data of this program's: another domain, other types, a field that is missing, mistyped or unknown.
    pub fn read(path: &Path) -> Result<Self, FileError> {
        Self::parse(path, &read_text(path)?)
    }

    /// Reads a text; `path` is for errors.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn parse(path: &Path, text: &str) -> Result<Self, FileError> {
        let document = Document::json_of(Kind::TypedData, path, text)?;
        let root = Section::root(&document);
        let types = root.section("types")?;
        check_type(&types, "EIP712Domain", DOMAIN_TYPE)?;
        let primary = root.text("primaryType")?;
        let (name, string) = match primary {
            "Consent" => ("Consent", types::CONSENT),
            "Release" => ("Release", types::RELEASE),
            "Order" => ("Order", types::ORDER),
            "Award" => ("Award", types::AWARD),
            _ => return Err(root.wrong("primaryType", "Consent, Release, Order or Award")),
        };
        check_type(&types, name, string)?;
        types.finish()?;
        let fields = root.section("message")?;
        let domain = read_domain(&root.section("domain")?, fields.hash("termsHash")?)?;
        let message = Message::read(kind(name, &fields)?, &fields)?;
        fields.finish()?;
        root.finish()?;
        Ok(Self { domain, message })
    }
}

fn read_domain(section: &Section, terms_hash: Hash) -> Result<Domain, FileError> {
    for (field, expected) in [("name", NAME), ("version", VERSION)] {
        let found = section.text(field)?;
        if found != expected {
            return Err(section.wrong(field, format!("\"{expected}\"")));
        }
    }
    let domain = Domain {
        chain_id: section.integer("chainId", u64::MAX)?,
        contract: Address(section.address("verifyingContract")?.h160()),
        terms_hash,
    };
    section.finish()?;
    Ok(domain)
}

/// The word in signature files. One type serves parties, who disclose nothing, and arbitrators.
fn kind(name: &str, fields: &Section) -> Result<&'static str, FileError> {
    Ok(match name {
        "Consent" if fields.hash("disclosureHash")? == [0; 32] => "consent",
        "Consent" => "appointment",
        "Release" => "release",
        "Order" => "order",
        _ => "award",
    })
}

/// Another list of members would be hashed to another digest, whatever the message says.
fn check_type(types: &Section, name: &'static str, string: &str) -> Result<(), FileError> {
    let mut found = Vec::new();
    for member in types.sections(name)? {
        found.push((member.text("type")?, member.text("name")?));
        member.finish()?;
    }
    let (_, expected) = members(string);
    if found == expected {
        return Ok(());
    }
    let found: Vec<_> = found
        .iter()
        .map(|(kind, name)| format!("{kind} {name}"))
        .collect();
    Err(types.mismatch(
        name,
        string,
        printable(&format!("{name}({})", found.join(","))),
    ))
}

/// `Name(type name,type name)` in its parts.
fn members(string: &str) -> (&str, Vec<(&str, &str)>) {
    let (name, rest) = string.split_once('(').unwrap_or((string, ""));
    let members = rest
        .trim_end_matches(')')
        .split(',')
        .filter_map(|member| member.split_once(' '))
        .collect();
    (name, members)
}

fn to_members(string: &str) -> Value {
    list(&members(string).1)
}

fn list(members: &[(&str, &str)]) -> Value {
    members
        .iter()
        .map(|(kind, name)| json!({ "name": name, "type": kind }))
        .collect()
}
