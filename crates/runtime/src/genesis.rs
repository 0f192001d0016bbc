//! What a new chain starts with.

use frame_support::traits::BuildGenesisConfig;
use sp_core::{Pair, sr25519};

use crate::{
    AccountId, Balance, Runtime, RuntimeGenesisConfig,
    fees::MAX_SWING_PERCENT,
    params::{AutoMap, ChainId, EXISTENTIAL_DEPOSIT, FeeSwing, GenesisSeed, UNIT},
    tokens::{self, AssetId, TOKENS, Token},
};

/// The last second of the year 9999: the clock of a chain goes no further.
pub const MAX_TIME_S: u64 = 253_402_300_799;

/// The first block of a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Genesis {
    /// The number that Ethereum-style signatures name this chain by. Not zero.
    pub chain_id: u64,
    /// Makes the genesis hash differ from that of any other chain with otherwise equal contents.
    pub seed: [u8; 32],
    /// The clock before the first block, in seconds since 1970.
    pub start_time_s: u64,
    /// Balances, in planck.
    pub endowed: Vec<(AccountId, Balance)>,
    /// Who may mint the tokens, and freeze and thaw accounts.
    pub token_issuer: AccountId,
    /// Balances of tokens, in each token's smallest unit: token, account, balance.
    pub tokens: Vec<(AssetId, AccountId, Balance)>,
    /// Whether an account is usable with contracts as soon as it exists, as on Polkadot Hub. If not,
    /// its owner has to send `Revive.map_account` first.
    pub auto_map: bool,
    /// What fees are in every second stretch of [`SWING_BLOCKS`](crate::fees::SWING_BLOCKS) blocks, in per cent of what they are in the
    /// others: 100 for fees that stay.
    pub fee_swing_percent: u32,
}

impl Genesis {
    /// The chain id of chains for rehearsals and tests.
    pub const DEV_CHAIN_ID: u64 = 420_420_420;
    /// 2026-01-01 00:00:00 UTC: tests want the same clock every time.
    pub const DEV_START_TIME_S: u64 = 1_767_225_600;

    /// A chain for rehearsals with a random seed: no other has the same genesis hash.
    ///
    /// The well-known accounts //Alice, //Bob, //Charlie, //Dave, //Eve and //Ferdie own
    /// [`Genesis::DEV_ENDOWMENT`] planck and [`Genesis::DEV_TOKENS`] of each token. //Ferdie issues the tokens.
    pub fn dev() -> Result<Self, getrandom::Error> {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed)?;
        Ok(Self::dev_with_seed(seed))
    }

    /// Like [`Genesis::dev`], with a seed that the caller chose: the same seed is the same chain.
    pub fn dev_with_seed(seed: [u8; 32]) -> Self {
        Self {
            chain_id: Self::DEV_CHAIN_ID,
            seed,
            start_time_s: Self::DEV_START_TIME_S,
            endowed: dev_accounts()
                .map(|account| (account, Self::DEV_ENDOWMENT))
                .to_vec(),
            token_issuer: dev_accounts()[5].clone(),
            tokens: TOKENS
                .iter()
                .flat_map(|token| {
                    dev_accounts().map(|account| (token.id, account, Self::DEV_TOKENS))
                })
                .collect(),
            auto_map: true,
            fee_swing_percent: 100,
        }
    }

    /// What each well-known account owns, in planck: one million UNIT.
    pub const DEV_ENDOWMENT: Balance = 1_000_000 * UNIT;
    /// What each well-known account owns of each token, in its smallest unit: one million.
    pub const DEV_TOKENS: Balance = 1_000_000 * tokens::WHOLE;

    /// Whether a chain can start like this.
    ///
    /// # Errors
    /// [`GenesisError`] says what was expected and found.
    pub fn check(&self) -> Result<(), GenesisError> {
        let latest = MAX_TIME_S;
        if self.chain_id == 0 {
            return Err(GenesisError::ZeroChainId);
        }
        if self.start_time_s > latest {
            return Err(GenesisError::StartTooLate {
                latest,
                found: self.start_time_s,
            });
        }
        if !(1..=MAX_SWING_PERCENT).contains(&self.fee_swing_percent) {
            return Err(GenesisError::FeeSwing {
                most: MAX_SWING_PERCENT,
                found: self.fee_swing_percent,
            });
        }
        let minimum = EXISTENTIAL_DEPOSIT;
        let mut total: Balance = 0;
        for (position, (account, balance)) in self.endowed.iter().enumerate() {
            if *balance < minimum {
                return Err(GenesisError::BelowExistentialDeposit {
                    account: account.clone(),
                    minimum,
                    found: *balance,
                });
            }
            if self.endowed[..position]
                .iter()
                .any(|(earlier, _)| earlier == account)
            {
                return Err(GenesisError::EndowedTwice {
                    account: account.clone(),
                });
            }
            total = total
                .checked_add(*balance)
                .ok_or(GenesisError::IssuanceOverflows)?;
        }
        self.check_tokens()
    }

    fn check_tokens(&self) -> Result<(), GenesisError> {
        for (position, (id, account, balance)) in self.tokens.iter().enumerate() {
            let token = tokens::by_id(*id).ok_or(GenesisError::UnknownToken { found: *id })?;
            if *balance < token.min_balance {
                return Err(GenesisError::BelowMinimum {
                    symbol: token.symbol,
                    account: account.clone(),
                    minimum: token.min_balance,
                    found: *balance,
                });
            }
            let earlier = &self.tokens[..position];
            if earlier
                .iter()
                .any(|(known, owner, _)| known == id && owner == account)
            {
                return Err(GenesisError::TokenTwice {
                    symbol: token.symbol,
                    account: account.clone(),
                });
            }
        }
        for token in &TOKENS {
            let balances = self.tokens.iter().filter(|(id, ..)| *id == token.id);
            balances
                .map(|(_, _, balance)| *balance)
                .try_fold(0, Balance::checked_add)
                .ok_or(GenesisError::IssuanceOverflows)?;
        }
        Ok(())
    }

    /// Writes the state of block 0. To be run on an empty state, after [`Genesis::check`].
    pub fn write(&self) {
        // The parameters come first: building the balances reads them.
        ChainId::set(&self.chain_id);
        AutoMap::set(&self.auto_map);
        GenesisSeed::set(&self.seed);
        if self.fee_swing_percent != FeeSwing::get() {
            FeeSwing::set(&self.fee_swing_percent);
        }
        RuntimeGenesisConfig {
            balances: pallet_balances::GenesisConfig {
                balances: self.endowed.clone(),
                ..Default::default()
            },
            assets: pallet_assets::GenesisConfig {
                assets: TOKENS
                    .iter()
                    .map(|token| token.entry(&self.token_issuer))
                    .collect(),
                metadata: TOKENS.iter().map(Token::description).collect(),
                accounts: self.tokens.clone(),
                ..Default::default()
            },
            ..Default::default()
        }
        .build();
        pallet_timestamp::Now::<Runtime>::put(self.start_time_s * 1_000);
    }
}

/// Why a chain cannot start with a given genesis.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GenesisError {
    /// Thrown when the chain id is zero, which stands for "any chain" in signatures.
    #[error("expected a chain id other than 0, found 0")]
    ZeroChainId,
    /// Thrown when the clock would start after [`MAX_TIME_S`].
    #[error("expected a start time of at most {latest} s, found {found} s")]
    StartTooLate {
        /// The latest possible time, in seconds since 1970.
        latest: u64,
        /// The time asked for.
        found: u64,
    },
    /// Thrown when fees would swing to nothing, or beyond all measure.
    #[error("expected fees to swing to 1 to {most} per cent, found {found}")]
    FeeSwing {
        /// The highest possible, in per cent.
        most: u32,
        /// The number asked for.
        found: u32,
    },
    /// Thrown when an account gets too little to exist.
    #[error("expected at least {minimum} planck for {account}, found {found}")]
    BelowExistentialDeposit {
        /// The account.
        account: AccountId,
        /// The existential deposit, in planck.
        minimum: Balance,
        /// What it would have got, in planck.
        found: Balance,
    },
    /// Thrown when an account is listed twice.
    #[error("expected each account once, found {account} twice")]
    EndowedTwice {
        /// The account.
        account: AccountId,
    },
    /// Thrown when all balances together do not fit into 128 bits.
    #[error("expected balances whose sum fits into 128 bits, found more")]
    IssuanceOverflows,
    /// Thrown when somebody gets a token that the chain does not have.
    #[error("expected a token of this chain (USDt 1984, USDC 1337), found {found}")]
    UnknownToken {
        /// The number asked for.
        found: AssetId,
    },
    /// Thrown when an account gets less of a token than an account can have.
    #[error(
        "expected at least {minimum} of the smallest unit of {symbol} for {account}, found {found}"
    )]
    BelowMinimum {
        /// The token.
        symbol: &'static str,
        /// The account.
        account: AccountId,
        /// The token's minimum balance, in its smallest unit.
        minimum: Balance,
        /// What it would have got.
        found: Balance,
    },
    /// Thrown when an account is listed twice for a token.
    #[error("expected each account once for {symbol}, found {account} twice")]
    TokenTwice {
        /// The token.
        symbol: &'static str,
        /// The account.
        account: AccountId,
    },
}

/// The well-known accounts, in the order of their names.
pub fn dev_accounts() -> [AccountId; 6] {
    DEV_NAMES.map(|name| {
        sr25519::Pair::from_string(name, None)
            .expect("a derivation path without a phrase uses the well-known phrase")
            .public()
            .into()
    })
}

const DEV_NAMES: [&str; 6] = [
    "//Alice",
    "//Bob",
    "//Charlie",
    "//Dave",
    "//Eve",
    "//Ferdie",
];
