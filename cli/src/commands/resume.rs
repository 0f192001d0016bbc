//! `resume`

use exequatur_protocol::Action;

use crate::context::Context;
use crate::deal::Deal;
use crate::error::CliError;
use crate::outlook::foretold;
use crate::report::Report;
use crate::write::{Step, act};

/// End a pause that you set as a party
#[derive(Debug, clap::Args)]
pub struct ResumeArgs {
    /// Address of the escrow
    pub escrow: String,
}

/// Runs the command.
pub fn run(ctx: &mut Context, args: ResumeArgs) -> Result<Report, CliError> {
    let deal = Deal::load(ctx, &args.escrow)?;
    let (by, at) = (ctx.signer()?.address, ctx.chain()?.next_at());
    let mut step = Step::new("You end your pause now.", Action::Resume)
        .consequence("what the pause held up takes effect with it, if it is due")
        .irreversible("a party can pause once only.");
    step.consequences
        .extend(foretold(&deal, by, at, &step.action));
    act(ctx, &deal, step)
}
