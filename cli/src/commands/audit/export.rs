//! `audit export`

use std::path::{Path, PathBuf};

use exequatur_client::audit::{Manifest, export};
use exequatur_client::chain::AtBlock;
use exequatur_client::files::{AuditFile, FileError, hash_text, write_new};
use serde_json::json;

use crate::blob;
use crate::commands::evidence::manifest_files;
use crate::context::Context;
use crate::deal::Deal;
use crate::error::CliError;
use crate::patience;
use crate::report::Report;
use crate::text;

/// Write a whole case into one file that is verified without a chain
///
/// The file has the terms, every entry of the record with its block, the manifests of exhibits, and a storage proof: trie nodes
/// that lead from the hash of a block to the contract's storage and money. `audit verify` checks all of it.
#[derive(Debug, clap::Args)]
pub struct ExportArgs {
    /// Address of the escrow
    pub escrow: String,
    /// Where the file goes
    #[arg(long, short, value_name = "FILE")]
    pub out: PathBuf,
    /// The case as it was at this block: its number, or its hash [default: the newest final one]
    #[arg(long, value_name = "BLOCK")]
    pub block: Option<String>,
    /// Enclose the manifests that lie in this folder and belong to exhibits on record
    #[arg(long, value_name = "DIR")]
    pub manifests: Option<PathBuf>,
}

/// Runs the command.
pub fn run(ctx: &mut Context, args: ExportArgs) -> Result<Report, CliError> {
    let at = match args.block.as_deref() {
        None => AtBlock::Newest,
        Some(text) => at_block(text)?,
    };
    let deal = Deal::load(ctx, &args.escrow)?;
    let manifests = match &args.manifests {
        Some(dir) => enclosed(dir)?,
        None => Vec::new(),
    };
    let metadata = blob::metadata()?;
    let chain = ctx.chain()?;
    let export = patience::with("reading the record and its proof", || {
        export(chain, &deal.contract, at, metadata, manifests)
    })?;
    let file = AuditFile {
        export,
        token: deal.token.clone(),
        beside: None,
    };
    write_new(&args.out, &file.to_text())?;
    let AuditFile { export, .. } = &file;
    let later = deal.entries_after(export);
    let value = json!({
        "file": args.out.display().to_string(),
        "escrow": text::address(&export.contract),
        "entries": export.entries.len(),
        "manifests": export.manifests.len(),
        "block": export.block.number,
        "block_hash": text::hash(&export.block.hash),
        "at": text::rfc3339(export.block.at),
        "proof_nodes": export.proof.len(),
        "later_entries": later,
    });
    let text = format!(
        "file:    {}\nentries: {}, with {} manifests of exhibits\nproof:   {} trie nodes, from block {} of {}\nblock:   {}\nnext:    give the file to whoever audits; they learn the block's hash from a source of their own",
        text::escape(&args.out.display().to_string()),
        export.entries.len(),
        export.manifests.len(),
        export.proof.len(),
        export.block.number,
        text::time(export.block.at),
        text::hash(&export.block.hash),
    );
    let report = Report::new(value, text);
    let exist = match later {
        0 => return Ok(report),
        1 => "1 later entry exists".to_owned(),
        later => format!("{later} later entries exist"),
    };
    Ok(report.warn(format!(
        "the record goes on: {exist}; whoever verifies this file learns nothing of what happened after block {}",
        export.block.number
    )))
}

fn at_block(text: &str) -> Result<AtBlock, CliError> {
    if let Some(hash) = hash_text::parse(text) {
        return Ok(AtBlock::Hash(hash));
    }
    text.parse().map(AtBlock::Number).map_err(|_| {
        CliError::usage("BadBlock", "this names no block").values(
            "a number, or 0x and 64 hexadecimal digits",
            text::escape(text),
        )
    })
}

/// Every manifest of a folder, byte for byte; those of no exhibit are left out later.
fn enclosed(dir: &Path) -> Result<Vec<Manifest>, CliError> {
    let found = manifest_files(dir)?.into_iter();
    found
        .map(|(_, path)| {
            let text =
                std::fs::read_to_string(&path).map_err(|error| FileError::read(&path, error))?;
            Ok(Manifest {
                sha256: hash_text::sha256(text.as_bytes()),
                text,
            })
        })
        .collect()
}
