//! The numbers of the chain: those of Polkadot Hub, as far as an escrow can notice them.
//!
//! What differs on purpose: the fee multiplier stays at 1 unless a test has it swing (the Hub's moves with
//! demand, see [`fees`](crate::fees)), fees are burnt, and the weights of the pallets are the ones they ship with (the Hub measures its own).

use frame_support::{
    dispatch::DispatchClass,
    parameter_types,
    weights::{
        RuntimeDbWeight, Weight,
        constants::{WEIGHT_REF_TIME_PER_NANOS, WEIGHT_REF_TIME_PER_SECOND},
    },
};
use frame_system::limits::{BlockLength, BlockWeights};
use sp_runtime::{FixedU128, Perbill};
use sp_version::RuntimeVersion;
use std::borrow::Cow;

use super::{Balance, RUNTIME_API_VERSIONS};

/// One token, in planck.
pub const UNIT: Balance = 10_000_000_000;
/// A hundredth of a token, in planck.
pub const CENT: Balance = UNIT / 100;
/// A thousandth of a cent, in planck.
pub const MILLICENT: Balance = CENT / 1_000;
/// What the token is called.
pub const TOKEN_SYMBOL: &str = "UNIT";
/// Decimals of the token: 1 UNIT = 10^10 planck.
pub const TOKEN_DECIMALS: u8 = 10;
/// Prefix of account addresses in text: 42 is the generic one of Substrate.
pub const SS58_PREFIX: u16 = 42;
/// Wei per planck: contracts count 18 decimals, the token has 10.
pub const NATIVE_TO_ETH_RATIO: u32 = 100_000_000;
/// Balance below which an account does not exist, in planck.
pub const EXISTENTIAL_DEPOSIT: Balance = CENT;
/// Seconds by which the clock moves with each block.
pub const BLOCK_TIME_S: u64 = 6;
/// Number of blocks whose hashes the runtime remembers; a mortal transaction must be younger.
pub const BLOCK_HASH_COUNT: u32 = 2_400;
/// Fee for each byte of a transaction, in planck: half a millicent.
pub const TRANSACTION_BYTE_FEE: Balance = MILLICENT / 2;

/// Numerator of the price of `ref_time`, in planck: a cent buys [`WEIGHT_FEE_DENOMINATOR`] picoseconds.
pub const WEIGHT_FEE_NUMERATOR: Balance = CENT;
/// Denominator of the price of `ref_time`: 200 empty transactions of the relay chain, 126.045 µs each.
pub const WEIGHT_FEE_DENOMINATOR: u128 = 200 * 126_045 * WEIGHT_REF_TIME_PER_NANOS as u128;

/// What a block may hold: two seconds of execution and 10 MiB of proof.
pub const MAX_BLOCK_WEIGHT: Weight =
    Weight::from_parts(2 * WEIGHT_REF_TIME_PER_SECOND, 10 * 1024 * 1024);
/// The share of a block that is open to ordinary transactions.
pub const NORMAL_SHARE: Perbill = Perbill::from_percent(85);

const MAX_BLOCK_BYTES: u32 = 5 * 1024 * 1024;
const BASE_BLOCK: Weight = Weight::from_parts(5_000_000 * WEIGHT_REF_TIME_PER_NANOS, 0);
const BASE_EXTRINSIC: Weight = Weight::from_parts(125_000 * WEIGHT_REF_TIME_PER_NANOS, 0);

/// Names and numbers of this runtime. A transaction is signed for one `spec_version` and one
/// `transaction_version`.
pub const VERSION: RuntimeVersion = RuntimeVersion {
    spec_name: Cow::Borrowed("exequatur-local"),
    impl_name: Cow::Borrowed("exequatur-local"),
    authoring_version: 1,
    spec_version: 2,
    impl_version: 1,
    apis: RUNTIME_API_VERSIONS,
    transaction_version: 1,
    system_version: 1,
};

/// The deposit for main-trie items and bytes, in planck.
pub const fn deposit(items: u32, bytes: u32) -> Balance {
    items as Balance * 20 * CENT + bytes as Balance * MILLICENT
}

parameter_types! {
    pub const Version: RuntimeVersion = VERSION;
    pub const BlockHashCount: u32 = BLOCK_HASH_COUNT;
    pub const Ss58Prefix: u16 = SS58_PREFIX;
    pub const ExistentialDeposit: Balance = EXISTENTIAL_DEPOSIT;
    pub const TransactionByteFee: Balance = TRANSACTION_BYTE_FEE;
    pub const DepositPerItem: Balance = deposit(1, 0);
    pub const DepositPerChildTrieItem: Balance = deposit(1, 0) / 100;
    pub const DepositPerByte: Balance = deposit(0, 1);
    pub const AssetDeposit: Balance = deposit(1, 190);
    pub const AssetAccountDeposit: Balance = deposit(1, 16);
    pub const MetadataDepositBase: Balance = deposit(1, 68);
    pub const CodeHashLockupDepositPercent: Perbill = Perbill::from_percent(30);
    pub const MaxEthExtrinsicWeight: FixedU128 = FixedU128::from_rational(1, 2);
    pub const DbWeight: RuntimeDbWeight = RuntimeDbWeight {
        read: 13_701 * WEIGHT_REF_TIME_PER_NANOS,
        write: 33_060 * WEIGHT_REF_TIME_PER_NANOS,
    };
    pub RuntimeBlockLength: BlockLength = BlockLength::builder()
        .max_length(MAX_BLOCK_BYTES)
        .modify_max_length_for_class(DispatchClass::Normal, |max| *max = NORMAL_SHARE * *max)
        .build();
    pub RuntimeBlockWeights: BlockWeights = BlockWeights::builder()
        .base_block(BASE_BLOCK)
        .for_class(DispatchClass::all(), |class| class.base_extrinsic = BASE_EXTRINSIC)
        .for_class(DispatchClass::Normal, |class| {
            class.max_total = Some(NORMAL_SHARE * MAX_BLOCK_WEIGHT);
        })
        .for_class(DispatchClass::Operational, |class| {
            class.max_total = Some(MAX_BLOCK_WEIGHT);
            class.reserved = Some(MAX_BLOCK_WEIGHT - NORMAL_SHARE * MAX_BLOCK_WEIGHT);
        })
        .avg_block_initialization(Perbill::from_percent(5))
        .build_or_panic();
}

// What distinguishes one chain from another lies in its state, so that it is part of what the genesis
// hash commits to.
parameter_types! {
    pub storage ChainId: u64 = 420_420_419;
    pub storage AutoMap: bool = true;
    pub storage GenesisSeed: [u8; 32] = [0; 32];
    // In per cent. See `fees`.
    pub storage FeeSwing: u32 = 100;
}
