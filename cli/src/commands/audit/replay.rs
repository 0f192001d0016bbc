//! `audit replay`

use std::path::PathBuf;

use exequatur_client::audit::{Audit, Finding, Holding, Step, audit, owed};
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
///
/// With --entries and no escrow no chain is needed: the storage that the file was written with takes the chain's place.
#[derive(Debug, clap::Args)]
pub struct ReplayArgs {
    /// Address of the escrow; may be left out with --entries
    #[arg(required_unless_present = "entries")]
    pub escrow: Option<String>,
    /// Take the entries from this file rather than from the chain
    #[arg(long, value_name = "FILE")]
    pub entries: Option<PathBuf>,
    /// Write the record to this file, for others to replay without a chain
    #[arg(long, value_name = "FILE", requires = "escrow")]
    pub export: Option<PathBuf>,
}

/// Runs the command.
pub fn run(ctx: &mut Context, args: ReplayArgs) -> Result<Report, CliError> {
    let file = args.entries.as_deref().map(RecordFile::read).transpose()?;
    let Some(escrow) = &args.escrow else {
        let file = file.ok_or_else(|| CliError::bug("neither an escrow nor a file"))?;
        return report(ctx, &file, Source::File);
    };
    let deal = Deal::load(ctx, escrow)?;
    let entries = match file {
        Some(file) => from_file(file, &deal)?,
        None => deal.entries(ctx)?,
    };
    let chain = ctx.chain()?;
    let record = RecordFile {
        chain_id: deal.identity.chain_id,
        genesis_hash: deal.identity.genesis_hash,
        token: frame::token(&deal.identity),
        contract: deal.contract,
        block: chain.block(),
        at: deal.now,
        holding: Holding::of(chain, &deal.contract)?,
        entries,
    };
    if let Some(path) = &args.export {
        write_new(path, &record.to_text())?;
    }
    report(ctx, &record, Source::Chain)
}

/// Who says what the contract holds.
#[derive(Clone, Copy)]
enum Source {
    Chain,
    File,
}

fn report(ctx: &Context, record: &RecordFile, source: Source) -> Result<Report, CliError> {
    let token = &record.token;
    let holding = &record.holding;
    let audit = audit(&record.contract, record.chain_id, &record.entries, holding);
    let mut lines: Vec<String> = audit
        .steps
        .iter()
        .flat_map(|step| in_words(step, token))
        .collect();
    if let Some(finding) = &audit.finding {
        if !ctx.options.json {
            say(&lines.join("\n"));
        }
        return Err(diverges(finding, token));
    }
    let mut now = holding.stored;
    now.tick(record.at);
    lines.extend([
        format!(
            "entries:  {} replayed, as many as the contract counted",
            audit.steps.len()
        ),
        format!(
            "head:     {} as in storage",
            text::hash(&holding.stored.head)
        ),
        "storage:  as the record leads to, byte for byte".to_owned(),
        format!(
            "balance:  {} in the contract, {} owed",
            token.show(holding.balance),
            token.show(owed(&holding.stored))
        ),
        format!("status:   {}", phase_in_words(&now)),
    ]);
    match source {
        Source::Chain => lines.push("The record is complete and unaltered.".to_owned()),
        Source::File => lines.extend([
            format!(
                "source:   the file, for block {} of {} on chain {}, genesis {}",
                record.block,
                text::time(record.at),
                record.chain_id,
                text::hash(&record.genesis_hash)
            ),
            format!("escrow:   {}", text::address(&record.contract)),
            "The record is unaltered, and complete if the storage in the file is the contract's: compare the head with the chain's."
                .to_owned(),
        ]),
    }
    Ok(Report::new(value(&audit, record, source), lines.join("\n")))
}

fn from_file(
    record: RecordFile,
    deal: &Deal,
) -> Result<Vec<exequatur_client::chain::FoundEntry>, CliError> {
    let show = |chain_id: u64, genesis: &[u8; 32], contract: &Address| {
        format!(
            "chain {chain_id} with genesis {}, escrow {}",
            text::hash(genesis),
            text::address(contract)
        )
    };
    let identity = &deal.identity;
    if record.chain_id != identity.chain_id
        || record.genesis_hash != identity.genesis_hash
        || record.contract != deal.contract
    {
        return Err(CliError::verification(
            "OtherEscrow",
            "the file is the record of another escrow",
        )
        .values(
            show(identity.chain_id, &identity.genesis_hash, &deal.contract),
            show(record.chain_id, &record.genesis_hash, &record.contract),
        )
        .hint("leave the escrow out to replay the file by itself"));
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
        None => "get the record from another source; if it diverges too, what the chain or the file says of the contract cannot be trusted".to_owned(),
    };
    CliError::verification(finding.code(), finding.to_string())
        .values(expected, found)
        .hint(hint)
}

fn value(audit: &Audit, record: &RecordFile, source: Source) -> Value {
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
            "what": step_in_words(step, &record.token),
            "phase": phase_in_words(&step.after),
            "input": format!("0x{}", hex::encode(&step.entry.input)),
        })
    });
    let stored = &record.holding.stored;
    json!({
        "escrow": text::address(&record.contract),
        "chain_id": record.chain_id,
        "genesis_hash": text::hash(&record.genesis_hash),
        "block": record.block,
        "complete": true,
        "compared_with": match source { Source::Chain => "chain", Source::File => "file" },
        "head": text::hash(&stored.head),
        "entries": steps.collect::<Vec<_>>(),
        "balance": record.holding.balance.to_string(),
        "owed": owed(stored).to_string(),
    })
}
