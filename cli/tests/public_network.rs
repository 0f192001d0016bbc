//! What keeps money safe where nothing is play money: the chain is named, foreign code and public keys are refused, and what is missing is
//! told before anything is sent.

mod case;
mod node;
mod proxy;
mod support;

use std::time::Duration;

use case::{expect, write};
use exequatur_client::chain::{Call, Chain};
use exequatur_client::keys::KeyPair;
use exequatur_client::rpc::RpcChain;
use node::Node;
use serde_json::Value;
use support::Place;

/// A node, and the same chain as a public one, with people who have keys of their own.
struct Public {
    node: Node,
    /// Where the node is known as one for development.
    dev: Place,
    /// Where it says that its chain is live.
    place: Place,
}

const SECRET: [&str; 3] = ["--password-file", "password", "--yes"];

impl Public {
    fn start() -> Self {
        let node = Node::start(&[]);
        let dev = node.place();
        let place = Place::at(&proxy::to_node(&node.url, proxy::says_live, None));
        Public { node, dev, place }
    }

    /// Makes a key and gives it so much.
    fn person(&self, name: &str, scheme: &str, amount: &str) {
        let make = ["key", "new", name, "--scheme", scheme, "--no-phrase"];
        self.place
            .done(&[&make[..], &["--password-file", "password"]].concat());
        if amount != "0" {
            let form = if scheme == "ecdsa" { "address" } else { "ss58" };
            let who = self
                .place
                .field(&format!("/result/{form}"), &["key", "show", name]);
            self.dev.done(&["chain", "faucet", &who, amount]);
        }
    }

    fn terms(&self, payee: &str, more: &[&str]) -> String {
        let words = "terms new terms.toml --payer ada --arbitrator carl --authority dora --amount 12.5 --agreement agreement.md \
                     --seat DK-84 --law DK --language en --expiry 2090-09-01T00:00:00Z --payee";
        let words: Vec<_> = words.split_whitespace().chain([payee]).collect();
        expect(&self.place, 0, &[&words[..], more].concat(), &[])
    }

    fn block(&self) -> String {
        self.place.field("/result/block", &["chain", "status"])
    }
}

fn sent_by<'a>(key: &'a str, words: &[&'a str]) -> Vec<&'a str> {
    [words, &["--key", key], &SECRET].concat()
}

fn document(place: &Place, arguments: &[&str]) -> Value {
    let output = place.output(&[arguments, &["--json"]].concat());
    serde_json::from_slice(&output.stdout).expect("one JSON document")
}

/// A node that has block 0 alone: its clock stands far behind this machine's.
#[test]
fn node_that_is_behind_is_warned_of() {
    let node = Node::start(&[]);
    let live = Place::at(&proxy::to_node(&node.url, proxy::says_live, None));
    let behind = "this node's newest final block is of ";
    let told = document(&live, &["chain", "status"]);
    let said = told["warnings"][0].as_str().expect("a warning");
    assert!(said.starts_with(behind), "{told}");
    let said = live.output(&["chain", "status"]);
    let said = String::from_utf8_lossy(&said.stderr).into_owned();
    assert!(said.contains(behind), "{said}");
    // One for development makes blocks when they are needed, and one that keeps up is as it should be.
    let development = Place::at(&node.url);
    let quiet = |place| {
        let told = document(place, &["chain", "status"]);
        assert_eq!(told["warnings"].as_array().map_or(0, Vec::len), 0, "{told}");
    };
    quiet(&development);
    development.done(&["chain", "advance", "1h"]);
    quiet(&live);
}

#[test]
fn chain_is_named_before_anything_is_sent_to_it() {
    let public = Public::start();
    public.person("ada", "sr25519", "100");
    public.person("bea", "sr25519", "1");
    public.person("carl", "ecdsa", "1");
    public.person("dora", "ecdsa", "1");
    public.terms("bea", &[]);
    let here = document(&public.place, &["chain", "status"])["result"].clone();
    assert_eq!(
        (&here["local"], &here["chain_id"], &here["ss58_prefix"]),
        (&false.into(), &420_420_420.into(), &42.into())
    );
    let genesis = here["genesis_hash"].as_str().expect("a hash");
    // The node itself says the same of its block 0.
    assert_eq!(
        public
            .dev
            .field("/result/genesis_hash", &["chain", "status"]),
        genesis
    );

    let open = sent_by("ada", &["escrow", "open", "terms.toml"]);
    let open: Vec<_> = open.into_iter().filter(|word| *word != "--yes").collect();
    let shown = public.place.output(&open);
    let page = String::from_utf8_lossy(&shown.stderr);
    assert_eq!(shown.status.code(), Some(7), "{page}");
    let chain = format!("chain:  public, id 420420420, SS58 prefix 42, genesis {genesis}");
    for part in [
        &*chain,
        "cost:   fee ",
        "deposit for storage",
        "nothing was sent",
    ] {
        assert!(page.contains(part), "expected {part}, found {page}");
    }
    // What was announced is what it costs.
    let announced = document(&public.place, &[&open[..], &["--dry-run"]].concat());
    let paid = document(&public.place, &[&open[..], &["--yes"]].concat());
    let cost = |document: &Value, part: &str| -> u128 {
        let text = document["result"]["cost"][part].as_str().expect("planck");
        text.parse().expect("digits")
    };
    for part in ["fee", "deposit"] {
        let (announced, paid) = (cost(&announced, part), cost(&paid, part));
        assert!(
            paid > 0 && announced <= paid * 11 / 10 && paid <= announced * 11 / 10,
            "{part}: announced {announced}, paid {paid}"
        );
    }
}

#[test]
fn keys_that_everybody_has_are_refused_and_clocks_and_money_left_alone() {
    let public = Public::start();
    let before = public.block();
    for arguments in [
        &["escrow", "list", "--key", "//Alice"][..],
        &[
            "terms",
            "new",
            "t.toml",
            "--payer",
            "//Alice",
            "--payee",
            "//Bob",
            "--arbitrator",
            "//Charlie",
            "--authority",
            "//Dave",
            "--amount",
            "1",
            "--agreement",
            "agreement.md",
            "--seat",
            "DK-84",
            "--law",
            "DK",
            "--language",
            "en",
            "--expiry",
            "2090-09-01T00:00:00Z",
        ],
        &["chain", "status", "--balance", "//Alice"],
    ] {
        if arguments[1] == "list" {
            // It signs nothing, so nobody's key matters.
            expect(&public.place, 0, arguments, &[]);
            continue;
        }
        expect(
            &public.place,
            4,
            arguments,
            &[
                "DevelopmentKey",
                "this chain is not local",
                "nothing was sent",
            ],
        );
    }
    for arguments in [
        &[
            "chain",
            "faucet",
            "0x0000000000000000000000000000000000000009",
            "1",
        ][..],
        &["chain", "advance", "1h"],
    ] {
        expect(
            &public.place,
            2,
            arguments,
            &["NotLocal", "nothing was sent"],
        );
    }
    assert_eq!(public.block(), before);

    // A node that says it is for development, but is reached by a name that may lead anywhere.
    let elsewhere = proxy::to_node(&public.node.url, proxy::as_it_is, None);
    let status = ["chain", "status", "--url", &elsewhere];
    assert_eq!(public.dev.field("/result/local", &status), "true");
    let elsewhere = elsewhere.replace("localhost", "0.0.0.0");
    let status = ["chain", "status", "--url", &elsewhere];
    assert_eq!(public.dev.field("/result/local", &status), "false");
    expect(
        &public.dev,
        2,
        &["chain", "advance", "1h", "--url", &elsewhere],
        &["NotLocal"],
    );
    assert_eq!(public.block(), before);
}

#[test]
fn contract_of_other_code_is_refused_by_every_step() {
    let public = Public::start();
    public.person("ada", "sr25519", "100");
    let flipper = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../crates/localchain/tests/fixtures/flipper/flipper.polkavm"
    );
    let call = Call::Instantiate {
        code: std::fs::read(flipper).expect("the fixture is there"),
        input: hex::decode("9bae9d5e01").expect("digits"),
        value: 0,
    };
    let mut chain = RpcChain::open(&public.node.url, Duration::from_secs(60), Box::new(|_| {}))
        .expect("it listens");
    let alice = KeyPair::development("//Alice").expect("everybody knows it");
    let receipt = chain.submit(&alice, &call).expect("it is a contract");
    let other = exequatur_client::keys::checksummed(&receipt.contract.expect("it was made").0);
    let before = public.block();
    write(&public.place, "notice.md", "a notice");
    for words in [
        &["escrow", "accept", &other][..],
        &["escrow", "fund", &other],
        &["escrow", "release", &other, "--to-payee", "1"],
        &["escrow", "withdraw", &other],
        &["dispute", "file", &other, "notice.md"],
        &["tribunal", "decline", &other, "--reason", "notice.md"],
    ] {
        expect(
            &public.place,
            6,
            &sent_by("ada", words),
            &[
                "WrongCode",
                "somebody else's contract",
                "send it nothing",
                "nothing was sent",
            ],
        );
    }
    for words in [["escrow", "status", &other], ["audit", "replay", &other]] {
        expect(&public.place, 6, &words, &["WrongCode"]);
    }
    assert_eq!(public.block(), before);
}

#[test]
fn what_is_missing_is_told_beforehand() {
    let public = Public::start();
    // Enough for opening and for the amount, but not for what an account must keep besides.
    public.person("ada", "sr25519", "13.5");
    public.person("bea", "sr25519", "1");
    public.person("carl", "ecdsa", "1");
    public.person("dora", "ecdsa", "1");
    public.person("nil", "sr25519", "0");

    // Whoever is paid without ever having used this chain.
    let printed = public.terms("nil", &["--release-at-expiry"]);
    assert!(
        printed.contains("nobody registered") && printed.contains("(the payee)"),
        "{printed}"
    );
    std::fs::remove_file(public.place.path().join("terms.toml")).expect("ours");
    public.terms("bea", &[]);

    let before = public.block();
    let open = ["escrow", "open", "terms.toml"];
    expect(
        &public.place,
        1,
        &sent_by("nil", &open),
        &["CannotPay", "found:    0 UNIT", "nothing was sent"],
    );
    assert_eq!(public.block(), before);
    let escrow = document(&public.place, &sent_by("ada", &open));
    let escrow = escrow["result"]["escrow"].as_str().expect("an address");
    public
        .place
        .done(&sent_by("bea", &["escrow", "accept", escrow]));

    let before = public.block();
    let fund = sent_by("ada", &["escrow", "fund", escrow]);
    let refused = &document(&public.place, &fund)["error"];
    assert_eq!(
        (&refused["code"], &refused["sent"]),
        (&"CannotPay".into(), &false.into()),
        "{refused}"
    );
    let balance = ["chain", "status", "--balance", "ada"];
    let has = document(&public.place, &balance)["result"]["balance"].clone();
    let has: u128 = has.as_str().expect("planck").parse().expect("digits");
    let needs = refused["expected"].as_str().expect("an amount");
    let needs = needs.split(' ').next().expect("a number");
    let needs: f64 = needs.parse().unwrap_or_else(|_| panic!("{refused}"));
    // The amount, the fee, and the smallest balance of an account.
    assert!(has < 125_000_000_000 + 100_000_000, "{has}");
    assert!((12.51..13.0).contains(&needs), "{refused}");
    assert_eq!(public.block(), before);
}
