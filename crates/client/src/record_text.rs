//! Entries of a record, findings and roles in words.

use crate::audit::{Finding, Step};
use crate::files::{Token, hash_text, moment, period};
use crate::keys::checksummed;
use exequatur_protocol::{
    Action, Award, Divergence, Hash, Order, OrderKind, Payments, Role, Roles,
};

/// Every role of a set: `payer`, `presiding arbitrator and notary`, `nobody of this escrow`.
pub fn roles_in_words(roles: Roles) -> String {
    let words = [
        (Role::Payer, "payer"),
        (Role::Payee, "payee"),
        (Role::Presiding, "presiding arbitrator"),
        (Role::Second, "second arbitrator"),
        (Role::Third, "third arbitrator"),
        (Role::Authority, "appointing authority"),
        (Role::Notary, "notary"),
    ];
    let words: Vec<_> = words
        .into_iter()
        .filter(|(role, _)| roles.has(*role))
        .map(|(_, word)| word)
        .collect();
    if words.is_empty() {
        "nobody of this escrow".to_owned()
    } else {
        words.join(" and ")
    }
}

/// What an entry did.
pub fn step_in_words(step: &Step, token: &Token) -> String {
    let mut text = action_in_words(step, token);
    let Payments {
        payer,
        payee,
        tribunal,
    } = step.payments;
    for (owner, amount) in [("payer", payer), ("payee", payee), ("tribunal", tribunal)] {
        if amount != 0 {
            text += &format!("; {} paid to the {owner}", token.show(amount));
        }
    }
    text
}

/// Who sent it, and who signed: `sent by the payer 0x…; signed by the payee 0x…`.
pub fn authors_in_words(step: &Step) -> String {
    let one = |address: &exequatur_protocol::Address, roles: Roles| match roles.0 {
        0 => checksummed(&address.0),
        _ => format!("the {} {}", roles_in_words(roles), checksummed(&address.0)),
    };
    let mut text = format!("sent by {}", one(&step.entry.by, step.sender));
    for (i, (address, roles)) in step.signers.iter().enumerate() {
        text += if i == 0 { "; signed by " } else { ", " };
        text += &one(address, *roles);
    }
    text
}

fn action_in_words(step: &Step, token: &Token) -> String {
    let hash = hash_text::format;
    match &step.action {
        Action::Open { terms } => {
            let funded = if step.entry.value == 0 {
                String::new()
            } else {
                format!("; {} locked", token.show(step.entry.value))
            };
            format!(
                "escrow opened for {}, terms {}{funded}",
                token.show(terms.amount),
                hash(&step.after.clause.terms_hash)
            )
        }
        Action::Consent { .. } => "terms consented to".to_owned(),
        Action::Fund => format!("{} locked", token.show(step.entry.value)),
        Action::Release {
            to_payer, sequence, ..
        } => {
            format!(
                "split approved: {} to the payer, the rest to the payee (proposal {sequence})",
                token.show(*to_payer)
            )
        }
        Action::Revoke => "approval taken back".to_owned(),
        Action::Withdraw { owner } => format!("withdrawn for {}", checksummed(&owner.0)),
        Action::Pause { hours, reason } => format!(
            "paused for {}, reason {}",
            period::format(*hours),
            hash(reason)
        ),
        Action::Resume => "pause ended".to_owned(),
        Action::Dispute { notice } => {
            format!("notice of arbitration filed, document {}", hash(notice))
        }
        Action::Acknowledge => "notice acknowledged".to_owned(),
        Action::Answer { answer } => format!("notice answered, document {}", hash(answer)),
        Action::Exhibit { document, manifest } => format!(
            "exhibit filed, document {}, manifest {}",
            hash(document),
            hash(manifest)
        ),
        Action::Appointment { disclosure, .. } => {
            format!("appointment accepted, disclosure {}", hash(disclosure))
        }
        Action::Decline { reason } => format!("appointment declined, reason {}", hash(reason)),
        Action::Order { order, .. } => order_in_words(order),
        Action::Award { award } => award_in_words(award, token),
        Action::Rule { dispute, ruling } => ruling_in_words(dispute, ruling),
    }
}

/// What an arbitrator contract ruled; both are unsigned integers, big-endian.
fn ruling_in_words(dispute: &Hash, ruling: &Hash) -> String {
    let decides = match ruling[31] {
        0 => "refuses to arbitrate: the fallback split",
        1 => "everything to the payer",
        _ => "everything to the payee",
    };
    format!(
        "final award by an arbitrator contract: {decides}; its dispute {}",
        hash_text::format(dispute)
    )
}

fn order_in_words(order: &Order) -> String {
    let directs = match order.kind {
        OrderKind::Pause => format!("pause until {}", moment::format(order.until)),
        OrderKind::Resume => "pause ended".to_owned(),
        OrderKind::Close => "record closed".to_owned(),
        OrderKind::Replace => format!(
            "{} appointed to seat {}",
            checksummed(&order.appointee.0),
            order.seat
        ),
        OrderKind::Stay => format!("final award stayed until {}", moment::format(order.until)),
        OrderKind::Lift => "stay lifted".to_owned(),
    };
    format!(
        "order {}: {directs}, document {}",
        order.sequence,
        hash_text::format(&order.document)
    )
}

fn award_in_words(award: &Award, token: &Token) -> String {
    let kind = award.kind.word();
    let document = hash_text::format(&award.document);
    format!(
        "award {} ({kind}): {} to the payer, {} to the payee, {} to the tribunal, document {document}",
        award.number,
        token.show(award.to_payer),
        token.show(award.to_payee),
        token.show(award.to_tribunal),
    )
}

impl Finding {
    /// A stable word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "RecordEmpty",
            Self::Entry { .. } => "EntryDiverges",
            Self::OtherContract { .. } => "OtherContract",
            Self::OtherTime { .. } => "OtherTime",
            Self::OtherBlock { .. } => "OtherBlock",
            Self::Differs { .. } => "EntryDiffers",
            Self::Stated { .. } => "FileDiffers",
            Self::Count { .. } => "CountDiffers",
            Self::Head { .. } => "HeadDiffers",
            Self::Cell { .. } => "StateDiffers",
            Self::Balance { .. } => "BalanceTooLow",
        }
    }

    /// The entry at which something does not fit: it or one before it is wrong. Beside the chain's own record it is the one.
    pub fn entry(&self) -> Option<usize> {
        match self {
            Self::Entry { number, .. }
            | Self::OtherContract { number, .. }
            | Self::OtherTime { number, .. }
            | Self::OtherBlock { number, .. }
            | Self::Differs { number, .. } => Some(*number),
            Self::Count { expected, found } => Some((*expected).min(*found) as usize),
            Self::Empty => Some(0),
            Self::Head { .. } | Self::Cell { .. } | Self::Balance { .. } | Self::Stated { .. } => {
                None
            }
        }
    }

    /// What was expected and what was found.
    pub fn expected_found(&self, token: &Token) -> (String, String) {
        match self {
            Self::Empty => ("at least one entry".to_owned(), "none".to_owned()),
            Self::Entry { number, why } => (
                format!("an entry {number} that the contract could have written"),
                divergence_in_words(*number, why),
            ),
            Self::OtherContract { found, .. } => (
                "an entry of this contract".to_owned(),
                checksummed(&found.0),
            ),
            Self::OtherTime {
                expected, found, ..
            } => (moment::format(*expected), moment::format(*found)),
            Self::OtherBlock { before, found, .. } => (
                format!("a block from {before} on, with one hash and one time"),
                format!("block {found}"),
            ),
            Self::Differs {
                expected, found, ..
            }
            | Self::Stated {
                expected, found, ..
            } => (expected.clone(), found.clone()),
            Self::Count { expected, found } => (format!("{expected} entries"), format!("{found}")),
            Self::Head { expected, found } => {
                (hash_text::format(expected), hash_text::format(found))
            }
            Self::Cell { offset } => (
                "the contract's storage, byte for byte".to_owned(),
                format!("a difference at byte {offset}"),
            ),
            Self::Balance { expected, found } => (token.show(*expected), token.show(*found)),
        }
    }
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Empty => f.write_str("the record is empty"),
            Self::Entry { number, why } => write!(
                f,
                "entry {number} does not replay: {}",
                divergence_in_words(*number, why)
            ),
            Self::OtherContract { number, .. } => write!(f, "entry {number} is another contract's"),
            Self::OtherTime { number, .. } => {
                write!(f, "the time in entry {number} is not its block's")
            }
            Self::OtherBlock { number, .. } => {
                write!(f, "entry {number} cannot be in the block that is named")
            }
            Self::Differs { number, part, .. } => {
                write!(f, "entry {number} is not the chain's: the {part} differs")
            }
            Self::Stated { part, .. } => {
                write!(
                    f,
                    "what the file says of the contract is not so: the {part} differs"
                )
            }
            Self::Count { expected, found } if found < expected => {
                write!(
                    f,
                    "entries are missing at the end, from entry {found} on: the contract counted {expected}"
                )
            }
            Self::Count { expected, found } => write!(
                f,
                "there are {found} entries, and the contract counted {expected}"
            ),
            Self::Head { .. } => f.write_str(
                "the record replays but does not lead to the contract's head: an entry was altered",
            ),
            Self::Cell { offset } => write!(
                f,
                "the contract's storage is not what the record leads to, from byte {offset} on"
            ),
            Self::Balance { .. } => f.write_str("the contract has less money than it owes"),
        }
    }
}

fn divergence_in_words(number: usize, why: &Divergence) -> String {
    match why {
        Divergence::Unreadable => "it is no entry".to_owned(),
        Divergence::OutOfOrder { found } => format!(
            "expected the number {number}, found {found}: an entry is missing, added or moved"
        ),
        Divergence::TimeRunsBackwards => "it is older than the entry before it".to_owned(),
        Divergence::NotACall => "its call data is none that the contract takes".to_owned(),
        Divergence::Refused(refusal) => format!(
            "the contract would have refused it: {refusal} ({})",
            refusal.code()
        ),
    }
}
