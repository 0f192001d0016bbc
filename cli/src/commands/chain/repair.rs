//! `chain repair`

use exequatur_client::chain::ChainError;
use exequatur_client::repair::{Plan, plan};
use serde_json::{Value, json};

use crate::context::Context;
use crate::error::CliError;
use crate::report::{Report, say};
use crate::{text, write};

/// Bring a damaged local chain back to its last whole block
///
/// For a chain whose file was cut off or altered, or whose last block was never finished because the program was killed.
/// Says first what is lost, asks, and keeps the damaged file under another name. A chain that is whole is left as it is.
#[derive(Debug, clap::Args)]
pub struct RepairArgs {}

/// Repairs the chain.
pub fn run(ctx: &mut Context, RepairArgs {}: RepairArgs) -> Result<Report, CliError> {
    ctx.without_url()?;
    let folder = ctx.existing_chain_folder()?;
    let Some(plan) = plan(&folder).map_err(beyond_repair)? else {
        return Ok(Report::new(
            json!({"damaged": false}),
            format!(
                "{} is whole: nothing to repair",
                text::escape(&folder.display().to_string())
            ),
        ));
    };
    let page = page(&plan);
    let mut value = value(&plan);
    if ctx.options.dry_run {
        value["dry_run"] = json!(true);
        return Ok(Report::new(
            value,
            format!("{page}\nDry run: nothing was changed."),
        ));
    }
    if !ctx.options.json {
        say(&page);
    }
    write::confirm(ctx, &page)?;
    let kept = plan.kept;
    let backup = text::escape(&plan.carry_out()?.display().to_string());
    value["backup"] = json!(backup);
    Ok(Report::new(
        value,
        format!("repaired: block {kept} is the newest\nbackup:   {backup}"),
    ))
}

fn page(plan: &Plan) -> String {
    let lost = match plan.lost_blocks {
        Some(0) => "no finished block; what was being written is not in the chain".to_owned(),
        Some(1) => format!("block {}, with all that happened in it", plan.kept + 1),
        Some(count) => format!(
            "blocks {} to {}, with all that happened in them",
            plan.kept + 1,
            u64::from(plan.kept) + count
        ),
        None => {
            "every block after that; the file does not tell any more how many there were".to_owned()
        }
    };
    [
        "Cut the chain's file behind its last whole block".to_owned(),
        format!("  found:  {}", text::escape(&plan.finding)),
        format!(
            "  kept:   blocks 0 to {}; the newest is of {}",
            plan.kept,
            text::time(plan.kept_at)
        ),
        format!("  lost:   {lost}"),
        format!(
            "  cut:    {} bytes; the damaged file is kept under another name beside the chain's",
            plan.removed_bytes
        ),
    ]
    .join("\n")
}

fn value(plan: &Plan) -> Value {
    json!({
        "damaged": true,
        "found": plan.finding,
        "kept": {
            "block": plan.kept,
            "block_hash": text::hash(&plan.kept_hash),
            "at": text::rfc3339(plan.kept_at),
        },
        "lost_blocks": plan.lost_blocks,
        "removed_bytes": plan.removed_bytes,
    })
}

fn beyond_repair(error: ChainError) -> CliError {
    let damaged = matches!(error, ChainError::Damaged { .. });
    let error = CliError::from(error);
    if !damaged {
        return error;
    }
    error.hint("nothing in the file can be saved: restore a copy, or start a new chain in another folder with `chain init --chain DIR`")
}
