//! Edges of the command line: help for programs, full disks, keys that do not fit, terms at their end.

mod case;
mod support;

use case::{expect, write};
use serde_json::Value;
use support::{NEW_KEY, Place};

fn document(place: &Place, arguments: &[&str]) -> Value {
    let output = place.output(arguments);
    assert!(output.status.success(), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
    serde_json::from_slice(&output.stdout).expect("one JSON document and nothing else")
}

#[test]
fn variables_that_are_set_to_nothing_are_as_good_as_none() {
    let place = Place::with_chain();
    let status = |variable: &str, value: &str, more: &[&str]| {
        let mut command = place.command(support::PROGRAM);
        command
            .env(variable, value)
            .args(["chain", "status", "--json"])
            .args(more);
        let output = command.output().expect("the program starts");
        let printed: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        (output.status.code(), printed)
    };
    let named = ["--chain", "home/chain"];
    for (variable, more) in [("EXEQUATUR_URL", &[][..]), ("EXEQUATUR_HOME", &named)] {
        let (code, printed) = status(variable, "", more);
        assert_eq!(code, Some(0), "{variable}: {printed}");
    }
    let (code, printed) = status("EXEQUATUR_URL", "http://a.example", &[]);
    assert_eq!(code, Some(2), "{printed}");
    assert_eq!(printed["error"]["found"], "http://a.example", "{printed}");
}

#[test]
fn option_that_is_typed_goes_before_the_variable() {
    let place = Place::with_chain();
    let run = |url: &str, arguments: &[&str]| {
        let mut command = place.command(support::PROGRAM);
        command.env("EXEQUATUR_URL", url).args(arguments);
        let output = command.output().expect("the program starts");
        let text = [output.stdout, output.stderr].concat();
        (
            output.status.code(),
            String::from_utf8_lossy(&text).into_owned(),
        )
    };
    let nobody = "ws://127.0.0.1:1";
    for url in [nobody, "http://a.example"] {
        for chain in [&["--chain", "home/chain"][..], &["--chain=home/chain"]] {
            let (code, printed) = run(url, &[&["chain", "status"][..], chain].concat());
            assert_eq!(code, Some(0), "{printed}");
            assert!(printed.contains("folder: home/chain"), "{printed}");
        }
    }
    let (code, printed) = run(nobody, &["chain", "status", "--timeout", "1"]);
    assert_eq!(code, Some(9), "{printed}");
    // Two that are typed contradict each other.
    let both = ["chain", "status", "--chain", "home/chain", "--url", nobody];
    let (code, printed) = run("", &both);
    assert_eq!(code, Some(2), "{printed}");
    assert!(printed.contains("cannot be used with"), "{printed}");
}

#[test]
fn help_version_and_completions_are_documents_where_json_was_asked_for() {
    let place = Place::empty();
    let help = document(&place, &["--json", "--help"]);
    let text = help["result"]["help"].as_str().expect("text");
    assert!(
        text.contains("Usage: exequatur [OPTIONS] <COMMAND>"),
        "{text}"
    );
    let help = document(&place, &["escrow", "fund", "--help", "--json"]);
    let text = help["result"]["help"].as_str().expect("text");
    assert!(text.contains("Usage: exequatur escrow fund"), "{text}");
    let help = document(&place, &["--json", "help", "escrow", "fund"]);
    assert_eq!(help["ok"], true);
    let version = document(&place, &["--json", "--version"]);
    assert_eq!(version["result"]["version"], env!("CARGO_PKG_VERSION"));
    let completions = document(&place, &["completions", "bash", "--json"]);
    let script = completions["result"]["script"].as_str().expect("text");
    assert!(script.contains("_exequatur()"), "{script}");
    for arguments in [&["--json"][..], &["escrow", "--json"]] {
        let output = place.output(arguments);
        let error: Value = serde_json::from_slice(&output.stdout).expect("one JSON document");
        assert_eq!(error["error"]["code"], "Usage");
        assert_eq!(output.status.code(), Some(2));
    }
}

#[test]
fn disk_full_is_said_with_what_to_do_and_nothing_is_half_written() {
    let place = Place::with_chain();
    let text = |output: std::process::Output| {
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(5), "{text}");
        assert!(text.contains("free space"), "{text}");
        assert!(text.contains("nothing was sent"), "{text}");
        text
    };
    assert!(text(place.on_full_disk(0, &NEW_KEY)).contains("FileUnwritable"));
    assert_eq!(
        place.done(&["key", "list"]).trim(),
        "no keys yet; `key new NAME` makes one"
    );
    place.terms();
    let escrow = "0x0000000000000000000000000000000000000009";
    let sign = [
        "escrow",
        "accept",
        escrow,
        "--sign-only",
        "--out",
        "consent.json",
        "--terms",
        "terms.toml",
        "--chain-id",
        "420420420",
        "--key",
        "//Bob",
        "--yes",
    ];
    assert!(text(place.on_full_disk(0, &sign)).contains("FileUnwritable"));
    let names: Vec<_> = std::fs::read_dir(place.path())
        .expect("ours")
        .map(|item| {
            item.expect("ours")
                .file_name()
                .into_string()
                .expect("ASCII")
        })
        .filter(|name| !["home", "password", "agreement.md", "terms.toml"].contains(&name.as_str()))
        .collect();
    assert!(names.is_empty(), "left over: {names:?}");
    // The chain has grown beyond this by its first block.
    assert!(text(place.on_full_disk(0, &["chain", "advance", "1h"])).contains("ChainStorage"));
    expect(&place, 0, &["chain", "status"], &["block:  0"]);
}

#[test]
fn result_that_cannot_be_printed_is_an_error() {
    let place = Place::with_chain();
    let full = std::fs::File::options()
        .write(true)
        .open("/dev/full")
        .expect("Linux has it");
    let output = place
        .command(support::PROGRAM)
        .args(["chain", "faucet", "//Bob", "1"])
        .stdout(full)
        .output()
        .expect("it starts");
    let text = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(5), "{text}");
    assert!(
        text.contains("cannot write to standard output")
            && text.ends_with("a transaction was sent\n"),
        "{text}"
    );
}

#[test]
fn development_key_without_a_chain_is_told_what_it_needs() {
    insta::assert_snapshot!(Place::empty().run(&["escrow", "accept", "0x0000000000000000000000000000000000000009", "--key", "//Bob"]), @r"
    exit 3
    --- stdout
    --- stderr
    error: no chain in home/chain
      expected: a chain
      found:    no such folder
      code:     NoChain
      next:     `chain init` starts one; --chain DIR names another folder
    nothing was sent
    ");
    let place = Place::with_chain();
    place.terms();
    std::fs::remove_dir_all(place.path().join("home")).expect("ours");
    let sign = [
        "escrow",
        "accept",
        "0x0000000000000000000000000000000000000009",
        "--sign-only",
        "--out",
        "consent.json",
        "--terms",
        "terms.toml",
        "--chain-id",
        "7",
        "--key",
        "//Bob",
        "--yes",
    ];
    insta::assert_snapshot!(place.run(&sign), @r"
    exit 4
    --- stdout
    --- stderr
    error: //Bob is a development key: it signs only where a local chain is at hand
      expected: a local chain
      found:    no chain in home/chain
      code:     DevelopmentKey
      next:     use a key of your own (`key new`), or start a local chain (`chain init`)
    nothing was sent
    ");
}

#[test]
fn faucet_gives_from_the_key_that_is_named() {
    let place = Place::with_chain();
    expect(
        &place,
        0,
        &["chain", "faucet", "//Bob", "5", "--key", "//Charlie"],
        &["//Charlie gives 5 UNIT"],
    );
    expect(
        &place,
        0,
        &["chain", "status", "--balance", "//Bob"],
        &["balance: 1000005 UNIT"],
    );
    expect(
        &place,
        0,
        &["chain", "status", "--balance", "//Alice"],
        &["balance: 1000000 UNIT"],
    );
    expect(
        &place,
        3,
        &["chain", "faucet", "//Bob", "5", "--key", "nobody"],
        &["NoSuchKey"],
    );
}

#[test]
fn terms_at_their_end_are_warned_about() {
    let place = Place::with_chain();
    place.terms();
    let show = ["terms", "show", "terms.toml"];
    let quiet = expect(&place, 0, &show, &[]);
    assert!(!quiet.contains("warning"), "{quiet}");
    place.done(&["chain", "advance", "2026-08-20T00:00:00Z"]);
    expect(
        &place,
        0,
        &show,
        &["warning: the terms expire before the time to answer has run"],
    );
    place.done(&["chain", "advance", "2026-09-01T00:00:00Z"]);
    expect(&place, 0, &show, &["warning: the terms have expired"]);
    let text = std::fs::read_to_string(place.path().join("terms.toml")).expect("written");
    std::fs::remove_dir_all(place.path().join("home")).expect("ours");
    write(
        &place,
        "old.toml",
        &text.replace("2026-09-01", "2020-09-01"),
    );
    expect(
        &place,
        0,
        &["terms", "show", "old.toml"],
        &["warning: the terms have expired"],
    );
    write(
        &place,
        "late.toml",
        &text.replace("2026-09-01", "2105-09-01"),
    );
    let quiet = expect(&place, 0, &["terms", "show", "late.toml"], &[]);
    assert!(!quiet.contains("warning"), "{quiet}");
}

#[test]
fn wrong_terms_in_a_file_exit_with_2_whatever_is_wrong() {
    let place = Place::with_chain();
    place.terms();
    let text = std::fs::read_to_string(place.path().join("terms.toml")).expect("written");
    let line = |name: &str| {
        let begins = format!("{name} = ");
        text.lines()
            .find(|line| line.starts_with(&begins))
            .expect("the field is there")
            .to_owned()
    };
    let (payer, payee) = (line("payer"), line("payee"));
    let wrong = [
        (
            text.replace(&payee, &payer.replace("payer", "payee")),
            "SamePersonTwice",
            "as the payer and as the payee",
        ),
        (
            text.replace("\"12.5\"", "\"0\""),
            "BadAmount",
            "an amount above zero",
        ),
        (
            text.replace("most_for_tribunal = \"1\"", "most_for_tribunal = \"13\""),
            "BadAmount",
            "found:    13 UNIT",
        ),
        (
            text.replace("threshold = 1", "threshold = 2"),
            "BadTribunal",
            "of whom 2 sign",
        ),
    ];
    for (text, code, found) in wrong {
        write(&place, "wrong.toml", &text);
        for command in [
            &["terms", "show", "wrong.toml"][..],
            &["terms", "hash", "wrong.toml"],
            &["escrow", "open", "wrong.toml", "--key", "//Alice", "--yes"],
        ] {
            expect(&place, 2, command, &[code, found, "wrong.toml: "]);
        }
    }
}
