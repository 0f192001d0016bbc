//! The same stories on the local chain and over the JSON-RPC of a real node.

mod case;
mod node;
mod support;

use std::path::Path;
use std::time::Duration;

use case::{audited, disputed, draft, entries, expect, replayed};
use exequatur_client::asset;
use exequatur_client::chain::{Call, Chain, ChainError};
use exequatur_client::keys::{KeyPair, Scheme};
use exequatur_client::local::LocalChainClient;
use exequatur_client::rpc::RpcChain;
use exequatur_protocol::Address;
use node::{Node, both};
use support::Place;

const UNIT: u128 = 10_000_000_000;

#[test]
fn release_on_both() {
    both(|place| {
        let escrow = place.funded();
        assert!(place.done(&["escrow", "list"]).contains(&escrow));
        let release = ["escrow", "release", &escrow, "--to-payee", "12", "--yes"];
        place.done(&[&release[..], &["--key", "//Alice"]].concat());
        let paid = [&release[..], &["--pay", "--key", "//Bob"]].concat();
        expect(place, 0, &paid, &["status: closed"]);
        replayed(place, &escrow, "closed");
        audited(place, &escrow);
        let all = ["audit", "replay", "--all"];
        expect(place, 0, &all, &[&escrow, "1 of 1 escrows of code"]);
    });
}

#[test]
fn dispute_award_withdrawal_and_replay_on_both() {
    both(|place| {
        let escrow = disputed(place);
        draft(place, &escrow);
        place.done(&["award", "sign", "award.toml", "--key", "//Charlie", "--yes"]);
        let enforce = ["award", "enforce", "award.toml", "--key", "//Bob"];
        let before = entries(place, &escrow);
        expect(
            place,
            0,
            &[&enforce[..], &["--dry-run"]].concat(),
            &["Dry run: nothing was sent."],
        );
        assert_eq!(entries(place, &escrow), before);
        expect(
            place,
            0,
            &[&enforce[..], &["--yes"]].concat(),
            &["status: awarded"],
        );
        let withdraw = ["escrow", "withdraw", &escrow, "--yes", "--key"];
        expect(
            place,
            1,
            &[&withdraw[..], &["//Bob"]].concat(),
            &["NothingToWithdraw", "nothing was sent"],
        );
        place.done(&["chain", "advance", "91 days"]);
        for person in ["//Alice", "//Bob", "//Charlie"] {
            place.done(&[&withdraw[..], &[person]].concat());
        }
        replayed(place, &escrow, "closed");
        audited(place, &escrow);
    });
}

/// What every chain does, whichever way it is reached.
fn behaves(chain: &mut dyn Chain) {
    let identity = chain.identity().clone();
    assert_eq!((identity.chain_id, identity.ss58_prefix), (420_420_420, 42));
    assert_eq!((identity.unit, identity.decimals), (8, 10));
    assert_eq!(identity.existential_deposit, UNIT / 100);
    assert!(identity.is_local);

    let alice = KeyPair::development("//Alice").expect("it exists");
    let known = chain.account_of(&Address(alice.h160())).expect("read");
    assert_eq!(known, (alice.account_id(), true));
    let stranger = Address([9; 20]);
    let (fallback, registered) = chain.account_of(&stranger).expect("read");
    assert!(!registered);
    assert_eq!(chain.balance(&fallback).expect("read"), 0);
    assert_eq!(chain.code_hash(&stranger).expect("read"), None);
    let call = Call::Message {
        contract: stranger,
        input: vec![0; 4],
        value: 0,
    };
    let refused = chain.dry_run(&alice.account_id(), &call);
    assert!(
        matches!(refused, Err(ChainError::NoContract(_))),
        "{refused:?}"
    );

    let usdt = asset::by_name("USDt").expect("the Hub has it");
    assert_eq!(chain.minimum_balance(&usdt).expect("read"), Some(10_000));
    let token = asset::token(chain, &usdt, 4).expect("it answers");
    assert_eq!((token.symbol.as_str(), token.decimals), ("USDt", 2));

    let before = chain.balance(&alice.account_id()).expect("read");
    let transfer = Call::Transfer {
        to: fallback,
        value: 3 * UNIT,
    };
    let announced = chain
        .dry_run(&alice.account_id(), &transfer)
        .expect("it can")
        .cost;
    let block = chain.block();
    let receipt = chain.submit(&alice, &transfer).expect("it can pay");
    assert!(receipt.block > block && chain.block() >= receipt.block);
    assert_eq!(chain.now(), receipt.at);
    let (announced, paid) = (announced.fee, receipt.cost.fee);
    assert!(
        paid > 0 && paid <= announced * 5 / 4 && announced <= paid * 5 / 4,
        "announced {announced}, paid {paid}"
    );
    assert_eq!(chain.balance(&fallback).expect("read"), 3 * UNIT);
    let spent = before - chain.balance(&alice.account_id()).expect("read");
    assert_eq!(spent, 3 * UNIT + receipt.cost.fee);

    // Here accounts are registered with their first money: there is nothing to be done first, and asking for it takes no deposit.
    for account in [alice.account_id(), [9; 32], fallback] {
        let first = chain.registration(&account).expect("read");
        assert!(first.is_none(), "{first:?}");
    }
    let again = chain.submit(&alice, &Call::Register).expect("it can pay");
    assert_eq!(again.cost.deposit, 0);

    // An Ethereum key with little money: told what it lacks, and nothing is spent.
    let poor = KeyPair::from_secret_hex(Scheme::Ecdsa, &"11".repeat(32)).expect("a secret");
    let gift = Call::Transfer {
        to: poor.account_id(),
        value: UNIT / 10,
    };
    chain.submit(&alice, &gift).expect("it can pay");
    let too_much = chain.submit(&poor, &transfer);
    assert!(
        matches!(too_much, Err(ChainError::CannotPay { .. })),
        "{too_much:?}"
    );
    assert_eq!(chain.balance(&poor.account_id()).expect("read"), UNIT / 10);
    let back = Call::Transfer {
        to: fallback,
        value: UNIT / 50,
    };
    let receipt = chain.submit(&poor, &back).expect("it can pay");
    let left = chain.balance(&poor.account_id()).expect("read");
    assert_eq!(left, UNIT / 10 - UNIT / 50 - receipt.cost.fee);

    let now = chain.now();
    assert!(chain.advance(3_600).expect("it has such a clock") >= now + 3_600);
}

#[test]
fn both_chains_behave_alike() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let path: &Path = &folder.path().join("chain");
    behaves(&mut LocalChainClient::create(path, 1_772_000_000).expect("a new folder"));
    let node = Node::start(&[]);
    let opened = RpcChain::open(&node.url, Duration::from_secs(60), Box::new(|_| {}));
    behaves(&mut opened.expect("it listens"));
}

#[test]
fn transaction_whose_fate_is_unknown_counts_as_sent() {
    // No block for an hour.
    let node = Node::start(&["--interval", "3600"]);
    let place = Place::at(&node.url);
    let printed = place.output(&["chain", "faucet", "//Bob", "1", "--timeout", "2", "--json"]);
    let document: serde_json::Value =
        serde_json::from_slice(&printed.stdout).expect("one JSON document");
    assert_eq!(printed.status.code(), Some(9), "{document}");
    let error = &document["error"];
    assert_eq!(error["code"], "Unsettled", "{error}");
    assert_eq!(error["sent"], true, "{error}");
    let words = error["message"].as_str().expect("text");
    assert!(words.contains("the transaction 0x"), "{words}");

    // Until that is decided, nothing else goes out with the key, and the same command does not send twice.
    let other = ["chain", "faucet", "//Charlie", "1", "--timeout", "2"];
    let refused = place.output(&[&other[..], &["--json"]].concat());
    let document: serde_json::Value =
        serde_json::from_slice(&refused.stdout).expect("one JSON document");
    assert_eq!(refused.status.code(), Some(9), "{document}");
    assert_eq!(document["error"]["code"], "EarlierPending", "{document}");
    assert_eq!(document["error"]["sent"], false, "{document}");
    let state = place.field("/result/pending/0/state", &["chain", "pending"]);
    assert_eq!(state, "open");
    // It waits in the node's pool, and what waits there is not forgotten, whatever somebody says.
    let hash = place.field("/result/pending/0/tx_hash", &["chain", "pending"]);
    let forget = ["chain", "pending", "--forget", &hash];
    let forget = [&forget[..], &["--although-it-may-go-in"]].concat();
    for _ in 0..2 {
        let parts = [
            "MayStillGoIn",
            "waits in the node's pool",
            "nothing was sent",
        ];
        expect(&place, 1, &forget, &parts);
    }
    let same = ["chain", "faucet", "//Bob", "1", "--timeout", "2"];
    let again = place.output(&[&same[..], &["--json"]].concat());
    let document: serde_json::Value =
        serde_json::from_slice(&again.stdout).expect("one JSON document");
    assert_eq!(document["error"]["code"], "Unsettled", "{document}");

    // A block takes it.
    place.done(&["chain", "advance", "1h"]);
    expect(
        &place,
        0,
        &same,
        &["An earlier run of this command", "Nothing was sent now"],
    );
    expect(&place, 0, &["chain", "pending"], &["Nothing is pending"]);
    let balance = place.field(
        "/result/balance",
        &["chain", "status", "--balance", "//Bob"],
    );
    assert_eq!(balance, (1_000_001 * UNIT).to_string());
}

#[test]
fn escrows_after_the_first_name_their_code_on_both() {
    both(|place| {
        let made = ["key", "new", "ada", "--scheme", "ecdsa", "--no-phrase"];
        place.done(&[&made[..], &["--password-file", "password"]].concat());
        place.done(&["chain", "faucet", "ada", "50"]);
        place.terms();
        let fee = |result: &serde_json::Value| -> u128 {
            let digits = result["cost"]["fee"].as_str().expect("a fee");
            digits.parse().expect("planck")
        };
        let result = |arguments: &[&str]| -> serde_json::Value {
            let printed = place.done(&[arguments, &["--json"]].concat());
            let document: serde_json::Value = serde_json::from_str(&printed).expect("JSON");
            document["result"].clone()
        };
        let open = ["escrow", "open", "terms.toml", "--again", "--key"];
        let first = result(&[&open[..], &["//Alice", "--yes"]].concat());
        for key in [&["//Alice"][..], &["ada", "--password-file", "password"]] {
            let open = [&open[..], key].concat();
            let predict: Vec<_> = open
                .iter()
                .filter(|word| **word != "--again")
                .copied()
                .collect();
            let foretold = result(&[&predict[..], &["--predict"]].concat());
            let tried = result(&[&open[..], &["--dry-run"]].concat());
            let balance = ["chain", "status", "--balance", key[0]];
            let before: u128 = result(&balance)["balance"]
                .as_str()
                .expect("planck")
                .parse()
                .expect("planck");
            let sent = result(&[&open[..], &["--yes"]].concat());
            let after: u128 = result(&balance)["balance"]
                .as_str()
                .expect("planck")
                .parse()
                .expect("planck");
            let deposit: u128 = sent["cost"]["deposit"]
                .as_str()
                .expect("planck")
                .parse()
                .expect("planck");
            assert_eq!(sent["escrow"], foretold["escrow"], "{key:?}");
            assert_eq!(sent["escrow"], tried["contract"], "{key:?}");
            assert_eq!(before - after, fee(&sent) + deposit, "{key:?}: {sent}");
            assert!(
                fee(&sent) * 8 < fee(&first),
                "{key:?}: {sent}, the first {first}"
            );
            // What was said before may be rounded up, by less than a tenth.
            assert!(fee(&sent) <= fee(&tried), "{key:?}: {sent}, {tried}");
            assert!(
                fee(&tried) * 10 < fee(&sent) * 11,
                "{key:?}: {sent}, {tried}"
            );
            let escrow = sent["escrow"].as_str().expect("an address");
            replayed(place, escrow, "proposed");
            if key[0] == "//Alice" {
                place.done(&["escrow", "accept", escrow, "--key", "//Bob", "--yes"]);
                place.done(&["escrow", "fund", escrow, "--key", "//Alice", "--yes"]);
                audited(place, escrow);
            }
            expect(place, 0, &["chain", "pending"], &["Nothing is pending"]);
        }
    });
}
