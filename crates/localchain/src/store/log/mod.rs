//! A file of records that only grows, and that shows every change made by anybody else.
//!
//! ```text
//! 0      name and version, zeros
//! 1024   slot A: how far the records go
//! 2048   slot B: the same, one record earlier or later
//! 4096   records: length (4 bytes), payload, checksum (32 bytes)
//! ```
//! A record's checksum covers its payload and the checksum before it. A record is added by writing it
//! behind the last one, then writing the older slot. Whoever dies in between leaves a whole record without
//! its slot, which counts, or a part of one, which does not and goes with the next addition. Anything else that
//! does not belong there is refused.
//! Opening reads everything, checks everything and writes nothing; only [`Log::cut`] mends.
//!
//! Who writes has the file alone, who reads shares it with other readers, and only while the bytes are read.
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
pub(super) use examine::Salvage;
use examine::{End, NAME, RECORDS_AT, SLOT_AT, checksum_of, examine, salvage};

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

    /// Opens a file for writing; `None` if somebody else has it open.
    pub(super) fn open(path: &Path, version: &str) -> Result<Option<(Self, Contents)>, StoreError> {
        let Some((mut log, bytes)) = Self::open_unexamined(path)? else {
            return Ok(None);
        };
        let (end, payloads) = examine(path, &bytes, version)?;
        log.end = end;
        Ok(Some((log, Contents { bytes, payloads })))
    }

    /// Opens a file for mending, with its bytes as they are; `None` if somebody else has it open.
    pub(super) fn open_unexamined(path: &Path) -> Result<Option<(Self, Vec<u8>)>, StoreError> {
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
        Ok(Some((log, bytes)))
    }

    /// The bytes of a file, which may be read-only; `None` if somebody is writing to it.
    pub(super) fn read(path: &Path) -> Result<Option<Vec<u8>>, StoreError> {
        let io = |source| StoreError::io(path, source);
        let mut file = File::open(path).map_err(io)?;
        if !locked(path, file.try_lock_shared())? {
            return Ok(None);
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(io)?;
        Ok(Some(bytes))
    }

    /// What the bytes of a whole file hold.
    pub(super) fn contents(
        path: &Path,
        bytes: Vec<u8>,
        version: &str,
    ) -> Result<Contents, StoreError> {
        let (_, payloads) = examine(path, &bytes, version)?;
        Ok(Contents { bytes, payloads })
    }

    /// What is whole in the bytes of a damaged file.
    pub(super) fn salvage(path: &Path, bytes: &[u8], version: &str) -> Result<Salvage, StoreError> {
        salvage(path, bytes, version)
    }

    /// Cuts a damaged file behind its whole records. Whoever dies on the way can do it again.
    pub(super) fn cut(&mut self, salvage: &Salvage) -> Result<(), StoreError> {
        self.end = salvage.end;
        self.end_here()
            .map_err(|source| StoreError::io(&self.path, source))
    }

    /// Adds a record. After an error the file is as it was, for all who read it.
    pub(super) fn append(&mut self, payload: &[u8]) -> Result<(), StoreError> {
        self.try_append(payload).map_err(|source| {
            match self.end_here() {
                Ok(()) => StoreError::io(&self.path, source),
                Err(second) => {
                    let both = format!(
                        "{source}; nor can it be undone ({second}): look whether the newest block is there before you repeat it"
                    );
                    StoreError::io(&self.path, io::Error::other(both))
                }
            }
        })
    }

    /// Makes both slots name the end, and removes what lies behind it.
    fn end_here(&mut self) -> io::Result<()> {
        for slot in SLOT_AT {
            self.write_at(slot, &self.end.to_slot())?;
        }
        self.file.sync_data()?;
        self.file.set_len(self.end.offset)?;
        self.file.sync_all()
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
        // Somebody who died may have left a part of another.
        self.file.set_len(self.end.offset)?;
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
        locked(&self.path, self.file.try_lock())
    }
}

fn locked(path: &Path, outcome: Result<(), TryLockError>) -> Result<bool, StoreError> {
    match outcome {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(source)) => Err(StoreError::io(path, source)),
    }
}
