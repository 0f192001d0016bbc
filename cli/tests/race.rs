//! Two who send at the same moment: both were told that it works, and one of them comes second.

mod case;
mod node;
mod support;

use std::net::TcpStream;
use std::process::{Child, Output, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use node::Node;
use serde_json::{Value, json};
use support::{PROGRAM, Place};
use tungstenite::stream::MaybeTlsStream;
use tungstenite::{Message, WebSocket, connect};

/// How often the node is asked whether what is waited for has happened.
const EVERY: Duration = Duration::from_millis(100);
const PATIENCE: Duration = Duration::from_secs(60);

/// A connection to the node beside the program's.
struct Desk(WebSocket<MaybeTlsStream<TcpStream>>);

impl Desk {
    fn at(url: &str) -> Self {
        Desk(connect(url).expect("the node listens").0)
    }

    fn ask(&mut self, method: &str) -> Value {
        let question = json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": []});
        let sent = self.0.send(Message::text(question.to_string()));
        sent.expect("the node reads");
        loop {
            // Between answers the node asks whether anybody is still there.
            if let Message::Text(text) = self.0.read().expect("the node answers") {
                let mut answer: Value = serde_json::from_str(&text).expect("JSON");
                return answer["result"].take();
            }
        }
    }

    fn seal(&mut self) {
        assert!(!self.ask("devnode_seal").is_null(), "no block was made");
    }

    /// Waits until so many transactions wait for a block.
    fn wait_for_pending(&mut self, expected: usize) {
        let begun = Instant::now();
        while self
            .ask("author_pendingExtrinsics")
            .as_array()
            .map(Vec::len)
            != Some(expected)
        {
            assert!(begun.elapsed() < PATIENCE, "{expected} never waited");
            thread::sleep(EVERY);
        }
    }
}

/// Does something while blocks are made one after the other.
fn with_blocks<T>(url: &str, work: impl FnOnce() -> T) -> T {
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut desk = Desk::at(url);
            while !done.load(Ordering::Relaxed) {
                desk.seal();
                thread::sleep(EVERY);
            }
        });
        let result = work();
        done.store(true, Ordering::Relaxed);
        result
    })
}

fn withdraw(place: &Place, escrow: &str, key: &str) -> Child {
    let withdraw = ["escrow", "withdraw", escrow, "--owner", "payee", "--key"];
    let mut command = place.command(PROGRAM);
    command
        .args(withdraw)
        .args([key, "--yes", "--json"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    command.spawn().expect("it starts")
}

#[test]
fn second_of_two_in_one_block_fails_there_and_is_told_that_it_was_sent() {
    // Blocks are made when this test asks for them.
    let node = Node::start(&["--interval", "3600"]);
    let place = Place::at(&node.url);
    let escrow = with_blocks(&node.url, || {
        let escrow = place.funded();
        for key in ["//Alice", "//Bob"] {
            let release = ["escrow", "release", &escrow, "--to-payee", "12.5"];
            place.done(&[&release[..], &["--key", key, "--yes"]].concat());
        }
        escrow
    });
    let mut desk = Desk::at(&node.url);
    let both = ["//Alice", "//Ferdie"].map(|key| withdraw(&place, &escrow, key));
    desk.wait_for_pending(2);
    desk.seal();
    let mut outputs = both.map(|child| child.wait_with_output().expect("it ends"));
    outputs.sort_by_key(|output: &Output| output.status.code());
    let [first, second] = outputs.map(|output| {
        let document: Value = serde_json::from_slice(&output.stdout).expect("one JSON document");
        (output.status.code(), document)
    });
    assert_eq!(first.0, Some(0), "{}", first.1);
    let error = &second.1["error"];
    assert_eq!(second.0, Some(8), "{error}");
    assert_eq!(error["code"], "FailedInBlock", "{error}");
    assert_eq!(error["sent"], true, "{error}");
    assert!(error["expected"].is_string() && error["found"].is_string());
    let hint = error["hint"].as_str().expect("what to do next");
    assert!(hint.contains("escrow status"), "{hint}");
    let payee = place.field("/result/money/payee", &["escrow", "status", &escrow]);
    assert_eq!(payee, "0", "paid once");
}
