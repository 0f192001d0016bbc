//! What a person types at a terminal: yes or no, passwords, phrases.

mod case;
mod node;
mod proxy;
mod support;

use std::thread::JoinHandle;
use std::time::Duration;

use node::Node;
use rexpect::session::PtySession;
use support::{Place, release};

/// Longer than any key's derivation takes on a slow machine.
const PATIENCE_MS: u64 = 60_000;

fn typed(place: &Place, arguments: &[&str]) -> PtySession {
    let mut command = place.command(support::PROGRAM);
    command.args(arguments);
    rexpect::session::spawn_command(command, Some(PATIENCE_MS)).expect("a pseudo-terminal")
}

/// The rest of what is shown, and the exit code.
fn ended(mut session: PtySession) -> (String, i32) {
    let shown = session.exp_eof().expect("it ends");
    let status = session.process.wait().expect("it has ended");
    let rexpect::process::wait::WaitStatus::Exited(_, code) = status else {
        panic!("it did not exit: {status:?}")
    };
    (shown, code)
}

fn entries(place: &Place, escrow: &str) -> String {
    case::entries(place, escrow)
}

#[test]
fn yes_at_the_terminal_sends_and_anything_else_does_not() {
    let place = Place::with_chain();
    let escrow = place.funded();
    let before = entries(&place, &escrow);
    let release = release(&escrow);
    for answer in ["no", "", "y", "yes please"] {
        let mut session = typed(&place, &release);
        session
            .exp_string("Cannot be undone:")
            .expect("what it does is said first");
        session
            .exp_string("Do it? Type yes: ")
            .expect("the question");
        session.send_line(answer).expect("typed");
        let (shown, code) = ended(session);
        assert_eq!(code, 7, "{shown}");
        assert!(
            shown.contains("nothing was sent") && shown.contains("Cancelled"),
            "{shown}"
        );
    }
    assert_eq!(entries(&place, &escrow), before);
    let mut session = typed(&place, &release);
    session
        .exp_string("Do it? Type yes: ")
        .expect("the question");
    session.send_line("yes").expect("typed");
    let (shown, code) = ended(session);
    assert_eq!(code, 0, "{shown}");
    assert_ne!(entries(&place, &escrow), before);
}

#[test]
fn end_of_input_is_no_yes() {
    let place = Place::with_chain();
    let escrow = place.funded();
    let mut session = typed(&place, &release(&escrow));
    session
        .exp_string("Do it? Type yes: ")
        .expect("the question");
    session.send_control('d').expect("typed");
    assert_eq!(ended(session).1, 7);
}

const PASSWORD: &str = "a sentence nobody guesses";

fn new_key(place: &Place, name: &str) {
    let mut session = typed(place, &["key", "new", name, "--no-phrase"]);
    session
        .exp_string(&format!("new password of key {name}: "))
        .expect("asked");
    session.send_line(PASSWORD).expect("typed");
    session.exp_string("(again): ").expect("asked again");
    session.send_line(PASSWORD).expect("typed");
    let (shown, code) = ended(session);
    assert_eq!(code, 0, "{shown}");
    assert!(!shown.contains(PASSWORD), "{shown}");
}

#[test]
fn password_typed_twice_makes_a_key_and_typed_once_unlocks_it() {
    let place = Place::with_chain();
    new_key(&place, "ada");
    place.done(&["chain", "faucet", "ada", "10"]);
    let give = ["chain", "faucet", "//Bob", "1", "--key", "ada"];
    let mut session = typed(&place, &give);
    session.exp_string("password of key ada: ").expect("asked");
    session.send_line(PASSWORD).expect("typed");
    let (shown, code) = ended(session);
    assert_eq!(code, 0, "{shown}");
    assert!(!shown.contains(PASSWORD), "{shown}");
    let mut session = typed(&place, &give);
    session.exp_string("password of key ada: ").expect("asked");
    session.send_line("another sentence").expect("typed");
    let (shown, code) = ended(session);
    assert_eq!(code, 4, "{shown}");
    assert!(
        shown.contains("WrongPassword") && shown.contains("nothing was sent"),
        "{shown}"
    );
    assert!(!shown.contains("another sentence"), "{shown}");
}

#[test]
fn passwords_that_differ_or_are_too_short_make_no_key() {
    let place = Place::empty();
    let mut session = typed(&place, &["key", "new", "ada"]);
    session
        .exp_string("new password of key ada: ")
        .expect("asked");
    session.send_line(PASSWORD).expect("typed");
    session.exp_string("(again): ").expect("asked again");
    session
        .send_line("a sentence somebody mistyped")
        .expect("typed");
    let (shown, code) = ended(session);
    assert_eq!(code, 4, "{shown}");
    assert!(shown.contains("the two passwords differ"), "{shown}");
    let mut session = typed(&place, &["key", "new", "ada"]);
    session
        .exp_string("new password of key ada: ")
        .expect("asked");
    session.send_line("short").expect("typed");
    let (shown, code) = ended(session);
    assert_eq!(code, 4, "{shown}");
    assert!(
        shown.contains("expected at least 8 characters, found 5"),
        "{shown}"
    );
    assert!(place.done(&["key", "list"]).contains("no keys yet"));
}

#[test]
fn recovery_phrase_is_typed_unseen() {
    let place = Place::empty();
    let phrase = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";
    let mut session = typed(&place, &["key", "import", "ada"]);
    session.exp_string("recovery phrase: ").expect("asked");
    session.send_line(phrase).expect("typed");
    let between = session
        .exp_string("new password of key ada: ")
        .expect("asked");
    session.send_line(PASSWORD).expect("typed");
    session.exp_string("(again): ").expect("asked again");
    session.send_line(PASSWORD).expect("typed");
    let (shown, code) = ended(session);
    assert_eq!(code, 0, "{shown}");
    assert!(
        shown.contains("5DfhGyQdFobKM8NsWvEeAKk5EQQgYe9AydgJ7rMB6E1EqRzV"),
        "{shown}"
    );
    assert!(
        !between.contains("bottom") && !shown.contains("bottom"),
        "{between}{shown}"
    );
}

/// Keeps the chain busy for longer than a second.
fn busy(place: &Place) -> JoinHandle<()> {
    let log = place.path().join("home/chain/chain.log");
    let held = std::fs::File::open(log).expect("it is there");
    held.lock().expect("nobody else has it");
    std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(2_500));
        drop(held);
    })
}

#[test]
fn what_takes_longer_than_a_second_is_said_at_a_terminal_and_nowhere_else() {
    let place = Place::with_chain();
    let waiting = "waiting for the chain in ";
    let held = busy(&place);
    let mut session = typed(&place, &["chain", "status"]);
    session.exp_string(waiting).expect("a line");
    let (shown, code) = ended(session);
    held.join().expect("it ends");
    assert_eq!(code, 0, "{shown}");
    let held = busy(&place);
    let (shown, code) = ended(typed(&place, &["chain", "status", "--json"]));
    held.join().expect("it ends");
    assert_eq!(code, 0, "{shown}");
    assert!(
        !shown.contains(waiting),
        "one document and nothing else: {shown}"
    );
    let held = busy(&place);
    let output = place.output(&["chain", "status"]);
    held.join().expect("it ends");
    assert!(output.status.success(), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
    // And nothing where nothing is waited for.
    let (shown, _) = ended(typed(&place, &["chain", "status"]));
    assert!(!shown.contains(waiting), "{shown}");
}

#[test]
fn long_reading_of_exhibits_is_said() {
    let place = Place::with_chain();
    let escrow = place.funded();
    let exhibits = place.path().join("exhibits");
    std::fs::create_dir(&exhibits).expect("the folder is ours");
    let film = std::fs::File::create(exhibits.join("film.mp4")).expect("the folder is ours");
    // Takes no room on the disk, and seconds to hash.
    film.set_len(4 << 30).expect("a sparse file");
    let verify = ["evidence", "verify", &escrow, "--dir", "exhibits"];
    let mut session = typed(&place, &verify);
    session
        .exp_string("hashing the files in exhibits")
        .expect("a line");
    session.send_control('c').expect("typed");
    let _ = session.exp_eof();
    let chart = [
        "evidence",
        "add",
        &escrow,
        "exhibits/film.mp4",
        "--number",
        "C-1",
        "--title",
        "A film",
    ];
    let mut session = typed(&place, &[&chart[..], &["--key", "//Alice"]].concat());
    session
        .exp_string("hashing exhibits/film.mp4")
        .expect("a line");
    session.send_control('c').expect("typed");
    let _ = session.exp_eof();
}

#[test]
fn colours_are_for_terminals_whose_owner_wants_them() {
    let place = Place::empty();
    let shown = |no_color: Option<&str>| {
        let mut command = place.command(support::PROGRAM);
        command.arg("--help").env("TERM", "xterm-256color");
        command.envs(no_color.map(|value| ("NO_COLOR", value)));
        let session = rexpect::session::spawn_command(command, Some(PATIENCE_MS));
        let (shown, code) = ended(session.expect("a pseudo-terminal"));
        assert_eq!(code, 0, "{shown}");
        assert!(shown.contains("escrow"), "{shown}");
        shown
    };
    assert!(shown(None).contains('\u{1b}'));
    assert!(!shown(Some("1")).contains('\u{1b}'));
}

/// In a shell of the same terminal: the program, its result in a file, and then what the terminal is like.
fn in_a_shell(place: &Place, arguments: &[&str]) -> PtySession {
    let line = format!(
        "stty echo; '{}' {} > document; echo \"exit $?\"; stty -a",
        support::PROGRAM,
        arguments.join(" ")
    );
    let mut command = place.command("bash");
    command.args(["-c", &line]);
    rexpect::session::spawn_command(command, Some(PATIENCE_MS)).expect("a pseudo-terminal")
}

/// Types Ctrl-C at the prompt; the error, which is the only document.
fn interrupted(place: &Place, arguments: &[&str], prompt: &str) -> serde_json::Value {
    let mut session = in_a_shell(place, &[arguments, &["--json"]].concat());
    session.exp_string(prompt).expect("it is asked");
    session.send("ye").expect("typed");
    session.send_control('c').expect("typed");
    let (shown, code) = ended(session);
    assert_eq!(code, 0, "{shown}");
    assert!(shown.contains("exit 7"), "{shown}");
    // The shell's own terminal is as it was.
    let (_, modes) = shown.split_once("exit 7").expect("it is there");
    let modes: Vec<_> = modes.split([' ', ';', '\r', '\n']).collect();
    for mode in ["echo", "icanon", "isig", "^C"] {
        assert!(modes.contains(&mode), "expected {mode}, found {shown}");
    }
    let printed = std::fs::read_to_string(place.path().join("document")).expect("written");
    let document: serde_json::Value = serde_json::from_str(&printed).expect("one JSON document");
    assert_eq!(document["ok"], false, "{printed}");
    let error = document["error"].clone();
    assert_eq!(error["code"], "Cancelled", "{printed}");
    assert_eq!(error["sent"], false, "{printed}");
    assert!(error["expected"].is_string() && error["found"].is_string());
    error
}

#[test]
fn interrupt_at_a_prompt_sends_nothing_says_so_and_leaves_the_terminal_as_it_was() {
    let place = Place::with_chain();
    let escrow = place.funded();
    let before = entries(&place, &escrow);
    let release = release(&escrow);
    let question = "Do it? Type yes: ";
    let error = interrupted(&place, &release, question);
    assert_eq!(error["message"], "cancelled with Ctrl-C");
    assert_eq!(entries(&place, &escrow), before);

    let mut session = typed(&place, &release);
    session.exp_string(question).expect("the question");
    session.send_control('c').expect("typed");
    let (shown, code) = ended(session);
    assert_eq!(code, 7, "{shown}");
    for part in [
        "error: cancelled with Ctrl-C",
        "Cancelled",
        "nothing was sent",
    ] {
        assert!(shown.contains(part), "{shown}");
    }

    new_key(&place, "ada");
    place.done(&["chain", "faucet", "ada", "10"]);
    let give = ["chain", "faucet", "//Bob", "1", "--key", "ada", "--yes"];
    interrupted(&place, &give, "password of key ada: ");
    interrupted(&place, &["key", "new", "bob"], "new password of key bob: ");
    interrupted(&place, &["key", "import", "bob"], "recovery phrase: ");
    assert!(!place.done(&["key", "list"]).contains("bob"));
}

/// A node far away.
fn slowly(_: &serde_json::Value, _: &mut serde_json::Value) {
    std::thread::sleep(Duration::from_millis(700));
}

#[test]
fn slow_link_is_said_at_a_terminal() {
    let node = Node::start(&[]);
    let near = node.place();
    let escrow = near.funded();
    let far = proxy::to_node(&node.url, slowly, None);
    let release = [
        "escrow",
        "release",
        &escrow,
        "--to-payee",
        "1",
        "--key",
        "//Alice",
    ];
    let line = |arguments: &[&str], lines: &[&str]| {
        let mut session = typed(&near, &[arguments, &["--url", &far]].concat());
        for line in lines {
            session.exp_string(line).expect("a line");
        }
        session.send_control('c').expect("typed");
        let _ = session.exp_eof();
    };
    line(
        &["escrow", "list"],
        &["connecting to ws://", "looking for escrows on the chain"],
    );
    line(
        &[&release[..], &["--dry-run"]].concat(),
        &[
            "connecting to ws://",
            "reading the escrow",
            "trying it without effect",
        ],
    );
    line(
        &["escrow", "accept", &escrow, "--key", "//Bob"],
        &["reading the escrow"],
    );
}
