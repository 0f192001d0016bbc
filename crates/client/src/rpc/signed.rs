//! Transactions of Polkadot keys.

use exequatur_localchain::LIFETIME_BLOCKS;
use subxt::config::DefaultExtrinsicParamsBuilder;
use subxt::rpcs::rpc_params;
use subxt::utils::{AccountId32, MultiSignature};

use super::node::Head;
use super::runtime::RuntimeCall;
use super::{RpcChain, blake2_256};
use crate::chain::ChainError;
use crate::keys::{KeyPair, PayloadSignature};
use crate::transaction::Transaction;

/// For how many blocks a transaction is valid: after that it can never go in.
pub(super) const LIFETIME: u32 = LIFETIME_BLOCKS;

impl RpcChain {
    /// A transaction as long and as expensive as the signed one will be.
    pub(super) fn unsigned(
        &self,
        from: &[u8; 32],
        call: &RuntimeCall,
    ) -> Result<Vec<u8>, ChainError> {
        let head = self.head;
        self.assembled(from, call, self.nonce(from)?, &head, |_| {
            Ok(MultiSignature::Sr25519([0; 64]))
        })
    }

    /// A transaction that is valid for [`LIFETIME`] blocks from the newest final one.
    pub(super) fn signed(
        &self,
        key: &KeyPair,
        call: &RuntimeCall,
        is_call: bool,
    ) -> Result<Transaction, ChainError> {
        let account = key.account_id();
        let nonce = self.nonce(&account)?;
        let bytes = self.assembled(&account, call, nonce, &self.head, |payload| {
            match key.sign_payload(payload) {
                PayloadSignature::Sr25519(signature) => Ok(MultiSignature::Sr25519(signature)),
                PayloadSignature::Eth(_) => Err(ChainError::Rejected(
                    "an Ethereum key sends Ethereum transactions".to_owned(),
                )),
            }
        })?;
        Ok(Transaction {
            account,
            nonce,
            hash: blake2_256(&bytes),
            bytes,
            signed_after: self.head.block(),
            valid_until: Some(self.head.number.saturating_add(LIFETIME)),
            highest_gas_price_wei: None,
            is_call,
        })
    }

    /// The counter that the account's next transaction has to carry, with those that wait in the node's pool.
    pub(super) fn nonce(&self, account: &[u8; 32]) -> Result<u64, ChainError> {
        let question = rpc_params![AccountId32(*account)];
        self.connection.ask("system_accountNextIndex", question)
    }

    fn assembled(
        &self,
        from: &[u8; 32],
        call: &RuntimeCall,
        nonce: u64,
        head: &Head,
        sign: impl FnOnce(&[u8]) -> Result<MultiSignature, ChainError>,
    ) -> Result<Vec<u8>, ChainError> {
        let params = DefaultExtrinsicParamsBuilder::new()
            .nonce(nonce)
            .mortal_from_unchecked(LIFETIME.into(), head.number.into(), head.hash.into())
            .build();
        let transactions = self.runtime.client.transactions();
        let mut signable = self
            .runtime
            .known(transactions.create_signable_offline(call, params))?;
        let payload = self.runtime.known(signable.signer_payload())?;
        let signature = sign(&payload)?;
        let account = AccountId32(*from);
        let signed = signable.sign_with_account_and_signature(&account, &signature);
        Ok(self.runtime.known(signed)?.into_encoded())
    }
}
