//! Refusals of the contract, and of terms and awards that it would refuse.

use crate::Provocation;
use crate::stages::{At, DOCUMENT, Stages, edit};
use crate::support::{Place, words};

const NONE: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// What the program says to terms in which something was changed.
fn terms(stages: &Stages, from: &str, to: &str) -> crate::Met {
    let place = stages.chain();
    edit(&place, "terms.toml", from, to);
    crate::met(
        &place,
        &["escrow", "open", "terms.toml", "--key", "//Alice", "--yes"],
    )
}

/// The line of the terms that begins with a word.
fn line(place: &Place, begins: &str) -> String {
    let text = std::fs::read_to_string(place.path().join("terms.toml")).expect("written");
    let found = text.lines().find(|line| line.starts_with(begins));
    found.expect("the field is there").to_owned()
}

/// What the program says to signing a final award in which something was changed.
fn signing(stages: &Stages, from: &str, to: &str) -> crate::Met {
    let at = stages.disputed();
    at.draft("a.toml", &["--kind", "final", "--reasons", DOCUMENT]);
    at.edit("a.toml", from, to);
    at.met(&["award", "sign", "a.toml", "--key", "//Charlie"])
}

fn enforce(at: &At, name: &str) -> crate::Met {
    at.met(&["award", "enforce", name, "--key", "//Bob"])
}

/// A split that one party and the arbitrator approved; it waits for its time.
fn pending(stages: &Stages) -> At {
    let at = stages.funded();
    at.accept();
    for key in ["//Alice", "//Charlie"] {
        at.done(&[
            "escrow",
            "release",
            &at.escrow,
            "--to-payer",
            "12",
            "--key",
            key,
        ]);
    }
    at
}

fn pause(at: &At, period: &str) -> crate::Met {
    at.met(&[
        "pause", &at.escrow, "--for", period, "--reason", DOCUMENT, "--key", "//Alice",
    ])
}

fn paused(stages: &Stages) -> At {
    let at = stages.funded();
    at.done(&[
        "pause", &at.escrow, "--for", "48h", "--reason", DOCUMENT, "--key", "//Alice",
    ]);
    at
}

fn stay(escrow: &str) -> Vec<&str> {
    let until = "2026-05-01T00:00:00Z";
    vec![
        "order",
        "stay",
        escrow,
        "--until",
        until,
        "--document",
        DOCUMENT,
        "--key",
        "//Eve",
    ]
}

fn replace<'a>(escrow: &'a str, seat: &'a str, appointee: &'a str) -> Vec<&'a str> {
    vec![
        "tribunal",
        "replace",
        escrow,
        "--seat",
        seat,
        "--appointee",
        appointee,
        "--document",
        DOCUMENT,
        "--key",
        "//Dave",
    ]
}

/// The payee signs an appointment; the command with which the payer sends it.
fn both_appoint(at: &At, number: u8) -> Vec<String> {
    let appointee = format!("0x00000000000000000000000000000000000000a{number}");
    let file = format!("{number}.json");
    let mut order = replace(&at.escrow, "0", &appointee);
    order.truncate(order.len() - 1);
    at.done(&[&order[..], &["//Bob", "--sign-only", "--out", &file]].concat());
    let send = ["//Alice", "--signature", &file, "--approve"];
    order
        .iter()
        .chain(&send)
        .map(|word| (*word).to_owned())
        .collect()
}

/// Three arbitrators of whom two sign; all accepted, and a notice was answered.
fn panel(stages: &Stages) -> At {
    let place = stages.chain();
    edit(&place, "terms.toml", "threshold = 1", "threshold = 2");
    let one = line(&place, "arbitrators = ");
    let three = "arbitrators = [\"0x21A8Aa80a3b05b3dd74E337F9a8F5ae4a8e39F22\", ".to_owned()
        + one.split_once('[').expect("a list").1.trim_end_matches(']')
        + ", \"0xa799a942f85792dDC0028a7dd32b582E75d5E57b\"]";
    edit(&place, "terms.toml", &one, &three);
    let authority = line(&place, "appointing_authority = ");
    let other = "appointing_authority = \"0x00000000000000000000000000000000000000bb\"";
    edit(&place, "terms.toml", &authority, other);
    let open = ["escrow", "open", "terms.toml", "--key", "//Alice", "--yes"];
    let escrow = place.field("/result/escrow", &open);
    let at = At { place, escrow };
    at.done(&["escrow", "accept", &at.escrow, "--key", "//Bob"]);
    at.done(&["escrow", "fund", &at.escrow, "--key", "//Alice"]);
    for key in ["//Ferdie", "//Charlie", "//Dave"] {
        at.done(&[
            "tribunal",
            "accept",
            &at.escrow,
            "--disclosure",
            DOCUMENT,
            "--key",
            key,
        ]);
    }
    at.done(&["dispute", "file", &at.escrow, DOCUMENT, "--key", "//Alice"]);
    at.done(&["dispute", "answer", &at.escrow, DOCUMENT, "--key", "//Bob"]);
    at
}

pub const ALL: &[Provocation] = &[
    ("WrongPhase", |stages| {
        let at = stages.funded();
        at.met(&["escrow", "fund", &at.escrow, "--key", "//Alice"])
    }),
    ("MissingPerson", |stages| {
        let payee = line(&stages.chain(), "payee = ");
        terms(
            stages,
            &payee,
            "payee = \"0x0000000000000000000000000000000000000000\"",
        )
    }),
    ("SamePersonTwice", |stages| {
        let place = stages.chain();
        let (payer, payee) = (line(&place, "payer = "), line(&place, "payee = "));
        terms(stages, &payee, &payer.replace("payer", "payee"))
    }),
    ("BadTribunal", |stages| {
        terms(stages, "threshold = 1", "threshold = 2")
    }),
    ("BadAmount", |stages| {
        terms(stages, "amount = \"12.5\"", "amount = \"0\"")
    }),
    ("BadPeriod", |stages| {
        terms(stages, "response = \"14 days\"", "response = \"23h\"")
    }),
    ("MissingElement", |stages| {
        let at = stages.funded();
        at.met(&["dispute", "file", &at.escrow, NONE, "--key", "//Alice"])
    }),
    ("Expired", |stages| {
        let at = stages.opened();
        at.place.done(&["chain", "advance", "2026-09-02T00:00:00Z"]);
        at.met(&["escrow", "accept", &at.escrow, "--key", "//Bob"])
    }),
    ("NotAuthorised", |stages| {
        let at = stages.funded();
        at.met(&["dispute", "file", &at.escrow, DOCUMENT, "--key", "//Ferdie"])
    }),
    ("UnknownSigner", |stages| {
        let at = stages.funded();
        let release = ["escrow", "release", &at.escrow, "--to-payee", "12.5"];
        let release = [&release[..], &["--key", "//Ferdie"]].concat();
        // Away from the chain nobody knows whether a seat was filled anew.
        let away =
            "--terms terms.toml --chain-id 420420420 --sequence 0 --sign-only --out ferdie.json";
        at.done(&[&release[..], &words(away)].concat());
        at.met(&[&release[..], &["--signature", "ferdie.json"]].concat())
    }),
    ("SignedTwice", |stages| {
        let at = stages.funded();
        let release = at.release("12.5");
        at.done(&release);
        at.met(&release)
    }),
    ("TooFewSignatures", |stages| {
        let at = stages.disputed();
        at.draft("a.toml", &["--kind", "final", "--reasons", DOCUMENT]);
        enforce(&at, "a.toml")
    }),
    ("TooFewSignatures", |stages| {
        let at = stages.funded();
        at.met(&at.order("close", "//Alice"))
    }),
    ("AlreadyConsented", |stages| {
        let at = stages.opened();
        at.met(&["escrow", "accept", &at.escrow, "--key", "//Alice"])
    }),
    ("WrongSequence", |stages| {
        let at = stages.awarded();
        enforce(&at, "final.toml")
    }),
    ("MoreThanHeld", |stages| {
        let at = stages.funded();
        at.met(&[
            "escrow",
            "release",
            &at.escrow,
            "--to-payer",
            "12.6",
            "--key",
            "//Alice",
        ])
    }),
    ("ProposalPending", |stages| {
        let at = pending(stages);
        // The payer's arbitrator-backed split does not give way to the arbitrator's other one.
        at.met(&[
            "escrow",
            "release",
            &at.escrow,
            "--to-payer",
            "1",
            "--key",
            "//Charlie",
        ])
    }),
    ("NothingToWithdraw", |stages| {
        let at = stages.funded();
        at.met(&["escrow", "withdraw", &at.escrow, "--key", "//Bob"])
    }),
    ("AlreadyPaused", |stages| pause(&paused(stages), "48h")),
    ("PauseUsed", |stages| {
        let at = paused(stages);
        at.done(&["resume", &at.escrow, "--key", "//Alice"]);
        pause(&at, "48h")
    }),
    ("NotPaused", |stages| {
        let at = paused(stages);
        at.met(&["resume", &at.escrow, "--key", "//Bob"])
    }),
    ("TooLong", |stages| pause(&stages.funded(), "15 days")),
    ("TooManyDisputes", |stages| {
        let at = stages.disputed();
        for number in ["1", "2", "3"] {
            at.awarded(number, &["--kind", "termination"]);
            if number != "3" {
                at.done(&["dispute", "file", &at.escrow, DOCUMENT, "--key", "//Alice"]);
                at.done(&["dispute", "answer", &at.escrow, DOCUMENT, "--key", "//Bob"]);
            }
        }
        at.met(&["dispute", "file", &at.escrow, DOCUMENT, "--key", "//Alice"])
    }),
    ("AlreadyAnswered", |stages| {
        let at = stages.disputed();
        at.met(&["dispute", "answer", &at.escrow, DOCUMENT, "--key", "//Bob"])
    }),
    ("AlreadyAccepted", |stages| {
        let at = stages.disputed();
        at.met(&[
            "tribunal",
            "accept",
            &at.escrow,
            "--disclosure",
            DOCUMENT,
            "--key",
            "//Charlie",
        ])
    }),
    ("SeatNotOpen", |stages| {
        let at = stages.funded();
        at.met(&replace(&at.escrow, "0", "//Ferdie"))
    }),
    ("SeatNotOpen", |stages| {
        let at = stages.funded();
        let met = at.met(&replace(&at.escrow, "7", "//Ferdie"));
        assert_eq!(met.error["found"], "seat 7");
        assert!(
            met.error["hint"]
                .as_str()
                .is_some_and(|hint| hint.contains("shows the seats"))
        );
        met
    }),
    ("AppointeeHasRole", |stages| {
        let at = stages.funded();
        at.done(&[
            "tribunal",
            "decline",
            &at.escrow,
            "--reason",
            DOCUMENT,
            "--key",
            "//Charlie",
        ]);
        at.met(&replace(&at.escrow, "0", "//Bob"))
    }),
    ("TooManyReplacements", |stages| {
        let at = stages.funded();
        for number in 1..=6 {
            let order = both_appoint(&at, number);
            at.done(&order.iter().map(String::as_str).collect::<Vec<_>>());
        }
        let order = both_appoint(&at, 7);
        at.met(&order.iter().map(String::as_str).collect::<Vec<_>>())
    }),
    ("FeesOutstanding", |stages| {
        let at = stages.disputed();
        at.awarded("costs.toml", &["--kind", "costs", "--to-tribunal", "1"]);
        at.met(&[
            "tribunal",
            "decline",
            &at.escrow,
            "--reason",
            DOCUMENT,
            "--key",
            "//Charlie",
        ])
    }),
    ("TooManyTimes", |stages| {
        let at = stages.awarded();
        at.done(&stay(&at.escrow));
        at.done(&stay(&at.escrow));
        at.met(&stay(&at.escrow))
    }),
    ("NotStayed", |stages| {
        let at = stages.awarded();
        at.met(&at.order("lift", "//Eve"))
    }),
    ("RecordClosed", |stages| {
        let at = stages.disputed();
        let close = at.order("close", "//Charlie");
        at.done(&close);
        at.met(&close)
    }),
    ("NoDueNotice", |stages| {
        let at = stages.funded();
        at.accept();
        at.done(&["dispute", "file", &at.escrow, DOCUMENT, "--key", "//Alice"]);
        at.award("a.toml", &["--kind", "final"]);
        enforce(&at, "a.toml")
    }),
    ("WrongSeat", |stages| {
        // The signer is told: the terms in the file are those of their hash, so no file can deceive about the seat.
        signing(stages, "seat = \"DK-84\"", "seat = \"NO-03\"")
    }),
    ("WrongDate", |stages| {
        let at = stages.disputed();
        at.award(
            "a.toml",
            &["--kind", "final", "--date", "2026-04-01T00:00:00Z"],
        );
        enforce(&at, "a.toml")
    }),
    ("NoReasons", |stages| {
        let at = stages.disputed();
        at.draft("a.toml", &["--kind", "final"]);
        at.met(&["award", "sign", "a.toml", "--key", "//Charlie"])
    }),
    ("NoOmissionReason", |stages| {
        let at = panel(stages);
        at.draft("a.toml", &["--kind", "final", "--reasons", DOCUMENT]);
        for key in ["//Charlie", "//Dave"] {
            at.done(&["award", "sign", "a.toml", "--key", key]);
        }
        enforce(&at, "a.toml")
    }),
    ("WrongAmounts", |stages| {
        let at = stages.disputed();
        at.draft("a.toml", &["--kind", "final", "--reasons", DOCUMENT]);
        at.edit("a.toml", "held = \"12.5\"", "held = \"11.5\"");
        at.edit("a.toml", "to_payee = \"12.5\"", "to_payee = \"11.5\"");
        at.done(&["award", "sign", "a.toml", "--key", "//Charlie"]);
        enforce(&at, "a.toml")
    }),
    ("AboveCap", |stages| {
        let at = stages.disputed();
        at.draft(
            "a.toml",
            &[
                "--kind",
                "final",
                "--to-tribunal",
                "2",
                "--reasons",
                DOCUMENT,
            ],
        );
        at.edit(
            "a.toml",
            "most_for_tribunal = \"1\"",
            "most_for_tribunal = \"2\"",
        );
        at.done(&["award", "sign", "a.toml", "--key", "//Charlie"]);
        enforce(&at, "a.toml")
    }),
    ("MalformedAward", |stages| {
        signing(
            stages,
            "# pause_until = \"…\"  interim awards only",
            "pause_until = \"2026-04-01T00:00:00Z\"",
        )
    }),
    ("MalformedOrder", |stages| {
        let at = stages.disputed();
        at.met(&[
            "order",
            "close",
            &at.escrow,
            "--document",
            NONE,
            "--key",
            "//Charlie",
        ])
    }),
];
