//! What a verification shows, for people and for programs.

use exequatur_client::audit::{
    Anchor, DecimalsFrom, Denominated, Missing, Step, Verification, owed,
};
use exequatur_client::decision_text::{
    deadline_in_words, decision_in_words, finality_in_words, form_in_words, reasons_in_words,
    standing_in_words, window_in_words,
};
use exequatur_client::files::{AuditFile, Token};
use exequatur_client::finding_text::{expected_found, finding_in_words};
use exequatur_client::record_text::{authors_in_words, step_in_words};
use exequatur_client::refusal_facts::phase_in_words;
use serde_json::{Value, json};

use crate::blob;
use crate::case::as_of_line;
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
        "what": step_in_words(step, token),
        "phase": phase_in_words(&step.after),
        "head": text::hash(&step.after.head),
        "input": format!("0x{}", hex::encode(&step.entry.input)),
    })
}

/// What was not shown. `said_by` says of the block that it is one.
pub fn missing_in_words(missing: &Missing, said_by: &str) -> String {
    match missing {
        Missing::BlockHash => format!(
            "that the block is one of the chain: no --block-hash was given, so only {said_by} says it"
        ),
        Missing::ChainId => format!(
            "the chain's number: no signature in the record binds it and no --chain-id was given, so only {said_by} says it"
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

/// Everything that a verification shows, one matter a line.
pub fn lines(
    verification: &Verification,
    file: &AuditFile,
    denominated: &Denominated,
) -> Vec<String> {
    let (export, token) = (&file.export, &denominated.token);
    let mut lines: Vec<String> = verification
        .steps
        .iter()
        .map(|step| step_lines(step, token))
        .collect();
    lines.push(format!(
        "escrow:    {}, {} entries",
        text::address(&export.contract),
        export.entries.len()
    ));
    lines.push(
        "entries:   in which blocks they are, by number and hash, is only what the file says; order and times are in the record itself".to_owned(),
    );
    lines.push(format!(
        "block:     {} of {}, {}, {}",
        export.block.number,
        text::time(export.block.at),
        text::hash(&export.block.hash),
        match verification.anchor {
            Anchor::Auditor => "compared with the hash that you named",
            Anchor::File => "which only the file names",
        }
    ));
    lines.push(as_of_line(file));
    lines.push(format!(
        "chain:     genesis {}, {}; id {}, {}",
        text::hash(&export.genesis_hash),
        match &verification.proven {
            Some(proven) if proven.genesis_hash == Some(export.genesis_hash) => "proven",
            _ => "as the file says",
        },
        export.chain_id,
        match (verification.chain_id_signed, verification.chain_id_named) {
            (true, _) => "bound by signatures in the record",
            (false, true) => "as you named it",
            (false, false) => "which only the file says",
        }
    ));
    lines.push(format!("money:     {}", denominated.in_words(file)));
    if let Some(proven) = &verification.proven {
        lines.push(format!(
            "code:      {}, proven; {}",
            text::hash(&proven.code_hash),
            match blob::escrow().is_ok_and(|(_, hash)| hash == proven.code_hash) {
                true => "the code that this program was built with",
                false => "another code than this program was built with",
            }
        ));
        let stored = &proven.holding.stored;
        lines.push(format!(
            "head:      {}, proven, after {} entries",
            text::hash(&stored.head),
            stored.entries
        ));
        lines.push(match proven.holding.balance {
            Some(balance) => format!(
                "balance:   {} in the contract's account, proven; {} owed",
                token.show(balance),
                token.show(owed(stored))
            ),
            None => format!(
                "balance:   {} as the file says, not proven; {} owed",
                token.show(export.balance),
                token.show(owed(stored))
            ),
        });
    }
    if let Some(state) = &verification.state {
        let money = &state.money;
        let mut now = *state;
        now.tick(export.block.at);
        lines.push(format!(
            "credits:   {} of the payer, {} of the payee, {} of the tribunal",
            token.show(money.payer),
            token.show(money.payee),
            token.show(money.tribunal)
        ));
        lines.push(format!("status:    {}", phase_in_words(&now)));
    }
    let deadlines = verification.deadlines.iter();
    lines.extend(deadlines.map(|one| format!("deadline:  {}", deadline_in_words(one))));
    let decisions = verification.decisions.iter();
    lines.extend(decisions.map(|one| format!("decision:  {}", decision_in_words(one))));
    let missing = verification.missing.iter();
    lines.extend(missing.map(|one| format!("not shown: {}", missing_in_words(one, "the file"))));
    let findings = verification.findings.iter();
    lines.extend(findings.map(|one| format!("wrong:     {}", finding_in_words(one))));
    lines
}

/// The same for programs.
pub fn value(verification: &Verification, file: &AuditFile, denominated: &Denominated) -> Value {
    let (export, token) = (&file.export, &denominated.token);
    let steps = verification.steps.iter();
    let findings = verification.findings.iter().map(|finding| {
        let (expected, found) = expected_found(finding, token);
        json!({
            "code": finding.code(),
            "message": finding_in_words(finding),
            "entry": finding.entry(),
            "expected": expected,
            "found": found,
        })
    });
    let deadlines = verification.deadlines.iter().map(|deadline| {
        json!({
            "entry": deadline.entry,
            "window": window_in_words(deadline.window),
            "limit": text::rfc3339(deadline.limit),
            "at": text::rfc3339(deadline.at),
            "margin_seconds": deadline.margin_s,
        })
    });
    let decisions = verification.decisions.iter().map(|decision| {
        json!({
            "entry": decision.entry,
            "decision": form_in_words(decision),
            "date": text::rfc3339(decision.date),
            "executed": text::rfc3339(decision.executed_at),
            "standing": standing_in_words(decision.standing),
            "finality": finality_in_words(decision),
            "reasons": reasons_in_words(decision.reasons),
            "stayed_until": decision.stayed_until.map(text::rfc3339),
            "by": decision.by.iter().map(|(who, roles)| json!({
                "address": text::address(who), "role": roles_in_words(*roles),
            })).collect::<Vec<_>>(),
        })
    });
    let exhibits = verification
        .exhibits
        .iter()
        .map(|exhibit| crate::commands::evidence::value(exhibit, None));
    let proven = verification.proven.as_ref().map(|proven| {
        let stored = &proven.holding.stored;
        json!({
            "block": proven.header.number,
            "block_hash": text::hash(&proven.header.hash),
            "at": text::rfc3339(proven.at),
            "genesis_hash": proven.genesis_hash.as_ref().map(text::hash),
            "code_hash": text::hash(&proven.code_hash),
            "head": text::hash(&stored.head),
            "entries": stored.entries,
            "balance": proven.holding.balance.map(|balance| balance.to_string()),
            "owed": owed(stored).to_string(),
        })
    });
    let credits = verification.state.as_ref().map(|state| {
        json!({
            "held": state.money.held.to_string(),
            "payer": state.money.payer.to_string(),
            "payee": state.money.payee.to_string(),
            "tribunal": state.money.tribunal.to_string(),
        })
    });
    let missing = verification.missing.iter();
    let missing = missing.map(|one| missing_in_words(one, "the file"));
    json!({
        "escrow": text::address(&export.contract),
        "chain_id": export.chain_id,
        "chain_id_signed": verification.chain_id_signed,
        "chain_id_named": verification.chain_id_named,
        "genesis_hash": text::hash(&export.genesis_hash),
        "symbol": token.symbol,
        "decimals": token.decimals,
        "decimals_from": match denominated.decimals_from {
            DecimalsFrom::Terms => "terms",
            DecimalsFrom::Proof => "proof",
            DecimalsFrom::Auditor => "auditor",
            DecimalsFrom::File => "file",
        },
        "block_hash_from": match verification.anchor {
            Anchor::Auditor => "auditor",
            Anchor::File => "file",
        },
        "proven": proven,
        "bound_from": verification.bound_from,
        "entries": steps.map(|step| {
            let mut value = step_value(step, token);
            // The record binds an entry's time, not its block.
            value["block_proven"] = json!(false);
            value
        }).collect::<Vec<_>>(),
        "credits": credits,
        "deadlines": deadlines.collect::<Vec<_>>(),
        "decisions": decisions.collect::<Vec<_>>(),
        "exhibits": exhibits.collect::<Vec<_>>(),
        "findings": findings.collect::<Vec<_>>(),
        "missing": missing.collect::<Vec<_>>(),
    })
}
