//! `order resume`

use exequatur_protocol::OrderKind;

use super::give::{Given, give_now};
use crate::context::Context;
use crate::error::CliError;
use crate::report::Report;

/// Order that a pause ends, as the tribunal
///
/// The tribunal may end anybody's pause.
#[derive(Debug, clap::Args)]
pub struct ResumeArgs {
    #[command(flatten)]
    pub given: Given,
}

/// Runs the command.
pub fn run(ctx: &mut Context, args: ResumeArgs) -> Result<Report, CliError> {
    give_now(
        ctx,
        args.given,
        OrderKind::Resume,
        "what is due is released from now on.",
    )
}
