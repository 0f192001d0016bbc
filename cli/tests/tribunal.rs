//! `tribunal` and `order`: who sits, and what they direct.

mod case;
mod support;

use case::expect;
use support::Place;

#[test]
fn appointment_is_accepted_off_line_declined_and_filled_anew() {
    let place = Place::with_chain();
    let escrow = place.funded();
    let hash = "22".repeat(32);
    let accept = [
        "tribunal",
        "accept",
        &escrow,
        "--disclosure",
        &hash,
        "--key",
        "//Charlie",
    ];
    expect(
        &place,
        0,
        &[
            &accept[..],
            &[
                "--sign-only",
                "--out",
                "charlie.json",
                "--terms",
                "terms.toml",
                "--chain-id",
                "420420420",
                "--yes",
            ],
        ]
        .concat(),
        &["I accept my appointment as arbitrator", "digest: [hash]"],
    );
    let relay = [
        "tribunal",
        "accept",
        &escrow,
        "--signature",
        "charlie.json",
        "--key",
        "//Ferdie",
        "--yes",
    ];
    expect(&place, 0, &relay, &[]);
    expect(&place, 1, &relay, &["AlreadyAccepted"]);
    expect(
        &place,
        0,
        &[
            "tribunal",
            "decline",
            &escrow,
            "--reason",
            &hash,
            "--key",
            "//Charlie",
            "--yes",
        ],
        &["your seat is vacant"],
    );
    let replace = [
        "tribunal",
        "replace",
        &escrow,
        "--seat",
        "0",
        "--appointee",
        "//Ferdie",
        "--document",
        &hash,
        "--yes",
        "--key",
    ];
    expect(
        &place,
        1,
        &[&replace[..], &["//Alice"]].concat(),
        &["TooFewSignatures"],
    );
    expect(
        &place,
        0,
        &[&replace[..], &["//Dave"]].concat(),
        &[
            "is appointed to seat 0 and presides",
            "Cannot be undone: whoever had the seat can only come back by another appointment",
        ],
    );
}

#[test]
fn orders_are_given_by_those_to_whom_they_belong() {
    let place = Place::with_chain();
    let escrow = place.funded();
    let hash = "33".repeat(32);
    place.done(&[
        "tribunal",
        "accept",
        &escrow,
        "--disclosure",
        &hash,
        "--key",
        "//Charlie",
        "--yes",
    ]);
    let pause = [
        "order",
        "pause",
        &escrow,
        "--until",
        "2026-03-05T00:00:00Z",
        "--document",
        &hash,
        "--yes",
        "--key",
    ];
    expect(
        &place,
        1,
        &[&pause[..], &["//Bob"]].concat(),
        &["TooFewSignatures"],
    );
    expect(
        &place,
        0,
        &[&pause[..], &["//Charlie"]].concat(),
        &["The tribunal orders a pause: until 5 Mar 2026 00:00:00 UTC no split"],
    );
    let resume = [
        "order",
        "resume",
        &escrow,
        "--document",
        &hash,
        "--key",
        "//Charlie",
        "--sign-only",
        "--out",
        "resume.json",
        "--yes",
    ];
    expect(&place, 0, &resume, &["the pause ends now"]);
    expect(
        &place,
        6,
        &[
            "order",
            "close",
            &escrow,
            "--signature",
            "resume.json",
            "--key",
            "//Bob",
            "--yes",
        ],
        &["OtherMessage"],
    );
    let relay = [
        "order",
        "resume",
        &escrow,
        "--signature",
        "resume.json",
        "--key",
        "//Bob",
        "--yes",
    ];
    expect(&place, 0, &relay, &["Order 1: resume."]);
    expect(&place, 1, &relay, &["WrongSequence"]);
    expect(
        &place,
        2,
        &[
            "order",
            "stay",
            &escrow,
            "--until",
            "tomorrow",
            "--document",
            &hash,
            "--key",
            "//Eve",
            "--yes",
        ],
        &["BadMoment"],
    );
}
