//! Every code in docs/reference/errors.md is provoked by a command, with the exit code that stands there, or the page says why no
//! command leads to it, or another test is named here that meets it.

#[path = "../case/mod.rs"]
mod case;
mod files;
#[path = "../issuer/mod.rs"]
mod issuer;
mod journal;
mod nodes;
mod program;
mod refusals;
mod stages;
#[path = "../support/mod.rs"]
mod support;
mod tokens;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

use stages::Stages;
use support::Place;

/// What a command that failed said.
pub struct Met {
    exit: i32,
    error: Value,
}

/// A code, and a way to meet it.
pub type Provocation = (&'static str, fn(&Stages) -> Met);

/// Codes that only a person at a terminal meets, or that a local chain does not answer with, with the test that does.
const ELSEWHERE: &[(&str, &str, &str)] = &[
    (
        "Unsettled",
        "tests/over_rpc.rs",
        "transaction_whose_fate_is_unknown_counts_as_sent",
    ),
    (
        "EarlierPending",
        "tests/over_rpc.rs",
        "transaction_whose_fate_is_unknown_counts_as_sent",
    ),
    (
        "MayStillGoIn",
        "tests/forgotten.rs",
        "spoilt_extrinsic_blocks_its_key_until_it_is_forgotten",
    ),
    (
        "Untrusted",
        "tests/secure_connection.rs",
        "node_proves_its_name_to_somebody_who_trusts_the_authority",
    ),
    (
        "Bug",
        "src/main.rs",
        "mistake_of_the_program_exits_with_70_and_asks_for_a_report",
    ),
    (
        "BadClock",
        "src/clock.rs",
        "clock_before_1970_or_after_2106_is_refused",
    ),
    (
        "NoHome",
        "src/context.rs",
        "without_any_folder_for_data_one_must_be_named",
    ),
    (
        "NoRandomness",
        "src/error/from.rs",
        "system_without_randomness_is_said_to_be_the_reason",
    ),
    (
        "NoRecord",
        "src/deal.rs",
        "record_without_the_terms_of_the_contract_is_refused",
    ),
    (
        "NoTerms",
        "src/deal.rs",
        "record_without_the_terms_of_the_contract_is_refused",
    ),
    (
        "OtherTerms",
        "src/deal.rs",
        "record_without_the_terms_of_the_contract_is_refused",
    ),
    (
        "NotLocal",
        "src/commands/chain/advance.rs",
        "clock_of_a_public_chain_is_not_moved",
    ),
    (
        "Cancelled",
        "tests/terminal.rs",
        "yes_at_the_terminal_sends_and_anything_else_does_not",
    ),
    (
        "FailedInBlock",
        "tests/race.rs",
        "second_of_two_in_one_block_fails_there_and_is_told_that_it_was_sent",
    ),
    (
        "NoUnit",
        "src/asset.rs",
        "unit_must_be_given_where_nobody_says_what_the_smallest_balance_is",
    ),
];

/// Runs a command that must fail.
pub fn met(place: &Place, arguments: &[&str]) -> Met {
    meets(place.output(&[arguments, &["--json"]].concat()))
}

/// Reads the one document that a failing command printed.
pub fn meets(output: std::process::Output) -> Met {
    let printed = String::from_utf8_lossy(&output.stdout);
    let document: Value = serde_json::from_str(&printed).unwrap_or_else(|_| panic!("{output:?}"));
    Met {
        exit: output.status.code().expect("it exited"),
        error: document["error"].clone(),
    }
}

fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The rows of the tables below a heading, without heads.
fn rows(page: &str, heading: &str) -> Vec<Vec<String>> {
    let (_, after) = page
        .split_once(&format!("\n{heading}\n"))
        .expect("the heading is there");
    let section = after.split("\n## ").next().expect("a section");
    let cells = |line: &str| {
        let cells = line.trim_matches('|').split('|');
        cells
            .map(|cell| cell.trim().trim_matches('`').to_owned())
            .collect()
    };
    let lines = section.lines().filter(|line| line.starts_with('|'));
    lines.skip(2).map(cells).collect()
}

/// Every code with the exit codes that the page gives it, and the codes that it says no command leads to.
fn documented() -> (BTreeMap<String, Vec<i32>>, BTreeMap<String, String>) {
    let path = package().join("../docs/reference/errors.md");
    let page = std::fs::read_to_string(path).expect("the page exists");
    let mut exits: BTreeMap<String, Vec<i32>> = BTreeMap::new();
    for row in rows(&page, "## Refusals of the contract") {
        // By the contract, in a file before anything is sent, by `award verify --complete`.
        exits.entry(row[1].clone()).or_default().extend([1, 2, 6]);
    }
    for heading in ["## Errors of the program", "## Errors in files"] {
        for row in rows(&page, heading) {
            let code = row[1].parse().expect("an exit code");
            let codes = exits.entry(row[0].clone()).or_default();
            codes.push(code);
            if row[2].contains("; 2 where") {
                codes.push(2);
            }
        }
    }
    let unmet = rows(&page, "## Codes that no command leads to");
    let unmet = unmet
        .into_iter()
        .map(|row| (row[0].clone(), row[1].clone()));
    (exits, unmet.collect())
}

fn provocations() -> impl Iterator<Item = &'static Provocation> {
    [
        refusals::ALL,
        program::ALL,
        files::ALL,
        tokens::ALL,
        nodes::ALL,
        journal::ALL,
    ]
    .into_iter()
    .flatten()
}

#[test]
fn every_documented_code_is_met_or_explained_once() {
    let (documented, unmet) = documented();
    let mut ways: BTreeMap<&str, usize> = BTreeMap::new();
    for code in provocations().map(|(code, _)| *code) {
        ways.entry(code).or_insert(1);
    }
    for (code, file, test) in ELSEWHERE {
        let source = std::fs::read_to_string(package().join(file)).expect("the file exists");
        assert!(
            source.contains(&format!("fn {test}()")),
            "no test {test} in {file}"
        );
        assert!(
            source.contains(&format!("\"{code}\"")),
            "{file} does not look for {code}"
        );
        *ways.entry(code).or_default() += 1;
    }
    for (code, reason) in &unmet {
        assert!(reason.len() > 10, "{code} needs a reason");
        *ways.entry(code).or_default() += 1;
    }
    for code in documented.keys() {
        let found = ways.get(code.as_str()).copied().unwrap_or_default();
        assert_eq!(
            found, 1,
            "{code}: expected one way to it or one explanation"
        );
    }
    for code in ways.keys() {
        assert!(documented.contains_key(*code), "{code} is not on the page");
    }
}

#[test]
fn every_error_has_its_exit_code_says_what_to_do_and_whether_anything_was_sent() {
    let stages = Stages::new();
    let (documented, _) = documented();
    let mut wrong = Vec::new();
    for (code, provoke) in provocations() {
        let Met { exit, error } = provoke(&stages);
        let mut check = |right: bool, what: &str| {
            if !right {
                wrong.push(format!("{code}: {what}: exit {exit}, {error}"));
            }
        };
        check(error["code"] == *code, "another code");
        let exits = documented.get(*code).map(Vec::as_slice).unwrap_or_default();
        check(exits.contains(&exit), "another exit code than documented");
        check(error["hint"].is_string(), "no word on what to do next");
        check(error["sent"] == false, "wrong about what was sent");
        check(
            error["expected"].is_string() && error["found"].is_string(),
            "not both sides",
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A file of this package.
pub fn path_of(file: &str) -> PathBuf {
    package().join(file)
}
