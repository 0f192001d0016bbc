//! What the own tokens of the known chains are called, and how their accounts count them. Neither is in a chain's state: both are constants of its
//! runtime, so that no proof says them.

/// A chain's own token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NativeToken {
    /// Its symbol.
    pub symbol: &'static str,
    /// Decimal places of the smallest unit in which accounts count it. Contracts count with [`WEI_DECIMALS`] everywhere.
    pub decimals: u8,
}

/// Decimal places in which contracts count the own token of every chain with pallet-revive.
pub const WEI_DECIMALS: u8 = 18;

/// The own token of the chain with this number (EIP-155); `None` if this version knows no such chain. The local chain has the number of a
/// development node.
pub const fn native_of(chain_id: u64) -> Option<NativeToken> {
    let (symbol, decimals) = match chain_id {
        420_420_417 => ("PAS", 10),
        420_420_418 => ("KSM", 12),
        420_420_419 => ("DOT", 10),
        420_420_420 => ("UNIT", 10),
        420_420_421 => ("WND", 12),
        _ => return None,
    };
    Some(NativeToken { symbol, decimals })
}

/// What an account has, in units of 10^`unit` wei, of which contracts count 10^18 to one whole; `None` if the figures are none.
pub(crate) fn in_units(free: u128, dust: u32, decimals: u8, unit: u8) -> Option<u128> {
    let wei = 10u128
        .pow(WEI_DECIMALS.checked_sub(decimals)?.into())
        .checked_mul(free)?
        .checked_add(dust.into())?;
    Some(wei / 10u128.checked_pow(unit.into())?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_need_not_be_what_accounts_count_in() {
        // 120.01 of ten decimal places.
        let free = 1_200_100_000_000;
        assert_eq!(in_units(free, 0, 10, 8), Some(free));
        assert_eq!(in_units(free, 0, 10, 10), Some(12_001_000_000));
        assert_eq!(in_units(free, 99_000_000, 10, 6), Some(free * 100 + 99));
        assert_eq!(in_units(free, 0, 12, 6), Some(free));
        assert_eq!(in_units(u128::MAX, 0, 10, 8), None);
        assert_eq!(in_units(1, 0, 19, 8), None);
    }
}
