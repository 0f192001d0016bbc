//! What an escrow's token has against a payment that failed: asked of the token itself, since the contract only sees that it failed.

use exequatur_client::asset::in_token;
use exequatur_client::chain::{Chain, ChainError};
use exequatur_client::erc20::Erc20;
use exequatur_protocol::{Action, Address, Seconds, State};

use crate::text;

/// Why a token does not pay.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// One clause an owner, to go behind what was found.
    pub found: String,
    /// What to do next, where its words tell.
    pub hint: Option<&'static str>,
}

/// Nothing where the chain's own token is paid.
pub fn token_says(
    chain: &dyn Chain,
    contract: &Address,
    state: &State,
    at: Seconds,
    input: &[u8],
) -> Said {
    let clause = &state.clause;
    if clause.asset.is_zero() {
        return Said::default();
    }
    let token = Erc20::at(clause.asset);
    let mut said = Said::default();
    for (owner, amount) in payments(state, at, input) {
        let amount = in_token(amount, clause.unit);
        if amount == 0 {
            continue;
        }
        let Err(ChainError::Failed(words)) = token.would_transfer(chain, contract, &owner, amount)
        else {
            continue;
        };
        let owner = text::address(&owner);
        match meaning(&words) {
            Some((why, hint)) => {
                said.found += &format!("; the token refuses to pay {owner}: {words}, {why}");
                said.hint = said.hint.or(Some(hint));
            }
            None => said.found += &format!("; the token refuses to pay {owner}: {words}"),
        }
    }
    if said.found.is_empty() {
        said.found =
            "; the token does not refuse it, but would hand over another amount".to_owned();
    }
    said
}

/// What the words of a chain's own asset mean for an escrow that pays, and what to do next.
fn meaning(words: &str) -> Option<(&'static str, &'static str)> {
    const MEANINGS: [(&str, &str, &str); 4] = [
        (
            "Frozen",
            "which is said of who pays: the escrow's own account is frozen",
            "only the token's issuer can thaw the escrow's account",
        ),
        (
            "Blocked",
            "which is said of who is paid: the owner's account is blocked",
            "only the token's issuer can unblock the owner's account",
        ),
        (
            "AssetNotLive",
            "which is said of the token as a whole: its issuer stopped it",
            "only the token's issuer can let it move again",
        ),
        (
            "BelowMinimum",
            "which is said of who is paid: the owner's account would have less than the token's smallest balance",
            "put some of the token in the owner's account first",
        ),
    ];
    let known = MEANINGS.iter().find(|(word, ..)| words.contains(word));
    known.map(|(_, why, hint)| (*why, *hint))
}

/// Who would be paid how much by a call, in units of the terms.
fn payments(state: &State, at: Seconds, input: &[u8]) -> Vec<(Address, u64)> {
    let mut now = *state;
    now.tick(at);
    let (clause, money) = (&now.clause, &now.money);
    match Action::from_input(input) {
        Ok((Action::Withdraw { owner }, _)) => {
            let credits = [
                (clause.payer, money.payer),
                (clause.payee, money.payee),
                (now.tribunal.seats[0], money.tribunal),
            ];
            let of_owner = credits.iter().filter(|(who, _)| *who == owner);
            vec![(owner, of_owner.map(|(_, credit)| credit).sum())]
        }
        Ok((Action::Release { to_payer, .. }, _)) => {
            let to_payee = money.held.saturating_sub(to_payer);
            vec![
                (clause.payer, money.payer.saturating_add(to_payer)),
                (clause.payee, money.payee.saturating_add(to_payee)),
            ]
        }
        Ok(_) | Err(_) => Vec::new(),
    }
}
