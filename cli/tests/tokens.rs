//! Escrows in USDt, through the program, and what the replay says of them.

mod case;
#[path = "issuer/mod.rs"]
mod issuer;
mod support;

use case::{accept, dispute, draft, expect, papers, sign, write};
use support::{NEW_KEY, Place, SOLE};

/// Terms over 12.5 USDt between //Alice, who pays, and //Bob.
fn terms(place: &Place, payer: &str) {
    let words = "--payee //Bob --arbitrator //Charlie --authority //Dave --notary //Eve --asset USDt --amount 12.5 \
                 --most-for-tribunal 1 --agreement agreement.md --seat DK-84 --law DK --language en \
                 --expiry 2026-09-01T00:00:00Z";
    let words: Vec<_> = words.split_whitespace().collect();
    let new = ["terms", "new", "terms.toml", "--payer", payer];
    place.done(&[&new[..], &words].concat());
}

fn open(place: &Place, opener: &str) -> String {
    let open = ["escrow", "open", "terms.toml", "--key", opener, "--yes"];
    place.field("/result/escrow", &open)
}

/// An escrow over 12.5 USDt that //Alice funded.
fn funded(place: &Place) -> String {
    terms(place, "//Alice");
    let escrow = open(place, "//Alice");
    place.done(&["escrow", "accept", &escrow, "--key", "//Bob", "--yes"]);
    place.done(&["escrow", "fund", &escrow, "--key", "//Alice", "--yes"]);
    escrow
}

/// In millionths.
fn dollars(place: &Place, who: &str) -> u64 {
    let status = ["chain", "status", "--balance", who, "--asset", "USDt"];
    let balance = place.field("/result/balance", &status);
    balance.parse().expect("digits")
}

#[test]
fn dispute_in_dollars_goes_from_terms_to_the_last_cent() {
    let place = Place::with_chain();
    let people = ["//Alice", "//Bob", "//Charlie"];
    let before = people.map(|who| dollars(&place, who));
    let escrow = funded(&place);
    assert_eq!(before[0] - dollars(&place, "//Alice"), 12_500_000);
    assert_eq!(dollars(&place, &escrow), 12_500_000);
    papers(&place);
    accept(&place, &escrow, "//Charlie");
    dispute(&place, &escrow);
    draft(&place, &escrow);
    expect(
        &place,
        0,
        &["award", "sign", "award.toml", "--key", "//Charlie", "--yes"],
        &[
            "5 USDt to the payer",
            "6.5 USDt to the payee",
            "1 USDt to the tribunal",
        ],
    );
    let enforce = ["award", "enforce", "award.toml", "--key", "//Eve", "--yes"];
    expect(
        &place,
        0,
        &enforce,
        &["status: awarded", "held:   12.5 USDt"],
    );
    expect(
        &place,
        0,
        &["audit", "replay", &escrow],
        &["balance:   12.5 USDt in the contract, 12.5 USDt owed"],
    );
    let hash = exported(&place, &escrow);
    place.done(&["chain", "advance", "91 days"]);
    for (owner, paid) in [("payer", "5"), ("payee", "6.5"), ("tribunal", "1")] {
        expect(
            &place,
            0,
            &[
                "escrow", "withdraw", &escrow, "--owner", owner, "--key", "//Eve", "--yes",
            ],
            &[&format!("Pay {paid} USDt to the")],
        );
    }
    let after = people.map(|who| dollars(&place, who));
    assert_eq!(before[0] - after[0], 7_500_000);
    assert_eq!(
        [after[1] - before[1], after[2] - before[2]],
        [6_500_000, 1_000_000]
    );
    assert_eq!(dollars(&place, &escrow), 0);
    expect(
        &place,
        0,
        &["audit", "replay", &escrow],
        &["12.5 USDt locked", "The record is complete and unaltered."],
    );
    expect(
        &place,
        0,
        &["audit", "verify", "case.json", "--block-hash", &hash],
        &[
            "balance:   12.5 USDt in the contract's account, proven; 12.5 USDt owed",
            "verdict:   verified",
        ],
    );
}

/// Writes the case as it is now, and answers with the hash of its block.
fn exported(place: &Place, escrow: &str) -> String {
    place.field(
        "/result/block_hash",
        &["audit", "export", escrow, "-o", "case.json"],
    )
}

#[test]
fn another_sum_of_dollars_than_the_proven_one_is_found() {
    let place = Place::with_chain();
    let escrow = funded(&place);
    let hash = exported(&place, &escrow);
    let text = std::fs::read_to_string(place.path().join("case.json")).expect("written");
    assert!(
        text.contains("\"balance\": \"1250\""),
        "in units of the terms: {text}"
    );
    write(&place, "more.json", &text.replace("\"1250\"", "\"1251\""));
    expect(
        &place,
        6,
        &["audit", "verify", "more.json", "--block-hash", &hash],
        &["FileDiffers", "expected: 12.5 USDt", "found:    12.51 USDt"],
    );
}

#[test]
fn money_for_the_approval_alone_is_refused_before_it_is_made() {
    let place = Place::with_chain();
    place.done(&NEW_KEY);
    place.done(&["chain", "faucet", "ada", "20"]);
    place.done(&["chain", "faucet", "ada", "12.5", "--asset", "USDt"]);
    terms(&place, "ada");
    let escrow = open(&place, "//Bob");
    let ada = ["--key", "ada", "--password-file", "password", "--yes"];
    place.done(&[&["escrow", "accept", &escrow][..], &ada].concat());
    // Enough for the approval and its deposit, too little for locking.
    let left = 240_000_000;
    let has = place.field("/result/balance", &["chain", "status", "--balance", "ada"]);
    let has: u64 = has.parse().expect("planck");
    let give = |amount: u64| {
        let whole = format!(
            "{}.{:010}",
            amount / 10_000_000_000,
            amount % 10_000_000_000
        );
        [&["chain", "faucet", "//Bob", &whole][..], &ada]
            .concat()
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let all = give(has - left);
    let all: Vec<_> = all.iter().map(String::as_str).collect();
    let fee = place.field("/result/cost/fee", &[&all[..], &["--dry-run"]].concat());
    let rest = give(has - left - fee.parse::<u64>().expect("planck"));
    place.done(&rest.iter().map(String::as_str).collect::<Vec<_>>());

    let fund = [&["escrow", "fund", &escrow][..], &ada].concat();
    expect(&place, 1, &fund, &["CannotPay", "nothing was sent"]);
    let kept = place.field("/result/balance", &["chain", "status", "--balance", "ada"]);
    assert_eq!(kept, left.to_string());
    place.done(&["chain", "faucet", "ada", "1"]);
    expect(
        &place,
        0,
        &fund,
        &["two transactions", "approved: ", "status: funded"],
    );
}

#[test]
fn frozen_escrow_says_so_and_keeps_the_credit() {
    let place = Place::with_chain();
    let escrow = funded(&place);
    for key in ["//Alice", "//Bob"] {
        place.done(&[
            "escrow",
            "settle",
            &escrow,
            "--to-payer",
            "5",
            "--key",
            key,
            "--yes",
        ]);
    }
    issuer::freeze(&place, &escrow);
    let withdraw = ["escrow", "withdraw", &escrow, "--key", "//Bob", "--yes"];
    expect(
        &place,
        1,
        &withdraw,
        &[
            "PaymentFailed",
            "7.5 USDt did not reach",
            "Assets.Frozen, which is said of who pays: the escrow's own account is frozen",
            "only the token's issuer can thaw the escrow's account",
            "nothing was sent",
        ],
    );
    issuer::thaw(&place, &escrow);
    expect(&place, 0, &withdraw, &["Pay 7.5 USDt to the payee"]);
}

#[test]
fn blocked_owner_is_told_from_a_frozen_escrow() {
    let place = Place::with_chain();
    let escrow = funded(&place);
    for key in ["//Alice", "//Bob"] {
        let settle = ["escrow", "settle", &escrow, "--to-payer", "5", "--yes"];
        place.done(&[&settle[..], &["--key", key]].concat());
    }
    let bob = "0x41dccbd49b26c50d34355ed86ff0fa9e489d1e01";
    issuer::block(&place, bob);
    let withdraw = ["escrow", "withdraw", &escrow, "--key", "//Bob", "--yes"];
    expect(
        &place,
        1,
        &withdraw,
        &[
            "PaymentFailed",
            "Token.Blocked, which is said of who is paid: the owner's account is blocked",
            "only the token's issuer can unblock the owner's account",
            "nothing was sent",
        ],
    );
    issuer::thaw(&place, bob);
    expect(&place, 0, &withdraw, &["Pay 7.5 USDt to the payee"]);
}

#[test]
fn terms_that_call_a_token_otherwise_than_it_does_are_told() {
    let place = Place::with_chain();
    terms(&place, "//Alice");
    let written = std::fs::read_to_string(place.path().join("terms.toml")).expect("written");
    write(
        &place,
        "false.toml",
        &written.replace("decimals = 2", "decimals = 0"),
    );
    let text = std::fs::read_to_string(place.path().join("false.toml")).expect("written");
    write(&place, "false.toml", &text.replace("\"12.5\"", "\"1250\""));
    for command in [
        &["terms", "show", "false.toml"][..],
        &["escrow", "open", "false.toml", "--key", "//Alice", "--yes"],
    ] {
        expect(
            &place,
            6,
            command,
            &["FieldDiffers", "expected: 2", "found:    0"],
        );
    }
    write(
        &place,
        "small.toml",
        &written
            .replace("unit = 4", "unit = 3")
            .replace("decimals = 2", "decimals = 3"),
    );
    expect(
        &place,
        0,
        &["terms", "show", "small.toml"],
        &["warning: amounts of USDt cannot be counted in this unit"],
    );
}

#[test]
fn award_whose_decimals_are_not_those_of_its_token_is_not_executed() {
    let place = Place::with_chain();
    let token = issuer::issue(&place, 77, "TOK");
    let escrow = place.funded_with(&format!("{SOLE} --asset {token}"));
    papers(&place);
    accept(&place, &escrow, "//Charlie");
    dispute(&place, &escrow);
    draft(&place, &escrow);
    let award = std::fs::read_to_string(place.path().join("award.toml")).expect("drafted");
    let decimals = "\ndecimals = 6\n";
    assert!(award.contains(decimals), "{award}");
    // A tenth of what the words say, and nothing that is signed tells.
    let fewer = award.replace(decimals, "\ndecimals = 5\n");
    write(&place, "award.toml", &fewer);
    let signing = ["award", "sign", "award.toml", "--key", "//Charlie", "--yes"];
    expect(
        &place,
        0,
        &signing,
        &["are not signed", "to the payer 500000,"],
    );
    let before = place.field("/result/entries", &["escrow", "status", &escrow]);
    for (exit, command) in [
        (
            6,
            &["award", "enforce", "award.toml", "--key", "//Bob", "--yes"][..],
        ),
        (6, &["award", "verify", "award.toml"]),
    ] {
        let parts = [
            "FieldDiffers",
            "expected: TOK with 6 decimals",
            "found:    TOK with 5 decimals",
            "nothing was sent",
        ];
        expect(&place, exit, command, &parts);
    }
    let after = place.field("/result/entries", &["escrow", "status", &escrow]);
    assert_eq!(after, before);
    // As it was drafted it is executed.
    write(&place, "award.toml", &award);
    sign(&place, "//Charlie");
    let enforce = ["award", "enforce", "award.toml", "--key", "//Bob", "--yes"];
    expect(
        &place,
        0,
        &enforce,
        &["status: awarded", "5 TOK to the payer"],
    );
}
