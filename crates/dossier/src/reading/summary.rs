//! The first things to know, and the clause.

use exequatur_client::files::{Token, amount, hash_text, period};
use exequatur_client::keys::checksummed;
use exequatur_client::refusal_facts::phase_in_words;
use exequatur_protocol::{Address, Seconds, State, Terms};

use super::events::time;
use super::money::Share;
use super::{code, outlook, place};

/// A thing and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The thing.
    pub name: &'static str,
    /// What it is.
    pub value: String,
}

fn item(name: &'static str, value: impl Into<String>) -> Item {
    Item {
        name,
        value: value.into(),
    }
}

/// The first things to know.
pub fn summary(
    state: Option<&State>,
    terms: Option<&Terms>,
    now: Seconds,
    token: &Token,
) -> Vec<Item> {
    let (Some(state), Some(terms)) = (state, terms) else {
        return Vec::new();
    };
    let mut items = vec![
        item("Status", phase_in_words(state)),
        item("Amount of the escrow", token.show(terms.amount)),
        item("Still held", held(state, now, token)),
    ];
    let credit = Share::credit(state);
    if credit.sum() != 0 {
        items.push(item("Free to be withdrawn", credit.in_words(token)));
    }
    items.push(item(
        "What the clock does next",
        outlook::outlook(state, now, token),
    ));
    items
}

fn held(state: &State, now: Seconds, token: &Token) -> String {
    let held = if state.is_open() { state.money.held } else { 0 };
    let on_hold = Share::on_hold(state, now);
    match on_hold.sum() {
        0 => token.show(held),
        _ => format!(
            "{}, awarded and on hold: {}",
            token.show(held),
            on_hold.in_words(token)
        ),
    }
}

/// The clause in words.
pub fn clause(terms: Option<&Terms>, token: &Token) -> Vec<Item> {
    let Some(terms) = terms else {
        return Vec::new();
    };
    let periods = &terms.periods;
    let mut items = vec![
        item("Agreement, SHA-256", hash_text::format(&terms.agreement)),
        item("Rules", code(terms.rules.as_bytes())),
        item("Seat", place(terms.seat.as_bytes())),
        item("Governing law", place(terms.law.as_bytes())),
        item("Language", code(terms.language.as_bytes())),
        item(
            "Tribunal",
            match terms.seats {
                1 => "a sole arbitrator".to_owned(),
                seats => format!("{seats} arbitrators, {} must sign", terms.threshold),
            },
        ),
        item(
            "The tribunal receives at most",
            token.show(terms.tribunal_cap),
        ),
        item(
            "Reasons",
            if terms.reasons_waived {
                "waived by the parties"
            } else {
                "required"
            },
        ),
        item("Time to answer or object", period::format(periods.response)),
        item("Time for the award", period::format(periods.award)),
        item("Hold after a final award", period::format(periods.hold)),
        item("Longest pause", period::format(periods.longest_pause)),
        item(
            "Stay by a court",
            match terms.notary {
                Address::ZERO => "nobody can record one".to_owned(),
                _ => format!(
                    "recorded by the notary, at most {} at a time",
                    period::format(periods.longest_stay)
                ),
            },
        ),
        item(
            "Undisputed, it ends at",
            format!(
                "{}: {}",
                time(terms.expiry),
                if terms.release_at_expiry {
                    "everything goes to the payee"
                } else {
                    "the fallback split"
                }
            ),
        ),
        item(
            "Fallback split",
            format!(
                "{} % to the payer, the rest to the payee",
                amount::format(terms.fallback_payer_bps.into(), 2)
            ),
        ),
    ];
    if !terms.asset.is_zero() {
        items.push(item("Token", checksummed(&terms.asset.0)));
    }
    if terms.consumer {
        items.push(item("Consumer", "one party is a consumer"));
    }
    items
}
