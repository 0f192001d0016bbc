//! `devnet`: a node of one's own, from its start to Ctrl-C.

mod case;
mod node;
mod support;

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use case::expect;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::Value;
use support::Place;

/// Longer than a node takes to start on a slow machine.
const PATIENCE_MS: u64 = 60_000;

fn devnet(place: &Place, arguments: &[&str]) -> Command {
    let mut command = place.command(support::PROGRAM);
    command
        .args(["devnet", "--rpc-port", "0"])
        .args(arguments)
        .env("EXEQUATUR_DEVNODE", node::program());
    command
}

/// A running `devnet --json`, told to end when it is dropped.
struct Devnet {
    process: Child,
    said: Value,
}

impl Devnet {
    fn start(place: &Place, arguments: &[&str]) -> Self {
        let mut process = devnet(place, arguments)
            .arg("--json")
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut line = String::new();
        let output = process.stdout.take().expect("it is piped");
        BufReader::new(output).read_line(&mut line).expect("text");
        let said = serde_json::from_str(&line).expect("one JSON document");
        Devnet { process, said }
    }

    fn result(&self, field: &str) -> &str {
        self.said["result"][field].as_str().expect("text")
    }

    fn told(&mut self, signal: Signal) {
        let id = i32::try_from(self.process.id()).expect("a process's number");
        kill(Pid::from_raw(id), signal).expect("it is ours");
    }
}

impl Drop for Devnet {
    fn drop(&mut self) {
        if let Ok(None) = self.process.try_wait() {
            self.told(Signal::SIGTERM);
        }
        let _ = self.process.wait();
    }
}

#[test]
fn node_is_there_until_a_signal_ends_it_and_its_chain_with_it() {
    let place = Place::empty();
    let mut running = Devnet::start(&place, &[]);
    let url = running.result("url").to_owned();
    let folder = running.result("folder").to_owned();
    let folder = folder
        .strip_suffix(", deleted at the end")
        .expect("it says so");
    assert!(Path::new(folder).exists());
    let alice = &running.said["result"]["accounts"][0];
    assert_eq!(alice["key"], "//Alice");
    assert_eq!(
        alice["address"],
        "0x9621DDe636dE098B43Efb0fA9b61fAcFE328F99D"
    );
    assert_eq!(
        (&alice["balance"], &alice["USDt"]),
        (&"10000000000000000".into(), &"1000000000000".into())
    );
    assert_eq!(alice["registered"], true);

    // Its clock is this machine's, so that terms of today can be agreed to.
    let other = Place::at(&url);
    let now = other.field("/result/now", &["chain", "status"]);
    assert!(now.as_str() > "2026-03", "{now}");
    expect(
        &other,
        0,
        &["chain", "faucet", "//Bob", "1"],
        &["balance: 1000001 UNIT"],
    );

    running.told(Signal::SIGTERM);
    let ended = running.process.wait().expect("it ends");
    assert_eq!(ended.code(), Some(0));
    assert!(!Path::new(folder).exists(), "{folder} is still there");
    expect(&other, 9, &["chain", "status"], &["Unreachable"]);
}

#[test]
fn tokens_of_accounts_that_are_not_registered_are_listed() {
    let place = Place::empty();
    let running = Devnet::start(&place, &["--register-by-hand"]);
    let alice = &running.said["result"]["accounts"][0];
    assert_eq!(alice["registered"], false, "{alice}");
    assert_eq!(alice["USDt"], "1000000000000", "{alice}");
}

#[test]
fn node_ends_with_the_program_that_was_killed() {
    let place = Place::empty();
    let mut running = Devnet::start(&place, &[]);
    let url = running.result("url").to_owned();
    let folder = running.result("folder").to_owned();
    let folder = folder
        .strip_suffix(", deleted at the end")
        .expect("it says so");
    expect(&Place::at(&url), 0, &["chain", "status"], &["chain:"]);
    running.told(Signal::SIGKILL);
    running.process.wait().expect("it ends");
    // Nobody told the node; it tidies up by itself.
    let begun = Instant::now();
    while Path::new(folder).exists() {
        assert!(
            begun.elapsed().as_millis() < PATIENCE_MS.into(),
            "{folder} is still there"
        );
        sleep(Duration::from_millis(50));
    }
    expect(&Place::at(&url), 9, &["chain", "status"], &["Unreachable"]);
}

#[test]
fn chain_in_a_folder_goes_on_where_it_was() {
    let place = Place::empty();
    let mut first = Devnet::start(&place, &["--base-path", "chain"]);
    let genesis = first.result("genesis_hash").to_owned();
    assert_eq!(first.said["result"]["block"], 1);
    first.told(Signal::SIGINT);
    assert_eq!(first.process.wait().expect("it ends").code(), Some(0));
    let second = Devnet::start(&place, &["--base-path", "chain", "--interval", "3600"]);
    assert_eq!(second.result("genesis_hash"), genesis);
    assert_eq!(second.result("blocks"), "one every 3600 s");
    assert_eq!(
        second.said["result"]["block"], 1,
        "no block is made unasked"
    );
}

#[test]
fn ctrl_c_at_a_terminal_ends_both() {
    let place = Place::empty();
    let mut session = rexpect::session::spawn_command(devnet(&place, &[]), Some(PATIENCE_MS))
        .expect("a pseudo-terminal");
    session.exp_string("url:    ").expect("where it listens");
    let url = session.read_line().expect("the address");
    session.exp_string("//Ferdie").expect("who has money");
    session
        .exp_string("Ctrl-C ends the node")
        .expect("what to do next");
    session.send_control('c').expect("typed");
    session.exp_eof().expect("it ends");
    let status = session.process.wait().expect("it has ended");
    assert!(
        matches!(status, rexpect::process::wait::WaitStatus::Exited(_, 0)),
        "{status:?}"
    );
    let url = url.trim();
    assert!(url.starts_with("ws://127.0.0.1:"), "{url}");
    expect(
        &Place::empty(),
        9,
        &["chain", "status", "--url", url],
        &["Unreachable"],
    );
}

#[test]
fn node_that_cannot_listen_says_why() {
    let place = Place::empty();
    let taken = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = taken.local_addr().expect("it has one").port().to_string();
    let output = place
        .command(support::PROGRAM)
        .args(["devnet", "--base-path", "chain", "--rpc-port", &port])
        .env("EXEQUATUR_DEVNODE", node::program())
        .output()
        .expect("the program starts");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(9), "{said}");
    for part in [
        "JSON-RPC on port",
        "NodeFailed",
        "exit status: 1",
        "nothing was sent",
    ] {
        assert!(said.contains(part), "expected {part}, found {said}");
    }
}
