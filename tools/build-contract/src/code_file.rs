//! Committed code without metadata: of contracts that only tests use.

use crate::{artifacts::name, difference};
use anyhow::{Context, Result};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// A committed file of code.
pub struct CodeFile {
    path: PathBuf,
}

impl CodeFile {
    /// The code of the contract in `contract`, named after that folder, in `folder`.
    ///
    /// # Errors
    /// The contract's path has no last part to name the file after.
    pub fn of(contract: &Path, folder: PathBuf) -> Result<Self> {
        let name = contract.file_name().with_context(|| {
            format!(
                "expected a named folder as contract, found {}",
                contract.display()
            )
        })?;
        Ok(Self {
            path: folder.join(name).with_extension("polkavm"),
        })
    }

    /// What differs between the committed code and the rebuilt one; empty if every byte is equal.
    ///
    /// # Errors
    /// There is no committed code.
    pub fn compare(&self, rebuilt: &[u8]) -> Result<Vec<String>> {
        let committed =
            fs::read(&self.path).with_context(|| format!("cannot read {}", self.path.display()))?;
        let difference = difference::first_byte(&committed, rebuilt).map(|byte| {
            format!(
                "{}: expected {} bytes, found {}; first different byte {byte}",
                name(&self.path),
                committed.len(),
                rebuilt.len()
            )
        });
        Ok(difference.into_iter().collect())
    }

    /// Puts the rebuilt code in the place of the committed one.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write(&self, rebuilt: &[u8]) -> Result<()> {
        fs::write(&self.path, rebuilt)
            .with_context(|| format!("cannot write {}", self.path.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_changed_byte_differs_and_the_written_code_does_not() {
        let folder = tempfile::tempdir().unwrap();
        let file = CodeFile::of(Path::new("fixtures/hostile"), folder.path().into()).unwrap();
        assert!(file.compare(b"code").is_err());
        file.write(b"code").unwrap();
        assert_eq!(file.compare(b"code").unwrap(), Vec::<String>::new());
        assert_eq!(
            file.compare(b"cope").unwrap(),
            ["hostile.polkavm: expected 4 bytes, found 4; first different byte 2"]
        );
    }
}
