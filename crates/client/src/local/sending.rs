//! Signing, sending and finding again on the local chain. It takes a transaction into a block at once or not at all, and what it took
//! is on disk whole or not at all; so its transactions are never on the way.

use std::cell::OnceCell;

use exequatur_localchain::{
    AccountId, H256, Inclusion, MultiSignature, Signer, SubmitError, TxOptions, View, tx_hash,
};
use exequatur_protocol::{Address, Hash};

use super::{LocalChainClient, seconds, storage};
use crate::chain::{Call, ChainError, Cost, Needed, Receipt};
use crate::keys::{KeyPair, PayloadSignature};
use crate::transaction::{BlockId, Fate, Never, Transaction};

impl LocalChainClient {
    pub(super) fn sign_extrinsic(
        &self,
        key: &KeyPair,
        call: &Call,
    ) -> Result<Transaction, ChainError> {
        let sender = Sender(key);
        let account = sender.account();
        let is_call = !(call.needs_registration() && self.chain.must_register(&account));
        let first = if is_call { call } else { &Call::Register };
        let runtime_call = self.checked(&account, first)?.1;
        let bytes = self.chain.sign(&sender, runtime_call, TxOptions::default());
        let hash = tx_hash(&bytes).0;
        Ok(Transaction {
            is_call,
            ..self.transaction(key, bytes, hash)
        })
    }

    /// The bytes with what is needed to find them again.
    pub(super) fn transaction(&self, key: &KeyPair, bytes: Vec<u8>, hash: Hash) -> Transaction {
        let account = key.account_id();
        let head = self.chain.head();
        Transaction {
            account,
            nonce: self.chain.account(&AccountId::new(account)).nonce.into(),
            bytes,
            hash,
            signed_after: BlockId {
                number: head.number,
                hash: head.hash.0,
            },
            valid_until: None,
            highest_gas_price_wei: None,
            is_call: true,
        }
    }

    pub(super) fn include(&mut self, transaction: &Transaction) -> Result<Receipt, ChainError> {
        self.index = OnceCell::new();
        let submitted = self.chain.submit(&transaction.bytes);
        let inclusion = submitted.map_err(|error| match error {
            SubmitError::CannotPayFee {
                needed_planck,
                free_planck,
            } => ChainError::CannotPay {
                needed: Needed {
                    fee: needed_planck,
                    ..Needed::default()
                },
                found: free_planck,
            },
            SubmitError::Store(error) => storage(error),
            other => ChainError::Rejected(other.to_string()),
        })?;
        match inclusion.result {
            Ok(()) => Ok(receipt(inclusion, transaction.hash)),
            Err(failure) => Err(ChainError::FailedInBlock {
                block: inclusion.block_number,
                reason: failure.to_string(),
            }),
        }
    }

    /// The transaction in any block: a repaired chain may have lost the one after which it was signed.
    pub(super) fn found(&self, transaction: &Transaction) -> Result<Fate, ChainError> {
        let hash: H256 = tx_hash(&transaction.bytes);
        let found = self.chain.find_transaction(hash, 0).map_err(storage)?;
        Ok(match found {
            None => Fate::Never(Never::NotTaken),
            Some(inclusion) => match &inclusion.result {
                Ok(()) => Fate::Done(Box::new(receipt(inclusion, transaction.hash))),
                Err(failure) => Fate::Failed {
                    block: inclusion.block_number,
                    reason: failure.to_string(),
                },
            },
        })
    }
}

/// A key as the local chain wants a signer.
struct Sender<'a>(&'a KeyPair);

impl Signer for Sender<'_> {
    fn account(&self) -> AccountId {
        AccountId::new(self.0.account_id())
    }

    fn sign(&self, payload: &[u8]) -> MultiSignature {
        match self.0.sign_payload(payload) {
            PayloadSignature::Sr25519(signature) => MultiSignature::Sr25519(signature.into()),
            PayloadSignature::Eth(signature) => MultiSignature::Eth(signature.into()),
        }
    }
}

fn receipt(inclusion: Inclusion, tx_hash: Hash) -> Receipt {
    Receipt {
        tx_hash,
        block: inclusion.block_number,
        block_hash: inclusion.block_hash.0,
        at: seconds(inclusion.time_s),
        contract: inclusion
            .instantiated
            .first()
            .map(|address| Address(address.0)),
        entries: inclusion
            .events
            .into_iter()
            .map(|event| (Address(event.address.0), event.data))
            .collect(),
        cost: Cost {
            ref_time: inclusion.weight.ref_time(),
            proof_size: inclusion.weight.proof_size(),
            fee: inclusion.fee_planck,
            deposit: inclusion.storage_deposit.charged_planck(),
        },
    }
}
