//! What an escrow's money is: the chain's own token, or an ERC-20 token. Amounts are in units of the terms, of which each is
//! 10^`unit` of what the token's contract counts in.

use exequatur_localchain::tokens::{ADDRESS_SUFFIX, TOKENS};
use exequatur_protocol::Address;

pub(crate) use exequatur_audit::trust_backed;

use crate::chain::{Chain, ChainError};
use crate::erc20::{Description, Erc20};
use crate::files::amount::MAX_DECIMALS;
use crate::files::{Denomination, Token};

/// The address of a token that Polkadot Hub has under this name.
pub fn by_name(name: &str) -> Option<Address> {
    TOKENS
        .iter()
        .find(|token| token.symbol.eq_ignore_ascii_case(name))
        .map(|token| Address(token.address().0))
}

/// Names that [`by_name`] knows.
pub fn names() -> impl Iterator<Item = &'static str> {
    TOKENS.iter().map(|token| token.symbol)
}

/// The smallest balance of a token that an account can have, as Polkadot Hub sets it, in what the token's contract counts in. `None`
/// for assets of a chain that are not known here; zero for contracts, which know no such thing.
pub fn known_minimum(token: &Address) -> Option<u128> {
    if !is_asset_of_chain(token) {
        return Some(0);
    }
    TOKENS
        .iter()
        .find(|known| known.address().0 == token.0)
        .map(|known| known.min_balance)
}

/// Whether the address is one under which a chain shows an asset of its own as an ERC-20 token: trust-backed, foreign or of a pool.
fn is_asset_of_chain(token: &Address) -> bool {
    let [_, _, _, _, middle @ .., high, low, 0, 0] = &token.0 else {
        return false;
    };
    let [_, kind] = ADDRESS_SUFFIX.to_be_bytes();
    middle.iter().all(|byte| *byte == 0) && *low == kind && (1..=3).contains(high)
}

/// The smallest unit in which every sum of the token can be paid: 10^unit is at least the minimum balance.
pub fn smallest_unit(minimum: u128) -> u8 {
    (0..=u128::MAX.ilog10())
        .find(|unit| 10u128.pow(*unit) >= minimum)
        .unwrap_or(u128::MAX.ilog10()) as u8
}

/// An amount in what the token's contract counts in.
pub fn in_token(units: u64, unit: u8) -> u128 {
    u128::from(units).saturating_mul(10u128.saturating_pow(unit.into()))
}

impl Description {
    /// How amounts are written that count in units of 10^`unit`. `None` if such a unit is more than a whole token, or if there are
    /// more decimal places than amounts can have.
    pub fn in_units(&self, unit: u8) -> Option<Token> {
        let decimals = self.decimals.checked_sub(unit)?;
        (decimals <= MAX_DECIMALS).then(|| Token {
            symbol: self.symbol.clone(),
            decimals,
        })
    }
}

/// How amounts in an escrow's money are written. Whole units are counted where the token does not say what they are.
///
/// # Errors
/// If the chain cannot be asked.
pub fn token(chain: &dyn Chain, asset: &Address, unit: u8) -> Result<Token, ChainError> {
    if asset.is_zero() {
        let identity = chain.identity();
        let decimals = Denomination::of(asset, unit).decimals();
        return Ok(Token {
            symbol: identity.symbol.clone(),
            decimals: decimals.unwrap_or(identity.decimals),
        });
    }
    let described = match Erc20::at(*asset).description(chain) {
        Ok(described) => described.in_units(unit),
        Err(ChainError::Failed(_) | ChainError::NoContract(_) | ChainError::Refused(_)) => None,
        Err(error) => return Err(error),
    };
    Ok(described.unwrap_or_else(|| Token {
        symbol: "units".to_owned(),
        decimals: 0,
    }))
}

/// What a contract has of an escrow's money, in whole units.
///
/// # Errors
/// If the chain or the token cannot be asked.
pub fn held_by(
    chain: &dyn Chain,
    contract: &Address,
    asset: &Address,
    unit: u8,
) -> Result<u128, ChainError> {
    let balance = match asset.is_zero() {
        true => chain.contract_wei(contract)?,
        false => Erc20::at(*asset).balance_of(chain, contract)?,
    };
    Ok(balance / 10u128.saturating_pow(unit.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn assets_of_the_chain_are_told_from_contracts_by_their_address() {
        let usdt = by_name("usdt").expect("the Hub has it");
        assert_eq!(
            (known_minimum(&usdt), trust_backed(&usdt)),
            (Some(10_000), Some(1984))
        );
        let mut foreign = usdt;
        foreign.0[16] = 2;
        assert_eq!(
            (known_minimum(&foreign), trust_backed(&foreign)),
            (None, None)
        );
        let mut contract = usdt;
        contract.0[19] = 1;
        assert_eq!(
            (known_minimum(&contract), trust_backed(&contract)),
            (Some(0), None)
        );
        assert_eq!(by_name("DAI"), None);
    }

    #[test]
    fn unit_is_the_smallest_that_reaches_the_minimum() {
        for (minimum, unit) in [(0, 0), (1, 0), (2, 1), (10, 1), (10_000, 4), (10_001, 5)] {
            assert_eq!(smallest_unit(minimum), unit, "{minimum}");
        }
        assert_eq!(in_token(12, 4), 120_000);
    }

    #[test]
    fn decimal_places_and_unit_make_the_decimals_of_the_token() {
        let dollar = Description {
            symbol: "USDt".to_owned(),
            decimals: 6,
        };
        assert_eq!(dollar.in_units(4).map(|token| token.decimals), Some(2));
        assert_eq!(dollar.in_units(7), None);
        let fine = Description {
            decimals: 24,
            ..dollar
        };
        assert_eq!(fine.in_units(5), None);
        assert_eq!(fine.in_units(6).map(|token| token.decimals), Some(18));
    }
}
