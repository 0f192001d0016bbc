//! What an approval of a split does is said before it is sent, and what is said happens.

mod case;
mod support;

use case::{disputed, expect};
use support::Place;

fn release<'a>(escrow: &'a str, to_payee: &'a str, key: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let words = [
        "escrow",
        "release",
        escrow,
        "--to-payee",
        to_payee,
        "--key",
        key,
    ];
    [&words[..], more].concat()
}

const DRY: &[&str] = &["--dry-run"];
const YES: &[&str] = &["--yes"];
const AT_ONCE: &str = "it executes at once, in this transaction";
const PENDING: &str = "pending";

#[test]
fn second_approval_of_the_same_split_is_announced_as_final() {
    let place = Place::with_chain();
    let escrow = place.funded();
    let first = expect(
        &place,
        0,
        &release(&escrow, "10", "//Bob", DRY),
        &["approved by the payee then; pending"],
    );
    assert!(!first.contains(AT_ONCE), "{first}");
    let sent = release(&escrow, "10", "//Bob", YES);
    expect(
        &place,
        0,
        &sent,
        &[
            "proposed split: 2.5 UNIT to the payer, 10 UNIT to the payee, approved by the payee; pending",
        ],
    );
    let second = expect(
        &place,
        0,
        &release(&escrow, "10", "//Alice", DRY),
        &[AT_ONCE, "each owner withdraws"],
    );
    assert!(
        !second.contains(PENDING) && !second.contains("escrow revoke"),
        "{second}"
    );
    expect(
        &place,
        0,
        &release(&escrow, "10", "//Alice", &["--pay", "--dry-run"]),
        &[AT_ONCE, "each share is paid out in the same transaction"],
    );
    expect(
        &place,
        0,
        &release(&escrow, "10", "//Alice", YES),
        &["status: released"],
    );
}

#[test]
fn another_split_is_announced_as_replacing_the_one_before() {
    let place = Place::with_chain();
    let escrow = place.funded();
    place.done(&release(&escrow, "10", "//Bob", YES));
    let split = place.field(
        "/result/proposed_split/to_payee",
        &["escrow", "status", &escrow],
    );
    assert_eq!(split, "100000000000");
    let other = expect(
        &place,
        0,
        &release(&escrow, "11", "//Alice", DRY),
        &[
            "replaces the split that the payee approved: 2.5 UNIT to the payer, 10 UNIT to the payee",
            PENDING,
        ],
    );
    assert!(!other.contains(AT_ONCE), "{other}");
    let tried = release(&escrow, "11", "//Alice", DRY);
    assert_eq!(place.field("/result/contract", &tried), escrow);
}

#[test]
fn approval_with_the_arbitrator_says_when_it_executes() {
    let place = Place::with_chain();
    let escrow = place.funded();
    case::write(&place, "disclosure.md", "none");
    case::accept(&place, &escrow, "//Charlie");
    place.done(&release(&escrow, "10", "//Bob", YES));
    let tried = release(&escrow, "10", "//Charlie", DRY);
    let printed = expect(
        &place,
        0,
        &tried,
        &["approved by the payee and presiding arbitrator then; it executes at"],
    );
    assert!(!printed.contains(AT_ONCE), "{printed}");
    let sent = expect(
        &place,
        0,
        &release(&escrow, "10", "//Charlie", YES),
        &["a dispute or `escrow revoke` before stops it"],
    );
    let at = |text: &str| {
        let rest = text.split("executes at ").nth(1).expect("a moment");
        rest.split(" UTC").next().expect("a moment").to_owned()
    };
    assert_eq!(at(&printed), at(&sent));
}

#[test]
fn signature_file_says_who_gets_what() {
    let place = Place::with_chain();
    let escrow = disputed(&place);
    let sign = ["--sign-only", "--out", "bob.json", "--yes"];
    place.done(&release(&escrow, "10", "//Bob", &sign));
    let relay = ["escrow", "settle", &escrow, "--signature", "bob.json"];
    expect(
        &place,
        0,
        &[&relay[..], &["--approve", "--key", "//Alice", "--dry-run"]].concat(),
        &[
            "2.5 UNIT to the payer, 10 UNIT to the payee",
            AT_ONCE,
            "it ends the dispute",
        ],
    );
    expect(
        &place,
        0,
        &[&relay[..], &["--key", "//Ferdie", "--dry-run"]].concat(),
        &["approved by the payee then; pending"],
    );
    expect(
        &place,
        2,
        &["escrow", "settle", &escrow, "--key", "//Alice", "--dry-run"],
        &["NoAmount", "nothing was sent"],
    );
}

#[test]
fn last_moment_before_a_deadline_is_told_as_it_is() {
    let place = Place::with_chain();
    let escrow = place.funded();
    place.done(&["chain", "advance", "2026-08-31T23:59:57Z"]);
    case::write(&place, "notice.md", "notice");
    let file = [
        "dispute",
        "file",
        &escrow,
        "notice.md",
        "--key",
        "//Bob",
        "--yes",
    ];
    let missed = "the deadline passes with the next block, at 1 Sep 2026 00:00:03 UTC";
    let refused = [
        "WrongPhase",
        "expected: the phase funded",
        "found:    the phase lapsed",
        missed,
    ];
    expect(&place, 1, &file, &refused);
    let status = expect(&place, 0, &["escrow", "status", &escrow], &[missed]);
    assert!(!status.contains("release or dispute"), "{status}");
}
