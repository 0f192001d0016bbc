//! Errors of the command line: what is missing on it, and what stands there and cannot be read.

use crate::stages::{DOCUMENT, Stages, edit};
use crate::support::words;
use crate::{Met, Provocation, case, met};

/// `terms new` with everything that it needs, and more.
fn new_terms(stages: &Stages, more: &[&str]) -> Met {
    let place = stages.chain();
    let line = "terms new other.toml --payer //Alice --payee //Bob --arbitrator //Charlie --authority //Dave \
                 --amount 1 --agreement agreement.md --law DK --language en --expiry 2026-09-01T00:00:00Z";
    let seat: &[&str] = if more.contains(&"--seat") {
        &[]
    } else {
        &["--seat", "DK-84"]
    };
    met(&place, &[&words(line)[..], seat, more].concat())
}

/// Ways to meet them.
pub const ALL: &[Provocation] = &[
    ("BadAddress", |stages| {
        met(&stages.chain(), &["escrow", "status", "0x12"])
    }),
    ("BadAddress", |stages| {
        let bob = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";
        met(&stages.chain(), &["escrow", "status", bob])
    }),
    ("BadAmount", |stages| {
        met(&stages.chain(), &["chain", "faucet", "//Bob", "1,5"])
    }),
    ("BadCode", |stages| {
        new_terms(stages, &["--seat", "Copenhagen"])
    }),
    ("BadMoment", |stages| {
        let at = stages.awarded();
        let stay = [
            "order",
            "stay",
            &at.escrow,
            "--until",
            "tomorrow",
            "--document",
            DOCUMENT,
        ];
        at.met(&[&stay[..], &["--key", "//Eve"]].concat())
    }),
    ("BadPeriod", |stages| {
        met(&stages.chain(), &["chain", "advance", "a month"])
    }),
    ("EmptyDocument", |stages| {
        let at = stages.funded();
        case::write(&at.place, "nothing.md", "");
        let file = [
            "dispute",
            "file",
            &at.escrow,
            "nothing.md",
            "--key",
            "//Alice",
        ];
        at.met(&file)
    }),
    ("BadShare", |stages| {
        new_terms(stages, &["--fallback-to-payer", "101"])
    }),
    ("BadTribunal", |stages| {
        new_terms(stages, &["--arbitrator", "//Eve"])
    }),
    ("ConfirmationNeeded", |stages| {
        let at = stages.funded();
        met(&at.place, &at.release("12.5"))
    }),
    ("NoNotary", |stages| {
        let place = stages.chain();
        edit(&place, "terms.toml", "notary", "# notary");
        let open = ["escrow", "open", "terms.toml", "--key", "//Alice", "--yes"];
        let escrow = place.field("/result/escrow", &open);
        let lift = ["order", "lift", &escrow, "--document", DOCUMENT];
        met(&place, &[&lift[..], &["--key", "//Eve"]].concat())
    }),
    ("NoText", |stages| {
        let at = stages.disputed();
        let add = ["evidence", "add", &at.escrow, "agreement.md"];
        at.met(&[&add[..], &["--number", "C-1", "--title", " "]].concat())
    }),
    ("NoAmount", |stages| {
        let at = stages.funded();
        at.met(&["escrow", "settle", &at.escrow, "--key", "//Alice"])
    }),
    ("NoDryRun", |stages| {
        met(&stages.chain(), &["chain", "advance", "1h", "--dry-run"])
    }),
    ("NoThreshold", |stages| {
        new_terms(
            stages,
            &["--arbitrator", "//Eve", "--arbitrator", "//Ferdie"],
        )
    }),
    ("Usage", |stages| met(&stages.chain(), &["escrow", "close"])),
];
