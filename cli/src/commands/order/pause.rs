//! `order pause`

use exequatur_protocol::{Order, OrderKind};

use super::give::{Given, give, moment};
use crate::context::Context;
use crate::error::CliError;
use crate::report::Report;

/// Order a pause, as the tribunal
///
/// Once an escrow. It ends by itself, and never stops a withdrawal.
#[derive(Debug, clap::Args)]
pub struct PauseArgs {
    #[command(flatten)]
    pub given: Given,
    /// When it ends, for example 2027-01-31T12:00:00Z
    #[arg(long, value_name = "TIME", required_unless_present = "signatures")]
    pub until: Option<String>,
}

/// Runs the command.
pub fn run(ctx: &mut Context, args: PauseArgs) -> Result<Report, CliError> {
    let until = args
        .until
        .as_deref()
        .map(|until| moment(until, "--until"))
        .transpose()?;
    let order = Order {
        kind: OrderKind::Pause,
        until: until.unwrap_or_default(),
        ..Order::default()
    };
    give(
        ctx,
        args.given,
        order,
        until.is_some(),
        "the tribunal can order one pause.",
    )
}
