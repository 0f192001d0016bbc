//! Errors of exported cases, records, exhibits and what is drawn up of them.

use exequatur_client::host::NativeHost;
use exequatur_protocol::next_head;
use serde_json::{Value, json};

use crate::stages::{NOBODY, Stages};
use crate::{Met, Provocation, case, met};

/// Exports a case, changes the file, and verifies it where there is no chain, beside the hash of the block.
fn audited(stages: &Stages, change: fn(&mut Value)) -> Met {
    let at = stages.disputed();
    at.place
        .done(&["audit", "export", &at.escrow, "-o", "case.json"]);
    let text = std::fs::read_to_string(at.place.path().join("case.json")).expect("written");
    let mut case: Value = serde_json::from_str(&text).expect("JSON");
    let hash = case["block"]["hash"].as_str().expect("text").to_owned();
    change(&mut case);
    case::write(&at.place, "case.json", &case.to_string());
    std::fs::remove_dir_all(at.place.path().join("home")).expect("ours");
    let verify = ["audit", "verify", "case.json", "--block-hash", &hash];
    met(&at.place, &verify)
}

fn entries(case: &mut Value) -> &mut Vec<Value> {
    case["record"].as_array_mut().expect("a list")
}

/// Notes the head of the last entry anew.
fn last_head_anew(case: &mut Value) {
    let bytes = |text: &Value| {
        let digits = text.as_str().expect("text").trim_start_matches("0x");
        hex::decode(digits).expect("digits")
    };
    let [.., before, last] = entries(case).as_mut_slice() else {
        panic!("there are entries");
    };
    let before: [u8; 32] = bytes(&before["head"]).try_into().expect("a hash");
    let head = next_head(&NativeHost, &before, &bytes(&last["entry"]));
    last["head"] = format!("0x{}", hex::encode(head)).into();
}

/// Changes the last digit of a text.
fn altered(digits: &mut Value) {
    let text = digits.as_str().expect("text");
    let (others, digit) = text.split_at(text.len() - 1);
    let other = if digit == "0" { "1" } else { "0" };
    *digits = format!("{others}{other}").into();
}

/// Ways to meet them.
pub const ALL: &[Provocation] = &[
    ("CountDiffers", |stages| {
        audited(stages, |case| drop(entries(case).pop()))
    }),
    ("EntryDiverges", |stages| {
        audited(stages, |case| drop(entries(case).remove(2)))
    }),
    ("HeadBreaks", |stages| {
        audited(stages, |case| altered(&mut entries(case)[2]["entry"]))
    }),
    ("HeadDiffers", |stages| {
        audited(stages, |case| {
            altered(&mut entries(case).last_mut().expect("there are entries")["entry"]);
            last_head_anew(case);
        })
    }),
    ("StateDiffers", |stages| {
        audited(stages, |case| {
            case["state"]["proof"] = json!([]);
            altered(&mut case["state"]["cell"]);
        })
    }),
    ("BalanceTooLow", |stages| {
        audited(stages, |case| {
            case["state"]["proof"] = json!([]);
            case["state"]["balance"] = "1".into();
        })
    }),
    ("ProofBroken", |stages| {
        audited(stages, |case| case["state"]["proof"] = json!([]))
    }),
    ("OtherTime", |stages| {
        audited(stages, |case| {
            entries(case)[1]["at"] = "2026-03-02T10:00:00Z".into()
        })
    }),
    ("OtherBlock", |stages| {
        audited(stages, |case| entries(case)[2]["block"] = 0.into())
    }),
    ("FileDiffers", |stages| {
        audited(stages, |case| case["block"]["number"] = 0.into())
    }),
    ("EntryDiffers", |stages| {
        audited(stages, |case| altered(&mut entries(case)[1]["block_hash"]))
    }),
    ("RecordEmpty", |stages| {
        audited(stages, |case| entries(case).clear())
    }),
    ("StrayManifest", |stages| {
        audited(stages, |case| {
            let hash = "0x2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881";
            case["manifests"] = json!([{ "sha256": hash, "text": "x" }]);
        })
    }),
    ("OtherBlockHash", |stages| {
        let at = stages.disputed();
        at.place
            .done(&["audit", "export", &at.escrow, "-o", "case.json"]);
        let hash = format!("0x{}", "7".repeat(64));
        let verify = ["audit", "verify", "case.json", "--block-hash", &hash];
        met(&at.place, &verify)
    }),
    ("Incomplete", |stages| {
        let at = stages.disputed();
        at.place
            .done(&["audit", "export", &at.escrow, "-o", "case.json"]);
        met(&at.place, &["audit", "verify", "case.json"])
    }),
    ("NoEscrows", |stages| {
        let none = format!("0x{}", "7".repeat(64));
        let all = ["audit", "replay", "--all", "--code-hash", &none];
        met(&stages.disputed().place, &all)
    }),
    ("NoBlock", |stages| {
        let at = stages.funded();
        let export = ["audit", "export", &at.escrow, "-o", "case.json"];
        met(&at.place, &[&export[..], &["--block", "999"]].concat())
    }),
    ("NoClaimant", |stages| {
        let at = stages.funded();
        at.met(&["request", &at.escrow, "-o", "notice.md"])
    }),
    ("UnknownRules", |stages| {
        let at = stages.disputed();
        at.met(&["request", &at.escrow, "-o", "notice.md", "--rules", "AAA"])
    }),
    ("BadFileName", |stages| {
        met(&stages.chain(), &["request", NOBODY, "-o", "notice.doc"])
    }),
    ("BadBlock", |stages| {
        let at = stages.funded();
        let export = ["audit", "export", &at.escrow, "-o", "case.json"];
        met(&at.place, &[&export[..], &["--block", "newest"]].concat())
    }),
    ("BadToken", |stages| {
        let at = stages.disputed();
        at.place
            .done(&["audit", "export", &at.escrow, "-o", "case.json"]);
        let verify = ["audit", "verify", "case.json", "--token", "DAI"];
        met(&at.place, &verify)
    }),
    ("BadCodeHash", |stages| {
        met(
            &stages.chain(),
            &["audit", "replay", "--all", "--code-hash", "0x12"],
        )
    }),
    ("ExhibitDiffers", |stages| {
        let at = stages.disputed();
        let add = [
            "evidence",
            "add",
            &at.escrow,
            "agreement.md",
            "--number",
            "C-1",
            "--title",
            "The agreement",
        ];
        at.done(&[&add[..], &["--key", "//Alice"]].concat());
        case::write(&at.place, "agreement.md", "another agreement");
        met(&at.place, &["evidence", "verify", &at.escrow, "--dir", "."])
    }),
];
