//! What fails after a transaction is in a final block: it is told that it went in, and the same command sends it once.

mod case;
mod node;
mod proxy;
mod support;

use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};

use case::{disputed, entries, expect, write};
use node::Node;
use serde_json::{Value, json};
use support::{Place, SOLE};

const TOLD: &str = "An earlier run of this command";

/// A server that refuses everything once the events of a block were read after so many transactions, as one does that counts questions.
/// One for each test, since it remembers.
macro_rules! tired {
    ($name:ident, $transactions:literal) => {
        fn $name(question: &Value, answer: &mut Value) {
            static SENT: AtomicI32 = AtomicI32::new(0);
            static TIRED: AtomicBool = AtomicBool::new(false);
            if TIRED.load(Ordering::SeqCst) {
                let refusal = json!({ "code": -32_005, "message": "rate limit exceeded" });
                *answer = json!({ "jsonrpc": "2.0", "id": question["id"], "error": refusal });
            }
            if proxy::sends(question) {
                SENT.fetch_add(1, Ordering::SeqCst);
            }
            if proxy::reads_events(question) && SENT.load(Ordering::SeqCst) >= $transactions {
                TIRED.store(true, Ordering::SeqCst);
            }
        }
    };
}

/// What a command says that went in and could not finish.
fn unfinished(place: &Place, node: &Node, change: proxy::Change, command: &[&str]) -> Value {
    let way = proxy::to_node(&node.url, change, None);
    let printed = place.output(&[command, &["--url", &way, "--timeout", "5", "--json"]].concat());
    let document: Value = serde_json::from_slice(&printed.stdout).expect("one JSON document");
    assert_eq!(printed.status.code(), Some(9), "{document}");
    let error = document["error"].clone();
    assert_eq!(error["code"], "NodeRefused", "{document}");
    assert_eq!(error["sent"], true, "{document}");
    let all = error["transactions"].as_array().expect("a list");
    assert!(!all.is_empty(), "{document}");
    for one in all {
        assert_eq!(one["final"], true, "{document}");
        assert!(one["block"].as_u64() > Some(0), "{document}");
        assert_eq!(one["tx_hash"].as_str().map(str::len), Some(66));
    }
    error
}

fn balance(place: &Place, who: &str) -> u128 {
    let balance = place.field("/result/balance", &["chain", "status", "--balance", who]);
    balance.parse().expect("planck")
}

const UNIT: u128 = 10_000_000_000;

#[test]
fn payment_whose_balance_cannot_be_asked_is_made_once() {
    tired!(tired, 1);
    let node = Node::start(&[]);
    let place = node.place();
    let give = ["chain", "faucet", "//Ferdie", "1"];
    let before = balance(&place, "//Ferdie");
    let error = unfinished(&place, &node, tired, &give);
    let hash = error["transactions"][0]["tx_hash"].as_str().expect("text");
    let pending = place.field("/result/pending", &["chain", "pending"]);
    assert!(pending.contains(hash), "{pending}");
    expect(&place, 0, &give, &[TOLD, "Nothing was sent now"]);
    assert_eq!(balance(&place, "//Ferdie") - before, UNIT);
    // Now somebody knows.
    expect(&place, 0, &give, &["balance: "]);
    assert_eq!(balance(&place, "//Ferdie") - before, 2 * UNIT);
}

/// People read the same.
#[test]
fn error_after_a_payment_names_it() {
    tired!(tired, 1);
    let node = Node::start(&[]);
    let place = node.place();
    let way = proxy::to_node(&node.url, tired, None);
    let give = ["chain", "faucet", "//Ferdie", "1", "--url", &way];
    let printed = expect(
        &place,
        9,
        &give,
        &[
            "rate limit exceeded",
            "a transaction was sent\n  [hash]: block ",
            "typed again, it reports that and sends nothing",
        ],
    );
    assert!(!printed.contains("nothing was sent"), "{printed}");
}

#[test]
fn same_payment_in_other_words_is_not_settled_by_an_error_either() {
    tired!(tired, 1);
    tired!(tired_again, 0);
    let node = Node::start(&[]);
    let place = node.place();
    let before = balance(&place, "//Ferdie");
    unfinished(&place, &node, tired, &["chain", "faucet", "//Ferdie", "1"]);
    let other_words = ["chain", "faucet", "//Ferdie", "1.0"];
    let way = proxy::to_node(&node.url, tired_again, None);
    let refused = [&other_words[..], &["--url", &way]].concat();
    let does_the_same = "it does the same, so nothing was sent now";
    expect(&place, 9, &refused, &[does_the_same, "nothing was sent"]);
    expect(&place, 0, &other_words, &[does_the_same]);
    assert_eq!(balance(&place, "//Ferdie") - before, UNIT);
}

#[test]
fn escrow_that_cannot_be_shown_is_opened_once() {
    tired!(tired, 1);
    let node = Node::start(&[]);
    let place = node.place();
    place.terms();
    let open = ["escrow", "open", "terms.toml", "--key", "//Alice", "--yes"];
    let error = unfinished(&place, &node, tired, &open);
    let contract = error["transactions"][0]["contract"].as_str();
    let contract = contract.expect("it was made").to_owned();
    let again = expect(&place, 0, &open, &[TOLD, "Nothing was sent now"]);
    assert!(again.contains(&contract), "{again}");
    let list = place.done(&["escrow", "list"]);
    assert_eq!(list.lines().count(), 1, "{list}");
}

#[test]
fn exhibit_that_cannot_be_shown_is_filed_once() {
    tired!(tired, 1);
    let node = Node::start(&[]);
    let place = node.place();
    let escrow = disputed(&place);
    write(&place, "ex.md", "an exhibit");
    let add = ["evidence", "add", &escrow, "ex.md", "--number", "C-9"];
    let add = [&add[..], &["--title", "t", "--key", "//Alice", "--yes"]].concat();
    let before: u32 = entries(&place, &escrow).parse().expect("digits");
    unfinished(&place, &node, tired, &add);
    expect(&place, 0, &add, &[TOLD, "Nothing was sent now"]);
    assert_eq!(entries(&place, &escrow), (before + 1).to_string());
    // Its manifest is there, as it was filed.
    let verify = ["evidence", "verify", &escrow, "--dir", "."];
    expect(&place, 0, &verify, &["fits: ", "C-9"]);
}

/// Of two transactions the second went in too: nothing is said to be undone that was done.
#[test]
fn token_that_was_locked_is_not_said_not_to_be() {
    tired!(tired, 2);
    let node = Node::start(&[]);
    let place = node.place();
    let escrow = place.agreed_with(&format!("{SOLE} --asset USDt"));
    let fund = ["escrow", "fund", &escrow, "--key", "//Alice", "--yes"];
    let error = unfinished(&place, &node, tired, &fund);
    assert_eq!(error["transactions"].as_array().map(Vec::len), Some(2));
    let message = error["message"].as_str().expect("text");
    assert!(!message.contains("nothing was locked"), "{message}");
    expect(
        &place,
        0,
        &fund,
        &[TOLD, "Nothing was sent now", "status: funded"],
    );
}

/// A node that has the block and not what happened in it.
fn without_events(question: &Value, answer: &mut Value) {
    if proxy::reads_events(question) {
        answer["result"] = Value::Null;
    }
}

#[test]
fn transaction_of_which_nothing_is_shown_is_not_taken_for_done() {
    let node = Node::start(&[]);
    let place = node.place();
    let give = ["chain", "faucet", "//Ferdie", "1"];
    let before = balance(&place, "//Ferdie");
    let way = proxy::to_node(&node.url, without_events, None);
    let printed = place.output(&[&give[..], &["--url", &way, "--json"]].concat());
    let document: Value = serde_json::from_slice(&printed.stdout).expect("one JSON document");
    let error = &document["error"];
    assert_eq!(error["code"], "Unsettled", "{document}");
    assert_eq!(error["sent"], true, "{document}");
    let message = error["message"].as_str().expect("text");
    assert!(message.contains("it shows no event"), "{message}");
    // Another node shows it.
    expect(&place, 0, &give, &[TOLD, "Nothing was sent now"]);
    assert_eq!(balance(&place, "//Ferdie") - before, UNIT);
}
