//! A record replayed beside its chain: what is told, what is compared, and what it takes.

mod case;
mod support;

use std::io::Read;
use std::process::{ChildStdout, Stdio};

use case::{disputed, draft, expect, sign, write};
use exequatur_client::chain::{Call, Chain};
use exequatur_client::keys::KeyPair;
use exequatur_client::local::LocalChainClient;
use exequatur_protocol::{Action, Address};
use serde_json::{Value, json};
use support::{PROGRAM, Place};

/// A case with an exhibit, whose document and manifest lie in the folder `papers`.
struct Filed {
    place: Place,
    escrow: String,
}

fn filed() -> Filed {
    let place = Place::with_chain();
    let escrow = disputed(&place);
    std::fs::create_dir(place.path().join("papers")).expect("ours");
    let at = Filed { place, escrow };
    at.files("contract.txt", "C-1", "Contract");
    at
}

impl Filed {
    /// The payer files an exhibit.
    fn files(&self, document: &str, number: &str, title: &str) {
        let path = format!("papers/{document}");
        write(&self.place, &path, document);
        let add = ["evidence", "add", &self.escrow, &path, "--number", number];
        let by = ["--title", title, "--key", "//Alice", "--yes"];
        self.place.done(&[&add[..], &by].concat());
    }
}

/// What the command prints with `--json`, and its exit code.
fn document(place: &Place, arguments: &[&str]) -> (i32, Value) {
    let output = place.output(&[arguments, &["--json"]].concat());
    let document = serde_json::from_slice(&output.stdout).expect("one JSON document");
    (output.status.code().expect("it exited"), document)
}

#[test]
fn summary_leaves_the_entries_out_and_says_the_rest() {
    let at = filed();
    let replay = ["audit", "replay", &at.escrow, "--exhibits", "papers"];
    let summary = [&replay[..], &["--summary"]].concat();
    let said = expect(
        &at.place,
        0,
        &summary,
        &[
            "The record is complete and unaltered.",
            "deadline:  entry 5: response in the time to answer",
        ],
    );
    assert!(!said.contains("notice answered"), "{said}");
    assert!(!said.contains("fits:"), "{said}");
    let (_, short) = document(&at.place, &summary);
    let (_, mut long) = document(&at.place, &replay);
    for (list, length) in [("entries", 7), ("exhibits", 1), ("exhibit_files", 1)] {
        let rows = long["result"][list].as_array().expect("a list");
        assert_eq!(rows.len(), length, "{list}");
        long["result"][list] = json!([]);
    }
    assert_eq!(short, long);
    assert_eq!(short["result"]["count"], 7);
    assert_eq!(short["result"]["credits"]["held"], "125000000000");
    // An exhibit that does not fit is told all the same.
    write(&at.place, "papers/contract.txt", "altered");
    expect(&at.place, 6, &summary, &["differs:   entry 6: C-1"]);
}

/// What an auditor reads off the file stands in the replay too, word for word.
#[test]
fn replay_tells_what_verifying_the_export_tells() {
    let place = Place::with_chain();
    let escrow = disputed(&place);
    draft(&place, &escrow);
    sign(&place, "//Charlie");
    place.done(&["award", "enforce", "award.toml", "--key", "//Eve", "--yes"]);
    for (advance, finality) in [("1 day", "on_hold"), ("90 days", "final")] {
        place.done(&["chain", "advance", advance]);
        let file = format!("{finality}.json");
        let export = ["audit", "export", &escrow, "-o", &file];
        let hash = place.field("/result/block_hash", &export);
        let verify = ["audit", "verify", &file, "--block-hash", &hash];
        let (exit, verified) = document(&place, &verify);
        assert_eq!(exit, 0, "{verified}");
        let replay = ["audit", "replay", &escrow];
        let (exit, replayed) = document(&place, &replay);
        assert_eq!(exit, 0, "{replayed}");
        let (verified, replayed) = (&verified["result"], &replayed["result"]);
        for field in [
            "at",
            "status",
            "credits",
            "deadlines",
            "decisions",
            "exhibits",
        ] {
            assert_eq!(replayed[field], verified[field], "{field}");
        }
        assert_eq!(replayed["findings"], verified["findings"]);
        assert_eq!(replayed["block_hash"], hash);
        let mut entries = verified["entries"].clone();
        for entry in entries.as_array_mut().expect("a list") {
            entry
                .as_object_mut()
                .expect("fields")
                .remove("block_proven");
        }
        assert_eq!(replayed["entries"], entries);
        // What this award says is what programs read.
        let decision = &replayed["decisions"][0];
        for (pointer, expected) in [
            ("/form", "award"),
            ("/kind", "final"),
            ("/standing/code", "award"),
            ("/finality/code", finality),
            ("/reasons/code", "given"),
            ("/to_payer", "50000000000"),
            ("/to_payee", "65000000000"),
            ("/to_tribunal", "10000000000"),
        ] {
            assert_eq!(
                decision.pointer(pointer),
                Some(&expected.into()),
                "{pointer}"
            );
        }
        assert_eq!(
            decision["finality"]["until"].is_string(),
            finality == "on_hold"
        );
        let windows = replayed["deadlines"].as_array().expect("a list").iter();
        let windows: Vec<_> = windows.map(|one| &one["window"]["code"]).collect();
        let order = [
            "expiry",
            "expiry",
            "expiry",
            "notice",
            "response",
            "award_made",
            "award_executed",
        ];
        assert_eq!(windows, order);
        // And the same for people.
        let said = |arguments: &[&str]| -> Vec<String> {
            let told = ["credits:", "deadline:", "decision:", "status:"];
            let printed = place.done(arguments);
            let mut lines: Vec<String> = printed.lines().map(str::to_owned).collect();
            lines.retain(|line| told.iter().any(|word| line.starts_with(word)));
            lines.sort();
            lines
        };
        let told = said(&replay);
        assert_eq!(told, said(&verify));
        assert_eq!(told.len(), 1 + 7 + 1 + 1, "{told:?}");
    }
}

/// What is whose by `escrow status`, by a replay, and by verifying an export: all as of the newest block, in numbers and in words.
fn told_alike(place: &Place, escrow: &str, phase: &str) {
    let (_, status) = document(place, &["escrow", "status", escrow]);
    let status = &status["result"];
    assert_eq!(status["phase"], phase);
    let export = ["audit", "export", escrow, "-o"];
    let file = format!("{phase}.json");
    let export = [&export[..], &[&file]].concat();
    let hash = place.field("/result/block_hash", &export);
    let verify = ["audit", "verify", &file, "--block-hash", &hash];
    let verify = [&verify[..], &["--chain-id", "420420420"]].concat();
    let replay = ["audit", "replay", escrow];
    let amount = |owner: &str| -> u64 {
        let digits = status["money"][owner].as_str().expect("digits");
        digits.parse().expect("a number")
    };
    let in_words = |owner: &str| format!("{} UNIT", amount(owner) as f64 / 1e10);
    for command in [&replay[..], &verify] {
        let (exit, told) = document(place, command);
        assert_eq!(exit, 0, "{told}");
        let told = &told["result"];
        assert_eq!(told["status"], phase, "{command:?}");
        for owner in ["held", "payer", "payee", "tribunal"] {
            assert_eq!(
                told["credits"][owner], status["money"][owner],
                "{owner} by {command:?}"
            );
        }
        let credits = format!(
            "credits:   {} held for the escrow, {} of the payer, {} of the payee, {} of the tribunal, as of ",
            in_words("held"),
            in_words("payer"),
            in_words("payee"),
            in_words("tribunal")
        );
        let status = format!("status:    {phase}");
        expect(place, 0, command, &[&credits, &status, "as of:     block "]);
    }
}

#[test]
fn credits_are_what_escrow_status_tells_after_what_the_clock_made_due() {
    // Nobody decides.
    let place = Place::with_chain();
    let escrow = disputed(&place);
    told_alike(&place, &escrow, "disputed");
    place.done(&["chain", "advance", "300 days"]);
    told_alike(&place, &escrow, "lapsed");
    let missed = "deadline:  missed: award made within the award period";
    expect(&place, 0, &["audit", "replay", &escrow], &[missed]);
    let (_, told) = document(&place, &["audit", "replay", &escrow]);
    let deadlines = told["result"]["deadlines"].as_array().expect("a list");
    let last = deadlines.last().expect("there are some");
    assert_eq!(
        (&last["entry"], &last["window"]["code"]),
        (&Value::Null, &json!("award_made"))
    );

    // An award whose hold runs out.
    let place = Place::with_chain();
    let escrow = disputed(&place);
    draft(&place, &escrow);
    sign(&place, "//Charlie");
    place.done(&["award", "enforce", "award.toml", "--key", "//Eve", "--yes"]);
    told_alike(&place, &escrow, "awarded");
    let held = "not final on chain, money on hold until";
    expect(&place, 0, &["audit", "replay", &escrow], &[held]);
    place.done(&["chain", "advance", "90 days"]);
    told_alike(&place, &escrow, "enforced");
    let done = ["; made on 2 Mar 2026", "; final on chain, carried out on "];
    let said = expect(&place, 0, &["audit", "replay", &escrow], &done);
    assert!(!said.contains("final, and took effect"), "{said}");

    // A split that falls due.
    let place = Place::with_chain();
    let escrow = place.funded();
    case::papers(&place);
    case::accept(&place, &escrow, "//Charlie");
    for key in ["//Bob", "//Charlie"] {
        let release = ["escrow", "release", &escrow, "--to-payee", "10"];
        place.done(&[&release[..], &["--key", key, "--yes"]].concat());
    }
    told_alike(&place, &escrow, "funded");
    place.done(&["chain", "advance", "30 days"]);
    told_alike(&place, &escrow, "released");
}

#[test]
fn what_an_interim_award_orders_is_told() {
    let place = Place::with_chain();
    let escrow = disputed(&place);
    let kinds = [
        (
            "2026-03-09T09:00:00Z",
            "pause",
            "pause until 2026-03-09T09:00:00Z",
        ),
        ("2026-03-01T09:00:00Z", "resume", "pause ended"),
    ];
    for (number, (until, code, words)) in kinds.into_iter().enumerate() {
        let kind = ["--kind", "interim", "--pause-until", until];
        let _ = std::fs::remove_file(place.path().join("award.toml"));
        place.done(&case::draft_with(&escrow, &kind));
        sign(&place, "//Charlie");
        place.done(&["award", "enforce", "award.toml", "--key", "//Eve", "--yes"]);
        let replay = ["audit", "replay", &escrow];
        let words = format!("award {} (interim): {words}", number + 1);
        expect(&place, 0, &replay, &[&words]);
        let (_, told) = document(&place, &replay);
        let directs = &told["result"]["decisions"][number]["directs"];
        assert_eq!(directs["code"], code);
        assert_eq!(directs["until"].is_string(), code == "pause");
    }
}

#[test]
fn replay_compares_exhibits_with_files() {
    let at = filed();
    let replay = ["audit", "replay", &at.escrow, "--exhibits"];
    let with = |dir| [&replay[..], &[dir]].concat();
    let papers = at.place.path().join("papers");
    expect(
        &at.place,
        0,
        &with("papers"),
        &["fits:      entry 6: C-1 Contract", "complete and unaltered"],
    );
    write(&at.place, "papers/contract.txt", "the contract, altered");
    expect(
        &at.place,
        6,
        &with("papers"),
        &[
            "ExhibitDiffers",
            "differs:   entry 6",
            "contract.txt was altered",
            // That is said of the record, which is whole.
            "The record is complete and unaltered.",
        ],
    );
    let (exit, said) = document(&at.place, &with("papers"));
    assert_eq!((exit, &said["ok"]), (6, &false.into()));
    assert_eq!(said["error"]["code"], "ExhibitDiffers");
    assert_eq!(said["result"]["complete"], true);
    assert_eq!(said["result"]["entries"].as_array().map(Vec::len), Some(7));
    let problem = &said["result"]["exhibit_files"][0]["problem"];
    assert!(
        problem
            .as_str()
            .is_some_and(|words| words.contains("was altered"))
    );
    std::fs::remove_file(papers.join("contract.txt")).expect("it is there");
    expect(
        &at.place,
        10,
        &with("papers"),
        &["Incomplete", "not there: entry 6", "is not there"],
    );
    // Live, nothing but the folder has manifests.
    std::fs::remove_file(papers.join("contract.txt.manifest.json")).expect("it is there");
    expect(&at.place, 10, &with("papers"), &["document and manifest"]);
    expect(&at.place, 3, &with("nowhere"), &["FileNotFound"]);
    let all = ["audit", "replay", "--all", "--exhibits", "papers"];
    expect(&at.place, 2, &all, &["Usage", "--exhibits"]);
}

/// A title with which somebody would like to write over what stands on the screen, or break the document.
#[test]
fn hostile_title_leaves_one_valid_document() {
    let at = filed();
    let title = "\u{1b}[2J\u{202e}\u{85}\"}";
    at.files("second.txt", "C-2", title);
    let replay = ["audit", "replay", &at.escrow, "--exhibits", "papers"];
    let list = ["evidence", "list", &at.escrow, "--dir", "papers"];
    for (command, pointer) in [
        (&replay[..], "/result/exhibit_files/1/described_as/title"),
        (&list, "/result/exhibits/1/described_as/title"),
    ] {
        let output = at.place.output(&[command, &["--json"]].concat());
        let printed = String::from_utf8(output.stdout).expect("text");
        assert!(!printed.trim_end().contains(char::is_control), "{printed}");
        assert!(!printed.contains('\u{202e}'));
        let document: Value = serde_json::from_str(&printed).expect("one JSON document");
        assert_eq!(document.pointer(pointer), Some(&title.into()));
    }
}

/// The payer files exhibits without end, as no command does.
fn files_many(place: &Place, escrow: &str, count: u32) {
    let digits = hex::decode(escrow.trim_start_matches("0x")).expect("an address");
    let contract = Address(digits.try_into().expect("20 bytes"));
    let alice = KeyPair::development("//Alice").expect("everybody knows it");
    let folder = place.path().join("home/chain");
    let mut chain = LocalChainClient::open(&folder).expect("ours");
    for number in 1..=count {
        let mut document = [7; 32];
        document[..4].copy_from_slice(&number.to_le_bytes());
        let manifest = document;
        let call = Call::Message {
            contract,
            input: Action::Exhibit { document, manifest }.to_input(&[]),
            value: 0,
        };
        chain
            .submit(&alice, &call)
            .expect("exhibits are taken without end");
    }
}

/// The most memory that the program had until it began to print, in KiB, and what it printed. Whatever is longer than a pipe holds keeps the program
/// waiting for its reader, so that it can be looked at.
fn peak_kib(place: &Place, arguments: &[&str]) -> (u64, Vec<u8>) {
    let mut command = place.command(PROGRAM);
    command.args(arguments).stdin(Stdio::null());
    let mut program = command.stdout(Stdio::piped()).spawn().expect("it starts");
    let mut stdout: ChildStdout = program.stdout.take().expect("a pipe");
    let mut printed = vec![0];
    stdout.read_exact(&mut printed).expect("it prints");
    let status = format!("/proc/{}/status", program.id());
    let status = std::fs::read_to_string(status).expect("this is Linux");
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let peak = line.and_then(|line| line.split_whitespace().nth(1));
    let peak = peak.and_then(|digits| digits.parse().ok());
    stdout.read_to_end(&mut printed).expect("it prints");
    assert!(program.wait().expect("it ends").success());
    (peak.expect("it waits for its reader"), printed)
}

/// How many entries the long record gets; the environment may ask for more.
fn runs() -> u32 {
    match std::env::var("EXEQUATUR_RUNS") {
        Ok(text) => text.parse().expect("EXEQUATUR_RUNS is a number"),
        Err(_) => 1_000,
    }
}

/// Both records are on one chain, which is read into memory for either: what is left between them is what the replay keeps.
#[test]
fn document_of_a_long_record_takes_the_memory_of_a_short_one() {
    let place = Place::with_chain();
    let short = disputed(&place);
    files_many(&place, &short, 120);
    std::fs::remove_file(place.path().join("terms.toml")).expect("it is there");
    let long = disputed(&place);
    files_many(&place, &long, runs());
    let replay = |escrow: &str| {
        let (peak, printed) = peak_kib(&place, &["audit", "replay", escrow, "--json"]);
        let document: Value = serde_json::from_slice(&printed).expect("one JSON document");
        let entries = document["result"]["entries"].as_array().map(Vec::len);
        assert_eq!(document["result"]["count"], json!(entries));
        (peak, printed.len())
    };
    let (of_short, _) = replay(&short);
    let (of_long, printed) = replay(&long);
    // Less than the text alone that is printed; as values in memory it takes several times that.
    let grown = of_long.saturating_sub(of_short);
    let most = printed as u64 / 1024;
    println!("{grown} KiB more for a document of {most} KiB");
    assert!(grown < most, "{grown} KiB more, {most} allowed");
    // Where the rows find no room, that is said, in one document.
    let output = place.on_full_disk(16, &["audit", "replay", &long, "--json"]);
    assert_eq!(output.status.code(), Some(5));
    let document: Value = serde_json::from_slice(&output.stdout).expect("one JSON document");
    assert_eq!(document["error"]["code"], "FileUnwritable");
    assert_eq!(document["error"]["sent"], false);
    let hint = document["error"]["hint"].as_str().unwrap_or_default();
    assert!(hint.contains("TMPDIR"), "{hint}");
    // People need no room for rows.
    let output = place.on_full_disk(16, &["audit", "replay", &long]);
    assert!(output.status.success());
}
