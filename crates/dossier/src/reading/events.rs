//! What happened, oldest first: entries of the record, and what the clock alone made happen.

use std::collections::BTreeMap;

use exequatur_audit::Step;
use exequatur_client::files::{Manifest, Token, moment, period};
use exequatur_client::record_text::pause_in_words;
use exequatur_protocol::{
    Action, Address, AwardKind, Hash, Order, OrderKind, Phase, Roles, Seconds,
};

use super::authority::authority;
use super::clock::Turn;
use super::outside;

/// What an event is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Terms and consent.
    Agreement,
    /// Money came in, was released, or went out.
    Money,
    /// Notice, acknowledgement, answer, pauses: what parties do in a quarrel.
    Dispute,
    /// Exhibits.
    Evidence,
    /// Appointments and orders.
    Tribunal,
    /// Awards.
    Award,
    /// Nobody did it: time passed.
    Clock,
}

/// Somebody who sent or signed, and what they were in the escrow then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Author {
    /// The address.
    pub address: Address,
    /// Its roles.
    pub roles: Roles,
}

/// A document that the record names by its hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// What it is.
    pub what: String,
    /// SHA-256.
    pub sha256: Hash,
}

/// One thing that happened.
#[derive(Clone, Debug)]
pub struct Event {
    /// Its entry in the record; `None` for what the clock made happen.
    pub entry: Option<u32>,
    /// When.
    pub at: Seconds,
    /// In which block.
    pub block: Option<u32>,
    /// What it is about.
    pub kind: Kind,
    /// What happened, as a headline.
    pub what: String,
    /// More about it.
    pub details: Vec<String>,
    /// Who sent it.
    pub sender: Option<Author>,
    /// Who signed it off line.
    pub signers: Vec<Author>,
    /// What allowed it.
    pub authority: &'static str,
    /// Documents that it names.
    pub papers: Vec<Paper>,
}

/// `2 March 2026`, in UTC.
pub fn day(at: Seconds) -> String {
    let text = moment::format(at);
    let parts: Vec<&str> = text.splitn(3, '-').collect();
    let months = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let month = parts[1].parse::<usize>().map_or("", |n| months[n - 1]);
    let day = parts[2][..2].trim_start_matches('0');
    format!("{day} {month} {}", parts[0])
}

/// Year, month and day, in UTC.
pub fn date(at: Seconds) -> (u16, u8, u8) {
    let text = moment::format(at);
    let number = |part: &str| part.parse().unwrap_or_default();
    (
        number(&text[..4]),
        number(&text[5..7]) as u8,
        number(&text[8..10]) as u8,
    )
}

/// `2 March 2026, 09:00:18 UTC`.
pub fn time(at: Seconds) -> String {
    let text = moment::format(at);
    format!("{}, {} UTC", day(at), &text[11..19])
}

/// Every event.
pub fn events(
    steps: &[Step],
    turns: &[Turn],
    manifests: &BTreeMap<Hash, Manifest>,
    token: &Token,
) -> Vec<Event> {
    let mut events = Vec::new();
    for (number, step) in steps.iter().enumerate() {
        events.extend(by_clock(turns, number, token));
        events.push(by_entry(step, manifests, token));
    }
    events.extend(by_clock(turns, steps.len(), token));
    events
}

fn by_clock(turns: &[Turn], after: usize, token: &Token) -> Option<Event> {
    let turn = turns.iter().find(|turn| turn.after == after)?;
    let (before, money) = (&turn.before.money, &turn.state.money);
    let parts = [
        ("the payer", money.payer - before.payer),
        ("the payee", money.payee - before.payee),
        ("the tribunal", money.tribunal - before.tribunal),
    ];
    let parts = parts.iter().filter(|(_, units)| *units != 0);
    Some(Event {
        entry: None,
        at: turn.at,
        block: None,
        kind: Kind::Clock,
        what: turn.headline().to_owned(),
        details: parts
            .map(|(who, units)| format!("{} became {who}’s to withdraw.", token.show(*units)))
            .collect(),
        sender: None,
        signers: Vec::new(),
        authority: turn.authority(),
        papers: Vec::new(),
    })
}

fn by_entry(step: &Step, manifests: &BTreeMap<Hash, Manifest>, token: &Token) -> Event {
    let (kind, what, mut details) = in_words(step, manifests, token);
    let paid = step.payments;
    for (owner, units) in [
        ("payer", paid.payer),
        ("payee", paid.payee),
        ("tribunal", paid.tribunal),
    ] {
        if units != 0 {
            details.push(format!("{} paid out to the {owner}.", token.show(units)));
        }
    }
    let signers = step.signers.iter();
    Event {
        entry: Some(step.entry.number),
        at: step.entry.at,
        block: Some(step.found.block),
        kind,
        what,
        details,
        sender: Some(Author {
            address: step.entry.by,
            roles: step.sender,
        }),
        signers: signers
            .map(|(address, roles)| Author {
                address: *address,
                roles: *roles,
            })
            .collect(),
        authority: authority(step),
        papers: papers(&step.action),
    }
}

fn in_words(
    step: &Step,
    manifests: &BTreeMap<Hash, Manifest>,
    token: &Token,
) -> (Kind, String, Vec<String>) {
    let plain = |kind, what: &str| (kind, what.to_owned(), Vec::new());
    match &step.action {
        Action::Open { terms } => {
            let mut details = vec![format!("Amount: {}.", token.show(terms.amount))];
            if step.entry.value != 0 {
                details.push(format!("{} locked at once.", token.show(step.entry.value)));
            }
            let what = match step.after.phase {
                Phase::Proposed => "Terms put on chain",
                _ => "Terms put on chain, with both parties’ consent",
            };
            (Kind::Agreement, what.to_owned(), details)
        }
        Action::Consent { .. } => (
            Kind::Agreement,
            "Terms consented to".to_owned(),
            match step.after.phase {
                Phase::Agreed => vec!["Both parties have now consented.".to_owned()],
                _ => Vec::new(),
            },
        ),
        Action::Fund => (
            Kind::Money,
            format!("{} locked", token.show(step.entry.value)),
            Vec::new(),
        ),
        Action::Release {
            to_payer, sequence, ..
        } => {
            let executed = matches!(step.after.phase, Phase::Released | Phase::Settled);
            let what = match executed {
                true => "A split was approved by two and executed",
                false => "A split of what is held was approved",
            };
            let details = format!(
                "{} to the payer, the rest to the payee (proposal {sequence}).",
                token.show(*to_payer)
            );
            (Kind::Money, what.to_owned(), vec![details])
        }
        Action::Revoke => plain(Kind::Money, "An approval was taken back"),
        Action::Withdraw { .. } => plain(Kind::Money, "A credit was withdrawn"),
        Action::Pause { hours, .. } => (
            Kind::Dispute,
            format!("A party paused releases for {}", period::format(*hours)),
            Vec::new(),
        ),
        Action::Resume => plain(Kind::Dispute, "The pause was ended early"),
        Action::Dispute { .. } => (
            Kind::Dispute,
            format!("Notice of arbitration {} filed", step.after.dispute.number),
            vec![format!(
                "Time to answer until {}; time for the award until {}.",
                time(step.after.dispute.respond_by),
                time(step.after.dispute.award_by)
            )],
        ),
        Action::Acknowledge => plain(Kind::Dispute, "Receipt of the notice acknowledged"),
        Action::Answer { .. } => plain(Kind::Dispute, "The notice was answered"),
        Action::Exhibit { manifest, .. } => match manifests.get(manifest) {
            Some(found) => (
                Kind::Evidence,
                format!("Exhibit {} filed", outside(&found.number)),
                vec![format!("{}.", outside(&found.title))],
            ),
            None => plain(Kind::Evidence, "An exhibit was filed"),
        },
        Action::Appointment { .. } => {
            let complete = step.after.tribunal.is_complete();
            let details = match (complete, step.after.phase) {
                (true, Phase::Disputed) => vec![format!(
                    "The tribunal is complete; time for the award until {}.",
                    time(step.after.dispute.award_by)
                )],
                (true, _) => vec!["The tribunal is complete.".to_owned()],
                (false, _) => Vec::new(),
            };
            (
                Kind::Tribunal,
                "An arbitrator accepted the appointment".to_owned(),
                details,
            )
        }
        Action::Decline { .. } => plain(Kind::Tribunal, "An arbitrator left the tribunal"),
        Action::Order { order, .. } => (Kind::Tribunal, order_in_words(order), Vec::new()),
        Action::Award { award } => {
            let what = match award.kind {
                AwardKind::Interim => "Interim award",
                AwardKind::Partial => "Partial award",
                AwardKind::Final => "Final award",
                AwardKind::Costs => "Award of costs",
                AwardKind::Correction => "Correction of the final award",
                AwardKind::Consent => "Award by consent",
                AwardKind::Termination => "Termination award",
            };
            (
                Kind::Award,
                format!("{what} executed (award {})", award.number),
                vec![format!("Made on {}.", time(award.date))],
            )
        }
        Action::Rule { .. } => (
            Kind::Award,
            format!(
                "Final award by an arbitrator contract (award {})",
                step.after.awards
            ),
            Vec::new(),
        ),
    }
}

fn order_in_words(order: &Order) -> String {
    let number = order.sequence;
    match order.kind {
        OrderKind::Pause => format!("Order {number}: {}", pause_in_words(&time(order.until))),
        OrderKind::Resume => format!("Order {number}: the pause ends"),
        OrderKind::Close => format!("Order {number}: the record is closed"),
        OrderKind::Replace => format!("Order {number}: seat {} is filled anew", order.seat),
        OrderKind::Stay => format!(
            "Order {number}: a court stays the award until {}",
            time(order.until)
        ),
        OrderKind::Lift => format!("Order {number}: the stay is lifted"),
    }
}

/// The documents that an action names.
pub fn papers(action: &Action) -> Vec<Paper> {
    let one = |what: &str, sha256: &Hash| {
        vec![Paper {
            what: what.to_owned(),
            sha256: *sha256,
        }]
    };
    match action {
        Action::Open { terms } => one("agreement", &terms.agreement),
        Action::Pause { reason, .. } => one("reason for the pause", reason),
        Action::Dispute { notice } => one("notice of arbitration", notice),
        Action::Answer { answer } => one("answer to the notice", answer),
        Action::Exhibit { document, manifest } => [
            one("exhibit", document),
            one("manifest of the exhibit", manifest),
        ]
        .concat(),
        Action::Appointment { disclosure, .. } => one("statement of disclosure", disclosure),
        Action::Decline { reason } => one("reason for leaving", reason),
        Action::Order { order, .. } => one("order", &order.document),
        Action::Award { award } => {
            let mut papers = one("award", &award.document);
            for (what, hash) in [
                ("reasons", &award.reasons),
                ("statement why a signature is missing", &award.omission),
            ] {
                papers.extend(hash.iter().flat_map(|hash| one(what, hash)));
            }
            papers
        }
        Action::Consent { .. }
        | Action::Fund
        | Action::Release { .. }
        | Action::Revoke
        | Action::Withdraw { .. }
        | Action::Resume
        | Action::Acknowledge
        | Action::Rule { .. } => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_as_a_court_writes_them() {
        assert_eq!(day(1_772_442_018), "2 March 2026");
        assert_eq!(date(1_772_442_018), (2026, 3, 2));
        assert_eq!(time(1_772_442_018), "2 March 2026, 09:00:18 UTC");
        assert_eq!(time(0), "1 January 1970, 00:00:00 UTC");
        assert_eq!(time(u32::MAX), "7 February 2106, 06:28:15 UTC");
    }
}
