//! Amounts as people write them: `12.5`, with as many decimal places as the token has.

/// The most decimal places of a token whose amounts fit into 64 bits with at least one whole unit.
pub const MAX_DECIMALS: u8 = 18;

/// Returned when a text is no amount of the token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "an amount in quotes such as \"12.5\", with a point, at most {decimals} decimal places, and at most {max} whole units"
)]
pub struct AmountError {
    decimals: u8,
    max: u64,
}

/// Reads an amount into the smallest unit of a token with this many decimal places. Exact: never rounds.
///
/// # Errors
/// For anything but digits with at most one point, and for what does not fit into 64 bits.
pub fn parse(text: &str, decimals: u8) -> Result<u64, AmountError> {
    parse_u128(text, decimals)
        .and_then(|amount| u64::try_from(amount).ok())
        .ok_or_else(|| AmountError {
            decimals,
            max: 10u64
                .checked_pow(decimals.into())
                .map_or(0, |one| u64::MAX / one),
        })
}

/// The same for balances, which have 128 bits on chain. `None` if it is no amount.
pub fn parse_u128(text: &str, decimals: u8) -> Option<u128> {
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = text
        .trim()
        .split_once('.')
        .map_or((text.trim(), None), |(w, f)| (w, Some(f)));
    if whole.is_empty() || !digits(whole) {
        return None;
    }
    let one = 10u128.checked_pow(decimals.into())?;
    let mut amount = whole.parse::<u128>().ok()?.checked_mul(one)?;
    if let Some(fraction) = fraction {
        if fraction.is_empty() || !digits(fraction) || fraction.len() > decimals.into() {
            return None;
        }
        let scale = 10u128.checked_pow(u32::from(decimals) - fraction.len() as u32)?;
        amount = amount.checked_add(fraction.parse::<u128>().ok()?.checked_mul(scale)?)?;
    }
    Some(amount)
}

/// Writes an amount given in the smallest unit, without needless zeros: `12.5`.
pub fn format(amount: u128, decimals: u8) -> String {
    let Some(one) = 10u128.checked_pow(decimals.into()) else {
        return format!("{amount}e-{decimals}");
    };
    let (whole, fraction) = (amount / one, amount % one);
    if fraction == 0 {
        return whole.to_string();
    }
    let fraction = format!("{fraction:0width$}", width = decimals.into());
    format!("{whole}.{}", fraction.trim_end_matches('0'))
}

/// How a token's amounts are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its symbol, for example `UNIT`.
    pub symbol: String,
    /// Decimal places of the unit in which terms and awards count.
    pub decimals: u8,
}

impl Token {
    /// The amount with the symbol: `12.5 UNIT`.
    pub fn show(&self, amount: impl Into<u128>) -> String {
        format!(
            "{} {}",
            format(amount.into(), self.decimals),
            super::printable(&self.symbol)
        )
    }

    /// The amount without the symbol: `12.5`.
    pub fn plain(&self, amount: impl Into<u128>) -> String {
        format(amount.into(), self.decimals)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn amounts_are_exact() {
        assert_eq!(parse("12.5", 10), Ok(125_000_000_000));
        assert_eq!(parse("0.0000000001", 10), Ok(1));
        assert_eq!(parse("1844674407.3709551615", 10), Ok(u64::MAX));
        assert_eq!(format(125_000_000_000, 10), "12.5");
        assert_eq!(format(7, 0), "7");
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in [
            "",
            ".",
            "1.",
            ".5",
            "-1",
            "+1",
            "1,5",
            "1 000",
            "1e3",
            "0.00000000001",
            "1844674407.3709551616",
            "١",
        ] {
            assert!(parse(text, 10).is_err(), "{text:?}");
        }
        assert!(parse("1.0", 0).is_err());
    }

    proptest! {
        #[test]
        fn amounts_survive_the_round_trip(amount: u64, decimals in 0..=MAX_DECIMALS) {
            prop_assert_eq!(parse(&format(amount.into(), decimals), decimals), Ok(amount));
        }

        #[test]
        fn no_text_makes_the_reader_panic(text: String, decimals: u8) {
            let _ = parse(&text, decimals);
        }
    }
}
