//! What became of a transaction, or would become of it.

use codec::{Decode, Encode};
use frame_support::{traits::PalletInfoAccess, weights::Weight};
use sp_core::{H160, H256};
use sp_runtime::{DispatchError, ModuleError};

use scale_info::{TypeDef, TypeInfo};

use crate::{
    endowment::Endowments,
    runtime::{
        Assets, Balance, Balances, Revive, Runtime, RuntimeEvent, RuntimeHoldReason, System,
        params::EXISTENTIAL_DEPOSIT,
    },
};

/// An event that a contract emitted.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct ContractEvent {
    /// Position among all events of the block.
    pub event_index: u32,
    /// The contract.
    pub address: H160,
    /// What the event can be found by; at most four.
    pub topics: Vec<H256>,
    /// What the event says, in the contract's encoding.
    pub data: Vec<u8>,
}

/// Money that secures storage, in planck.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum StorageDeposit {
    /// Taken from the sender. Zero when nothing changed.
    Charged(Balance),
    /// Given back to the sender.
    Refunded(Balance),
}

/// Why a call did not take effect. Its fee is charged all the same.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, thiserror::Error)]
#[error("{pallet}.{name}")]
pub struct CallFailure {
    /// The part of the runtime that refused: `Revive`, `Balances`, … or `Runtime` where none did.
    pub pallet: String,
    /// The name of the error there, such as `ContractReverted`.
    pub name: String,
}

/// A transaction in a block.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Inclusion {
    /// Number of the block.
    pub block_number: u32,
    /// Hash of the block.
    pub block_hash: H256,
    /// Time of the block as contracts saw it, in seconds since 1970.
    pub time_s: u64,
    /// Position among the transactions of the block.
    pub extrinsic_index: u32,
    /// BLAKE2b-256 of the transaction.
    pub tx_hash: H256,
    /// Whether the call took effect, and why not.
    pub result: Result<(), CallFailure>,
    /// Contracts that it created.
    pub instantiated: Vec<H160>,
    /// What contracts emitted, in order. Empty if the call failed.
    pub events: Vec<ContractEvent>,
    /// What the transaction consumed, without the fixed part that every transaction costs.
    pub weight: Weight,
    /// The fee charged, tip included, in planck.
    pub fee_planck: Balance,
    /// Of which the tip, in planck.
    pub tip_planck: Balance,
    /// What was held or released for code, contracts, their storage and address mappings, and paid for accounts that a contract or an
    /// Ethereum transaction brought into being.
    pub storage_deposit: StorageDeposit,
}

impl StorageDeposit {
    /// What is taken, or zero if something is given back. In planck.
    pub fn charged_planck(&self) -> Balance {
        match self {
            Self::Charged(amount) => *amount,
            Self::Refunded(_) => 0,
        }
    }

    fn from_sums(charged: Balance, refunded: Balance) -> Self {
        match charged.checked_sub(refunded) {
            Some(rest) => Self::Charged(rest),
            None => Self::Refunded(refunded - charged),
        }
    }
}

impl From<pallet_revive::StorageDeposit<Balance>> for StorageDeposit {
    fn from(deposit: pallet_revive::StorageDeposit<Balance>) -> Self {
        match deposit {
            pallet_revive::StorageDeposit::Charge(amount) => Self::Charged(amount),
            pallet_revive::StorageDeposit::Refund(amount) => Self::Refunded(amount),
        }
    }
}

impl From<DispatchError> for CallFailure {
    fn from(error: DispatchError) -> Self {
        match error {
            DispatchError::Module(error) => error.into(),
            DispatchError::Token(error) => Self::of("Token", format!("{error:?}")),
            DispatchError::Arithmetic(error) => Self::of("Arithmetic", format!("{error:?}")),
            other => Self::of("Runtime", format!("{other:?}")),
        }
    }
}

impl From<ModuleError> for CallFailure {
    fn from(error: ModuleError) -> Self {
        // What is read back from an event has lost its name, and keeps its number.
        let number = error.error[0];
        let known = NAMED
            .iter()
            .find(|named| (named.index)() == usize::from(error.index));
        let pallet = known.map(|named| (named.pallet)().to_owned());
        let name = known.and_then(|named| (named.error)(number));
        Self::of(
            pallet.unwrap_or_else(|| format!("pallet {}", error.index)),
            name.unwrap_or_else(|| format!("error {number}")),
        )
    }
}

impl CallFailure {
    fn of(pallet: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            pallet: pallet.into(),
            name: name.into(),
        }
    }
}

/// Where to find the names of a pallet and its errors.
struct Named {
    index: fn() -> usize,
    pallet: fn() -> &'static str,
    error: fn(u8) -> Option<String>,
}

/// The pallets that have errors.
const NAMED: [Named; 4] = [
    Named::new::<System, frame_system::Error<Runtime>>(),
    Named::new::<Balances, pallet_balances::Error<Runtime>>(),
    Named::new::<Assets, pallet_assets::Error<Runtime>>(),
    Named::new::<Revive, pallet_revive::Error<Runtime>>(),
];

impl Named {
    const fn new<P: PalletInfoAccess, E: TypeInfo + 'static>() -> Self {
        Self {
            index: P::index,
            pallet: P::name,
            error: variant_name::<E>,
        }
    }
}

fn variant_name<E: TypeInfo>(index: u8) -> Option<String> {
    let TypeDef::Variant(variants) = E::type_info().type_def else {
        return None;
    };
    let variant = variants
        .variants
        .into_iter()
        .find(|variant| variant.index == index)?;
    Some(variant.name.to_owned())
}

/// What the events of one transaction say about it.
#[derive(Default)]
pub(crate) struct Summary {
    pub(crate) events: Vec<ContractEvent>,
    pub(crate) instantiated: Vec<H160>,
    pub(crate) weight: Weight,
    pub(crate) fee_planck: Balance,
    pub(crate) tip_planck: Balance,
    /// Transactions of Ethereum wallets count as applied even if their call failed.
    pub(crate) ethereum_failure: Option<CallFailure>,
    charged_planck: Balance,
    refunded_planck: Balance,
    endowments: Endowments,
}

impl Summary {
    pub(crate) fn storage_deposit(&self) -> StorageDeposit {
        let on_top = self.endowments.on_top(EXISTENTIAL_DEPOSIT);
        StorageDeposit::from_sums(
            self.charged_planck.saturating_add(on_top),
            self.refunded_planck,
        )
    }

    /// Takes note of the event at `event_index` in its block.
    pub(crate) fn note(&mut self, event_index: u32, event: RuntimeEvent) {
        match event {
            RuntimeEvent::Revive(event) => self.note_revive(event_index, event),
            RuntimeEvent::Balances(event) => self.note_deposit(event),
            RuntimeEvent::TransactionPayment(
                pallet_transaction_payment::Event::TransactionFeePaid {
                    actual_fee, tip, ..
                },
            ) => {
                self.fee_planck = actual_fee;
                self.tip_planck = tip;
            }
            RuntimeEvent::System(
                frame_system::Event::ExtrinsicSuccess { dispatch_info }
                | frame_system::Event::ExtrinsicFailed { dispatch_info, .. },
            ) => {
                self.weight = dispatch_info.weight;
            }
            _ => {}
        }
    }

    fn note_revive(&mut self, event_index: u32, event: pallet_revive::Event<Runtime>) {
        match event {
            pallet_revive::Event::ContractEmitted {
                contract,
                data,
                topics,
            } => {
                self.events.push(ContractEvent {
                    event_index,
                    address: contract,
                    topics,
                    data,
                });
            }
            pallet_revive::Event::Instantiated { contract, .. } => self.instantiated.push(contract),
            pallet_revive::Event::EthExtrinsicRevert { dispatch_error } => {
                self.ethereum_failure = Some(dispatch_error.into());
            }
            _ => {}
        }
    }

    // pallet-revive reports deposits as balances that change hands on hold.
    fn note_deposit(&mut self, event: pallet_balances::Event<Runtime>) {
        use pallet_balances::Event::{
            Deposit, Endowed, Held, Released, Transfer, TransferAndHold, TransferOnHold,
        };
        match event {
            TransferAndHold {
                reason: RuntimeHoldReason::Revive(_),
                transferred: amount,
                ..
            }
            | Held {
                reason: RuntimeHoldReason::Revive(_),
                amount,
                ..
            } => {
                self.charged_planck = self.charged_planck.saturating_add(amount);
            }
            TransferOnHold {
                reason: RuntimeHoldReason::Revive(_),
                amount,
                ..
            }
            | Released {
                reason: RuntimeHoldReason::Revive(_),
                amount,
                ..
            } => {
                self.refunded_planck = self.refunded_planck.saturating_add(amount);
            }
            Endowed {
                account,
                free_balance,
            } => self.endowments.began(account.into(), free_balance),
            Transfer { to: who, .. } | Deposit { who, .. } => self.endowments.paid(who.into()),
            _ => {}
        }
    }
}
