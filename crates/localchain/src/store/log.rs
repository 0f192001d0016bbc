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

use sp_io::hashing::blake2_256;

use super::{block::hex, error::StoreError};

const NAME: &str = "exequatur-localchain ";
const NAME_BYTES: usize = 64;
const SLOT_AT: [u64; 2] = [1_024, 2_048];
const SLOT_BYTES: usize = 80;
const RECORDS_AT: usize = 4_096;
const LENGTH_BYTES: usize = 4;
const CHECKSUM_BYTES: usize = 32;

type Checksum = [u8; CHECKSUM_BYTES];

/// An open file of records, locked against everybody else.
pub(super) struct Log {
    file: File,
    path: PathBuf,
    end: End,
}

/// How far the records go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct End {
    /// Number of records; says which of two slots is newer.
    records: u64,
    /// Where the next one begins.
    offset: u64,
    /// Checksum of the last one.
    checksum: Checksum,
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
            let mut file = options.read(true).write(true).create(true).truncate(true).open(path)?;
            let mut header = vec![0; RECORDS_AT];
            let name = format!("{NAME}{version}");
            header[..name.len()].copy_from_slice(name.as_bytes());
            file.write_all(&header)?;
            Ok(file)
        };
        let file = make().map_err(|source| StoreError::io(path, source))?;
        let end = End { records: 0, offset: RECORDS_AT as u64, checksum: [0; CHECKSUM_BYTES] };
        let mut log = Self { file, path: path.to_owned(), end };
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
        let file = OpenOptions::new().read(true).write(true).open(path).map_err(io)?;
        let end = End { records: 0, offset: 0, checksum: [0; CHECKSUM_BYTES] };
        let mut log = Self { file, path: path.to_owned(), end };
        if !log.try_lock()? {
            return Ok(None);
        }
        let mut bytes = Vec::new();
        log.file.read_to_end(&mut bytes).map_err(io)?;
        let payloads = log.check(&bytes, version)?;
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
        let slot = SLOT_AT[usize::from(end.records % 2 == 0)];
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

    /// Checks all bytes up to the end, which it finds, and returns where the payloads are.
    fn check(&mut self, bytes: &[u8], version: &str) -> Result<Vec<Range<usize>>, StoreError> {
        self.check_name(bytes, version)?;
        if bytes.len() < RECORDS_AT {
            return Err(self.truncated(RECORDS_AT as u64, bytes));
        }
        let slots = SLOT_AT.map(|offset| End::from_slot(bytes, offset));
        let Some(newest) = slots.into_iter().flatten().max_by_key(|end| end.records) else {
            let found = hex(&bytes[SLOT_AT[0] as usize..][..SLOT_BYTES]);
            return Err(self.corrupted("both marks of the end", "at least one", &found));
        };
        if newest.offset > bytes.len() as u64 {
            return Err(self.truncated(newest.offset, bytes));
        }
        let mut walk = Walk::new(bytes);
        while walk.end.records < newest.records {
            walk.step().map_err(|broken| self.broken(walk.end.records, broken))?;
        }
        if walk.end != newest {
            return Err(self.corrupted(
                "the checksum of the newest block",
                &hex(&newest.checksum),
                &hex(&walk.end.checksum),
            ));
        }
        // A slot that is unreadable may have been the newer one. Then a record follows.
        if slots.iter().any(Option::is_none) && walk.step().is_err() {
            walk.end = newest;
        }
        self.end = walk.end;
        Ok(walk.payloads)
    }

    fn check_name(&self, bytes: &[u8], version: &str) -> Result<(), StoreError> {
        let beginning = &bytes[..bytes.len().min(NAME_BYTES)];
        let common = beginning.len().min(NAME.len());
        if beginning[..common] != NAME.as_bytes()[..common] {
            let found = hex(&beginning[..common]);
            return Err(self.corrupted("the beginning", &hex(NAME.as_bytes()), &found));
        }
        let Some(found) = beginning.get(NAME.len()..NAME_BYTES) else {
            return Err(self.truncated(RECORDS_AT as u64, bytes));
        };
        let found = String::from_utf8_lossy(found);
        let found = found.trim_end_matches('\0');
        if found == version {
            return Ok(());
        }
        Err(StoreError::WrongVersion {
            file: self.path.clone(),
            expected: version.to_owned(),
            found: found.chars().map(|one| if one.is_control() { '?' } else { one }).collect(),
        })
    }

    fn broken(&self, record: u64, broken: Broken) -> StoreError {
        self.corrupted(&format!("block {record}"), &broken.expected, &broken.found)
    }

    fn corrupted(&self, what: &str, expected: &str, found: &str) -> StoreError {
        StoreError::corrupted(&self.path, what, expected, found)
    }

    fn truncated(&self, expected_bytes: u64, bytes: &[u8]) -> StoreError {
        let found_bytes = bytes.len() as u64;
        StoreError::Truncated { file: self.path.clone(), expected_bytes, found_bytes }
    }
}

impl End {
    fn to_slot(self) -> [u8; SLOT_BYTES] {
        let mut slot = [0; SLOT_BYTES];
        slot[..8].copy_from_slice(&self.records.to_le_bytes());
        slot[8..16].copy_from_slice(&self.offset.to_le_bytes());
        slot[16..48].copy_from_slice(&self.checksum);
        let seal = blake2_256(&slot[..48]);
        slot[48..].copy_from_slice(&seal);
        slot
    }

    fn from_slot(bytes: &[u8], offset: u64) -> Option<Self> {
        let slot = bytes.get(usize::try_from(offset).ok()?..)?.get(..SLOT_BYTES)?;
        if blake2_256(&slot[..48]) != slot[48..] {
            return None;
        }
        Some(Self {
            records: u64::from_le_bytes(slot[..8].try_into().ok()?),
            offset: u64::from_le_bytes(slot[8..16].try_into().ok()?),
            checksum: slot[16..48].try_into().ok()?,
        })
    }
}

struct Broken {
    expected: String,
    found: String,
}

/// Goes from record to record.
struct Walk<'a> {
    bytes: &'a [u8],
    end: End,
    payloads: Vec<Range<usize>>,
}

impl<'a> Walk<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        let end = End { records: 0, offset: RECORDS_AT as u64, checksum: [0; CHECKSUM_BYTES] };
        Self { bytes, end, payloads: Vec::new() }
    }

    fn step(&mut self) -> Result<(), Broken> {
        let start = usize::try_from(self.end.offset).unwrap_or(usize::MAX);
        let rest = self.bytes.get(start..).unwrap_or_default();
        let cut = |needed: usize| Broken {
            expected: format!("{needed} bytes at offset {start}"),
            found: format!("{} bytes", rest.len()),
        };
        let (length, rest) =
            rest.split_first_chunk::<LENGTH_BYTES>().ok_or_else(|| cut(LENGTH_BYTES))?;
        let length = u32::from_le_bytes(*length) as usize;
        let whole = LENGTH_BYTES + length + CHECKSUM_BYTES;
        let (payload, rest) = rest.split_at_checked(length).ok_or_else(|| cut(whole))?;
        let (stored, _) = rest.split_first_chunk::<CHECKSUM_BYTES>().ok_or_else(|| cut(whole))?;
        let checksum = checksum_of(&self.end.checksum, payload);
        if checksum != *stored {
            return Err(Broken { expected: hex(stored), found: hex(&checksum) });
        }
        let payload_at = start + LENGTH_BYTES;
        self.payloads.push(payload_at..payload_at + length);
        self.end = End {
            records: self.end.records + 1,
            offset: self.end.offset + whole as u64,
            checksum,
        };
        Ok(())
    }
}

fn checksum_of(previous: &Checksum, payload: &[u8]) -> Checksum {
    // The payload goes through the hash once, at full speed.
    blake2_256(&[&previous[..], &blake2_256(payload)].concat())
}
