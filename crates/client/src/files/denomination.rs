//! How amounts are written, as far as the signed terms say it themselves. The hash of the terms covers asset and unit; it covers neither
//! symbol nor decimals, so a file must not be free to say that a signed amount is ten times another.

use super::amount::{MAX_DECIMALS, Token};
use super::error::{FileError, quoted};
use super::section::Section;
use crate::keys::checksummed;
use exequatur_localchain::tokens::TOKENS;
use exequatur_protocol::Address;

/// Contracts count one whole of every chain's own token as 10^18 (wei).
const NATIVE_DECIMALS: u8 = 18;

/// What signed terms say of how their amounts are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denomination {
    /// The chain's own token: decimals follow from the unit.
    Native {
        /// Decimal places of amounts.
        decimals: u8,
    },
    /// A token that is known by its address.
    Known {
        /// Its symbol.
        symbol: &'static str,
        /// Decimal places of amounts.
        decimals: u8,
    },
    /// A token of which nothing is known: symbol and decimals are whatever somebody says.
    Unknown,
    /// The unit is more than one whole of the asset.
    UnitTooLarge {
        /// The largest unit.
        largest: u8,
    },
}

impl Denomination {
    /// Of amounts in units of 10^`unit` of the asset; zero for the chain's own token.
    pub fn of(asset: &Address, unit: u8) -> Self {
        if asset.is_zero() {
            return match NATIVE_DECIMALS.checked_sub(unit) {
                Some(decimals) => Self::Native { decimals },
                None => Self::UnitTooLarge {
                    largest: NATIVE_DECIMALS,
                },
            };
        }
        let Some(known) = TOKENS.iter().find(|known| known.address().0 == asset.0) else {
            return Self::Unknown;
        };
        match known.decimals.checked_sub(unit) {
            Some(decimals) => Self::Known {
                symbol: known.symbol,
                decimals,
            },
            None => Self::UnitTooLarge {
                largest: known.decimals,
            },
        }
    }

    /// The decimal places, where they follow from what is signed.
    pub fn decimals(&self) -> Option<u8> {
        match self {
            Self::Native { decimals } | Self::Known { decimals, .. } => Some(*decimals),
            Self::Unknown | Self::UnitTooLarge { .. } => None,
        }
    }
}

/// What is said of a token against what follows from the terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contradiction {
    /// The decimal places.
    Decimals {
        /// Those that follow.
        right: u8,
    },
    /// The symbol is not that of the token at this address.
    Symbol {
        /// Its symbol.
        right: &'static str,
    },
    /// The chain's own token bears the symbol of another.
    Disguise,
}

impl Denomination {
    /// Whether what is said of a token contradicts the terms.
    pub fn contradiction(&self, said: &Token) -> Option<Contradiction> {
        match self {
            Self::Known { symbol, .. } if !symbol.eq_ignore_ascii_case(&said.symbol) => {
                Some(Contradiction::Symbol { right: symbol })
            }
            Self::Native { .. } if is_known_symbol(&said.symbol) => Some(Contradiction::Disguise),
            _ => self
                .decimals()
                .filter(|right| *right != said.decimals)
                .map(|right| Contradiction::Decimals { right }),
        }
    }
}

fn is_known_symbol(symbol: &str) -> bool {
    TOKENS
        .iter()
        .any(|known| known.symbol.eq_ignore_ascii_case(symbol))
}

/// The amounts as they are signed, for a token whose decimals nobody signs; nothing where they follow from the terms.
pub fn raw_amounts(asset: &Address, unit: u8, amounts: &[(&str, u64)]) -> Vec<String> {
    if Denomination::of(asset, unit).decimals().is_some() {
        return Vec::new();
    }
    let amounts: Vec<_> = amounts
        .iter()
        .map(|(what, amount)| format!("{what} {amount}"))
        .collect();
    vec![
        format!(
            "What is signed are whole numbers of 10^{unit} of what the contract of the token {} counts in: {}.",
            checksummed(&asset.0),
            amounts.join(", ")
        ),
        "Decimals and symbol of this token are not signed: compare them with the token's contract."
            .to_owned(),
    ]
}

/// The fields `symbol` and `decimals` of a table that is about amounts of this asset. `decimals` may be left out where they follow.
pub(super) fn token_of(section: &Section, asset: &Address, unit: u8) -> Result<Token, FileError> {
    let symbol = super::terms::symbol(section)?;
    let written = section
        .optional_integer("decimals", MAX_DECIMALS.into())?
        .map(|decimals| decimals as u8);
    let denomination = Denomination::of(asset, unit);
    let right_symbol = match denomination {
        Denomination::Known { symbol: known, .. } => symbol == known,
        // What looks like dollars must not be the chain's own token.
        Denomination::Native { .. } => !is_known_symbol(symbol),
        Denomination::Unknown | Denomination::UnitTooLarge { .. } => true,
    };
    if !right_symbol {
        let expected = match denomination {
            Denomination::Known { symbol, .. } => {
                format!(
                    "\"{symbol}\", since {} is its address",
                    checksummed(&asset.0)
                )
            }
            _ => "the symbol of the chain's own token, which this is not".to_owned(),
        };
        return Err(section.mismatch("symbol", expected, quoted(symbol)));
    }
    let decimals = match (denomination, written) {
        (Denomination::UnitTooLarge { largest }, _) => {
            let whose = match asset.is_zero() {
                true => "the chain's own token".to_owned(),
                false => checksummed(&asset.0),
            };
            return Err(section.ill_formed(
                "unit",
                format!("at most {largest} for {whose}"),
                unit.to_string(),
            ));
        }
        (
            Denomination::Native { decimals } | Denomination::Known { decimals, .. },
            Some(written),
        ) if written != decimals => {
            return Err(section.mismatch(
                "decimals",
                format!("{decimals}, which follows from the unit {unit}"),
                written.to_string(),
            ));
        }
        (Denomination::Native { decimals } | Denomination::Known { decimals, .. }, _) => decimals,
        (Denomination::Unknown, Some(written)) => written,
        (Denomination::Unknown, None) => {
            return Err(section.missing(
                "decimals",
                "decimal places of the token's amounts, which only its contract knows",
            ));
        }
    };
    Ok(Token {
        symbol: symbol.to_owned(),
        decimals,
    })
}
