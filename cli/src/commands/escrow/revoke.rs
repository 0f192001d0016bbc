//! `escrow revoke`

use exequatur_protocol::Action;

use crate::context::Context;
use crate::deal::Deal;
use crate::error::CliError;
use crate::report::Report;
use crate::write::{self, Step};

/// Take back an approval
///
/// Every approval of the current proposal dies, sent or only signed.
#[derive(Debug, clap::Args)]
pub struct RevokeArgs {
    /// The escrow's address
    pub escrow: String,
}

/// Starts the next proposal.
pub fn run(ctx: &mut Context, args: RevokeArgs) -> Result<Report, CliError> {
    let deal = Deal::load(ctx, &args.escrow)?;
    let step = Step::new("Take back an approval", Action::Revoke)
        .consequence(format!(
            "every approval of proposal {} dies, sent or only signed",
            deal.state.proposal.sequence
        ))
        .consequence("no money moves");
    write::act(ctx, &deal, step)
}
