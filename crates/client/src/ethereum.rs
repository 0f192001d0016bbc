//! The same calls as transactions of Ethereum: for keys of that kind, whose signatures no other transaction takes.
//!
//! Everything here is pure. Whoever talks to a chain finds out its id, the sender's nonce, gas and its price, and submits the
//! bytes: in the call `Revive.eth_transact`, or by `eth_sendRawTransaction`.

use alloy_consensus::{SignableTransaction, TxEip1559};
use alloy_eips::eip2718::Encodable2718;
use alloy_primitives::{Signature, TxKind, U256};
use exequatur_localchain::RUNTIME_PALLETS_ADDR;
use exequatur_protocol::{Address, Hash};

use crate::chain::Call;
use crate::keys::{KeyPair, PayloadSignature, Scheme, h160_of_account};

/// A call as Ethereum has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EthereumCall {
    /// Whom it calls or pays; `None` creates a contract.
    pub to: Option<Address>,
    /// Money that goes along, in wei.
    pub value_wei: U256,
    /// Call data. For a new contract with new code: this code, followed by selector and arguments of the constructor. The blob's own header
    /// says where the code ends.
    pub data: Vec<u8>,
}

/// Whom an Ethereum transaction calls that is a call of the runtime itself (pallet-revive's `RUNTIME_PALLETS_ADDR`).
pub const RUNTIME: Address = Address(RUNTIME_PALLETS_ADDR.0);

impl EthereumCall {
    /// A call of the runtime, encoded in SCALE. Money that goes along is an argument of the call.
    pub fn of_runtime(encoded: Vec<u8>) -> Self {
        Self {
            to: Some(RUNTIME),
            value_wei: U256::ZERO,
            data: encoded,
        }
    }

    /// The same call; one planck is 10^`unit` wei. A new contract's code goes along: only a call of the runtime can name it by its hash.
    ///
    /// Warning: Ethereum names no accounts. Money for one goes to the address under which contracts know it, which leads back to
    /// the account only if it is mapped there or is the address's fallback account.
    ///
    /// `None` for calls that only an account of a Polkadot key has a use for.
    pub fn of(call: &Call, unit: u8) -> Option<Self> {
        let wei = |planck: u128| U256::from(planck) * U256::from(10).pow(U256::from(unit));
        Some(match call {
            Call::Instantiate { code, input, value } => Self {
                to: None,
                value_wei: wei(*value),
                data: [code.as_slice(), input].concat(),
            },
            Call::Message {
                contract,
                input,
                value,
            } => Self {
                to: Some(*contract),
                value_wei: wei(*value),
                data: input.clone(),
            },
            Call::Transfer { to, value } => Self {
                to: Some(Address(h160_of_account(to))),
                value_wei: wei(*value),
                data: Vec::new(),
            },
            Call::Register | Call::BringBack { .. } => return None,
        })
    }
}

/// All that a transaction says (EIP-1559, without a tip: pallet-revive takes none).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EthereumTransaction {
    /// The call.
    pub call: EthereumCall,
    /// EIP-155 chain id.
    pub chain_id: u64,
    /// The sender's transaction counter.
    pub nonce: u64,
    /// The most gas that it may use. On pallet-revive gas pays for computation, proof, bytes and the deposit for storage alike.
    pub gas_limit: u64,
    /// The highest price of a unit of gas, in wei.
    pub max_gas_price_wei: u128,
}

/// A signed transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedTransaction {
    /// As it travels (EIP-2718).
    pub bytes: Vec<u8>,
    /// The hash by which Ethereum tools know it.
    pub hash: Hash,
}

/// Returned when a key of another kind is to sign an Ethereum transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an Ethereum transaction needs another key: expected ecdsa, found {0}")]
pub struct NotAnEthereumKey(pub Scheme);

impl EthereumTransaction {
    /// Signs. The same key and transaction always give the same bytes.
    ///
    /// # Errors
    /// [`NotAnEthereumKey`] if the key's scheme is not ECDSA.
    pub fn sign(&self, key: &KeyPair) -> Result<SignedTransaction, NotAnEthereumKey> {
        let transaction = TxEip1559 {
            chain_id: self.chain_id,
            nonce: self.nonce,
            gas_limit: self.gas_limit,
            max_fee_per_gas: self.max_gas_price_wei,
            max_priority_fee_per_gas: 0,
            to: match self.call.to {
                Some(to) => TxKind::Call(to.0.into()),
                None => TxKind::Create,
            },
            value: self.call.value_wei,
            access_list: Default::default(),
            input: self.call.data.clone().into(),
        };
        let signature = match key.sign_payload(&transaction.encoded_for_signing()) {
            PayloadSignature::Eth(signature) => signature,
            PayloadSignature::Sr25519(_) => return Err(NotAnEthereumKey(key.scheme())),
        };
        let signature = Signature::from_bytes_and_parity(&signature[..64], signature[64] == 1);
        let signed = transaction.into_signed(signature);
        Ok(SignedTransaction {
            hash: signed.hash().0,
            bytes: signed.encoded_2718(),
        })
    }
}
