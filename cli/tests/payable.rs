//! What a refusal for want of money says is exactly enough, and what a dry run says it costs is what it costs.

mod case;
mod node;
mod support;

use case::expect;
use node::both;
use serde_json::Value;
use support::{Place, words};

const SCHEMES: [&str; 2] = ["sr25519", "ecdsa"];

/// Decimals of the token.
const DECIMALS: usize = 10;

fn person(place: &Place, name: &str, scheme: &str) {
    let make = ["key", "new", name, "--scheme", scheme, "--no-phrase"];
    place.done(&[&make[..], &["--password-file", "password"]].concat());
}

fn balance(place: &Place, name: &str) -> u128 {
    let found = place.field("/result/balance", &["chain", "status", "--balance", name]);
    found.parse().expect("planck")
}

/// `12.5` from planck.
fn units(planck: u128) -> String {
    let one = 10_u128.pow(DECIMALS as u32);
    format!("{}.{:0DECIMALS$}", planck / one, planck % one)
}

/// Planck from `12.5 UNIT or more`.
fn planck(amount: &Value) -> u128 {
    let text = amount.as_str().expect("text");
    let digits = text.split(' ').next().expect("an amount");
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    format!("{whole}{part:0<DECIMALS$}")
        .parse()
        .unwrap_or_else(|_| panic!("no amount in {text}"))
}

fn document(output: std::process::Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"))
}

/// Runs a command of `poor`, which must fail for want of money before anything is sent; what it would take.
fn refused(place: &Place, arguments: &[&str]) -> u128 {
    let block = place.field("/result/block", &["chain", "status"]);
    let before = balance(place, "poor");
    let printed = document(place.output(arguments));
    let error = &printed["error"];
    assert_eq!(error["code"], "CannotPay", "{printed}");
    assert_eq!(error["sent"], false, "{printed}");
    assert_eq!(planck(&error["found"]), before, "{printed}");
    assert_eq!(place.field("/result/block", &["chain", "status"]), block);
    planck(&error["expected"])
}

/// One planck less than what a refusal asks for is refused with the same figure, exactly that much is enough, and the fee is what
/// the dry run said, or a little less.
fn asks_for_exactly_enough(place: &Place, arguments: &[&str]) {
    let key = ["--key", "poor", "--password-file", "password", "--json"];
    let tried = [arguments, &key, &["--dry-run"]].concat();
    let sent = [arguments, &key, &["--yes"]].concat();
    let needed = refused(place, &sent);
    let lacks = needed - balance(place, "poor");
    place.done(&["chain", "faucet", "poor", &units(lacks - 1)]);
    assert_eq!(refused(place, &sent), needed, "{arguments:?}");
    assert_eq!(refused(place, &tried), needed, "{arguments:?}");
    place.done(&["chain", "faucet", "poor", &units(1)]);
    assert_eq!(balance(place, "poor"), needed);
    let announced = document(place.output(&tried));
    let done = document(place.output(&sent));
    let fee = |document: &Value| -> u128 {
        let fee = document["result"]["cost"]["fee"].as_str();
        fee.and_then(|digits| digits.parse().ok())
            .unwrap_or_else(|| panic!("{arguments:?}: {document}"))
    };
    let (announced, paid) = (fee(&announced), fee(&done));
    assert!(
        paid <= announced && announced <= paid * 105 / 100,
        "{arguments:?}: announced {announced}, paid {paid}"
    );
}

#[test]
fn payer_who_lacks_money_is_told_what_opening_and_locking_take() {
    for scheme in SCHEMES {
        let place = Place::with_chain();
        person(&place, "poor", scheme);
        place.done(&["chain", "faucet", "poor", "0.02"]);
        let terms = "terms new terms.toml --payer poor --payee //Bob --arbitrator //Charlie --authority //Dave --amount 12.5 \
                     --agreement agreement.md --seat DK-84 --law DK --language en --expiry 2026-09-01T00:00:00Z";
        place.done(&terms.split_whitespace().collect::<Vec<_>>());
        asks_for_exactly_enough(&place, &["escrow", "open", "terms.toml"]);
        let escrow = place.field("/result/escrows/0/escrow", &["escrow", "list"]);
        place.done(&["escrow", "accept", &escrow, "--key", "//Bob", "--yes"]);
        asks_for_exactly_enough(&place, &["escrow", "fund", &escrow]);
        // What a role forbids, money does not cure.
        person(&place, "stranger", scheme);
        place.done(&["chain", "faucet", "stranger", "0.02"]);
        let pay = ["escrow", "fund", &escrow, "--key", "stranger"];
        let pay = [&pay[..], &["--password-file", "password", "--yes"]].concat();
        expect(&place, 1, &pay, &["WrongPhase", "nothing was sent"]);
    }
}

/// Locking tokens takes two transactions: who could pay only the first is refused before it goes out.
fn both_transactions_are_asked_for(place: &Place) {
    for scheme in SCHEMES {
        person(place, scheme, scheme);
        place.done(&["chain", "faucet", scheme, "0.02"]);
        place.done(&["chain", "faucet", scheme, "100", "--asset", "USDt"]);
        let file = format!("{scheme}.toml");
        let terms = [
            "terms",
            "new",
            &file,
            "--payer",
            scheme,
            "--expiry",
            place.expiry(),
        ];
        let line = "--payee //Bob --arbitrator //Charlie --authority //Dave --amount 12.5 --asset USDt --agreement agreement.md \
                    --seat DK-84 --law DK --language en";
        place.done(&[&terms[..], &words(line)].concat());
        let open = ["escrow", "open", &file, "--key", "//Bob", "--yes"];
        let escrow = place.field("/result/escrow", &open);
        let key = ["--key", scheme, "--password-file", "password", "--yes"];
        let consent = ["escrow", "accept", &escrow, "--sign-only", "--out"];
        let signed = format!("{scheme}.json");
        place.done(&[&consent[..], &[&signed], &key].concat());
        let accept = ["escrow", "accept", &escrow, "--signature", &signed];
        place.done(&[&accept[..], &["--key", "//Bob", "--yes"]].concat());
        let fund = [&["escrow", "fund", &escrow, "--json"][..], &key].concat();
        // Refused with what it takes, until it is there to the planck.
        let mut refusals = 0;
        loop {
            let before = balance(place, scheme);
            let printed = document(place.output(&fund));
            if printed["ok"] == true {
                break;
            }
            let error = &printed["error"];
            assert_eq!(error["code"], "CannotPay", "{printed}");
            assert_eq!(error["sent"], false, "{printed}");
            assert_eq!(balance(place, scheme), before);
            refusals += 1;
            assert!(refusals < 10, "{printed}");
            let lacks = planck(&error["expected"]) - before;
            place.done(&["chain", "faucet", scheme, &units(lacks)]);
        }
        assert!(refusals > 0);
        let phase = place.field("/result/phase", &["escrow", "status", &escrow]);
        assert_eq!(phase, "funded");
    }
}

#[test]
fn payer_of_tokens_is_told_what_both_transactions_take() {
    node::both(both_transactions_are_asked_for);
}

#[test]
fn giver_who_lacks_money_is_told_what_a_gift_takes() {
    both(|place| gift(place, "sr25519"));
    // A node says of an Ethereum transaction only that the money is too little, once the amount alone is more than there is.
    gift(&Place::with_chain(), "ecdsa");

    fn gift(place: &Place, scheme: &str) {
        person(place, "poor", scheme);
        place.done(&["chain", "faucet", "poor", "0.0106"]);
        asks_for_exactly_enough(place, &["chain", "faucet", "//Bob", "0.5"]);
    }
}

#[test]
fn gift_too_small_for_an_account_to_exist_is_turned_away_before_it_costs_a_fee() {
    both(|place| {
        person(place, "newcomer", "sr25519");
        let block = place.field("/result/block", &["chain", "status"]);
        let give = ["chain", "faucet", "newcomer", "0.004"];
        expect(place, 1, &give, &["BelowMinimum", "nothing was sent"]);
        assert_eq!(place.field("/result/block", &["chain", "status"]), block);
    });
}
