//! Whether tokens that left an escrow arrived whole. The contract sees that exactly the amount left it, and not what its receiver gets: a token
//! that began to keep a fee after the money was locked gives less.

use exequatur_client::asset::in_token;
use exequatur_client::chain::ChainError;
use exequatur_protocol::Address;

use crate::asset::Asset;
use crate::context::Context;
use crate::deal::Deal;
use crate::error::CliError;
use crate::report::Report;

/// Payments in tokens that a transaction may make, with what everybody had before it. None in the chain's own money, which keeps nothing.
#[derive(Clone, Debug)]
pub struct Payments {
    /// Who, as what, and how much in units of the terms.
    owners: Vec<(Address, String, u64)>,
    before: Option<Balances>,
}

#[derive(Clone, Debug)]
struct Balances {
    escrow: u128,
    owners: Vec<u128>,
}

impl Payments {
    /// Looks before they are made.
    pub fn before(
        ctx: &mut Context,
        deal: &Deal,
        owners: Vec<(Address, String, u64)>,
    ) -> Result<Self, CliError> {
        let before = balances(ctx, deal, &owners)?;
        Ok(Payments { owners, before })
    }

    /// Looks afterwards, and adds to the report who got less than was paid.
    pub fn checked(self, ctx: &mut Context, deal: &Deal, mut report: Report) -> Report {
        if !ctx.options.dry_run {
            match self.shortfalls(ctx, deal) {
                Ok(lines) => report.warnings.extend(lines),
                // The transaction is in its block all the same.
                Err(error) => report.warnings.push(format!(
                    "whether the tokens arrived whole was not found out: {}",
                    error.message
                )),
            }
        }
        report
    }

    fn shortfalls(self, ctx: &mut Context, deal: &Deal) -> Result<Vec<String>, CliError> {
        let Some(before) = self.before else {
            return Ok(Vec::new());
        };
        let Some(after) = balances(ctx, deal, &self.owners)? else {
            return Ok(Vec::new());
        };
        // An approval alone pays nobody.
        if after.escrow >= before.escrow {
            return Ok(Vec::new());
        }
        let asset = Asset::load(ctx, deal.state.clause.asset)?;
        let arrived = before.owners.iter().zip(&after.owners);
        let short = self.owners.iter().zip(arrived).filter_map(|(owner, (before, after))| {
            let (_, role, amount) = owner;
            let paid = in_token(*amount, deal.state.clause.unit);
            let arrived = after.saturating_sub(*before);
            (arrived < paid).then(|| {
                let show = |amount: u128| asset.whole().show(amount);
                format!(
                    "{} left the escrow for the {role}, who has only {} more: the token seems to keep the rest. The record says what was paid, \
                     not what arrived; the escrow owes nothing more",
                    show(paid),
                    show(arrived)
                )
            })
        });
        Ok(short.collect())
    }
}

/// What everybody has; `None` if it is not tokens, or the token does not say it.
fn balances(
    ctx: &mut Context,
    deal: &Deal,
    owners: &[(Address, String, u64)],
) -> Result<Option<Balances>, CliError> {
    let asset = deal.state.clause.asset;
    if asset.is_zero() {
        return Ok(None);
    }
    let token = exequatur_client::erc20::Erc20::at(asset);
    let chain = ctx.chain()?;
    let of = |owner: &Address| token.balance_of(chain, owner);
    let all = of(&deal.contract).and_then(|escrow| {
        let owners = owners.iter().map(|(owner, ..)| of(owner));
        Ok(Balances {
            escrow,
            owners: owners.collect::<Result<_, _>>()?,
        })
    });
    match all {
        Ok(all) => Ok(Some(all)),
        // What it has against the payment, the trial of the payment tells.
        Err(ChainError::Failed(_) | ChainError::NoContract(_) | ChainError::Refused(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
