//! A node that is killed in the middle of a story and started again: the story goes on, and what was lost is told.

mod case;
mod node;
mod support;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread::{scope, sleep};
use std::time::Duration;

use case::replayed;
use node::Node;
use serde_json::Value;
use support::{PROGRAM, Place};

/// Runs a command, and kills the node as soon as it has handed its transaction over.
fn interrupted(place: &Place, node: &mut Node, arguments: &[&str]) -> Output {
    let mut process = place
        .command(PROGRAM)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let words = process.stderr.take().expect("it is piped");
    scope(|threads| {
        let told = threads.spawn(|| {
            let mut lines = BufReader::new(words).lines().map_while(Result::ok);
            let sent = lines.any(|line| line.contains("waiting for a final block"));
            (sent, lines)
        });
        let (sent, lines) = told.join().expect("it only reads");
        assert!(sent, "it was handed over");
        node.killed(|_| ());
        // Read on, so that the program can speak.
        threads.spawn(|| lines.for_each(drop));
        process.wait_with_output().expect("it was started here")
    })
}

/// The database writes behind: afterwards it has what was told before.
fn written() {
    sleep(Duration::from_secs(2));
}

/// How far the escrow is.
fn phase(place: &Place, escrow: &str) -> String {
    place.field("/result/phase", &["escrow", "status", escrow])
}

#[test]
fn story_goes_on_after_the_node_was_killed() {
    // Nothing goes in before the node is killed.
    let mut node = Node::start(&["--interval", "2"]);
    let place = Place::at(&node.url);
    place.done(&["chain", "advance", "1h"]);
    place.terms();
    let open = ["escrow", "open", "terms.toml", "--key", "//Alice", "--yes"];
    let escrow = place.field("/result/escrow", &open);
    place.done(&["escrow", "accept", &escrow, "--key", "//Bob", "--yes"]);
    written();

    let fund = ["escrow", "fund", &escrow, "--key", "//Alice", "--yes"];
    let output = interrupted(&place, &mut node, &fund);
    // The pool was lost with the node, and the same bytes were handed over to the new one; unless the block was lost for which they were
    // signed, which is told, and repeating the command signs anew.
    if !output.status.success() {
        let text = String::from_utf8_lossy(&output.stderr);
        assert!(text.contains("can never go in"), "{text}");
        assert_eq!(phase(&place, &escrow), "agreed");
        place.done(&fund);
    }
    assert_eq!(phase(&place, &escrow), "funded");

    written();
    node.killed(|_| ());
    let release = ["escrow", "release", &escrow, "--to-payee", "12", "--yes"];
    place.done(&[&release[..], &["--key", "//Alice"]].concat());
    written();
    node.killed(|_| ());
    place.done(&[&release[..], &["--pay", "--key", "//Bob"]].concat());
    replayed(&place, &escrow, "closed");
}

fn copied(from: &Path, to: &Path) {
    let copied = Command::new("cp")
        .args(["-a", "--"])
        .arg(from.join("."))
        .arg(to)
        .status();
    assert!(copied.expect("there is cp").success());
}

/// A node whose chain was set back: what was told as final is not there any more, and the next command says so.
#[test]
fn lost_blocks_are_told() {
    let mut node = Node::start(&[]);
    let place = node.place();
    let earlier = tempfile::tempdir().expect("a folder for the test");
    written();
    node.killed(|folder| copied(folder, earlier.path()));
    let give = ["chain", "faucet", "//Bob", "1"];
    place.done(&give);
    let block = place.field("/result/block", &["chain", "status"]);
    node.killed(|folder| {
        std::fs::remove_dir_all(folder).expect("ours");
        std::fs::create_dir(folder).expect("ours");
        copied(earlier.path(), folder);
    });
    assert_ne!(place.field("/result/block", &["chain", "status"]), block);

    let output = place.output(&[&give[..], &["--json"]].concat());
    let document: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(document["ok"], true, "{document}");
    let warning = document["warnings"][0].as_str().expect("a warning");
    assert!(warning.contains("does not have any more"), "{warning}");
    // It is told once.
    let document = place.done(&[&give[..], &["--json"]].concat());
    assert!(!document.contains("does not have any more"), "{document}");
}
