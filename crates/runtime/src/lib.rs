//! The runtime: the part of the chain that decides what a transaction does.
//!
//! It has the pallets that an escrow and its parties meet on Polkadot Hub and nothing else, with the
//! Hub's numbers (see [`params`]) and the Hub's stablecoins (see [`tokens`]). It is compiled natively;
//! there is no wasm blob. The local chain calls it directly, a node through [`api::dispatch`].

#![allow(
    missing_docs,
    reason = "the runtime macro generates public items that cannot carry documentation"
)]

extern crate alloc;

pub mod fees;
pub mod params;
pub mod tokens;

mod apis;
mod config;
mod genesis;

pub use apis::{RUNTIME_API_VERSIONS, RuntimeApi, api};
pub use genesis::{Genesis, GenesisError, MAX_TIME_S, dev_accounts};

use sp_runtime::{
    AccountId32, MultiAddress, MultiSignature, generic,
    traits::{BlakeTwo256, InvalidVersion},
};

/// Amounts of the native token, in planck.
pub type Balance = u128;
/// Accounts are public keys or hashes of them.
pub type AccountId = AccountId32;
/// Block numbers.
pub type BlockNumber = u32;
/// Transaction counters of accounts.
pub type Nonce = u32;
/// How a transaction names an account.
pub type Address = MultiAddress<AccountId, ()>;
/// Block headers, hashed with BLAKE2b-256.
pub type Header = generic::Header<BlockNumber, BlakeTwo256>;
/// Blocks.
pub type Block = generic::Block<Header, UncheckedExtrinsic>;
/// Transactions as they arrive, with a signature that nobody has looked at yet.
pub type UncheckedExtrinsic =
    pallet_revive::evm::runtime::UncheckedExtrinsic<Address, MultiSignature, EthExtraImpl>;
/// What a signature covers.
pub type SignedPayload = generic::SignedPayload<RuntimeCall, TxExtension>;

/// What a transaction carries beside its call: the checks that every transaction has to pass, in order.
pub type TxExtension = (
    frame_system::CheckNonZeroSender<Runtime>,
    frame_system::CheckSpecVersion<Runtime>,
    frame_system::CheckTxVersion<Runtime>,
    frame_system::CheckGenesis<Runtime>,
    frame_system::CheckMortality<Runtime>,
    frame_system::CheckNonce<Runtime>,
    frame_system::CheckWeight<Runtime>,
    pallet_transaction_payment::ChargeTransactionPayment<Runtime>,
    pallet_revive::evm::tx_extension::SetOrigin<Runtime>,
);

/// Runs blocks.
pub type Executive = frame_executive::Executive<
    Runtime,
    Block,
    frame_system::ChainContext<Runtime>,
    Runtime,
    AllPalletsWithSystem,
>;

/// The extensions that a transaction of an Ethereum wallet gets.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EthExtraImpl;

impl pallet_revive::evm::runtime::EthExtra for EthExtraImpl {
    type Config = Runtime;
    type ExtensionV0 = TxExtension;
    type ExtensionOtherVersions = InvalidVersion;

    fn get_eth_extension(nonce: Nonce, tip: Balance) -> TxExtension {
        let from_ethereum = pallet_revive::evm::tx_extension::SetOrigin::new_from_eth_transaction();
        extension(nonce, tip, generic::Era::Immortal, from_ethereum)
    }
}

/// The extensions of a transaction that is signed in the ordinary way.
pub fn signed_extension(nonce: Nonce, tip: Balance, era: generic::Era) -> TxExtension {
    extension(nonce, tip, era, Default::default())
}

fn extension(
    nonce: Nonce,
    tip: Balance,
    era: generic::Era,
    origin: pallet_revive::evm::tx_extension::SetOrigin<Runtime>,
) -> TxExtension {
    (
        frame_system::CheckNonZeroSender::new(),
        frame_system::CheckSpecVersion::new(),
        frame_system::CheckTxVersion::new(),
        frame_system::CheckGenesis::new(),
        frame_system::CheckMortality::from(era),
        frame_system::CheckNonce::from(nonce),
        frame_system::CheckWeight::new(),
        pallet_transaction_payment::ChargeTransactionPayment::from(tip),
        origin,
    )
}

// The indices are those of Polkadot Hub, so that an encoded call reads the same there.
#[frame_support::runtime]
mod pallets {
    #[runtime::runtime]
    #[runtime::derive(
        RuntimeCall,
        RuntimeEvent,
        RuntimeError,
        RuntimeOrigin,
        RuntimeFreezeReason,
        RuntimeHoldReason,
        RuntimeSlashReason,
        RuntimeLockId,
        RuntimeTask,
        RuntimeViewFunction
    )]
    pub struct Runtime;

    #[runtime::pallet_index(0)]
    pub type System = frame_system;

    #[runtime::pallet_index(3)]
    pub type Timestamp = pallet_timestamp;

    #[runtime::pallet_index(10)]
    pub type Balances = pallet_balances;

    #[runtime::pallet_index(11)]
    pub type TransactionPayment = pallet_transaction_payment;

    #[runtime::pallet_index(50)]
    pub type Assets = pallet_assets;

    #[runtime::pallet_index(90)]
    pub type Revive = pallet_revive;

    // It has no calls: the tokens' `permit` keeps its counters here.
    #[runtime::pallet_index(91)]
    pub type AssetsPermit = pallet_assets_precompiles::permit::pallet;
}
