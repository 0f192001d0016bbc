//! Which token an escrow's money is, and in which unit its amounts are counted.

use exequatur_audit::trust_backed;
use exequatur_client::asset::{by_name, names, smallest_unit};
use exequatur_client::chain::{ChainError, Identity};
use exequatur_client::erc20::{Description, Erc20};
use exequatur_client::files::{TermsFile, Token, amount};
use exequatur_client::keys::{AccountId, Address as Account};
use exequatur_protocol::Address;

use crate::context::Context;
use crate::error::CliError;
use crate::{frame, text};

/// No account can say its amounts in larger units.
const MAX_UNIT: u8 = 18;

/// A token, with what it says of itself and what the chain says of it.
#[derive(Clone, Debug)]
pub struct Asset {
    /// Its contract.
    pub erc20: Erc20,
    /// Symbol and decimals.
    pub description: Description,
    /// The smallest balance that an account can have, in the token's smallest unit; `None` if nobody says it.
    pub minimum: Option<u128>,
}

/// The asset that an option names: zero for the chain's own token.
pub fn named(written: &str) -> Result<Address, CliError> {
    if written == "native" {
        return Ok(Address::ZERO);
    }
    if let Some(token) = by_name(written) {
        return Ok(token);
    }
    match written.parse() {
        Ok(Account::Ethereum(address)) => Ok(Address(address)),
        Ok(Account::Substrate { .. }) | Err(_) => {
            let names: Vec<_> = names().collect();
            Err(
                CliError::usage("BadAddress", "--asset names no token").values(
                    format!(
                        "native, {}, or the 0x address of a token's contract",
                        names.join(", ")
                    ),
                    text::escape(written),
                ),
            )
        }
    }
}

impl Asset {
    /// Asks a token what it is.
    pub fn load(ctx: &mut Context, address: Address) -> Result<Self, CliError> {
        let chain = ctx.chain()?;
        let erc20 = Erc20::at(address);
        let description = erc20.description(chain).map_err(|error| match error {
            ChainError::Failed(_) | ChainError::NoContract(_) | ChainError::Refused(_) => {
                CliError::not_found(
                    "NoToken",
                    format!("no token at {} on this chain", text::address(&address)),
                )
                .values(
                    "an ERC-20 token that says its symbol and decimals",
                    error.to_string(),
                )
                .hint("check the address, and that this is the chain on which the token is")
            }
            other => other.into(),
        })?;
        Ok(Self {
            erc20,
            description,
            minimum: chain.minimum_balance(&address)?,
        })
    }

    /// The unit in which amounts are counted: the one given, or the smallest that keeps every sum payable and the amounts within 64 bits.
    pub fn choose_unit(&self, given: Option<u8>, amounts: &[&str]) -> Result<u8, CliError> {
        if let Some(unit) = given {
            return self.fits(unit).map(|_| unit);
        }
        let minimum = self.minimum.ok_or_else(|| {
            CliError::usage(
                "NoUnit",
                format!(
                    "nobody says what the smallest balance of {} is",
                    text::address(&self.erc20.address)
                ),
            )
            .values("a minimum balance that the chain tells, or --unit N", "neither")
            .hint("find out the asset's minimum balance on its chain, and give --unit N such that 10^N of the token's smallest units are at least as much")
        })?;
        let least = smallest_unit(minimum).max(
            self.description
                .decimals
                .saturating_sub(amount::MAX_DECIMALS),
        );
        self.fits(least)?;
        // What is too much for 64 bits in this unit may fit into larger ones, unless it is too exact for them.
        let larger = (least..=MAX_UNIT.min(self.description.decimals)).find(|unit| {
            let decimals = self.description.decimals - unit;
            amounts
                .iter()
                .all(|text| amount::parse(text, decimals).is_ok())
        });
        Ok(larger.unwrap_or(least))
    }

    /// How amounts in this unit are written, if every sum in it can be paid.
    pub fn fits(&self, unit: u8) -> Result<Token, CliError> {
        let error = |expected: String, found: String| {
            CliError::usage(
                "UnitDoesNotFit",
                format!("amounts of {} cannot be counted in this unit", self.description.symbol),
            )
            .values(expected, found)
            .hint("leave --unit out, or write new terms with another unit: `terms new --asset` chooses one that fits")
        };
        let minimum = self.minimum.unwrap_or_default();
        if unit < smallest_unit(minimum) {
            return Err(error(
                format!(
                    "a unit of at least {}: less than {} can neither be paid nor left behind",
                    smallest_unit(minimum),
                    self.whole().show(minimum)
                ),
                unit.to_string(),
            ));
        }
        let fitting = self.description.in_units(unit).filter(|_| unit <= MAX_UNIT);
        fitting.ok_or_else(|| {
            let decimals = self.description.decimals;
            let from = decimals.saturating_sub(amount::MAX_DECIMALS);
            error(
                format!(
                    "a unit from {from} to {}, for a token with {decimals} decimals",
                    decimals.min(MAX_UNIT)
                ),
                unit.to_string(),
            )
        })
    }

    /// What an account has of it. Assets of the chain count by account, whether or not its address leads there; other tokens know addresses
    /// only.
    pub fn balance_of(
        &self,
        ctx: &mut Context,
        account: &AccountId,
        address: &Address,
    ) -> Result<u128, CliError> {
        let chain = ctx.chain()?;
        Ok(match trust_backed(&self.erc20.address) {
            Some(number) => chain.asset_balance(number, account)?,
            None => self.erc20.balance_of(chain, address)?,
        })
    }

    /// How balances are written, which the token's contract counts in its smallest unit.
    pub fn whole(&self) -> Token {
        Token {
            symbol: self.description.symbol.clone(),
            decimals: self.description.decimals,
        }
    }
}

/// How the chain writes amounts of the asset that a terms file names, and in its unit.
///
/// # Errors
/// If there is no such token, or the unit does not fit it.
pub fn of_terms(ctx: &mut Context, file: &TermsFile) -> Result<Token, CliError> {
    let terms = &file.terms;
    if !terms.asset.is_zero() {
        return Asset::load(ctx, terms.asset)?.fits(terms.unit);
    }
    Ok(frame::token(&ctx.identity()?))
}

/// What is wrong with how terms count their money, for people who are about to read or to accept them.
pub fn doubts(ctx: &mut Context, file: &TermsFile) -> Result<Vec<String>, CliError> {
    let terms = &file.terms;
    if terms.asset.is_zero() {
        return Ok(doubts_of_native(&ctx.identity()?, file));
    }
    let found = match of_terms(ctx, file) {
        Ok(found) => found,
        Err(error) if matches!(error.code.as_str(), "NoToken" | "UnitDoesNotFit") => {
            let found = error.found.unwrap_or_default();
            return Ok(vec![format!(
                "{}: expected {}, found {found}",
                error.message,
                error.expected.unwrap_or_default()
            )]);
        }
        Err(error) => return Err(error),
    };
    if found == file.token {
        return Ok(Vec::new());
    }
    let one = 10u64.saturating_pow(found.decimals.into());
    Ok(vec![format!(
        "the file writes amounts otherwise than the token at {} does: what the token calls {} the file calls {}",
        text::address(&terms.asset),
        found.show(one),
        file.token.show(one)
    )])
}

fn doubts_of_native(identity: &Identity, file: &TermsFile) -> Vec<String> {
    let mut doubts = Vec::new();
    let unit = file.terms.unit;
    if unit != identity.unit {
        doubts.push(format!(
            "this chain counts in units of 10^{}, the terms in units of 10^{unit}: they are for another chain",
            identity.unit
        ));
    }
    if file.token.symbol != identity.symbol {
        doubts.push(format!(
            "the file calls the money {}, this chain's own token is {}",
            text::escape(&file.token.symbol),
            text::escape(&identity.symbol)
        ));
    }
    doubts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asset(minimum: Option<u128>) -> Asset {
        Asset {
            erc20: Erc20::at(Address([7; 20])),
            description: Description {
                symbol: "TOK".to_owned(),
                decimals: 6,
            },
            minimum,
        }
    }

    #[test]
    fn unit_must_be_given_where_nobody_says_what_the_smallest_balance_is() {
        let error = asset(None).choose_unit(None, &["1"]).expect_err("unknown");
        assert_eq!((error.code.as_str(), error.kind.exit_code()), ("NoUnit", 2));
        assert!(
            error.expected.is_some() && error.found.is_some(),
            "{error:?}"
        );
        assert!(error.hint.is_some_and(|hint| hint.contains("--unit N")));
        assert_eq!(asset(None).choose_unit(Some(4), &["1"]), Ok(4));
        assert_eq!(asset(Some(10_000)).choose_unit(None, &["1"]), Ok(4));
    }
}
