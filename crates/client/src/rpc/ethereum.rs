//! Transactions of Ethereum keys.

use exequatur_localchain::HIGHEST_PRICE;
use exequatur_protocol::Address;
use subxt::dynamic::Value;
use subxt::ext::scale_value::Composite;

use super::RpcChain;
use super::dry_run::{Limits, Run};
use super::runtime::runtime_call;
use super::shapes::{EthereumFailure, EthereumRun, Wide};
use super::wire::{bytes, none, some, wide};
use crate::before_sending::{cannot_pay_or, leads_back, of_wallet, refusal, tenth_more};
use crate::chain::{Call, ChainError, Cost, DryRun, Needed};
use crate::ethereum::{EthereumCall, EthereumTransaction};
use crate::keys::{KeyPair, fallback_account};
use crate::transaction::Transaction;

/// What a call would do, and the transaction for it.
pub(super) struct Estimate {
    pub(super) run: DryRun,
    call: EthereumCall,
    gas_limit: u64,
    /// Whether fee and deposit are charged together, as whole units of gas.
    whole_gas: bool,
}

impl RpcChain {
    /// What a call would do, with the gas that its transaction may use.
    pub(super) fn estimated(&self, sender: Address, call: &Call) -> Result<Estimate, ChainError> {
        leads_back(self, call)?;
        let account = fallback_account(&sender.0);
        let mut run = match call {
            // Whoever is paid first gets the smallest balance of an account besides, so that any amount arrives.
            Call::Transfer { to, .. } => Run::of_deposit(match self.balances(to)? {
                None => self.identity.existential_deposit,
                Some(_) => 0,
            }),
            Call::Instantiate { .. }
            | Call::Message { .. }
            | Call::Register
            | Call::BringBack { .. } => self.tried(&account, call)?,
        };
        let price = self.gas_price()?;
        // A contract from code that the chain has is made by a call of the runtime, since Ethereum's own way to make one takes its code along.
        let by_runtime = match call {
            Call::Instantiate { code, .. } if self.runtime.takes_calls_from_wallets() => {
                self.known_code(code)?.is_some()
            }
            Call::Instantiate { .. }
            | Call::Message { .. }
            | Call::Transfer { .. }
            | Call::Register
            | Call::BringBack { .. } => false,
        };
        let (wanted, fee, gas_limit, in_gas) = if by_runtime {
            let exact = self.of_runtime(&account, call, run.exact())?;
            let fee = self.price_of(self.gas_for(sender, call, &exact, &mut run)?, price);
            let roomy =
                self.of_runtime(&account, call, run.roomy(self.identity.existential_deposit))?;
            let limit = tenth_more(self.gas_for(sender, call, &roomy, &mut run)?);
            (roomy, fee, limit, 0)
        } else {
            let wanted = of_wallet(call, self.identity.unit)?;
            let gas = self.gas_for(sender, call, &wanted, &mut run)?;
            let fee = self.price_of(gas, price).saturating_sub(run.deposit);
            (wanted, fee, tenth_more(gas), run.deposit)
        };
        // The chain takes the price of all the gas beforehand.
        let needed = Needed {
            value: call.value(),
            deposit: run.deposit,
            fee: self.price_of(gas_limit, price).saturating_sub(in_gas),
            ..Needed::default()
        };
        self.can_pay(&account, needed)?;
        if let Some(reason) = run.fails {
            return Err(ChainError::Failed(reason));
        }
        let dry_run = DryRun {
            contract: run.contract,
            output: run.output,
            cost: Cost {
                ref_time: run.consumed.ref_time,
                proof_size: run.consumed.proof_size,
                fee,
                deposit: run.deposit,
            },
        };
        Ok(Estimate {
            run: dry_run,
            call: wanted,
            gas_limit,
            whole_gas: !by_runtime,
        })
    }

    /// A call of the runtime, as Ethereum has it.
    fn of_runtime(
        &self,
        from: &[u8; 32],
        call: &Call,
        limits: Limits,
    ) -> Result<EthereumCall, ChainError> {
        let call = self.call_within(from, call, limits)?;
        let transactions = self.runtime.client.transactions();
        let encoded = self.runtime.known(transactions.call_data(&call))?;
        Ok(EthereumCall::of_runtime(encoded))
    }

    /// The gas that a transaction needs in the next block. If it lacks the money, that goes down in `run`.
    fn gas_for(
        &self,
        sender: Address,
        call: &Call,
        wanted: &EthereumCall,
        run: &mut Run,
    ) -> Result<u64, ChainError> {
        let transaction = self.runtime.ethereum_transaction(sender, wanted)?;
        let answer: Result<EthereumRun, EthereumFailure> =
            self.api("ReviveApi", "eth_transact", vec![transaction])?;
        let gas = match answer {
            Ok(answer) => answer.eth_gas,
            Err(EthereumFailure::Data(data)) => return Err(refusal(&data)),
            Err(EthereumFailure::Message(reason)) => match self.supposing(sender, wanted, None)? {
                Some(Ok(supposed)) => {
                    run.fails.get_or_insert(reason);
                    supposed.eth_gas
                }
                Some(Err(EthereumFailure::Data(data))) => return Err(refusal(&data)),
                Some(Err(EthereumFailure::Message(_))) => return Err(ChainError::Failed(reason)),
                None => {
                    let account = fallback_account(&sender.0);
                    return Err(cannot_pay_or(self, &account, call, reason));
                }
            },
        };
        self.narrow(gas)
    }

    /// A transaction that is valid until the key's counter is past its number.
    pub(super) fn sign_ethereum(
        &self,
        key: &KeyPair,
        call: &Call,
    ) -> Result<Transaction, ChainError> {
        let estimate = self.estimated(Address(key.h160()), call)?;
        // The chain charges the price of its block; the room costs nothing.
        let highest = self.gas_price()?.saturating_mul(HIGHEST_PRICE);
        let account = key.account_id();
        let nonce = self.nonce(&account)?;
        let transaction = EthereumTransaction {
            call: estimate.call,
            chain_id: self.identity.chain_id,
            nonce,
            gas_limit: estimate.gas_limit,
            max_gas_price_wei: highest.into(),
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
            highest_gas_price_wei: estimate.whole_gas.then_some(highest),
            is_call: true,
        })
    }

    /// The price of a unit of gas, in wei.
    fn gas_price(&self) -> Result<u64, ChainError> {
        let price: Wide = self.api("ReviveApi", "gas_price", ())?;
        self.narrow(price)
    }

    /// What a transaction in a block was charged for a unit of gas, in wei, if it allowed so much at most.
    pub(super) fn charged_price(&self, block: u32, highest: u64) -> Result<u64, ChainError> {
        // A block's price is what the one before it left.
        let before = self.block_hash(block.saturating_sub(1))?;
        let runtime = self.runtime_at(&before)?;
        let price: Wide = self.api_at(&runtime, &before, "ReviveApi", "gas_price", ())?;
        Ok(self.narrow(price)?.min(highest))
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
    pub(super) fn ethereum_transaction(
        &self,
        sender: Address,
        call: &EthereumCall,
    ) -> Result<Value, ChainError> {
        let fields = self.argument_fields("ReviveApi", "eth_transact", 0)?;
        let values = fields.into_iter().map(|(name, is_list)| {
            let value = match name.as_str() {
                "from" => some(bytes(&sender.0)),
                "to" => call.to.map_or_else(none, |to| some(bytes(&to.0))),
                "value" => some(wide(call.value_wei)),
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
