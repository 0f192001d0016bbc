//! `resume`

use exequatur_protocol::Action;

use crate::context::Context;
use crate::deal::Deal;
use crate::error::CliError;
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
    let step = Step::new("You end your pause now.", Action::Resume)
        .consequence("releases that are due take effect again")
        .irreversible("a party can pause once only.");
    act(ctx, &deal, step)
}
