//! `escrow settle`

use super::split::Verb;
use crate::context::Context;
use crate::error::CliError;
use crate::report::Report;

/// End a dispute or an escrow by agreement of both parties, at once
///
/// Both parties approve the same split, at any time, also while a tribunal sits or an award waits.
#[derive(Debug, clap::Args)]
pub struct SettleArgs {
    #[command(flatten)]
    release: super::release::ReleaseArgs,
}

/// Approves a settlement.
pub fn run(ctx: &mut Context, args: SettleArgs) -> Result<Report, CliError> {
    super::release::approve(ctx, args.release, Verb::Settle)
}
