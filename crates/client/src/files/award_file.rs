//! An award as the tribunal drafts, signs and hands it on: one file that needs no chain to be read, signed or checked.

use super::amount::Token;
use super::denomination::token_of;
use super::document::{Document, read_text};
use super::error::FileError;
use super::hash_text;
use super::kind::Kind;
use super::message::{Message, award_kind};
use super::section::Section;
use super::signature_file::{for_chain, read_signature, same_domain};
use super::terms::terms_hash;
use crate::keys::{DigestSignature, KeyPair, SignatureError, recover_digest};
use codec::DecodeAll;
use exequatur_protocol::digest::Domain;
use exequatur_protocol::{Address, Award, Hash, Phase, Seconds, Signature, State, Terms};
use std::path::Path;

/// An award, the escrow that it is for, and the signatures under it. One that was read from a file was checked: every
/// signature fits the award.
#[derive(Clone, Debug)]
pub struct AwardFile {
    /// Chain, contract and terms for which it counts.
    pub domain: Domain,
    /// The whole terms. The digest covers their hash, so parties, seat, threshold and unit are what is signed.
    pub terms: Terms,
    /// The escrow as it was when the award was drafted.
    pub escrow: EscrowFacts,
    /// The award.
    pub award: Award,
    /// Signatures, one a signer, in the order of the signers' addresses.
    pub signatures: Vec<AwardSignature>,
}

/// What changes while an escrow lives, and what terms do not say. No signature covers it, and the contract knows it better; see
/// [`AwardFile::lacks`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EscrowFacts {
    /// How amounts are written; decimals are checked against the terms where they follow from them.
    pub token: Token,
    /// The arbitrators who sit; the first presides. Others than in the terms once a seat was filled anew or is vacant (zero).
    pub tribunal: Vec<Address>,
    /// What was left in escrow, in the smallest unit.
    pub held: u64,
    /// What the tribunal could still receive, in the smallest unit.
    pub tribunal_cap: u64,
    /// The final award that was on hold, which a correction takes the place of.
    pub on_hold: Option<OnHold>,
}

/// A final award on hold. It disposes of all that is left: the payee gets what the others do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OnHold {
    /// Awarded to the payer, in the smallest unit.
    pub to_payer: u64,
    /// Awarded to the tribunal, in the smallest unit.
    pub to_tribunal: u64,
    /// When it was executed, or corrected last.
    pub since: Seconds,
}

impl EscrowFacts {
    /// Those of an escrow in this state.
    pub fn of(state: &State, token: Token) -> Self {
        let size = state.tribunal.size.into();
        // The hold began when the award, or its last correction, was executed.
        let hold = state.clause.periods.hold.seconds();
        Self {
            token,
            // A vacant seat stays in the list: somebody's signature is missing.
            tribunal: state.tribunal.seats.iter().take(size).copied().collect(),
            held: state.money.held,
            tribunal_cap: state.money.tribunal_cap,
            on_hold: (state.phase == Phase::Awarded).then(|| OnHold {
                to_payer: state.hold.to_payer,
                to_tribunal: state.hold.to_tribunal,
                since: state.hold.until.saturating_sub(hold),
            }),
        }
    }

    /// What the payee gets of an award on hold, in the smallest unit.
    pub fn to_payee(&self, on_hold: &OnHold) -> u64 {
        let others = on_hold.to_payer.saturating_add(on_hold.to_tribunal);
        self.held.saturating_sub(others)
    }
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
        let document = Document::of(Kind::Award, path, text)?;
        let root = Section::root(&document);
        let escrow = root.section("escrow")?;
        let domain = Domain {
            chain_id: escrow.integer("chain_id", u64::MAX)?,
            contract: Address(escrow.address("contract")?.h160()),
            terms_hash: escrow.hash("terms_hash")?,
        };
        let terms = read_terms(&escrow, &domain.terms_hash)?;
        let facts = read_facts(&escrow, &terms)?;
        escrow.finish()?;
        let section = root.section("award")?;
        let award = read_award(&section, &facts.token, path)?;
        section.finish()?;
        let mut file = Self {
            domain,
            terms,
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

    /// Whether others sit than the terms name. Who sits is nothing that a signature covers.
    pub fn seats_changed(&self) -> bool {
        self.escrow.tribunal != seats(&self.terms)
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

/// The whole terms, which must be those whose hash is signed.
fn read_terms(escrow: &Section, expected: &Hash) -> Result<Terms, FileError> {
    let bytes = escrow.bytes("terms")?;
    let terms = Terms::decode_all(&mut &*bytes)
        .map_err(|_| escrow.wrong("terms", "the encoded terms of an escrow, 256 bytes"))?;
    let found = terms_hash(&terms);
    if found != *expected {
        return Err(escrow.mismatch(
            "terms",
            format!("terms with the hash {}", hash_text::format(expected)),
            format!("terms with the hash {}", hash_text::format(&found)),
        ));
    }
    Ok(terms)
}

fn read_facts(escrow: &Section, terms: &Terms) -> Result<EscrowFacts, FileError> {
    let token = token_of(escrow, &terms.asset, terms.unit)?;
    let seats = seats(terms);
    let tribunal = match escrow.optional_texts("arbitrators")? {
        None => seats,
        Some(texts) if texts.len() == seats.len() => texts
            .into_iter()
            .map(|text| Ok(Address(escrow.to_address("arbitrators", text)?.h160())))
            .collect::<Result<_, FileError>>()?,
        Some(_) => {
            let expected = format!("as many addresses as the terms have seats, {}", seats.len());
            return Err(escrow.wrong("arbitrators", expected));
        }
    };
    let held = escrow.amount("held", token.decimals)?;
    Ok(EscrowFacts {
        tribunal,
        held,
        tribunal_cap: escrow.amount("most_for_tribunal", token.decimals)?,
        on_hold: match escrow.optional_section("on_hold")? {
            Some(section) => Some(read_on_hold(&section, held, &token)?),
            None => None,
        },
        token,
    })
}

fn read_on_hold(section: &Section, held: u64, token: &Token) -> Result<OnHold, FileError> {
    let amount = |name| section.amount(name, token.decimals);
    let (to_payer, to_payee) = (amount("to_payer")?, amount("to_payee")?);
    let to_tribunal = amount("to_tribunal")?;
    let others = u128::from(to_payer) + u128::from(to_tribunal);
    if others + u128::from(to_payee) != u128::from(held) {
        return Err(section.mismatch(
            "to_payee",
            format!(
                "what a final award over {} leaves of it after the others",
                token.show(held)
            ),
            token.show(to_payee),
        ));
    }
    let on_hold = OnHold {
        to_payer,
        to_tribunal,
        since: section.moment("since")?,
    };
    section.finish()?;
    Ok(on_hold)
}

/// The arbitrators whom the terms name.
fn seats(terms: &Terms) -> Vec<Address> {
    let seats = terms.tribunal.iter().take(terms.seats.into());
    seats.copied().collect()
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
