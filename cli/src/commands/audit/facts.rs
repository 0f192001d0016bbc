//! Single facts of an audit, for people in a line and for programs as a value; `audit verify` and `audit replay` tell them alike.

use exequatur_client::audit::{
    Deadline, Decision, Directs, Finality, Finding, Missing, Reasons, Step, held, step_word,
};
use exequatur_client::decision_text::{
    deadline_in_words, decision_in_words, directs_in_words, finality_in_words, form_in_words,
    reasons_in_words, standing_in_words, window_in_words,
};
use exequatur_client::files::{Token, moment};
use exequatur_client::finding_text::{expected_found, finding_in_words};
use exequatur_client::record_text::{authors_in_words, step_in_words};
use exequatur_client::refusal_facts::phase_in_words;
use exequatur_protocol::{AwardKind, Seconds, State};
use serde_json::{Value, json};

use crate::deal::roles_in_words;
use crate::text;

/// An entry in two lines.
pub fn step_lines(step: &Step, token: &Token) -> String {
    format!(
        "{:>4}  {}  {}\n      {}",
        step.entry.number,
        text::rfc3339(step.entry.at),
        step_in_words(step, token),
        authors_in_words(step)
    )
}

/// An entry for programs.
pub fn step_value(step: &Step, token: &Token) -> Value {
    json!({
        "entry": step.entry.number,
        "at": text::rfc3339(step.entry.at),
        "block": step.found.block,
        "by": text::address(&step.entry.by),
        "role": roles_in_words(step.sender),
        "signers": step.signers.iter().map(|(signer, roles)| json!({
            "address": text::address(signer), "role": roles_in_words(*roles),
        })).collect::<Vec<_>>(),
        "step": step_word(&step.action),
        "what": step_in_words(step, token),
        "phase": phase_in_words(&step.after),
        "head": text::hash(&step.after.head),
        "input": format!("0x{}", hex::encode(&step.entry.input)),
    })
}

/// A stable word for programs beside what it means in words.
fn coded(code: &str, message: impl Into<String>) -> Value {
    json!({ "code": code, "message": message.into() })
}

/// A deadline in a line.
pub fn deadline_line(deadline: &Deadline) -> String {
    format!("deadline:  {}", deadline_in_words(deadline))
}

/// A deadline for programs.
pub fn deadline_value(deadline: &Deadline) -> Value {
    json!({
        "entry": deadline.entry,
        "window": coded(deadline.window.code(), window_in_words(deadline.window)),
        "limit": text::rfc3339(deadline.limit),
        "at": text::rfc3339(deadline.at),
        "margin_seconds": deadline.margin_s,
    })
}

/// A decision in a line.
pub fn decision_line(decision: &Decision) -> String {
    format!("decision:  {}", decision_in_words(decision))
}

/// A decision for programs.
pub fn decision_value(decision: &Decision) -> Value {
    let mut finality = coded(
        decision.finality.code(),
        finality_in_words(decision, moment::show),
    );
    match decision.finality {
        Finality::OnHold { until } => finality["until"] = json!(text::rfc3339(until)),
        Finality::Restated { by } => finality["restated_by"] = json!(by),
        Finality::Interim | Finality::Settled | Finality::Final => {}
    }
    let mut reasons = coded(decision.reasons.code(), reasons_in_words(decision.reasons));
    if let Reasons::Given(hash) = &decision.reasons {
        reasons["sha256"] = json!(text::hash(hash));
    }
    let award = decision.award.as_ref();
    let unsigned = decision.unsigned.iter().map(|one| {
        let sat = !one.address.is_zero();
        json!({
            "seat": one.seat,
            "address": sat.then(|| text::address(&one.address)),
            "role": sat.then(|| roles_in_words(one.roles)),
        })
    });
    json!({
        "entry": decision.entry,
        "number": decision.number,
        "form": decision.form.code(),
        "kind": decision.form.kind().map(AwardKind::word),
        "decision": form_in_words(decision),
        "date": text::rfc3339(decision.date),
        "dated_before": decision.dated_before,
        "executed": text::rfc3339(decision.executed_at),
        "carried_out": decision.carried_out_at.map(text::rfc3339),
        "directs": decision.directs.map(directs_value),
        "standing": coded(decision.standing.code(), standing_in_words(decision.standing)),
        "finality": finality,
        "reasons": reasons,
        "to_payer": decision.shares.to_payer.to_string(),
        "to_payee": decision.shares.to_payee.to_string(),
        "to_tribunal": decision.shares.to_tribunal.to_string(),
        "document": award.map(|award| text::hash(&award.document)),
        "stayed_until": decision.stayed_until.map(text::rfc3339),
        "seats": decision.seats,
        "threshold": decision.threshold,
        "unsigned": unsigned.collect::<Vec<_>>(),
        "omission": award.and_then(|award| award.omission).map(|hash| text::hash(&hash)),
        "by": decision.by.iter().map(|(who, roles)| json!({
            "address": text::address(who), "role": roles_in_words(*roles),
        })).collect::<Vec<_>>(),
    })
}

fn directs_value(directs: Directs) -> Value {
    let mut value = coded(directs.code(), directs_in_words(directs));
    if let Directs::Pause { until } = directs {
        value["until"] = json!(text::rfc3339(until));
    }
    value
}

/// What is whose at a moment, in a line. `now` is the state then: what the clock had made due has happened.
pub fn credits_line(now: &State, at: Seconds, token: &Token) -> String {
    let money = &now.money;
    format!(
        "credits:   {} held for the escrow, {} of the payer, {} of the payee, {} of the tribunal, as of {}",
        token.show(held(now)),
        token.show(money.payer),
        token.show(money.payee),
        token.show(money.tribunal),
        text::time(at)
    )
}

/// The same for programs.
pub fn credits_value(state: &State, at: Seconds) -> Value {
    json!({
        "at": text::rfc3339(at),
        "held": held(state).to_string(),
        "payer": state.money.payer.to_string(),
        "payee": state.money.payee.to_string(),
        "tribunal": state.money.tribunal.to_string(),
    })
}

/// What is wrong, in a line.
pub fn finding_line(finding: &Finding) -> String {
    format!("wrong:     {}", finding_in_words(finding))
}

/// What is wrong, for programs. `is_first` says of the entry that is named whether none before it can be wrong.
pub fn finding_value(finding: &Finding, token: &Token, is_first: impl Fn(usize) -> bool) -> Value {
    let (expected, found) = expected_found(finding, token);
    json!({
        "code": finding.code(),
        "message": finding_in_words(finding),
        "entry": finding.entry(),
        "is_first": finding.entry().map(is_first),
        "expected": expected,
        "found": found,
    })
}

/// What was not shown. `said_by` says of the block that it is one.
pub fn missing_in_words(missing: &Missing, said_by: &str) -> String {
    match missing {
        Missing::BlockHash => format!(
            "that the block is one of the chain: no --block-hash was given, so only {said_by} says it"
        ),
        Missing::ChainId => format!(
            "the chain's number: no signature in the record binds it and no --chain-id was given, so only {said_by} says it; how amounts of its own token are written, and the balance, hang on it"
        ),
        Missing::Decimals { token } if token.is_zero() => format!(
            "what the chain's own token is called and how accounts count it: this version knows no chain of the number that {said_by} says, and no --token was given; so amounts are whole numbers of units, and the balance is not compared"
        ),
        Missing::Decimals { token } => format!(
            "symbol and decimals of the token {}: no proof says them and no --token was given, so amounts are whole numbers of units",
            text::address(token)
        ),
        Missing::Balance { token } => format!(
            "the balance: the money is a token of the contract {}, whose storage is not proven",
            text::address(token)
        ),
        Missing::Code { found } => format!(
            "that the contract keeps these rules: it runs the code {}, which is not the one that this program was built with",
            text::hash(found)
        ),
        Missing::Genesis => "the hash of block 0, which block 0 itself does not know".to_owned(),
    }
}

/// The same for programs.
pub fn missing_value(missing: &Missing, said_by: &str) -> Value {
    coded(missing.code(), missing_in_words(missing, said_by))
}
