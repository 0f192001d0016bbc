//! `escrow withdraw`

use exequatur_protocol::{Action, Address};

use crate::accounts::{doubtful_payment, first_payment};
use crate::arrived::Payments;
use crate::context::Context;
use crate::deal::Deal;
use crate::error::CliError;
use crate::report::Report;
use crate::text;
use crate::write::{self, Step};

/// Pay an owner what is theirs
///
/// Anybody may send this; only the owner is paid. No pause stops it.
#[derive(Debug, clap::Args)]
pub struct WithdrawArgs {
    /// The escrow's address
    pub escrow: String,
    /// Whose: payer, payee, tribunal, or an address [default: the signer's own]
    #[arg(long, value_name = "WHO")]
    pub owner: Option<String>,
    /// Pay also an owner whose account is known not to be registered: it brings the money back with `account recover`
    #[arg(long)]
    pub to_unregistered: bool,
}

/// What becomes of money that is not paid yet.
const WAITS: &str = "the money is credited and waits";

/// Pays.
pub fn run(ctx: &mut Context, args: WithdrawArgs) -> Result<Report, CliError> {
    let deal = Deal::load(ctx, &args.escrow)?;
    let owner = match args.owner.as_deref() {
        Some("payer") => deal.state.clause.payer,
        Some("payee") => deal.state.clause.payee,
        Some("tribunal") => deal.state.tribunal.seats[0],
        Some(who) => ctx.address(who)?,
        None => ctx.signer()?.address,
    };
    let (account, _) = ctx.chain()?.account_of(&owner)?;
    let mut step = Step::new(
        format!(
            "Pay {} to the {}",
            deal.amount(credit(&deal, &owner)),
            deal.who(&owner)
        ),
        Action::Withdraw { owner },
    )
    .consequence(format!(
        "to {}",
        text::both_forms(&account, &owner, deal.identity.ss58_prefix)
    ))
    .irreversible("a payment.");
    let role = deal.who(&owner);
    // Where there is nothing to pay, that is the answer.
    if credit(&deal, &owner) > 0
        && let Some(line) =
            doubtful_payment(ctx, &deal, &owner, &role, args.to_unregistered, WAITS)?
    {
        step = step.consequence(line);
    }
    if let Some(line) = first_payment(ctx, &deal.state.clause.asset, &owner, &role)? {
        step = step.consequence(line);
    }
    let paid = vec![(owner, role, credit(&deal, &owner))];
    let payments = Payments::before(ctx, &deal, paid)?;
    let report = write::act(ctx, &deal, step)?;
    Ok(payments.checked(ctx, &deal, report))
}

fn credit(deal: &Deal, owner: &Address) -> u64 {
    let (clause, money) = (&deal.state.clause, &deal.state.money);
    let credits = [
        (clause.payer, money.payer),
        (clause.payee, money.payee),
        (deal.state.tribunal.seats[0], money.tribunal),
    ];
    credits
        .iter()
        .filter(|(address, _)| !owner.is_zero() && address == owner)
        .map(|(_, credit)| credit)
        .sum()
}
