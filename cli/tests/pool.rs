//! What a node's pool takes and what it turns away, and what is not even handed to it.

mod node;
mod proxy;
mod support;

use node::Node;
use serde_json::{Value, json};
use support::Place;

/// As if the price of gas nearly doubled after this node was asked.
fn before_the_rise(question: &Value, answer: &mut Value) {
    if question["params"][0] != "ReviveApi_gas_price" {
        return;
    }
    let digits = answer["result"].as_str().expect("bytes");
    let mut bytes = hex::decode(digits.trim_start_matches("0x")).expect("bytes");
    let (price, rest) = bytes.split_at_mut(16);
    assert!(rest.iter().all(|byte| *byte == 0), "{digits}");
    let now = u128::from_le_bytes(price.try_into().expect("16 bytes"));
    price.copy_from_slice(&(now * 55 / 100).to_le_bytes());
    answer["result"] = format!("0x{}", hex::encode(bytes)).into();
}

/// The node has it; somebody in between had thrown the same bytes out not long ago.
fn banned(question: &Value, answer: &mut Value) {
    if question["method"] == "author_submitExtrinsic" {
        let refusal = json!({ "code": 1012, "message": "Transaction is temporarily banned" });
        *answer = json!({ "jsonrpc": "2.0", "id": question["id"], "error": refusal });
    }
}

/// A server in between asked twice, while the block was being made: the second answer came back, and nothing counted the first yet.
fn asked_twice(question: &Value, answer: &mut Value) {
    if question["method"] == "author_submitExtrinsic" {
        let refusal = json!({ "code": 1010, "message": "Invalid Transaction", "data": "Transaction is outdated" });
        *answer = json!({ "jsonrpc": "2.0", "id": question["id"], "error": refusal });
    }
    if question["method"] == "system_accountNextIndex" {
        answer["result"] = 0.into();
    }
}

/// 49 UNIT of everybody's are frozen, as in a vote.
fn frozen(question: &Value, answer: &mut Value) {
    // `System.Account`
    const ACCOUNTS: &str = "0x26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9";
    let key = question["params"][0].as_str().unwrap_or_default();
    if question["method"] != "state_getStorage" || !key.starts_with(ACCOUNTS) {
        return;
    }
    let Some(digits) = answer["result"].as_str() else {
        return;
    };
    let mut account = hex::decode(digits.trim_start_matches("0x")).expect("bytes");
    // Four counters, then what is free, what is reserved, what is frozen.
    account[48..64].copy_from_slice(&490_000_000_000_u128.to_le_bytes());
    answer["result"] = format!("0x{}", hex::encode(account)).into();
}

fn balance(place: &Place, who: &str) -> u128 {
    let found = place.field("/result/balance", &["chain", "status", "--balance", who]);
    found.parse().expect("planck")
}

#[test]
fn risen_price_of_gas_does_not_stop_an_ethereum_key() {
    let node = Node::start(&[]);
    node.place();
    let place = Place::at(&proxy::to_node(&node.url, before_the_rise, None));
    let new = ["key", "new", "ada", "--scheme", "ecdsa", "--no-phrase"];
    place.done(&[&new[..], &["--password-file", "password"]].concat());
    place.done(&["chain", "faucet", "ada", "50"]);
    let there = ["--url", &node.url];
    let mut paid = Vec::new();
    for way in [&[][..], &there] {
        let before = balance(&place, "ada");
        let give = ["chain", "faucet", "//Bob", "1", "--key", "ada"];
        let secret = ["--password-file", "password", "--again"];
        place.done(&[&give[..], &secret, way].concat());
        paid.push(before - balance(&place, "ada"));
    }
    // Room for a rise is not paid for. Lengths of signatures differ by a byte.
    let (highest, lowest) = (paid[0].max(paid[1]), paid[0].min(paid[1]));
    assert!(highest - lowest < 10_000_000, "{paid:?}");
}

#[test]
fn what_is_frozen_pays_for_nothing() {
    let node = Node::start(&[]);
    node.place();
    let place = Place::at(&proxy::to_node(&node.url, frozen, None));
    for (name, scheme) in [("ada", "ecdsa"), ("bea", "sr25519")] {
        let new = ["key", "new", name, "--scheme", scheme, "--no-phrase"];
        place.done(&[&new[..], &["--password-file", "password"]].concat());
        place.done(&["chain", "faucet", name, "50"]);
        let secret = ["--key", name, "--password-file", "password", "--json"];
        let give = ["chain", "faucet", "//Bob", "0.5"];
        place.done(&[&give[..], &secret].concat());
        let give = ["chain", "faucet", "//Bob", "2"];
        let printed = place.output(&[&give[..], &secret].concat());
        let document: Value = serde_json::from_slice(&printed.stdout).expect("one JSON document");
        let error = &document["error"];
        assert_eq!(error["code"], "CannotPay", "{document}");
        assert_eq!(error["sent"], false, "{document}");
        let needed = error["expected"].as_str().expect("text");
        assert!(needed.starts_with("51."), "{needed}");
    }
}

#[test]
fn bytes_that_a_node_bans_are_not_taken_for_bytes_that_it_has() {
    // No block for an hour.
    let node = Node::start(&["--interval", "3600"]);
    let place = Place::at(&proxy::to_node(&node.url, banned, None));
    let printed = place.output(&["chain", "faucet", "//Bob", "1", "--timeout", "4", "--json"]);
    let document: Value = serde_json::from_slice(&printed.stdout).expect("one JSON document");
    let error = &document["error"];
    assert_eq!(error["code"], "Unsettled", "{document}");
    // Its first words for it count; it may be there all the same.
    assert_eq!(error["sent"], true, "{document}");
    let message = error["message"].as_str().expect("text");
    assert!(message.contains("temporarily banned"), "{message}");
}

#[test]
fn outdated_is_looked_for_before_it_counts_as_not_sent() {
    let node = Node::start(&[]);
    let place = Place::at(&proxy::to_node(&node.url, asked_twice, None));
    let before = balance(&place, "//Bob");
    let printed = place.done(&["chain", "faucet", "//Bob", "1", "--json"]);
    let document: Value = serde_json::from_str(&printed).expect("one JSON document");
    assert_eq!(document["ok"], true, "{document}");
    assert_eq!(balance(&place, "//Bob"), before + 10_000_000_000);
}
