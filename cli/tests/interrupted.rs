//! The program killed at any moment, and its command run again: what it was for happens once. `EXEQUATUR_RUNS` says how often.

mod chance;
mod node;
mod support;

use std::io::Read;
use std::path::Path;
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use chance::{Chance, runs};
use exequatur_client::chain::Chain;
use exequatur_client::keys::{KeyPair, fallback_account};
use exequatur_client::local::LocalChainClient;
use exequatur_client::rpc::RpcChain;
use exequatur_localchain::{AccountId, View};
use node::Node;
use serde_json::Value;
use support::{PROGRAM, Place};

const UNIT: u128 = 10_000_000_000;

/// Runs a command and kills it after so long. Its answer, if it gave one before.
fn killed(place: &Place, arguments: &[&str], after: Duration) -> Option<Value> {
    let mut process = place
        .command(PROGRAM)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    sleep(after);
    // It may have ended by itself.
    let _ = process.kill();
    let mut printed = String::new();
    let output = process.stdout.as_mut().expect("it is piped");
    output.read_to_string(&mut printed).expect("text");
    process.wait().expect("it was started here");
    serde_json::from_str(&printed).ok()
}

/// What was given to an address, by a chain as it is now.
type Given<'a> = &'a dyn Fn(&Place, [u8; 20]) -> u128;

fn repeated_until_done(place: &Place, given: Given, seed: u64) {
    let address = |run: u64| {
        let mut address = [0xee; 20];
        address[..8].copy_from_slice(&run.to_be_bytes());
        address
    };
    let give = |to: &[u8; 20]| format!("0x{}", hex::encode(to));
    // How long it takes undisturbed, measured anew with each command that is repeated, since the machine has other things to do too.
    let undisturbed = |words: &[&str]| {
        let start = Instant::now();
        place.done(words);
        start.elapsed()
    };
    let mut whole = undisturbed(&["chain", "faucet", &give(&[0xef; 20]), "1", "--json"]);
    let runs = runs(60);
    let mut chance = Chance::new(seed);
    let (mut silent, mut went_in) = (0, 0);
    for run in 0..runs {
        let to = address(run);
        let text = give(&to);
        let words = ["chain", "faucet", &text, "1", "--json"];
        let after = whole.mul_f64(chance.below(1_000) as f64 / 1_000.0);
        match killed(place, &words, after) {
            Some(answer) => assert_eq!(answer["ok"], true, "{answer}"),
            None => {
                silent += 1;
                went_in += given(place, to) / UNIT;
                whole = undisturbed(&words);
            }
        }
        assert_eq!(given(place, to), UNIT, "run {run}, killed after {after:?}");
    }
    // Some answered, and were killed before they noted that: those wait for their own command, or for somebody to say that it was seen.
    let left = place.done(&["chain", "pending", "--seen"]);
    assert!(!left.contains("is in no final block"), "{left}");
    let pending = place.done(&["chain", "pending"]);
    assert!(pending.contains("Nothing is pending"), "{pending}");
    println!(
        "{silent} of {runs} commands were killed before they answered, {went_in} of them after their transaction went in; each repeated, none doubled"
    );
    assert!(silent * 3 > runs, "only {silent} were killed in time");
}

fn local(place: &Place) -> LocalChainClient {
    LocalChainClient::open(&place.path().join("home/chain")).expect("the chain is whole")
}

#[test]
fn command_killed_on_the_local_chain_is_done_once() {
    let place = Place::with_chain();
    let given = |place: &Place, to: [u8; 20]| {
        let balance = local(place).balance(&fallback_account(&to));
        balance.expect("the chain is whole")
    };
    repeated_until_done(&place, &given, 1);
    let whole = place.done(&["chain", "repair", "--dry-run"]);
    assert!(whole.contains("is whole"), "{whole}");
}

#[test]
fn command_killed_over_rpc_is_done_once() {
    let node = Node::start(&[]);
    let place = node.place();
    let url = node.url.clone();
    let given = |_: &Place, to: [u8; 20]| {
        let chain = RpcChain::open(&url, Duration::from_secs(60), Box::new(|_| {}));
        let balance = chain.expect("it listens").balance(&fallback_account(&to));
        balance.expect("it answers")
    };
    repeated_until_done(&place, &given, 2);
}

/// How many transactions of a development key went in.
fn sent_by(place: &Place, key: &str) -> u32 {
    let account = KeyPair::development(key).expect("a name").account_id();
    local(place).inner().account(&AccountId::new(account)).nonce
}

/// The token is told once that the escrow may take the money, and the money is locked once.
#[test]
fn command_of_two_transactions_goes_on_where_it_was_killed() {
    let place = Place::with_chain();
    let words = "terms new dollars.toml --asset USDt --payer //Alice --payee //Bob --arbitrator //Charlie --authority //Dave \
                 --amount 3 --agreement agreement.md --seat DK-84 --law DK --language en --expiry 2026-09-01T00:00:00Z";
    place.done(&words.split_whitespace().collect::<Vec<_>>());
    let mut chance = Chance::new(3);
    let mut halfway = 0;
    let runs = runs(60).div_ceil(5);
    for _ in 0..runs {
        let alice = ["--key", "//Alice", "--yes"];
        let open = [&["escrow", "open", "dollars.toml"][..], &alice].concat();
        let escrow = place.field("/result/escrow", &open);
        place.done(&["escrow", "accept", &escrow, "--key", "//Bob", "--yes"]);
        let before = sent_by(&place, "//Alice");
        let fund = [&["escrow", "fund", &escrow, "--json"][..], &alice].concat();
        let after = Duration::from_millis(chance.below(220));
        if killed(&place, &fund, after).is_none() {
            halfway += u64::from(sent_by(&place, "//Alice") == before + 1);
            place.done(&fund);
        }
        assert_eq!(sent_by(&place, "//Alice"), before + 2, "after {after:?}");
        let status = place.field("/result/phase", &["escrow", "status", &escrow]);
        assert_eq!(status, "funded");
    }
    println!("{runs} commands of two transactions, {halfway} killed between the two");
}

/// The account is registered once and the escrow opened once.
#[test]
fn command_that_registers_first_goes_on_where_it_was_killed() {
    let base = Place::empty();
    let init = ["chain", "init", "--clock", "2026-03-02T09:00:00Z"];
    base.done(&[&init[..], &["--register-by-hand"]].concat());
    base.terms();
    let open = ["escrow", "open", "terms.toml", "--key", "//Charlie"];
    let open = [&open[..], &["--yes", "--json"]].concat();
    let undisturbed = base.copy();
    let start = Instant::now();
    undisturbed.done(&open);
    let whole = start.elapsed();
    // One for registering; making a contract takes a number besides that of its transaction.
    let all = sent_by(&undisturbed, "//Charlie");
    assert_eq!(all, 3);
    let mut chance = Chance::new(4);
    let (mut silent, mut halfway) = (0, 0);
    let runs = runs(60).div_ceil(3);
    for _ in 0..runs {
        let place = base.copy();
        let after = whole.mul_f64(chance.below(1_000) as f64 / 1_000.0);
        if killed(&place, &open, after).is_none() {
            silent += 1;
            halfway += u64::from(sent_by(&place, "//Charlie") == 1);
            place.done(&open);
        }
        assert_eq!(sent_by(&place, "//Charlie"), all, "after {after:?}");
        let listed = place.field("/result/escrows", &["escrow", "list"]);
        assert_eq!(listed.matches("\"escrow\":").count(), 1, "{listed}");
    }
    println!(
        "{runs} commands that register first, {silent} killed before they answered, {halfway} of them between the two; each repeated, none doubled"
    );
    assert!(silent > 0);
}

/// Everything that lies in the folder for data can be read after each kill, and only by its owner.
#[test]
fn what_a_killed_command_leaves_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::with_chain();
    place.done(&["chain", "faucet", "//Bob", "1"]);
    let mut seen = 0;
    let mut look = |path: &Path| {
        let mode = std::fs::metadata(path).expect("it is there").permissions();
        assert_eq!(mode.mode() & 0o077, 0, "{}", path.display());
        seen += 1;
    };
    let journal = place.path().join("home/journal");
    for chain in std::fs::read_dir(&journal).expect("something was sent") {
        let chain = chain.expect("ours").path();
        look(&chain);
        for file in std::fs::read_dir(&chain).expect("ours") {
            look(&file.expect("ours").path());
        }
    }
    assert_eq!(seen, 3);
}
