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
