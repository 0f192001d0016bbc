//! `audit replay`

use std::path::PathBuf;

use exequatur_client::audit::{
    Audit, Finding, Holding, Newest, Step, audit, audit_beside, owed, stated,
};
use exequatur_client::files::{RecordFile, Token, write_new};
use exequatur_client::record_text::{authors_in_words, step_in_words};
use exequatur_client::refusal_facts::phase_in_words;
use exequatur_protocol::Address;
use serde_json::{Value, json};

use crate::context::Context;
use crate::deal::{Deal, roles_in_words};
use crate::error::CliError;
use crate::report::{Report, say};
use crate::{patience, text};

const REPLAYING: &str = "replaying the record";

/// Replay the whole record of an escrow through its rules and compare the end with the chain
///
/// Compares the number of entries, the head of the record, the contract's storage and its balance. A record that was cut,
/// reordered, altered or added to diverges. Where a chain and a file of entries are both at hand, the first entry that is wrong
/// is named; otherwise the entry at which something no longer fits, which may come after the one that is wrong.
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
        return from_file(ctx, &file);
    };
    let deal = Deal::load(ctx, escrow)?;
    let own = deal.entries(ctx)?;
    let chain = ctx.chain()?;
    let newest = Newest {
        block: chain.block(),
        at: deal.now,
    };
    let record = RecordFile {
        chain_id: deal.identity.chain_id,
        genesis_hash: deal.identity.genesis_hash,
        token: deal.token.clone(),
        contract: deal.contract,
        block: newest.block,
        at: newest.at,
        holding: Holding::of(chain, &deal.contract)?,
        entries: own,
    };
    if let Some(path) = &args.export {
        write_new(path, &record.to_text())?;
    }
    match file {
        Some(file) => beside_chain(ctx, file, record, newest),
        None => {
            let audit = patience::with(REPLAYING, || {
                audit(
                    &record.contract,
                    record.chain_id,
                    &record.entries,
                    &record.holding,
                )
            });
            report(ctx, &audit, &record, Source::Chain)
        }
    }
}

/// The file by itself.
fn from_file(ctx: &Context, file: &RecordFile) -> Result<Report, CliError> {
    let mut audit = patience::with(REPLAYING, || {
        audit(&file.contract, file.chain_id, &file.entries, &file.holding)
    });
    if audit.finding.is_none() {
        audit.finding = stated(file, None);
    }
    report(ctx, &audit, file, Source::File)
}

/// The file's entries beside the chain's.
fn beside_chain(
    ctx: &Context,
    file: RecordFile,
    mut record: RecordFile,
    newest: Newest,
) -> Result<Report, CliError> {
    same_escrow(&file, &record)?;
    let mut audit = patience::with(REPLAYING, || {
        audit_beside(
            &record.contract,
            record.chain_id,
            &file.entries,
            &record.entries,
            &record.holding,
        )
    });
    if audit.finding.is_none() {
        audit.finding = stated(&file, Some((newest, &record.holding)));
    }
    record.entries = file.entries;
    report(ctx, &audit, &record, Source::Both)
}

/// Who says what the contract holds, and where the entries are from.
#[derive(Clone, Copy)]
enum Source {
    /// Both from the chain.
    Chain,
    /// Entries from a file, compared with the chain's.
    Both,
    /// Both from a file.
    File,
}

fn report(
    ctx: &Context,
    audit: &Audit,
    record: &RecordFile,
    source: Source,
) -> Result<Report, CliError> {
    let token = &record.token;
    let holding = &record.holding;
    let mut lines: Vec<String> = audit
        .steps
        .iter()
        .flat_map(|step| in_words(step, token))
        .collect();
    if let Some(finding) = &audit.finding {
        if !ctx.options.json {
            say(&lines.join("\n"));
        }
        return Err(diverges(finding, record, source));
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
        balance_in_words(holding, token),
        format!("status:   {}", phase_in_words(&now)),
    ]);
    match source {
        Source::Chain | Source::Both => {
            lines.push("The record is complete and unaltered.".to_owned());
        }
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
            "Blocks and their hashes are as the file says: only the chain can show them wrong.".to_owned(),
        ]),
    }
    Ok(Report::new(value(audit, record, source), lines.join("\n")))
}

fn balance_in_words(holding: &Holding, token: &Token) -> String {
    let owed = owed(&holding.stored);
    let line = format!(
        "balance:  {} in the contract, {} owed",
        token.show(holding.balance),
        token.show(owed)
    );
    match holding.balance.checked_sub(owed) {
        // Nobody can be kept from giving an account money.
        Some(more) if more > 0 => {
            format!("{line}; {} more, which nobody can take", token.show(more))
        }
        _ => line,
    }
}

fn same_escrow(file: &RecordFile, record: &RecordFile) -> Result<(), CliError> {
    let identity = |record: &RecordFile| (record.chain_id, record.genesis_hash, record.contract);
    if identity(file) == identity(record) {
        return Ok(());
    }
    let show = |(chain_id, genesis, contract): (u64, [u8; 32], Address)| {
        format!(
            "chain {chain_id} with genesis {}, escrow {}",
            text::hash(&genesis),
            text::address(&contract)
        )
    };
    Err(
        CliError::verification("OtherEscrow", "the file is the record of another escrow")
            .values(show(identity(record)), show(identity(file)))
            .hint("leave the escrow out to replay the file by itself"),
    )
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

fn diverges(finding: &Finding, record: &RecordFile, source: Source) -> CliError {
    let (expected, found) = finding.expected_found(&record.token);
    let last = record.entries.len().saturating_sub(1);
    let hint = match (finding, finding.entry(), source) {
        (Finding::Count { .. } | Finding::Empty, Some(entry), _) | (_, Some(entry), Source::Both) => {
            format!("entry {entry} is the first that is wrong: get the record from another source and compare it there")
        }
        (_, Some(entry), Source::File | Source::Chain) => {
            format!("entry {entry} or one before it is wrong: get the record from another source, or compare this one where the chain is")
        }
        (Finding::Head { .. }, None, _) => {
            format!("one of the entries 0 to {last} is wrong, or what is said of the contract: get the record from another source, or compare this one where the chain is")
        }
        (_, None, _) => "get the record from another source; if it diverges too, what the chain or the file says of the contract cannot be trusted".to_owned(),
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
        "compared_with": match source { Source::Chain | Source::Both => "chain", Source::File => "file" },
        "head": text::hash(&stored.head),
        "entries": steps.collect::<Vec<_>>(),
        "balance": record.holding.balance.to_string(),
        "owed": owed(stored).to_string(),
    })
}
