//! What is said of files that were mixed up, of folders that are not there, and of what comes next.

mod case;
mod support;

use support::Place;

#[test]
fn file_of_another_kind_is_called_by_its_name() {
    let place = Place::with_chain();
    let escrow = case::disputed(&place);
    case::draft(&place, &escrow);
    let sign = [
        "tribunal",
        "accept",
        &escrow,
        "--disclosure",
        "disclosure.md",
    ];
    let out = [
        "--sign-only",
        "--out",
        "accept.json",
        "--key",
        "//Charlie",
        "--yes",
    ];
    place.done(&[&sign[..], &out].concat());
    let (award, terms, signature) = ("an award", "a file of terms", "a signature file");
    for (command, expected, found) in [
        (
            &["award", "enforce", "terms.toml", "--key", "//Bob"][..],
            award,
            terms,
        ),
        (&["award", "verify", "accept.json"], award, signature),
        (
            &["award", "sign", "accept.json", "--key", "//Charlie"],
            award,
            signature,
        ),
        (&["terms", "show", "award.toml"], terms, award),
        (
            &["escrow", "open", "accept.json", "--key", "//Bob"],
            terms,
            signature,
        ),
        (
            &[
                "tribunal",
                "accept",
                &escrow,
                "--signature",
                "award.toml",
                "--key",
                "//Bob",
            ],
            signature,
            award,
        ),
        (
            &[
                "tribunal",
                "accept",
                &escrow,
                "--signature",
                "terms.toml",
                "--key",
                "//Bob",
            ],
            signature,
            terms,
        ),
        (
            &["audit", "verify", "terms.toml"],
            "an exported case",
            terms,
        ),
    ] {
        let both = [
            format!("expected: {expected}\n"),
            format!("found:    {found}\n"),
        ];
        let parts = ["OtherKindOfFile", &both[0], &both[1], "nothing was sent"];
        case::expect(&place, 2, command, &parts);
    }
}

#[test]
fn folder_that_is_not_there_is_called_a_folder() {
    let place = Place::with_chain();
    let escrow = case::disputed(&place);
    for command in [
        &["evidence", "verify", &escrow, "--dir", "nowhere"][..],
        &["evidence", "list", &escrow, "--dir", "nowhere"],
        &[
            "audit", "report", &escrow, "--papers", "nowhere", "-o", "r.html",
        ],
    ] {
        let parts = [
            "FileNotFound",
            "expected: a folder",
            "no such folder: nowhere",
        ];
        case::expect(&place, 3, command, &parts);
    }
}

#[test]
fn next_step_names_who_is_to_approve_and_what_a_settlement_waits_for() {
    let place = Place::with_chain();
    let escrow = place.funded();
    let settle = |key: &'static str| {
        let settle = [
            "escrow",
            "settle",
            &escrow,
            "--to-payer",
            "2.5",
            "--key",
            key,
        ];
        [&settle[..], &["--yes"]].concat()
    };
    let waits = "it executes at once when the payee approves the same split";
    let next = "next:   the payee approves the proposed split (`escrow release --to-payee 10`), or a party disputes (`dispute file`); if nobody";
    let settled = case::expect(&place, 0, &settle("//Alice"), &[waits, next]);
    assert!(!settled.contains("second of payer"), "{settled}");
    case::papers(&place);
    case::dispute(&place, &escrow);
    case::expect(
        &place,
        0,
        &settle("//Bob"),
        &["next:   the payer approves the proposed split (`escrow settle --to-payee 10`)"],
    );
}

#[test]
fn terms_without_a_hold_are_warned_about_wherever_somebody_is_bound() {
    let place = Place::with_chain();
    let options = "--arbitrator //Charlie --authority //Dave --notary //Eve --hold 0h";
    place.terms_with(options);
    case::expect(
        &place,
        0,
        &["terms", "show", "terms.toml"],
        &["warning: there is no hold period: a final award pays at once"],
    );
    let open = ["escrow", "open", "terms.toml", "--key", "//Alice"];
    let said = "there is no hold period: a final award pays at once";
    case::expect(&place, 0, &[&open[..], &["--dry-run"]].concat(), &[said]);
    let escrow = place.field("/result/escrow", &[&open[..], &["--yes"]].concat());
    let accept = ["escrow", "accept", &escrow, "--key", "//Bob", "--yes"];
    case::expect(&place, 0, &accept, &[said]);
    let fund = ["escrow", "fund", &escrow, "--key", "//Alice", "--yes"];
    case::expect(&place, 0, &fund, &[said]);
}

#[test]
fn award_of_nothing_leaves_nothing_to_wait_for() {
    let place = Place::with_chain();
    let escrow = case::disputed(&place);
    for options in [
        &["--kind", "partial", "--to-payee", "12.5"][..],
        &["--kind", "final"],
    ] {
        let _ = std::fs::remove_file(place.path().join("award.toml"));
        place.done(&case::draft_with(&escrow, options));
        case::sign(&place, "//Charlie");
        place.done(&["award", "enforce", "award.toml", "--key", "//Bob", "--yes"]);
    }
    let shown = case::expect(
        &place,
        0,
        &["escrow", "status", &escrow],
        &[
            "next:   nothing is left in escrow for the award to move",
            "credit of the payee: 12.5 UNIT",
        ],
    );
    assert!(!shown.contains("the money waits"), "{shown}");
}
