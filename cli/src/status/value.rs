//! The status for programs.

use exequatur_client::outlook;
use exequatur_client::record_text::pausing_in_words;
use exequatur_client::refusal_facts::{phase_in_words, phase_word};
use exequatur_protocol::{Money, Phase, Roles, State};
use serde_json::{Value, json};

use super::next::next;
use super::seats::seats;
use super::{paused, response_word, stayed};
use crate::deal::{Deal, roles_in_words};
use crate::text;

/// The status for programs.
pub fn value(deal: &Deal) -> Value {
    let state = &deal.state;
    let Money {
        held,
        payer,
        payee,
        tribunal,
        tribunal_cap,
    } = state.money;
    let end = outlook::end(state);
    let mut value = json!({
        "phase": phase_in_words(state),
        "ended_as": ended_as(state),
        "terms_hash": text::hash(&state.clause.terms_hash),
        "asset": (!state.clause.asset.is_zero()).then(|| text::address(&state.clause.asset)),
        "symbol": deal.token.symbol,
        "decimals": deal.token.decimals,
        "money": {
            "held": held.to_string(),
            "payer": payer.to_string(),
            "payee": payee.to_string(),
            "tribunal": tribunal.to_string(),
            "tribunal_cap": tribunal_cap.to_string(),
        },
        "payer": text::address(&state.clause.payer),
        "payee": text::address(&state.clause.payee),
        "authority": text::address(&state.clause.authority),
        "notary": (!state.clause.notary.is_zero()).then(|| text::address(&state.clause.notary)),
        "tribunal": seats(deal).map(|seat| json!({
            "seat": seat.number,
            "address": text::address(&seat.address),
            "vacant": seat.address.is_zero(),
            "accepted": seat.accepted,
            "authority_may_replace": seat.replaceable.is_ok(),
            "authority_may_replace_from": seat.replaceable_from.filter(|_| seat.replaceable.is_err()).map(text::rfc3339),
        })).collect::<Vec<_>>(),
        "threshold": state.tribunal.threshold,
        "due": end.map(|end| text::rfc3339(end.at)),
        "if_nobody_acts": end.map(|end| json!({
            "at": text::rfc3339(end.at),
            "becomes": phase_word(end.phase),
            "to_payer": end.to_payer.to_string(),
            "to_payee": end.to_payee.to_string(),
            "to_tribunal": end.to_tribunal.to_string(),
        })),
        "expiry": text::rfc3339(state.clause.expiry),
        "paused_until": paused(deal).then(|| text::rfc3339(state.pause.until)),
        "paused_by": paused(deal).then(|| pausing_in_words(Roles(state.pause.by))),
        "release_sequence": state.proposal.sequence,
        "proposed_split": (state.proposal.approvals != 0).then(|| json!({
            "to_payer": state.proposal.to_payer.to_string(),
            "to_payee": held.saturating_sub(state.proposal.to_payer).to_string(),
            "approved_by": roles_in_words(Roles(state.proposal.approvals)),
            "executes_at": end.filter(|end| end.by_split).map(|end| text::rfc3339(end.at)),
            "terms_end_first": state.proposal.executes_at != 0 && end.is_some_and(|end| !end.by_split),
        })),
        "next_award": state.awards as u16 + 1,
        "next_order": state.orders,
        "disputes": state.dispute.number,
        "entries": state.entries,
        "head": text::hash(&state.head),
        "next": next(deal),
    });
    match state.phase {
        Phase::Disputed => {
            let dispute = &state.dispute;
            value["dispute"] = json!({
                "claimant": roles_in_words(Roles(dispute.claimant)),
                "respond_by": text::rfc3339(dispute.respond_by),
                "award_by": text::rfc3339(dispute.award_by),
                "response": response_word(dispute.response),
                "record_closed": dispute.record_closed,
            });
        }
        Phase::Awarded => {
            let hold = &state.hold;
            value["hold"] = json!({
                "to_payer": hold.to_payer.to_string(),
                "to_payee": state.awarded_to_payee().to_string(),
                "to_tribunal": hold.to_tribunal.to_string(),
                "until": text::rfc3339(hold.until),
                "stayed_until": stayed(deal).then(|| text::rfc3339(hold.stayed_until)),
                "stays": hold.stays,
                "corrections": hold.corrections,
            });
        }
        Phase::Proposed
        | Phase::Agreed
        | Phase::Funded
        | Phase::Released
        | Phase::Settled
        | Phase::Enforced
        | Phase::Lapsed => {}
    }
    value
}

fn ended_as(state: &State) -> Option<&'static str> {
    match state.phase {
        Phase::Released => Some("released"),
        Phase::Settled => Some("settled"),
        Phase::Enforced => Some("enforced"),
        Phase::Lapsed => Some("lapsed"),
        Phase::Proposed | Phase::Agreed | Phase::Funded | Phase::Disputed | Phase::Awarded => None,
    }
}
