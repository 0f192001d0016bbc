//! The commands in the README and the guides are run, and what the guides show of the output is compared with it.
//!
//! A block marked `sh` is run by bash, in a folder with the papers of docs/examples, in order, in one shell. A line that ends with
//! `# exit code N` must end with that code, every other one with 0. A block marked `text` shows output of the block before: each of
//! its lines must have been printed, in this order; `…` stands for anything. What a person does in a wallet stands in a comment,
//! `<!-- run: … -->`, and is done by the wallet's library.

#[allow(dead_code, reason = "other tests use the rest")]
mod node;
mod proxy;
mod support;
mod wallet;

use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A block of commands, and the lines of its output that are shown.
#[derive(Debug, Default, PartialEq)]
struct Block {
    commands: Vec<String>,
    shown: Vec<String>,
}

/// What separates the outputs of two blocks.
const MARK: &str = "--- end of a block ---";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn blocks(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut language = None;
    for line in text.lines() {
        match (line.strip_prefix("```"), language) {
            (Some(_), Some(_)) => language = None,
            (Some(word), None) => {
                language = Some(word);
                if word == "sh" {
                    blocks.push(Block::default());
                }
            }
            (None, None) => {
                let hidden = line.strip_prefix("<!-- run: ");
                if let Some(command) = hidden.and_then(|rest| rest.strip_suffix(" -->")) {
                    blocks.push(Block {
                        commands: vec![command.to_owned()],
                        shown: Vec::new(),
                    });
                }
            }
            (None, Some("sh")) => add_command(blocks.last_mut().expect("pushed above"), line),
            (None, Some("text")) => {
                let block = blocks
                    .last_mut()
                    .expect("output is shown after the commands that print it");
                block.shown.push(line.trim().to_owned());
            }
            _ => {}
        }
    }
    assert_eq!(language, None, "a block does not end");
    blocks
}

/// Adds a line; one that goes on with a backslash is one command with the next.
fn add_command(block: &mut Block, line: &str) {
    match block.commands.last_mut() {
        Some(last) if last.ends_with('\\') => {
            last.pop();
            last.push_str(line.trim_start());
        }
        _ if line.trim().is_empty() => {}
        _ => block.commands.push(line.to_owned()),
    }
}

fn script(blocks: &[Block]) -> String {
    let mut script = String::from("set -euo pipefail\nexec 2>&1\n");
    for block in blocks {
        for command in &block.commands {
            let (command, code) = match command.rsplit_once("# exit code ") {
                Some((command, code)) => (command, code.trim().parse().expect("an exit code")),
                None => (command.as_str(), 0),
            };
            // In the same shell, so that variables last.
            script += &format!(
                "found=0\n{command} || found=$?\nif [ $found != {code} ]; then\n\
                 echo 'expected exit code {code}, found' $found: {}\nexit 1\nfi\n",
                quoted(command)
            );
        }
        script += &format!("echo '{MARK}'\n");
    }
    script
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// Puts the wallets where the shell finds them: Foundry's `cast`, and `wallet` for what has no command line.
fn install_wallets(folder: &Path) {
    std::fs::create_dir(folder).expect("the folder is ours");
    symlink(wallet::programs().join("cast"), folder.join("cast")).expect("the folder is ours");
    let path = folder.join("wallet");
    let text = format!(
        "#!/bin/sh\nexec node {} {} \"$@\"\n",
        quoted(&wallet::scripts().join("wallet.mjs").to_string_lossy()),
        quoted(&wallet::libraries().to_string_lossy()),
    );
    std::fs::write(&path, text).expect("the folder is ours");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755))
        .expect("the file is ours");
}

/// Whether `line` is `shown`, where `…` stands for anything.
fn matches(shown: &str, line: &str) -> bool {
    let mut parts = shown.split('…');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = line.strip_prefix(first) else {
        return false;
    };
    let Some(last) = parts.next_back() else {
        return rest.is_empty();
    };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

fn run(guide: &str) {
    run_with(guide, |text| text, &[]);
}

/// Runs a guide with something else in its text, and more in its surroundings.
fn run_with(guide: &str, change: impl FnOnce(String) -> String, more: &[(&str, &str)]) {
    let text = std::fs::read_to_string(root().join(guide)).expect("the guide exists");
    let text = change(text);
    let blocks = blocks(&text);
    assert!(!blocks.is_empty(), "{guide} has no commands");

    let place = tempfile::tempdir().expect("a folder for the test");
    for paper in std::fs::read_dir(root().join("docs/examples")).expect("the papers exist") {
        let paper = paper.expect("a readable folder").path();
        let name = paper.file_name().expect("a file has a name");
        std::fs::copy(&paper, place.path().join(name)).expect("the folder is ours");
    }
    let program = assert_cmd::cargo::cargo_bin!("exequatur");
    let programs = program.parent().expect("the program is in a folder");
    let wallets = place.path().join("wallets");
    if text.contains("\ncast ") {
        install_wallets(&wallets);
    }
    let output = Command::new("bash")
        .args(["-c", &script(&blocks)])
        .current_dir(place.path())
        .env_clear()
        .env("HOME", place.path())
        .env("PATH", path(&[programs, &wallets]))
        .env("TZ", "UTC")
        .env("LC_ALL", "C.UTF-8")
        .envs(more.iter().copied())
        .stdin(Stdio::null())
        .output()
        .expect("bash is installed");
    let printed = String::from_utf8(output.stdout).expect("text");
    assert!(output.status.success(), "{guide}:\n{printed}");

    for (block, printed) in blocks.iter().zip(printed.split(MARK)) {
        let mut lines = printed.lines().map(str::trim);
        for shown in &block.shown {
            assert!(
                lines.any(|line| matches(shown, line)),
                "{guide}: expected {shown:?} after the lines before it, found:\n{printed}"
            );
        }
    }
}

/// The folders before those of the test itself, which has node.
fn path(folders: &[&Path]) -> std::ffi::OsString {
    let inherited = std::env::var_os("PATH").unwrap_or_default();
    let inherited: Vec<PathBuf> = std::env::split_paths(&inherited).collect();
    let folders = folders.iter().map(|folder| folder.to_path_buf());
    std::env::join_paths(folders.chain(inherited)).expect("no colon in a folder's name")
}

#[test]
fn the_readme_holds() {
    run("README.md");
}

#[test]
fn the_guide_for_a_party_holds() {
    run("docs/guides/party.md");
}

#[test]
fn the_guide_for_an_arbitrator_holds() {
    run("docs/guides/arbitrator.md");
}

#[test]
fn the_guide_for_an_auditor_holds() {
    run("docs/guides/auditor.md");
}

/// The test network's node in the guide.
const PASEO: &str = "wss://asset-hub-paseo-rpc.n.dwellir.com";

/// A public chain with the test network's token.
fn paseo(question: &serde_json::Value, answer: &mut serde_json::Value) {
    proxy::says_live(question, answer);
    if question["method"] == "system_properties" {
        answer["result"]["tokenSymbol"] = "PAS".into();
    }
}

#[test]
fn the_guide_to_polkadot_hub_holds_on_a_node_in_its_place() {
    let node = node::Node::start(&[]);
    node.place();
    let url = proxy::to_node(&node.url, paseo, None);
    run_with(
        "docs/guides/polkadot-hub.md",
        |text| {
            assert!(text.contains(&format!("\nexport EXEQUATUR_URL={PASEO}\n")));
            text.replace(PASEO, &url)
        },
        &[("DEVNODE", &node.url)],
    );
}

#[test]
fn every_guide_has_a_test() {
    let mut found: Vec<String> = std::fs::read_dir(root().join("docs/guides"))
        .expect("the folder exists")
        .map(|file| {
            let name = file.expect("a readable folder").file_name();
            name.to_string_lossy().into_owned()
        })
        .collect();
    found.sort();
    let tested = ["arbitrator.md", "auditor.md", "party.md", "polkadot-hub.md"];
    assert_eq!(found, tested);
}

#[test]
fn blocks_are_read_with_their_output() {
    let text = "```sh\na \\\n  b\nfalse # exit code 1\n```\n```text\none … two\n```\n```bash\nno\n```\n<!-- run: c -->\n<!-- no -->\n";
    let shown = Block {
        commands: vec!["a b".to_owned(), "false # exit code 1".to_owned()],
        shown: vec!["one … two".to_owned()],
    };
    let hidden = Block {
        commands: vec!["c".to_owned()],
        shown: Vec::new(),
    };
    assert_eq!(blocks(text), [shown, hidden]);
}

#[test]
fn an_ellipsis_stands_for_anything() {
    for (shown, line, expected) in [
        ("a", "a", true),
        ("a", "ab", false),
        ("a …", "a b", true),
        ("a … c", "a b c", true),
        ("a … c", "a b d", false),
        ("… b … d", "a b c d", true),
        ("… b … d", "a c d", false),
    ] {
        assert_eq!(matches(shown, line), expected, "{shown} {line}");
    }
}
