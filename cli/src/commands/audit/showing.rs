//! What a verification shows, for people and for programs.

use exequatur_client::audit::{Anchor, DecimalsFrom, Denominated, Finding, Verification, owed};
use exequatur_client::files::AuditFile;
use exequatur_client::refusal_facts::phase_in_words;
use serde_json::{Value, json};

use super::facts::{
    credits_line, credits_value, deadline_line, deadline_value, decision_line, decision_value,
    finding_line, finding_value, missing_in_words, missing_value, step_lines, step_value,
};
use crate::blob;
use crate::case::as_of_line;
use crate::text;

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
        text::time(verification.at),
        text::hash(&export.block.hash),
        match verification.anchor {
            Anchor::Auditor if is_other_block(verification) =>
                "which is not the block whose hash you named",
            Anchor::Auditor => "compared with the hash that you named",
            Anchor::File => "which only the file names",
        }
    ));
    lines.push(as_of_line(file, verification));
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
    if let Some(now) = &verification.now() {
        lines.push(credits_line(now, verification.at, token));
        lines.push(format!("status:    {}", phase_in_words(now)));
    }
    lines.extend(verification.deadlines.iter().map(deadline_line));
    lines.extend(verification.decisions.iter().map(decision_line));
    let missing = verification.missing.iter();
    lines.extend(missing.map(|one| format!("not shown: {}", missing_in_words(one, "the file"))));
    lines.extend(verification.findings.iter().map(finding_line));
    lines
}

fn is_other_block(verification: &Verification) -> bool {
    let mut findings = verification.findings.iter();
    findings.any(|finding| matches!(finding, Finding::OtherBlockHash { .. }))
}

/// The same for programs.
pub fn value(verification: &Verification, file: &AuditFile, denominated: &Denominated) -> Value {
    let (export, token) = (&file.export, &denominated.token);
    let steps = verification.steps.iter();
    let findings = verification.findings.iter();
    let is_first = |entry| verification.is_first(entry);
    let findings = findings.map(|finding| finding_value(finding, token, is_first));
    let now = verification.now();
    let deadlines = verification.deadlines.iter().map(deadline_value);
    let decisions = verification.decisions.iter().map(decision_value);
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
    let missing = verification.missing.iter();
    let missing = missing.map(|one| missing_value(one, "the file"));
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
        "bound_to": verification.bound_to,
        "at": text::rfc3339(verification.at),
        "status": now.as_ref().map(phase_in_words),
        "entries": steps.map(|step| {
            let mut value = step_value(step, token);
            // The record binds an entry's time, not its block.
            value["block_proven"] = json!(false);
            value
        }).collect::<Vec<_>>(),
        "credits": now.as_ref().map(|now| credits_value(now, verification.at)),
        "deadlines": deadlines.collect::<Vec<_>>(),
        "decisions": decisions.collect::<Vec<_>>(),
        "exhibits": exhibits.collect::<Vec<_>>(),
        "findings": findings.collect::<Vec<_>>(),
        "missing": missing.collect::<Vec<_>>(),
    })
}
