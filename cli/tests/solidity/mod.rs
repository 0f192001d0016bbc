//! Contracts that solc compiled, on the chain of a test.

#![allow(dead_code, reason = "each file of tests uses a part of it")]

use std::time::Duration;

use exequatur_client::chain::{Call, Chain};
use exequatur_client::keys::KeyPair;
use exequatur_client::local::LocalChainClient;
use exequatur_client::rpc::RpcChain;
use exequatur_protocol::Address;
use serde_json::Value;

use crate::support::Place;

/// A number as Solidity takes it.
pub fn word(value: u64) -> [u8; 32] {
    let mut word = [0; 32];
    word[24..].copy_from_slice(&value.to_be_bytes());
    word
}

/// Puts a contract of `e2e-tests/solidity` on chain, as //Alice.
pub fn deployed(place: &Place, name: &str, arguments: &[[u8; 32]]) -> Address {
    let contracts = include_str!("../../../e2e-tests/solidity/contracts.json");
    let contracts: Value = serde_json::from_str(contracts).expect("JSON");
    let code = hex::decode(contracts["code"][name].as_str().expect("compiled"));
    // The Ethereum way: the arguments follow the creation code.
    let call = Call::Instantiate {
        code: [code.expect("hexadecimal"), arguments.concat()].concat(),
        input: Vec::new(),
        value: 0,
    };
    submit(place, &call).expect("a contract")
}

/// Calls one, as //Alice.
pub fn call(place: &Place, contract: Address, selector: [u8; 4], arguments: &[[u8; 32]]) {
    let call = Call::Message {
        contract,
        input: [&selector[..], &arguments.concat()].concat(),
        value: 0,
    };
    submit(place, &call);
}

fn submit(place: &Place, call: &Call) -> Option<Address> {
    let alice = KeyPair::development("//Alice").expect("everybody knows it");
    let mut chain: Box<dyn Chain> = match place.url() {
        Some(url) => {
            let patience = Duration::from_secs(60);
            Box::new(RpcChain::open(url, patience, Box::new(|_| {})).expect("a node"))
        }
        None => {
            let folder = place.path().join("home/chain");
            Box::new(LocalChainClient::open(&folder).expect("ours"))
        }
    };
    chain.submit(&alice, call).expect("she can pay").contract
}
