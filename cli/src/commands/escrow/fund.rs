//! `escrow fund`

use exequatur_protocol::Action;

use crate::context::Context;
use crate::deal::Deal;
use crate::error::CliError;
use crate::report::Report;
use crate::text;
use crate::write::{self, Step};

/// Lock the money (payer)
#[derive(Debug, clap::Args)]
pub struct FundArgs {
    /// The escrow's address
    pub escrow: String,
}

/// Sends exactly the amount of the terms.
pub fn run(ctx: &mut Context, args: FundArgs) -> Result<Report, CliError> {
    let deal = Deal::load(ctx, &args.escrow)?;
    let amount = deal.state.money.held;
    let mut step = Step::new(format!("Lock {} in escrow", deal.amount(amount)), Action::Fund)
        .consequence(format!("{} leave the signer's account for escrow {}", deal.amount(amount), text::address(&deal.contract)))
        .irreversible("the money comes out only by the rules of the terms: release, award, or the passing of time.");
    step.value = amount;
    write::act(ctx, &deal, step)
}
