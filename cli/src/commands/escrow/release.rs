//! `escrow release`

use exequatur_client::files::Message;
use exequatur_protocol::{Action, Phase};

use crate::context::Context;
use crate::deal::Deal;
use crate::error::CliError;
use crate::report::Report;
use crate::signing::{self, Offline, Way};
use crate::text;
use crate::write::{self, Step};

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

/// Who gets what.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Split {
    /// To the payer; the payee gets the rest [default: everything to the payee]
    #[arg(long, value_name = "AMOUNT", conflicts_with = "to_payee")]
    pub to_payer: Option<String>,
    /// To the payee; the payer gets the rest
    #[arg(long, value_name = "AMOUNT")]
    pub to_payee: Option<String>,
}

impl Split {
    /// What goes to the payer and to the payee, of what is held.
    pub fn of(
        &self,
        held: u64,
        parse: impl Fn(&str) -> Result<u64, CliError>,
        show: impl Fn(u64) -> String,
    ) -> Result<(u64, u64), CliError> {
        let one = match (&self.to_payer, &self.to_payee) {
            (Some(amount), _) | (None, Some(amount)) => parse(amount)?,
            (None, None) => 0,
        };
        let rest = held.checked_sub(one).ok_or_else(|| {
            CliError::usage("MoreThanHeld", "more than is held")
                .values(format!("at most {}", show(held)), show(one))
                .hint("`escrow status` shows what is held")
        })?;
        Ok(if self.to_payee.is_some() {
            (rest, one)
        } else {
            (one, rest)
        })
    }
}

/// Approves.
pub fn run(ctx: &mut Context, args: ReleaseArgs) -> Result<Report, CliError> {
    approve(ctx, args, "Release")
}

/// What `release` and `settle` share.
pub fn approve(ctx: &mut Context, args: ReleaseArgs, verb: &str) -> Result<Report, CliError> {
    if args.way.is_off_line()
        && let Some((domain, file)) = args.offline.domain(&args.escrow)?
    {
        let sequence = args.sequence.ok_or_else(|| {
            CliError::usage(
                "NoSequence",
                "without a chain the number of the proposal must be given",
            )
            .hint("--sequence N, from `escrow status`")
        })?;
        let parse = |text: &str| {
            exequatur_client::files::amount::parse(text, file.token.decimals).map_err(|error| {
                CliError::usage("BadAmount", "not an amount")
                    .values(error.to_string(), text::escape(text))
            })
        };
        let held = args.held.as_deref().map_or(Ok(file.terms.amount), parse)?;
        let (to_payer, to_payee) = args
            .split
            .of(held, parse, |amount| file.token.show(amount))?;
        let statement = statement(
            verb,
            &file.token.show(to_payer),
            &file.token.show(to_payee),
            sequence,
        );
        let message = Message::Release {
            to_payer,
            to_payee,
            sequence,
        };
        return signing::off_line(ctx, domain, message, &statement, &args.way);
    }
    let deal = Deal::load(ctx, &args.escrow)?;
    let sequence = deal.state.proposal.sequence;
    let (to_payer, to_payee) = args.split.of(
        deal.state.money.held,
        |text| text::parse_amount(text, &deal.identity),
        |amount| deal.amount(amount),
    )?;
    let message = Message::Release {
        to_payer,
        to_payee,
        sequence,
    };
    let statement = statement(
        verb,
        &deal.amount(to_payer),
        &deal.amount(to_payee),
        sequence,
    );
    if args.way.is_off_line() {
        return signing::off_line(ctx, deal.domain(), message, &statement, &args.way);
    }
    let approve = args.way.sender_approves();
    let mut step = Step::new(statement[0].clone(), Action::Release { to_payer, sequence, approve, pay: args.pay })
        .consequence("executes when the second of payer, payee and tribunal approves the same split")
        .irreversible("once it executes, the money is its owners'. Until then `escrow revoke` takes an approval back.");
    if matches!(deal.state.phase, Phase::Disputed | Phase::Awarded) {
        step = step.consequence("it ends the dispute; only both parties together can do this now");
    }
    step.signatures = signing::collect(&args.way.signatures, &deal.domain(), &message)?;
    write::act(ctx, &deal, step)
}

fn statement(verb: &str, to_payer: &str, to_payee: &str, sequence: u32) -> Vec<String> {
    vec![
        format!("{verb} what is held: {to_payer} to the payer, {to_payee} to the payee"),
        format!("proposal number {sequence}"),
    ]
}
