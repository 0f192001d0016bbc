//! `dispute acknowledge`

use exequatur_protocol::Action;

use crate::context::Context;
use crate::deal::Deal;
use crate::error::CliError;
use crate::report::Report;
use crate::write::{Step, act};

/// Acknowledge a notice of arbitration, as the respondent
///
/// It proves that you were served, and admits nothing. You can still answer afterwards.
#[derive(Debug, clap::Args)]
pub struct AcknowledgeArgs {
    /// Address of the escrow
    pub escrow: String,
}

/// Runs the command.
pub fn run(ctx: &mut Context, args: AcknowledgeArgs) -> Result<Report, CliError> {
    let deal = Deal::load(ctx, &args.escrow)?;
    let step = Step::new(
        "You acknowledge the notice of arbitration.",
        Action::Acknowledge,
    )
    .consequence("it is proven that you received the notice: an award can be executed from now on")
    .consequence("you admit nothing and can still answer with `dispute answer`")
    .irreversible("an acknowledgement cannot be taken back.");
    act(ctx, &deal, step)
}
