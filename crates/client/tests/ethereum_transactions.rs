//! Ethereum transactions are byte for byte those that ethers makes.

mod support;

use exequatur_client::chain::Call;
use exequatur_client::ethereum::{EthereumCall, EthereumTransaction, NotAnEthereumKey};
use exequatur_client::keys::{KeyPair, Scheme, fallback_account};
use exequatur_protocol::Address;
use serde_json::Value;
use support::{SECRET, bytes, text, vectors};

/// One planck is 10^8 wei.
const UNIT: u8 = 8;

fn hexadecimal(vector: &Value, field: &str) -> Vec<u8> {
    hex::decode(&text(vector, field)[2..]).expect("hexadecimal digits")
}

fn call(vector: &Value) -> Call {
    let value = text(vector, "planck").parse().expect("planck");
    let data = hexadecimal(vector, "data");
    if vector["to"].is_null() {
        let (code, input) = data.split_at(3);
        return Call::Instantiate {
            code: code.to_vec(),
            input: input.to_vec(),
            value,
        };
    }
    let to: [u8; 20] = bytes(vector, "to");
    if data.is_empty() {
        return Call::Transfer {
            to: fallback_account(&to),
            value,
        };
    }
    Call::Message {
        contract: Address(to),
        input: data,
        value,
    }
}

fn transaction(vector: &Value) -> EthereumTransaction {
    let number = |field: &str| vector[field].as_u64().expect("a number");
    EthereumTransaction {
        call: EthereumCall::of(&call(vector), UNIT).expect("wallets send such calls"),
        chain_id: number("chainId"),
        nonce: number("nonce"),
        gas_limit: number("gasLimit"),
        max_gas_price_wei: text(vector, "maxGasPriceWei").parse().expect("wei"),
    }
}

#[test]
fn signed_transactions_are_those_of_ethers() {
    let key = KeyPair::from_secret_hex(Scheme::Ecdsa, SECRET).expect("in range");
    let vectors = vectors("ethereum-transactions.json");
    assert_eq!(vectors.len(), 3);
    for vector in vectors {
        let signed = transaction(&vector).sign(&key).expect("an Ethereum key");
        assert_eq!(signed.bytes, hexadecimal(&vector, "bytes"), "{vector}");
        assert_eq!(signed.hash, bytes(&vector, "hash"), "{vector}");
    }
}

#[test]
fn key_of_another_kind_signs_no_ethereum_transaction() {
    let key = KeyPair::from_secret_hex(Scheme::Sr25519, SECRET).expect("in range");
    let vector = &vectors("ethereum-transactions.json")[0];
    assert_eq!(
        transaction(vector).sign(&key),
        Err(NotAnEthereumKey(Scheme::Sr25519))
    );
}
