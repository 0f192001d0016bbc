//! An award as the tribunal drafts, signs and hands it on: one file that needs no chain to be read, signed or checked.

use super::amount::{MAX_DECIMALS, Token};
use super::document::{Document, read_text};
use super::error::FileError;
use super::hash_text;
use super::message::{Message, award_kind};
use super::section::Section;
use super::signature_file::{for_chain, read_signature, same_domain};
use crate::keys::{DigestSignature, KeyPair, SignatureError, recover_digest};
use exequatur_protocol::digest::Domain;
use exequatur_protocol::{Address, Award, Code, Hash, Signature};
use std::path::Path;

/// An award, the escrow that it is for, and the signatures under it. One that was read from a file was checked: every
/// signature fits the award.
#[derive(Clone, Debug)]
pub struct AwardFile {
    /// Chain, contract and terms for which it counts.
    pub domain: Domain,
    /// The escrow as it was when the award was drafted.
    pub escrow: EscrowFacts,
    /// The award.
    pub award: Award,
    /// Signatures, one a signer, in the order of the signers' addresses.
    pub signatures: Vec<AwardSignature>,
}

/// What a reader of an award needs to know of the escrow. The contract knows it better; see [`AwardFile::lacks`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EscrowFacts {
    /// How amounts are written.
    pub token: Token,
    /// Locked the money.
    pub payer: Address,
    /// Is to be paid for performance.
    pub payee: Address,
    /// The arbitrators who sit; the first presides.
    pub tribunal: Vec<Address>,
    /// How many of them must sign.
    pub threshold: u8,
    /// Seat of arbitration in the terms.
    pub seat: Code<6>,
    /// Whether the parties waived reasons.
    pub reasons_waived: bool,
    /// What was left in escrow, in the smallest unit.
    pub held: u64,
    /// What the tribunal could still receive, in the smallest unit.
    pub tribunal_cap: u64,
}

/// A signature under an award.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AwardSignature {
    /// Who signed.
    pub signer: Address,
    /// The signature.
    pub signature: DigestSignature,
}

/// Returned when two files are copies of different awards.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the files are not copies of one award: expected digest {}, found {}", hash_text::format(.expected), hash_text::format(.found))]
pub struct OtherAward {
    /// Digest of the first file.
    pub expected: Hash,
    /// Digest of the other.
    pub found: Hash,
}

impl AwardFile {
    /// Reads and checks a file, TOML or JSON.
    ///
    /// # Errors
    /// With file, line and field where something is missing, mistyped or unknown, or where a signature does not fit.
    pub fn read(path: &Path) -> Result<Self, FileError> {
        Self::parse(path, &read_text(path)?)
    }

    /// Reads and checks a text. `path` is for errors, and the folder from which documents' paths count.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn parse(path: &Path, text: &str) -> Result<Self, FileError> {
        let document = Document::parse(path, text)?;
        let root = Section::root(&document);
        let escrow = root.section("escrow")?;
        let domain = Domain {
            chain_id: escrow.integer("chain_id", u64::MAX)?,
            contract: Address(escrow.address("contract")?.h160()),
            terms_hash: escrow.hash("terms_hash")?,
        };
        let facts = read_facts(&escrow)?;
        escrow.finish()?;
        let section = root.section("award")?;
        let award = read_award(&section, &facts.token, path)?;
        section.finish()?;
        let mut file = Self {
            domain,
            escrow: facts,
            award,
            signatures: Vec::new(),
        };
        let digest = file.digest();
        if let Some(written) = root.optional_hash("digest")?
            && written != digest
        {
            return Err(root.mismatch(
                "digest",
                format!(
                    "{}, the digest of the award above",
                    hash_text::format(&digest)
                ),
                hash_text::format(&written),
            ));
        }
        for section in root.sections("signatures")? {
            let signer = section.address("signer")?.h160();
            let signature = read_signature(&section, &digest, &signer)?;
            section.finish()?;
            file.insert(AwardSignature {
                signer: Address(signer),
                signature,
            });
        }
        root.finish()?;
        Ok(file)
    }

    /// The message that is signed.
    pub fn message(&self) -> Message {
        Message::Award(self.award.clone())
    }

    /// The digest that is signed.
    pub fn digest(&self) -> Hash {
        self.message().digest(&self.domain)
    }

    /// Adds the key's signature. `false` if its owner had signed before; the file is then as it was.
    pub fn sign(&mut self, key: &KeyPair) -> bool {
        let signer = Address(key.h160());
        if self.signed_by(&signer) {
            return false;
        }
        self.insert(AwardSignature {
            signer,
            signature: key.sign_digest(&self.digest()),
        })
    }

    /// Adds a signature that was made elsewhere; who signed. `false` if they had signed before; the file is then as it was.
    ///
    /// Warning: nearly every 65 bytes are *somebody's* signature. Compare the signer with those who were to sign.
    ///
    /// # Errors
    /// [`SignatureError`] if nobody can have signed this award so.
    pub fn add(&mut self, signature: DigestSignature) -> Result<(Address, bool), SignatureError> {
        let signer = Address(recover_digest(&self.digest(), &signature)?);
        Ok((signer, self.insert(AwardSignature { signer, signature })))
    }

    /// Whether somebody signed.
    pub fn signed_by(&self, signer: &Address) -> bool {
        self.signatures.iter().any(|one| one.signer == *signer)
    }

    /// Takes over the signatures of another copy of the same award.
    ///
    /// # Errors
    /// If the other file is about another award.
    pub fn merge(&mut self, other: &Self) -> Result<(), OtherAward> {
        let (expected, found) = (self.digest(), other.digest());
        if expected != found || !same_domain(&self.domain, &other.domain) {
            return Err(OtherAward { expected, found });
        }
        for signature in &other.signatures {
            self.insert(*signature);
        }
        Ok(())
    }

    /// The signatures as call data carries them.
    pub fn for_chain(&self) -> Vec<Signature> {
        self.signatures
            .iter()
            .map(|one| for_chain(&one.signature))
            .collect()
    }

    // One a signer: sr25519 signatures of one key over one digest differ from each other, and two would count as signing twice.
    fn insert(&mut self, signature: AwardSignature) -> bool {
        match self
            .signatures
            .binary_search_by_key(&signature.signer, |one| one.signer)
        {
            Ok(_) => false,
            Err(place) => {
                self.signatures.insert(place, signature);
                true
            }
        }
    }
}

fn read_facts(escrow: &Section) -> Result<EscrowFacts, FileError> {
    let token = Token {
        symbol: escrow.text("symbol")?.to_owned(),
        decimals: escrow.integer("decimals", MAX_DECIMALS.into())? as u8,
    };
    let mut tribunal = Vec::new();
    for text in escrow.texts("arbitrators")? {
        tribunal.push(Address(escrow.to_address("arbitrators", text)?.h160()));
    }
    if tribunal.len() > 3 {
        return Err(escrow.wrong("arbitrators", "at most three addresses"));
    }
    Ok(EscrowFacts {
        payer: Address(escrow.address("payer")?.h160()),
        payee: Address(escrow.address("payee")?.h160()),
        tribunal,
        threshold: escrow.integer("threshold", 3)? as u8,
        seat: escrow.code("seat")?,
        reasons_waived: escrow.flag("reasons_waived")?,
        held: escrow.amount("held", token.decimals)?,
        tribunal_cap: escrow.amount("most_for_tribunal", token.decimals)?,
        token,
    })
}

fn read_award(section: &Section, token: &Token, path: &Path) -> Result<Award, FileError> {
    let optional_document = |name| document(section, name, path);
    Ok(Award {
        number: section.integer("number", 255)? as u8,
        kind: award_kind(section, "kind")?,
        to_payer: section.amount("to_payer", token.decimals)?,
        to_payee: section.amount("to_payee", token.decimals)?,
        to_tribunal: section.amount("to_tribunal", token.decimals)?,
        document: optional_document("document")?.ok_or_else(|| {
            section.missing(
                "document",
                "the path of the award as a document, or its SHA-256",
            )
        })?,
        reasons: optional_document("reasons")?,
        omission: optional_document("omission")?,
        seat: section.code("seat")?,
        date: section.moment("date")?,
        pause_until: section.optional_moment("pause_until")?.unwrap_or(0),
    })
}

/// A document's hash: written down, or computed from the path written down.
fn document(section: &Section, name: &'static str, path: &Path) -> Result<Option<Hash>, FileError> {
    let Some(text) = section.optional_text(name)? else {
        return Ok(None);
    };
    if let Some(hash) = hash_text::parse(text) {
        return Ok(Some(hash));
    }
    let from = path.parent().unwrap_or(Path::new(""));
    match hash_text::sha256_file(&from.join(text)) {
        Ok((hash, _)) => Ok(Some(hash)),
        Err(FileError::NotFound(_)) => Err(section.wrong(
            name,
            "the path of an existing file, or 64 hexadecimal digits",
        )),
        Err(error) => Err(error),
    }
}
