//! `order lift`

use exequatur_protocol::OrderKind;

use super::give::{Given, give_now};
use crate::context::Context;
use crate::error::CliError;
use crate::report::Report;

/// Lift a stay of the final award, as the notary
///
/// The money is free once the hold period has run too.
#[derive(Debug, clap::Args)]
pub struct LiftArgs {
    #[command(flatten)]
    pub given: Given,
}

/// Runs the command.
pub fn run(ctx: &mut Context, args: LiftArgs) -> Result<Report, CliError> {
    give_now(
        ctx,
        args.given,
        OrderKind::Lift,
        "the money becomes free once the hold period has run.",
    )
}
