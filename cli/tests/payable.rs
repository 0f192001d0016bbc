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

/// Planck from `12.5 UNIT` and whatever follows.
fn planck(text: &str) -> u128 {
    let digits = text.split(' ').next().expect("an amount");
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    format!("{whole}{part:0<DECIMALS$}")
        .parse()
        .unwrap_or_else(|_| panic!("no amount in {text}"))
}

fn document(output: std::process::Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"))
}

/// What a refusal says it would take: the whole, which is the sum of its parts, and what is there and what is missing.
fn asked_for(error: &Value, has: u128) -> u128 {
    assert_eq!(error["code"], "CannotPay", "{error}");
    assert_eq!(error["sent"], false, "{error}");
    let text = |name: &str| error[name].as_str().unwrap_or_else(|| panic!("{error}"));
    let (whole, parts) = text("expected").split_once(": ").expect("what for");
    let whole = planck(whole);
    assert_eq!(
        parts.split(", ").map(planck).sum::<u128>(),
        whole,
        "{error}"
    );
    let (found, missing) = text("found").split_once(", ").expect("both");
    assert_eq!(planck(found), has, "{error}");
    assert_eq!(planck(missing), whole - has, "{error}");
    whole
}

/// Runs a command of somebody poor, which must fail for want of money before anything is sent; what it would take.
fn refused(place: &Place, who: &str, arguments: &[&str]) -> u128 {
    let block = place.field("/result/block", &["chain", "status"]);
    let before = balance(place, who);
    let printed = document(place.output(arguments));
    let needed = asked_for(&printed["error"], before);
    assert_eq!(place.field("/result/block", &["chain", "status"]), block);
    needed
}

/// One planck less than what a refusal asks for is refused with the same figure, exactly that much is enough, and the fee is what
/// the dry run said, or a little less. What was done.
fn asks_for_exactly_enough(place: &Place, who: &str, arguments: &[&str]) -> Value {
    let key = ["--key", who, "--password-file", "password", "--json"];
    let tried = [arguments, &key, &["--dry-run"]].concat();
    let sent = [arguments, &key, &["--yes"]].concat();
    let needed = refused(place, who, &sent);
    let lacks = needed - balance(place, who);
    place.done(&["chain", "faucet", who, &units(lacks - 1)]);
    assert_eq!(refused(place, who, &sent), needed, "{arguments:?}");
    assert_eq!(refused(place, who, &tried), needed, "{arguments:?}");
    place.done(&["chain", "faucet", who, &units(1)]);
    assert_eq!(balance(place, who), needed);
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
    done
}

const PEOPLE: &str = "--arbitrator //Charlie --authority //Dave --amount 12.5 --agreement agreement.md --seat DK-84 --law DK --language en";

/// Writes terms between two people as `NAME.toml`, NAME being the payer's.
fn terms(place: &Place, payer: &str, payee: &str) -> String {
    let file = format!("{}.toml", payer.trim_start_matches('/'));
    let terms = ["terms", "new", &file, "--payer", payer, "--payee", payee];
    let expiry = ["--expiry", place.expiry()];
    place.done(&[&terms[..], &expiry, &words(PEOPLE)].concat());
    file
}

/// The first of them brings the contract's code to the chain, the second names it.
fn opening_and_locking(place: &Place, schemes: [&str; 2]) {
    for scheme in schemes {
        person(place, scheme, scheme);
        place.done(&["chain", "faucet", scheme, "0.0106"]);
        let file = terms(place, scheme, "//Bob");
        let opened = asks_for_exactly_enough(place, scheme, &["escrow", "open", &file]);
        let escrow = opened["result"]["escrow"].as_str().expect("an address");
        place.done(&["escrow", "accept", escrow, "--key", "//Bob", "--yes"]);
        asks_for_exactly_enough(place, scheme, &["escrow", "fund", escrow]);
        // What a role forbids, money does not cure.
        let stranger = format!("stranger-{scheme}");
        person(place, &stranger, scheme);
        place.done(&["chain", "faucet", &stranger, "0.02"]);
        let pay = ["escrow", "fund", escrow, "--key", &stranger];
        let pay = [&pay[..], &["--password-file", "password", "--yes"]].concat();
        expect(place, 1, &pay, &["WrongPhase", "nothing was sent"]);
    }
}

#[test]
fn payer_who_lacks_money_is_told_what_opening_and_locking_take() {
    both(|place| opening_and_locking(place, ["sr25519", "ecdsa"]));
}

#[test]
fn payer_who_lacks_money_is_told_so_the_other_way_round() {
    both(|place| opening_and_locking(place, ["ecdsa", "sr25519"]));
}

/// Whoever relays what others signed pays for all that it does: the smallest balance of a payee who has no account too.
#[test]
fn messenger_who_lacks_money_is_told_what_a_release_takes() {
    both(|place| {
        for scheme in SCHEMES {
            let payee = format!("payee-{scheme}");
            person(place, &payee, "ecdsa");
            let payer = format!("payer-{scheme}");
            person(place, &payer, "ecdsa");
            place.done(&["chain", "faucet", &payer, "50"]);
            let by = |who: &'static str| [who, "--password-file", "password", "--yes"];
            let file = terms(place, &payer, &payee);
            let key = [&["--key", &payer][..], &by("--json")].concat();
            let open = [&["escrow", "open", &file][..], &key].concat();
            let escrow = document(place.output(&open))["result"]["escrow"].clone();
            let escrow = escrow.as_str().expect("an address");
            let consent = ["escrow", "accept", escrow, "--sign-only", "--out"];
            let consented = format!("{payee}.consent");
            let signing = [&consent[..], &[&consented, "--key", &payee], &by("--json")].concat();
            place.done(&signing);
            let relay = ["escrow", "accept", escrow, "--signature", &consented];
            place.done(&[&relay[..], &["--key", "//Bob", "--yes"]].concat());
            place.done(&[&["escrow", "fund", escrow][..], &key].concat());
            let mut release = vec!["escrow", "release", escrow, "--to-payee", "12.5"];
            let mut files = Vec::new();
            for who in [&payer, &payee] {
                let out = format!("{who}.release");
                let sign = ["--sign-only", "--out", &out, "--key", who];
                place.done(&[&release[..], &sign, &by("--json")].concat());
                files.push(out);
            }
            for file in &files {
                release.extend(["--signature", file]);
            }
            release.push("--pay");
            person(place, scheme, scheme);
            place.done(&["chain", "faucet", scheme, "0.0106"]);
            asks_for_exactly_enough(place, scheme, &release);
            assert_eq!(balance(place, &payee), 125_100_000_000);
        }
    });
}

#[test]
fn messenger_who_lacks_money_is_told_what_an_award_takes() {
    both(|place| {
        let escrow = case::disputed(place);
        case::draft(place, &escrow);
        case::sign(place, "//Charlie");
        person(place, "poor", "ecdsa");
        place.done(&["chain", "faucet", "poor", "0.0106"]);
        asks_for_exactly_enough(place, "poor", &["award", "enforce", "award.toml"]);
    });
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
            let lacks = asked_for(&printed["error"], before) - before;
            assert_eq!(balance(place, scheme), before);
            refusals += 1;
            assert!(refusals < 3, "{printed}");
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
    both(|place| {
        for scheme in SCHEMES {
            person(place, scheme, scheme);
            place.done(&["chain", "faucet", scheme, "0.0106"]);
            asks_for_exactly_enough(place, scheme, &["chain", "faucet", "//Bob", "0.5"]);
        }
    });
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
