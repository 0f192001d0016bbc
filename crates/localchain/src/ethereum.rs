//! Transactions that Ethereum wallets sign: what they may cost, who sends them, how they get into a block.

use codec::Encode;
use pallet_revive::{
    EthTransactError,
    evm::{GenericTransaction, TransactionSigned},
};
use sp_core::{H160, U256};
use sp_runtime::generic::UncheckedExtrinsic as Generic;

use crate::{
    chain::LocalChain,
    outcome::StorageDeposit,
    pending::Pending,
    runtime::{AccountId, Balance, Nonce, Revive, RuntimeCall, UncheckedExtrinsic, params},
    view::{View, fallback_account},
};

/// What a wallet is about to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EthereumCall {
    /// Who sends.
    pub from: H160,
    /// Whom it calls or pays; `None` creates a contract.
    pub to: Option<H160>,
    /// Money that goes along, in wei.
    pub value_wei: U256,
    /// Call data; for a new contract its code followed by the constructor's call data.
    pub data: Vec<u8>,
}

/// Why gas cannot be estimated: the transaction would fail however much it had.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GasError {
    /// Thrown when the contract refuses.
    #[error("the contract reverts with {} bytes", .0.len())]
    Reverts(Vec<u8>),
    /// Thrown when the chain refuses.
    #[error("{0}")]
    Fails(String),
}

impl LocalChain {
    /// The price of a unit of gas, in wei. It is the same for everybody: tips are not taken.
    pub fn gas_price_wei(&self) -> U256 {
        self.read(Revive::evm_base_fee)
    }

    /// The gas that a transaction needs in the next block, for fee and storage deposit; up to 1.5 % too much. Does not ask
    /// whether the sender can pay it.
    ///
    /// # Errors
    /// [`GasError`] if no amount of gas is enough.
    pub fn estimate_gas(&self, call: &EthereumCall) -> Result<U256, GasError> {
        estimate(&self.pending(), call)
    }

    /// Who sent it with which counter, and the highest price of its gas in planck; `None` for other transactions, and for
    /// one that nobody signed.
    pub(crate) fn ethereum_claim(&self, transaction: &UncheckedExtrinsic) -> Option<Claim> {
        let RuntimeCall::Revive(pallet_revive::Call::eth_transact { payload }) =
            &transaction.0.function
        else {
            return None;
        };
        let signed = TransactionSigned::decode(payload).ok()?;
        let sender = fallback_account(signed.recover_eth_address().ok()?);
        let fields = GenericTransaction::from_signed(signed, self.gas_price_wei(), None);
        let price = fields.gas_price.unwrap_or_default();
        let fee_wei = fields.gas.unwrap_or_default().saturating_mul(price);
        Some(Claim {
            sender,
            nonce: fields.nonce?.try_into().ok()?,
            highest_fee_planck: planck(fee_wei),
        })
    }

    /// What a transaction of a wallet costs on top of its fee: fee and deposit together are charged as whole units of gas.
    pub(crate) fn rounded_up_planck(&self, fee: Balance, deposit: StorageDeposit) -> Balance {
        let charged = match deposit {
            StorageDeposit::Charged(deposit) => fee.saturating_add(deposit),
            StorageDeposit::Refunded(refund) => fee.saturating_sub(refund),
        };
        let price = self.gas_price_wei();
        let rest = U256::from(charged) * params::NATIVE_TO_ETH_RATIO % price;
        if rest.is_zero() {
            return 0;
        }
        planck(price - rest)
    }
}

pub(crate) fn estimate(pending: &Pending, call: &EthereumCall) -> Result<U256, GasError> {
    let transaction = GenericTransaction {
        from: Some(call.from),
        to: call.to,
        value: Some(call.value_wei),
        input: call.data.clone().into(),
        ..Default::default()
    };
    let estimated = pending.run(|| Revive::eth_estimate_gas(transaction, None, None));
    estimated.map_err(|error| match error {
        EthTransactError::Data(data) => GasError::Reverts(data),
        EthTransactError::Message(message) => GasError::Fails(message),
    })
}

/// What a transaction of a wallet says about itself.
pub(crate) struct Claim {
    pub(crate) sender: AccountId,
    pub(crate) nonce: Nonce,
    pub(crate) highest_fee_planck: Balance,
}

fn planck(wei: U256) -> Balance {
    Balance::try_from(wei / params::NATIVE_TO_ETH_RATIO).unwrap_or(Balance::MAX)
}

/// A signed Ethereum transaction, ready to submit. Whether it is one shows on submission.
pub fn eth_transact(payload: Vec<u8>) -> Vec<u8> {
    let call = RuntimeCall::Revive(pallet_revive::Call::eth_transact { payload });
    UncheckedExtrinsic::from(Generic::new_bare(call)).encode()
}
