//! A chain in the process: it executes the contract's real bytecode by the rules of Polkadot Hub,
//! without a network, a node or other people's money.
//!
//! [`LocalChain`] lives in memory or in a directory. It has accounts with keys, signed transactions,
//! fees, storage deposits, events, and a clock that moves only when told to. [`Scratch`] leaves out
//! signatures, fees and blocks, for tests that make many calls.
//!
//! What it is not: a network. It trusts whoever can write its directory, and each transaction gets a
//! block of its own at once.

#![deny(missing_docs)]

pub mod tx;

mod block_zero;
mod chain;
mod dry_run;
mod endowment;
mod error;
mod ethereum;
mod fees;
mod history;
mod outcome;
mod pending;
mod proof;
mod scratch;
mod state;
mod store;
mod supposed;
mod view;

pub use chain::{BlockRef, Identity, LocalChain};
pub use dry_run::{CodeSource, ContractRun, Returned, RunLimits};
pub use endowment::Endowments;
pub use error::{AdvanceError, SubmitError};
pub use ethereum::{EthereumCall, GasError, HIGHEST_PRICE, WalletTransaction, eth_transact};
pub use exequatur_runtime::{
    self as runtime, Genesis, GenesisError, MAX_TIME_S, dev_accounts, tokens,
};
pub use fees::{Fee, announced_weight, base_weight, fee_of, max_transaction_weight};
pub use frame_support::weights::Weight;
pub use history::PlacedEvent;
pub use outcome::{CallFailure, ContractEvent, Inclusion, StorageDeposit};
pub use pallet_revive::RUNTIME_PALLETS_ADDR;
pub use proof::Snapshot;
pub use runtime::{AccountId, Balance, Nonce, RuntimeCall};
pub use scratch::Scratch;
pub use sp_core::{H160, H256, U256};
pub use sp_runtime::MultiSignature;
pub use store::{CHAIN_FILE, CreateError, OpenOptions, Repair, StoreError};
pub use supposed::{Supposed, Trial};
pub use tx::{LIFETIME_BLOCKS, Signer, TxOptions, UnsignedTx, calls, tx_hash};
pub use view::{
    Account, Contract, View, child_trie_key, create1_address, create2_address, fallback_account,
    h160_of,
};
