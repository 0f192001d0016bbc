//! A file of records that only grows, and that shows every change made by anybody else.
//!
//! ```text
//! 0      name and version, zeros
//! 1024   slot A: how far the records go
//! 2048   slot B: the same, one record earlier or later
//! 4096   records: length (4 bytes), payload, checksum (32 bytes)
//! ```
//! A record's checksum covers its payload and the checksum before it. A record is added by writing it
//! behind the last one, then writing the older slot: whoever dies in between leaves the newer slot, and
//! bytes behind the end that nobody reads. Opening reads everything, checks everything and writes
//! nothing.
//!
//! Why not a database: those at hand repair, or abort on, what they find damaged. A chain must say what
//! is wrong and leave it as it is.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{self, Read, Seek, SeekFrom, Write},
    ops::Range,
    path::{Path, PathBuf},
};

use super::error::StoreError;
use examine::{End, NAME, RECORDS_AT, SLOT_AT, checksum_of, examine};

mod examine;
#[cfg(test)]
mod tests;

/// An open file of records, locked against everybody else.
pub(super) struct Log {
    file: File,
    path: PathBuf,
    end: End,
}

/// What a file holds.
pub(super) struct Contents {
    pub(super) bytes: Vec<u8>,
    /// Where the payload of each record lies.
    pub(super) payloads: Vec<Range<usize>>,
}

impl Log {
    /// Makes a new file with its first record.
    pub(super) fn create(path: &Path, version: &str, payload: &[u8]) -> Result<Self, StoreError> {
        let make = || {
            let mut options = OpenOptions::new();
            let mut file = options
                .read(true)
                .write(true)
                .create(true)
                .truncate(true)
                .open(path)?;
            let mut header = vec![0; RECORDS_AT];
            let name = format!("{NAME}{version}");
            header[..name.len()].copy_from_slice(name.as_bytes());
            file.write_all(&header)?;
            Ok(file)
        };
        let file = make().map_err(|source| StoreError::io(path, source))?;
        let mut log = Self {
            file,
            path: path.to_owned(),
            end: End::NONE,
        };
        if !log.try_lock()? {
            // Nobody else knows the file yet, unless two create the same chain at once.
            let source = io::Error::from(io::ErrorKind::ResourceBusy);
            return Err(StoreError::io(path, source));
        }
        log.append(payload)?;
        Ok(log)
    }

    /// Opens a file; `None` if somebody else has it open.
    pub(super) fn open(path: &Path, version: &str) -> Result<Option<(Self, Contents)>, StoreError> {
        let io = |source| StoreError::io(path, source);
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .open(path)
            .map_err(io)?;
        let mut log = Self {
            file,
            path: path.to_owned(),
            end: End::NONE,
        };
        if !log.try_lock()? {
            return Ok(None);
        }
        let mut bytes = Vec::new();
        log.file.read_to_end(&mut bytes).map_err(io)?;
        let (end, payloads) = examine(path, &bytes, version)?;
        log.end = end;
        Ok(Some((log, Contents { bytes, payloads })))
    }

    /// Adds a record. After an error the file is as it was, for all who read it.
    pub(super) fn append(&mut self, payload: &[u8]) -> Result<(), StoreError> {
        self.try_append(payload).map_err(|source| {
            // What was written lies behind the end. Gone it takes no room.
            let _ = self.file.set_len(self.end.offset);
            StoreError::io(&self.path, source)
        })
    }

    /// Takes the file's new name into account.
    pub(super) fn renamed(&mut self, path: &Path) {
        path.clone_into(&mut self.path);
    }

    fn try_append(&mut self, payload: &[u8]) -> io::Result<()> {
        let too_long = |_| io::Error::from(io::ErrorKind::FileTooLarge);
        let length = u32::try_from(payload.len()).map_err(too_long)?;
        let checksum = checksum_of(&self.end.checksum, payload);
        let record = [&length.to_le_bytes()[..], payload, &checksum].concat();
        let end = End {
            records: self.end.records + 1,
            offset: self.end.offset + record.len() as u64,
            checksum,
        };
        self.write_at(self.end.offset, &record)?;
        self.file.sync_data()?;
        let slot = SLOT_AT[usize::from(end.records.is_multiple_of(2))];
        self.write_at(slot, &end.to_slot())?;
        self.file.sync_data()?;
        self.end = end;
        Ok(())
    }

    fn write_at(&mut self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(offset))?;
        self.file.write_all(bytes)
    }

    fn try_lock(&self) -> Result<bool, StoreError> {
        match self.file.try_lock() {
            Ok(()) => Ok(true),
            Err(TryLockError::WouldBlock) => Ok(false),
            Err(TryLockError::Error(source)) => Err(StoreError::io(&self.path, source)),
        }
    }
}
