//! `escrow release`

use exequatur_client::files::{Message, TermsFile};
use exequatur_protocol::Action;

use super::split::{self, Split, Verb};
use crate::accounts::{doubtful_payment, first_payment};
use crate::arrived::Payments;
use crate::context::Context;
use crate::deal::Deal;
use crate::error::CliError;
use crate::frame;
use crate::outlook::{instead_of_award, shares};
use crate::report::Report;
use crate::signing::{self, Cast, Declaration, Offline, Way};
use crate::text;
use crate::write::{self, Step};

const IRREVERSIBLE: &str = "once it executes, the money is its owners'. Until then `escrow revoke` by the same person makes this signature void.";

/// What becomes of money whose release would pay it.
const NOT_RELEASED: &str = "nothing is approved or released until then; without --pay it is, and the money is credited and waits";

/// Approve a split of what is held; two of payer, payee and tribunal execute it
///
/// Payer and payee together release at once. A party and the tribunal release after the other party had the response period to
/// object by filing a dispute. Nobody's approval counts for another split or twice.
#[derive(Debug, clap::Args)]
pub struct ReleaseArgs {
    /// The escrow's address
    pub escrow: String,
    #[command(flatten)]
    split: Split,
    /// When it executes, pay both parties in the same transaction
    #[arg(long)]
    pay: bool,
    /// With --pay: also parties whose account is known not to be registered; they bring the money back with `account recover`
    #[arg(long, requires = "pay")]
    to_unregistered: bool,
    #[command(flatten)]
    way: Way,
    #[command(flatten)]
    offline: Offline,
    /// Without a chain: number of the proposal, from `escrow status`
    #[arg(long, value_name = "N", requires = "terms")]
    sequence: Option<u32>,
    /// Without a chain: what is held, if it is not the whole amount
    #[arg(long, value_name = "AMOUNT", requires = "terms")]
    held: Option<String>,
}

/// Approves.
pub fn run(ctx: &mut Context, args: ReleaseArgs) -> Result<Report, CliError> {
    approve(ctx, args, Verb::Release)
}

/// What `release` and `settle` share.
pub fn approve(ctx: &mut Context, args: ReleaseArgs, verb: Verb) -> Result<Report, CliError> {
    if args.way.is_off_line()
        && let Some((domain, file)) = args.offline.domain(&args.escrow)?
    {
        let sequence = args.sequence.ok_or_else(|| {
            CliError::usage(
                "NoSequence",
                "without a chain the number of the proposal must be given",
            )
            .values("--sequence N", "none")
            .hint("--sequence N, from `escrow status`")
        })?;
        let parse = |text: &str| {
            exequatur_client::files::amount::parse(text, file.token.decimals).map_err(|error| {
                CliError::usage("BadAmount", "not an amount")
                    .values(error.to_string(), text::escape(text))
            })
        };
        let held = held(args.held.as_deref(), &file, parse)?;
        let (to_payer, to_payee) = args
            .split
            .of(held, None, parse, |amount| file.token.show(amount))?;
        let message = Message::Release {
            to_payer,
            to_payee,
            sequence,
        };
        let release = Declaration {
            domain,
            statement: frame::in_words_offline(&message, &file),
            message,
            warnings: Vec::new(),
            irreversible: IRREVERSIBLE.to_owned(),
            cast: Cast::of_terms(&file),
        };
        return signing::off_line(ctx, release, &args.way);
    }
    let deal = Deal::load(ctx, &args.escrow)?;
    split::still_open(&deal)?;
    let sequence = deal.state.proposal.sequence;
    let signed = signing::first(&args.way.signatures, &deal)?;
    let (to_payer, to_payee) = args.split.of(
        deal.state.money.held,
        signed.as_ref(),
        |text| text::parse_amount(text, &deal.token),
        |amount| deal.amount(amount),
    )?;
    let message = Message::Release {
        to_payer,
        to_payee,
        sequence,
    };
    let statement = frame::in_words(&message, &deal);
    let clause = &deal.state.clause;
    if args.way.is_off_line() {
        let release = Declaration {
            domain: deal.domain(),
            statement,
            message,
            warnings: instead_of_award(&deal).into_iter().collect(),
            irreversible: IRREVERSIBLE.to_owned(),
            cast: Cast::OnChain(Box::new(deal.state)),
        };
        return signing::off_line(ctx, release, &args.way);
    }
    if let Some(signed) = &signed {
        split::same_split(&deal, signed, &message)?;
    }
    let signatures = signing::collect(&args.way.signatures, &deal.domain(), &message)?;
    let action = Action::Release {
        to_payer,
        sequence,
        approve: args.way.sender_approves(),
        pay: args.pay,
    };
    let by = ctx.signer()?.address;
    let at = ctx.chain()?.next_at();
    let effect = split::effect(&deal, by, at, &action, &signatures);
    let title = format!(
        "{} what is held: {}",
        verb.word(),
        shares(&deal, to_payer, to_payee)
    );
    let mut step = Step::new(title, action).irreversible(effect.irreversible);
    step.consequences = statement;
    step.consequences.extend(effect.consequences);
    step.warnings.extend(instead_of_award(&deal));
    let mut paid = Vec::new();
    for (role, owner, amount) in [
        ("payer", clause.payer, to_payer),
        ("payee", clause.payee, to_payee),
    ] {
        if !args.pay || amount == 0 {
            continue;
        }
        let doubt = doubtful_payment(ctx, &deal, &owner, role, args.to_unregistered, NOT_RELEASED)?;
        let first = first_payment(ctx, &clause.asset, &owner, role)?;
        step.consequences.extend(doubt.into_iter().chain(first));
        paid.push((owner, role.to_owned(), amount));
    }
    step.signatures = signatures;
    let payments = Payments::before(ctx, &deal, paid)?;
    let report = write::act(ctx, &deal, step)?;
    Ok(payments.checked(ctx, &deal, report))
}

/// What is held, as somebody says who has no chain at hand: never more than the terms lock.
fn held(
    said: Option<&str>,
    file: &TermsFile,
    parse: impl Fn(&str) -> Result<u64, CliError>,
) -> Result<u64, CliError> {
    let locked = file.terms.amount;
    let held = said.map_or(Ok(locked), parse)?;
    if held <= locked {
        return Ok(held);
    }
    let show = |units| file.token.show(units);
    Err(
        CliError::usage("MoreThanHeld", "--held is more than the terms lock")
            .values(format!("at most {}", show(locked)), show(held))
            .hint("`escrow status` shows what is held; no contract takes a release of more"),
    )
}
