//! Accounts of Polkadot keys that are not registered: registering them, paying them, and bringing back what went astray; on the local
//! chain and over RPC, where accounts are registered by their owners.

mod case;
mod node;
mod support;

use case::expect;
use node::Node;
use serde_json::Value;
use support::{Place, words};

/// One item and 52 bytes.
const DEPOSIT: u128 = 2_000_000_000 + 52 * 100_000;
const UNIT: u128 = 10_000_000_000;
/// What lies on a new account that 12.5 were paid to: whoever sends the first payment adds the smallest balance of an account.
const ASTRAY: u128 = 1251 * UNIT / 100;

/// The same story where accounts are registered by hand, on the local chain and over RPC.
fn by_hand(story: fn(&Place)) {
    let place = Place::empty();
    place.done(&[
        "chain",
        "init",
        "--clock",
        "2026-03-02T09:00:00Z",
        "--register-by-hand",
    ]);
    story(&place);
    let node = Node::start(&["--register-by-hand"]);
    story(&node.place());
}

fn key(place: &Place, name: &str, scheme: &str) {
    let new = ["key", "new", name, "--scheme", scheme, "--no-phrase"];
    place.done(&[&new[..], &["--password-file", "password"]].concat());
}

/// A command of a key that was made here.
fn by<'a>(name: &'a str, command: &[&'a str]) -> Vec<&'a str> {
    let key = ["--key", name, "--password-file", "password", "--yes"];
    [command, &key].concat()
}

fn document(place: &Place, command: &[&str]) -> Value {
    let output = place.output(&[command, &["--json"]].concat());
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"))
}

fn planck(value: &Value) -> u128 {
    let digits = value.as_str().unwrap_or_else(|| panic!("{value}"));
    digits.parse().expect("planck")
}

fn balance(place: &Place, who: &str, asset: &str) -> u128 {
    let asked = ["chain", "status", "--balance", who, "--asset", asset];
    planck(&document(place, &asked)["result"]["balance"])
}

/// What somebody sees who has the same chain and none of the keys.
fn without_keys(place: &Place, look: impl FnOnce()) {
    let (keys, away) = (place.path().join("home/keys"), place.path().join("away"));
    std::fs::rename(&keys, &away).expect("ours");
    look();
    std::fs::rename(&away, &keys).expect("ours");
}

fn address(place: &Place, name: &str) -> String {
    place.field("/result/address", &["key", "show", name])
}

/// What the command cost, fee and deposit, of which every planck left the account.
fn paid(place: &Place, name: &str, command: &[&str]) -> (u128, u128) {
    let before = balance(place, name, "native");
    let done = document(place, &by(name, command));
    let cost = &done["result"]["cost"];
    assert!(cost.is_object(), "{done}");
    let (fee, deposit) = (planck(&cost["fee"]), planck(&cost["deposit"]));
    assert_eq!(
        before - fee - deposit,
        balance(place, name, "native"),
        "{done}"
    );
    (fee, deposit)
}

/// An escrow of 12.5 between //Alice and a payee who has a key and nothing else, and signs the consent away from the chain.
fn funded(place: &Place, payee: &str, asset: &str) -> String {
    let terms = format!("{payee}.toml");
    let line = "--arbitrator //Charlie --authority //Dave --amount 12.5 --agreement agreement.md --seat DK-84 --law DK --language en";
    let parties = [
        "terms", "new", &terms, "--payer", "//Alice", "--payee", payee,
    ];
    let more = ["--asset", asset, "--expiry", place.expiry()];
    place.done(&[&parties[..], &words(line), &more].concat());
    let escrow = place.field(
        "/result/escrow",
        &["escrow", "open", &terms, "--key", "//Alice", "--yes"],
    );
    let consent = format!("{payee}-consent.json");
    let sign = [
        "escrow",
        "accept",
        &escrow,
        "--sign-only",
        "--out",
        &consent,
    ];
    place.done(&by(payee, &sign));
    let accept = ["escrow", "accept", &escrow, "--signature", &consent];
    place.done(&[&accept[..], &["--key", "//Alice", "--yes"]].concat());
    place.done(&["escrow", "fund", &escrow, "--key", "//Alice", "--yes"]);
    escrow
}

/// The whole amount is credited to the payee, who still sends nothing.
fn released(place: &Place, escrow: &str, payee: &str) {
    let release = ["escrow", "release", escrow, "--to-payee", "12.5"];
    let signed = format!("{payee}-release.json");
    let sign = [&release[..], &["--sign-only", "--out", &signed]].concat();
    place.done(&by(payee, &sign));
    let key = ["--key", "//Alice", "--yes"];
    let theirs = [
        &["escrow", "release", escrow, "--signature", &signed][..],
        &key,
    ]
    .concat();
    place.done(&theirs);
    let own = [&release[..], &key].concat();
    expect(place, 0, &own, &["credit of the payee: 12.5"]);
}

/// Somebody else withdraws for the payee: refused twice, then done because that is meant.
fn withdrawn_astray(place: &Place, escrow: &str) {
    let withdraw = ["escrow", "withdraw", escrow, "--owner", "payee"];
    let withdraw = [&withdraw[..], &["--key", "//Eve", "--yes"]].concat();
    for _ in 0..2 {
        let refused = [
            "ReceiverUnregistered",
            "then repeat this: the money is credited and waits.",
            "nothing was sent",
        ];
        expect(place, 1, &withdraw, &refused);
    }
    let anyway = [&withdraw[..], &["--to-unregistered"]].concat();
    expect(place, 0, &anyway, &["status: closed"]);
    expect(
        place,
        1,
        &anyway,
        &["NothingToWithdraw", "nothing was sent"],
    );
}

#[test]
fn account_is_registered_once_for_the_deposit_that_was_told() {
    by_hand(|place| {
        key(place, "ann", "sr25519");
        key(place, "eth", "ecdsa");
        let register = ["account", "register"];
        expect(
            place,
            1,
            &by("ann", &register),
            &["CannotPay", "nothing was sent"],
        );
        place.done(&["chain", "faucet", "ann", "10"]);
        // //Alice gave money away and is not registered by that.
        let registered =
            |who| place.field("/result/registered", &["chain", "status", "--balance", who]);
        assert_eq!(
            (registered("//Alice"), registered("ann")),
            ("false".into(), "false".into())
        );
        let tried = [&by("ann", &register)[..], &["--dry-run"]].concat();
        let told = document(place, &tried)["result"]["cost"].clone();
        assert_eq!(planck(&told["deposit"]), DEPOSIT);
        let (fee, deposit) = paid(place, "ann", &register);
        assert_eq!((fee, deposit), (planck(&told["fee"]), DEPOSIT));
        assert_eq!(registered("ann"), "true");
        for _ in 0..2 {
            let before = balance(place, "ann", "native");
            expect(
                place,
                0,
                &by("ann", &register),
                &["registered already: nothing was sent"],
            );
            assert_eq!(balance(place, "ann", "native"), before);
        }
        expect(
            place,
            0,
            &by("eth", &register),
            &["by itself: nothing was sent"],
        );
    });
}

#[test]
fn first_call_registers_before_it_and_says_what_that_costs() {
    by_hand(|place| {
        key(place, "ann", "sr25519");
        place.done(&["chain", "faucet", "ann", "50"]);
        let line = "terms new terms.toml --payer ann --payee //Bob --arbitrator //Charlie --authority //Dave --amount 1 \
                    --agreement agreement.md --seat DK-84 --law DK --language en --expiry";
        place.done(&[&words(line)[..], &[place.expiry()]].concat());
        let open = by("ann", &["escrow", "open", "terms.toml"]);
        let planned = document(place, &[&open[..], &["--dry-run"]].concat())["result"].clone();
        assert_eq!(planck(&planned["registration"]["deposit"]), DEPOSIT);
        let page = place.run(&[&open[..], &["--dry-run"]].concat());
        assert!(
            page.contains("first:  the signer's account is registered"),
            "{page}"
        );
        // Nobody is warned of what the same page says will be done.
        assert!(page.contains("(the payee) on this chain yet"), "{page}");
        assert!(!page.contains("(the payer)"), "{page}");
        let before = balance(place, "ann", "native");
        let told = document(place, &open);
        let warnings = told["warnings"].as_array().expect("what came first");
        let said = "the signer's account was registered with contracts first: 0x";
        let registered = warnings.iter().filter_map(Value::as_str);
        let registered: Vec<_> = registered.filter(|line| line.starts_with(said)).collect();
        assert!(
            matches!(registered[..], [line] if line.contains(", fee 0.")),
            "{told}"
        );
        let opened = told["result"].clone();
        // The address that was announced, though registering took a number.
        assert_eq!(opened["escrow"], planned["contract"], "{opened}");
        let cost = |what: &Value| planck(&what["fee"]) + planck(&what["deposit"]);
        let spent = cost(&planned["registration"]) + cost(&opened["cost"]);
        assert_eq!(balance(place, "ann", "native"), before - spent);
    });
}

#[test]
fn money_for_an_unregistered_account_is_held_back_or_brought_back_to_the_planck() {
    by_hand(|place| {
        key(place, "sue", "sr25519");
        let escrow = funded(place, "sue", "native");
        released(place, &escrow, "sue");
        // Whoever does not have the key knows it by the signature on the record.
        let withdraw = ["escrow", "withdraw", &escrow, "--owner", "payee"];
        let withdraw = [&withdraw[..], &["--key", "//Eve", "--yes"]].concat();
        without_keys(place, || {
            for _ in 0..2 {
                let source = "entry 1 of the record has its signature";
                let refused = ["ReceiverUnregistered", source, "nothing was sent"];
                expect(place, 1, &withdraw, &refused);
            }
        });
        // Who can pay the call, but not the registration that comes first, is told so before anything goes out.
        key(place, "poor", "sr25519");
        place.done(&["chain", "faucet", "poor", "0.15"]);
        let pay = ["escrow", "withdraw", &escrow, "--owner", "payee"];
        let pay = by("poor", &[&pay[..], &["--to-unregistered"]].concat());
        for _ in 0..2 {
            expect(place, 1, &pay, &["CannotPay", "nothing was sent"]);
            assert_eq!(balance(place, "poor", "native"), 15 * UNIT / 100);
        }
        withdrawn_astray(place, &escrow);

        let recover = ["account", "recover"];
        // It takes a fee, and sue has nothing yet.
        expect(
            place,
            1,
            &by("sue", &recover),
            &["CannotPay", "nothing was sent"],
        );
        place.done(&["chain", "faucet", "sue", "1"]);
        let planned = place.run(&[&by("sue", &recover)[..], &["--dry-run"]].concat());
        for part in ["Bring 12.51 UNIT back to 5", "cost:", "`account register`"] {
            assert!(planned.contains(part), "{planned}");
        }
        let done = document(place, &by("sue", &recover))["result"].clone();
        assert_eq!(planck(&done["amount"]), ASTRAY);
        assert_eq!(planck(&done["left"]), 0);
        let fee = planck(&done["cost"]["fee"]);
        assert_eq!(balance(place, "sue", "native"), UNIT + ASTRAY - fee);
        for _ in 0..2 {
            expect(
                place,
                0,
                &by("sue", &recover),
                &["Nothing to bring back", "Nothing was sent"],
            );
            assert_eq!(balance(place, "sue", "native"), UNIT + ASTRAY - fee);
        }
    });
}

#[test]
fn tokens_for_an_unregistered_account_are_brought_back_too() {
    by_hand(|place| {
        key(place, "sue", "sr25519");
        key(place, "eth", "ecdsa");
        // The token pays from where the address leads: the payer registers first.
        place.done(&["account", "register", "--key", "//Alice", "--yes"]);
        let escrow = funded(place, "sue", "USDt");
        released(place, &escrow, "sue");
        withdrawn_astray(place, &escrow);
        place.done(&["chain", "faucet", "sue", "1"]);
        let recover = ["account", "recover", "--asset", "USDt"];
        let (fee, deposit) = paid(place, "sue", &recover);
        assert!(fee > 0 && deposit == 0);
        expect(place, 0, &by("sue", &recover), &["Nothing to bring back"]);
        paid(place, "sue", &["account", "register"]);
        assert_eq!(balance(place, "sue", "USDt"), 12_500_000);
        let eth = by("eth", &recover);
        expect(place, 0, &eth, &["Nothing to bring back: an Ethereum key"]);
    });
}

#[test]
fn token_of_an_unregistered_payer_is_not_looked_for_where_it_is_not() {
    by_hand(|place| {
        key(place, "sue", "sr25519");
        key(place, "pat", "sr25519");
        place.done(&["chain", "faucet", "pat", "100"]);
        let terms = [
            "--payer",
            "pat",
            "--payee",
            "//Bob",
            "--asset",
            "USDt",
            "--expiry",
            place.expiry(),
        ];
        let line = "terms new terms.toml --arbitrator //Charlie --authority //Dave --amount 12.5 --agreement agreement.md --seat DK-84 --law DK --language en";
        place.done(&[&words(line)[..], &terms].concat());
        let open = ["escrow", "open", "terms.toml", "--key", "//Bob", "--yes"];
        let escrow = place.field("/result/escrow", &open);
        let consent = [
            "escrow",
            "accept",
            &escrow,
            "--sign-only",
            "--out",
            "pat.json",
        ];
        place.done(&by("pat", &consent));
        let accept = [
            "escrow",
            "accept",
            &escrow,
            "--signature",
            "pat.json",
            "--key",
            "//Bob",
            "--yes",
        ];
        place.done(&accept);
        let fund = by("pat", &["escrow", "fund", &escrow]);
        for _ in 0..2 {
            expect(
                place,
                2,
                &fund,
                &["Unregistered", "`account register`", "nothing was sent"],
            );
        }
        // Registered, the answer is about the token.
        place.done(&by("pat", &["account", "register"]));
        expect(place, 1, &fund, &["TooFewTokens", "nothing was sent"]);
    });
}

#[test]
fn address_that_may_be_an_ethereum_keys_is_paid_with_a_warning() {
    by_hand(|place| {
        key(place, "eth", "ecdsa");
        let payee = address(place, "eth");
        let escrow = funded(place, "eth", "native");
        released(place, &escrow, "eth");
        let withdraw = [
            "escrow", "withdraw", &escrow, "--owner", "payee", "--key", "//Eve", "--yes",
        ];
        // Without the key nobody knows what kind the address is of.
        without_keys(place, || {
            let tried = [&withdraw[..], &["--dry-run"]].concat();
            expect(place, 0, &tried, &["Warning: nobody registered", &payee]);
        });
        expect(place, 0, &withdraw, &["status: closed"]);
        assert_eq!(balance(place, &payee, "native"), ASTRAY);
    });
}

/// What a chain counts by account is shown by account, though the address leads elsewhere.
#[test]
fn tokens_of_an_account_that_is_not_registered_are_shown() {
    by_hand(|place| {
        let status = ["chain", "status", "--balance", "//Alice", "--asset", "USDt"];
        let told = "registered: no; what is paid to the address goes to another account";
        expect(place, 0, &status, &["1000000 USDt of 5Grwva", told]);
        let whose = document(place, &status)["result"].clone();
        assert_eq!(whose["balance"], "1000000000000", "{whose}");
        assert_eq!(whose["registered"], false, "{whose}");
        place.done(&["account", "register", "--key", "//Alice", "--yes"]);
        let printed = expect(place, 0, &status, &["1000000 USDt of 5Grwva"]);
        assert!(!printed.contains("registered: no"), "{printed}");
    });
}
