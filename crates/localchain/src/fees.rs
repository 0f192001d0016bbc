//! What transactions cost, by the formula of Polkadot Hub at its base price.
//!
//! A fee has a fixed part, a part for each byte of the transaction, and a part for weight: the larger of
//! the shares that `ref_time` and `proof_size` take of a block, at one cent for 25.2 ms.

use codec::Encode;
use frame_support::{dispatch::GetDispatchInfo, weights::Weight};

use crate::{
    chain::LocalChain,
    error::SubmitError,
    runtime::{
        Balance, RuntimeCall, TransactionPayment, UncheckedExtrinsic, params::RuntimeBlockWeights,
    },
    tx,
};

/// A fee and its parts, in planck.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fee {
    /// Every transaction costs this.
    pub base: Balance,
    /// For the bytes of the transaction.
    pub length: Balance,
    /// For what it does.
    pub weight: Balance,
    /// What the sender added.
    pub tip: Balance,
}

impl Fee {
    /// The whole fee, in planck.
    pub fn total(&self) -> Balance {
        self.base + self.length + self.weight + self.tip
    }
}

/// The fee of a transaction of `length` bytes that consumes `weight`, without tip.
pub fn fee_of(weight: Weight, length: u32) -> Fee {
    Fee {
        base: TransactionPayment::weight_to_fee(base_weight()),
        length: TransactionPayment::length_to_fee(length),
        weight: TransactionPayment::weight_to_fee(weight),
        tip: 0,
    }
}

/// The fixed part of the weight of every transaction.
pub fn base_weight() -> Weight {
    RuntimeBlockWeights::get()
        .get(frame_support::dispatch::DispatchClass::Normal)
        .base_extrinsic
}

/// The most weight that a single transaction may ask for.
pub fn max_transaction_weight() -> Weight {
    RuntimeBlockWeights::get()
        .get(frame_support::dispatch::DispatchClass::Normal)
        .max_extrinsic
        .expect("the builder of the block limits sets it for ordinary transactions")
}

/// The weight that a call announces: for a contract call what it costs at least, plus its limit.
pub fn announced_weight(call: &RuntimeCall) -> Weight {
    call.get_dispatch_info().call_weight
}

impl LocalChain {
    /// The highest fee that a transaction can come to. What it does not use of its weight limit is given
    /// back; [`LocalChain::preview`] tells the exact fee.
    ///
    /// # Errors
    /// [`SubmitError::Malformed`] for bytes that are not a transaction.
    pub fn estimate_fee(&self, extrinsic: &[u8]) -> Result<Fee, SubmitError> {
        let transaction = tx::decode(extrinsic).map_err(SubmitError::malformed)?;
        Ok(self.highest_fee(&transaction))
    }

    pub(crate) fn highest_fee(&self, transaction: &UncheckedExtrinsic) -> Fee {
        let length = u32::try_from(transaction.encoded_size()).unwrap_or(u32::MAX);
        let mut fee = fee_of(transaction.get_dispatch_info().total_weight(), length);
        if let sp_runtime::generic::Preamble::Signed(_, _, extension) = &transaction.0.preamble {
            fee.tip = extension.7.tip();
        }
        fee
    }
}
