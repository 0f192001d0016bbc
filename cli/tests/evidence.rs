//! `evidence` and `audit`: what is on record, and the proof of it.

mod case;
mod support;

use case::{disputed, expect, write};
use support::Place;

#[test]
fn exhibits_are_filed_listed_and_compared() {
    let place = Place::with_chain();
    let escrow = disputed(&place);
    std::fs::create_dir(place.path().join("papers")).expect("the folder is ours");
    write(&place, "papers/contract.pdf", "the contract");
    expect(
        &place,
        0,
        &["evidence", "list", &escrow],
        &["no exhibit is on record"],
    );
    let add = [
        "evidence",
        "add",
        &escrow,
        "papers/contract.pdf",
        "--number",
        "C-1",
        "--title",
        "The contract",
        "--key",
    ];
    expect(
        &place,
        1,
        &[&add[..], &["//Ferdie", "--yes"]].concat(),
        &["NotAuthorised"],
    );
    expect(
        &place,
        0,
        &[&add[..], &["//Alice", "--yes"]].concat(),
        &["content address: bafkrei"],
    );
    place.done(&[
        "order",
        "close",
        &escrow,
        "--document",
        "award.md",
        "--key",
        "//Charlie",
        "--yes",
    ]);
    write(&place, "papers/late.txt", "too late");
    let late = [
        "evidence",
        "add",
        &escrow,
        "papers/late.txt",
        "--number",
        "R-1",
        "--title",
        "\u{1b}[2J",
        "--key",
        "//Bob",
        "--yes",
    ];
    expect(&place, 0, &late, &["counts as late", "\\u{1b}[2J"]);
    expect(
        &place,
        0,
        &["evidence", "list", &escrow],
        &[
            "document [hash], by the payer",
            "LATE: after the record was closed",
        ],
    );
    expect(
        &place,
        0,
        &["evidence", "list", &escrow, "--dir", "papers"],
        &[
            "C-1 The contract, by the payer",
            "R-1 \\u{1b}[2J, by the payee",
        ],
    );
    write(&place, "papers/other.txt", "not filed");
    let verify = ["evidence", "verify", &escrow, "--dir", "papers"];
    expect(
        &place,
        0,
        &verify,
        &[
            "2 exhibits on record, all of them fit",
            "not on record: 1 of the files in papers",
        ],
    );
    write(&place, "papers/contract.pdf", "the contract, altered");
    expect(
        &place,
        6,
        &verify,
        &["ExhibitDiffers", "contract.pdf was altered"],
    );
    std::fs::remove_file(place.path().join("papers/late.txt.manifest.json")).expect("it is there");
    expect(&place, 6, &verify, &["2 of 2 exhibits do not fit"]);
}

/// A title is whatever its author types. For people it is escaped; for programs it is JSON, and the very title.
#[test]
fn hostile_title_leaves_one_valid_document() {
    const TITLE: &str = "Invoice \u{202e}fdp.\u{200b}\u{9b}2J\u{e0041}";
    let place = Place::with_chain();
    let escrow = disputed(&place);
    write(&place, "contract.pdf", "the contract");
    let add = [
        "evidence",
        "add",
        &escrow,
        "contract.pdf",
        "--number",
        "C-1",
    ];
    let by = ["--title", TITLE, "--key", "//Alice", "--yes"];
    expect(&place, 0, &[&add[..], &by].concat(), &["\\u{202e}fdp"]);
    let listed = place.output(&["evidence", "list", &escrow, "--json"]);
    let document: serde_json::Value =
        serde_json::from_slice(&listed.stdout).expect("one JSON document");
    assert_eq!(document["ok"], true);
    let verified = place.output(&["evidence", "verify", &escrow, "--dir", ".", "--json"]);
    let text = String::from_utf8(verified.stdout).expect("text");
    assert!(text.contains("\\u202efdp"), "{text}");
    assert!(!text.contains(['\u{202e}', '\u{200b}', '\u{9b}', '\u{e0041}']));
    let document: serde_json::Value = serde_json::from_str(&text).expect("one JSON document");
    let titles = document.to_string();
    assert!(titles.contains(TITLE), "{titles}");
}
