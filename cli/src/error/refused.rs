//! Refusals with what was expected and what was found.

use std::path::Path;

use exequatur_client::asset;
use exequatur_client::chain::{Call, ChainError, Identity, Needed};
use exequatur_client::erc20::transferred;
use exequatur_client::files::TermsFile;
use exequatur_client::refusal_facts::{Attempt, Facts, facts, terms_facts};
use exequatur_protocol::{Action, Address, Phase, Refusal, Seconds, State};

use super::token_says::token_says;
use super::{CliError, refusal};
use crate::asset::Asset;
use crate::context::{Context, Signer};
use crate::text;

/// What a chain said to a call, with the facts behind it.
pub fn call_refused(
    ctx: &mut Context,
    signer: &Signer,
    call: &Call,
    error: ChainError,
) -> CliError {
    match error {
        ChainError::Refused(refusal) => {
            // Facts explain; where they cannot be had, the refusal itself is still what the reader must know.
            let facts = facts_of(ctx, signer, call, refusal).ok().flatten();
            let error = with_facts(ChainError::Refused(refusal).into(), facts);
            match refusal {
                Refusal::PaymentFailed => unpaid(error, call),
                _ => error,
            }
        }
        ChainError::CannotPay { needed, found } => {
            let mapped = CliError::from(ChainError::CannotPay { needed, found });
            match ctx.identity() {
                Ok(identity) => cannot_pay(mapped, &needed, found, &identity),
                Err(_) => mapped,
            }
        }
        ChainError::Failed(words) => {
            let enough = if words.contains(BELOW_MINIMUM) {
                smallest_payment(ctx, call).ok().flatten()
            } else {
                None
            };
            let mapped = CliError::from(ChainError::Failed(words));
            match enough {
                Some((enough, found)) => mapped.values(enough, found).hint(
                    "pay as much as an account needs to exist, or somebody who has an account; the check is made before anything is sent",
                ),
                None => mapped,
            }
        }
        other => other.into(),
    }
}

/// What a payment that failed leaves: a credit, or, where a release was to pay at once, everything as it was.
fn unpaid(mut error: CliError, call: &Call) -> CliError {
    let Call::Message { input, .. } = call else {
        return error;
    };
    let what_next = if matches!(Action::from_input(input), Ok((Action::Release { .. }, _))) {
        error.message = "the payment failed, so nothing was released".to_owned();
        "the same command without --pay releases: the money is credited, and is withdrawn when it can be received"
    } else {
        "the credit is kept and can be withdrawn afterwards"
    };
    error.hint = Some(match error.hint {
        Some(why) => format!("{why}; {what_next}"),
        None => what_next.to_owned(),
    });
    error
}

/// What a chain says of a payment that is too small for its receiver to exist.
const BELOW_MINIMUM: &str = "BelowMinimum";

/// The smallest first payment to somebody, and the one that was tried, if it can be told by the call.
fn smallest_payment(ctx: &mut Context, call: &Call) -> Result<Option<(String, String)>, CliError> {
    let (smallest, tried) = match call {
        Call::Transfer { value, .. } => {
            let identity = ctx.identity()?;
            let smallest = text::amount(identity.existential_deposit, &identity);
            (smallest, text::amount(*value, &identity))
        }
        Call::Message {
            contract, input, ..
        } => {
            let (Some(amount), true) = (
                transferred(input),
                ctx.chain()?
                    .minimum_balance(contract)?
                    .is_some_and(|minimum| minimum > 0),
            ) else {
                return Ok(None);
            };
            let asset = Asset::load(ctx, *contract)?;
            let token = asset.whole();
            let smallest = asset.minimum.unwrap_or_default();
            (token.show(smallest), token.show(amount))
        }
        Call::Instantiate { .. } | Call::Register | Call::BringBack { .. } => return Ok(None),
    };
    Ok(Some((
        format!(
            "{smallest} or more, the smallest balance of an account, as the first payment to this one"
        ),
        tried,
    )))
}

/// What it takes, what of it for what, what is there, and how much is missing.
fn cannot_pay(error: CliError, needed: &Needed, found: u128, identity: &Identity) -> CliError {
    let show = |planck: u128| text::amount(planck, identity);
    let parts = [
        (needed.value, "to pay"),
        (needed.deposit, "deposit for storage"),
        (needed.fee, "for the fee at most"),
        (needed.stays, "that has to stay in the account"),
    ];
    let parts = parts.into_iter().filter(|(planck, _)| *planck != 0);
    let mut parts: Vec<_> = parts
        .map(|(planck, what)| format!("{} {what}", show(planck)))
        .collect();
    if needed.is_least {
        parts.push(
            "and fee and deposit, which this chain does not tell to somebody without the money"
                .to_owned(),
        );
    }
    let missing = show(needed.total().saturating_sub(found));
    error
        .values(
            format!("{} or more: {}", show(needed.total()), parts.join(", ")),
            format!("{}, {missing} too little", show(found)),
        )
        .hint(format!(
            "put {missing} or more in the account; on a local chain: `chain faucet`"
        ))
}

/// Refuses terms in a file that the contract would refuse.
pub fn check_terms(path: &Path, file: &TermsFile) -> Result<(), CliError> {
    file.terms.check().map_err(|refusal| {
        let message = format!("{}: {refusal}", path.display());
        let error =
            CliError::usage(refusal.code(), text::escape(&message)).hint(refusal::hint(refusal));
        with_facts(error, terms_facts(refusal, &file.terms, &file.token))
    })
}

fn with_facts(mut error: CliError, facts: Option<Facts>) -> CliError {
    if let Some(facts) = facts {
        error.expected = Some(facts.expected);
        error.found = Some(facts.found);
        if let Some(hint) = facts.hint {
            error.hint = Some(hint.to_owned());
        }
    }
    error
}

fn facts_of(
    ctx: &mut Context,
    signer: &Signer,
    call: &Call,
    refusal: Refusal,
) -> Result<Option<Facts>, CliError> {
    let identity = ctx.identity()?;
    let chain = ctx.chain()?;
    let (contract, state, input, value): (Address, Option<State>, _, _) = match call {
        Call::Instantiate { input, value, .. } => {
            (chain.next_contract(&signer.account)?, None, input, value)
        }
        Call::Message {
            contract,
            input,
            value,
        } => (*contract, Some(chain.state(contract)?), input, value),
        Call::Transfer { .. } | Call::Register | Call::BringBack { .. } => return Ok(None),
    };
    let (now, at) = (chain.now(), chain.next_at());
    let (asset, unit) = match (&state, Action::from_input(input)) {
        (Some(state), _) => (state.clause.asset, state.clause.unit),
        (None, Ok((Action::Open { terms }, _))) => (terms.asset, terms.unit),
        (None, Ok(_) | Err(_)) => (Address::ZERO, identity.unit),
    };
    let token = asset::token(chain, &asset, unit)?;
    let attempt = Attempt {
        state: state.as_ref(),
        contract,
        chain_id: identity.chain_id,
        by: signer.address,
        // The rules saw the call in the next block.
        at,
        // The unit of terms in the chain's own token is its smallest, and only that goes with a call.
        value: u64::try_from(*value).unwrap_or(u64::MAX),
        input,
        token: &token,
    };
    let mut facts = facts(refusal, &attempt);
    if let (Some(facts), Some(state)) = (&mut facts, state) {
        if refusal == Refusal::PaymentFailed {
            let said = token_says(chain, &contract, &state, at, input);
            facts.found += &said.found;
            facts.hint = said.hint.or(facts.hint);
        }
        if phase_at(state, now) != phase_at(state, at) {
            facts.found += &format!(
                "; the deadline passes with the next block, at {}",
                text::time(at)
            );
        }
    }
    Ok(facts)
}

fn phase_at(mut state: State, at: Seconds) -> Phase {
    state.tick(at);
    state.phase
}
