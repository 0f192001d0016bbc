//! Documents and manifests in a folder, held against the exhibits on record.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use exequatur_client::audit::Exhibit;
use exequatur_client::files::{FileError, Manifest, hash_text};
use exequatur_protocol::{Address, Hash};

use crate::error::CliError;
use crate::{patience, text};

/// The files of a folder, by their hashes.
pub struct ExhibitFiles {
    dir: PathBuf,
    files: BTreeMap<Hash, PathBuf>,
    /// Manifests from elsewhere.
    manifests: BTreeMap<Hash, String>,
    /// Papers that the record names: a file that is one of them is no altered copy of another.
    on_record: BTreeSet<Hash>,
    /// For which escrow manifests must be.
    chain_id: u64,
    contract: Address,
}

/// What is wrong with an exhibit.
pub enum Problem {
    /// It is not there.
    Absent(String),
    /// It is there, altered or for another escrow.
    Differs {
        /// Whether it is the manifest, and not the document.
        manifest: bool,
        /// In words.
        words: String,
    },
}

impl Problem {
    fn of_manifest(words: String) -> Self {
        Self::Differs {
            manifest: true,
            words,
        }
    }

    /// In words.
    pub fn words(&self) -> &str {
        match self {
            Problem::Absent(words) | Problem::Differs { words, .. } => words,
        }
    }
}

impl ExhibitFiles {
    /// Hashes every file of a folder.
    pub fn read(dir: &Path, chain_id: u64, contract: Address) -> Result<Self, CliError> {
        let what = format!("hashing the files in {}", dir.display());
        let files = patience::with(what, || hashed(dir))?;
        Ok(Self::of(dir, files, chain_id, contract))
    }

    /// The files of a folder, which were hashed already.
    pub fn of(
        dir: &Path,
        files: BTreeMap<Hash, PathBuf>,
        chain_id: u64,
        contract: Address,
    ) -> Self {
        ExhibitFiles {
            dir: dir.to_owned(),
            files,
            manifests: BTreeMap::new(),
            on_record: BTreeSet::new(),
            chain_id,
            contract,
        }
    }

    /// Says which papers the record names. Whoever files an exhibit chooses the name in its manifest, and may choose that of another paper.
    pub fn name(&mut self, papers: impl IntoIterator<Item = Hash>) {
        self.on_record.extend(papers);
    }

    /// Adds a manifest that lies elsewhere. It counts by the hash of its text.
    pub fn add_manifest(&mut self, text: &str) {
        let hash = hash_text::sha256(text.as_bytes());
        self.manifests.insert(hash, text.to_owned());
    }

    /// Files that belong to none of the exhibits.
    pub fn others(&self, exhibits: &[Exhibit]) -> Vec<String> {
        let known = |hash: &Hash| {
            exhibits
                .iter()
                .any(|one| one.document == *hash || one.manifest == *hash)
        };
        self.files
            .iter()
            .filter(|(hash, _)| !known(hash))
            .map(|(_, path)| path.display().to_string())
            .collect()
    }

    /// The exhibit's manifest if it is there, and what is wrong.
    pub fn check(&self, exhibit: &Exhibit) -> (Option<Manifest>, Option<Problem>) {
        let read = match (
            self.files.get(&exhibit.manifest),
            self.manifests.get(&exhibit.manifest),
        ) {
            (Some(path), _) => Manifest::read(path),
            (None, Some(text)) => Manifest::parse(Path::new("manifest"), text),
            (None, None) => return (None, Some(self.without_manifest(exhibit))),
        };
        let manifest = match read {
            Ok(manifest) => manifest,
            Err(error) => {
                let words = format!("its manifest is unreadable: {error}");
                return (None, Some(Problem::of_manifest(words)));
            }
        };
        let problem = if manifest.contract != self.contract || manifest.chain_id != self.chain_id {
            let words = "its manifest is for another escrow".to_owned();
            Some(Problem::of_manifest(words))
        } else if manifest.sha256 != exhibit.document {
            let words = format!(
                "its manifest describes another document: expected SHA-256 {}, found {}",
                text::hash(&exhibit.document),
                text::hash(&manifest.sha256)
            );
            Some(Problem::of_manifest(words))
        } else if let Some(path) = self.files.get(&exhibit.document) {
            other_size(path, &manifest)
        } else {
            Some(self.without_document(exhibit, &manifest))
        };
        (Some(manifest), problem)
    }

    /// The manifest is not there; one of the same document may be, altered.
    fn without_manifest(&self, exhibit: &Exhibit) -> Problem {
        if let Some((path, found)) = self.altered_manifest(exhibit) {
            let words = format!(
                "its manifest {} was altered: expected SHA-256 {}, found {}",
                text::escape(&path.display().to_string()),
                text::hash(&exhibit.manifest),
                text::hash(found)
            );
            return Problem::of_manifest(words);
        }
        let missing = if self.files.contains_key(&exhibit.document) {
            "the document is there, its manifest"
        } else {
            "document and manifest"
        };
        Problem::Absent(format!(
            "{missing} with SHA-256 {} not found in {}",
            text::hash(&exhibit.manifest),
            text::escape(&self.dir.display().to_string())
        ))
    }

    fn altered_manifest(&self, exhibit: &Exhibit) -> Option<(&Path, &Hash)> {
        let mut files = self.files.iter();
        let (found, path) = files.find(|(hash, path)| {
            let json = path.extension().is_some_and(|ending| ending == "json");
            let manifest = (json && !self.on_record.contains(*hash)).then(|| Manifest::read(path));
            matches!(manifest, Some(Ok(manifest)) if manifest.sha256 == exhibit.document
                && manifest.contract == self.contract && manifest.chain_id == self.chain_id)
        })?;
        Some((path.as_path(), found))
    }

    /// The document is not there; a file of its name may be, altered. The name comes from outside: only its last part counts.
    fn without_document(&self, exhibit: &Exhibit, manifest: &Manifest) -> Problem {
        let expected = text::hash(&exhibit.document);
        let name = Path::new(&manifest.file).file_name();
        let path = name.map(|name| self.dir.join(name));
        // A pipe or a device of that name is no document, and reading it might never end.
        let path = path.filter(|path| path.is_file());
        match path.map(|path| hash_text::sha256_file(&path)) {
            Some(Ok((found, _))) if !self.on_record.contains(&found) => Problem::Differs {
                manifest: false,
                words: format!(
                    "{} was altered: expected SHA-256 {expected}, found {}",
                    text::escape(&manifest.file),
                    text::hash(&found)
                ),
            },
            Some(_) | None => {
                Problem::Absent(format!("the document with SHA-256 {expected} is not there"))
            }
        }
    }
}

/// Says of a document that fits the record that its manifest gives it another length: then whoever wrote the manifest wrote something untrue.
fn other_size(path: &Path, manifest: &Manifest) -> Option<Problem> {
    let found = match std::fs::metadata(path) {
        Ok(about) => about.len(),
        Err(error) => {
            let words = format!("its document was read, and cannot be looked at any more: {error}");
            return Some(Problem::Absent(words));
        }
    };
    (found != manifest.size).then(|| {
        let words = format!(
            "its manifest says that the document has {} bytes, and it has {found}",
            manifest.size
        );
        Problem::of_manifest(words)
    })
}

/// Every file of a folder, by its SHA-256.
pub fn hashed(dir: &Path) -> Result<BTreeMap<Hash, PathBuf>, CliError> {
    let mut files = BTreeMap::new();
    let items = std::fs::read_dir(dir).map_err(|error| FileError::folder(dir, error))?;
    let mut paths = Vec::new();
    for item in items {
        paths.push(item.map_err(|error| FileError::read(dir, error))?.path());
    }
    // In the order of their names, so that of two equal files the same one is taken everywhere.
    paths.sort();
    for path in paths.into_iter().filter(|path| path.is_file()) {
        let (hash, _) = hash_text::sha256_file(&path)?;
        files.entry(hash).or_insert(path);
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use exequatur_protocol::Roles;

    use super::*;

    #[test]
    fn manifest_that_gives_its_document_another_length_does_not_fit() {
        let folder = tempfile::tempdir().expect("a folder");
        let contract = Address([7; 20]);
        let document = "the contract";
        std::fs::write(folder.path().join("contract.txt"), document).expect("ours");
        let problem = |size: u64| {
            let manifest = Manifest {
                chain_id: 1,
                contract,
                number: "C-1".to_owned(),
                title: "Contract".to_owned(),
                author: String::new(),
                media_type: "text/plain".to_owned(),
                file: "contract.txt".to_owned(),
                size,
                sha256: hash_text::sha256(document.as_bytes()),
            };
            let exhibit = Exhibit {
                entry: 6,
                at: 1_780_000_000,
                by: contract,
                role: Roles(1),
                document: manifest.sha256,
                manifest: manifest.hash(),
                late: false,
            };
            let mut files = ExhibitFiles::read(folder.path(), 1, contract).expect("it can be read");
            files.add_manifest(&manifest.to_text());
            files.check(&exhibit).1
        };
        assert!(problem(12).is_none());
        let Some(Problem::Differs { manifest, words }) = problem(13) else {
            panic!("it fits");
        };
        assert!(manifest);
        let expected = "its manifest says that the document has 13 bytes, and it has 12";
        assert_eq!(words, expected);
    }
}
