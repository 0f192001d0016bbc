//! `tribunal replace`

use exequatur_protocol::{Order, OrderKind};

use crate::commands::order::{Given, give};
use crate::context::Context;
use crate::error::CliError;
use crate::report::Report;

/// Appoint an arbitrator to a seat: as the appointing authority, or both parties together
///
/// The authority may when the seat is vacant, when its arbitrator let the time to accept pass, or when the tribunal let
/// the time for the award pass (Model Law Art. 11, 14, 15). Both parties may at any time. Nobody may before both have consented.
#[derive(Debug, clap::Args)]
pub struct ReplaceArgs {
    /// Which seat: 0 presides
    #[arg(long, value_name = "N", required_unless_present = "signatures")]
    pub seat: Option<u8>,
    /// The new arbitrator's address, or a key's name
    #[arg(long, value_name = "ADDRESS", required_unless_present = "signatures")]
    pub appointee: Option<String>,
    #[command(flatten)]
    pub given: Given,
}

/// Runs the command.
pub fn run(ctx: &mut Context, args: ReplaceArgs) -> Result<Report, CliError> {
    let mut order = Order {
        kind: OrderKind::Replace,
        seat: args.seat.unwrap_or_default(),
        ..Order::default()
    };
    if let Some(appointee) = &args.appointee {
        order.appointee = ctx.address(appointee)?;
    }
    let complete = args.seat.is_some() && args.appointee.is_some();
    give(
        ctx,
        args.given,
        order,
        complete,
        "whoever had the seat can only come back by another appointment, of which an escrow has a limited number; approvals of a release that wait are void.",
    )
}
