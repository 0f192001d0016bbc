//! `evidence list`

use serde_json::json;

use super::record::exhibits;
use crate::context::Context;
use crate::deal::Deal;
use crate::error::CliError;
use crate::report::Report;

/// List the exhibits on record
#[derive(Debug, clap::Args)]
pub struct ListArgs {
    /// Address of the escrow
    pub escrow: String,
}

/// Runs the command.
pub fn run(ctx: &mut Context, args: ListArgs) -> Result<Report, CliError> {
    let deal = Deal::load(ctx, &args.escrow)?;
    let exhibits = exhibits(ctx, &deal)?;
    let value = json!({ "exhibits": exhibits.iter().map(|exhibit| exhibit.value(None)).collect::<Vec<_>>() });
    let text = match exhibits.is_empty() {
        true => "no exhibit is on record".to_owned(),
        false => exhibits
            .iter()
            .map(|exhibit| exhibit.line(None))
            .collect::<Vec<_>>()
            .join("\n"),
    };
    Ok(Report::new(value, text))
}
