//! `tribunal`, `pause`, `dispute`, `evidence`, `order`, `award`, `audit`: a case from its notice to its replay.

mod support;

use support::Place;

/// Runs and answers with exit code and everything printed.
fn expect(place: &Place, exit: i32, arguments: &[&str], parts: &[&str]) -> String {
    let printed = place.run(arguments);
    assert!(
        printed.starts_with(&format!("exit {exit}\n")),
        "expected exit {exit} of {arguments:?}, found {printed}"
    );
    for part in parts {
        assert!(
            printed.contains(part),
            "expected {part:?} from {arguments:?}, found {printed}"
        );
    }
    printed
}

fn write(place: &Place, name: &str, text: &str) {
    std::fs::write(place.path().join(name), text).expect("the folder is ours");
}

fn entries(place: &Place, escrow: &str) -> String {
    place.field("/result/entries", &["escrow", "status", escrow])
}

/// A funded escrow whose arbitrator accepted, with a dispute that the respondent answered.
fn disputed(place: &Place) -> String {
    let escrow = place.funded();
    for name in [
        "disclosure.md",
        "notice.md",
        "answer.md",
        "award.md",
        "reasons.md",
    ] {
        write(place, name, name);
    }
    place.done(&[
        "tribunal",
        "accept",
        &escrow,
        "--disclosure",
        "disclosure.md",
        "--key",
        "//Charlie",
        "--yes",
    ]);
    place.done(&[
        "dispute",
        "file",
        &escrow,
        "notice.md",
        "--key",
        "//Alice",
        "--yes",
    ]);
    place.done(&[
        "dispute",
        "answer",
        &escrow,
        "answer.md",
        "--key",
        "//Bob",
        "--yes",
    ]);
    escrow
}

fn draft(place: &Place, escrow: &str) {
    place.done(&[
        "award",
        "draft",
        escrow,
        "--kind",
        "final",
        "--to-payer",
        "5",
        "--to-tribunal",
        "1",
        "--document",
        "award.md",
        "--reasons",
        "reasons.md",
        "--out",
        "award.toml",
    ]);
}

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

#[test]
fn appointment_is_accepted_off_line_declined_and_filled_anew() {
    let place = Place::with_chain();
    let escrow = place.funded();
    let hash = "22".repeat(32);
    let accept = [
        "tribunal",
        "accept",
        &escrow,
        "--disclosure",
        &hash,
        "--key",
        "//Charlie",
    ];
    expect(
        &place,
        0,
        &[
            &accept[..],
            &[
                "--sign-only",
                "--out",
                "charlie.json",
                "--terms",
                "terms.toml",
                "--chain-id",
                "420420420",
                "--yes",
            ],
        ]
        .concat(),
        &["I accept my appointment as arbitrator", "digest: [hash]"],
    );
    let relay = [
        "tribunal",
        "accept",
        &escrow,
        "--signature",
        "charlie.json",
        "--key",
        "//Ferdie",
        "--yes",
    ];
    expect(&place, 0, &relay, &[]);
    expect(&place, 1, &relay, &["AlreadyAccepted"]);
    expect(
        &place,
        0,
        &[
            "tribunal",
            "decline",
            &escrow,
            "--reason",
            &hash,
            "--key",
            "//Charlie",
            "--yes",
        ],
        &["your seat is vacant"],
    );
    let replace = [
        "tribunal",
        "replace",
        &escrow,
        "--seat",
        "0",
        "--appointee",
        "//Ferdie",
        "--document",
        &hash,
        "--yes",
        "--key",
    ];
    expect(
        &place,
        1,
        &[&replace[..], &["//Alice"]].concat(),
        &["TooFewSignatures"],
    );
    expect(
        &place,
        0,
        &[&replace[..], &["//Dave"]].concat(),
        &["is appointed to seat 0 and presides"],
    );
}

#[test]
fn orders_are_given_by_those_to_whom_they_belong() {
    let place = Place::with_chain();
    let escrow = place.funded();
    let hash = "33".repeat(32);
    place.done(&[
        "tribunal",
        "accept",
        &escrow,
        "--disclosure",
        &hash,
        "--key",
        "//Charlie",
        "--yes",
    ]);
    let pause = [
        "order",
        "pause",
        &escrow,
        "--until",
        "2026-03-05T00:00:00Z",
        "--document",
        &hash,
        "--yes",
        "--key",
    ];
    expect(
        &place,
        1,
        &[&pause[..], &["//Bob"]].concat(),
        &["TooFewSignatures"],
    );
    expect(
        &place,
        0,
        &[&pause[..], &["//Charlie"]].concat(),
        &["nothing is released before 5 Mar 2026"],
    );
    let resume = [
        "order",
        "resume",
        &escrow,
        "--document",
        &hash,
        "--key",
        "//Charlie",
        "--sign-only",
        "--out",
        "resume.json",
        "--yes",
    ];
    expect(&place, 0, &resume, &["the pause ends now"]);
    expect(
        &place,
        6,
        &[
            "order",
            "close",
            &escrow,
            "--signature",
            "resume.json",
            "--key",
            "//Bob",
            "--yes",
        ],
        &["OtherMessage"],
    );
    let relay = [
        "order",
        "resume",
        &escrow,
        "--signature",
        "resume.json",
        "--key",
        "//Bob",
        "--yes",
    ];
    expect(&place, 0, &relay, &["Order 1: resume."]);
    expect(&place, 1, &relay, &["WrongSequence"]);
    expect(
        &place,
        2,
        &[
            "order",
            "stay",
            &escrow,
            "--until",
            "tomorrow",
            "--document",
            &hash,
            "--key",
            "//Eve",
            "--yes",
        ],
        &["BadMoment"],
    );
}

#[test]
fn award_is_drafted_signed_verified_enforced_and_stayed() {
    let place = Place::with_chain();
    let escrow = disputed(&place);
    draft(&place, &escrow);
    expect(
        &place,
        0,
        &["award", "verify", "award.toml"],
        &["complete: no", "signed by no arbitrator yet"],
    );
    expect(
        &place,
        6,
        &["award", "verify", "award.toml", "--complete"],
        &["TooFewSignatures"],
    );
    expect(
        &place,
        1,
        &["award", "enforce", "award.toml", "--key", "//Bob", "--yes"],
        &["TooFewSignatures"],
    );
    expect(
        &place,
        4,
        &["award", "sign", "award.toml", "--key", "//Ferdie", "--yes"],
        &["NotInTribunal"],
    );
    expect(
        &place,
        4,
        &["award", "sign", "award.toml", "--key", "//Bob", "--yes"],
        &["parties sign awards by consent only"],
    );
    expect(
        &place,
        7,
        &["award", "sign", "award.toml", "--key", "//Charlie"],
        &["ConfirmationNeeded", "6.5 UNIT to the payee"],
    );
    expect(
        &place,
        0,
        &["award", "sign", "award.toml", "--key", "//Charlie", "--yes"],
        &["signed: award.toml", "award enforce"],
    );
    let signed = std::fs::read_to_string(place.path().join("award.toml")).expect("it is there");
    expect(
        &place,
        0,
        &["award", "sign", "award.toml", "--key", "//Charlie", "--yes"],
        &["signed this award before"],
    );
    assert_eq!(
        std::fs::read_to_string(place.path().join("award.toml")).expect("it is there"),
        signed
    );
    write(
        &place,
        "altered.toml",
        &signed.replace("to_payer = \"5\"", "to_payer = \"6\""),
    );
    expect(&place, 6, &["award", "verify", "altered.toml"], &["digest"]);
    expect(
        &place,
        0,
        &["award", "verify", "award.toml", "--complete"],
        &["complete: yes"],
    );
    let before = entries(&place, &escrow);
    expect(
        &place,
        0,
        &[
            "award",
            "enforce",
            "award.toml",
            "--key",
            "//Bob",
            "--dry-run",
        ],
        &["Dry run"],
    );
    assert_eq!(entries(&place, &escrow), before);
    expect(
        &place,
        0,
        &[
            "award",
            "enforce",
            "award.toml",
            "award.toml",
            "--key",
            "//Bob",
            "--yes",
        ],
        &["status: awarded"],
    );
    expect(
        &place,
        1,
        &["award", "enforce", "award.toml", "--key", "//Bob", "--yes"],
        &["WrongSequence"],
    );
    let hash = "44".repeat(32);
    expect(
        &place,
        0,
        &[
            "order",
            "stay",
            &escrow,
            "--until",
            "2026-06-01T00:00:00Z",
            "--document",
            &hash,
            "--key",
            "//Eve",
            "--yes",
        ],
        &["1 Jun 2026"],
    );
    expect(
        &place,
        0,
        &[
            "order",
            "lift",
            &escrow,
            "--document",
            &hash,
            "--key",
            "//Eve",
            "--yes",
        ],
        &["the stay of the final award is lifted"],
    );
}

#[test]
fn award_that_the_contract_would_refuse_is_not_signed() {
    let place = Place::with_chain();
    let escrow = disputed(&place);
    draft(&place, &escrow);
    let text = std::fs::read_to_string(place.path().join("award.toml")).expect("it is there");
    write(
        &place,
        "less.toml",
        &text.replace("to_payer = \"5\"", "to_payer = \"4\""),
    );
    expect(
        &place,
        2,
        &["award", "sign", "less.toml", "--key", "//Charlie", "--yes"],
        &["WrongAmounts", "found 11.5 UNIT"],
    );
    write(
        &place,
        "typo.toml",
        &text.replace("to_payer = \"5\"", "to_payer = \"5,0\""),
    );
    expect(
        &place,
        2,
        &["award", "sign", "typo.toml", "--key", "//Charlie", "--yes"],
        &["typo.toml:", "award.to_payer: expected an amount"],
    );
}

#[test]
fn exhibits_are_filed_listed_and_compared() {
    let place = Place::with_chain();
    let escrow = disputed(&place);
    std::fs::create_dir(place.path().join("papers")).expect("the folder is ours");
    write(&place, "papers/contract.pdf", "the contract");
    expect(
        &place,
        0,
        &["evidence", "list", &escrow],
        &["no exhibit is on record"],
    );
    let add = [
        "evidence",
        "add",
        &escrow,
        "papers/contract.pdf",
        "--number",
        "C-1",
        "--title",
        "The contract",
        "--key",
    ];
    expect(
        &place,
        1,
        &[&add[..], &["//Ferdie", "--yes"]].concat(),
        &["NotAuthorised"],
    );
    expect(
        &place,
        0,
        &[&add[..], &["//Alice", "--yes"]].concat(),
        &["content address: bafkrei"],
    );
    place.done(&[
        "order",
        "close",
        &escrow,
        "--document",
        "award.md",
        "--key",
        "//Charlie",
        "--yes",
    ]);
    write(&place, "papers/late.txt", "too late");
    let late = [
        "evidence",
        "add",
        &escrow,
        "papers/late.txt",
        "--number",
        "R-1",
        "--title",
        "\u{1b}[2J",
        "--key",
        "//Bob",
        "--yes",
    ];
    expect(&place, 0, &late, &["counts as late", "\\u{1b}[2J"]);
    expect(
        &place,
        0,
        &["evidence", "list", &escrow],
        &["by the payer", "LATE: after the record was closed"],
    );
    write(&place, "papers/other.txt", "not filed");
    let verify = ["evidence", "verify", &escrow, "--dir", "papers"];
    expect(
        &place,
        0,
        &verify,
        &[
            "2 exhibits on record, all of them fit",
            "not on record: papers/other.txt",
        ],
    );
    write(&place, "papers/contract.pdf", "the contract, altered");
    expect(
        &place,
        6,
        &verify,
        &["ExhibitDiffers", "contract.pdf was altered"],
    );
    std::fs::remove_file(place.path().join("papers/late.txt.manifest.json")).expect("it is there");
    expect(&place, 6, &verify, &["2 of 2 exhibits do not fit"]);
}

#[test]
fn replay_proves_the_record_and_names_what_is_wrong_with_another() {
    let place = Place::with_chain();
    let escrow = disputed(&place);
    let replay = ["audit", "replay", &escrow];
    expect(
        &place,
        0,
        &[&replay[..], &["--export", "record.json"]].concat(),
        &[
            "The record is complete and unaltered.",
            "notice answered",
            "sent by the payee",
        ],
    );
    let text = std::fs::read_to_string(place.path().join("record.json")).expect("it is there");
    let record: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let with = |change: &dyn Fn(&mut Vec<serde_json::Value>), exit, parts: &[&str]| {
        let mut record = record.clone();
        change(record["entries"].as_array_mut().expect("a list"));
        write(&place, "other.json", &record.to_string());
        expect(
            &place,
            exit,
            &[&replay[..], &["--entries", "other.json"]].concat(),
            parts,
        );
    };
    with(&|_| (), 0, &["complete and unaltered"]);
    with(
        &|entries| drop(entries.pop()),
        6,
        &["CountDiffers", "missing at the end, from entry 5 on"],
    );
    with(
        &|entries| drop(entries.remove(2)),
        6,
        &["EntryDiverges", "entry 2 does not replay", "found 3"],
    );
    with(
        &|entries| entries.swap(3, 4),
        6,
        &["EntryDiverges", "entry 3 does not replay"],
    );
    with(
        &|entries| entries[1]["at"] = "2026-03-02T10:00:00Z".into(),
        6,
        &["OtherTime", "entry 1"],
    );
    let flip = |entries: &mut Vec<serde_json::Value>| {
        let digits = entries[4]["entry"].as_str().expect("text").to_owned();
        let last = if digits.ends_with('0') { "1" } else { "0" };
        entries[4]["entry"] = format!("{}{last}", &digits[..digits.len() - 1]).into();
    };
    with(&flip, 6, &["HeadDiffers", "an entry was altered"]);
    with(&|entries| entries.clear(), 6, &["RecordEmpty"]);
}
