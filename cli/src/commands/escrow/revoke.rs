//! `escrow revoke`

use exequatur_protocol::Action;

use crate::context::Context;
use crate::deal::Deal;
use crate::error::CliError;
use crate::report::Report;
use crate::write::{self, Step};

/// Take back an approval
///
/// Yours alone. What others approved on chain stays; what anybody signed for this proposal and nobody sent yet serves no more.
#[derive(Debug, clap::Args)]
pub struct RevokeArgs {
    /// The escrow's address
    pub escrow: String,
}

/// Starts the next proposal.
pub fn run(ctx: &mut Context, args: RevokeArgs) -> Result<Report, CliError> {
    let deal = Deal::load(ctx, &args.escrow)?;
    let own = deal.state.roles_of(&ctx.signer()?.address);
    let proposal = &deal.state.proposal;
    let what = match proposal.approvals & own.0 {
        0 => format!(
            "you have no approval on chain; what you only signed for proposal {} dies",
            proposal.sequence
        ),
        _ => format!(
            "your approval of proposal {} dies, sent or only signed",
            proposal.sequence
        ),
    };
    let step = Step::new("Take back an approval", Action::Revoke)
        .consequence(what)
        .consequence(
            "what others approved on chain stays; what they only signed must be signed anew",
        )
        .consequence("no money moves");
    let stops = proposal.approvals & own.0 != 0 && proposal.executes_at != 0;
    let step = match stops {
        true => step.consequence(
            "the split that would execute by itself does not: it waits for a second approval again",
        ),
        false => step,
    };
    write::act(ctx, &deal, step)
}
