//! `pause`

use exequatur_client::files::period;
use exequatur_client::record_text::pause_in_words;
use exequatur_protocol::Action;

use crate::context::Context;
use crate::deal::Deal;
use crate::error::CliError;
use crate::outlook::foretold;
use crate::paper::Paper;
use crate::report::Report;
use crate::text;
use crate::write::{Step, act};

/// Pause an escrow: as a party, once, for a bounded time
///
/// While it lasts, a release by a party and the tribunal waits, and so does the expiry. It never stops both parties together, never
/// stops a withdrawal, and ends by itself.
#[derive(Debug, clap::Args)]
pub struct PauseArgs {
    /// Address of the escrow
    pub escrow: String,
    /// How long, for example 48h or "3 days"
    #[arg(long = "for", value_name = "PERIOD")]
    pub period: String,
    /// The reason: a file, or its SHA-256
    #[arg(long, value_name = "FILE|HASH")]
    pub reason: String,
}

/// Runs the command.
pub fn run(ctx: &mut Context, args: PauseArgs) -> Result<Report, CliError> {
    let hours = period::parse(&args.period).map_err(|error| {
        CliError::usage("BadPeriod", "--for is no period")
            .values(error.to_string(), text::escape(&args.period))
    })?;
    let reason = Paper::of(&args.reason)?;
    let deal = Deal::load(ctx, &args.escrow)?;
    let longest = deal.state.clause.periods.longest_pause;
    let (by, at) = (ctx.signer()?.address, ctx.chain()?.next_at());
    let mut step = Step::new(
        format!("You pause the escrow for {}.", period::format(hours)),
        Action::Pause {
            hours,
            reason: reason.hash,
        },
    )
    .consequence(pause_in_words(&text::time(hours.after(at))))
    .consequence(format!(
        "the terms allow at most {}; each party has one pause",
        period::format(longest)
    ))
    .consequence(format!("reason: {}", reason.text()))
    .irreversible("your one pause is used, even if you end it early.");
    step.consequences
        .extend(foretold(&deal, by, at, &step.action));
    act(ctx, &deal, step)
}
