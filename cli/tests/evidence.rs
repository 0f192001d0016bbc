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

#[test]
fn replay_proves_the_record_and_names_what_is_wrong_with_another() {
    let place = Place::with_chain();
    let escrow = disputed(&place);
    let replay = ["audit", "replay", &escrow];
    expect(
        &place,
        0,
        &[&replay[..], &["--export", "record.json"]].concat(),
        &[
            "The record is complete and unaltered.",
            "notice answered",
            "sent by the payee",
        ],
    );
    let text = std::fs::read_to_string(place.path().join("record.json")).expect("it is there");
    let record: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let with = |change: &dyn Fn(&mut Vec<serde_json::Value>), exit, parts: &[&str]| {
        let mut record = record.clone();
        change(record["entries"].as_array_mut().expect("a list"));
        write(&place, "other.json", &record.to_string());
        expect(
            &place,
            exit,
            &[&replay[..], &["--entries", "other.json"]].concat(),
            parts,
        );
    };
    with(&|_| (), 0, &["complete and unaltered"]);
    with(
        &|entries| drop(entries.pop()),
        6,
        &["CountDiffers", "missing at the end, from entry 5 on"],
    );
    with(
        &|entries| drop(entries.remove(2)),
        6,
        &["EntryDiverges", "entry 2 does not replay", "found 3"],
    );
    with(
        &|entries| entries.swap(3, 4),
        6,
        &["EntryDiverges", "entry 3 does not replay"],
    );
    with(
        &|entries| entries[1]["at"] = "2026-03-02T10:00:00Z".into(),
        6,
        &["OtherTime", "entry 1"],
    );
    let flip = |entries: &mut Vec<serde_json::Value>| {
        let digits = entries[4]["entry"].as_str().expect("text").to_owned();
        let last = if digits.ends_with('0') { "1" } else { "0" };
        entries[4]["entry"] = format!("{}{last}", &digits[..digits.len() - 1]).into();
    };
    with(
        &flip,
        6,
        &["EntryDiffers", "entry 4 is the first that is wrong"],
    );
    with(&|entries| entries.clear(), 6, &["RecordEmpty"]);
    let mut other = record.clone();
    other["chain"]["genesis_hash"] = format!("0x{}", "7".repeat(64)).into();
    write(&place, "other.json", &other.to_string());
    let replay = [&replay[..], &["--entries", "other.json"]].concat();
    expect(&place, 6, &replay, &["OtherEscrow", "leave the escrow out"]);
}

/// What a person has who was only sent the file.
#[test]
fn exported_record_is_replayed_where_there_is_no_chain() {
    let place = Place::with_chain();
    let escrow = disputed(&place);
    place.done(&["audit", "replay", &escrow, "--export", "record.json"]);
    let text = std::fs::read_to_string(place.path().join("record.json")).expect("it is there");
    let record: serde_json::Value = serde_json::from_str(&text).expect("JSON");

    let elsewhere = Place::empty();
    let offline = ["audit", "replay", "--entries", "record.json"];
    let with = |change: &dyn Fn(&mut serde_json::Value), exit, parts: &[&str]| {
        let mut record = record.clone();
        change(&mut record);
        write(&elsewhere, "record.json", &record.to_string());
        expect(&elsewhere, exit, &offline, parts);
    };
    with(
        &|_| (),
        0,
        &[
            "notice answered",
            "sent by the payee",
            "12.5 UNIT in the contract, 12.5 UNIT owed",
            "on chain 420420420",
            &escrow,
            "complete if the storage in the file is the contract's",
        ],
    );
    assert!(
        !elsewhere.path().join("home").exists(),
        "nothing was looked for"
    );
    let field = |pointer| elsewhere.field(pointer, &offline);
    assert_eq!(field("/result/compared_with"), "file");
    assert_eq!(
        field("/result/genesis_hash"),
        record["chain"]["genesis_hash"].as_str().expect("text")
    );

    fn entries(record: &mut serde_json::Value) -> &mut Vec<serde_json::Value> {
        record["entries"].as_array_mut().expect("a list")
    }
    with(&|record| drop(entries(record).pop()), 6, &["CountDiffers"]);
    with(
        &|record| drop(entries(record).remove(2)),
        6,
        &["EntryDiverges", "entry 2"],
    );
    with(
        &|record| entries(record).swap(3, 4),
        6,
        &["EntryDiverges", "entry 3"],
    );
    with(&|record| entries(record).clear(), 6, &["RecordEmpty"]);
    with(
        &|record| record["state"]["balance"] = "124999999999".into(),
        6,
        &["BalanceTooLow", "12.4999999999 UNIT"],
    );
    with(
        &|record| record["state"]["cell"] = "0x0102".into(),
        2,
        &["BadField", "state.cell"],
    );
    with(
        &|record| {
            let cell = record["state"]["cell"].as_str().expect("text").to_owned();
            // The number of orders: two bytes follow it.
            let (before, after) = (&cell[..cell.len() - 6], &cell[cell.len() - 4..]);
            record["state"]["cell"] = format!("{before}ff{after}").into();
        },
        6,
        &["StateDiffers", "byte 373"],
    );
    with(
        &|record| drop(record.as_object_mut().expect("an object").remove("chain")),
        2,
        &["FieldMissing", "chain"],
    );
    with(
        &|record| record["format"] = "exequatur record 1".into(),
        2,
        &["BadField", "format"],
    );
    expect(
        &elsewhere,
        2,
        &[
            "audit",
            "replay",
            "--entries",
            "record.json",
            "--export",
            "copy.json",
        ],
        &["Usage"],
    );
    expect(&elsewhere, 2, &["audit", "replay"], &["Usage"]);
}
