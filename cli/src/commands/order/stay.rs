//! `order stay`

use exequatur_protocol::{Order, OrderKind};

use super::give::{Given, give, moment};
use crate::context::Context;
use crate::error::CliError;
use crate::report::Report;

/// Record a court's stay of the final award, as the notary
///
/// The money waits until it ends, at most for the longest stay of the terms.
#[derive(Debug, clap::Args)]
pub struct StayArgs {
    #[command(flatten)]
    pub given: Given,
    /// When it ends, for example 2027-01-31T12:00:00Z
    #[arg(long, value_name = "TIME", required_unless_present = "signatures")]
    pub until: Option<String>,
}

/// Runs the command.
pub fn run(ctx: &mut Context, args: StayArgs) -> Result<Report, CliError> {
    let until = args
        .until
        .as_deref()
        .map(|until| moment(until, "--until"))
        .transpose()?;
    let order = Order {
        kind: OrderKind::Stay,
        until: until.unwrap_or_default(),
        ..Order::default()
    };
    give(
        ctx,
        args.given,
        order,
        until.is_some(),
        "a final award can be stayed twice at most; the stay counts even if it is lifted.",
    )
}
