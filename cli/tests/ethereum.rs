//! Ethereum keys do everything: they open, pay, dispute, decide, withdraw, and their accounts pay exactly what is said.

mod case;
mod node;
mod support;

use case::{draft, entries, expect, write};
use node::both;
use serde_json::Value;
use support::{Place, words};

/// One token in planck.
const UNIT: i128 = 10_000_000_000;

/// Makes a key and gives it money.
fn person(place: &Place, name: &str, scheme: &str, units: &str) {
    let made = place.done(&[
        "key",
        "new",
        name,
        "--scheme",
        scheme,
        "--no-phrase",
        "--password-file",
        "password",
    ]);
    assert!(made.contains(scheme), "{made}");
    if units != "0" {
        place.done(&["chain", "faucet", name, units]);
    }
}

fn terms(place: &Place, authority: &str) {
    let line = "terms new terms.toml --payer payer --payee payee --arbitrator arbitrator --amount 12.5 --most-for-tribunal 1 \
                --agreement agreement.md --seat DK-84 --law DK --language en --authority";
    place.done(&[&words(line)[..], &[authority, "--expiry", place.expiry()]].concat());
}

fn balance(place: &Place, name: &str) -> i128 {
    let found = place.field("/result/balance", &["chain", "status", "--balance", name]);
    found.parse().expect("planck")
}

/// Sends as a key, and checks that its account lost fee and deposit as reported, the money that it locked, and nothing else.
fn send(place: &Place, key: &str, moved: i128, arguments: &[&str]) -> Value {
    let before = balance(place, key);
    let sent = [
        arguments,
        &[
            "--key",
            key,
            "--password-file",
            "password",
            "--yes",
            "--json",
        ],
    ]
    .concat();
    let printed = place.done(&sent);
    let document: Value = serde_json::from_str(&printed).expect("one JSON document");
    let cost = &document["result"]["cost"];
    let planck = |field: &str| -> i128 {
        cost[field]
            .as_str()
            .and_then(|digits| digits.parse().ok())
            .unwrap_or_else(|| panic!("no {field} in {printed}"))
    };
    assert!(planck("fee") > 0, "{printed}");
    assert_eq!(
        before - balance(place, key),
        planck("fee") + planck("deposit") - moved,
        "{arguments:?}: {printed}"
    );
    document["result"].clone()
}

fn papers(place: &Place) {
    for name in [
        "disclosure.md",
        "notice.md",
        "answer.md",
        "exhibit.md",
        "award.md",
        "reasons.md",
    ] {
        write(place, name, name);
    }
}

/// From the terms to an answered dispute; every transaction is sent by the person whose step it is.
fn answered(place: &Place) -> String {
    let predicted = place.field(
        "/result/escrow",
        &[
            "escrow",
            "open",
            "terms.toml",
            "--predict",
            "--key",
            "payer",
        ],
    );
    let opened = send(place, "payer", 0, &["escrow", "open", "terms.toml"]);
    let escrow = opened["escrow"].as_str().expect("an address").to_owned();
    assert_eq!(escrow, predicted);
    send(place, "payee", 0, &["escrow", "accept", &escrow]);
    let locked = -12 * UNIT - UNIT / 2;
    send(place, "payer", locked, &["escrow", "fund", &escrow]);
    let disclosure = ["--disclosure", "disclosure.md"];
    send(
        place,
        "arbitrator",
        0,
        &[&["tribunal", "accept", &escrow], &disclosure[..]].concat(),
    );
    send(
        place,
        "payer",
        0,
        &["dispute", "file", &escrow, "notice.md"],
    );
    send(
        place,
        "payee",
        0,
        &["dispute", "answer", &escrow, "answer.md"],
    );
    escrow
}

fn awarded(place: &Place, escrow: &str, clerk: &str) {
    draft(place, escrow);
    place.done(&[
        "award",
        "sign",
        "award.toml",
        "--key",
        "arbitrator",
        "--password-file",
        "password",
        "--yes",
    ]);
    let result = send(place, clerk, 0, &["award", "enforce", "award.toml"]);
    assert_eq!(result["status"]["phase"], "awarded");
    place.done(&["chain", "advance", "91 days"]);
}

/// Everybody withdraws their own; the record holds.
fn paid_out(place: &Place, escrow: &str) {
    for (person, units) in [
        ("payer", 5 * UNIT),
        ("payee", 6 * UNIT + UNIT / 2),
        ("arbitrator", UNIT),
    ] {
        send(place, person, units, &["escrow", "withdraw", escrow]);
    }
    expect(
        place,
        0,
        &["audit", "replay", escrow],
        &["The record is complete and unaltered."],
    );
    let phase = place.field("/result/phase", &["escrow", "status", escrow]);
    assert_eq!(phase, "closed");
}

#[test]
fn whole_dispute_with_ethereum_keys_only() {
    both(|place| {
        for name in ["payer", "payee", "arbitrator", "authority", "clerk"] {
            person(place, name, "ecdsa", "50");
        }
        papers(place);
        terms(place, "authority");
        let escrow = answered(place);
        send(
            place,
            "payer",
            0,
            &[
                "evidence",
                "add",
                &escrow,
                "exhibit.md",
                "--number",
                "C-1",
                "--title",
                "An exhibit",
            ],
        );
        send(
            place,
            "arbitrator",
            0,
            &["order", "close", &escrow, "--document", "award.md"],
        );
        // The arbitrator steps down, and the authority appoints the clerk, who steps aside for the first one again.
        send(
            place,
            "arbitrator",
            0,
            &["tribunal", "decline", &escrow, "--reason", "award.md"],
        );
        let seat = ["--seat", "0", "--document", "award.md"];
        send(
            place,
            "authority",
            0,
            &[
                &["tribunal", "replace", &escrow, "--appointee", "arbitrator"],
                &seat[..],
            ]
            .concat(),
        );
        send(
            place,
            "arbitrator",
            0,
            &[
                "tribunal",
                "accept",
                &escrow,
                "--disclosure",
                "disclosure.md",
            ],
        );
        awarded(place, &escrow, "clerk");
        paid_out(place, &escrow);
    });
}

#[test]
fn dispute_between_a_polkadot_key_and_ethereum_keys() {
    both(|place| {
        person(place, "payer", "ecdsa", "50");
        person(place, "payee", "sr25519", "50");
        person(place, "arbitrator", "sr25519", "50");
        person(place, "clerk", "ecdsa", "50");
        papers(place);
        terms(place, "//Dave");
        let escrow = answered(place);
        awarded(place, &escrow, "clerk");
        paid_out(place, &escrow);
    });
}

#[test]
fn refusal_of_the_contract_costs_an_ethereum_key_nothing() {
    both(|place| {
        for name in ["payer", "payee", "arbitrator", "clerk"] {
            person(place, name, "ecdsa", "50");
        }
        terms(place, "//Dave");
        let opened = send(place, "payer", 0, &["escrow", "open", "terms.toml"]);
        let escrow = opened["escrow"].as_str().expect("an address");
        let before = (balance(place, "clerk"), entries(place, escrow));
        for key in ["clerk", "payer"] {
            expect(
                place,
                1,
                &[
                    "escrow",
                    "fund",
                    escrow,
                    "--key",
                    key,
                    "--password-file",
                    "password",
                    "--yes",
                ],
                &["nothing was sent"],
            );
        }
        assert_eq!((balance(place, "clerk"), entries(place, escrow)), before);
    });
}

#[test]
fn ethereum_key_without_money_is_told_what_it_takes() {
    both(|place| {
        person(place, "payer", "ecdsa", "50");
        person(place, "payee", "ecdsa", "0.011");
        person(place, "arbitrator", "ecdsa", "0");
        terms(place, "//Dave");
        let opened = send(place, "payer", 0, &["escrow", "open", "terms.toml"]);
        let escrow = opened["escrow"].as_str().expect("an address");
        let before = (balance(place, "payee"), entries(place, escrow));
        // A tenth of a cent above the smallest balance that keeps an account alive.
        expect(
            place,
            1,
            &[
                "escrow",
                "accept",
                escrow,
                "--key",
                "payee",
                "--password-file",
                "password",
                "--yes",
            ],
            &["CannotPay", "found:    0.011 UNIT", "nothing was sent"],
        );
        assert_eq!((balance(place, "payee"), entries(place, escrow)), before);
    });
}

#[test]
fn dry_run_names_both_forms_and_no_more_than_is_paid() {
    both(|place| {
        for name in ["payer", "payee", "arbitrator"] {
            person(place, name, "ecdsa", "50");
        }
        terms(place, "//Dave");
        let ss58 = place.field("/result/ss58", &["key", "show", "payer"]);
        let address = place.field("/result/address", &["key", "show", "payer"]);
        let tried = [
            "escrow",
            "open",
            "terms.toml",
            "--key",
            "payer",
            "--dry-run",
        ];
        expect(place, 0, &tried, &[&format!("{ss58} = {address}")]);
        let announced = |field: &str| -> i128 {
            let found = place.field(&format!("/result/cost/{field}"), &tried);
            found.parse().expect("planck")
        };
        let (fee, deposit) = (announced("fee"), announced("deposit"));
        let opened = send(place, "payer", 0, &["escrow", "open", "terms.toml"]);
        let paid = |field: &str| -> i128 {
            let digits = opened["cost"][field].as_str().expect("planck");
            digits.parse().expect("planck")
        };
        assert_eq!(paid("deposit"), deposit);
        assert!(
            paid("fee") <= fee && fee <= paid("fee") * 5 / 4,
            "announced {fee}, paid {}",
            paid("fee")
        );
    });
}
