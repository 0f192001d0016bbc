//! A URL that leads to another chain when the connection was made again: nothing that is found there counts.

mod case;
mod node;
mod proxy;
mod support;

use case::expect;
use node::Node;
use serde_json::Value;
use support::Place;

const TOLD: &str = "An earlier run of this command";
const UNIT: u128 = 10_000_000_000;

fn balance(place: &Place, who: &str) -> u128 {
    let balance = place.field("/result/balance", &["chain", "status", "--balance", who]);
    balance.parse().expect("planck")
}

/// The error of a command by a way that leads elsewhere after a question.
fn astray(place: &Place, way: &str, command: &[&str]) -> Value {
    let printed = place.output(&[command, &["--url", way, "--timeout", "10", "--json"]].concat());
    let document: Value = serde_json::from_slice(&printed.stdout).expect("one JSON document");
    assert_eq!(printed.status.code(), Some(9), "{document}");
    let error = document["error"].clone();
    assert_eq!(error["sent"], true, "{document}");
    let message = error["message"].as_str().expect("text");
    assert!(
        message.contains("leads to another chain by now"),
        "{document}"
    );
    error
}

/// Paid once on the chain that was meant, and not at all on the other, whichever kind of key pays.
#[test]
fn what_another_chain_shows_decides_nothing() {
    // Here blocks take their time, so that the way changes while the transaction waits.
    let meant = Node::start(&["--interval", "2"]);
    let place = meant.place();
    let secret = ["--password-file", "password"];
    for (name, scheme) in [("ada", "ecdsa"), ("bea", "sr25519")] {
        let new = ["key", "new", name, "--scheme", scheme, "--no-phrase"];
        place.done(&[&new[..], &secret].concat());
        place.done(&["chain", "faucet", name, "50"]);
    }
    // One on which these keys could send the same, and one on which they have nothing.
    let strange = Node::start(&[]);
    strange.place();
    let rich = Node::start(&[]);
    rich.place();
    let there = Place::at(&rich.url);
    for name in ["ada", "bea"] {
        let address = place.field("/result/address", &["key", "show", name]);
        let ss58 = place.field("/result/ss58", &["key", "show", name]);
        let whom = if name == "ada" { address } else { ss58 };
        there.done(&["chain", "faucet", &whom, "50"]);
    }
    for other in [&rich, &strange] {
        for name in ["ada", "bea"] {
            let give = ["chain", "faucet", "//Ferdie", "1", "--key", name];
            let give = [&give[..], &secret].concat();
            let before = balance(&place, "//Ferdie");
            let way = proxy::to_one_then_another(&meant.url, &other.url, proxy::sends);
            let error = astray(&place, &way, &give);
            assert_eq!(error["code"], "Unsettled", "{error}");
            expect(&place, 0, &give, &[TOLD, "Nothing was sent now"]);
            assert_eq!(balance(&place, "//Ferdie") - before, UNIT, "{name}");
            let elsewhere = balance(&Place::at(&other.url), "//Ferdie");
            assert_eq!(elsewhere, 1_000_000 * UNIT, "{name}");
        }
    }
}

/// The way leads to another chain for good, and the same command is typed again.
#[test]
fn what_was_meant_for_one_chain_is_not_sent_on_another() {
    let meant = Node::start(&["--interval", "2"]);
    let other = Node::start(&[]);
    let place = meant.place();
    other.place();
    let give = ["chain", "faucet", "//Ferdie", "1"];
    let way = proxy::to_one_then_another(&meant.url, &other.url, proxy::sends);
    let error = astray(&place, &way, &give);
    assert_eq!(error["code"], "Unsettled", "{error}");
    let hint = error["hint"].as_str().expect("text");
    assert!(hint.contains("the chain that was meant"), "{hint}");
    let there = Place::at(&other.url);
    let before = balance(&there, "//Ferdie");
    let astray = [&give[..], &["--url", &other.url]].concat();
    for _ in 0..2 {
        let refused = place.output(&[&astray[..], &["--json"]].concat());
        let refused: Value = serde_json::from_slice(&refused.stdout).expect("one JSON document");
        assert_eq!(refused["error"]["code"], "LeftOnAnotherChain", "{refused}");
        assert_eq!(refused["error"]["sent"], true, "{refused}");
        expect(
            &place,
            9,
            &astray,
            &["--again sends it on this chain as well"],
        );
        assert_eq!(balance(&there, "//Ferdie"), before);
    }
    // Without a node, what the journal has is told all the same.
    let nowhere = ["--url", "ws://127.0.0.1:9", "--timeout", "2"];
    expect(
        &place,
        9,
        &[&["chain", "pending"], &nowhere[..]].concat(),
        &["Unreachable", "it is not known what became of it"],
    );
    expect(
        &place,
        9,
        &[&give[..], &nowhere].concat(),
        &[
            "Unreachable",
            "an earlier run of this command signed",
            "a transaction was sent",
        ],
    );
    // On the chain that was meant it is told, and then it is free for the other.
    expect(&place, 0, &give, &[TOLD, "Nothing was sent now"]);
    expect(&place, 0, &astray, &["sent:"]);
    assert_eq!(balance(&there, "//Ferdie"), before + UNIT);
}

/// A chain for development that is no more keeps nobody from anything for good.
#[test]
fn what_was_left_on_a_chain_that_is_no_more_can_be_forgotten() {
    let meant = Node::start(&["--interval", "2"]);
    let other = Node::start(&[]);
    let place = meant.place();
    let there = other.place();
    let give = ["chain", "faucet", "//Ferdie", "1"];
    let way = proxy::to_one_then_another(&meant.url, &other.url, proxy::sends);
    astray(&place, &way, &give);
    drop(meant);
    let at_the_other = ["--url", &other.url];
    let refused = place.output(&[&give[..], &at_the_other, &["--json"]].concat());
    let refused: Value = serde_json::from_slice(&refused.stdout).expect("one JSON document");
    let hint = refused["error"]["hint"].as_str().expect("text");
    let (_, hint) = hint.split_once("`chain pending --forget ").expect("a way");
    let (hash, _) = hint.split_once(' ').expect("a hash");
    let forget = [&["chain", "pending", "--forget", hash], &at_the_other[..]].concat();
    expect(&place, 1, &forget, &["MayStillGoIn", "for another chain"]);
    let meant = [&forget[..], &["--although-it-may-go-in"]].concat();
    let tried = [&meant[..], &["--dry-run"]].concat();
    expect(&place, 0, &tried, &["it was not forgotten"]);
    expect(&place, 0, &meant, &["Forgotten."]);
    expect(&place, 3, &meant, &["NoSuchTransaction"]);
    let before = balance(&there, "//Ferdie");
    expect(&place, 0, &[&give[..], &at_the_other].concat(), &["sent:"]);
    assert_eq!(balance(&there, "//Ferdie"), before + UNIT);
}

/// After the receipt there is more to ask, and the answers would be another chain's.
#[test]
fn nothing_is_read_from_another_chain() {
    let (meant, other) = (Node::start(&[]), Node::start(&[]));
    let place = meant.place();
    other.place();
    let before = balance(&place, "//Ferdie");
    let give = ["chain", "faucet", "//Ferdie", "1"];
    let way = proxy::to_one_then_another(&meant.url, &other.url, proxy::reads_events);
    let error = astray(&place, &way, &give);
    assert_eq!(error["code"], "ChainChanged", "{error}");
    assert_eq!(error["transactions"].as_array().map(Vec::len), Some(1));
    expect(&place, 0, &give, &[TOLD, "Nothing was sent now"]);
    assert_eq!(balance(&place, "//Ferdie") - before, UNIT);
}
