//! Whatever happens between the program and a node, nothing is sent twice, and what the program says is so. `EXEQUATUR_RUNS` says how
//! many commands meet faults.

#[path = "../chance/mod.rs"]
mod chance;
#[path = "../node/mod.rs"]
mod node;
mod proxy;
#[path = "../support/mod.rs"]
mod support;

use std::net::TcpStream;

use chance::{Chance, runs};
use node::Node;
use proxy::{Fault, Proxy, When};
use serde_json::{Value, json};
use support::Place;
use tungstenite::{Message, client};

/// One UNIT in wei, as contracts count it.
const UNIT_WEI: u128 = 1_000_000_000_000_000_000;

/// Asks a node one question, with nothing in between.
fn ask(node: &str, method: &str, params: Value) -> Value {
    let address = node.trim_start_matches("ws://").trim_end_matches('/');
    let stream = TcpStream::connect(address).expect("the node listens");
    let (mut socket, _) = client(format!("ws://{address}/"), stream).expect("the node answers");
    let question = json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params});
    socket
        .send(Message::text(question.to_string()))
        .expect("the node listens");
    loop {
        if let Message::Text(text) = socket.read().expect("the node answers") {
            let answer: Value = serde_json::from_str(&text).expect("JSON");
            return answer["result"].clone();
        }
    }
}

/// How many whole UNIT an address got. It cannot spend the smallest balance of an account, a hundredth of one.
fn units(node: &str, address: &str) -> u128 {
    let answer = ask(node, "state_call", json!(["ReviveApi_balance", address]));
    let bytes = hex::decode(&answer.as_str().expect("bytes")[2..]).expect("digits");
    let low: [u8; 16] = bytes[..16].try_into().expect("256 bits");
    u128::from_le_bytes(low).div_ceil(UNIT_WEI)
}

/// How many transactions of an account went in.
fn sent_by(node: &str, ss58: &str) -> u64 {
    let count = ask(node, "system_accountNextIndex", json!([ss58]));
    count.as_u64().expect("a number")
}

fn plan(chance: &mut Chance) -> Vec<(When, Fault)> {
    let count = 1 + chance.below(2);
    let fault = |chance: &mut Chance| Fault::ALL[chance.below(11) as usize];
    let mut plan = Vec::new();
    for _ in 0..count {
        let when = match chance.below(4) {
            0 => When::Question(chance.below(40)),
            // Until after the receipt: what fails there was sent.
            1 => When::AfterSending(chance.below(40)),
            _ => When::AfterSending(0),
        };
        plan.push((when, fault(chance)));
    }
    plan
}

struct Said {
    ok: bool,
    sent: bool,
    text: String,
}

fn give(place: &Place, url: &str, timeout: &str, address: &str, key: &[&str]) -> Said {
    let words = [
        "chain",
        "faucet",
        address,
        "1",
        "--url",
        url,
        "--timeout",
        timeout,
        "--json",
    ];
    let output = place.output(&[&words[..], key].concat());
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let document: Value = serde_json::from_str(&text).unwrap_or_else(|_| panic!("{output:?}"));
    Said {
        ok: document["ok"] == true,
        sent: document["error"]["sent"] == true,
        text,
    }
}

/// Opening an escrow asks more after it went in, and its address follows from what the key sent before.
#[test]
fn faults_between_program_and_node_open_no_second_escrow() {
    let node = Node::start(&[]);
    let place = node.place();
    let proxy = Proxy::before(&node.url);
    place.terms();
    let open = ["escrow", "open", "terms.toml", "--key", "//Alice", "--yes"];
    let open = [&open[..], &["--json", "--url"]].concat();
    let opened = |url: &str, timeout: &str| -> Value {
        let words = [&open[..], &[url, "--timeout", timeout]].concat();
        let output = place.output(&words);
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"))
    };
    let mut chance = Chance::new(0xe5c);
    let mut escrows = Vec::new();
    let (mut told, runs) = (0, runs(60).div_ceil(3));
    for run in 0..runs {
        let mut faults = plan(&mut chance);
        // It asks about as much after the receipt as before.
        let fault = Fault::ALL[chance.below(11) as usize];
        faults.push((When::AfterSending(10 + chance.below(30)), fault));
        proxy.arm(faults.clone());
        let first = opened(&proxy.url, "2");
        let done = if first["ok"] == true {
            first.clone()
        } else {
            proxy.arm(Vec::new());
            opened(&proxy.url, "60")
        };
        let words = || format!("run {run}, {faults:?}: {first}, then {done}");
        let escrow = done["result"]["escrow"].as_str();
        let escrow = escrow.unwrap_or_else(|| panic!("{}", words()));
        for one in first["error"]["transactions"]
            .as_array()
            .into_iter()
            .flatten()
        {
            told += 1;
            assert_eq!(one["contract"], escrow, "{}", words());
            assert_eq!(first["error"]["sent"], true, "{}", words());
        }
        escrows.push(escrow.to_owned());
        let found: Value = serde_json::from_str(&place.done(&["escrow", "list", "--json"]))
            .expect("one JSON document");
        let found = found["result"]["escrows"].as_array().map(Vec::len);
        assert_eq!(found, Some(escrows.len()), "{}", words());
    }
    escrows.sort_unstable();
    escrows.dedup();
    assert_eq!(escrows.len() as u64, runs);
    println!(
        "{} faults in {runs} commands that open an escrow, {told} of which failed after it was there; each opened once",
        proxy.injected()
    );
}

#[test]
fn faults_between_program_and_node_double_nothing() {
    let node = Node::start(&[]);
    let place = node.place();
    let proxy = Proxy::before(&node.url);
    let words = "key new eve --scheme ecdsa --password-file password --no-phrase";
    place.done(&words.split(' ').collect::<Vec<_>>());
    place.done(&["chain", "faucet", "eve", "100000"]);
    let eve = place.field("/result/ss58", &["key", "show", "eve"]);
    let alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
    let before = (sent_by(&node.url, alice), sent_by(&node.url, &eve));

    let runs = runs(60);
    let mut chance = Chance::new(0x5eed);
    let (mut by_alice, mut by_eve) = (0, 0);
    let mut said = [0; 3];
    for run in 0..runs {
        let address = format!("0x{:040x}", u128::from(run) + (1 << 100));
        // An Ethereum key now and then: its password takes time.
        let key: &[&str] = if run % 10 == 9 {
            by_eve += 1;
            &["--key", "eve", "--password-file", "password"]
        } else {
            by_alice += 1;
            &["--key", "//Alice"]
        };
        let faults = plan(&mut chance);
        proxy.arm(faults.clone());
        let first = give(&place, &proxy.url, "2", &address, key);
        let got = units(&node.url, &address);
        let told = || format!("run {run}, {faults:?}: {got} UNIT, {}", first.text);
        assert!(got <= 1, "{}", told());
        if first.ok {
            said[0] += 1;
            assert_eq!(got, 1, "{}", told());
        } else if !first.sent {
            said[1] += 1;
            assert_eq!(got, 0, "{}", told());
        } else {
            said[2] += 1;
        }
        if !first.ok {
            proxy.arm(Vec::new());
            let again = give(&place, &proxy.url, "60", &address, key);
            assert!(again.ok, "{}, then {}", told(), again.text);
            let got = units(&node.url, &address);
            assert_eq!(got, 1, "{}, then {}", told(), again.text);
        }
    }

    // Every transaction that went in did one of these payments.
    let after = (sent_by(&node.url, alice), sent_by(&node.url, &eve));
    assert_eq!(
        (after.0 - before.0, after.1 - before.1),
        (by_alice, by_eve),
        "transactions went in that nobody asked for"
    );
    let pending = place.done(&["chain", "pending"]);
    assert!(pending.contains("Nothing is pending"), "{pending}");
    let injected = proxy.injected();
    println!(
        "{injected} faults in {runs} commands: {} done all the same, {} told that nothing was sent, {} told that it is not known; each done once after a second try",
        said[0], said[1], said[2]
    );
    assert!(injected * 3 > runs * 2, "only {injected} faults happened");
}
