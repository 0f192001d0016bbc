//! What a dossier holds, and what its cover sheet says of each requirement.

mod support;

use std::collections::BTreeMap;

use exequatur_client::files::hash_text;
use exequatur_dossier::dossier::{Content, Dossier, Enclosed, Given, LIST, Status, dossier};
use exequatur_dossier::reading::Reading;
use exequatur_protocol::{Hash, Phase};
use support::cases::{by_default, enforced};
use support::{Docket, paper};

fn made(reading: &Reading, papers: &[&str]) -> Dossier {
    let given = papers.iter().map(|text| {
        let name = format!("{text}.md");
        (paper(text), Given { name })
    });
    let enclosed = Enclosed {
        terms: "terms".to_owned(),
        export: b"export".to_vec(),
        given: given.collect::<BTreeMap<Hash, Given>>(),
    };
    dossier(reading, &enclosed).expect("the cover sheet can be written")
}

const ALL: [&str; 7] = [
    "agreement",
    "notice",
    "answer",
    "disclosure",
    "award",
    "reasons",
    "Acceptance test",
];

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
        "Award 1: signed",
        "Award 1: reasons",
        "Award 1: date and place",
        "The tribunal",
        "The notice of arbitration",
        "Proof that the respondent had notice",
        "The respondent’s answer",
    ] {
        assert_eq!(status(&dossier, what), Status::Met, "{what}");
    }
    for what in [
        "The award authenticated",
        "The original agreement",
        "A certified translation",
        "A signed copy delivered",
        "Who is behind",
    ] {
        assert_eq!(status(&dossier, what), Status::ForAPerson, "{what}");
    }
    assert!(
        dossier
            .requirements
            .iter()
            .all(|one| one.status != Status::NotMet)
    );
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
fn default_is_told_with_the_day_on_which_the_time_ended() {
    let dossier = made(&by_default().reading(), &ALL);
    let answer = dossier
        .requirements
        .iter()
        .find(|one| one.what.starts_with("The respondent’s answer"))
        .expect("it is asked for");
    assert_eq!(answer.status, Status::Partly);
    assert!(
        answer
            .place
            .starts_with("No answer is on record; the time for it ended on 5 March 2026"),
        "{}",
        answer.place
    );
    assert_eq!(
        status(&dossier, "Proof that the respondent had notice"),
        Status::Met
    );
    assert_eq!(status(&dossier, "Award 1: binding"), Status::Partly);
}

#[test]
fn without_an_award_the_cover_sheet_says_so() {
    let docket = Docket::disputed();
    assert_eq!(
        docket.reading().state.map(|state| state.phase),
        Some(Phase::Disputed)
    );
    let dossier = made(&docket.reading(), &ALL);
    assert_eq!(status(&dossier, "An award"), Status::NotMet);
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
    let (one, other) = (
        made(&enforced().reading(), &ALL),
        made(&enforced().reading(), &ALL),
    );
    assert_eq!(one.files, other.files);
}
