//! What is read out of a chain's answers: the fields that matter, found by their names in the chain's metadata.

use subxt::dynamic::Value;
use subxt::ext::scale_decode::DecodeAsType;

/// Computation and proof.
#[derive(Clone, Copy, Debug, Default, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Weight {
    pub ref_time: u64,
    pub proof_size: u64,
}

impl Weight {
    /// By how much it is more than another.
    pub fn beyond(self, other: Weight) -> Weight {
        Weight {
            ref_time: self.ref_time.saturating_sub(other.ref_time),
            proof_size: self.proof_size.saturating_sub(other.proof_size),
        }
    }

    /// Both together.
    pub fn and(self, other: Weight) -> Weight {
        Weight {
            ref_time: self.ref_time.saturating_add(other.ref_time),
            proof_size: self.proof_size.saturating_add(other.proof_size),
        }
    }
}

/// `System.Account`
#[derive(Debug, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Account {
    pub nonce: u64,
    pub data: AccountData,
}

/// The balances of an account.
#[derive(Debug, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct AccountData {
    pub free: u128,
    pub reserved: u128,
    pub frozen: u128,
}

impl AccountData {
    /// What has to stay: the existential deposit, or what is frozen as far as deposits do not cover it, whichever is more.
    pub fn untouchable(&self, existential_deposit: u128) -> u128 {
        self.frozen
            .saturating_sub(self.reserved)
            .max(existential_deposit)
    }
}

/// `Assets.Asset`
#[derive(Debug, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Asset {
    pub min_balance: u128,
}

/// `Assets.Account`
#[derive(Debug, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Holding {
    pub balance: u128,
}

/// `Revive.AccountInfoOf`
#[derive(Debug, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct AccountInfo {
    pub account_type: AccountType,
}

/// Who is at an address.
#[derive(Debug, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub enum AccountType {
    Contract(ContractInfo),
    #[allow(clippy::upper_case_acronyms, reason = "the chain names it so")]
    EOA,
}

/// A contract.
#[derive(Debug, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct ContractInfo {
    pub trie_id: Vec<u8>,
    pub code_hash: [u8; 32],
}

/// 256 bits, lowest 64 first.
#[derive(Clone, Copy, Debug, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Wide(pub [u64; 4]);

/// `ReviveApi_call` and `ReviveApi_instantiate`
#[derive(Debug, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct ContractResult<Answer> {
    pub weight_consumed: Weight,
    pub weight_required: Weight,
    pub storage_deposit: StorageDeposit,
    pub result: Result<Answer, Failure>,
}

/// Money that secures storage, in planck.
#[derive(Debug, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub enum StorageDeposit {
    Refund(#[allow(dead_code, reason = "only what is charged is shown")] u128),
    Charge(u128),
}

/// What a contract answered.
#[derive(Debug, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Returned {
    pub flags: Flags,
    pub data: Vec<u8>,
}

/// The lowest bit says that the contract refused.
#[derive(Debug, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Flags {
    pub bits: u32,
}

/// What a constructor answered.
#[derive(Debug, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Created {
    pub result: Returned,
    pub addr: [u8; 20],
}

/// `ReviveApi_eth_transact`
#[derive(Debug, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct EthereumRun {
    pub eth_gas: Wide,
}

/// `ReviveApi_eth_transact_with_config`
#[derive(Debug, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct SupposedRun {
    pub weight_required: Weight,
    pub storage_deposit: u128,
    pub eth_gas: Wide,
    pub data: Vec<u8>,
}

/// Why an Ethereum transaction would fail.
#[derive(Debug, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub enum EthereumFailure {
    Data(Vec<u8>),
    Message(String),
}

/// `DispatchError`
#[derive(Debug, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub enum Failure {
    Other,
    CannotLookup,
    BadOrigin,
    Module(ModuleFailure),
    ConsumerRemaining,
    NoProviders,
    TooManyConsumers,
    Token(Value),
    Arithmetic(Value),
    Transactional(Value),
    Exhausted,
    Corruption,
    Unavailable,
    RootNotAllowed,
    Trie(Value),
}

/// A pallet's own error.
#[derive(Debug, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct ModuleFailure {
    pub index: u8,
    pub error: [u8; 4],
}

/// `Revive.ContractEmitted`
#[derive(Debug, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct ContractEmitted {
    pub contract: [u8; 20],
    pub data: Vec<u8>,
}

/// `Revive.Instantiated`
#[derive(Debug, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Instantiated {
    pub contract: [u8; 20],
}

/// `Revive.EthExtrinsicRevert`, `System.ExtrinsicFailed`
#[derive(Debug, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Failed {
    pub dispatch_error: Failure,
}

/// `System.ExtrinsicSuccess`, `System.ExtrinsicFailed`
#[derive(Debug, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Dispatched {
    pub dispatch_info: DispatchInfo,
}

/// What a transaction consumed.
#[derive(Debug, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct DispatchInfo {
    pub weight: Weight,
}

/// `TransactionPayment.TransactionFeePaid`
#[derive(Debug, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct FeePaid {
    pub actual_fee: u128,
}

/// `Balances.Held`, `Balances.Released`, `Balances.TransferOnHold`
#[derive(Debug, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct OnHold {
    pub reason: Value,
    pub amount: u128,
}

/// `Balances.Endowed`
#[derive(Debug, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Endowed {
    pub account: [u8; 32],
    pub free_balance: u128,
}

/// `Balances.Transfer`
#[derive(Debug, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Transferred {
    pub to: [u8; 32],
}

/// `Balances.Deposit`
#[derive(Debug, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Deposited {
    pub who: [u8; 32],
}

/// `Balances.TransferAndHold`
#[derive(Debug, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct TransferredOnHold {
    pub reason: Value,
    pub transferred: u128,
}
