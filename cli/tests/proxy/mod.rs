//! Stands between the program and a node: changes what the node answers, speaks TLS for it, or leads to another one later.

// Each test file uses a part of it.
#![allow(dead_code)]

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use rustls::{ServerConfig, ServerConnection, StreamOwned};
use serde_json::Value;
use tungstenite::{Message, WebSocket, accept, client};

/// Changes an answer: the question, and the whole answer.
pub type Change = fn(&Value, &mut Value);

/// What is asked of the node before a question goes on to it.
pub type First = fn(&Value) -> Option<Value>;

/// A public network: nothing else about the chain is different.
pub fn says_live(question: &Value, answer: &mut Value) {
    if question["method"] == "system_chainType" {
        answer["result"] = "Live".into();
    }
}

/// Leaves answers as they are.
pub fn as_it_is(_: &Value, _: &mut Value) {}

/// The URL of a way to the node at `to`, open until the test ends.
pub fn to_node(to: &str, change: Change, tls: Option<Arc<ServerConfig>>) -> String {
    way(to, |_| None, change, tls)
}

/// The same, where something else happens before a question.
pub fn to_node_after(to: &str, first: First) -> String {
    way(to, first, as_it_is, None)
}

fn way(to: &str, first: First, change: Change, tls: Option<Arc<ServerConfig>>) -> String {
    // Every address of this machine, so that a test can come by one that is not known to stay on it.
    let listener = TcpListener::bind("0.0.0.0:0").expect("a free port");
    let port = listener.local_addr().expect("it has one").port();
    let scheme = if tls.is_some() { "wss" } else { "ws" };
    let to = to.to_owned();
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let (to, tls) = (to.clone(), tls.clone());
            thread::spawn(move || match tls {
                None => forward(stream, &to, first, change, |_| false),
                Some(config) => {
                    let session = ServerConnection::new(config).expect("a good configuration");
                    forward(
                        StreamOwned::new(session, stream),
                        &to,
                        first,
                        change,
                        |_| false,
                    );
                }
            });
        }
    });
    format!("{scheme}://localhost:{port}")
}

/// The URL of a way that leads to the first node until it answered a question like this; then it breaks, and leads to the second.
pub fn to_one_then_another(first: &str, second: &str, last: fn(&Value) -> bool) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("it has one");
    let moved = Arc::new(AtomicBool::new(false));
    let ways = [first.to_owned(), second.to_owned()];
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let (ways, moved) = (ways.clone(), Arc::clone(&moved));
            thread::spawn(move || {
                let to = &ways[usize::from(moved.load(Ordering::SeqCst))];
                forward(
                    stream,
                    to,
                    |_| None,
                    as_it_is,
                    |asked| last(asked) && !moved.swap(true, Ordering::SeqCst),
                );
            });
        }
    });
    format!("ws://{address}")
}

/// Whether a question is about the events of a block, by which it is told what became of its transactions.
pub fn reads_events(question: &Value) -> bool {
    const EVENTS: &str = "0x26aa394eea5630e07c48ae0c9558cef780d41e5e16056765bc8461851072c9d7";
    question["method"] == "state_getStorage" && question["params"][0] == EVENTS
}

/// Whether a question hands a transaction over.
pub fn sends(question: &Value) -> bool {
    question["method"] == "author_submitExtrinsic"
}

/// Until either side goes away or does not agree to talk, or after a question that ends it.
fn forward(
    stream: impl Read + Write,
    to: &str,
    first: First,
    change: Change,
    ends: impl Fn(&Value) -> bool,
) {
    let Ok(mut asking) = accept(stream) else {
        return;
    };
    let address = to.strip_prefix("ws://").expect("a node of this machine");
    let node = TcpStream::connect(address).expect("the node listens");
    let (mut node, _) = client(to, node).expect("it speaks WebSocket");
    let mut ended = false;
    while let Some(question) = text(&mut asking) {
        // Not before the next question: the program might miss an answer that comes together with the end.
        if ended {
            return;
        }
        let asked: Value = serde_json::from_str(&question).expect("the program sends JSON");
        if let Some(before) = first(&asked) {
            node.send(Message::text(before.to_string()))
                .expect("the node is there");
            text(&mut node).expect("it answers");
        }
        node.send(Message::text(question))
            .expect("the node is there");
        let answer = text(&mut node).expect("it answers");
        let mut answer: Value = serde_json::from_str(&answer).expect("the node sends JSON");
        change(&asked, &mut answer);
        ended = ends(&asked);
        if asking.send(Message::text(answer.to_string())).is_err() {
            return;
        }
    }
}

fn text<S: Read + Write>(socket: &mut WebSocket<S>) -> Option<String> {
    loop {
        match socket.read() {
            Ok(Message::Text(text)) => return Some(text.to_string()),
            Ok(Message::Close(_)) | Err(_) => return None,
            Ok(_) => {}
        }
    }
}
