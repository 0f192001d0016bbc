//! `tribunal accept`

use exequatur_client::files::{Message, TermsFile};
use exequatur_protocol::Action;

use crate::context::Context;
use crate::deal::Deal;
use crate::error::CliError;
use crate::frame;
use crate::paper::Paper;
use crate::report::Report;
use crate::signing::{Cast, Declaration, Offline, Way, collect, first, off_line};
use crate::stakes::lasting_warnings;
use crate::write::{Step, act};

const IRREVERSIBLE: &str =
    "the disclosure statement stays on record; an arbitrator can still recuse.";

/// Accept the appointment as arbitrator, with a statement of disclosure (Model Law Art. 12)
///
/// When the last seat accepts during a dispute, the time for the award begins.
#[derive(Debug, clap::Args)]
pub struct AcceptArgs {
    /// Address of the escrow
    pub escrow: String,
    /// The statement of disclosure: a file, or its SHA-256
    #[arg(long, value_name = "FILE|HASH", required_unless_present = "signatures")]
    pub disclosure: Option<String>,
    /// Without a chain: how often a seat of this tribunal was filled anew before
    #[arg(long, value_name = "N", default_value_t = 0, requires = "terms")]
    pub appointment: u8,
    #[command(flatten)]
    pub way: Way,
    #[command(flatten)]
    pub offline: Offline,
}

/// Runs the command.
pub fn run(ctx: &mut Context, args: AcceptArgs) -> Result<Report, CliError> {
    let disclosure = args.disclosure.as_deref().map(Paper::of).transpose()?;
    if let Some((domain, file)) = args.offline.domain(&args.escrow)? {
        let message = Message::Appointment {
            disclosure: given(&disclosure)?.hash,
            appointment: args.appointment,
        };
        let acceptance = Declaration {
            domain,
            statement: frame::in_words_offline(&message, &file),
            message,
            warnings: lasting_warnings(&file),
            irreversible: IRREVERSIBLE.to_owned(),
            cast: Cast::of_terms(&file),
        };
        return off_line(ctx, acceptance, &args.way);
    }
    let deal = Deal::load(ctx, &args.escrow)?;
    let message = match (&disclosure, first(&args.way.signatures, &deal)?) {
        (None, Some(message)) => message,
        (_, _) => Message::Appointment {
            disclosure: given(&disclosure)?.hash,
            appointment: deal.state.tribunal.replacements,
        },
    };
    let file = TermsFile::from_terms(deal.terms(ctx)?, deal.token.clone());
    let warnings = lasting_warnings(&file);
    if args.way.is_off_line() {
        let acceptance = Declaration {
            domain: deal.domain(),
            statement: frame::in_words(&message, &deal),
            message,
            warnings,
            irreversible: IRREVERSIBLE.to_owned(),
            cast: Cast::OnChain(deal.state),
        };
        return off_line(ctx, acceptance, &args.way);
    }
    let Message::Appointment { disclosure, .. } = &message else {
        return Err(CliError::usage(
            "OtherMessage",
            "the file is no acceptance of an appointment",
        )
        .values("appointment", message.kind()));
    };
    let action = Action::Appointment {
        disclosure: *disclosure,
        approve: args.way.sender_approves(),
    };
    let mut step =
        Step::new("An arbitrator accepts the appointment.", action).irreversible(IRREVERSIBLE);
    step.consequences = frame::in_words(&message, &deal);
    step.warnings = warnings;
    step.signatures = collect(&args.way.signatures, &deal.domain(), &message)?;
    act(ctx, &deal, step)
}

/// The command line asks for it unless an acceptance is relayed, which has it.
fn given(disclosure: &Option<Paper>) -> Result<&Paper, CliError> {
    let disclosure = disclosure.as_ref();
    disclosure.ok_or_else(|| CliError::bug("an acceptance without a disclosure"))
}
