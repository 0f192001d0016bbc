//! Everything that can be signed, with the names that its EIP-712 type has.

use super::error::FileError;
use super::hash_text;
use super::section::Section;
use crate::host::NativeHost;
use crate::keys::checksummed;
use exequatur_protocol::digest::{self, Domain};
use exequatur_protocol::{
    Action, Address, Award, AwardKind, Hash, Host, Order, OrderKind, Role, Roles, Seconds, State,
};
use serde_json::{Value, json};
use std::cell::RefCell;

/// A typed message that somebody signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// A party consents to the terms.
    Consent,
    /// An arbitrator accepts the appointment.
    Appointment {
        /// SHA-256 of the disclosure statement.
        disclosure: Hash,
        /// How often a seat of this tribunal was filled anew before.
        appointment: u8,
    },
    /// Somebody approves a split of all that is held.
    Release {
        /// To the payer, in the smallest unit.
        to_payer: u64,
        /// To the payee, in the smallest unit.
        to_payee: u64,
        /// Number of the proposal.
        sequence: u32,
    },
    /// A procedural order.
    Order(Order),
    /// An award.
    Award(Award),
}

impl Message {
    /// What was signed for an action, given the state before it; of the first action the state after it will do.
    pub fn of(state: &State, action: &Action, at: Seconds) -> Option<Self> {
        let mut now = *state;
        now.tick(at);
        match action {
            Action::Open { .. } | Action::Consent { .. } => Some(Self::Consent),
            Action::Release {
                to_payer, sequence, ..
            } => Some(Self::Release {
                to_payer: *to_payer,
                to_payee: now.money.held.checked_sub(*to_payer)?,
                sequence: *sequence,
            }),
            Action::Appointment { disclosure, .. } => Some(Self::Appointment {
                disclosure: *disclosure,
                appointment: now.tribunal.replacements,
            }),
            Action::Order { order, .. } => Some(Self::Order(order.clone())),
            Action::Award { award } => Some(Self::Award(award.clone())),
            Action::Fund
            | Action::Revoke
            | Action::Withdraw { .. }
            | Action::Pause { .. }
            | Action::Resume
            | Action::Dispute { .. }
            | Action::Acknowledge
            | Action::Answer { .. }
            | Action::Exhibit { .. }
            | Action::Decline { .. }
            | Action::Rule { .. } => None,
        }
    }

    /// The word in a signature file.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Consent => "consent",
            Self::Appointment { .. } => "appointment",
            Self::Release { .. } => "release",
            Self::Order(_) => "order",
            Self::Award(_) => "award",
        }
    }

    /// The roles of whom a signature under it can count; whether it does is for the rules.
    pub fn signers(&self) -> Roles {
        let parties = Roles::BOTH_PARTIES;
        let arbitrators = Role::Presiding as u8 | Role::Second as u8 | Role::Third as u8;
        Roles(match self {
            Self::Consent => parties,
            Self::Appointment { .. } => arbitrators,
            Self::Release { .. } | Self::Award(_) => parties | arbitrators,
            Self::Order(order) => match order.kind {
                OrderKind::Pause | OrderKind::Resume | OrderKind::Close => arbitrators,
                OrderKind::Replace => parties | Role::Authority as u8,
                OrderKind::Stay | OrderKind::Lift => Role::Notary as u8,
            },
        })
    }

    /// The EIP-712 digest: what a key signs.
    pub fn digest(&self, domain: &Domain) -> Hash {
        self.digest_by(&NativeHost, domain)
    }

    fn digest_by(&self, host: &impl Host, domain: &Domain) -> Hash {
        match self {
            Self::Consent => digest::consent(host, domain, &[0; 32], 0),
            Self::Appointment {
                disclosure,
                appointment,
            } => digest::consent(host, domain, disclosure, *appointment),
            Self::Release {
                to_payer,
                to_payee,
                sequence,
            } => digest::release(host, domain, *to_payer, *to_payee, *sequence),
            Self::Order(order) => digest::order(host, domain, order),
            Self::Award(award) => digest::award(host, domain, award),
        }
    }

    /// The two hashes that make the digest, of the domain and of the message: what a wallet shows that cannot show the fields.
    pub fn hashes(&self, domain: &Domain) -> (Hash, Hash) {
        let host = LastHashed::default();
        self.digest_by(&host, domain);
        let frame = host.0.into_inner();
        let (mut of_domain, mut of_message) = ([0; 32], [0; 32]);
        // EIP-712: 0x19, 0x01, the hash of the domain, the hash of the message.
        of_domain.copy_from_slice(&frame[2..34]);
        of_message.copy_from_slice(&frame[34..66]);
        (of_domain, of_message)
    }

    /// The EIP-712 type of the message.
    pub fn eip712_type(&self) -> &'static str {
        match self {
            Self::Consent | Self::Appointment { .. } => digest::types::CONSENT,
            Self::Release { .. } => digest::types::RELEASE,
            Self::Order(_) => digest::types::ORDER,
            Self::Award(_) => digest::types::AWARD,
        }
    }

    /// The fields under their EIP-712 names: integers as decimal text, hashes as `0x…`. With `termsHash` of the domain, these
    /// are all that the digest covers.
    pub fn to_json(&self, terms_hash: &Hash) -> Value {
        let hash = hash_text::format;
        let optional = |value: &Option<Hash>| hash(&value.unwrap_or_default());
        let terms_hash = hash(terms_hash);
        match self {
            Self::Consent => json!({
                "termsHash": terms_hash, "disclosureHash": hash(&[0; 32]), "appointment": "0",
            }),
            Self::Appointment {
                disclosure,
                appointment,
            } => json!({
                "termsHash": terms_hash, "disclosureHash": hash(disclosure), "appointment": appointment.to_string(),
            }),
            Self::Release {
                to_payer,
                to_payee,
                sequence,
            } => json!({
                "termsHash": terms_hash, "toPayer": to_payer.to_string(), "toPayee": to_payee.to_string(),
                "sequence": sequence.to_string(),
            }),
            Self::Order(order) => json!({
                "termsHash": terms_hash, "sequence": order.sequence.to_string(), "kind": order.kind.word(),
                "document": hash(&order.document), "appointee": checksummed(&order.appointee.0),
                "seat": order.seat.to_string(), "until": order.until.to_string(),
            }),
            Self::Award(award) => json!({
                "termsHash": terms_hash, "number": award.number.to_string(), "kind": award.kind.word(),
                "toPayer": award.to_payer.to_string(), "toPayee": award.to_payee.to_string(),
                "toTribunal": award.to_tribunal.to_string(), "document": hash(&award.document),
                "reasons": optional(&award.reasons), "omission": optional(&award.omission),
                "seat": String::from_utf8_lossy(award.seat.as_bytes()), "date": award.date.to_string(),
                "pauseUntil": award.pause_until.to_string(),
            }),
        }
    }

    /// Reads the fields of a message of that kind.
    pub(super) fn read(kind: &str, fields: &Section) -> Result<Self, FileError> {
        match kind {
            "consent" => {
                let none = fields.hash("disclosureHash")? == [0; 32]
                    && fields.integer("appointment", 255)? == 0;
                if !none {
                    return Err(fields.wrong(
                        "disclosureHash",
                        "zeros, since a party's consent discloses nothing",
                    ));
                }
                Ok(Self::Consent)
            }
            "appointment" => Ok(Self::Appointment {
                disclosure: fields.hash("disclosureHash")?,
                appointment: fields.integer("appointment", 255)? as u8,
            }),
            "release" => Ok(Self::Release {
                to_payer: fields.integer("toPayer", u64::MAX)?,
                to_payee: fields.integer("toPayee", u64::MAX)?,
                sequence: fields.integer("sequence", u32::MAX.into())? as u32,
            }),
            "order" => Ok(Self::Order(Order {
                sequence: fields.integer("sequence", 255)? as u8,
                kind: order_kind(fields)?,
                document: fields.hash("document")?,
                appointee: Address(fields.address("appointee")?.h160()),
                seat: fields.integer("seat", 255)? as u8,
                until: fields.integer("until", u32::MAX.into())? as u32,
            })),
            _ => Ok(Self::Award(Award {
                number: fields.integer("number", 255)? as u8,
                kind: award_kind(fields, "kind")?,
                to_payer: fields.integer("toPayer", u64::MAX)?,
                to_payee: fields.integer("toPayee", u64::MAX)?,
                to_tribunal: fields.integer("toTribunal", u64::MAX)?,
                document: fields.hash("document")?,
                reasons: present(fields.hash("reasons")?),
                omission: present(fields.hash("omission")?),
                seat: fields.code("seat")?,
                date: fields.integer("date", u32::MAX.into())? as u32,
                pause_until: fields.integer("pauseUntil", u32::MAX.into())? as u32,
            })),
        }
    }
}

/// Hashes like [`NativeHost`] and keeps what was hashed last.
#[derive(Default)]
struct LastHashed(RefCell<Vec<u8>>);

impl Host for LastHashed {
    fn keccak_256(&self, data: &[u8]) -> Hash {
        self.0.replace(data.to_vec());
        NativeHost.keccak_256(data)
    }

    fn ecdsa_recover(&self, digest: &Hash, rs: &[u8; 64], v: u8) -> Option<Address> {
        NativeHost.ecdsa_recover(digest, rs, v)
    }

    fn sr25519_verify(&self, public: &[u8; 32], signature: &[u8; 64], message: &[u8]) -> bool {
        NativeHost.sr25519_verify(public, signature, message)
    }
}

/// A zero word under a signature stands for "none"; the rules refuse a hash of zeros in its place.
fn present(hash: Hash) -> Option<Hash> {
    (hash != [0; 32]).then_some(hash)
}

/// The kinds of message, as they stand in files.
pub(super) const KINDS: [&str; 5] = ["consent", "release", "appointment", "order", "award"];

pub(super) fn award_kind(fields: &Section, name: &'static str) -> Result<AwardKind, FileError> {
    let word = fields.text(name)?;
    AwardKind::ALL
        .into_iter()
        .find(|kind| kind.word() == word)
        .ok_or_else(|| {
            fields.wrong(
                name,
                format!("one of {}", AwardKind::ALL.map(AwardKind::word).join(", ")),
            )
        })
}

fn order_kind(fields: &Section) -> Result<OrderKind, FileError> {
    let word = fields.text("kind")?;
    OrderKind::ALL
        .into_iter()
        .find(|kind| kind.word() == word)
        .ok_or_else(|| {
            fields.wrong(
                "kind",
                format!("one of {}", OrderKind::ALL.map(OrderKind::word).join(", ")),
            )
        })
}
