//! Calls of Ethereum keys on the local chain.

use codec::Encode;
use exequatur_localchain::{
    AccountId, CodeSource, ContractRun, EthereumCall as WalletCall, GasError, H160, HIGHEST_PRICE,
    U256, View, eth_transact,
};
use exequatur_protocol::Address;

use super::{LocalChainClient, instantiated};
use crate::before_sending::{leads_back, of_wallet, refusal, tenth_more};
use crate::chain::{Call, ChainError, Cost, DryRun, Needed};
use crate::ethereum::{EthereumCall, EthereumTransaction};
use crate::keys::{KeyPair, fallback_account};
use crate::transaction::Transaction;

/// What a call would do, and the transaction for it.
pub(super) struct Estimate {
    pub(super) run: DryRun,
    call: EthereumCall,
    gas_limit: u64,
}

impl LocalChainClient {
    /// What a call would do, with the gas that its transaction may use.
    pub(super) fn estimated(&self, sender: Address, call: &Call) -> Result<Estimate, ChainError> {
        leads_back(self, call)?;
        let account = AccountId::new(fallback_account(&sender.0));
        let (run, output) = self.tried(&account, call)?;
        let (ethereum, separate_deposit) = self.ethereum_call(&account, call, run.as_ref())?;
        // What it takes does not depend on what the account has.
        let wallet_call = WalletCall {
            from: H160(sender.0),
            to: ethereum.to.map(|to| H160(to.0)),
            value_wei: U256::from_big_endian(&ethereum.value_wei.to_be_bytes::<32>()),
            data: ethereum.data.clone(),
        };
        let gas = self
            .with_plenty(&account)
            .estimate_gas(&wallet_call)
            .map_err(|error| match error {
                GasError::Reverts(data) => refusal(&data),
                GasError::Fails(reason) => ChainError::Failed(reason),
            })?;
        let gas = u64::try_from(gas).map_err(|_| {
            ChainError::Failed(format!(
                "it would take {gas} gas, more than a transaction can name"
            ))
        })?;
        let limit = tenth_more(gas);
        let deposit = match (&run, call) {
            (Some(run), _) => run.storage_deposit.charged_planck(),
            // Whoever is paid first gets the smallest balance of an account besides.
            (None, Call::Transfer { to, .. })
                if !self.chain.account_exists(&AccountId::new(*to)) =>
            {
                self.identity.existential_deposit
            }
            (None, _) => 0,
        };
        let beside_gas = if separate_deposit { deposit } else { 0 };
        // The chain takes the price of all the gas beforehand and leaves the account alive.
        let needed = Needed {
            value: call.value(),
            deposit,
            fee: self.price_of(limit).saturating_sub(deposit - beside_gas),
            stays: self.identity.existential_deposit,
            is_least: false,
        };
        let found = self.chain.account(&account).free_planck;
        if found < needed.total() {
            return Err(ChainError::CannotPay { needed, found });
        }
        // Gas is estimated for fee and deposit together, and rounded up by more than a small fee beside a large deposit.
        let fee = run
            .as_ref()
            .and_then(|run| {
                self.chain
                    .ethereum_fee(&wallet_call, U256::from(limit), run)
            })
            .unwrap_or_else(|| {
                self.price_of(gas)
                    .saturating_sub(deposit.saturating_sub(beside_gas))
            });
        let consumed = run.as_ref().map(|run| run.weight_consumed);
        let run = DryRun {
            contract: instantiated(run.as_ref()),
            output,
            cost: Cost {
                ref_time: consumed.map_or(0, |weight| weight.ref_time()),
                proof_size: consumed.map_or(0, |weight| weight.proof_size()),
                fee,
                deposit,
            },
        };
        Ok(Estimate {
            run,
            call: ethereum,
            gas_limit: limit,
        })
    }

    /// The call as Ethereum has it, and whether its deposit is taken apart from its gas: a contract from code that the chain has is made
    /// by a call of the runtime, since Ethereum's own way to make one takes its code along.
    fn ethereum_call(
        &self,
        from: &AccountId,
        call: &Call,
        run: Option<&ContractRun>,
    ) -> Result<(EthereumCall, bool), ChainError> {
        if let Call::Instantiate { code, .. } = call
            && matches!(self.source(code), CodeSource::Stored(_))
        {
            let call = self.runtime_call(from, call, run).encode();
            return Ok((EthereumCall::of_runtime(call), true));
        }
        Ok((of_wallet(call, self.identity.unit)?, false))
    }

    pub(super) fn sign_ethereum(
        &self,
        key: &KeyPair,
        call: &Call,
    ) -> Result<Transaction, ChainError> {
        let Estimate {
            call, gas_limit, ..
        } = self.estimated(Address(key.h160()), call)?;
        let highest = self.chain.gas_price_wei() * HIGHEST_PRICE;
        let transaction = EthereumTransaction {
            call,
            chain_id: self.identity.chain_id,
            nonce: self
                .chain
                .account(&AccountId::new(key.account_id()))
                .nonce
                .into(),
            gas_limit,
            max_gas_price_wei: u128::try_from(highest).map_err(|_| {
                ChainError::Rejected(format!(
                    "the chain's price of gas, {highest} wei with the room for a rise, is out of range"
                ))
            })?,
        };
        let signed = transaction
            .sign(key)
            .map_err(|error| ChainError::Rejected(error.to_string()))?;
        Ok(self.transaction(key, eth_transact(signed.bytes), signed.hash))
    }

    /// What that much gas costs, in planck.
    fn price_of(&self, gas: u64) -> u128 {
        self.planck(self.chain.gas_price_wei() * gas)
    }

    fn planck(&self, wei: U256) -> u128 {
        let planck = wei / self.chain.identity().native_to_eth_ratio;
        u128::try_from(planck).unwrap_or(u128::MAX)
    }
}
