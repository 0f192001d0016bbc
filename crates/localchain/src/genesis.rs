//! What a new chain starts with.

use frame_support::traits::BuildGenesisConfig;
use sp_core::{H256, Pair, sr25519};
use sp_runtime::traits::{BlakeTwo256, Hash, Header as _};

use crate::{
    runtime::{
        AccountId, Balance, Header, Runtime, RuntimeGenesisConfig,
        params::{AutoMap, ChainId, GenesisSeed, UNIT},
    },
    state::{Overlay, State},
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
    /// Whether an account is usable with contracts as soon as it exists, as on Polkadot Hub. If not,
    /// its owner has to send `Revive.map_account` first.
    pub auto_map: bool,
}

impl Genesis {
    /// The chain id of chains for rehearsals and tests.
    pub const DEV_CHAIN_ID: u64 = 420_420_420;
    /// 2026-01-01 00:00:00 UTC: tests want the same clock every time.
    pub const DEV_START_TIME_S: u64 = 1_767_225_600;

    /// A chain for rehearsals with a random seed: no other has the same genesis hash.
    ///
    /// The well-known accounts //Alice, //Bob, //Charlie, //Dave, //Eve and //Ferdie own
    /// [`Genesis::DEV_ENDOWMENT`] planck each.
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
            auto_map: true,
        }
    }

    /// What each well-known account owns, in planck: one million UNIT.
    pub const DEV_ENDOWMENT: Balance = 1_000_000 * UNIT;

    pub(crate) fn check(&self) -> Result<(), GenesisError> {
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
        let minimum = crate::runtime::params::EXISTENTIAL_DEPOSIT;
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
        Ok(())
    }

    /// The state and header of block 0.
    pub(crate) fn build(&self) -> (State, crate::state::Sealed, Header) {
        let empty = State::default();
        let mut overlay = Overlay::default();
        empty.run(&mut overlay, || {
            // The parameters come first: building the balances reads them.
            ChainId::set(&self.chain_id);
            AutoMap::set(&self.auto_map);
            GenesisSeed::set(&self.seed);
            RuntimeGenesisConfig {
                balances: pallet_balances::GenesisConfig {
                    balances: self.endowed.clone(),
                    ..Default::default()
                },
                ..Default::default()
            }
            .build();
            pallet_timestamp::Now::<Runtime>::put(self.start_time_s * 1_000);
        });
        let sealed = empty.seal(overlay);
        let no_extrinsics = BlakeTwo256::ordered_trie_root(Vec::new(), Default::default());
        let header = Header::new(
            0,
            no_extrinsics,
            sealed.root,
            H256::zero(),
            Default::default(),
        );
        (empty, sealed, header)
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
