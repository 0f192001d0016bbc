//! A signature with everything that is needed to check it, as a JSON file.

use super::document::{Document, read_text};
use super::error::{FileError, quoted};
use super::hash_text;
use super::kind::Kind;
use super::message::{KINDS, Message};
use super::section::Section;
use crate::keys::{Address as Person, DigestSignature, KeyPair, checksummed, verify_digest};
use exequatur_protocol::digest::Domain;
use exequatur_protocol::{Address, Hash, Signature};
use serde_json::{Value, json};
use std::path::Path;

/// A message, whose signature it is, and the signature. One that was read from a file was checked: the signature fits.
#[derive(Clone, Debug)]
pub struct SignatureFile {
    /// Chain, contract and terms for which it counts.
    pub domain: Domain,
    /// What was signed.
    pub message: Message,
    /// Who signed.
    pub signer: Address,
    /// The signature over the message's digest.
    pub signature: DigestSignature,
}

impl SignatureFile {
    /// Signs.
    pub fn sign(key: &KeyPair, domain: Domain, message: Message) -> Self {
        let signature = key.sign_digest(&message.digest(&domain));
        Self {
            domain,
            message,
            signer: Address(key.h160()),
            signature,
        }
    }

    /// The digest that was signed.
    pub fn digest(&self) -> Hash {
        self.message.digest(&self.domain)
    }

    /// The signature as call data carries it.
    pub fn for_chain(&self) -> Signature {
        for_chain(&self.signature)
    }

    /// Reads and checks a file.
    ///
    /// # Errors
    /// If a field is missing, mistyped or unknown, if the digest is not the message's, or if the signature does not fit.
    pub fn read(path: &Path) -> Result<Self, FileError> {
        Self::parse(path, &read_text(path)?)
    }

    /// Reads and checks a text; `path` is for errors.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn parse(path: &Path, text: &str) -> Result<Self, FileError> {
        let document = Document::json_of(Kind::Signature, path, text)?;
        let root = Section::root(&document);
        let kind = root.text("kind")?;
        if !KINDS.contains(&kind) {
            return Err(root.wrong("kind", format!("one of {}", KINDS.join(", "))));
        }
        let domain = read_domain(&root.section("domain")?)?;
        let fields = root.section("message")?;
        let terms_hash = fields.hash("termsHash")?;
        if terms_hash != domain.terms_hash {
            return Err(fields.mismatch(
                "termsHash",
                format!("{} as in the domain", hash_text::format(&domain.terms_hash)),
                hash_text::format(&terms_hash),
            ));
        }
        let message = Message::read(kind, &fields)?;
        fields.finish()?;
        let digest = message.digest(&domain);
        let written = root.hash("digest")?;
        if written != digest {
            return Err(root.mismatch(
                "digest",
                format!("{}, the digest of the message", hash_text::format(&digest)),
                hash_text::format(&written),
            ));
        }
        let (signer, signature) = read_signed(&root, &digest)?;
        root.finish()?;
        Ok(Self {
            domain,
            message,
            signer,
            signature,
        })
    }

    /// The file's content.
    pub fn to_json(&self) -> Value {
        json!({
            "kind": self.message.kind(),
            "domain": {
                "chain_id": self.domain.chain_id,
                "contract": checksummed(&self.domain.contract.0),
                "terms_hash": hash_text::format(&self.domain.terms_hash),
            },
            "message": self.message.to_json(&self.domain.terms_hash),
            "digest": hash_text::format(&self.digest()),
            "signer": signer_json(&self.signer, &self.signature),
            "scheme": self.signature.scheme().to_string(),
            "signature": self.signature.to_string(),
        })
    }

    /// The file's text.
    pub fn to_text(&self) -> String {
        format!("{:#}\n", self.to_json())
    }
}

/// Whether two domains are the same: signatures never travel from one to another.
pub fn same_domain(one: &Domain, other: &Domain) -> bool {
    one.chain_id == other.chain_id
        && one.contract == other.contract
        && one.terms_hash == other.terms_hash
}

/// A signature as call data carries it.
pub fn for_chain(signature: &DigestSignature) -> Signature {
    match *signature {
        DigestSignature::Ecdsa(bytes) => Signature::Ecdsa(bytes),
        DigestSignature::Sr25519 {
            public_key,
            signature,
        } => Signature::Sr25519 {
            public: public_key,
            signature,
        },
    }
}

/// A signature as it stood in call data.
pub fn from_chain(signature: &Signature) -> DigestSignature {
    match *signature {
        Signature::Ecdsa(bytes) => DigestSignature::Ecdsa(bytes),
        Signature::Sr25519 { public, signature } => DigestSignature::Sr25519 {
            public_key: public,
            signature,
        },
    }
}

pub(super) fn read_domain(section: &Section) -> Result<Domain, FileError> {
    let domain = Domain {
        chain_id: section.integer("chain_id", u64::MAX)?,
        contract: Address(section.address("contract")?.h160()),
        terms_hash: section.hash("terms_hash")?,
    };
    section.finish()?;
    Ok(domain)
}

fn signer_json(signer: &Address, signature: &DigestSignature) -> Value {
    let address = checksummed(&signer.0);
    match signature {
        DigestSignature::Sr25519 { public_key, .. } => {
            let ss58 = Person::Substrate {
                account_id: *public_key,
                prefix: crate::keys::Ss58Prefix::GENERIC,
            };
            json!({ "address": address, "ss58": ss58.to_string() })
        }
        DigestSignature::Ecdsa(_) => json!({ "address": address }),
    }
}

/// Reads `signer`, `scheme` and `signature` of a table, and checks them against the digest.
pub(super) fn read_signed(
    section: &Section,
    digest: &Hash,
) -> Result<(Address, DigestSignature), FileError> {
    let signer = section.section("signer")?;
    let address = signer.address("address")?.h160();
    if let Some(ss58) = signer.optional_address("ss58")?
        && ss58.h160() != address
    {
        return Err(signer.mismatch(
            "ss58",
            format!("the account of {}", checksummed(&address)),
            quoted(&ss58.to_string()),
        ));
    }
    signer.finish()?;
    let signature = read_signature(section, digest, &address)?;
    Ok((Address(address), signature))
}

pub(super) fn read_signature(
    section: &Section,
    digest: &Hash,
    signer: &[u8; 20],
) -> Result<DigestSignature, FileError> {
    let does_not_fit = |reason| FileError::Signature {
        place: section.place_of("signature"),
        field: section.field_name("signature"),
        reason,
    };
    let signature: DigestSignature = section
        .text("signature")?
        .trim()
        .parse()
        .map_err(does_not_fit)?;
    let scheme = section.text("scheme")?;
    if scheme != signature.scheme().to_string() {
        return Err(section.wrong(
            "scheme",
            format!("\"{}\" by the signature's length", signature.scheme()),
        ));
    }
    verify_digest(signer, digest, &signature).map_err(does_not_fit)?;
    Ok(signature)
}
