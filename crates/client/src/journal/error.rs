//! What can be wrong with the journal.

use std::io;
use std::path::PathBuf;

/// Why the journal cannot be used. Nothing is sent without it.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// Thrown when another process sends with the same account.
    #[error(
        "another command is sending with this key; waited {waited_s} s for {}",
        path.display()
    )]
    Busy {
        /// The page.
        path: PathBuf,
        /// How long it was waited, in seconds.
        waited_s: u64,
    },
    /// Thrown when the system does not let it be read.
    #[error("cannot read {}: {reason}", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// The system's reason.
        reason: io::Error,
    },
    /// Thrown when the system does not let it be written.
    #[error("cannot write {}: {reason}", path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// The system's reason.
        reason: io::Error,
    },
    /// Thrown when a file is not as it was written.
    #[error("{} is no page of the journal: {reason}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
}
