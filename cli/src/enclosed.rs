//! A file whose hash goes on chain and which nobody else has yet: it is written before anything is sent, and only then.

use std::path::PathBuf;

use exequatur_client::files::{FileError, write_new};

use crate::error::CliError;

/// What lies beside a transaction.
#[derive(Clone, Debug)]
pub struct Enclosed {
    /// Where it goes.
    pub path: PathBuf,
    /// What it says.
    pub content: String,
    /// The option that names another place.
    pub option: &'static str,
}

impl Enclosed {
    /// Whether the same file is there already, as it is after something was sent that did not go through.
    ///
    /// # Errors
    /// If something else is there.
    pub fn is_there(&self) -> Result<bool, CliError> {
        match std::fs::read_to_string(&self.path) {
            Ok(there) if there == self.content => Ok(true),
            Ok(_) => Err(CliError::from(FileError::Exists(self.path.clone()))
                .values("no file, or this very one", "a file with other content")
                .hint(format!(
                    "nothing is ever overwritten: name another place with {}, or remove the file if nothing on record refers to it",
                    self.option
                ))),
            // What cannot be read cannot be written either, and that is where it is said.
            Err(_) => Ok(false),
        }
    }

    /// Writes it, and does what needs it. If that sent nothing, what was written here is taken away again.
    pub fn while_sending<T>(
        &self,
        send: impl FnOnce() -> Result<T, CliError>,
    ) -> Result<T, CliError> {
        let written = !self.is_there()?;
        if written {
            write_new(&self.path, &self.content)?;
        }
        let outcome = send();
        if written && matches!(&outcome, Err(error) if !error.sent) {
            std::fs::remove_file(&self.path).map_err(|reason| FileError::Write {
                path: self.path.clone(),
                reason,
            })?;
        }
        outcome
    }
}
