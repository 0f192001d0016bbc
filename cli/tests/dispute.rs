//! `dispute`, `pause`, `resume`: a notice and its answer, and a bounded pause.

mod case;
mod support;

use case::{expect, write};
use support::Place;

#[test]
fn notice_is_filed_acknowledged_and_answered() {
    let place = Place::with_chain();
    let escrow = place.funded();
    write(&place, "notice.md", "a notice");
    let file = ["dispute", "file", &escrow, "notice.md", "--key", "//Alice"];
    expect(
        &place,
        7,
        &file,
        &[
            "ConfirmationNeeded",
            "nothing was sent",
            "a notice cannot be withdrawn",
        ],
    );
    expect(
        &place,
        0,
        &[&file[..], &["--dry-run"]].concat(),
        &[
            "Dry run: nothing was sent.",
            "the respondent has 14 days to answer",
        ],
    );
    expect(
        &place,
        0,
        &[&file[..], &["--yes"]].concat(),
        &["status: disputed"],
    );
    expect(
        &place,
        1,
        &[&file[..], &["--yes"]].concat(),
        &["WrongPhase", "nothing was sent"],
    );
    let acknowledge = ["dispute", "acknowledge", &escrow, "--yes", "--key"];
    expect(
        &place,
        1,
        &[&acknowledge[..], &["//Alice"]].concat(),
        &["NotAuthorised"],
    );
    expect(
        &place,
        0,
        &[&acknowledge[..], &["//Bob"]].concat(),
        &["status: disputed"],
    );
    let answer = [
        "dispute",
        "answer",
        &escrow,
        "notice.md",
        "--key",
        "//Bob",
        "--yes",
    ];
    expect(&place, 0, &answer, &[]);
    expect(&place, 1, &answer, &["AlreadyAnswered"]);
    expect(
        &place,
        3,
        &[
            "dispute", "answer", &escrow, "gone.md", "--key", "//Bob", "--yes",
        ],
        &["FileNotFound"],
    );
}

#[test]
fn party_pauses_once_and_resumes() {
    let place = Place::with_chain();
    let escrow = place.funded();
    let hash = "11".repeat(32);
    let pause = |period| {
        [
            "pause", &escrow, "--for", period, "--reason", &hash, "--key", "//Alice", "--yes",
        ]
        .map(str::to_owned)
    };
    let run = |exit, period, parts: &[&str]| {
        let arguments = pause(period);
        expect(
            &place,
            exit,
            &arguments.iter().map(String::as_str).collect::<Vec<_>>(),
            parts,
        )
    };
    run(2, "2 months", &["BadPeriod", "\"30 days\""]);
    run(1, "15 days", &["TooLong"]);
    run(0, "48h", &["You pause the escrow for 2 days."]);
    run(1, "48h", &["AlreadyPaused"]);
    expect(
        &place,
        1,
        &["resume", &escrow, "--key", "//Bob", "--yes"],
        &["NotPaused"],
    );
    expect(
        &place,
        0,
        &["resume", &escrow, "--key", "//Alice", "--yes"],
        &["You end your pause now."],
    );
    run(1, "48h", &["PauseUsed"]);
}
