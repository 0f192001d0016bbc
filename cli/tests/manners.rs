//! How the program speaks of what goes wrong around a command: the command line, folders, files it makes on the way, waiting.

mod case;
mod support;

use std::os::unix::fs::PermissionsExt;
use std::process::{Output, Stdio};

use case::{disputed, expect, write};
use serde_json::Value;
use support::{NEW_KEY, PROGRAM, Place};

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn document(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("not one JSON document: {output:?}"))
}

#[test]
fn mistyped_json_option_is_answered_in_json() {
    let output = Place::empty().output(&["--json=true", "key", "list"]);
    let error = &document(&output)["error"];
    assert_eq!(error["code"], "Usage");
    assert_eq!(error["found"], "true", "{error}");
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn help_asked_for_with_json_behind_it_is_a_document() {
    let place = Place::empty();
    for arguments in [&["help", "--json"][..], &["help", "escrow", "--json"]] {
        let output = place.output(arguments);
        assert!(output.status.success(), "{output:?}");
        let help = &document(&output)["result"]["help"];
        assert!(help.as_str().expect("text").contains("Usage:"), "{help}");
    }
}

#[test]
fn mistyped_command_line_is_an_error_like_any_other() {
    let place = Place::empty();
    let printed = expect(
        &place,
        2,
        &["evidence", "add", "0x09"],
        &[
            "  expected: --number <TEXT>, --title <TEXT>, <FILE>\n  found:    nothing\n  code:     Usage\n",
            "  next:     see `exequatur evidence add --help`\nnothing was sent\n",
        ],
    );
    assert!(printed.contains("--- stdout\n--- stderr\n"), "{printed}");
}

#[test]
fn help_that_could_not_be_printed_is_a_failure() {
    let place = Place::empty();
    for arguments in [&["--help"][..], &["--version"], &["--json", "--help"]] {
        let full = std::fs::File::options().write(true).open("/dev/full");
        let output = place
            .command(PROGRAM)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(full.expect("this is Linux"))
            .output()
            .expect("the program starts");
        assert_eq!(output.status.code(), Some(5), "{output:?}");
        assert!(stderr(&output).contains("FileUnwritable"), "{output:?}");
    }
}

#[test]
fn folder_that_may_not_be_entered_is_not_said_to_be_empty() {
    let place = Place::with_chain();
    for folder in ["home/chain", "home"] {
        let folder = place.path().join(folder);
        let mode = |mode| std::fs::set_permissions(&folder, PermissionsExt::from_mode(mode));
        mode(0o000).expect("ours");
        let output = place.output_without_privilege(&["chain", "status"]);
        mode(0o700).expect("ours");
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(5), "{said}");
        assert!(said.contains("ermission"), "{said}");
        assert!(!said.contains("create the chain first"), "{said}");
    }
}

#[test]
fn manifest_of_an_exhibit_that_was_not_sent_is_not_left_behind() {
    let place = Place::with_chain();
    let escrow = disputed(&place);
    place.done(&NEW_KEY);
    write(&place, "paper.txt", "a paper");
    place.secret("wrong", "another password\n");
    let manifest = place.path().join("paper.txt.manifest.json");
    let add = |title: &'static str, more: &[&'static str]| {
        let base = ["evidence", "add", &escrow, "paper.txt", "--number", "C-1"];
        let all = [&base[..], &["--title", title], more].concat();
        place.run(&all)
    };
    // Refused by the rules, not confirmed, only tried.
    for more in [
        &["--key", "//Ferdie", "--yes"][..],
        &["--key", "//Alice"],
        &["--key", "//Alice", "--dry-run"],
    ] {
        let printed = add("A first titel", more);
        assert!(!manifest.exists(), "{printed}");
    }
    // What the chain's file does not take is not on record either.
    let log = std::fs::File::open(place.path().join("home/chain/chain.log")).expect("there");
    let length = log.metadata().expect("there").len() / 1024;
    let arguments = [
        "evidence",
        "add",
        &escrow,
        "paper.txt",
        "--number",
        "C-1",
        "--title",
        "A first titel",
        "--key",
        "//Alice",
        "--yes",
    ];
    let output = place.on_full_disk(u32::try_from(length).expect("small"), &arguments);
    assert_eq!(output.status.code(), Some(5), "{output:?}");
    assert!(!manifest.exists(), "{output:?}");
    let printed = add("The first title", &["--key", "//Alice", "--yes"]);
    assert!(printed.starts_with("exit 0"), "{printed}");
    assert!(manifest.exists());
    // Another manifest in its place is not replaced, and what to do is said before anything is asked.
    let printed = add("Another title", &["--key", "//Alice", "--dry-run"]);
    for part in ["exit 2", "FileExists", "--manifest-out", "remove the file"] {
        assert!(printed.contains(part), "{part}: {printed}");
    }
}

#[test]
fn manifest_is_not_written_where_the_password_is_wrong() {
    let place = Place::with_chain();
    place.done(&NEW_KEY);
    place.done(&["chain", "faucet", "ada", "100", "--key", "//Alice", "--yes"]);
    let terms = "terms new t.toml --payer ada --payee //Bob --arbitrator //Charlie --authority //Dave --amount 1 \
                 --agreement agreement.md --seat DK-84 --law DK --language en --expiry 2026-09-01T00:00:00Z";
    place.done(&terms.split_whitespace().collect::<Vec<_>>());
    let ada = ["--key", "ada", "--password-file", "password", "--yes"];
    let escrow = place.field(
        "/result/escrow",
        &[&["escrow", "open", "t.toml"][..], &ada].concat(),
    );
    place.done(&["escrow", "accept", &escrow, "--key", "//Bob", "--yes"]);
    place.done(&[&["escrow", "fund", &escrow][..], &ada].concat());
    place.done(&[&["dispute", "file", &escrow, "agreement.md"][..], &ada].concat());
    place.secret("wrong", "another password\n");
    let add = [
        "evidence",
        "add",
        &escrow,
        "agreement.md",
        "--number",
        "C-1",
        "--title",
        "It",
        "--key",
        "ada",
        "--yes",
    ];
    expect(
        &place,
        4,
        &[&add[..], &["--password-file", "wrong"]].concat(),
        &["WrongPassword", "nothing was sent"],
    );
    assert!(!place.path().join("agreement.md.manifest.json").exists());
}
