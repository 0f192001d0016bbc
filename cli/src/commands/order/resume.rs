//! `order resume`

use exequatur_protocol::{Order, OrderKind};

use super::give::{Given, give};
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
    let order = Order {
        kind: OrderKind::Resume,
        ..Order::default()
    };
    give(
        ctx,
        args.given,
        order,
        true,
        "what is due is released from now on.",
    )
}
