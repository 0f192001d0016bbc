//! What an auditor is given, and what an auditor types: neither is believed, and neither is blamed for the other.

mod case;
mod support;

use case::{disputed, expect, write};
use serde_json::{Value, json};
use support::Place;

/// Nobody signed anything off line in this case, so nothing in its record binds the number of the chain.
const CHAIN: [&str; 2] = ["--chain-id", "420420420"];

/// A case with an exhibit as a file, and the hash of its block.
struct Exported {
    place: Place,
    hash: String,
    case: Value,
}

fn exported() -> Exported {
    let place = Place::with_chain();
    let escrow = disputed(&place);
    std::fs::create_dir(place.path().join("papers")).expect("ours");
    write(&place, "papers/contract.txt", "the contract");
    let add = ["evidence", "add", &escrow, "papers/contract.txt", "--yes"];
    let about = ["--number", "C-1", "--title", "Contract", "--key", "//Alice"];
    place.done(&[&add[..], &about].concat());
    // Somebody kept the manifest twice; the case has it once.
    let manifest = place.path().join("papers/contract.txt.manifest.json");
    std::fs::copy(manifest, place.path().join("papers/copy.json")).expect("ours");
    let export = ["audit", "export", &escrow, "-o", "case.json"];
    let export = [&export[..], &["--manifests", "papers"]].concat();
    let hash = place.field("/result/block_hash", &export);
    let text = std::fs::read_to_string(place.path().join("case.json")).expect("written");
    Exported {
        place,
        hash,
        case: serde_json::from_str(&text).expect("JSON"),
    }
}

impl Exported {
    /// What verifying an altered copy says.
    fn verified(&self, change: impl FnOnce(&mut Value)) -> (i32, Value) {
        let mut case = self.case.clone();
        change(&mut case);
        write(&self.place, "altered.json", &case.to_string());
        let verify = [
            "audit",
            "verify",
            "altered.json",
            "--block-hash",
            &self.hash,
        ];
        self.document(&[&verify[..], &CHAIN].concat())
    }

    /// What a command prints with `--json`, and its exit code.
    fn document(&self, arguments: &[&str]) -> (i32, Value) {
        let output = self.place.output(&[arguments, &["--json"]].concat());
        let document = serde_json::from_slice(&output.stdout).expect("one JSON document");
        (output.status.code().expect("it exited"), document)
    }
}

/// Who only writes another chain's number into the file does not choose what its amounts are called.
#[test]
fn number_that_only_the_file_says_does_not_choose_how_amounts_are_written() {
    let at = exported();
    at.verified(|case| {
        case["chain"]["chain_id"] = 420_420_419.into();
        for place in ["/chain/symbol", "/terms/text/money/symbol"] {
            *case.pointer_mut(place).expect("there") = "DOT".into();
        }
    });
    let verify = ["audit", "verify", "altered.json", "--block-hash", &at.hash];
    let whole = [
        "written as whole numbers, since only the file says that they are DOT",
        "credits:   125000000000 units held",
        "verdict:   incomplete",
    ];
    let said = expect(&at.place, 10, &verify, &whole);
    assert!(!said.contains("12.5"), "{said}");
    let other = [&verify[..], &CHAIN].concat();
    expect(&at.place, 6, &other, &["number of the chain"]);
}

/// What the auditor mistypes is no fault of the case.
#[test]
fn token_with_other_decimals_than_the_chain_has_is_a_usage_error() {
    let at = exported();
    let verify = ["audit", "verify", "case.json", "--block-hash", &at.hash];
    let mistyped = [&verify[..], &CHAIN, &["--token", "UNIT:12"]].concat();
    let said = [
        "BadToken",
        "expected: UNIT:10, as accounts of chain 420420420 count its own token",
        "found:    UNIT:12",
    ];
    let said = expect(&at.place, 2, &mistyped, &said);
    assert!(!said.contains("less money"), "{said}");
    let right = [&verify[..], &CHAIN, &["--token", "UNIT:10"]].concat();
    expect(&at.place, 0, &right, &["as the auditor named them"]);
}

/// Neither ends when it is read.
#[test]
fn pipe_or_device_with_an_exhibits_name_is_no_document() {
    let at = exported();
    let papers = at.place.path().join("papers");
    let document = papers.join("contract.txt");
    let verify = ["audit", "verify", "case.json", "--block-hash", &at.hash];
    let verify = [&verify[..], &CHAIN, &["--exhibits", "papers"]].concat();
    std::fs::remove_file(&document).expect("it is there");
    std::os::unix::fs::symlink("/dev/zero", &document).expect("ours");
    expect(&at.place, 10, &verify, &["is not there"]);
    std::fs::remove_file(&document).expect("it is there");
    let made = at.place.command("mkfifo").arg(&document).status();
    assert!(made.expect("there is mkfifo").success());
    expect(&at.place, 10, &verify, &["is not there"]);
}

type Change = fn(&mut Value);

fn root(case: &mut Value) -> &mut serde_json::Map<String, Value> {
    case.as_object_mut().expect("fields")
}

#[test]
fn fields_that_are_missing_or_say_one_thing_in_two_ways_are_refused() {
    let at = exported();
    let changes: [(Change, &str); 7] = [
        (|case| drop(root(case).remove("metadata")), "metadata"),
        (|case| drop(root(case).remove("manifests")), "manifests"),
        (|case| drop(root(case).remove("record")), "record"),
        (
            |case| drop(root(&mut case["terms"]).remove("text")),
            "terms.text",
        ),
        (
            |case| {
                let twice = case["manifests"][0].clone();
                let all = case["manifests"].as_array_mut().expect("a list");
                all.push(twice);
            },
            "manifests[1].sha256",
        ),
        (
            |case| {
                let balance = case["state"]["balance"].as_str().expect("text");
                case["state"]["balance"] = format!("+{balance}").into();
            },
            "state.balance",
        ),
        (
            |case| {
                let balance = case["state"]["balance"].as_str().expect("text");
                case["state"]["balance"] = format!("000{balance}").into();
            },
            "state.balance",
        ),
    ];
    for (change, field) in changes {
        let (exit, said) = at.verified(change);
        assert_eq!(exit, 2, "{field}: {said}");
        let message = said["error"]["message"].as_str().expect("text");
        assert!(message.contains(field), "{field}: {message}");
    }
    let (exit, _) = at.verified(|case| case["metadata"] = Value::Null);
    assert_eq!(exit, 0, "an exporter may have none");
}

/// Neither takes more memory than the file is long, many times over; and both end in a document.
#[test]
fn long_file_of_nothing_is_refused_in_little_memory() {
    let at = exported();
    let brackets = "[".repeat(40 << 20);
    let zeros = format!("{{\"format\": [{}0]}}", "0,".repeat(20 << 20));
    for (text, code) in [(brackets, "BadSyntax"), (zeros, "BadSyntax")] {
        write(&at.place, "long.json", &text);
        let mut command = at.place.command("prlimit");
        command.arg("--as=700000000").arg(support::PROGRAM);
        command.args(["audit", "verify", "long.json", "--json"]);
        let output = command.output().expect("prlimit of util-linux");
        let printed = String::from_utf8_lossy(&output.stdout);
        let said: Value = serde_json::from_str(&printed).unwrap_or_else(|_| panic!("{output:?}"));
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert_eq!(said["error"]["code"], code, "{said}");
    }
}

#[test]
fn block_with_another_hash_than_the_named_is_not_said_to_be_the_named() {
    let at = exported();
    let never = format!("0x{}", "9".repeat(64));
    let verify = ["audit", "verify", "case.json", "--block-hash", &never];
    let said = ["which is not the block whose hash you named"];
    let said = expect(&at.place, 6, &[&verify[..], &CHAIN].concat(), &said);
    assert!(!said.contains("compared with the hash"), "{said}");
}

/// The proven time counts, not what the file calls it.
#[test]
fn altered_time_of_the_block_changes_nothing_that_is_told() {
    let at = exported();
    let (_, honest) = at.verified(|_| ());
    let later = |case: &mut Value| case["block"]["at"] = "2027-03-02T09:00:00Z".into();
    let (exit, said) = at.verified(later);
    assert_eq!((exit, &said["error"]["code"]), (6, &json!("FileDiffers")));
    for field in ["at", "status", "credits", "decisions", "deadlines"] {
        assert_eq!(said["result"][field], honest["result"][field], "{field}");
    }
    assert_eq!(honest["result"]["status"], "disputed");
}

#[test]
fn record_with_too_few_entries_is_not_said_to_lack_the_last() {
    let at = exported();
    let (exit, said) = at.verified(|case| drop(case["record"].as_array_mut().map(Vec::pop)));
    let error = &said["error"];
    assert_eq!((exit, &error["code"]), (6, &json!("CountDiffers")));
    let words = |field: &str| error[field].as_str().unwrap_or_default().to_owned();
    let expected = "the record has 6 entries, and the contract counted 7: one or more are missing";
    assert_eq!(words("message"), expected);
    let hint = words("hint");
    for part in [
        "entry 6, or one before it, was dropped, added or altered",
        "changed nothing else that the contract remembers",
    ] {
        assert!(hint.contains(part), "{hint}");
    }
    assert_eq!(said["result"]["findings"][0]["is_first"], false);
}

#[test]
fn lost_output_of_an_audit_is_no_reason_to_look_at_keys() {
    let at = exported();
    let full = std::fs::File::options().write(true).open("/dev/full");
    let mut command = at.place.command(support::PROGRAM);
    command.args(["audit", "verify", "case.json", "--block-hash", &at.hash]);
    command.args(CHAIN).stdout(full.expect("this is Linux"));
    let output = command.output().expect("it starts");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(5), "{said}");
    assert!(said.contains("repeat what only reads"), "{said}");
}
