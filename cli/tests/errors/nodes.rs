//! Errors of nodes: nobody there, something else there, silence, a broken connection.

use std::net::{TcpListener, TcpStream};
use std::thread;

use serde_json::{Value, json};
use tungstenite::{Message, WebSocket, accept};

use crate::support::Place;
use crate::{Met, Provocation, met};

/// What a node does with a question.
#[derive(Clone, Copy)]
enum Manner {
    /// Answers with this error.
    Refuses(i32, &'static str),
    /// Says nothing.
    Silent,
    /// Goes away for good.
    Leaves,
}

/// Asks a node that behaves like this which chain it belongs to.
fn ask(manner: Manner) -> Met {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("it has one");
    thread::spawn(move || {
        // The program connects once to see whether somebody is there, and once to stay.
        let sockets: Vec<_> = (0..2)
            .map(|_| listener.accept().map(|(to, _)| accept(to)))
            .collect();
        // Who leaves does not come back: from here on nobody listens.
        drop(listener);
        for socket in sockets.into_iter().flatten().flatten() {
            serve(socket, manner);
        }
    });
    met(
        &Place::empty(),
        &[
            "chain",
            "status",
            "--timeout",
            "1",
            "--url",
            &format!("ws://{address}"),
        ],
    )
}

fn serve(mut socket: WebSocket<TcpStream>, manner: Manner) {
    while let Ok(message) = socket.read() {
        let Message::Text(text) = message else {
            continue;
        };
        let question: Value = serde_json::from_str(&text).expect("the program sends JSON");
        match manner {
            Manner::Silent => {}
            Manner::Leaves => return,
            Manner::Refuses(code, message) => {
                let error = json!({"code": code, "message": message});
                let answer = json!({"jsonrpc": "2.0", "id": question["id"], "error": error});
                if socket.send(Message::text(answer.to_string())).is_err() {
                    return;
                }
            }
        }
    }
}

/// Ways to meet them.
pub const ALL: &[Provocation] = &[
    ("Unreachable", |_| {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("it has one");
        drop(listener);
        met(
            &Place::empty(),
            &["chain", "status", "--url", &format!("ws://{address}")],
        )
    }),
    ("ForeignChain", |_| {
        ask(Manner::Refuses(-32_601, "Method not found"))
    }),
    ("NodeRefused", |_| {
        ask(Manner::Refuses(-32_029, "too many questions"))
    }),
    ("NoAnswer", |_| ask(Manner::Silent)),
    ("ConnectionLost", |_| ask(Manner::Leaves)),
    ("NoNode", |_| {
        met(&Place::empty(), &["devnet", "--node", "no-such-program"])
    }),
    ("NodeFailed", |_| {
        met(&Place::empty(), &["devnet", "--node", "/bin/false"])
    }),
];
