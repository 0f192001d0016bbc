//! The stablecoins of Polkadot Hub, with the numbers and addresses that they have there.
//!
//! A token is a trust-backed asset of the chain. Contracts and Ethereum wallets see it as an ERC-20 contract.

use sp_core::H160;

use super::{AccountId, Balance};

/// Numbers of tokens.
pub type AssetId = u32;

/// A token that every chain with this runtime starts with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its number.
    pub id: AssetId,
    /// Its full name.
    pub name: &'static str,
    /// Its short name.
    pub symbol: &'static str,
    /// Its decimals.
    pub decimals: u8,
    /// What an account has at least, if it has any, in the token's smallest unit. Less is swept to the
    /// recipient of a transfer, or makes the transfer fail.
    pub min_balance: Balance,
}

/// One whole token of either kind, in its smallest unit.
pub const WHOLE: Balance = 1_000_000;

/// The dollar of Tether.
pub const USDT: Token = Token {
    id: 1984,
    name: "Tether USD",
    symbol: "USDt",
    decimals: 6,
    min_balance: 10_000,
};

/// The dollar of Circle.
pub const USDC: Token = Token {
    id: 1337,
    name: "USD Coin",
    symbol: "USDC",
    decimals: 6,
    min_balance: 10_000,
};

/// All of them.
pub const TOKENS: [Token; 2] = [USDT, USDC];

/// The 17th and 18th byte of the address of every trust-backed asset.
pub const ADDRESS_SUFFIX: u16 = 0x0120;

/// The token with this number.
pub fn by_id(id: AssetId) -> Option<&'static Token> {
    TOKENS.iter().find(|token| token.id == id)
}

impl Token {
    /// The address of its ERC-20 contract.
    pub fn address(&self) -> H160 {
        let mut address = [0; 20];
        address[..4].copy_from_slice(&self.id.to_be_bytes());
        address[16..18].copy_from_slice(&ADDRESS_SUFFIX.to_be_bytes());
        H160(address)
    }

    /// Number, owner, whether it alone keeps an account alive, minimum balance.
    pub(crate) fn entry(&self, issuer: &AccountId) -> (AssetId, AccountId, bool, Balance) {
        (self.id, issuer.clone(), true, self.min_balance)
    }

    pub(crate) fn description(&self) -> (AssetId, Vec<u8>, Vec<u8>, u8) {
        (self.id, self.name.into(), self.symbol.into(), self.decimals)
    }
}
