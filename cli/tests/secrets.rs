//! What nobody may learn from what the program prints or writes: passwords, recovery phrases, secret keys.

mod support;

use std::path::Path;

use exequatur_client::keys::{KeyPair, Scheme, checksummed};
use support::Place;

/// The phrase that every Substrate tool documents, and the secrets that follow from it.
const PHRASE: &str = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";
const SEED: &str = "fac7959dbfe72f052e5a0c3c8d6530f202b02fd8f9f5ca3580ec8deb7797479e";
const ETHEREUM_KEY: &str = "5fb92d6e98884f76de468fa3f6278f8807c48bebc13595d45af5bdc4da702133";
const PASSWORD: &str = "correct horse battery staple";

/// A secret in the forms in which it could appear.
fn forms(secret: &str) -> Vec<Vec<u8>> {
    let mut forms = vec![
        secret.as_bytes().to_vec(),
        secret.to_uppercase().into_bytes(),
    ];
    forms.extend(hex::decode(secret));
    forms
}

fn assert_silent(what: &str, bytes: &[u8]) {
    // The phrase's words stand in a file of the test in this order; parts of it are as bad as the whole.
    let (half, rest) = PHRASE.split_at(PHRASE.len() / 2);
    for secret in [half, rest, SEED, ETHEREUM_KEY, PASSWORD] {
        for form in forms(secret) {
            let shown = bytes.windows(form.len()).any(|window| window == form);
            assert!(
                !shown,
                "{what} shows {secret:?}: {}",
                String::from_utf8_lossy(bytes)
            );
        }
    }
}

/// Every file below a folder but those with which the test hands the secrets in.
fn assert_files_silent(folder: &Path) -> usize {
    let mut count = 0;
    for item in std::fs::read_dir(folder).expect("ours") {
        let path = item.expect("ours").path();
        if path.is_dir() {
            count += assert_files_silent(&path);
        } else if !path.ends_with("password") && !path.ends_with("phrase") {
            assert_silent(
                &path.display().to_string(),
                &std::fs::read(&path).expect("ours"),
            );
            count += 1;
        }
    }
    count
}

fn silent(place: &Place, exit: i32, arguments: &[&str]) -> Vec<u8> {
    let output = place.output(arguments);
    assert_eq!(
        output.status.code(),
        Some(exit),
        "{arguments:?}: {output:?}"
    );
    assert_silent(&format!("{arguments:?}"), &output.stdout);
    assert_silent(&format!("{arguments:?}"), &output.stderr);
    output.stdout
}

/// A command with a key that is imported.
fn by<'a>(key: &'a str, words: &[&'a str]) -> Vec<&'a str> {
    [words, &["--key", key, "--password-file", "password"]].concat()
}

/// Once for people, as a trial, and once for programs, in earnest.
fn twice(place: &Place, arguments: &[&str]) {
    silent(place, 0, &[arguments, &["--dry-run"]].concat());
    silent(place, 0, &[arguments, &["--yes", "--json"]].concat());
}

#[test]
fn no_output_and_no_file_of_a_whole_case_shows_a_secret() {
    let place = Place::with_chain();
    place.secret("password", PASSWORD);
    place.secret("phrase", PHRASE);
    place.secret("wrong", "not the password");
    let secret = ["--password-file", "password"];
    for (name, scheme) in [("ada", "sr25519"), ("eth", "ecdsa")] {
        let import = [
            "key",
            "import",
            name,
            "--scheme",
            scheme,
            "--phrase-file",
            "phrase",
        ];
        silent(&place, 0, &[&import[..], &secret].concat());
        silent(&place, 0, &["key", "show", name, "--json"]);
        silent(&place, 0, &["chain", "faucet", name, "100"]);
    }
    silent(&place, 0, &["key", "list"]);
    // The secrets looked for are those of the keys at work.
    for (name, scheme, secret) in [
        ("ada", Scheme::Sr25519, SEED),
        ("eth", Scheme::Ecdsa, ETHEREUM_KEY),
    ] {
        let pair = KeyPair::from_secret_hex(scheme, secret).expect("a secret of such a key");
        let address = place.field("/result/address", &["key", "show", name]);
        assert_eq!(address, checksummed(&pair.h160()));
    }
    // What goes wrong is told without what was given.
    silent(
        &place,
        4,
        &[
            "key",
            "import",
            "again",
            "--phrase-file",
            "phrase",
            "--password-file",
            "password",
        ],
    );
    silent(
        &place,
        4,
        &[
            "key",
            "import",
            "other",
            "--phrase-file",
            "password",
            "--password-file",
            "password",
        ],
    );
    // A phrase where a key's name belongs is one that was pasted there by mistake.
    silent(&place, 2, &["key", "show", PHRASE]);
    let as_key = [
        "chain",
        "faucet",
        "//Bob",
        "1",
        "--key",
        "ada",
        "--password-file",
        "wrong",
    ];
    silent(&place, 4, &as_key);
    place.terms();
    let text = std::fs::read_to_string(place.path().join("terms.toml")).expect("written");
    let charlie = place.field("/result/address", &["key", "show", "eth"]);
    let ada = place.field("/result/address", &["key", "show", "ada"]);
    let line = |begins: &str| {
        let found = text.lines().find(|line| line.starts_with(begins));
        found.expect("the field is there").to_owned()
    };
    let text = text
        .replace(&line("payer = "), &format!("payer = \"{ada}\""))
        .replace(
            &line("arbitrators = "),
            &format!("arbitrators = [\"{charlie}\"]"),
        );
    std::fs::write(place.path().join("terms.toml"), text).expect("ours");
    let open = by("ada", &["escrow", "open", "terms.toml", "--yes", "--json"]);
    let opened: serde_json::Value =
        serde_json::from_slice(&silent(&place, 0, &open)).expect("JSON");
    let escrow = opened["result"]["escrow"].as_str().expect("text");
    place.done(&["escrow", "accept", escrow, "--key", "//Bob", "--yes"]);
    twice(&place, &by("ada", &["escrow", "fund", escrow]));
    let accept = ["tribunal", "accept", escrow, "--disclosure", "agreement.md"];
    twice(
        &place,
        &[
            &by("eth", &accept)[..],
            &["--sign-only", "--out", "accept.json"],
        ]
        .concat(),
    );
    silent(
        &place,
        0,
        &[
            "tribunal",
            "accept",
            escrow,
            "--signature",
            "accept.json",
            "--key",
            "//Bob",
            "--yes",
        ],
    );
    twice(
        &place,
        &by("ada", &["dispute", "file", escrow, "agreement.md"]),
    );
    place.done(&[
        "dispute",
        "answer",
        escrow,
        "agreement.md",
        "--key",
        "//Bob",
        "--yes",
    ]);
    let draft = [
        "award",
        "draft",
        escrow,
        "--kind",
        "final",
        "--to-payer",
        "2",
        "--document",
        "agreement.md",
    ];
    silent(
        &place,
        0,
        &[
            &draft[..],
            &["--reasons", "agreement.md", "--out", "award.toml"],
        ]
        .concat(),
    );
    twice(&place, &by("eth", &["award", "sign", "award.toml"]));
    silent(&place, 0, &["award", "verify", "award.toml", "--complete"]);
    twice(&place, &by("ada", &["award", "enforce", "award.toml"]));
    silent(&place, 0, &["chain", "advance", "40 days"]);
    twice(
        &place,
        &by("ada", &["escrow", "withdraw", escrow, "--owner", "payee"]),
    );
    silent(&place, 0, &["audit", "replay", escrow]);
    silent(&place, 0, &["audit", "export", escrow, "-o", "case.json"]);
    silent(&place, 10, &["audit", "verify", "case.json"]);
    silent(&place, 0, &["escrow", "status", escrow, "--json"]);
    let files = assert_files_silent(place.path());
    assert!(files > 6, "found {files} files only");
}

#[test]
fn new_phrase_is_shown_once_and_lies_in_no_file() {
    let place = Place::empty();
    let output = place.output(&["key", "new", "ada", "--password-file", "password"]);
    let shown = String::from_utf8_lossy(&output.stderr).into_owned();
    let phrase = shown.lines().last().expect("a phrase").trim().to_owned();
    assert_eq!(phrase.split(' ').count(), 12, "{shown}");
    assert!(!String::from_utf8_lossy(&output.stdout).contains(&phrase));
    let file = std::fs::read(place.path().join("home/keys/ada.json")).expect("the key");
    assert!(!String::from_utf8_lossy(&file).contains(&phrase));
    // It is the key: the same addresses come back from it.
    let address = place.field("/result/address", &["key", "show", "ada"]);
    place.secret("phrase", &phrase);
    std::fs::remove_file(place.path().join("home/keys/ada.json")).expect("ours");
    let import = [
        "key",
        "import",
        "ada",
        "--phrase-file",
        "phrase",
        "--password-file",
        "password",
    ];
    assert_eq!(place.field("/result/address", &import), address);
}

/// Providers put the key for which somebody pays into the URL.
#[test]
fn key_in_the_url_of_a_node_is_not_shown() {
    let place = Place::empty();
    for (url, exit) in [
        ("ws://127.0.0.1:9/5ecre7", 9),
        ("ws://5ecre7@127.0.0.1:9", 9),
        ("wss://127.0.0.1:99999/5ecre7", 9),
        ("https://node.example/5ecre7", 2),
    ] {
        for json in [&[][..], &["--json"]] {
            let asked = ["chain", "status", "--timeout", "1", "--url", url];
            let output = place.output(&[&asked[..], json].concat());
            assert_eq!(output.status.code(), Some(exit), "{url}: {output:?}");
            for printed in [&output.stdout, &output.stderr] {
                let printed = String::from_utf8_lossy(printed);
                assert!(!printed.contains("5ecre7"), "{printed}");
            }
        }
    }
}
