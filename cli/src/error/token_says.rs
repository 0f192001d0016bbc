//! What an escrow's token has against a payment that failed: asked of the token itself, since the contract only sees that it failed.

use exequatur_client::asset::in_token;
use exequatur_client::chain::{Chain, ChainError};
use exequatur_client::erc20::Erc20;
use exequatur_protocol::{Action, Address, Seconds, State};

use crate::text;

/// One clause an owner, to go behind what was found; nothing where the chain's own token is paid.
pub fn token_says(
    chain: &dyn Chain,
    contract: &Address,
    state: &State,
    at: Seconds,
    input: &[u8],
) -> String {
    let clause = &state.clause;
    if clause.asset.is_zero() {
        return String::new();
    }
    let token = Erc20::at(clause.asset);
    let refused = payments(state, at, input)
        .into_iter()
        .filter(|(_, amount)| *amount != 0)
        .filter_map(|(owner, amount)| {
            let amount = in_token(amount, clause.unit);
            match token.would_transfer(chain, contract, &owner, amount) {
                Err(ChainError::Failed(words)) => Some(format!(
                    "; the token refuses {}: {words}",
                    text::address(&owner)
                )),
                Ok(()) | Err(_) => None,
            }
        });
    let refused: String = refused.collect();
    if refused.is_empty() {
        "; the token does not refuse it, but would hand over another amount".to_owned()
    } else {
        refused
    }
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
