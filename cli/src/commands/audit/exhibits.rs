//! Exhibits on record beside the files of a folder, as `audit verify` and `audit replay` compare them: one after another, without keeping them.

use std::path::Path;

use exequatur_client::audit::{Exhibit, Manifest};
use exequatur_protocol::{Address, Hash};
use serde_json::{Value, json};

use crate::commands::evidence::{line, value};
use crate::error::CliError;
use crate::exhibit_files::{ExhibitFiles, Problem};

/// How many exhibits that do not fit an error names; the others are counted.
const NAMED: usize = 20;

/// Compares exhibits with files, and notes what does not fit.
pub struct Comparison {
    files: ExhibitFiles,
    differ: Noted,
    absent: Noted,
}

/// How an exhibit compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// Document and manifest are there, unaltered.
    Fits,
    /// One of them was altered, or is for another escrow.
    Differs,
    /// One of them is not there.
    Absent,
}

/// An exhibit that was compared.
pub struct Compared {
    /// How.
    pub fit: Fit,
    /// For people, on one line.
    pub line: String,
    /// For programs.
    pub value: Value,
}

impl Comparison {
    /// Hashes every file of a folder. `manifests` come from elsewhere.
    pub fn with(
        dir: &Path,
        chain_id: u64,
        contract: Address,
        manifests: &[Manifest],
    ) -> Result<Self, CliError> {
        let mut files = ExhibitFiles::read(dir, chain_id, contract)?;
        for manifest in manifests {
            files.add_manifest(&manifest.text);
        }
        Ok(Comparison {
            files,
            differ: Noted::default(),
            absent: Noted::default(),
        })
    }

    /// Names papers that are on record: a file that is one of them is no altered other one, whatever a manifest calls it.
    pub fn name(&mut self, papers: impl Iterator<Item = Hash>) {
        self.files.name(papers);
    }

    /// Compares the next exhibit.
    pub fn take(&mut self, exhibit: &Exhibit) -> Compared {
        let (manifest, problem) = self.files.check(exhibit);
        let about = line(exhibit, manifest.as_ref());
        let mut told = value(exhibit, manifest.as_ref());
        told["problem"] = json!(problem.as_ref().map(Problem::words));
        let (fit, label, about) = match problem {
            None => (Fit::Fits, "fits:", about),
            Some(Problem::Differs { words, .. }) => {
                let about = format!("{about}: {words}");
                self.differ.note(&about);
                (Fit::Differs, "differs:", about)
            }
            Some(Problem::Absent(words)) => {
                let about = format!("{about}: {words}");
                self.absent.note(&about);
                (Fit::Absent, "not there:", about)
            }
        };
        Compared {
            fit,
            line: format!("{label:<11}{about}"),
            value: told,
        }
    }

    /// Exhibits that differ, as an error.
    pub fn differing(&self) -> Option<CliError> {
        if self.differ.count == 0 {
            return None;
        }
        let message = format!("exhibits do not fit the record: {}", self.differ.count);
        let error = CliError::verification("ExhibitDiffers", message)
            .values(
                "every exhibit and its manifest, unaltered",
                self.differ.lines().join("\n            "),
            )
            .hint("ask whoever filed the exhibit for the document and its manifest");
        Some(error)
    }

    /// Exhibits that are not there, one a line.
    pub fn absent(&self) -> Vec<String> {
        self.absent.lines()
    }
}

/// What does not fit: the first by name, all by number.
#[derive(Default)]
struct Noted {
    first: Vec<String>,
    count: usize,
}

impl Noted {
    fn note(&mut self, line: &str) {
        self.count += 1;
        if self.first.len() < NAMED {
            self.first.push(line.to_owned());
        }
    }

    fn lines(&self) -> Vec<String> {
        let mut lines = self.first.clone();
        if self.count > lines.len() {
            lines.push(format!("and {} more", self.count - lines.len()));
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use exequatur_protocol::Roles;

    use super::*;
    use crate::text;

    #[test]
    fn of_many_exhibits_that_are_not_there_the_first_are_named_and_the_rest_counted() {
        let folder = tempfile::tempdir().expect("a folder");
        let contract = Address([7; 20]);
        let mut comparison =
            Comparison::with(folder.path(), 1, contract, &[]).expect("it can be read");
        for entry in 0..25u8 {
            let exhibit = Exhibit {
                entry: entry.into(),
                at: 1_780_000_000,
                by: contract,
                role: Roles(1),
                document: [entry; 32],
                manifest: [entry; 32],
                late: false,
            };
            let compared = comparison.take(&exhibit);
            assert_eq!(compared.fit, Fit::Absent);
            assert!(compared.line.starts_with("not there: entry "));
            let problem = compared.value["problem"].as_str().expect("words");
            assert!(problem.contains(&text::hash(&[entry; 32])), "{problem}");
        }
        let absent = comparison.absent();
        assert_eq!(absent.len(), NAMED + 1);
        assert_eq!(absent.last().map(String::as_str), Some("and 5 more"));
        assert_eq!(comparison.differing(), None);
    }
}
