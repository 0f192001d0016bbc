//! What goes wrong with ERC-20 tokens only.

use crate::stages::{At, Stages};
use crate::support::{Place, words as case_words};
use crate::{Met, Provocation, issuer, met};

const ALICE: &str = "0x9621DDe636dE098B43Efb0fA9b61fAcFE328F99D";

fn new_terms(place: &Place, more: &[&str]) -> Met {
    met(place, &words(more))
}

fn words<'a>(more: &[&'a str]) -> Vec<&'a str> {
    let words = "terms new dollars.toml --payer //Alice --payee //Bob --arbitrator //Charlie --authority //Dave \
                 --amount 12.5 --agreement agreement.md --seat DK-84 --law DK --language en --expiry 2026-09-01T00:00:00Z";
    words
        .split_whitespace()
        .chain(more.iter().copied())
        .collect()
}

/// An escrow over 12.5 USDt to which both consented.
fn agreed(stages: &Stages) -> At {
    let place = stages.chain();
    place.done(&words(&["--asset", "USDt"]));
    let open = [
        "escrow",
        "open",
        "dollars.toml",
        "--key",
        "//Alice",
        "--yes",
    ];
    let escrow = place.field("/result/escrow", &open);
    let at = At { place, escrow };
    at.done(&["escrow", "accept", &at.escrow, "--key", "//Bob"]);
    at
}

fn fund(at: &At) -> Met {
    at.met(&["escrow", "fund", &at.escrow, "--key", "//Alice"])
}

/// //Alice gives away all but what is named, of a million.
fn fund_with_the_rest(stages: &Stages, given: &str) -> Met {
    let at = agreed(stages);
    at.done(&["chain", "faucet", "//Ferdie", given, "--asset", "USDt"]);
    fund(&at)
}

pub const ALL: &[Provocation] = &[
    ("FundAfterwards", |stages| {
        let place = stages.chain();
        place.done(&words(&["--asset", "USDt"]));
        let open = [
            "escrow",
            "open",
            "dollars.toml",
            "--fund",
            "--key",
            "//Alice",
        ];
        met(&place, &open)
    }),
    ("NoToken", |stages| {
        let place = stages.chain();
        new_terms(
            &place,
            &["--asset", "0x0000000000000000000000000000000000000900"],
        )
    }),
    ("PaymentFailed", |stages| {
        let at = agreed(stages);
        at.done(&["escrow", "fund", &at.escrow, "--key", "//Alice"]);
        for key in ["//Alice", "//Bob"] {
            at.done(&[
                "escrow",
                "settle",
                &at.escrow,
                "--to-payer",
                "5",
                "--key",
                key,
            ]);
        }
        issuer::freeze(&at.place, &at.escrow);
        at.met(&["escrow", "withdraw", &at.escrow, "--key", "//Bob"])
    }),
    ("RemainderTooSmall", |stages| {
        fund_with_the_rest(stages, "999987.495")
    }),
    ("TokenRefuses", |stages| {
        let at = agreed(stages);
        issuer::freeze(&at.place, ALICE);
        fund(&at)
    }),
    ("TooFewTokens", |stages| {
        fund_with_the_rest(stages, "999990")
    }),
    ("UnitDoesNotFit", |stages| {
        new_terms(&stages.chain(), &["--asset", "USDC", "--unit", "3"])
    }),
    ("UnitDoesNotFit", |stages| {
        new_terms(&stages.chain(), &["--asset", "USDC", "--unit", "7"])
    }),
    ("UnitDoesNotFit", |stages| {
        new_terms(&stages.chain(), &["--unit", "7"])
    }),
    ("ReceiverUnregistered", |stages| {
        let place = stages.key();
        place.done(&["chain", "init", "--clock", "2026-03-02T09:00:00Z"]);
        let parties = [
            "terms", "new", "ada.toml", "--payer", "//Alice", "--payee", "ada",
        ];
        let more = "--arbitrator //Charlie --authority //Dave --amount 1 --agreement agreement.md --seat DK-84 --law DK \
                    --language en --expiry 2026-09-01T00:00:00Z";
        place.done(&[&parties[..], &case_words(more)].concat());
        let open = ["escrow", "open", "ada.toml", "--key", "//Alice", "--yes"];
        let escrow = place.field("/result/escrow", &open);
        let key = ["--key", "ada", "--password-file", "password", "--yes"];
        let sign = [
            "escrow",
            "accept",
            &escrow,
            "--sign-only",
            "--out",
            "ada.json",
        ];
        place.done(&[&sign[..], &key].concat());
        let alice = ["--key", "//Alice", "--yes"];
        let accept = ["escrow", "accept", &escrow, "--signature", "ada.json"];
        place.done(&[&accept[..], &alice].concat());
        place.done(&[&["escrow", "fund", &escrow][..], &alice].concat());
        let pay = ["escrow", "release", &escrow, "--to-payee", "1", "--pay"];
        met(&place, &[&pay[..], &alice].concat())
    }),
    ("Unregistered", |stages| {
        let place = stages.key();
        place.done(&["chain", "init"]);
        met(&place, &["chain", "faucet", "ada", "5", "--asset", "USDt"])
    }),
];
