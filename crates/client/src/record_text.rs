//! Entries of a record and roles in words.

use crate::audit::{Directs, Step};
use crate::files::{Token, hash_text, moment, period};
use crate::keys::checksummed;
use exequatur_protocol::{Action, Award, Hash, Order, OrderKind, Payments, Role, Roles};

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

/// The same for who paused: `payer and tribunal`. The rules note a tribunal, however many sit in it, as who presides.
pub fn pausing_in_words(roles: Roles) -> String {
    let Roles(set) = roles;
    let tribunal = roles.has(Role::Presiding).then(|| "tribunal".to_owned());
    let parties = Roles(set & Roles::BOTH_PARTIES);
    let parties = parties.any_party().then(|| roles_in_words(parties));
    let words: Vec<_> = parties.into_iter().chain(tribunal).collect();
    words.join(" and ")
}

/// What a pause until that moment does, and what it does not.
pub fn pause_in_words(until: &str) -> String {
    format!(
        "until {until} no split that a party and the tribunal approved executes, and the terms do not end; both parties together still release at once"
    )
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
            let executed = match step.after.is_open() {
                true => "",
                false => " by both parties and executed",
            };
            format!(
                "split approved{executed}: {} to the payer, the rest to the payee (proposal {sequence})",
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
    let decides = match Directs::of(award) {
        Some(Directs::Pause { until }) => format!("pause until {}", moment::format(until)),
        Some(Directs::Resume) => "pause ended".to_owned(),
        Some(Directs::Nothing) => "a pause stays as it is".to_owned(),
        None => format!(
            "{} to the payer, {} to the payee, {} to the tribunal",
            token.show(award.to_payer),
            token.show(award.to_payee),
            token.show(award.to_tribunal),
        ),
    };
    format!(
        "award {} ({}): {decides}, document {}",
        award.number,
        award.kind.word(),
        hash_text::format(&award.document)
    )
}
