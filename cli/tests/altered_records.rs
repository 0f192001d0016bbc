//! Records of which one digit was altered: beside the chain the altered entry is named, without a chain never an earlier one.

mod case;
mod support;

use case::{disputed, write};
use serde_json::Value;
use support::Place;

struct Exported {
    place: Place,
    escrow: String,
    record: Value,
}

fn exported() -> Exported {
    let place = Place::with_chain();
    let escrow = disputed(&place);
    place.done(&["audit", "replay", &escrow, "--export", "record.json"]);
    let text = std::fs::read_to_string(place.path().join("record.json")).expect("it is there");
    let record = serde_json::from_str(&text).expect("JSON");
    Exported {
        place,
        escrow,
        record,
    }
}

impl Exported {
    /// What the replay of an altered copy says, beside the chain or without it.
    fn replayed(&self, beside_chain: bool, change: impl FnOnce(&mut Value)) -> (i32, Value) {
        let mut record = self.record.clone();
        change(&mut record);
        write(&self.place, "altered.json", &record.to_string());
        let mut arguments = vec!["audit", "replay", "--entries", "altered.json", "--json"];
        if beside_chain {
            arguments.push(&self.escrow);
        }
        let output = self.place.output(&arguments);
        let document = serde_json::from_slice(&output.stdout).expect("one JSON document");
        (output.status.code().expect("it exited"), document)
    }
}

/// Changes one digit of a text.
fn altered(value: &mut Value, at: usize) {
    let text = value.as_str().expect("text");
    let other = if &text[at..=at] == "0" { "1" } else { "0" };
    *value = format!("{}{other}{}", &text[..at], &text[at + 1..]).into();
}

/// The entry in `entry N is the first that is wrong`, or in the two ways to say that it is the last that can be.
fn named(hint: &str, before: &str, after: &str) -> Option<usize> {
    let (_, rest) = hint.split_once(before)?;
    let (number, _) = rest.split_once(after)?;
    number.parse().ok()
}

#[test]
fn altered_digit_is_found_at_its_entry_beside_the_chain_and_at_or_after_it_without() {
    let exported = exported();
    let entries = exported.record["entries"].as_array().expect("a list");
    let mut later = 0;
    for (number, entry) in entries.iter().enumerate() {
        let digits = entry["entry"].as_str().expect("text").len() - 2;
        for part in 0..8 {
            let at = 2 + (digits - 1) * part / 7;
            let change = |record: &mut Value| altered(&mut record["entries"][number]["entry"], at);

            let (exit, said) = exported.replayed(true, change);
            let hint = said["error"]["hint"].as_str().unwrap_or_default();
            let exact = named(hint, "entry ", " is the first");
            assert_eq!((exit, exact), (6, Some(number)), "digit {at}: {said}");

            let (exit, said) = exported.replayed(false, change);
            let hint = said["error"]["hint"].as_str().unwrap_or_default();
            let last = named(hint, "entry ", " or one before")
                .or_else(|| named(hint, "entries 0 to ", " is wrong"))
                .unwrap_or_else(|| panic!("digit {at} of entry {number}: {said}"));
            assert_eq!(exit, 6, "digit {at} of entry {number}: {said}");
            assert!(last >= number, "digit {at} of entry {number}: {said}");
            later += usize::from(last > number);
        }
    }
    assert!(later > 0, "a replay alone names a later entry for some");
}

#[test]
fn block_and_hash_of_an_entry_are_compared_with_the_chain() {
    let exported = exported();
    let block = |record: &mut Value| record["entries"][5]["block"] = 99.into();
    let hash = |record: &mut Value| altered(&mut record["entries"][3]["block_hash"], 9);
    let (exit, said) = exported.replayed(true, block);
    assert_eq!((exit, &said["error"]["code"]), (6, &"EntryDiffers".into()));
    assert_eq!(said["error"]["found"], "99");
    let (exit, said) = exported.replayed(true, hash);
    assert_eq!((exit, &said["error"]["code"]), (6, &"EntryDiffers".into()));
    assert!(
        said["error"]["message"]
            .as_str()
            .expect("text")
            .starts_with("entry 3 is not the chain's: the block hash"),
        "{said}"
    );
    // Without a chain an entry cannot be later than the file.
    let (exit, said) = exported.replayed(false, block);
    assert_eq!((exit, &said["error"]["code"]), (6, &"FileDiffers".into()));
}

#[test]
fn what_the_file_says_of_the_contract_is_compared_with_the_chain() {
    let exported = exported();
    type Change = fn(&mut Value);
    let cases: [(Change, &str); 5] = [
        (|record| record["state"]["block"] = 99.into(), "block"),
        (
            |record| record["state"]["at"] = "2026-03-02T10:30:00Z".into(),
            "time",
        ),
        (
            |record| record["state"]["at"] = "2026-03-02T08:30:00Z".into(),
            "time",
        ),
        (
            |record| record["state"]["balance"] = "999999999999".into(),
            "balance",
        ),
        (
            |record| {
                let end = record["state"]["cell"].as_str().expect("text").len() - 6;
                altered(&mut record["state"]["cell"], end);
            },
            "storage",
        ),
    ];
    for (change, part) in cases {
        let (exit, said) = exported.replayed(true, change);
        let error = &said["error"];
        assert_eq!((exit, &error["code"]), (6, &"FileDiffers".into()), "{said}");
        let message = error["message"].as_str().expect("text");
        assert!(message.contains(&format!("the {part} differs")), "{said}");
    }
    let (exit, said) = exported.replayed(true, |_| ());
    assert_eq!((exit, &said["result"]["complete"]), (0, &true.into()));
    // A file may be older than the chain.
    exported.place.done(&["chain", "advance", "1h"]);
    let (exit, said) = exported.replayed(true, |_| ());
    assert_eq!((exit, &said["result"]["complete"]), (0, &true.into()));
    // More than is owed is no fault, and it is said.
    let more = |record: &mut Value| record["state"]["balance"] = "225000000000".into();
    assert_eq!(exported.replayed(false, more).0, 0);
    let said = exported
        .place
        .done(&["audit", "replay", "--entries", "altered.json"]);
    assert!(
        said.contains("22.5 UNIT in the contract, 12.5 UNIT owed; 10 UNIT more"),
        "{said}"
    );
}
