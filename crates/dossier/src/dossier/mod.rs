//! What a court asks for when somebody relies on an award: papers, proof, and a cover sheet that says for each requirement where it is
//! met, or that it is not.

mod cover;
mod requirements;
mod shelf;
mod signatures;

use requirements::requirements;
pub use requirements::{Requirement, Status};
pub use shelf::{Given, Named, named_papers};

use std::collections::{BTreeMap, BTreeSet};

use exequatur_client::files::hash_text;
use exequatur_paper::{Fonts, PdfError};
use exequatur_protocol::Hash;

use crate::page::html;
use crate::reading::Reading;

/// What goes into a file of the dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// These bytes.
    Made(Vec<u8>),
    /// The given paper with this SHA-256.
    Given(Hash),
}

/// A file of the dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its path in the dossier's folder; letters, digits, `-`, `_`, `.` and `/` only.
    pub path: String,
    /// Its SHA-256.
    pub sha256: Hash,
    /// What goes into it.
    pub content: Content,
}

/// A dossier that is ready to be written.
#[derive(Clone, Debug)]
pub struct Dossier {
    /// Its files, in their order; the list of their hashes is the last.
    pub files: Vec<File>,
    /// Papers that the record names, with where they lie, if they were given.
    pub papers: Vec<Named>,
    /// What a reader has to know of the case before anything else, as it stands at the top of the cover sheet.
    pub warnings: Vec<String>,
    /// What is asked for, and whether it is there.
    pub requirements: Vec<Requirement>,
    /// Characters for which there was no font: the cover sheet has their numbers instead.
    pub without_font: BTreeSet<char>,
}

/// What a dossier is made from, besides the reading.
#[derive(Clone, Debug)]
pub struct Enclosed {
    /// The terms as a file.
    pub terms: String,
    /// The audit export, from which everything can be recomputed.
    pub export: Vec<u8>,
    /// Papers that are at hand, by their SHA-256.
    pub given: BTreeMap<Hash, Given>,
    /// Fonts for what the program's own lack.
    pub fonts: Fonts,
}

/// Name of the list of hashes, in the form of `sha256sum`.
pub const LIST: &str = "SHA256SUMS";

/// Puts it together. The same case and papers give the same bytes, unless they have characters that only a machine's own fonts have.
///
/// # Errors
/// If the cover sheet cannot be written as PDF.
pub fn dossier(reading: &Reading, enclosed: &Enclosed) -> Result<Dossier, PdfError> {
    let papers = named_papers(reading, &enclosed.given);
    let signed = signatures::files(reading);
    let requirements = requirements(reading, &papers, &signed);
    let warnings = reading.warnings();
    let cover = cover::cover(reading, &papers, &warnings, &requirements);
    let pdf = cover.to_pdf(&enclosed.fonts)?;
    let sheet = signatures::sheet(reading, &signed);
    let sheet_pdf = sheet.to_pdf(&enclosed.fonts)?;
    let named = |ending: &str| format!("{}.{ending}", signatures::SHEET);
    let mut made = vec![
        ("00-cover-sheet.pdf".to_owned(), pdf.bytes),
        (
            "00-cover-sheet.md".to_owned(),
            cover.to_markdown().into_bytes(),
        ),
        ("01-report.html".to_owned(), html(reading).into_bytes()),
        (
            "02-terms.toml".to_owned(),
            enclosed.terms.clone().into_bytes(),
        ),
        ("03-audit-export.json".to_owned(), enclosed.export.clone()),
        (named("pdf"), sheet_pdf.bytes),
        (named("md"), sheet.to_markdown().into_bytes()),
    ];
    let texts = signed.into_iter();
    made.extend(texts.map(|(path, text)| (path, text.into_bytes())));
    let mut files: Vec<File> = made
        .into_iter()
        .map(|(path, bytes)| File {
            path,
            sha256: hash_text::sha256(&bytes),
            content: Content::Made(bytes),
        })
        .collect();
    for paper in &papers {
        let Some(path) = &paper.path else { continue };
        // One paper may be named for two things; it lies there once.
        if files.iter().all(|file| file.path != *path) {
            files.push(File {
                path: path.clone(),
                sha256: paper.sha256,
                content: Content::Given(paper.sha256),
            });
        }
    }
    let list: String = files
        .iter()
        .map(|file| {
            let digits = hash_text::format(&file.sha256);
            format!("{}  {}\n", digits.trim_start_matches("0x"), file.path)
        })
        .collect();
    files.push(File {
        path: LIST.to_owned(),
        sha256: hash_text::sha256(list.as_bytes()),
        content: Content::Made(list.into_bytes()),
    });
    Ok(Dossier {
        files,
        papers,
        warnings,
        requirements,
        without_font: &pdf.without_font | &sheet_pdf.without_font,
    })
}
