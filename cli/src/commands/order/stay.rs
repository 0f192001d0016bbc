//! `order stay`

use exequatur_protocol::OrderKind;

use super::give::{GivenUntil, give_until};
use crate::context::Context;
use crate::error::CliError;
use crate::report::Report;

/// Record a court's stay of the final award, as the notary
///
/// The money waits until it ends, at most for the longest stay of the terms.
#[derive(Debug, clap::Args)]
pub struct StayArgs {
    #[command(flatten)]
    pub given: GivenUntil,
}

/// Runs the command.
pub fn run(ctx: &mut Context, args: StayArgs) -> Result<Report, CliError> {
    give_until(
        ctx,
        args.given,
        OrderKind::Stay,
        "a final award can be stayed twice at most; the stay counts even if it is lifted.",
    )
}
