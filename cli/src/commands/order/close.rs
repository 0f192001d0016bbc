//! `order close`

use exequatur_protocol::OrderKind;

use super::give::{Given, give_now};
use crate::context::Context;
use crate::error::CliError;
use crate::report::Report;

/// Close the record of evidence, as the tribunal
///
/// Exhibits filed after this are kept and count as late.
#[derive(Debug, clap::Args)]
pub struct CloseArgs {
    #[command(flatten)]
    pub given: Given,
}

/// Runs the command.
pub fn run(ctx: &mut Context, args: CloseArgs) -> Result<Report, CliError> {
    give_now(
        ctx,
        args.given,
        OrderKind::Close,
        "the record cannot be opened again in this dispute.",
    )
}
