//! Fees that rise between the moment at which they are shown and the block.

mod node;
mod proxy;
mod support;

use node::Node;
use serde_json::{Value, json};
use support::Place;

/// Blocks after which fees change: `--fee-swing` of the node.
const STRETCH: u64 = 32;

/// What is given.
const GIFT: u128 = 5_000_000_000;

/// What an account must keep.
const EXISTENTIAL_DEPOSIT: u128 = 100_000_000;

/// A block is made before a transaction reaches the node: the last one of the old fees, when the test has come to it.
fn a_block_comes_first(question: &Value) -> Option<Value> {
    let hands_over = question["method"] == "author_submitExtrinsic";
    hands_over.then(|| json!({ "jsonrpc": "2.0", "id": 1, "method": "devnode_seal", "params": [] }))
}

fn number(place: &Place, pointer: &str, arguments: &[&str]) -> u128 {
    let found = place.field(pointer, arguments);
    found.parse().unwrap_or_else(|_| panic!("{found}"))
}

fn balance(place: &Place, who: &str) -> u128 {
    number(
        place,
        "/result/balance",
        &["chain", "status", "--balance", who],
    )
}

/// A node whose fees swing, somebody with `money`, and the last block before fees rise.
fn before_the_rise(percent: &str, scheme: &str, money: &str) -> (Node, Place) {
    let node = Node::start(&["--fee-swing", percent]);
    let place = node.place();
    let new = ["key", "new", "ada", "--scheme", scheme, "--no-phrase"];
    place.done(&[&new[..], &["--password-file", "password"]].concat());
    place.done(&["chain", "faucet", "ada", money]);
    while number(&place, "/result/block", &["chain", "status"]) as u64 % STRETCH != STRETCH - 1 {
        place.done(&["chain", "advance", "1h"]);
    }
    (node, place)
}

const GIVES: [&str; 8] = [
    "chain",
    "faucet",
    "//Bob",
    "0.5",
    "--key",
    "ada",
    "--password-file",
    "password",
];

fn announced(place: &Place) -> u128 {
    let tried = [&GIVES[..], &["--dry-run"]].concat();
    number(place, "/result/cost/fee", &tried)
}

/// Gives through a way to the node on which fees rise first.
fn given_while_fees_rise(node: &Node, place: &Place) -> Value {
    let way = proxy::to_node_after(&node.url, a_block_comes_first);
    let gives = [&GIVES[..], &["--yes", "--json", "--url", &way]].concat();
    let printed = place.output(&gives);
    serde_json::from_slice(&printed.stdout).unwrap_or_else(|_| panic!("{printed:?}"))
}

fn paid(document: &Value) -> u128 {
    let fee = document["result"]["cost"]["fee"].as_str();
    fee.and_then(|fee| fee.parse().ok())
        .unwrap_or_else(|| panic!("{document}"))
}

/// What was refused is not on the way either: done once more, it is done once.
fn once_more(place: &Place, had: (u128, u128), announced: u128) {
    assert_eq!((balance(place, "ada"), balance(place, "//Bob")), had);
    let open = place.field("/result/pending", &["chain", "pending"]);
    assert_eq!(open, "[]");
    let again = [&GIVES[..], &["--yes", "--json"]].concat();
    let done: Value = serde_json::from_str(&place.done(&again)).expect("one JSON document");
    assert!(paid(&done) > announced, "{done}");
    assert_eq!(balance(place, "//Bob"), had.1 + GIFT);
    assert_eq!(balance(place, "ada"), had.0 - GIFT - paid(&done));
}

#[test]
fn fees_that_rise_on_the_way_are_paid_and_told() {
    for scheme in ["sr25519", "ecdsa"] {
        let (node, place) = before_the_rise("150", scheme, "5");
        let had = (balance(&place, "ada"), balance(&place, "//Bob"));
        let announced = announced(&place);
        let done = given_while_fees_rise(&node, &place);
        assert_eq!(done["ok"], true, "{done}");
        let paid = paid(&done);
        assert!(
            announced < paid && paid <= announced * 3 / 2,
            "{scheme}: announced {announced}, paid {paid}"
        );
        // Once, and at what was told.
        assert_eq!(balance(&place, "//Bob"), had.1 + GIFT);
        assert_eq!(balance(&place, "ada"), had.0 - GIFT - paid);
    }
}

/// An Ethereum key allows twice the price that it saw.
#[test]
fn price_of_gas_beyond_what_an_ethereum_key_allows_is_refused_and_nothing_is_doubled() {
    let (node, place) = before_the_rise("300", "ecdsa", "5");
    let had = (balance(&place, "ada"), balance(&place, "//Bob"));
    let announced = announced(&place);
    let refused = given_while_fees_rise(&node, &place);
    assert_eq!(refused["error"]["code"], "Rejected", "{refused}");
    assert_eq!(refused["error"]["sent"], false, "{refused}");
    let hint = refused["error"]["hint"].as_str().expect("what to do");
    assert!(hint.contains("Fees may have risen"), "{hint}");
    once_more(&place, had, announced);
}

#[test]
fn polkadot_key_whose_money_no_longer_suffices_fails_in_its_block_and_nothing_is_doubled() {
    let (node, place) = before_the_rise("300", "sr25519", "5");
    // As much as it takes at the fees that are shown, and not more.
    let announced = announced(&place);
    let keeps = GIFT + announced + EXISTENTIAL_DEPOSIT;
    let away = balance(&place, "ada") - keeps - announced;
    let away = format!("{}.{:010}", away / 10_000_000_000, away % 10_000_000_000);
    let mut gives = GIVES;
    gives[2] = "//Charlie";
    gives[3] = &away;
    place.done(&[&gives[..], &["--yes"]].concat());
    // That was the block after which fees rise. A whole swing later it is as it was.
    while number(&place, "/result/block", &["chain", "status"]) as u64 % (2 * STRETCH)
        != STRETCH - 1
    {
        place.done(&["chain", "advance", "1h"]);
    }
    let had = (balance(&place, "ada"), balance(&place, "//Bob"));
    assert!(had.0 >= keeps, "{had:?}");
    let refused = given_while_fees_rise(&node, &place);
    // The fee itself can be paid, and is; after it the gift is more than there is.
    assert_eq!(refused["error"]["code"], "FailedInBlock", "{refused}");
    assert_eq!(refused["error"]["sent"], true, "{refused}");
    let left = balance(&place, "ada");
    assert!(left < had.0 && had.0 - left <= 3 * announced, "{left}");
    let had = (left + 10_000_000_000, had.1);
    place.done(&["chain", "faucet", "ada", "1"]);
    once_more(&place, had, announced);
}
