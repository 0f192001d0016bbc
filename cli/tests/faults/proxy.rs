//! Stands between the program and a node, and does what networks and servers do.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};
use tungstenite::{Message, WebSocket, accept, client};

/// What goes wrong with one question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The connection breaks before the question reaches the node.
    LostQuestion,
    /// The node got it; the connection breaks while it answers.
    LostAnswer,
    /// The node got it; the connection breaks at once.
    Broken,
    /// The connection breaks, and so do the next three.
    Away,
    /// The answer is no JSON-RPC.
    Garbage,
    /// The answer is cut off.
    Cut,
    /// The answer comes twice.
    Twice,
    /// The answer comes late.
    Late,
    /// The answer never comes.
    Silence,
    /// A server on the way says that it failed, though the node got the question.
    ServerError,
    /// A server on the way asked twice, and passes on what the node said the second time: that it does not take what is there already.
    Stale,
}

impl Fault {
    pub const ALL: [Fault; 11] = [
        Fault::LostQuestion,
        Fault::LostAnswer,
        Fault::Broken,
        Fault::Away,
        Fault::Garbage,
        Fault::Cut,
        Fault::Twice,
        Fault::Late,
        Fault::Silence,
        Fault::ServerError,
        Fault::Stale,
    ];
}

/// Which question a fault is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// After so many others.
    Question(u64),
    /// So many after the first that hands a transaction over; 0 is that one.
    AfterSending(u64),
}

#[derive(Default)]
struct Plan {
    faults: Vec<(When, Fault)>,
    asked: u64,
    asked_since_sending: Option<u64>,
    refuse: u32,
    injected: u64,
}

/// A way to a node on which things go wrong as planned.
pub struct Proxy {
    plan: Arc<Mutex<Plan>>,
    /// Where it listens.
    pub url: String,
}

impl Proxy {
    /// Before the node at a URL. It listens until the tests end.
    pub fn before(node: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("it has one");
        let node: SocketAddr = node
            .trim_start_matches("ws://")
            .trim_end_matches('/')
            .parse()
            .expect("an address of this machine");
        let plan = Arc::new(Mutex::new(Plan::default()));
        let shared = Arc::clone(&plan);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let plan = Arc::clone(&shared);
                if refused(&plan) {
                    continue;
                }
                thread::spawn(move || relay(stream, node, &plan));
            }
        });
        Proxy {
            plan,
            url: format!("ws://{address}"),
        }
    }

    /// What goes wrong from now on.
    pub fn arm(&self, faults: Vec<(When, Fault)>) {
        let mut plan = locked(&self.plan);
        let injected = plan.injected;
        *plan = Plan {
            faults,
            injected,
            ..Plan::default()
        };
    }

    /// How many faults happened.
    pub fn injected(&self) -> u64 {
        locked(&self.plan).injected
    }
}

fn locked(plan: &Mutex<Plan>) -> MutexGuard<'_, Plan> {
    plan.lock().expect("nobody panics with it")
}

fn refused(plan: &Mutex<Plan>) -> bool {
    let mut plan = locked(plan);
    let refused = plan.refuse > 0;
    plan.refuse = plan.refuse.saturating_sub(1);
    refused
}

/// What is to go wrong with this question.
fn fault_of(plan: &Mutex<Plan>, question: &Value) -> Option<Fault> {
    let mut plan = locked(plan);
    let number = plan.asked;
    plan.asked += 1;
    plan.asked_since_sending = match plan.asked_since_sending {
        Some(count) => Some(count + 1),
        None => (question["method"] == "author_submitExtrinsic").then_some(0),
    };
    let since = plan.asked_since_sending;
    let due = plan.faults.iter().position(|(when, _)| match when {
        When::Question(due) => *due == number,
        When::AfterSending(due) => Some(*due) == since,
    })?;
    let (_, fault) = plan.faults.swap_remove(due);
    plan.injected += 1;
    if fault == Fault::Away {
        plan.refuse = 3;
    }
    Some(fault)
}

fn relay(stream: TcpStream, node: SocketAddr, plan: &Mutex<Plan>) {
    let Ok(mut program) = accept(stream) else {
        return;
    };
    let upstream = TcpStream::connect(node).expect("the node listens");
    let (mut node, _) = client(format!("ws://{node}/"), upstream).expect("the node answers");
    while let Ok(message) = program.read() {
        let Message::Text(text) = message else {
            continue;
        };
        let question: Value = serde_json::from_str(&text).expect("the program sends JSON");
        let fault = fault_of(plan, &question);
        if matches!(fault, Some(Fault::LostQuestion | Fault::Away)) {
            return;
        }
        node.send(Message::Text(text)).expect("the node listens");
        if fault == Some(Fault::Broken) {
            return;
        }
        let Some(answer) = answer(&mut node) else {
            return;
        };
        if !answered(&mut program, fault, &question["id"], &answer) {
            return;
        }
    }
}

fn answer(node: &mut WebSocket<TcpStream>) -> Option<String> {
    loop {
        match node.read() {
            Ok(Message::Text(text)) => return Some(text.to_string()),
            Ok(_) => {}
            Err(_) => return None,
        }
    }
}

/// Passes the answer on, or what becomes of it. Whether the connection stands.
fn answered(
    program: &mut WebSocket<TcpStream>,
    fault: Option<Fault>,
    id: &Value,
    answer: &str,
) -> bool {
    let mut say = |text: &str| program.send(Message::text(text)).is_ok();
    match fault {
        None => say(answer),
        Some(Fault::LostQuestion | Fault::LostAnswer | Fault::Broken | Fault::Away) => false,
        Some(Fault::Garbage) => say("<html>502 Bad Gateway</html>"),
        Some(Fault::Cut) => {
            let (half, _) = answer.split_at(answer.len() / 2);
            say(half)
        }
        Some(Fault::Twice) => say(answer) && say(answer),
        Some(Fault::Late) => {
            thread::sleep(Duration::from_millis(700));
            say(answer)
        }
        Some(Fault::Silence) => true,
        Some(Fault::ServerError) => say(&refusal(id, -32_603, "Internal error")),
        Some(Fault::Stale) => say(&refusal(id, 1_010, "Invalid Transaction: outdated")),
    }
}

fn refusal(id: &Value, code: i32, message: &str) -> String {
    let error = json!({"code": code, "message": message});
    json!({"jsonrpc": "2.0", "id": id, "error": error}).to_string()
}
