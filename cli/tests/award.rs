//! `award`: from the draft to its execution.

mod case;
mod support;

use case::{disputed, draft, entries, expect, write};
use support::Place;

#[test]
fn award_is_drafted_signed_verified_enforced_and_stayed() {
    let place = Place::with_chain();
    let escrow = disputed(&place);
    draft(&place, &escrow);
    expect(
        &place,
        0,
        &["award", "verify", "award.toml"],
        &["complete: no", "signed by no arbitrator yet"],
    );
    expect(
        &place,
        6,
        &["award", "verify", "award.toml", "--complete"],
        &["TooFewSignatures"],
    );
    expect(
        &place,
        1,
        &["award", "enforce", "award.toml", "--key", "//Bob", "--yes"],
        &["TooFewSignatures"],
    );
    expect(
        &place,
        4,
        &["award", "sign", "award.toml", "--key", "//Ferdie", "--yes"],
        &["NotInTribunal"],
    );
    expect(
        &place,
        4,
        &["award", "sign", "award.toml", "--key", "//Bob", "--yes"],
        &["parties sign awards by consent only"],
    );
    expect(
        &place,
        7,
        &["award", "sign", "award.toml", "--key", "//Charlie"],
        &["ConfirmationNeeded", "6.5 UNIT to the payee"],
    );
    expect(
        &place,
        0,
        &["award", "sign", "award.toml", "--key", "//Charlie", "--yes"],
        &["signed: award.toml", "award enforce"],
    );
    let signed = std::fs::read_to_string(place.path().join("award.toml")).expect("it is there");
    expect(
        &place,
        0,
        &["award", "sign", "award.toml", "--key", "//Charlie", "--yes"],
        &["signed this award before"],
    );
    assert_eq!(
        std::fs::read_to_string(place.path().join("award.toml")).expect("it is there"),
        signed
    );
    write(
        &place,
        "altered.toml",
        &signed.replace("to_payer = \"5\"", "to_payer = \"6\""),
    );
    expect(&place, 6, &["award", "verify", "altered.toml"], &["digest"]);
    expect(
        &place,
        0,
        &["award", "verify", "award.toml", "--complete"],
        &["complete: yes"],
    );
    let before = entries(&place, &escrow);
    expect(
        &place,
        0,
        &[
            "award",
            "enforce",
            "award.toml",
            "--key",
            "//Bob",
            "--dry-run",
        ],
        &["Dry run"],
    );
    assert_eq!(entries(&place, &escrow), before);
    expect(
        &place,
        0,
        &[
            "award",
            "enforce",
            "award.toml",
            "award.toml",
            "--key",
            "//Bob",
            "--yes",
        ],
        &["status: awarded"],
    );
    expect(
        &place,
        1,
        &["award", "enforce", "award.toml", "--key", "//Bob", "--yes"],
        &["WrongSequence"],
    );
    let hash = "44".repeat(32);
    expect(
        &place,
        0,
        &[
            "order",
            "stay",
            &escrow,
            "--until",
            "2026-06-01T00:00:00Z",
            "--document",
            &hash,
            "--key",
            "//Eve",
            "--yes",
        ],
        &["1 Jun 2026"],
    );
    // What is drafted now is held back by it, and says so; after it nothing is held back that a court could not hold back again.
    let correction = [
        "award",
        "draft",
        &escrow,
        "--kind",
        "correction",
        "--to-payer",
        "5",
        "--to-tribunal",
        "1",
        "--document",
        "award.md",
        "--reasons",
        "reasons.md",
        "--out",
        "correction.toml",
    ];
    let stayed = "; and a court stays the award until 1 Jun 2026";
    let verify = ["award", "verify", "correction.toml"];
    for command in [&correction[..], &verify] {
        let printed = expect(&place, 0, command, &[stayed]);
        assert!(!printed.contains("unless a court"), "{printed}");
    }
    expect(
        &place,
        0,
        &[
            "order",
            "lift",
            &escrow,
            "--document",
            &hash,
            "--key",
            "//Eve",
            "--yes",
        ],
        &["the stay of the final award is lifted"],
    );
    let printed = expect(&place, 0, &verify, &[", unless a court stays the award"]);
    assert!(!printed.contains(stayed), "{printed}");
}

#[test]
fn award_that_the_contract_would_refuse_is_not_signed() {
    let place = Place::with_chain();
    let escrow = disputed(&place);
    draft(&place, &escrow);
    let text = std::fs::read_to_string(place.path().join("award.toml")).expect("it is there");
    write(
        &place,
        "less.toml",
        &text.replace("to_payer = \"5\"", "to_payer = \"4\""),
    );
    expect(
        &place,
        2,
        &["award", "sign", "less.toml", "--key", "//Charlie", "--yes"],
        &["WrongAmounts", "found 11.5 UNIT"],
    );
    write(
        &place,
        "typo.toml",
        &text.replace("to_payer = \"5\"", "to_payer = \"5,0\""),
    );
    expect(
        &place,
        2,
        &["award", "sign", "typo.toml", "--key", "//Charlie", "--yes"],
        &["typo.toml:", "award.to_payer: expected an amount"],
    );
}

#[test]
fn signer_is_never_shown_another_amount_or_person_than_is_signed() {
    let place = Place::with_chain();
    let escrow = disputed(&place);
    draft(&place, &escrow);
    let text = std::fs::read_to_string(place.path().join("award.toml")).expect("it is there");
    // Ten times as much behind the same words, and the parties changed over.
    let symbol = "symbol = \"UNIT\"";
    assert!(
        text.contains(symbol) && !text.contains("\ndecimals"),
        "{text}"
    );
    let decimals = text.replace(symbol, &format!("{symbol}\ndecimals = 11"));
    write(&place, "decimals.toml", &decimals);
    let payer = format!("{symbol}\npayer = \"0x0909090909090909090909090909090909090909\"");
    write(&place, "payer.toml", &text.replace(symbol, &payer));
    write(
        &place,
        "symbol.toml",
        &text.replace(symbol, "symbol = \"USDC\""),
    );
    // The bytes of the terms begin with payer and payee.
    let (head, rest) = text.split_once("\nterms = \"0x").expect("the terms");
    let (payer, payee, rest) = (&rest[..40], &rest[40..80], &rest[80..]);
    let swapped = format!("{head}\nterms = \"0x{payee}{payer}{rest}");
    write(&place, "swapped.toml", &swapped);
    for (file, exit, parts) in [
        (
            "decimals.toml",
            6,
            ["FieldDiffers", "expected: 10, which follows"],
        ),
        ("payer.toml", 2, ["UnknownField", "escrow.payer"]),
        ("symbol.toml", 6, ["FieldDiffers", "escrow.symbol"]),
        ("swapped.toml", 6, ["FieldDiffers", "escrow.terms"]),
    ] {
        for command in [
            &["award", "verify", file][..],
            &["award", "sign", file, "--key", "//Charlie", "--yes"],
            &["award", "export", file],
            &["award", "enforce", file, "--key", "//Bob", "--yes"],
        ] {
            expect(&place, exit, command, &parts);
        }
    }
}

#[test]
fn signatures_given_at_the_same_moment_are_all_kept() {
    let place = Place::with_chain();
    let escrow = disputed(&place);
    draft(&place, &escrow);
    let award = std::fs::read_to_string(place.path().join("award.toml")).expect("it is there");
    write(
        &place,
        "award.toml",
        &award.replace("\"final\"", "\"consent\""),
    );
    std::thread::scope(|scope| {
        for key in ["//Alice", "//Bob", "//Charlie"] {
            let place = &place;
            scope
                .spawn(move || place.done(&["award", "sign", "award.toml", "--key", key, "--yes"]));
        }
    });
    let signed = std::fs::read_to_string(place.path().join("award.toml")).expect("it is there");
    assert_eq!(signed.matches("\nsigner").count(), 3, "{signed}");
}

#[test]
fn termination_puts_the_escrow_back_and_both_parties_still_release() {
    let place = Place::with_chain();
    let escrow = disputed(&place);
    let money = ["escrow", "status", &escrow];
    let held = place.field("/result/money/held", &money);
    place.done(&[
        "award",
        "draft",
        &escrow,
        "--kind",
        "termination",
        "--document",
        "award.md",
        "--reasons",
        "reasons.md",
        "--out",
        "end.toml",
    ]);
    expect(
        &place,
        0,
        &["award", "sign", "end.toml", "--key", "//Charlie", "--yes"],
        &["ends the reference, moves no money"],
    );
    expect(
        &place,
        0,
        &["award", "enforce", "end.toml", "--key", "//Ferdie", "--yes"],
        &[
            "this dispute is over",
            "status: funded",
            "held:   12.5 UNIT",
        ],
    );
    assert_eq!(place.field("/result/money/held", &money), held);
    expect(
        &place,
        1,
        &["award", "enforce", "end.toml", "--key", "//Ferdie", "--yes"],
        &["WrongSequence", "expected: award 2", "found:    award 1"],
    );
    expect(
        &place,
        1,
        &[
            "dispute",
            "answer",
            &escrow,
            "answer.md",
            "--key",
            "//Bob",
            "--yes",
        ],
        &[
            "WrongPhase",
            "expected: the phase disputed",
            "found:    the phase funded",
        ],
    );
    for key in ["//Alice", "//Bob"] {
        place.done(&[
            "escrow",
            "release",
            &escrow,
            "--to-payee",
            "12.5",
            "--pay",
            "--key",
            key,
            "--yes",
        ]);
    }
    expect(
        &place,
        0,
        &["audit", "replay", &escrow],
        &["award 1 (termination)", "status:    closed"],
    );
}
