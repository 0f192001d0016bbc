//! A case exported, verified where there is no chain, and replayed on the chain.

mod case;
mod support;

use case::{disputed, expect, write};
use exequatur_client::audit::{
    Directs, Finality, Form, Missing, Reasons, Standing, Window, verify,
};
use exequatur_client::files::AuditFile;
use exequatur_protocol::{Address, AwardKind};
use serde_json::Value;
use support::Place;

/// Nobody signed anything off line in this case, so nothing in its record binds the number of the chain.
const CHAIN: [&str; 2] = ["--chain-id", "420420420"];
const ADD: [&str; 3] = ["evidence", "add", "--yes"];

/// A case with an exhibit, as a file in a place without a chain, and the hash of its block.
struct Exported {
    place: Place,
    elsewhere: Place,
    escrow: String,
    hash: String,
    case: Value,
}

fn exported() -> Exported {
    let place = Place::with_chain();
    let escrow = disputed(&place);
    std::fs::create_dir(place.path().join("papers")).expect("ours");
    write(&place, "papers/contract.txt", "the contract");
    let about = ["--number", "C-1", "--title", "Contract", "--key", "//Alice"];
    place.done(&[&ADD[..], &[&escrow, "papers/contract.txt"], &about].concat());
    let export = [
        "audit",
        "export",
        &escrow,
        "-o",
        "case.json",
        "--manifests",
        "papers",
    ];
    let hash = place.field("/result/block_hash", &export);
    let text = std::fs::read_to_string(place.path().join("case.json")).expect("written");
    let elsewhere = Place::empty();
    write(&elsewhere, "case.json", &text);
    Exported {
        place,
        elsewhere,
        escrow,
        hash,
        case: serde_json::from_str(&text).expect("JSON"),
    }
}

impl Exported {
    /// What verifying an altered copy says.
    fn verified(&self, change: impl FnOnce(&mut Value)) -> (i32, Value) {
        let mut case = self.case.clone();
        change(&mut case);
        write(&self.elsewhere, "altered.json", &case.to_string());
        let verify = [
            "audit",
            "verify",
            "altered.json",
            "--block-hash",
            &self.hash,
        ];
        let output = [&verify[..], &CHAIN, &["--json"]].concat();
        let output = self.elsewhere.output(&output);
        let document = serde_json::from_slice(&output.stdout).expect("one JSON document");
        (output.status.code().expect("it exited"), document)
    }
}

/// Changes one digit of a text.
fn altered(value: &mut Value, at: usize) {
    let text = value.as_str().expect("text");
    let other = if &text[at..=at] == "0" { "1" } else { "0" };
    *value = format!("{}{other}{}", &text[..at], &text[at + 1..]).into();
}

#[test]
fn exported_case_is_verified_where_there_is_no_chain() {
    let at = exported();
    let verify = ["audit", "verify", "case.json", "--block-hash", &at.hash];
    let verify = [&verify[..], &CHAIN].concat();
    expect(
        &at.elsewhere,
        0,
        &verify,
        &[
            "notice answered",
            "in which blocks they are, by number and hash, is only what the file says",
            "sent by the payee",
            "compared with the hash that you named",
            "proven; the code that this program was built with",
            "12.5 UNIT owed",
            "response in the time to answer",
            "verdict:   verified",
        ],
    );
    assert!(
        !at.elsewhere.path().join("home").exists(),
        "nothing was looked for"
    );
    let field = |pointer| at.elsewhere.field(pointer, &verify);
    assert_eq!(field("/result/verdict"), "verified");
    assert_eq!(field("/result/block_hash_from"), "auditor");
    assert_eq!(field("/result/entries/6/block_proven"), "false");
    assert_eq!(field("/result/proven/entries"), "7");
    assert_eq!(field("/result/credits/held"), "125000000000");
}

#[test]
fn without_the_hash_of_the_block_a_case_is_incomplete() {
    let at = exported();
    let verify = ["audit", "verify", "case.json"];
    let said = expect(
        &at.elsewhere,
        10,
        &verify,
        &[
            "Incomplete",
            "verdict:   incomplete",
            "no --block-hash was given",
        ],
    );
    assert!(said.contains("which only the file names"), "{said}");
    let output = at.elsewhere.output(&[&verify[..], &["--json"]].concat());
    let document: Value = serde_json::from_slice(&output.stdout).expect("one JSON document");
    assert_eq!(document["ok"], false);
    assert_eq!(document["result"]["verdict"], "incomplete");
    assert_eq!(document["result"]["findings"], serde_json::json!([]));
    let missing = document["result"]["missing"].as_array().expect("a list");
    let codes: Vec<_> = missing.iter().map(|one| &one["code"]).collect();
    assert_eq!(codes, ["block_hash", "chain_id"]);
    assert!(missing.iter().all(|one| one["message"].is_string()));
}

#[test]
fn chain_that_nothing_in_the_record_binds_is_named_by_the_auditor() {
    let at = exported();
    let verify = ["audit", "verify", "case.json", "--block-hash", &at.hash];
    expect(
        &at.elsewhere,
        10,
        &verify,
        &[
            "id 420420420, which only the file says",
            "not shown: the chain's number: no signature in the record binds it",
            "verdict:   incomplete",
        ],
    );
    let named = [&verify[..], &CHAIN].concat();
    expect(&at.elsewhere, 0, &named, &["id 420420420, as you named it"]);
    let other = [&verify[..], &["--chain-id", "420420419"]].concat();
    expect(
        &at.elsewhere,
        6,
        &other,
        &["number of the chain", "expected: 420420419"],
    );
    let (exit, said) = at.verified(|case| case["chain"]["chain_id"] = 420_420_419.into());
    assert_eq!((exit, &said["error"]["code"]), (6, &"FileDiffers".into()));
}

/// Amounts, decimals and symbol altered together, so that the file says one thing everywhere: a hundred times the money, in dollars.
#[test]
fn case_in_another_currency_than_the_signed_one_is_divergent() {
    let at = exported();
    let in_other = |symbol: &'static str, decimals: u8| {
        at.verified(move |case| {
            let shift = 10u64.pow(u32::from(10 - decimals));
            for place in ["chain", "terms/text/money"] {
                let place = format!("/{place}");
                let money = case.pointer_mut(&place).expect("there");
                money["symbol"] = symbol.into();
                money["decimals"] = decimals.into();
            }
            for amount in [
                "/terms/text/money/amount",
                "/terms/text/arbitration/most_for_tribunal",
            ] {
                let text = case.pointer_mut(amount).expect("there");
                let whole: f64 = text.as_str().expect("text").parse().expect("a number");
                *text = (whole * shift as f64).to_string().into();
            }
        })
    };
    let (exit, said) = in_other("UNIT", 10);
    assert_eq!(exit, 0, "{said}");
    for (symbol, decimals) in [("USDC", 8), ("UNIT", 8), ("USDC", 10)] {
        let (exit, said) = in_other(symbol, decimals);
        assert_eq!(exit, 6, "{symbol} {decimals}: {said}");
        assert_eq!(said["result"]["decimals"], 10);
    }
    // Nobody signs the name of the chain's own token; the chain's number says it.
    let (exit, said) = in_other("KSM", 10);
    assert_eq!(
        (exit, &said["result"]["symbol"]),
        (6, &"UNIT".into()),
        "{said}"
    );
    let token = ["audit", "verify", "altered.json", "--token"];
    expect(
        &at.elsewhere,
        10,
        &[&token[..], &["KSM:10"]].concat(),
        &["as the auditor named them; the amount of the escrow is 125000000000 units, 12.5 KSM"],
    );
    expect(
        &at.elsewhere,
        2,
        &[&token[..], &["KSM:19"]].concat(),
        &["BadToken", "at most 18"],
    );
    expect(
        &at.elsewhere,
        2,
        &[&token[..], &["KSM"]].concat(),
        &["BadToken", "DAI:18"],
    );
}

/// Of a chain that this version does not know nobody says what its token is called, nor how accounts count it.
#[test]
fn unknown_chains_own_token_is_not_shown_until_somebody_names_it() {
    let at = exported();
    let (exit, said) = at.verified(|case| case["chain"]["chain_id"] = 5.into());
    assert_eq!((exit, &said["error"]["code"]), (6, &"FileDiffers".into()));
    assert_eq!(said["result"]["decimals_from"], "file", "{said}");
    let verify = ["audit", "verify", "altered.json", "--block-hash", &at.hash];
    let verify = [&verify[..], &["--chain-id", "5", "--json"]].concat();
    let output = at.elsewhere.output(&verify);
    let said: Value = serde_json::from_slice(&output.stdout).expect("one JSON document");
    assert_eq!(output.status.code(), Some(10), "{said}");
    assert_eq!(said["result"]["decimals_from"], "file", "{said}");
    assert_eq!(said["result"]["proven"]["balance"], Value::Null);
}

/// The terms in clear are for people, and bound by nothing but the bytes beside them: what they say otherwise is found like anything else.
#[test]
fn terms_altered_in_clear_alone_are_divergent_and_the_rest_is_shown() {
    let at = exported();
    let (exit, said) = at.verified(|case| {
        case["terms"]["text"]["money"]["amount"] = "240".into();
    });
    assert_eq!((exit, &said["error"]["code"]), (6, &"FileDiffers".into()));
    assert_eq!(said["result"]["verdict"], "divergent");
    expect(
        &at.elsewhere,
        6,
        &["audit", "report", "altered.json", "--out", "altered.html"],
        &["text of the terms", "as encoded"],
    );
}

#[test]
fn exhibits_are_compared_with_files() {
    let at = exported();
    let verify = ["audit", "verify", "case.json", "--block-hash", &at.hash];
    let with = |dir| [&verify[..], &CHAIN, &["--exhibits", dir]].concat();
    expect(
        &at.place,
        0,
        &with("papers"),
        &["fits:      entry 6: C-1 Contract"],
    );
    // Manifests are in the file itself.
    std::fs::remove_file(at.place.path().join("papers/contract.txt.manifest.json"))
        .expect("it is there");
    expect(
        &at.place,
        0,
        &with("papers"),
        &["fits:      entry 6: C-1 Contract"],
    );
    write(&at.place, "papers/contract.txt", "the contract, altered");
    expect(
        &at.place,
        6,
        &with("papers"),
        &[
            "ExhibitDiffers",
            "contract.txt was altered",
            "verdict:   divergent",
        ],
    );
    std::fs::remove_file(at.place.path().join("papers/contract.txt")).expect("it is there");
    expect(
        &at.place,
        10,
        &with("papers"),
        &["Incomplete", "is not there", "verdict:   incomplete"],
    );
}

#[test]
fn case_is_exported_as_it_was_at_an_older_block() {
    let at = exported();
    let entries = at.case["record"].as_array().expect("a list");
    let (block, hash) = (&entries[3]["block"], &entries[3]["block_hash"]);
    let number = block.to_string();
    let hash = hash.as_str().expect("text");
    for (asked, file) in [(number.as_str(), "by-number.json"), (hash, "by-hash.json")] {
        let export = ["audit", "export", &at.escrow, "-o", file, "--block", asked];
        assert_eq!(at.place.field("/result/block_hash", &export), hash);
        let verify = ["audit", "verify", file, "--block-hash", hash];
        let verify = [&verify[..], &CHAIN].concat();
        expect(&at.place, 0, &verify, &["4 entries", "verdict:   verified"]);
    }
    let before = [
        "audit", "export", &at.escrow, "-o", "x.json", "--block", "0",
    ];
    expect(&at.place, 3, &before, &["NoContract"]);
    let never = format!("0x{}", "9".repeat(64));
    let never = [
        "audit", "export", &at.escrow, "-o", "x.json", "--block", &never,
    ];
    expect(&at.place, 3, &never, &["NoBlock", "the newest"]);
}

/// Every field of the file that carries meaning, one digit or letter of it changed.
#[test]
fn altered_digit_anywhere_in_the_file_is_found() {
    let at = exported();
    let (exit, _) = at.verified(|_| ());
    assert_eq!(exit, 0);
    let entries = at.case["record"].as_array().expect("a list");
    for (number, entry) in entries.iter().enumerate() {
        for field in ["entry", "head", "header", "block_hash", "by"] {
            let length = entry[field].as_str().expect("text").len();
            for part in 0..4 {
                let place = 2 + (length - 3) * part / 3;
                let (exit, said) = at.verified(|case| {
                    let text = &mut case["record"][number][field];
                    // In capitals an address has a checksum, which a reader of the file would stumble over before.
                    *text = text.as_str().expect("text").to_lowercase().into();
                    altered(text, place);
                });
                let first = &said["result"]["findings"][0]["entry"];
                assert_eq!(
                    (exit, first),
                    (6, &number.into()),
                    "{field} {place}: {said}"
                );
                assert_eq!(said["result"]["verdict"], "divergent");
            }
        }
    }
    let elsewhere = [
        "/escrow",
        "/chain/genesis_hash",
        "/block/hash",
        "/block/header",
        "/state/code_hash",
        "/state/cell",
        "/state/balance",
        "/terms/hash",
        "/terms/encoded",
        "/manifests/0/text",
        "/manifests/0/sha256",
        "/metadata/source/hash",
        "/metadata/contract/version",
    ];
    for pointer in elsewhere {
        let field = at
            .case
            .pointer(pointer)
            .unwrap_or_else(|| panic!("{pointer}"));
        let length = field.as_str().expect("text").len();
        let (exit, said) = at.verified(|case| {
            altered(case.pointer_mut(pointer).expect("there"), length - 1);
        });
        // Terms that are none, or whose text is another, are refused as the file is read.
        assert!([2, 6].contains(&exit), "{pointer}: {said}");
        assert_eq!(said["ok"], false);
    }
    let nodes = at.case["state"]["proof"].as_array().expect("a list").len();
    for node in 0..nodes {
        let (exit, said) = at.verified(|case| altered(&mut case["state"]["proof"][node], 9));
        let code = &said["result"]["findings"][0]["code"];
        assert_eq!(
            (exit, code),
            (6, &"ProofBroken".into()),
            "node {node}: {said}"
        );
    }
}

/// How many bits of the file's text are flipped, one at a time; the environment may ask for more.
fn runs() -> usize {
    match std::env::var("EXEQUATUR_RUNS") {
        Ok(text) => text.parse().expect("EXEQUATUR_RUNS is a number"),
        Err(_) => 500,
    }
}

#[test]
fn flipped_bit_anywhere_in_the_text_is_found_or_changes_nothing() {
    let at = exported();
    let path = std::path::Path::new("case.json");
    let text = std::fs::read(at.elsewhere.path().join("case.json")).expect("written");
    let honest = AuditFile::parse(path, std::str::from_utf8(&text).expect("text")).expect("whole");
    let hash = honest.export.block.hash;
    assert_eq!(verify(&honest.export, Some(&hash), Some(10)).findings, []);
    let mut found = 0;
    for run in 0..runs() {
        // Spread over the whole text, another bit each time; the multiplier has no divisor in common with what a text can be long.
        let place = run.wrapping_mul(1_000_003) % text.len();
        let mut flipped = text.clone();
        flipped[place] ^= 1 << (run % 8);
        let Ok(flipped) = String::from_utf8(flipped) else {
            continue;
        };
        // What cannot be read is refused with the field's name.
        let Ok(read) = AuditFile::parse(path, &flipped) else {
            continue;
        };
        if read == honest {
            continue;
        }
        let mut verification = verify(&read.export, Some(&hash), Some(10));
        // No signature in this record binds the chain's number: its auditor knows it.
        verification.expect_chain_id(read.export.chain_id, honest.export.chain_id);
        verification.findings.extend(read.beside.clone());
        let mut unbound = read.clone();
        // The metadata are compared by the command.
        unbound.export.code.metadata = honest.export.code.metadata.clone();
        assert!(
            !verification.findings.is_empty() || unbound == honest,
            "run {run}: {:?}",
            &flipped[place.saturating_sub(40)..(place + 40).min(flipped.len())]
        );
        found += usize::from(!verification.findings.is_empty());
    }
    // Most flips are in digits of hashes or break a field; where they fall depends on the chain, whose beginning is random.
    assert!(found > runs() / 50, "only {found} were read and verified");
}

#[test]
fn every_escrow_of_a_code_is_replayed() {
    let at = exported();
    std::fs::remove_file(at.place.path().join("terms.toml")).expect("it is there");
    let second = at.place.funded();
    let all = ["audit", "replay", "--all"];
    expect(
        &at.place,
        0,
        &all,
        &[
            &at.escrow,
            &second,
            "7 entries: complete and unaltered",
            "2 of 2 escrows of code",
            "10 entries in all",
        ],
    );
    assert_eq!(at.place.field("/result/complete", &all), "2");
    // In the order in which they were done, which differs from run to run.
    let output = at.place.output(&[&all[..], &["--json"]].concat());
    let document: Value = serde_json::from_slice(&output.stdout).expect("one JSON document");
    let listed = document["result"]["escrows"].as_array().expect("a list");
    assert_eq!(listed.len(), 2);
    for (escrow, entries) in [(&at.escrow, 7), (&second, 3)] {
        let row = listed.iter().find(|row| row["escrow"] == **escrow);
        let row = row.unwrap_or_else(|| panic!("{escrow} is not in {document}"));
        assert_eq!(
            (&row["entries"], &row["complete"]),
            (&entries.into(), &true.into())
        );
    }
    let none = format!("0x{}", "7".repeat(64));
    let none = [&all[..], &["--code-hash", &none]].concat();
    let said = ["nothing was replayed", "NoEscrows"];
    expect(&at.place, 3, &none, &said);
    expect(&at.place, 2, &["audit", "replay"], &["Usage"]);
    expect(
        &at.place,
        2,
        &["audit", "replay", &second, "--all"],
        &["Usage"],
    );
    let code = ["audit", "replay", &second, "--code-hash", "nonsense"];
    expect(&at.place, 2, &code, &["Usage"]);
}

#[test]
fn every_code_for_programs_is_documented() {
    let page =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/reference/audit-file.md");
    let page = std::fs::read_to_string(page).expect("it is there");
    let (_, page) = page.split_once("## What programs read").expect("the part");
    let token = Address([7; 20]);
    let until = 0;
    let codes = [
        Form::Award(AwardKind::Final).code(),
        Form::Ruling.code(),
        Standing::BindingOnChainOnly.code(),
        Standing::ExpertDetermination.code(),
        Standing::Order.code(),
        Standing::Award.code(),
        Finality::Interim.code(),
        Finality::OnHold { until }.code(),
        Finality::Restated { by: 2 }.code(),
        Finality::Settled.code(),
        Finality::Final.code(),
        Reasons::Given([0; 32]).code(),
        Reasons::Waived.code(),
        Reasons::ByConsent.code(),
        Window::Expiry.code(),
        Window::Notice.code(),
        Window::Response.code(),
        Window::DueNotice.code(),
        Window::AwardMade.code(),
        Window::AwardExecuted.code(),
        Window::Hold.code(),
        Window::HoldOver.code(),
        Window::Objection.code(),
        Window::Acceptance.code(),
        Window::Replacement.code(),
        Window::PauseLength.code(),
        Window::StayLength.code(),
        Directs::Pause { until }.code(),
        Directs::Resume.code(),
        Directs::Nothing.code(),
        Missing::BlockHash.code(),
        Missing::Balance { token }.code(),
        Missing::ChainId.code(),
        Missing::Decimals { token }.code(),
        Missing::Genesis.code(),
        Missing::Code { found: [0; 32] }.code(),
    ];
    let kinds = AwardKind::ALL.map(AwardKind::word);
    for code in codes.into_iter().chain(kinds) {
        assert!(page.contains(&format!("`{code}`")), "{code} is missing");
    }
}
