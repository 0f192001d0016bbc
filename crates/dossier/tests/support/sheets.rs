//! Dossiers of cases, and what their cover sheets say.

use std::collections::BTreeMap;

use exequatur_dossier::dossier::{Content, Dossier, Enclosed, Given, Status, dossier};
use exequatur_dossier::reading::Reading;
use exequatur_paper::Fonts;
use exequatur_protocol::Hash;

use super::paper;

/// The dossier of a case with these papers.
pub fn made(reading: &Reading, papers: &[&str]) -> Dossier {
    let given = papers.iter().map(|text| {
        let name = format!("{text}.md");
        (paper(text), Given { name })
    });
    let enclosed = Enclosed {
        terms: "terms".to_owned(),
        export: b"export".to_vec(),
        given: given.collect::<BTreeMap<Hash, Given>>(),
        fonts: Fonts::own(),
    };
    dossier(reading, &enclosed).expect("the cover sheet can be written")
}

/// Every paper that the cases name.
pub const ALL: [&str; 7] = [
    "agreement",
    "notice",
    "answer",
    "disclosure",
    "award",
    "reasons",
    "Acceptance test",
];

/// Status and text of the one requirement with this name.
pub fn row(dossier: &Dossier, what: &str) -> (Status, String) {
    let rows: Vec<_> = dossier
        .requirements
        .iter()
        .filter(|one| one.what == what)
        .collect();
    assert_eq!(rows.len(), 1, "{what}");
    (rows[0].status, rows[0].place.clone())
}

/// A text of the dossier.
pub fn text(dossier: &Dossier, path: &str) -> String {
    let mut files = dossier.files.iter();
    let file = files.find(|file| file.path == path);
    let Content::Made(bytes) = &file.unwrap_or_else(|| panic!("no {path}")).content else {
        panic!("{path} is made");
    };
    String::from_utf8(bytes.clone()).expect("text")
}

/// What the cover sheet says.
pub fn cover_sheet(dossier: &Dossier) -> String {
    text(dossier, "00-cover-sheet.md")
}

/// What stands on the cover sheet before the list.
pub fn top(dossier: &Dossier) -> String {
    let sheet = cover_sheet(dossier);
    let end = sheet.find("# What is asked for").expect("it is there");
    sheet[..end].to_owned()
}
