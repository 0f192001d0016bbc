//! `audit replay`

use std::path::PathBuf;

use exequatur_client::audit::{Audit, Finding, Step, audit_entries, owed};
use exequatur_client::files::{RecordFile, Token, write_new};
use exequatur_client::record_text::{authors_in_words, step_in_words};
use exequatur_client::refusal_facts::phase_in_words;
use exequatur_protocol::Address;
use serde_json::{Value, json};

use crate::context::Context;
use crate::deal::{Deal, roles_in_words};
use crate::error::CliError;
use crate::frame;
use crate::report::{Report, say};

use crate::text;

/// Replay the whole record of an escrow through its rules and compare the end with the chain
///
/// Compares the number of entries, the head of the record, the contract's storage and its balance. A record that was cut,
/// reordered, altered or added to diverges, and the first entry that is wrong is named.
#[derive(Debug, clap::Args)]
pub struct ReplayArgs {
    /// Address of the escrow
    pub escrow: String,
    /// Take the entries from this file rather than from the chain
    #[arg(long, value_name = "FILE")]
    pub entries: Option<PathBuf>,
    /// Write the entries to this file, for others to replay
    #[arg(long, value_name = "FILE")]
    pub export: Option<PathBuf>,
}

/// Runs the command.
pub fn run(ctx: &mut Context, args: ReplayArgs) -> Result<Report, CliError> {
    let deal = Deal::load(ctx, &args.escrow)?;
    let entries = match &args.entries {
        Some(path) => from_file(RecordFile::read(path)?, &deal)?,
        None => deal.entries(ctx)?,
    };
    if let Some(path) = &args.export {
        let record = RecordFile {
            chain_id: deal.identity.chain_id,
            contract: deal.contract,
            entries: entries.clone(),
        };
        write_new(path, &record.to_text())?;
    }
    let chain = ctx.chain()?;
    let audit = audit_entries(chain, &deal.contract, &entries)?;
    let balance = chain.contract_balance(&deal.contract)?;
    let token = frame::token(&deal.identity);
    let mut lines: Vec<String> = audit
        .steps
        .iter()
        .flat_map(|step| in_words(step, &token))
        .collect();
    if let Some(finding) = &audit.finding {
        if !ctx.options.json {
            say(&lines.join("\n"));
        }
        return Err(diverges(finding, &token));
    }
    lines.push(format!(
        "entries:  {} replayed, as many as the contract counted",
        audit.steps.len()
    ));
    lines.push(format!(
        "head:     {} as in storage",
        text::hash(&deal.stored.head)
    ));
    lines.push("storage:  as the record leads to, byte for byte".to_owned());
    lines.push(format!(
        "balance:  {} in the contract, {} owed",
        token.show(balance),
        token.show(owed(&deal.stored))
    ));
    lines.push(format!("status:   {}", phase_in_words(&deal.state)));
    lines.push("The record is complete and unaltered.".to_owned());
    Ok(Report::new(value(&audit, &deal, balance), lines.join("\n")))
}

fn from_file(
    record: RecordFile,
    deal: &Deal,
) -> Result<Vec<exequatur_client::chain::FoundEntry>, CliError> {
    let show = |chain_id: u64, contract: &Address| {
        format!("chain {chain_id}, escrow {}", text::address(contract))
    };
    if record.chain_id != deal.identity.chain_id || record.contract != deal.contract {
        return Err(CliError::verification(
            "OtherEscrow",
            "the file is the record of another escrow",
        )
        .values(
            show(deal.identity.chain_id, &deal.contract),
            show(record.chain_id, &record.contract),
        ));
    }
    Ok(record.entries)
}

fn in_words(step: &Step, token: &Token) -> Vec<String> {
    vec![
        format!(
            "{:>4}  {}  {}",
            step.entry.number,
            text::rfc3339(step.entry.at),
            step_in_words(step, token)
        ),
        format!("      {}", authors_in_words(step)),
    ]
}

fn diverges(finding: &Finding, token: &Token) -> CliError {
    let (expected, found) = finding.expected_found(token);
    let hint = match finding.entry() {
        Some(entry) => format!("entry {entry} is the first that is wrong: get the record from another source and compare it there"),
        None => "get the record from another source; if it diverges too, the chain's answers cannot be trusted".to_owned(),
    };
    CliError::verification(finding.code(), finding.to_string())
        .values(expected, found)
        .hint(hint)
}

fn value(audit: &Audit, deal: &Deal, balance: u128) -> Value {
    let token = frame::token(&deal.identity);
    let steps = audit.steps.iter().map(|step| {
        json!({
            "entry": step.entry.number,
            "at": text::rfc3339(step.entry.at),
            "block": step.found.block,
            "by": text::address(&step.entry.by),
            "role": roles_in_words(step.sender),
            "signers": step.signers.iter().map(|(signer, roles)| json!({
                "address": text::address(signer), "role": roles_in_words(*roles),
            })).collect::<Vec<_>>(),
            "what": step_in_words(step, &token),
            "phase": phase_in_words(&step.after),
            "input": format!("0x{}", hex::encode(&step.entry.input)),
        })
    });
    json!({
        "escrow": text::address(&deal.contract),
        "complete": true,
        "head": text::hash(&deal.stored.head),
        "entries": steps.collect::<Vec<_>>(),
        "balance": balance.to_string(),
        "owed": owed(&deal.stored).to_string(),
    })
}
