//! A disputed escrow, and commands with what is expected of them.

// Each test file uses a part of it.
#![allow(dead_code)]

use crate::support::Place;

/// Runs and answers with exit code and everything printed.
pub fn expect(place: &Place, exit: i32, arguments: &[&str], parts: &[&str]) -> String {
    let printed = place.run(arguments);
    assert!(
        printed.starts_with(&format!("exit {exit}\n")),
        "expected exit {exit} of {arguments:?}, found {printed}"
    );
    for part in parts {
        assert!(
            printed.contains(part),
            "expected {part:?} from {arguments:?}, found {printed}"
        );
    }
    printed
}

/// Writes a file of the test.
pub fn write(place: &Place, name: &str, text: &str) {
    std::fs::write(place.path().join(name), text).expect("the folder is ours");
}

/// How many entries the record has.
pub fn entries(place: &Place, escrow: &str) -> String {
    place.field("/result/entries", &["escrow", "status", escrow])
}

/// An auditor finds nothing missing, and the escrow in this phase.
pub fn replayed(place: &Place, escrow: &str, status: &str) {
    let status = format!("status:    {status}");
    expect(
        place,
        0,
        &["audit", "replay", escrow],
        &["The record is complete and unaltered.", &status],
    );
}

/// The case goes into a file that is verified by itself, as it is now and as it was after its first three entries.
pub fn audited(place: &Place, escrow: &str) {
    let export = ["audit", "export", escrow, "-o"];
    let verified = |file: &str, hash: &str, entries: &str| {
        let verify = ["audit", "verify", file, "--block-hash", hash];
        // Not every record has signatures that bind the chain's number.
        let chain_id = place.field("/result/chain_id", &["chain", "status"]);
        let verify = [&verify[..], &["--chain-id", &chain_id]].concat();
        expect(place, 0, &verify, &[entries, "verdict:   verified"]);
    };
    let hash = place.field("/result/block_hash", &[&export[..], &["now.json"]].concat());
    verified("now.json", &hash, " entries");
    let text = std::fs::read_to_string(place.path().join("now.json")).expect("written");
    let case: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let then = case["record"][2]["block_hash"].as_str().expect("text");
    let older = [&export[..], &["then.json", "--block", then]].concat();
    assert_eq!(place.field("/result/block_hash", &older), then);
    verified("then.json", then, ", 3 entries");
}

/// Writes the papers of a dispute.
pub fn papers(place: &Place) {
    for name in [
        "disclosure",
        "notice",
        "answer",
        "award",
        "reasons",
        "order",
        "omission",
    ] {
        write(place, &format!("{name}.md"), name);
    }
}

/// An arbitrator accepts the appointment.
pub fn accept(place: &Place, escrow: &str, key: &str) {
    let accept = ["tribunal", "accept", escrow, "--disclosure"];
    place.done(&[&accept[..], &["disclosure.md", "--key", key, "--yes"]].concat());
}

/// The payer files a notice.
pub fn file(place: &Place, escrow: &str) {
    let file = ["dispute", "file", escrow, "notice.md"];
    place.done(&[&file[..], &["--key", "//Alice", "--yes"]].concat());
}

/// The payer files a notice, and the payee answers.
pub fn dispute(place: &Place, escrow: &str) {
    file(place, escrow);
    let answer = ["dispute", "answer", escrow, "answer.md"];
    place.done(&[&answer[..], &["--key", "//Bob", "--yes"]].concat());
}

/// A funded escrow whose arbitrator accepted, with a dispute that the respondent answered.
pub fn disputed(place: &Place) -> String {
    let escrow = place.funded();
    papers(place);
    accept(place, &escrow, "//Charlie");
    dispute(place, &escrow);
    escrow
}

/// What drafts an award with reasons as `award.toml`, with more options.
pub fn draft_with<'a>(escrow: &'a str, options: &[&'a str]) -> Vec<&'a str> {
    let draft = ["award", "draft", escrow, "--document", "award.md"];
    let reasoned = ["--reasons", "reasons.md", "--out", "award.toml"];
    [&draft[..], &reasoned, options].concat()
}

/// A final award: 5 to the payer, 1 to the tribunal, the rest to the payee.
pub const FINAL: &[&str] = &["--kind", "final", "--to-payer", "5", "--to-tribunal", "1"];

/// Drafts [`FINAL`].
pub fn draft(place: &Place, escrow: &str) {
    place.done(&draft_with(escrow, FINAL));
}

/// Somebody signs the award in `award.toml`.
pub fn sign(place: &Place, key: &str) {
    place.done(&["award", "sign", "award.toml", "--key", key, "--yes"]);
}
