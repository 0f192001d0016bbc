//! The page of one account on one chain: a file, replaced as a whole.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use exequatur_protocol::Hash;
use serde::{Deserialize, Serialize};

use super::entry::{Entry, Outcome, Written};
use super::error::JournalError;

const FORMAT: &str = "exequatur journal 1";

/// How often a lock that another process has is tried again.
const RETRY: Duration = Duration::from_millis(50);

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenPage {
    format: String,
    entries: Vec<Written>,
}

/// The entries of an account, locked against other processes.
#[derive(Debug)]
pub struct Page {
    path: PathBuf,
    genesis: Hash,
    account: [u8; 32],
    entries: Vec<Entry>,
    /// Locked until it is closed.
    _lock: File,
}

impl Page {
    pub(super) fn lock(
        folder: &Path,
        genesis: Hash,
        account: &[u8; 32],
        patience: Duration,
    ) -> Result<Self, JournalError> {
        let path = folder.join(format!("{}.json", hex::encode(account)));
        let lock_path = path.with_extension("lock");
        let cannot = |path: &Path| {
            let path = path.to_owned();
            move |reason| JournalError::Write { path, reason }
        };
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
            .map_err(cannot(folder))?;
        let lock = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&lock_path)
            .map_err(cannot(&lock_path))?;
        let start = Instant::now();
        loop {
            match lock.try_lock() {
                Ok(()) => break,
                Err(TryLockError::Error(reason)) => return Err(cannot(&lock_path)(reason)),
                Err(TryLockError::WouldBlock) if start.elapsed() >= patience => {
                    return Err(JournalError::Busy {
                        path: lock_path,
                        waited_s: patience.as_secs(),
                    });
                }
                Err(TryLockError::WouldBlock) => sleep(RETRY),
            }
        }
        Ok(Page {
            entries: read(&path)?,
            path,
            genesis,
            account: *account,
            _lock: lock,
        })
    }

    /// Whether it is the page of this account on the chain with this block 0.
    pub fn is_of(&self, genesis: &Hash, account: &[u8; 32]) -> bool {
        self.genesis == *genesis && self.account == *account
    }

    /// The entries, oldest first.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Notes a transaction, before it goes out. On disk when this returns.
    ///
    /// # Errors
    /// [`JournalError::Write`]; nothing may be sent then.
    pub fn note(&mut self, entry: Entry) -> Result<(), JournalError> {
        let mut entries = self.entries.clone();
        // What was told last is kept only as long as it is the last.
        entries.retain(|entry| !entry.told);
        entries.push(entry);
        self.write(entries)
    }

    /// Notes what became of one.
    ///
    /// # Errors
    /// [`JournalError::Write`]; then it counts as not found out yet.
    pub fn settle(&mut self, transaction: &Hash, outcome: Outcome) -> Result<(), JournalError> {
        let mut entries = self.entries.clone();
        for entry in &mut entries {
            if entry.transaction.hash == *transaction {
                entry.outcome = Some(outcome.clone());
            }
        }
        self.write(entries)
    }

    /// Forgets one that never went out, or of which nothing is left.
    ///
    /// # Errors
    /// [`JournalError::Write`]
    pub fn forget(&mut self, transaction: &Hash) -> Result<(), JournalError> {
        let mut entries = self.entries.clone();
        entries.retain(|entry| entry.transaction.hash != *transaction);
        self.write(entries)
    }

    /// Notes that somebody was told about those that are named, as far as it was found out what became of them. What went in last is
    /// kept, to see later whether the chain still has it.
    ///
    /// # Errors
    /// [`JournalError::Write`]; then it is told once more.
    pub fn told(&mut self, named: impl Fn(&Entry) -> bool) -> Result<(), JournalError> {
        let mut entries = self.entries.clone();
        for entry in &mut entries {
            entry.told |= entry.outcome.is_some() && named(entry);
        }
        if entries == self.entries {
            return Ok(());
        }
        let in_block = |entry: &Entry| matches!(entry.outcome, Some(Outcome::InBlock { .. }));
        let last = entries.iter().rposition(in_block);
        let mut place = 0..;
        entries.retain(|entry| {
            let place = place.next();
            !entry.told || place == last
        });
        self.write(entries)
    }

    /// Notes that a warning named some. Unlike those that were told, they stay: nobody repeats a warning, but the command that sent
    /// them is still known again.
    ///
    /// # Errors
    /// [`JournalError::Write`]; then it is warned of once more.
    pub fn warned(&mut self, named: impl Fn(&Entry) -> bool) -> Result<(), JournalError> {
        let mut entries = self.entries.clone();
        for entry in &mut entries {
            entry.warned |= named(entry);
        }
        if entries == self.entries {
            return Ok(());
        }
        self.write(entries)
    }

    /// At every moment the old page or the new one is whole.
    fn write(&mut self, entries: Vec<Entry>) -> Result<(), JournalError> {
        let page = WrittenPage {
            format: FORMAT.to_owned(),
            entries: entries.iter().map(Written::from).collect(),
        };
        let written = serde_json::to_vec_pretty(&page)
            .map_err(io::Error::from)
            .and_then(|bytes| self.replace(&bytes));
        written.map_err(|reason| JournalError::Write {
            path: self.path.clone(),
            reason,
        })?;
        self.entries = entries;
        Ok(())
    }

    fn replace(&self, bytes: &[u8]) -> io::Result<()> {
        // Only the holder of the lock writes, so that what a killed process left is written over.
        let draft = self.path.with_extension("new");
        let mut file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&draft)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&draft, &self.path)?;
        // The name is safe on disk only once the folder is.
        let folder = self.path.parent().unwrap_or(Path::new("."));
        File::open(folder)?.sync_all()
    }
}

/// The entries in a file; none if there is no file.
pub(super) fn read(path: &Path) -> Result<Vec<Entry>, JournalError> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(reason) => {
            return Err(JournalError::Read {
                path: path.to_owned(),
                reason,
            });
        }
    };
    let damaged = |reason: String| JournalError::Damaged {
        path: path.to_owned(),
        reason,
    };
    let page: WrittenPage =
        serde_json::from_slice(&bytes).map_err(|error| damaged(error.to_string()))?;
    if page.format != FORMAT {
        let found = page.format;
        return Err(damaged(format!(
            "expected the format {FORMAT:?}, found {found:?}"
        )));
    }
    Ok(page.entries.into_iter().map(Entry::from).collect())
}
