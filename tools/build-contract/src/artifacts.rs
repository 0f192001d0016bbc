//! The committed artifacts: `<name>.contract` is the source of truth, `CODE_HASH` its identity for people and scripts.

use crate::{bundle::Bundle, difference};
use anyhow::{Context, Result};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// The folder in which one contract's artifacts are committed.
pub struct Artifacts {
    bundle: PathBuf,
    code_hash: PathBuf,
}

impl Artifacts {
    /// The artifacts of the contract in `contract`, named after that folder, in `folder`.
    ///
    /// # Errors
    /// The contract's path has no last part to name the artifacts after.
    pub fn of(contract: &Path, folder: PathBuf) -> Result<Self> {
        let name = contract.file_name().with_context(|| {
            format!(
                "expected a named folder as contract, found {}",
                contract.display()
            )
        })?;
        Ok(Self {
            bundle: folder.join(name).with_extension("contract"),
            code_hash: folder.join("CODE_HASH"),
        })
    }

    /// What differs between the committed artifacts and a rebuilt bundle, a line each; empty if every byte is equal.
    ///
    /// # Errors
    /// The committed bundle is absent or is none.
    pub fn compare(&self, rebuilt: &Bundle) -> Result<Vec<String>> {
        let text = read(&self.bundle)?;
        let committed =
            Bundle::from_text(&text).with_context(|| self.bundle.display().to_string())?;
        let mut differences = Vec::new();
        if let Some(byte) = difference::first_byte(committed.code(), rebuilt.code()) {
            differences.push(format!(
                "code: expected {}, found {}; first different byte {byte}",
                committed.summary(),
                rebuilt.summary()
            ));
        }
        if let Some(place) = difference::first_place(committed.json(), rebuilt.json()) {
            differences.push(format!("{}: {place}", name(&self.bundle)));
        } else if text != rebuilt.text() {
            differences.push(format!(
                "{}: same content, other layout",
                name(&self.bundle)
            ));
        }
        let (expected, found) = (read(&self.code_hash)?, hash_line(rebuilt));
        if expected != found {
            differences.push(format!(
                "{}: expected {:?}, found {:?}",
                name(&self.code_hash),
                expected,
                found
            ));
        }
        Ok(differences)
    }

    /// Puts the rebuilt bundle in the place of the committed artifacts.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn write(&self, rebuilt: &Bundle) -> Result<()> {
        write(&self.bundle, &rebuilt.text())?;
        write(&self.code_hash, &hash_line(rebuilt))
    }
}

fn hash_line(bundle: &Bundle) -> String {
    format!("0x{}\n", hex::encode(bundle.code_hash()))
}

/// The last part of a path.
pub fn name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

fn write(path: &Path, text: &str) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)
            .with_context(|| format!("cannot create {}", folder.display()))?;
    }
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::tests::{built, empty};

    fn folder() -> (tempfile::TempDir, Artifacts) {
        let folder = tempfile::tempdir().unwrap();
        let artifacts = Artifacts::of(
            Path::new("contracts/escrow"),
            folder.path().join("artifacts"),
        )
        .unwrap();
        (folder, artifacts)
    }

    #[test]
    fn written_artifacts_compare_equal() {
        let (_folder, artifacts) = folder();
        artifacts.write(&empty("x")).unwrap();
        assert_eq!(
            artifacts.compare(&empty("another host")).unwrap(),
            Vec::<String>::new()
        );
        assert_eq!(name(&artifacts.bundle), "escrow.contract");
    }

    #[test]
    fn other_code_is_named_with_hash_size_and_byte() {
        let (_folder, artifacts) = folder();
        artifacts.write(&empty("x")).unwrap();
        let keccak_of_zero = "0xbc36789e7a1e281436464229828f817d6612f7b477d66591ff96a9e064bcc98a";
        let other = Bundle::from_build(&built("0x00", keccak_of_zero, "x")).unwrap();
        let differences = artifacts.compare(&other).unwrap();
        assert_eq!(differences.len(), 3, "{differences:?}");
        assert!(
            differences[0].ends_with("1 bytes; first different byte 0"),
            "{differences:?}"
        );
        assert!(
            differences[1].starts_with("escrow.contract: /source/"),
            "{differences:?}"
        );
        assert!(
            differences[2].starts_with("CODE_HASH: expected"),
            "{differences:?}"
        );
    }

    #[test]
    fn a_hash_file_of_other_code_differs() {
        let (_folder, artifacts) = folder();
        artifacts.write(&empty("x")).unwrap();
        fs::write(&artifacts.code_hash, "0x00\n").unwrap();
        let differences = artifacts.compare(&empty("x")).unwrap();
        assert_eq!(differences.len(), 1);
        assert!(
            differences[0].starts_with("CODE_HASH: expected \"0x00\\n\""),
            "{differences:?}"
        );
    }

    #[test]
    fn another_layout_differs() {
        let (_folder, artifacts) = folder();
        artifacts.write(&empty("x")).unwrap();
        fs::write(&artifacts.bundle, empty("x").json().to_string()).unwrap();
        let differences = artifacts.compare(&empty("x")).unwrap();
        assert_eq!(differences, ["escrow.contract: same content, other layout"]);
    }

    #[test]
    fn absent_artifacts_are_an_error() {
        let (_folder, artifacts) = folder();
        let error = artifacts.compare(&empty("x")).unwrap_err();
        assert!(error.to_string().starts_with("cannot read "), "{error}");
    }
}
