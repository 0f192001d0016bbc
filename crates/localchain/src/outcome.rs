//! What became of a transaction, or would become of it.

use codec::{Decode, Encode};
use frame_support::{traits::PalletInfoAccess, weights::Weight};
use sp_core::{H160, H256};
use sp_runtime::{DispatchError, ModuleError};

use crate::runtime::{Balance, RuntimeEvent, RuntimeHoldReason};

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
    /// What was held or released for code, contracts, their storage and address mappings.
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
        // The name comes with errors that this process raised, and no others occur here.
        let name = error
            .message
            .map_or_else(|| format!("{:?}", error.error), str::to_owned);
        Self::of(pallet_name(error.index), name)
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

fn pallet_name(index: u8) -> String {
    fn entry<P: PalletInfoAccess>() -> (usize, &'static str) {
        (P::index(), P::name())
    }
    use crate::runtime::{Balances, Revive, System, Timestamp, TransactionPayment};
    [
        entry::<System>(),
        entry::<Timestamp>(),
        entry::<Balances>(),
        entry::<TransactionPayment>(),
        entry::<Revive>(),
    ]
    .into_iter()
    .find(|(known, _)| *known == usize::from(index))
    .map_or_else(|| format!("pallet {index}"), |(_, name)| name.to_owned())
}

/// What the events of one transaction say about it.
#[derive(Default)]
pub(crate) struct Summary {
    pub(crate) events: Vec<ContractEvent>,
    pub(crate) instantiated: Vec<H160>,
    pub(crate) weight: Weight,
    pub(crate) fee_planck: Balance,
    pub(crate) tip_planck: Balance,
    charged_planck: Balance,
    refunded_planck: Balance,
}

impl Summary {
    pub(crate) fn storage_deposit(&self) -> StorageDeposit {
        StorageDeposit::from_sums(self.charged_planck, self.refunded_planck)
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

    fn note_revive(
        &mut self,
        event_index: u32,
        event: pallet_revive::Event<crate::runtime::Runtime>,
    ) {
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
            _ => {}
        }
    }

    // pallet-revive reports deposits as balances that change hands on hold.
    fn note_deposit(&mut self, event: pallet_balances::Event<crate::runtime::Runtime>) {
        use pallet_balances::Event::{Held, Released, TransferAndHold, TransferOnHold};
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
            _ => {}
        }
    }
}
