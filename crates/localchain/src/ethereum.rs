//! Transactions that Ethereum wallets sign: what they may cost, who sends them, how they get into a block.

use codec::{DecodeAll, Encode};
use frame_support::dispatch::GetDispatchInfo;
use pallet_revive::{
    EthTransactError, RUNTIME_PALLETS_ADDR,
    evm::{Byte, GenericTransaction, TransactionSigned, runtime::EthExtra},
};
use sp_core::{H160, U256};
use sp_runtime::{generic::UncheckedExtrinsic as Generic, traits::TransactionExtension};

use crate::{
    chain::LocalChain,
    dry_run::ContractRun,
    fees::fee_of,
    outcome::StorageDeposit,
    pending::Pending,
    runtime::{
        AccountId, Balance, EthExtraImpl, Nonce, Revive, RuntimeCall, UncheckedExtrinsic, params,
    },
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

impl EthereumCall {
    /// Whether it is a call of the runtime itself, for which no whole units of gas are charged, and whose deposit is taken apart from its gas.
    fn is_of_runtime(&self) -> bool {
        self.to == Some(RUNTIME_PALLETS_ADDR)
    }
}

/// A signed transaction as pallet-revive reads it, whatever form its bytes have: the same signature has an `s` in either half of the order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WalletTransaction {
    /// Who signed.
    pub signer: H160,
    /// All that it says, as it was signed.
    pub says: Vec<u8>,
}

impl WalletTransaction {
    /// What `Revive.eth_transact` makes of its payload; `None` if no wallet signed it.
    pub fn read(payload: &[u8]) -> Option<Self> {
        let signed = TransactionSigned::decode(payload).ok()?;
        Some(Self {
            signer: signed.recover_eth_address().ok()?,
            says: signed.unsigned().unsigned_payload(),
        })
    }
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

/// What a transaction's highest price of gas is, in prices of the newest block. A chain charges the price of the block that the transaction
/// gets into, and turns away one that allows less: without room, any rise on the way would keep the sender's number open.
pub const HIGHEST_PRICE: u64 = 2;

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

    /// The fee of a transaction that may use `gas` and does what `run` did, in planck: as it is charged, without
    /// the deposit. `None` if no wallet
    /// could send it.
    pub fn ethereum_fee(
        &self,
        call: &EthereumCall,
        gas: U256,
        run: &ContractRun,
    ) -> Option<Balance> {
        let price = self.gas_price_wei();
        let transaction = GenericTransaction {
            chain_id: Some(self.identity().chain_id.into()),
            from: Some(call.from),
            to: call.to,
            value: Some(call.value_wei),
            input: call.data.clone().into(),
            nonce: Some(self.account(&fallback_account(call.from)).nonce.into()),
            gas: Some(gas),
            // The type that EIP-1559 describes, which wallets send.
            r#type: Some(Byte(2)),
            max_fee_per_gas: Some(price * HIGHEST_PRICE),
            ..Default::default()
        };
        let unsigned = transaction.try_into_unsigned().ok()?;
        let payload = unsigned.dummy_signed_payload();
        let length = u32::try_from(eth_transact(payload.clone()).len()).ok()?;
        // What the transaction becomes once its signature is checked.
        let made: RuntimeCall = match call.to {
            Some(_) if call.is_of_runtime() => {
                let mut inner = RuntimeCall::decode_all(&mut &call.data[..]).ok()?;
                if let RuntimeCall::Revive(pallet_revive::Call::instantiate {
                    weight_limit, ..
                }) = &mut inner
                {
                    *weight_limit = run.weight_consumed;
                }
                pallet_revive::Call::eth_substrate_call {
                    call: Box::new(inner),
                    transaction_encoded: payload,
                }
            }
            Some(dest) => pallet_revive::Call::eth_call {
                dest,
                value: call.value_wei,
                weight_limit: run.weight_consumed,
                eth_gas_limit: gas,
                data: call.data.clone(),
                transaction_encoded: payload,
                effective_gas_price: price,
                encoded_len: length,
            },
            None => pallet_revive::Call::eth_instantiate_with_code {
                value: call.value_wei,
                weight_limit: run.weight_consumed,
                eth_gas_limit: gas,
                code: call.data.clone(),
                data: Vec::new(),
                transaction_encoded: payload,
                effective_gas_price: price,
                encoded_len: length,
            },
        }
        .into();
        let mut info = made.get_dispatch_info();
        info.extension_weight = EthExtraImpl::get_eth_extension(0, 0).weight(&made);
        let fee = fee_of(info.total_weight(), length).total();
        if call.is_of_runtime() {
            return Some(fee);
        }
        Some(fee + self.rounded_up_planck(fee, run.storage_deposit))
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
            whole_gas: fields.to != Some(RUNTIME_PALLETS_ADDR),
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
    /// Whether fee and deposit are charged together, as whole units of gas.
    pub(crate) whole_gas: bool,
}

fn planck(wei: U256) -> Balance {
    Balance::try_from(wei / params::NATIVE_TO_ETH_RATIO).unwrap_or(Balance::MAX)
}

/// A signed Ethereum transaction, ready to submit. Whether it is one shows on submission.
pub fn eth_transact(payload: Vec<u8>) -> Vec<u8> {
    let call = RuntimeCall::Revive(pallet_revive::Call::eth_transact { payload });
    UncheckedExtrinsic::from(Generic::new_bare(call)).encode()
}
