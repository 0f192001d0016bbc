//! What a dossier holds, and what its cover sheet says of each requirement.

mod support;

use exequatur_audit::Shares;
use exequatur_client::files::hash_text;
use exequatur_dossier::dossier::{Content, Dossier, LIST, Status};
use exequatur_dossier::reading::{AtHand, Result};
use exequatur_protocol::{AwardKind, Phase};
use support::cases::{contested, determined, enforced, measured, ruled, turned};
use support::sheets::{ALL, cover_sheet, made, row, top};
use support::{Docket, paper};

/// The status of the one requirement whose text begins so.
fn status(dossier: &Dossier, what: &str) -> Status {
    let found: Vec<_> = dossier
        .requirements
        .iter()
        .filter(|one| one.what.starts_with(what))
        .collect();
    assert_eq!(found.len(), 1, "{what}: {:#?}", dossier.requirements);
    found[0].status
}

#[test]
fn with_all_papers_everything_is_met_that_a_program_can_show() {
    let dossier = made(&enforced().reading(), &ALL);
    for what in [
        "The agreement that the terms name",
        "Both parties’ consent",
        "Award 1: the document",
        "Award 1: reasons",
        "The tribunal",
        "Proof that the respondent had notice",
        "The respondent’s answer",
    ] {
        assert_eq!(status(&dossier, what), Status::Met, "{what}");
    }
    for what in [
        "Award 1: an arbitral award",
        "Award 1: signed",
        "Award 1: date and place",
        "Award 1: binding",
        "The notice of arbitration",
        "Notice to the respondent",
    ] {
        assert_eq!(status(&dossier, what), Status::Partly, "{what}");
    }
    for what in [
        "The award authenticated",
        "The original agreement",
        "A certified translation",
        "Award 1: a signed copy delivered",
        "Who is behind",
        "Capacity of the parties",
        "An award within what was submitted",
        "A full hearing",
        "A dispute that may be arbitrated",
    ] {
        assert_eq!(status(&dossier, what), Status::ForAPerson, "{what}");
    }
    assert_eq!(
        status(&dossier, "Award 1: the reason for a signature"),
        Status::NotNeeded
    );
    assert!(
        dossier
            .requirements
            .iter()
            .all(|one| one.status != Status::NotMet)
    );
}

#[test]
fn every_paragraph_on_form_and_every_ground_of_refusal_is_on_the_sheet() {
    let dossier = made(&enforced().reading(), &ALL);
    let sources: Vec<&str> = dossier.requirements.iter().map(|one| one.source).collect();
    let sources = sources.join("; ");
    let convention = [
        "IV(1)(a)", "IV(1)(b)", "IV(2)", "V(1)(a)", "V(1)(b)", "V(1)(c)", "V(1)(d)", "V(1)(e)",
        "V(2)", "VI;",
    ];
    let model_law = [
        "31(1)",
        "31(2)",
        "31(3)",
        "31(4)",
        "35(2)",
        "36(1)(a)(i)",
        "36(1)(a)(ii)",
        "36(1)(a)(iii)",
        "36(1)(a)(iv)",
        "36(1)(a)(v)",
        "36(1)(b)",
        "36(2)",
    ];
    for number in convention.iter().chain(&model_law) {
        assert!(sources.contains(number), "{number}: {sources}");
    }
}

#[test]
fn a_paper_that_is_missing_is_named_and_its_requirement_is_not_met() {
    for (missing, what) in [
        ("agreement", "The agreement that the terms name"),
        ("notice", "The notice of arbitration"),
        ("answer", "The respondent’s answer"),
        ("award", "Award 1: the document"),
        ("reasons", "Award 1: reasons"),
    ] {
        let rest: Vec<&str> = ALL.into_iter().filter(|name| *name != missing).collect();
        let dossier = made(&enforced().reading(), &rest);
        assert_eq!(status(&dossier, what), Status::NotMet, "{missing}");
        let named = dossier
            .papers
            .iter()
            .find(|one| one.sha256 == paper(missing))
            .expect("the record names it");
        assert_eq!(named.path, None);
    }
}

#[test]
fn without_an_award_the_cover_sheet_says_so() {
    let docket = Docket::disputed();
    assert_eq!(
        docket.reading().state.map(|state| state.phase),
        Some(Phase::Disputed)
    );
    let dossier = made(&docket.reading(), &ALL);
    assert_eq!(status(&dossier, "An award on record"), Status::NotMet);
}

#[test]
fn the_list_has_the_hash_of_every_file_and_nothing_else() {
    let dossier = made(&enforced().reading(), &ALL);
    let (last, files) = dossier.files.split_last().expect("there are files");
    assert_eq!(last.path, LIST);
    let Content::Made(list) = &last.content else {
        panic!("the list is made");
    };
    let lines: Vec<String> = files
        .iter()
        .map(|file| {
            if let Content::Made(bytes) = &file.content {
                assert_eq!(file.sha256, hash_text::sha256(bytes));
            }
            let digits = hash_text::format(&file.sha256);
            format!("{}  {}", digits.trim_start_matches("0x"), file.path)
        })
        .collect();
    assert_eq!(
        String::from_utf8(list.clone()).expect("text"),
        lines.join("\n") + "\n"
    );
    assert!(
        files
            .iter()
            .any(|file| file.path == "papers/07-award-award.md")
    );
}

#[test]
fn the_same_case_and_papers_give_the_same_bytes() {
    // One record: a key of sr25519 never signs the same twice.
    let docket = enforced();
    let made = || made(&docket.reading(), &ALL);
    let (one, other) = (made(), made());
    assert!(one.files == other.files);
}

#[test]
fn a_missing_signature_a_replacement_and_a_correction_are_told() {
    let papers = [&ALL[..], &["omission"]].concat();
    let place = |dossier: &Dossier, what: &str| {
        let mut found = dossier.requirements.iter();
        let found = found.find(|one| one.what.starts_with(what));
        found.expect("it is asked for").place.clone()
    };
    let dossier = made(&contested().reading(), &papers);
    assert!(place(&dossier, "Award 2: signed").starts_with("2 of 3 arbitrators signed; 2 had to"));
    let why = "Award 2: the reason for a signature";
    assert_eq!(status(&dossier, why), Status::Met);
    assert!(place(&dossier, why).contains("why-a-signature-is-missing-omission.md"));
    assert_eq!(
        status(&dossier, "Award 1: the reason for a signature"),
        Status::NotNeeded
    );
    assert!(place(&dossier, "The tribunal, composed").contains("put there by entry"));
    assert!(place(&dossier, "The tribunal, composed").contains("left the tribunal on"));
    let both = place(&dossier, "Award 2: its correction, produced with it");
    assert!(both.contains("restated by award 3") && both.contains("produce both"));
    assert!(
        place(&dossier, "Award 3: a correction")
            .contains("together with the award that it corrects")
    );
    assert_eq!(
        status(&dossier, "Award 3: a correction"),
        Status::ForAPerson
    );
    assert!(place(&dossier, "Award 3: binding").contains("; under a court’s stay until 2"));
    assert!(place(&dossier, "Award 3: binding").contains(" April 2026"));
    // Without the statement the requirement is not met, and the others are not touched.
    let without = made(&contested().reading(), &ALL);
    assert_eq!(status(&without, why), Status::NotMet);
    assert_eq!(status(&without, "Award 2: signed"), Status::Partly);
}

#[test]
fn the_ruling_of_a_contract_is_no_writing_that_arbitrators_signed() {
    let dossier = made(&ruled().reading(), &ALL);
    assert_eq!(
        status(&dossier, "Award 1: in writing and signed"),
        Status::NotMet
    );
    let reading = ruled().reading();
    let facts = &reading.decisions[0].facts;
    assert_eq!((facts.form.code(), facts.form.kind()), ("ruling", None));
    assert_eq!(facts.standing.code(), "binding_on_chain_only");
    let shares = Shares {
        to_payer: 0,
        to_payee: 1_200_000,
        to_tribunal: 0,
    };
    assert_eq!(facts.shares, shares);
}

#[test]
fn what_is_no_award_is_called_none_in_the_first_row_and_at_the_top() {
    let first = |dossier: &Dossier, number: u8| {
        let part = format!("Award {number}: ");
        let mut rows = dossier.requirements.iter();
        let first = rows.find(|one| one.what.starts_with(&part));
        let first = first.expect("it has rows");
        assert_eq!(first.what, format!("{part}an arbitral award"));
        first.status
    };
    let expert = made(&determined().reading(), &ALL);
    assert_eq!(first(&expert, 1), Status::NotMet);
    let sheet = cover_sheet(&expert);
    let top = &sheet[..sheet.find("What is asked for").expect("it is there")];
    assert!(
        top.contains("IS NO ARBITRAL AWARD: expert determination"),
        "{top}"
    );
    assert!(top.contains("ONE PARTY IS A CONSUMER"), "{top}");
    assert_eq!(first(&made(&ruled().reading(), &ALL), 1), Status::NotMet);
    let turned = made(&turned().reading(), &ALL);
    assert_eq!(first(&turned, 1), Status::NotNeeded);
    assert_eq!(first(&turned, 2), Status::Partly);
    // An order has no Article 31 to keep.
    let of_order = turned.requirements.iter();
    assert_eq!(
        of_order
            .filter(|one| one.what.starts_with("Award 1: "))
            .count(),
        2
    );
    let award = cover_sheet(&made(&enforced().reading(), &ALL));
    assert!(!award.contains("IS NO ARBITRAL AWARD") && !award.contains("CONSUMER"));
    let caveats = award
        .find("# What this does not show")
        .expect("it is there");
    assert!(award[caveats..].contains("That the chain itself is honest."));
}

#[test]
fn record_of_orders_only_has_no_award() {
    let mut docket = Docket::disputed();
    docket.award(AwardKind::Termination, [0, 0, 0], &["Charlie"]);
    let dossier = made(&docket.reading(), &ALL);
    let (status, place) = row(&dossier, "An award on record");
    assert_eq!(status, Status::NotMet);
    assert!(place.starts_with("None of what was decided"), "{place}");
    assert!(top(&dossier).contains("**NO ARBITRAL AWARD IS ON RECORD"));
    let award = made(&enforced().reading(), &ALL);
    let mut rows = award.requirements.iter();
    assert!(rows.all(|one| one.what != "An award on record"));
}

#[test]
fn interim_measure_is_called_one_everywhere_on_the_sheet() {
    let dossier = made(&measured().reading(), &ALL);
    let (status, _) = row(&dossier, "Award 1: an arbitral award");
    assert_eq!(status, Status::NotMet);
    let sheet = cover_sheet(&dossier);
    assert!(sheet.contains("IS AN INTERIM MEASURE"), "{sheet}");
    assert!(
        sheet.contains(
            "Interim measure, enforceable on its own terms (Model Law of 2006, Art. 17, 17 H, 17 I)"
        ),
        "{sheet}"
    );
    assert!(
        !sheet.contains("rbitral award, as far as form goes"),
        "{sheet}"
    );
}

#[test]
fn what_nothing_anchors_is_not_verified_at_the_top() {
    let mut reading = enforced().reading();
    reading.verification.result = Result::Incomplete;
    reading.verification.sentence = "The block is only the file’s word.".to_owned();
    let part = top(&made(&reading, &ALL));
    assert!(part.contains("**Verified in part: The block"), "{part}");
    reading.verification.anchored = false;
    let sheet = top(&made(&reading, &ALL));
    assert!(
        sheet.starts_with(
            "# Dossier for recognition and enforcement\n\n**NOT VERIFIED: The block is only the file’s word.**"
        ),
        "{sheet}"
    );
    assert!(
        sheet.contains("as far as a record that is NOT VERIFIED shows them: "),
        "{sheet}"
    );
    assert!(!sheet.contains("Verified in part"), "{sheet}");
}

#[test]
fn later_entries_are_told_and_leave_open_whether_an_award_stands() {
    let on_hold = || {
        let mut docket = Docket::disputed();
        docket.award(AwardKind::Final, [100_000, 1_100_000, 0], &["Charlie"]);
        docket.reading()
    };
    let binding = "Award 1: binding, not set aside, not suspended";
    let dossier = made(&on_hold(), &ALL);
    assert_eq!(row(&dossier, binding).0, Status::Partly);
    let sheet = top(&dossier);
    assert!(
        sheet.contains("Whatever happened later is not in this dossier."),
        "{sheet}"
    );
    let older = made(&on_hold().with_later(2), &ALL);
    let (status, place) = row(&older, binding);
    assert_eq!(status, Status::NotMet);
    assert!(place.contains("has 2 later entries"), "{place}");
    assert!(top(&older).contains("**The record goes on: "));
    // Where an escrow has ended, money is withdrawn, and nothing else changes.
    let ended = made(&enforced().reading().with_later(1), &ALL);
    assert_eq!(row(&ended, binding).0, Status::Partly);
}

#[test]
fn paper_that_was_altered_is_told_at_the_top_and_in_its_row() {
    let mut docket = enforced();
    let how = "award.md was altered".to_owned();
    docket.papers = Some([(paper("award"), AtHand::Differs { how })].into());
    let rest: Vec<&str> = ALL.into_iter().filter(|name| *name != "award").collect();
    let dossier = made(&docket.reading(), &rest);
    let (status, place) = row(&dossier, "Award 1: the document");
    assert_eq!(status, Status::NotMet);
    assert_eq!(
        place,
        "what was given does not fit the record: award.md was altered"
    );
    let sheet = cover_sheet(&dossier);
    let top = &sheet[..sheet.find("What is asked for").expect("it is there")];
    for part in [
        "A PAPER DOES NOT FIT THE RECORD",
        "the award of entry 7. award.md was altered.",
        "DIVERGENT: ",
    ] {
        assert!(top.contains(part), "no {part} in {top}");
    }
    assert!(sheet.contains("NOT HERE: WHAT WAS GIVEN DOES NOT FIT."));
}
