//! `tribunal accept`

use exequatur_client::files::{Message, TermsFile};
use exequatur_client::outlook;
use exequatur_protocol::{Action, Address, State};

use crate::accounts::Accounts;
use crate::context::Context;
use crate::deal::Deal;
use crate::error::CliError;
use crate::frame;
use crate::outlook::award_time;
use crate::paper::Paper;
use crate::report::Report;
use crate::signing::{Cast, Declaration, Offline, Way, collect, first, off_line, read_one};
use crate::sitting::Sitting;
use crate::stakes::{lasting_warnings, stakes};
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
        let mut statement = frame::in_words_offline(&message, &file);
        let named = State::proposed(&file.terms, file.hash());
        for person in signing(ctx, &args.way)? {
            statement.extend(seat_in_words(&named, &person));
        }
        if args.appointment > 0 {
            statement.push(
                "These are the seats of the terms. One was filled anew since, as the number of the appointment says: only the chain tells who sits now."
                    .to_owned(),
            );
        }
        let accounts = Accounts::off_line_of(ctx, &named).of_people(&file);
        statement.extend(stakes(&file, &accounts));
        let acceptance = Declaration {
            domain,
            statement,
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
    let sitting = Sitting::of(ctx, &deal, &file.terms)?;
    let mut statement = frame::in_words(&message, &deal);
    if args.way.is_off_line() {
        let accepting = signing(ctx, &args.way)?;
        let effect = effect(&deal, &message, &accepting);
        statement.extend(effect.seats);
        statement.extend(effect.time.map(|line| format!("Sent now: {line}.")));
        statement.extend(sitting.stakes(&file));
        let acceptance = Declaration {
            domain: deal.domain(),
            statement,
            message,
            warnings,
            irreversible: IRREVERSIBLE.to_owned(),
            cast: Cast::OnChain(Box::new(deal.state)),
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
    step.signatures = collect(&args.way.signatures, &deal.domain(), &message)?;
    let mut accepting = Vec::new();
    if args.way.sender_approves() {
        accepting.push(ctx.signer()?.address);
    }
    for path in &args.way.signatures {
        accepting.push(read_one(path, &deal.domain(), &message)?.signer);
    }
    let effect = effect(&deal, &message, &accepting);
    statement.extend(effect.seats.into_iter().chain(effect.time));
    statement.extend(sitting.stakes(&file));
    step.consequences = statement;
    step.warnings = warnings;
    act(ctx, &deal, step)
}

/// Who signs here, if that is known: not whose wallet will.
fn signing(ctx: &mut Context, way: &Way) -> Result<Vec<Address>, CliError> {
    if !way.sign_only {
        return Ok(Vec::new());
    }
    Ok(vec![ctx.signer()?.address])
}

/// What acceptances do that are executed with the next block.
struct Effect {
    seats: Vec<String>,
    /// When the award is to be made.
    time: Option<String>,
}

fn effect(deal: &Deal, message: &Message, accepting: &[Address]) -> Effect {
    let Message::Appointment { disclosure, .. } = message else {
        return Effect {
            seats: Vec::new(),
            time: None,
        };
    };
    let action = Action::Appointment {
        disclosure: *disclosure,
        approve: true,
    };
    // What the rules refuse changes nothing; the dry run says why.
    let after = accepting.iter().fold(deal.state, |state, arbitrator| {
        outlook::after(&state, arbitrator, deal.next_at, &action).unwrap_or(state)
    });
    let seats = accepting.iter();
    Effect {
        seats: seats
            .filter_map(|arbitrator| seat_in_words(&deal.state, arbitrator))
            .collect(),
        time: award_time(deal, &after),
    }
}

/// Which seat somebody has.
fn seat_in_words(state: &State, arbitrator: &Address) -> Option<String> {
    let seats = state.roles_of(arbitrator).seats();
    let seat = (seats != 0).then(|| seats.trailing_zeros())?;
    let presides = match seat {
        0 => ", which presides and receives the tribunal's share",
        _ => "",
    };
    Some(format!("This is seat {seat}{presides}."))
}

/// The command line asks for it unless an acceptance is relayed, which has it.
fn given(disclosure: &Option<Paper>) -> Result<&Paper, CliError> {
    let disclosure = disclosure.as_ref();
    disclosure.ok_or_else(|| CliError::bug("an acceptance without a disclosure"))
}
