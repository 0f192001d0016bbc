//! `dispute answer`

use exequatur_protocol::Action;

use crate::context::Context;
use crate::deal::Deal;
use crate::error::CliError;
use crate::paper::Paper;
use crate::report::Report;
use crate::write::{Step, act};

/// Answer a notice of arbitration, as the respondent
///
/// Only the answer's hash goes on chain: send the document itself to the other side and to the tribunal.
#[derive(Debug, clap::Args)]
pub struct AnswerArgs {
    /// Address of the escrow
    pub escrow: String,
    /// The answer: a file, or its SHA-256
    #[arg(value_name = "FILE|HASH")]
    pub answer: String,
}

/// Runs the command.
pub fn run(ctx: &mut Context, args: AnswerArgs) -> Result<Report, CliError> {
    let answer = Paper::of(&args.answer)?;
    let deal = Deal::load(ctx, &args.escrow)?;
    let step = Step::new(
        "You answer the notice of arbitration.",
        Action::Answer {
            answer: answer.hash,
        },
    )
    .consequence(format!("answer: {}", answer.text()))
    .consequence("due notice is proven: an award can be executed from now on")
    .irreversible("one answer can be filed; further writings are exhibits: `evidence add`.");
    act(ctx, &deal, step)
}
