//! Transactions of Ethereum keys.

use exequatur_protocol::Address;
use subxt::dynamic::Value;
use subxt::ext::scale_value::Composite;

use super::RpcChain;
use super::runtime::runtime_call;
use super::shapes::{EthereumFailure, EthereumRun, Wide};
use super::wire::{bytes, none, some};
use crate::before_sending::{cannot_pay_or, leads_back, refusal, tenth_more};
use crate::chain::{Call, ChainError, Cost, DryRun};
use crate::ethereum::{EthereumCall, EthereumTransaction};
use crate::keys::{KeyPair, fallback_account};
use crate::transaction::Transaction;

impl RpcChain {
    /// What a call would do, with the gas that its transaction may use.
    pub(super) fn estimated(
        &self,
        sender: Address,
        call: &Call,
    ) -> Result<(DryRun, u64), ChainError> {
        leads_back(self, call)?;
        let account = fallback_account(&sender.0);
        let run = self.tried(&account, call)?;
        let wanted = EthereumCall::of(call, self.identity.unit);
        let transaction = self.runtime.ethereum_transaction(sender, &wanted)?;
        let answer: Result<EthereumRun, EthereumFailure> =
            self.api("ReviveApi", "eth_transact", vec![transaction])?;
        let gas = answer.map_err(|failure| match failure {
            EthereumFailure::Data(data) => refusal(&data),
            EthereumFailure::Message(reason) => cannot_pay_or(self, &account, call, reason),
        })?;
        let gas = self.narrow(gas.eth_gas)?;
        let limit = tenth_more(gas);
        let price = self.gas_price()?;
        // The chain takes the price of all the gas beforehand.
        self.can_pay(&account, call.value() + self.price_of(limit, price))?;
        let dry_run = DryRun {
            contract: run.contract,
            output: run.output,
            cost: Cost {
                ref_time: run.consumed.ref_time,
                proof_size: run.consumed.proof_size,
                fee: self.price_of(gas, price).saturating_sub(run.deposit),
                deposit: run.deposit,
            },
        };
        Ok((dry_run, limit))
    }

    /// A transaction that is valid until the key's counter is past its number.
    pub(super) fn sign_ethereum(
        &self,
        key: &KeyPair,
        call: &Call,
    ) -> Result<Transaction, ChainError> {
        let (_, gas_limit) = self.estimated(Address(key.h160()), call)?;
        let price = self.gas_price()?;
        let account = key.account_id();
        let nonce = self.nonce(&account)?;
        let transaction = EthereumTransaction {
            call: EthereumCall::of(call, self.identity.unit),
            chain_id: self.identity.chain_id,
            nonce,
            gas_limit,
            max_gas_price_wei: price.into(),
        };
        let signed = transaction
            .sign(key)
            .map_err(|error| ChainError::Rejected(error.to_string()))?;
        let call = runtime_call("Revive", "eth_transact", vec![bytes(&signed.bytes)]);
        let transactions = self.runtime.client.transactions();
        let bare = self.runtime.known(transactions.create_unsigned(&call))?;
        Ok(Transaction {
            account,
            nonce,
            bytes: bare.into_encoded(),
            hash: signed.hash,
            signed_after: self.head.block(),
            valid_until: None,
            gas_price_wei: Some(price),
            is_call: true,
        })
    }

    /// The price of a unit of gas, in wei.
    fn gas_price(&self) -> Result<u64, ChainError> {
        let price: Wide = self.api("ReviveApi", "gas_price", ())?;
        self.narrow(price)
    }

    fn narrow(&self, wide: Wide) -> Result<u64, ChainError> {
        match wide.0 {
            [low, 0, 0, 0] => Ok(low),
            _ => Err(ChainError::Failed(
                "gas or its price is more than a transaction can name".to_owned(),
            )),
        }
    }

    /// What that much gas costs, in planck.
    fn price_of(&self, gas: u64, price: u64) -> u128 {
        u128::from(gas) * u128::from(price) / 10u128.pow(self.identity.unit.into())
    }
}

impl super::runtime::Runtime {
    /// What Ethereum wallets ask about before they sign. Which fields there are is the runtime's affair; the others stay empty.
    fn ethereum_transaction(
        &self,
        sender: Address,
        call: &EthereumCall,
    ) -> Result<Value, ChainError> {
        let fields = self.argument_fields("ReviveApi", "eth_transact")?;
        let values = fields.into_iter().map(|(name, is_list)| {
            let value = match name.as_str() {
                "from" => some(bytes(&sender.0)),
                "to" => call.to.map_or_else(none, |to| some(bytes(&to.0))),
                "value" => {
                    let limbs = call.value_wei.into_limbs();
                    let limbs = limbs.map(|limb| Value::u128(limb.into()));
                    some(Value::unnamed_composite([Value::unnamed_composite(limbs)]))
                }
                "input" => {
                    Value::named_composite([("input", some(bytes(&call.data))), ("data", none())])
                }
                _ if is_list => Value::unnamed_composite([]),
                _ => none(),
            };
            (name, value)
        });
        Ok(Value::without_context(
            Composite::Named(values.collect()).into(),
        ))
    }
}
