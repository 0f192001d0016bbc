//! `dispute file`

use exequatur_client::files::period;
use exequatur_protocol::Action;

use crate::context::Context;
use crate::deal::Deal;
use crate::error::CliError;
use crate::paper::Paper;
use crate::report::Report;
use crate::text;
use crate::write::{Step, act};

/// File a notice of arbitration, as a party
///
/// Only the notice's hash goes on chain: serve the document itself on the other side as the rules require.
#[derive(Debug, clap::Args)]
pub struct FileArgs {
    /// Address of the escrow
    pub escrow: String,
    /// The notice: a file, or its SHA-256
    #[arg(value_name = "FILE|HASH")]
    pub notice: String,
}

/// Runs the command.
pub fn run(ctx: &mut Context, args: FileArgs) -> Result<Report, CliError> {
    let notice = Paper::of(&args.notice)?;
    let deal = Deal::load(ctx, &args.escrow)?;
    let periods = deal.state.clause.periods;
    let answer_by = periods.response.after(deal.now);
    let step = Step::new(
        "You file a notice of arbitration.",
        Action::Dispute {
            notice: notice.hash,
        },
    )
    .consequence(format!("notice: {}", notice.text()))
    .consequence(format!(
        "{} stay in escrow until an award or a settlement",
        deal.amount(deal.state.money.held)
    ))
    .consequence("every pending approval of a release dies")
    .consequence(format!(
        "the respondent has {} to answer, until about {}",
        period::format(periods.response),
        text::time(answer_by)
    ))
    .consequence(format!(
        "a complete tribunal has {} for its award",
        period::format(periods.award)
    ))
    .irreversible("a notice cannot be withdrawn; both parties can settle at any time.");
    act(ctx, &deal, step)
}
