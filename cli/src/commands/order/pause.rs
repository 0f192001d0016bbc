//! `order pause`

use exequatur_protocol::OrderKind;

use super::give::{GivenUntil, give_until};
use crate::context::Context;
use crate::error::CliError;
use crate::report::Report;

/// Order a pause, as the tribunal
///
/// Once an escrow. It ends by itself, and never stops a withdrawal.
#[derive(Debug, clap::Args)]
pub struct PauseArgs {
    #[command(flatten)]
    pub given: GivenUntil,
}

/// Runs the command.
pub fn run(ctx: &mut Context, args: PauseArgs) -> Result<Report, CliError> {
    give_until(
        ctx,
        args.given,
        OrderKind::Pause,
        "the tribunal can order one pause.",
    )
}
