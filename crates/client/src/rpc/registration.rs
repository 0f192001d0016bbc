//! Accounts of Polkadot keys behind addresses: registering them, and what was paid before they were registered.

use subxt::dynamic::Value;

use super::RpcChain;
use super::runtime::{RuntimeCall, runtime_call};
use super::shapes::{Account, Holding};
use super::wire::bytes;
use crate::before_sending::ethereum_sender;
use crate::chain::{Chain, ChainError, Cost};
use crate::keys::h160_of_account;
use exequatur_protocol::Address;

/// Bytes that a registration keeps in storage: an address and an account.
const REGISTERED_BYTES: u128 = 20 + 32;

impl RpcChain {
    /// Whether the account has to send a transaction that registers it before it can call contracts. Not if it does not exist and
    /// will be registered as soon as it does.
    pub(super) fn must_register(&self, account: &[u8; 32]) -> Result<bool, ChainError> {
        if ethereum_sender(account).is_some()
            || self.account_of(&Address(h160_of_account(account)))?.0 == *account
        {
            return Ok(false);
        }
        Ok(!self.maps_by_itself() || self.exists(account)?)
    }

    /// What registering it costs.
    pub(super) fn registration_of(&self, account: &[u8; 32]) -> Result<Option<Cost>, ChainError> {
        if !self.must_register(account)? {
            return Ok(None);
        }
        let call = self.registering(account)?;
        let transaction = self.unsigned(account, &call)?;
        Ok(Some(Cost {
            fee: self.fee_of(&transaction, transaction.len())?,
            deposit: self.registration_deposit()?,
            ..Cost::default()
        }))
    }

    /// Registers an account. Where that happens by itself, the call for it does nothing, and accounts from before that have another one.
    pub(super) fn registering(&self, account: &[u8; 32]) -> Result<RuntimeCall, ChainError> {
        Ok(if self.maps_by_itself() {
            let accounts = Value::unnamed_composite([bytes(account)]);
            runtime_call("Revive", "batch_map_accounts", vec![accounts])
        } else {
            runtime_call("Revive", "map_account", Vec::new())
        })
    }

    /// What is held for a registration, in planck.
    pub(super) fn registration_deposit(&self) -> Result<u128, ChainError> {
        if self.maps_by_itself() {
            return Ok(0);
        }
        let item: u128 = self.runtime.constant("Revive", "DepositPerItem")?;
        let byte: u128 = self.runtime.constant("Revive", "DepositPerByte")?;
        Ok(item + REGISTERED_BYTES * byte)
    }

    /// What an account has of an asset.
    pub(super) fn holding(&self, asset: u32, account: &[u8; 32]) -> Result<u128, ChainError> {
        let keys = vec![Value::u128(asset.into()), bytes(account)];
        let found: Option<Holding> =
            self.stored(&self.runtime, &self.head.hash, "Assets", "Account", keys)?;
        Ok(found.map_or(0, |holding| holding.balance))
    }

    /// Whether the chain registers new accounts by itself. Runtimes from before that could be do not say.
    fn maps_by_itself(&self) -> bool {
        self.runtime.constant("Revive", "AutoMap").unwrap_or(false)
    }

    fn exists(&self, account: &[u8; 32]) -> Result<bool, ChainError> {
        let key = vec![bytes(account)];
        let found: Option<Account> =
            self.stored(&self.runtime, &self.head.hash, "System", "Account", key)?;
        Ok(found.is_some())
    }
}

/// Moves everything on the fallback account of an account's address to the account.
pub(super) fn bringing_back(account: &[u8; 32], asset: Option<u32>) -> RuntimeCall {
    let to = Value::unnamed_variant("Id", [bytes(account)]);
    let (pallet, mut arguments) = match asset {
        None => ("Balances", Vec::new()),
        Some(number) => ("Assets", vec![Value::u128(number.into())]),
    };
    arguments.extend([to, Value::bool(false)]);
    let moving = Value::unnamed_variant("transfer_all", arguments);
    let moving = Value::unnamed_variant(pallet, [moving]);
    runtime_call("Revive", "dispatch_as_fallback_account", vec![moving])
}
