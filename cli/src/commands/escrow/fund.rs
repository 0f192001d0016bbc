//! `escrow fund`

use exequatur_client::asset::in_token;
use exequatur_client::chain::{Call, Chain, ChainError, Cost, Needed};
use exequatur_client::erc20::Erc20;
use exequatur_client::files::TermsFile;
use exequatur_protocol::{Action, Address, Refusal};

use crate::accounts::{registered_before, unregistered_but_signer};
use crate::asset::Asset;
use crate::context::{Context, Signer};
use crate::deal::Deal;
use crate::error::{CliError, Kind, call_refused};
use crate::report::Report;
use crate::sitting::Sitting;
use crate::stakes::warnings;
use crate::text;
use crate::write::{self, Outcome, Plan, Step};

/// Selector of the message that answers the state and changes nothing.
const STATUS: [u8; 4] = [0, 0, 0, 16];

/// Lock the money (payer)
///
/// The chain's own token goes with the transaction. An ERC-20 token is fetched by the escrow, for which the payer first allows the
/// escrow to take exactly the amount: two transactions, of which the first is left out where it was made before.
#[derive(Debug, clap::Args)]
pub struct FundArgs {
    /// The escrow's address
    pub escrow: String,
}

/// Locks exactly the amount of the terms.
pub fn run(ctx: &mut Context, args: FundArgs) -> Result<Report, CliError> {
    let deal = Deal::load(ctx, &args.escrow)?;
    let amount = deal.state.money.held;
    let mut step = Step::new(format!("Lock {} in escrow", deal.amount(amount)), Action::Fund)
        .consequence(format!("{} leave the signer's account for escrow {}", deal.amount(amount), text::address(&deal.contract)))
        .irreversible("the money comes out only by the rules of the terms: release, award, or the passing of time.");
    let file = TermsFile::from_terms(deal.terms(ctx)?, deal.token.clone());
    let sitting = Sitting::of(ctx, &deal, &file.terms)?;
    step.consequences.extend(sitting.stakes(&file));
    step.warnings = warnings(&file, deal.now);
    step.warnings.extend(sitting.warnings());
    step.warnings
        .extend(unregistered_but_signer(ctx, &deal.state)?);
    if deal.state.clause.asset.is_zero() {
        step.value = amount;
        return write::act(ctx, &deal, step);
    }
    registered_before(ctx, "the token pays from where the payer's address leads")?;
    match approval(ctx, &deal)? {
        Some(approval) => approve_and_lock(ctx, &deal, step, approval),
        None => write::act(ctx, &deal, step),
    }
}

/// What the token must be told first, if locking fails for want of that alone.
fn approval(ctx: &mut Context, deal: &Deal) -> Result<Option<Call>, CliError> {
    let payer = ctx.signer()?.address;
    let (clause, amount) = (&deal.state.clause, deal.state.money.held);
    let asset = Asset::load(ctx, clause.asset)?;
    asset.fits(clause.unit)?;
    let chain = ctx.chain()?;
    let locking = Action::Fund.to_input(&[]);
    match chain.ask(&payer, &deal.contract, locking) {
        Err(ChainError::Refused(Refusal::NotFetched)) => {}
        // It works as it is, or fails for another reason, which sending it tells.
        Ok(_) | Err(_) => return Ok(None),
    }
    let amount = in_token(amount, clause.unit);
    let balance = asset.erc20.balance_of(chain, &payer)?;
    enough(&asset, &payer, balance, amount)?;
    if let Err(ChainError::Failed(words)) =
        asset
            .erc20
            .would_transfer(chain, &payer, &deal.contract, amount)
    {
        return Err(CliError::new(
            Kind::Refused,
            "TokenRefuses",
            "the token refuses to move the money to the escrow",
        )
        .values(
            format!("a transfer of {}", asset.whole().show(amount)),
            words,
        )
        .hint("the account may be frozen, or the token paused: ask whoever issues it"));
    }
    let allowed = asset.erc20.allowance(chain, &payer, &deal.contract)?;
    if allowed >= amount {
        // Allowance and balance suffice, and still the escrow does not get it.
        return Err(inexact(deal));
    }
    let approval = asset.erc20.approve(&deal.contract, amount);
    let locking = Action::Fund.to_input(&[]);
    match chain.ask_after(&payer, &approval, &deal.contract, locking) {
        // Nobody pays for an approval that is of no use.
        Err(ChainError::Refused(Refusal::NotFetched)) => Err(inexact(deal)),
        // It works; or the chain cannot tell; or it fails for another reason, which sending it tells.
        Ok(_) | Err(_) => Ok(Some(approval)),
    }
}

/// The escrow takes exactly the amount or nothing, and the token moves something else.
fn inexact(deal: &Deal) -> CliError {
    let token = text::address(&deal.state.clause.asset);
    CliError::new(
        Kind::Refused,
        "InexactToken",
        format!("the token {token} does not move the amount that it is told to move, as one that keeps a fee"),
    )
    .values(
        format!("exactly {} in the escrow", deal.amount(deal.state.money.held)),
        "another amount, or a false answer; allowance and balance would suffice",
    )
    .hint("nobody can lock this token; agree on new terms in another one")
}

/// Whether the account has the amount, and afterwards nothing or at least what an account must have.
fn enough(asset: &Asset, payer: &Address, balance: u128, amount: u128) -> Result<(), CliError> {
    let show = |amount: u128| asset.whole().show(amount);
    let minimum = asset.minimum.unwrap_or_default();
    let Some(left) = balance.checked_sub(amount) else {
        return Err(CliError::new(
            Kind::Refused,
            "TooFewTokens",
            format!("{} has too little of the token", text::address(payer)),
        )
        .values(format!("{} or more", show(amount)), show(balance))
        .hint("put the token in the account; on a local chain: `chain faucet --asset`"));
    };
    if left != 0 && left < minimum {
        return Err(CliError::new(
            Kind::Refused,
            "RemainderTooSmall",
            "the token would hand over the remainder of the account too, and the escrow takes no more than its amount",
        )
        .values(
            format!("nothing left behind, or at least {}", show(minimum)),
            format!("{} left behind", show(left)),
        )
        .hint("put more of the token in the account, or send the remainder elsewhere first"));
    }
    Ok(())
}

/// Roughly what locking costs, in planck, before it can be tried: as much as asking the escrow for its status and paying the amount to it, each in
/// a transaction of its own. Locking does both, and pays for one transaction.
fn locking_at_most(chain: &dyn Chain, payer: &Signer, deal: &Deal) -> Result<Cost, ChainError> {
    let clause = &deal.state.clause;
    let asking = Call::Message {
        contract: deal.contract,
        input: STATUS.to_vec(),
        value: 0,
    };
    let amount = in_token(deal.state.money.held, clause.unit);
    let paying = Erc20::at(clause.asset).transfer(&deal.contract, amount);
    let asking = cost(chain, payer, &asking)?;
    let paying = cost(chain, payer, &paying)?;
    Ok(Cost {
        fee: asking.fee + paying.fee,
        deposit: paying.deposit,
        ..Cost::default()
    })
}

/// What a transaction costs, whether or not the payer has so much.
fn cost(chain: &dyn Chain, payer: &Signer, call: &Call) -> Result<Cost, ChainError> {
    match chain.dry_run(&payer.account, call) {
        Ok(dry) => Ok(dry.cost),
        Err(ChainError::CannotPay { needed, .. }) if !needed.is_least => Ok(Cost {
            fee: needed.fee,
            deposit: needed.deposit,
            ..Cost::default()
        }),
        Err(error) => Err(error),
    }
}

/// What the two transactions take besides the tokens, in planck.
struct Both {
    /// The second one at most.
    locking: u128,
    /// Held in between.
    held: u128,
}

/// Whoever could pay only the first would have approved for nothing, and is refused before.
fn payable(ctx: &mut Context, deal: &Deal, approval: &Call) -> Result<Both, CliError> {
    let payer = ctx.signer()?;
    let chain = ctx.chain()?;
    let locking = locking_at_most(chain, &payer, deal);
    let first = cost(chain, &payer, approval);
    let (locking, first) = match (locking, first) {
        (Ok(locking), Ok(first)) => (locking, first),
        (Err(error), _) | (_, Err(error)) => {
            return Err(call_refused(ctx, &payer, approval, error));
        }
    };
    let chain = ctx.chain()?;
    let held = chain.approval_deposit(&deal.state.clause.asset)?;
    let needed = Needed {
        deposit: held,
        stays: chain.identity().existential_deposit,
        ..Needed::default()
    };
    let needed = needed.and(&first).and(&locking);
    let found = chain.balance(&payer.account)?;
    if found < needed.total() {
        let error = ChainError::CannotPay { needed, found };
        return Err(call_refused(ctx, &payer, approval, error));
    }
    Ok(Both {
        locking: locking.fee + locking.deposit,
        held,
    })
}

/// One confirmation for both transactions. Where the second fails, the first stands, and harms nobody: only the payer can make the
/// escrow take what it was allowed.
fn approve_and_lock(
    ctx: &mut Context,
    deal: &Deal,
    step: Step,
    approval: Call,
) -> Result<Report, CliError> {
    let mut consequences = step.consequences.clone();
    consequences.push(format!(
        "two transactions: first the token is told that the escrow may take exactly {} (approve), then the escrow takes them",
        deal.amount(deal.state.money.held)
    ));
    let both = payable(ctx, deal, &approval)?;
    consequences.push(format!(
        "the cost below is that of the first; the second can be tried only after it, and costs at most about {}",
        text::amount(both.locking, &deal.identity)
    ));
    if both.held > 0 {
        consequences.push(format!(
            "in between, the chain holds {} for the approval; they come back when the escrow takes the tokens",
            text::amount(both.held, &deal.identity)
        ));
    }
    let plan = Plan {
        title: step.title.clone(),
        consequences,
        warnings: step.warnings.clone(),
        irreversible: step.irreversible.clone(),
        call: approval,
        escrow: Some(deal.contract),
        completes: false,
    };
    let approved = match write::send(ctx, plan)? {
        Outcome::Planned(report) => return Ok(report),
        Outcome::Sent(receipt) => receipt,
    };
    // Both were confirmed.
    ctx.options.yes = true;
    let mut report = write::act(ctx, deal, step).map_err(|error| {
        if ctx.went_in.iter().any(|one| one.completes) {
            // It is locked, and only what comes after that failed.
            return error;
        }
        // What was allowed just now is enough, so it is the token.
        let error = if error.code == Refusal::NotFetched.code() {
            inexact(deal)
        } else {
            error
        };
        half_done(error)
    })?;
    report.value["approval"] = write::receipt_value(&approved);
    report.text = format!(
        "approved: {}, {}\n{}",
        text::hash(&approved.tx_hash),
        write::cost_text(&approved.cost, &deal.identity),
        report.text
    );
    Ok(report)
}

/// The token was told, and then something went wrong.
fn half_done(error: CliError) -> CliError {
    let hint = match error.hint {
        Some(hint) => format!(" ({hint})"),
        None => String::new(),
    };
    // What was handed over may still lock the money.
    let locked = if error.code == "Unsettled" {
        "whether the money was locked is not known"
    } else {
        "nothing was locked"
    };
    let next = if error.code == "InexactToken" {
        ""
    } else {
        "; run that again, it will not approve twice"
    };
    CliError {
        message: format!("the token was told, but {locked}: {}", error.message),
        hint: Some(format!(
            "the approval stands, and only the payer's own `escrow fund` uses it{next}{hint}"
        )),
        sent: true,
        ..error
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_is_not_said_to_be_undone() {
        let unknown = half_done(CliError::new(Kind::Network, "Unsettled", "lost"));
        assert!(
            unknown.message.contains("is not known: lost"),
            "{unknown:?}"
        );
        let refused = half_done(CliError::new(Kind::Refused, "NotFetched", "no").hint("ask"));
        assert!(
            refused.message.contains("nothing was locked: no"),
            "{refused:?}"
        );
        assert!(refused.sent && refused.hint.is_some_and(|hint| hint.ends_with("(ask)")));
    }
}
