//! Errors in files that people write and exchange.

use crate::stages::{DOCUMENT, Stages, edit};
use crate::{Provocation, case, meets, met};

const NOBODY: &str = "0x0000000000000000000000000000000000000009";

/// What the program says to terms in which something was changed.
fn shown(stages: &Stages, from: &str, to: &str) -> crate::Met {
    let place = stages.chain();
    edit(&place, "terms.toml", from, to);
    met(&place, &["terms", "show", "terms.toml"])
}

pub const ALL: &[Provocation] = &[
    ("OtherKindOfFile", |stages| {
        met(&stages.chain(), &["award", "verify", "terms.toml"])
    }),
    ("FileNotFound", |stages| {
        met(&stages.chain(), &["terms", "show", "gone.toml"])
    }),
    ("FileNotFound", |stages| {
        // A file with a secret is missing in the same words as any other.
        met(
            &stages.chain(),
            &["key", "new", "bea", "--password-file", "gone"],
        )
    }),
    ("FileUnreadable", |stages| {
        use std::os::unix::fs::PermissionsExt;
        let place = stages.chain();
        let closed = std::fs::Permissions::from_mode(0o000);
        std::fs::set_permissions(place.path().join("terms.toml"), closed).expect("ours");
        meets(place.output_without_privilege(&["terms", "show", "terms.toml", "--json"]))
    }),
    ("BadSyntax", |stages| {
        let place = stages.chain();
        std::fs::write(place.path().join("latin.toml"), b"seat = \"K\xF8benhavn\"").expect("ours");
        met(&place, &["terms", "show", "latin.toml"])
    }),
    ("NotAFile", |stages| {
        met(&stages.chain(), &["terms", "show", "home"])
    }),
    ("NotAFile", |stages| {
        met(
            &stages.chain(),
            &[
                "evidence", "add", NOBODY, "home", "--number", "1", "--title", "A",
            ],
        )
    }),
    ("NotAFile", |stages| {
        met(
            &stages.chain(),
            &[
                "key",
                "import",
                "bea",
                "home",
                "--password-file",
                "password",
            ],
        )
    }),
    ("NotAFile", |stages| {
        met(
            &stages.chain(),
            &["key", "new", "bea", "--password-file", "home"],
        )
    }),
    ("NotAFolder", |stages| {
        let at = stages.disputed();
        at.met(&["evidence", "verify", &at.escrow, "--dir", "agreement.md"])
    }),
    ("NotAFolder", |stages| {
        met(
            &stages.chain(),
            &["chain", "status", "--chain", "agreement.md"],
        )
    }),
    ("NotAFolder", |stages| {
        met(&stages.chain(), &["key", "list", "--home", "agreement.md"])
    }),
    ("OtherDocument", |stages| {
        let place = stages.chain();
        case::write(&place, "agreement.md", "another agreement");
        met(&place, &["terms", "show", "terms.toml"])
    }),
    ("FileUnwritable", |stages| {
        let at = stages.disputed();
        let draft = [
            "award",
            "draft",
            &at.escrow,
            "--kind",
            "final",
            "--document",
            DOCUMENT,
            "--out",
        ];
        met(&at.place, &[&draft[..], &["nowhere/a.toml"]].concat())
    }),
    ("FileUnwritable", |stages| {
        let new = [
            "key",
            "new",
            "bea",
            "--password-file",
            "password",
            "--no-phrase",
            "--json",
        ];
        let met = meets(stages.chain().on_full_disk(0, &new));
        let hint = met.error["hint"].as_str().unwrap_or_default();
        assert!(hint.contains("free space"), "{hint}");
        met
    }),
    ("FileExists", |stages| {
        let at = stages.awarded();
        let draft = [
            "award",
            "draft",
            &at.escrow,
            "--kind",
            "final",
            "--document",
            DOCUMENT,
        ];
        met(&at.place, &[&draft[..], &["--out", "final.toml"]].concat())
    }),
    ("FileTooLong", |stages| {
        let place = stages.chain();
        case::write(&place, "long.toml", &"#".repeat(1 << 21));
        met(&place, &["terms", "show", "long.toml"])
    }),
    ("BadSyntax", |stages| shown(stages, "[money]", "[money")),
    ("FieldMissing", |stages| {
        shown(stages, "symbol = \"UNIT\"", "")
    }),
    ("BadField", |stages| {
        shown(stages, "consumer = false", "consumer = \"perhaps\"")
    }),
    ("UnknownField", |stages| {
        shown(
            stages,
            "consumer = false",
            "consumer = false\ncustomer = true",
        )
    }),
    ("FieldDiffers", |stages| {
        let at = stages.opened();
        let accept = ["escrow", "accept", &at.escrow, "--key"];
        at.done(&[&accept[..], &["//Bob", "--sign-only", "--out", "bob.json"]].concat());
        edit(
            &at.place,
            "bob.json",
            "\"digest\": \"0x",
            &format!("\"digest\": \"0x{DOCUMENT}\", \"old\": \""),
        );
        at.met(&[&accept[..], &["//Alice", "--signature", "bob.json"]].concat())
    }),
    ("SignatureDoesNotFit", |stages| {
        let at = stages.opened();
        let accept = ["escrow", "accept", &at.escrow, "--key", "//Bob"];
        at.done(&[&accept[..], &["--sign-only", "--out", "bob.json"]].concat());
        let text = std::fs::read_to_string(at.place.path().join("bob.json")).expect("just signed");
        let mut file: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let signature = file["signature"].as_str().expect("text");
        let (others, last) = signature.split_at(signature.len() - 3);
        let digit = if last.starts_with('0') { "1" } else { "0" };
        file["signature"] = format!("{others}{digit}{}", &last[1..]).into();
        case::write(&at.place, "bob.json", &file.to_string());
        at.met(&[
            "escrow",
            "accept",
            &at.escrow,
            "--signature",
            "bob.json",
            "--key",
            "//Ferdie",
        ])
    }),
];
