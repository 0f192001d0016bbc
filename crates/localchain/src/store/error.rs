//! What can go wrong with a chain on disk.

use std::{
    io,
    path::{Path, PathBuf},
};

use crate::runtime::GenesisError;

/// Why a chain on disk cannot be opened, read or written. The files are left as they are.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Thrown when the directory does not exist.
    #[error("expected a chain in {}, found no such directory: create the chain first", dir.display())]
    Missing {
        /// The directory.
        dir: PathBuf,
    },
    /// Thrown when the directory exists without a chain in it.
    #[error("expected a chain in {}, found no file {} there: create the chain first", dir.display(), super::disk::CHAIN_FILE)]
    NoChain {
        /// The directory.
        dir: PathBuf,
    },
    /// Thrown when something else has the name of the chain's file.
    #[error("expected {} to be the file of a chain, found a folder, a pipe or a device: move it away", file.display())]
    NotAFile {
        /// What has its name.
        file: PathBuf,
    },
    /// Thrown when a chain would be created where there is one.
    #[error("expected no chain in {}, found one: open it, or choose another directory", dir.display())]
    AlreadyExists {
        /// The directory.
        dir: PathBuf,
    },
    /// Thrown when another process has the chain open and does not finish in time.
    #[error("the chain in {} is in use by another process and was not released within {waited_ms} ms: let that one finish, then try again", dir.display())]
    Locked {
        /// The directory.
        dir: PathBuf,
        /// How long it was waited, in milliseconds.
        waited_ms: u128,
    },
    /// Thrown when the chain was written by another version of this software.
    #[error("expected version {expected} of {}, found version {found}: use the version that created it", file.display())]
    WrongVersion {
        /// The file.
        file: PathBuf,
        /// Version of this software's files.
        expected: String,
        /// Version in the file.
        found: String,
    },
    /// Thrown when the file ends too early.
    #[error("{} is truncated: expected {expected_bytes} bytes, found {found_bytes}", file.display())]
    Truncated {
        /// The file.
        file: PathBuf,
        /// How long it has to be at least.
        expected_bytes: u64,
        /// How long it is.
        found_bytes: u64,
    },
    /// Thrown when something lies behind the last whole block: a block whose writing was interrupted, or
    /// what does not belong there.
    #[error("{} is damaged: expected its end after {expected_bytes} bytes, found {found_bytes} bytes: behind the newest block lies something else", file.display())]
    Unfinished {
        /// The file.
        file: PathBuf,
        /// Where the last whole block ends.
        expected_bytes: u64,
        /// How long the file is.
        found_bytes: u64,
    },
    /// Thrown when the file was altered or damaged.
    #[error("{} is damaged: expected {expected} for {what}, found {found}", file.display())]
    Corrupted {
        /// The file.
        file: PathBuf,
        /// The part that is not as it was written.
        what: String,
        /// What was expected there.
        expected: String,
        /// What is there.
        found: String,
    },
    /// Thrown when a chain that was opened for reading is written to.
    #[error("expected {} to be open for writing, found it open for reading", file.display())]
    ReadOnly {
        /// The file.
        file: PathBuf,
    },
    /// Thrown when the file is not the one any more that a repair was planned for.
    #[error("expected {} as it was when the repair was planned, found it changed: look at it again", file.display())]
    ChangedMeanwhile {
        /// The file.
        file: PathBuf,
    },
    /// Thrown when there is no space left to write to.
    #[error("no space left to write {}: the newest block was not added", file.display())]
    DiskFull {
        /// The file.
        file: PathBuf,
    },
    /// Thrown when the operating system refuses.
    #[error("cannot access {}: {source}", file.display())]
    Io {
        /// The file or directory.
        file: PathBuf,
        /// Its reason.
        source: io::Error,
    },
}

/// Why a chain could not be started.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// Thrown when no chain can start like that.
    #[error(transparent)]
    Genesis(#[from] GenesisError),
    /// Thrown when it cannot be stored.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl StoreError {
    /// Whether the file itself is not as it was written, so that a repair may help.
    pub fn is_damage(&self) -> bool {
        self.damage().is_some()
    }

    /// What was expected in the file and what was found, if it is not as it was written.
    pub fn damage(&self) -> Option<(String, String)> {
        match self {
            Self::Truncated {
                expected_bytes,
                found_bytes,
                ..
            } => Some((
                format!("{expected_bytes} bytes or more"),
                format!("{found_bytes} bytes"),
            )),
            Self::Unfinished {
                expected_bytes,
                found_bytes,
                ..
            } => Some((
                format!("the end of the file after {expected_bytes} bytes"),
                format!("{found_bytes} bytes"),
            )),
            Self::Corrupted {
                what,
                expected,
                found,
                ..
            } => Some((format!("{expected} for {what}"), found.clone())),
            Self::Missing { .. }
            | Self::NoChain { .. }
            | Self::NotAFile { .. }
            | Self::AlreadyExists { .. }
            | Self::Locked { .. }
            | Self::WrongVersion { .. }
            | Self::ReadOnly { .. }
            | Self::ChangedMeanwhile { .. }
            | Self::DiskFull { .. }
            | Self::Io { .. } => None,
        }
    }

    pub(super) fn corrupted(file: &Path, what: &str, expected: &str, found: &str) -> Self {
        Self::Corrupted {
            file: file.to_owned(),
            what: what.to_owned(),
            expected: expected.to_owned(),
            found: found.to_owned(),
        }
    }

    pub(super) fn io(file: &Path, source: io::Error) -> Self {
        use io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
        let file = file.to_owned();
        match source.kind() {
            StorageFull | QuotaExceeded | FileTooLarge => Self::DiskFull { file },
            _ => Self::Io { file, source },
        }
    }
}
