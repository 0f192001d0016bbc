//! What went in and nobody could read about: the next command says it, and nothing is sent twice unless that is meant.

mod case;
mod node;
mod support;

use std::process::Stdio;

use case::{disputed, entries, expect, write};
use node::{Node, both};
use serde_json::Value;
use support::{PROGRAM, Place, release};

/// Runs a command whose answer nobody gets to read.
fn unread(place: &Place, arguments: &[&str]) {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full");
    let ended = place
        .command(PROGRAM)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(full.expect("this is Linux"))
        .stderr(Stdio::null())
        .status();
    assert_eq!(ended.expect("the program starts").code(), Some(5));
}

/// What //Ferdie has been given, in UNIT.
fn given(place: &Place) -> u128 {
    let words = ["chain", "status", "--balance", "//Ferdie"];
    let balance: u128 = place
        .field("/result/balance", &words)
        .parse()
        .expect("digits");
    balance / 10_000_000_000 - 1_000_000
}

fn document(place: &Place, arguments: &[&str]) -> Value {
    serde_json::from_str(&place.done(&[arguments, &["--json"]].concat())).expect("JSON")
}

const GIVE: [&str; 4] = ["chain", "faucet", "//Ferdie", "1"];
const TOLD: &str = "An earlier run of this command";
const WARNED: &str = "warning: an earlier transaction of this key";

#[test]
fn same_command_tells_it_once_and_sends_nothing() {
    both(|place| {
        unread(place, &GIVE);
        assert_eq!(given(place), 1);
        expect(place, 0, &GIVE, &[TOLD, "Nothing was sent now", "final"]);
        assert_eq!(given(place), 1);
        // Told once, the same words mean a second payment.
        let printed = expect(place, 0, &GIVE, &["balance: "]);
        assert!(!printed.contains(TOLD), "{printed}");
        assert_eq!(given(place), 2);
    });
}

#[test]
fn again_sends_a_second_one_on_purpose() {
    both(|place| {
        unread(place, &GIVE);
        let again = [&GIVE[..], &["--again"]].concat();
        expect(place, 0, &again, &[WARNED, "went in: block"]);
        assert_eq!(given(place), 2);
    });
}

#[test]
fn same_call_in_other_words_is_not_sent_either() {
    both(|place| {
        unread(place, &GIVE);
        let other_words = ["chain", "faucet", "//Ferdie", "1.0"];
        expect(
            place,
            0,
            &other_words,
            &[WARNED, "it does the same, so nothing was sent now"],
        );
        assert_eq!(given(place), 1);
    });
}

#[test]
fn another_command_tells_it_and_goes_on() {
    both(|place| {
        unread(place, &GIVE);
        let other = ["chain", "faucet", "//Ferdie", "2"];
        let printed = document(place, &other);
        let warning = printed["warnings"][0].as_str().expect("a warning");
        assert!(warning.contains("gives 1 UNIT"), "{warning}");
        assert_eq!(given(place), 3);
        // Nobody warns twice, and nobody who repeats it pays twice.
        let third = document(place, &["chain", "faucet", "//Ferdie", "4"]);
        assert_eq!(
            third["warnings"].as_array().map_or(0, Vec::len),
            0,
            "{third}"
        );
        let same = "it does the same, so nothing was sent now";
        expect(place, 0, &GIVE, &[WARNED, "went in: block", same]);
        assert_eq!(given(place), 7);
        expect(place, 0, &["chain", "pending"], &["Nothing is pending"]);
    });
}

/// Who was warned may have taken back what went in; then the same words do something else, and are meant.
#[test]
fn same_words_are_sent_where_they_do_something_else_by_now() {
    both(|place| {
        let escrow = place.funded();
        let release = [&release(&escrow)[..], &["--yes"]].concat();
        unread(place, &release);
        let by_alice = ["chain", "faucet", "//Ferdie", "2", "--key", "//Alice"];
        expect(place, 0, &by_alice, &[WARNED, "went in: block"]);
        let approved = || place.field("/result/proposed_split", &["escrow", "status", &escrow]);
        assert_ne!(approved(), "null");
        // From a machine that knows nothing of it.
        let journal = place.path().join("home/journal");
        let away = place.path().join("away");
        std::fs::rename(&journal, &away).expect("ours");
        let revoke = ["escrow", "revoke", &escrow, "--key", "//Alice", "--yes"];
        place.done(&revoke);
        std::fs::remove_dir_all(&journal).expect("ours");
        std::fs::rename(&away, &journal).expect("ours");
        assert_eq!(approved(), "null");
        let printed = expect(place, 0, &release, &[WARNED, "went in: block", "sent:"]);
        assert!(!printed.contains(TOLD), "{printed}");
        assert_ne!(approved(), "null");
        expect(place, 0, &["chain", "pending"], &["Nothing is pending"]);
    });
}

#[test]
fn looking_changes_nothing() {
    both(|place| {
        unread(place, &GIVE);
        for _ in 0..2 {
            let told = document(place, &["chain", "pending"]);
            let told = &told["result"]["pending"];
            assert_eq!(told[0]["state"], "final", "{told}");
            assert_eq!(told[0]["final"], true, "{told}");
            assert_eq!(told.as_array().map(Vec::len), Some(1), "{told}");
        }
        expect(place, 0, &GIVE, &[TOLD, "Nothing was sent now", "final"]);
        assert_eq!(given(place), 1);
        expect(place, 0, &["chain", "pending"], &["Nothing is pending"]);
    });
}

#[test]
fn who_says_that_it_was_seen_means_a_second_one() {
    both(|place| {
        unread(place, &GIVE);
        let seen = ["chain", "pending", "--seen"];
        let tried = [&seen[..], &["--dry-run"]].concat();
        expect(place, 0, &tried, &["went in: block", "--seen takes"]);
        let printed = expect(place, 0, &seen, &["went in: block"]);
        assert!(!printed.contains("--seen takes"), "{printed}");
        expect(place, 0, &["chain", "pending"], &["Nothing is pending"]);
        place.done(&GIVE);
        assert_eq!(given(place), 2);
    });
}

/// The words are the same, and what they would do is not.
#[test]
fn command_whose_file_was_edited_is_another_one() {
    both(|place| {
        let escrow = disputed(place);
        write(place, "ex.md", "as it was");
        let add = ["evidence", "add", &escrow, "ex.md", "--number", "C-1"];
        let words = ["--title", "t", "--key", "//Alice", "--yes"];
        let add = [&add[..], &words].concat();
        unread(place, &add);
        let filed = entries(place, &escrow);
        write(place, "ex.md", "as it should be");
        // Nothing is written over what is on record, and nothing is said to be done that is not.
        let printed = expect(place, 2, &add, &["FileExists", "nothing was sent"]);
        assert!(!printed.contains(TOLD), "{printed}");
        let elsewhere = [&add[..], &["--manifest-out", "second.json"]].concat();
        expect(place, 0, &elsewhere, &[WARNED, "sent:"]);
        let more = filed.parse::<u32>().expect("digits") + 1;
        assert_eq!(entries(place, &escrow), more.to_string());
        // As it was, it is the first one.
        write(place, "ex.md", "as it was");
        let same = "it does the same, so nothing was sent now";
        expect(place, 0, &add, &[WARNED, "went in: block", same]);
        assert_eq!(entries(place, &escrow), more.to_string());

        let terms = std::fs::read_to_string(place.path().join("terms.toml")).expect("written");
        let open = ["escrow", "open", "terms.toml", "--key", "//Alice", "--yes"];
        unread(place, &open);
        let later = terms.replace("12.5", "13.5");
        assert_ne!(later, terms);
        write(place, "terms.toml", &later);
        let printed = expect(place, 0, &open, &[WARNED, "escrow: 0x", "13.5 UNIT"]);
        assert!(!printed.contains(TOLD), "{printed}");
    });
}

#[test]
fn opened_escrow_is_found_again_with_its_address() {
    both(|place| {
        place.terms();
        let open = ["escrow", "open", "terms.toml", "--key", "//Alice", "--yes"];
        unread(place, &open);
        // Looking finds nothing new, and disturbs nothing.
        let dry = expect(
            place,
            0,
            &[&open[..], &["--dry-run"]].concat(),
            &["Dry run"],
        );
        assert!(!dry.contains(TOLD), "{dry}");
        let told = document(place, &open);
        let escrow = told["result"]["escrow"].as_str().expect("its address");
        assert_eq!(told["result"]["status"]["phase"], "proposed", "{told}");
        let list = place.done(&["escrow", "list"]);
        assert_eq!(list.lines().count(), 1, "{list}");
        assert!(list.contains(escrow), "{list}");
    });
}

/// A step that is done already would be refused if it were tried: the command must look first.
#[test]
fn step_that_cannot_be_taken_twice_is_reported_as_done() {
    both(|place| {
        place.terms();
        let open = ["escrow", "open", "terms.toml", "--key", "//Alice", "--yes"];
        let escrow = place.field("/result/escrow", &open);
        let accept = ["escrow", "accept", &escrow, "--key", "//Bob", "--yes"];
        unread(place, &accept);
        expect(place, 0, &accept, &[TOLD, "status: agreed"]);
        expect(place, 1, &accept, &["nothing was sent"]);
    });
}

/// The disk fills up between the note of what is about to go out and the note of what became of it.
#[test]
fn what_went_in_and_could_not_be_noted_counts_as_sent_and_is_found_by_the_next() {
    let node = Node::start(&[]);
    let place = node.place();
    place.done(&GIVE);
    // As long as the page is with a transaction of which nothing is known yet.
    let mut page = page(&place);
    page["entries"][0]["outcome"] = Value::Null;
    let open = serde_json::to_vec_pretty(&page).expect("JSON").len();
    let give = [&GIVE[..], &["--json"]].concat();
    let output = place.with_files_of_at_most(open + 20, &give);
    let printed: Value = serde_json::from_slice(&output.stdout).expect("one JSON document");
    let error = &printed["error"];
    assert_eq!(output.status.code(), Some(5), "{printed}");
    assert_eq!(error["code"], "JournalUnusable", "{printed}");
    assert_eq!(error["sent"], true, "{printed}");
    let words = error["message"].as_str().expect("text");
    assert!(words.contains("the transaction went in"), "{words}");
    assert_eq!(given(&place), 2);
    expect(&place, 0, &GIVE, &[TOLD, "Nothing was sent now", "final"]);
    assert_eq!(given(&place), 2);

    // Where not even the first note has room, nothing goes out.
    let output = place.with_files_of_at_most(open - 20, &give);
    let printed: Value = serde_json::from_slice(&output.stdout).expect("one JSON document");
    assert_eq!(printed["error"]["sent"], false, "{printed}");
    assert_eq!(printed["error"]["code"], "JournalUnusable", "{printed}");
    assert_eq!(given(&place), 2);
}

/// The journal's page of the only account that sent something.
fn page(place: &Place) -> Value {
    let mut folder = place.path().join("home/journal");
    for _ in 0..2 {
        let inside = std::fs::read_dir(&folder).expect("something was sent");
        let mut inside = inside.map(|entry| entry.expect("ours").path());
        folder = inside
            .find(|path| path.is_dir() || path.extension().is_some_and(|ending| ending == "json"))
            .expect("a page");
    }
    serde_json::from_slice(&std::fs::read(&folder).expect("ours")).expect("JSON")
}
