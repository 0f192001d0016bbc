//! `tribunal decline`

use exequatur_protocol::Action;

use crate::context::Context;
use crate::deal::Deal;
use crate::error::CliError;
use crate::paper::Paper;
use crate::report::Report;
use crate::write::{Step, act};

/// Decline the appointment, or recuse yourself, as an arbitrator
#[derive(Debug, clap::Args)]
pub struct DeclineArgs {
    /// Address of the escrow
    pub escrow: String,
    /// The reason: a file, or its SHA-256
    #[arg(long, value_name = "FILE|HASH")]
    pub reason: String,
}

/// Runs the command.
pub fn run(ctx: &mut Context, args: DeclineArgs) -> Result<Report, CliError> {
    let reason = Paper::of(&args.reason)?;
    let deal = Deal::load(ctx, &args.escrow)?;
    let step = Step::new(
        "You leave the tribunal.",
        Action::Decline {
            reason: reason.hash,
        },
    )
    .consequence(format!("reason: {}", reason.text()))
    .consequence("your seat is vacant; the appointing authority or both parties fill it")
    .consequence("approvals of a release that wait are void, whoever gave them")
    .irreversible("you cannot come back unless you are appointed again.");
    act(ctx, &deal, step)
}
