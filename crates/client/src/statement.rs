//! What somebody signs, in words. Shown before every signature, with the digest, so that nobody signs what they did not read.

use crate::award_effect;
use crate::files::{Message, Token, hash_text, moment, period, printable, raw_amounts};
use crate::keys::checksummed;
use crate::record_text::pause_in_words;
use exequatur_protocol::digest::Domain;
use exequatur_protocol::{Address, Award, Clause, Order, OrderKind, Phase, Seconds, Terms};

/// What has to be known of an escrow in order to put a message into words.
#[derive(Clone, Debug)]
pub struct Frame<'a> {
    /// How amounts are written.
    pub token: &'a Token,
    /// The part of the terms that the rules need: parties, periods, asset and unit.
    pub clause: Clause,
    /// The whole terms, where they are at hand; a consent shows them.
    pub terms: Option<&'a Terms>,
    /// Where the escrow is in its life, where a chain was asked; it decides who can release.
    pub phase: Option<Phase>,
    /// The end of a court's stay that holds the award back now; `None` if there is none, or if that is not known.
    pub stayed_until: Option<Seconds>,
}

/// The statement, line by line: what is declared, and its consequences.
pub fn statement(message: &Message, frame: &Frame) -> Vec<String> {
    let mut lines = declaration(message, frame);
    lines.extend(raw(message, frame));
    lines
}

/// The amounts as they are signed, where only the token's contract knows its decimals.
fn raw(message: &Message, frame: &Frame) -> Vec<String> {
    let amounts = match message {
        Message::Consent => match frame.terms {
            Some(terms) => vec![
                ("locked", terms.amount),
                ("at most to the tribunal", terms.tribunal_cap),
            ],
            None => return Vec::new(),
        },
        Message::Release {
            to_payer, to_payee, ..
        } => vec![("to the payer", *to_payer), ("to the payee", *to_payee)],
        Message::Award(award) => vec![
            ("to the payer", award.to_payer),
            ("to the payee", award.to_payee),
            ("to the tribunal", award.to_tribunal),
        ],
        Message::Appointment { .. } | Message::Order(_) => return Vec::new(),
    };
    raw_amounts(&frame.clause.asset, frame.clause.unit, &amounts)
}

fn declaration(message: &Message, frame: &Frame) -> Vec<String> {
    match message {
        Message::Consent => consent(frame),
        Message::Appointment {
            disclosure,
            appointment,
        } => vec![
            "I accept my appointment as arbitrator in this escrow.".to_owned(),
            format!(
                "My statement of disclosure (Model Law Art. 12) has the SHA-256 {}.",
                hash_text::format(disclosure)
            ),
            format!(
                "Seats of this tribunal filled anew before: {appointment}. If another one is, this signature is void."
            ),
        ],
        Message::Release {
            to_payer,
            to_payee,
            sequence,
        } => release(*to_payer, *to_payee, *sequence, frame),
        Message::Order(order) => order_in_words(order),
        Message::Award(award) => award_in_words(award, frame),
    }
}

/// To what the signature is bound, and the digest.
pub fn binding(message: &Message, domain: &Domain) -> Vec<String> {
    vec![
        format!("escrow: {}", checksummed(&domain.contract.0)),
        format!("chain:  id {}", domain.chain_id),
        format!("terms:  {}", hash_text::format(&domain.terms_hash)),
        format!("type:   {}", message.eip712_type()),
        format!("digest: {}", hash_text::format(&message.digest(domain))),
    ]
}

fn consent(frame: &Frame) -> Vec<String> {
    let mut lines = vec!["I consent to these terms and to arbitration under them.".to_owned()];
    if let Some(terms) = frame.terms {
        lines.extend(terms_in_words(terms, frame.token));
    }
    lines
}

/// The terms, a line a subject.
pub fn terms_in_words(terms: &Terms, token: &Token) -> Vec<String> {
    let code = |bytes: &[u8]| printable(&String::from_utf8_lossy(bytes));
    let seats: Vec<String> = terms
        .tribunal
        .iter()
        .take(terms.seats.into())
        .map(|seat| checksummed(&seat.0))
        .collect();
    let fallback = u128::from(terms.fallback_payer_bps);
    let mut lines = vec![
        format!(
            "{} (payer) locks {} for {} (payee).",
            checksummed(&terms.payer.0),
            token.show(terms.amount),
            checksummed(&terms.payee.0)
        ),
        format!(
            "The agreement is the document with the SHA-256 {}.",
            hash_text::format(&terms.agreement)
        ),
        format!(
            "Disputes are decided by arbitration under the rules {}, seat {}, law {}, language {}.",
            code(terms.rules.as_bytes()),
            code(terms.seat.as_bytes()),
            code(terms.law.as_bytes()),
            code(terms.language.as_bytes()),
        ),
        format!(
            "Arbitrators: {}; {} must sign an award.",
            seats.join(", "),
            terms.threshold
        ),
        format!("Appointing authority: {}.", checksummed(&terms.authority.0)),
        match terms.notary {
            Address::ZERO => "Nobody can record a court's stay of an award.".to_owned(),
            notary => format!(
                "Court-order notary: {}, who may stay a final award for at most {} at a time.",
                checksummed(&notary.0),
                period::format(terms.periods.longest_stay)
            ),
        },
        format!(
            "Time to answer or object: {}. Time for the award: {}. A final award waits: {}. Longest pause: {}.",
            period::format(terms.periods.response),
            period::format(terms.periods.award),
            period::format(terms.periods.hold),
            period::format(terms.periods.longest_pause),
        ),
        format!(
            "The tribunal may receive at most {} in all.",
            token.show(terms.tribunal_cap)
        ),
        format!(
            "Without a dispute the escrow ends at {}: {}.",
            moment::show(terms.expiry),
            if terms.release_at_expiry {
                "everything goes to the payee"
            } else {
                "the fallback split applies"
            },
        ),
        format!(
            "If nobody ever decides, the payer gets {} % and the payee the rest.",
            crate::files::amount::format(fallback, 2)
        ),
    ];
    if terms.reasons_waived {
        lines.push("The parties waive reasons: an award need not say why.".to_owned());
    }
    if terms.consumer {
        lines.push("One party is a consumer.".to_owned());
    }
    if !terms.asset.is_zero() {
        lines.push(format!(
            "The money is the token at {}.",
            checksummed(&terms.asset.0)
        ));
    }
    lines
}

fn release(to_payer: u64, to_payee: u64, sequence: u32, frame: &Frame) -> Vec<String> {
    vec![
        format!(
            "I approve that all that is held, {}, is released:",
            frame
                .token
                .show(u128::from(to_payer) + u128::from(to_payee))
        ),
        format!(
            "  {} to the payer {}",
            frame.token.show(to_payer),
            checksummed(&frame.clause.payer.0)
        ),
        format!(
            "  {} to the payee {}",
            frame.token.show(to_payee),
            checksummed(&frame.clause.payee.0)
        ),
        format!("{} Then it cannot be undone.", executed_by(frame.phase)),
        format!("It counts for proposal number {sequence} only."),
    ]
}

/// Whose approvals execute a split.
fn executed_by(phase: Option<Phase>) -> &'static str {
    match phase {
        Some(Phase::Disputed | Phase::Awarded) => "Both parties' approvals execute it at once.",
        Some(_) => {
            "Both parties' approvals execute it at once; a party's and the tribunal's after the time to object."
        }
        None => {
            "Both parties' approvals execute it at once, in a dispute and in place of an award on hold too; outside of those, a party's and the tribunal's after the time to object."
        }
    }
}

fn order_in_words(order: &Order) -> Vec<String> {
    let directs = match order.kind {
        OrderKind::Pause => format!(
            "The tribunal orders a pause: {}.",
            pause_in_words(&moment::show(order.until))
        ),
        OrderKind::Resume => "The tribunal orders that the pause ends now.".to_owned(),
        OrderKind::Close => {
            "The tribunal closes the record: exhibits filed after this count as late.".to_owned()
        }
        OrderKind::Replace => format!(
            "{} is appointed to seat {}{}; whoever sits there now leaves the tribunal.",
            checksummed(&order.appointee.0),
            order.seat,
            if order.seat == 0 { " and presides" } else { "" },
        ),
        OrderKind::Stay => format!(
            "By order of a court the final award is stayed until {}, in place of any stay before.",
            moment::show(order.until)
        ),
        OrderKind::Lift => "By order of a court the stay of the final award is lifted.".to_owned(),
    };
    vec![
        directs,
        format!(
            "This is order {} of the escrow; its document has the SHA-256 {}.",
            order.sequence,
            hash_text::format(&order.document)
        ),
    ]
}

fn award_in_words(award: &Award, frame: &Frame) -> Vec<String> {
    let mut lines = vec![format!(
        "Award {}: {}, made at {} on {}.",
        award.number,
        award_effect::title(award.kind),
        printable(&String::from_utf8_lossy(award.seat.as_bytes())),
        moment::show(award.date),
    )];
    if award_effect::moves_money(award.kind) {
        let (token, clause) = (frame.token, &frame.clause);
        lines.push(format!(
            "  {} to the payer {}",
            token.show(award.to_payer),
            checksummed(&clause.payer.0)
        ));
        lines.push(format!(
            "  {} to the payee {}",
            token.show(award.to_payee),
            checksummed(&clause.payee.0)
        ));
        lines.push(format!(
            "  {} to the tribunal",
            token.show(award.to_tribunal)
        ));
    }
    lines.extend(award_effect::effect(
        award,
        &frame.clause,
        frame.stayed_until,
        moment::show,
    ));
    lines.push(format!(
        "The award as a document has the SHA-256 {}.",
        hash_text::format(&award.document)
    ));
    lines.push(match &award.reasons {
        Some(reasons) => format!(
            "Its reasons have the SHA-256 {}.",
            hash_text::format(reasons)
        ),
        None => "It states no reasons.".to_owned(),
    });
    if let Some(omission) = &award.omission {
        lines.push(format!(
            "Why a signature is missing is stated in the document with the SHA-256 {}.",
            hash_text::format(omission)
        ));
    }
    lines
}
