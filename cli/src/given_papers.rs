//! Papers that somebody has in a folder, held against those that a record names. One rule for what is altered and what is missing, wherever papers are compared.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use exequatur_client::audit::Verification;
use exequatur_client::counted::counted;
use exequatur_client::files::{AuditFile, hash_text};
use exequatur_dossier::reading::{AtHand, papers_of};
use exequatur_protocol::Hash;
use serde_json::{Value, json};

use crate::error::CliError;
use crate::exhibit_files::{ExhibitFiles, Problem};
use crate::text;

/// What comparing a folder with a record showed.
pub struct GivenPapers {
    /// The files, by their SHA-256.
    pub files: BTreeMap<Hash, PathBuf>,
    /// What was found of each paper that the record names.
    pub at_hand: BTreeMap<Hash, AtHand>,
    /// The papers in the order of the record, each once: what it is, its entry, its SHA-256.
    named: Vec<(String, u32, Hash)>,
    /// How many files are none of them.
    others: usize,
}

impl GivenPapers {
    /// Compares the files of a folder, which were hashed already.
    pub fn compare(
        dir: &Path,
        files: BTreeMap<Hash, PathBuf>,
        file: &AuditFile,
        verification: &Verification,
    ) -> Self {
        let export = &file.export;
        let mut named: Vec<(String, u32, Hash)> = Vec::new();
        let mut known = BTreeSet::new();
        for step in &verification.steps {
            for paper in papers_of(&step.action) {
                if known.insert(paper.sha256) {
                    named.push((paper.what, step.entry.number, paper.sha256));
                }
            }
        }
        let mut exhibits = ExhibitFiles::of(dir, files.clone(), export.chain_id, export.contract);
        exhibits.name(known.iter().copied());
        let mut at_hand = BTreeMap::new();
        for manifest in &export.manifests {
            exhibits.add_manifest(&manifest.text);
            let hash = hash_text::sha256(manifest.text.as_bytes());
            let file = "in the exported case".to_owned();
            at_hand.insert(hash, AtHand::Fits { file });
        }
        for (hash, path) in &files {
            let file = path.file_name().unwrap_or_default();
            let file = file.to_string_lossy().into_owned();
            at_hand.insert(*hash, AtHand::Fits { file });
        }
        let others = files.keys().filter(|hash| !known.contains(*hash)).count();
        at_hand.retain(|hash, _| known.contains(hash));
        for exhibit in &verification.exhibits {
            if let (_, Some(Problem::Differs { manifest, words })) = exhibits.check(exhibit) {
                let altered = match manifest {
                    true => exhibit.manifest,
                    false => exhibit.document,
                };
                at_hand.insert(altered, AtHand::Differs { how: words });
            }
        }
        for (_, _, hash) in &named {
            at_hand.entry(*hash).or_insert(AtHand::Missing);
        }
        Self {
            files,
            at_hand,
            named,
            others,
        }
    }

    /// Those that do not fit, a line each.
    pub fn differ(&self) -> Vec<String> {
        self.told(|at_hand| match at_hand {
            AtHand::Differs { how } => Some(how.clone()),
            AtHand::Fits { .. } | AtHand::Missing => None,
        })
    }

    /// Those that do not fit, as an error.
    pub fn differing(&self) -> Option<CliError> {
        let differ = self.differ();
        if differ.is_empty() {
            return None;
        }
        let message = format!(
            "{} {} not fit the record",
            counted(differ.len(), "paper", "papers"),
            if differ.len() == 1 { "does" } else { "do" }
        );
        let error = CliError::verification("ExhibitDiffers", message)
            .values(
                "every paper as the record names it, unaltered",
                differ.join("\n            "),
            )
            .hint("ask whoever filed the paper for it, and for its manifest if it is an exhibit");
        Some(error)
    }

    /// Those that are not there, a line each.
    pub fn absent(&self) -> Vec<String> {
        self.told(|at_hand| match at_hand {
            AtHand::Missing => Some("not at hand".to_owned()),
            AtHand::Fits { .. } | AtHand::Differs { .. } => None,
        })
    }

    fn told(&self, word: impl Fn(&AtHand) -> Option<String>) -> Vec<String> {
        let named = self.named.iter();
        named
            .filter_map(|(what, entry, hash)| {
                let word = word(self.at_hand.get(hash)?)?;
                let hash = text::hash(hash);
                Some(format!("{what} of entry {entry}, SHA-256 {hash}: {word}"))
            })
            .collect()
    }

    /// For people, a line a matter.
    pub fn lines(&self) -> Vec<String> {
        let (differ, absent) = (self.differ(), self.absent());
        let all = self.named.len();
        let mut lines = vec![format!(
            "papers:    {} of {} that the record names at hand and as on record; besides them {}",
            all - differ.len() - absent.len(),
            counted(all, "paper", "papers"),
            counted(self.others, "file", "files"),
        )];
        lines.extend(differ.iter().map(|line| format!("differs:   {line}")));
        lines.extend(absent.iter().map(|line| format!("not there: {line}")));
        lines
    }

    /// For programs.
    pub fn value(&self) -> Value {
        let papers = self.named.iter().map(|(what, entry, hash)| {
            let (word, file, problem) = match self.at_hand.get(hash) {
                Some(AtHand::Fits { file }) => ("fits", Some(file), None),
                Some(AtHand::Differs { how }) => ("differs", None, Some(how)),
                Some(AtHand::Missing) | None => ("missing", None, None),
            };
            json!({
                "what": what, "entry": entry, "sha256": text::hash(hash), "at_hand": word, "file": file, "problem": problem,
            })
        });
        json!(papers.collect::<Vec<_>>())
    }
}
