//! Reading a file of records, and what can be wrong with it.

use std::{ops::Range, path::Path};

use sp_io::hashing::blake2_256;

use crate::store::{block::hex, error::StoreError};

pub(super) const NAME: &str = "exequatur-localchain ";
pub(super) const NAME_BYTES: usize = 64;
pub(super) const SLOT_AT: [u64; 2] = [1_024, 2_048];
pub(super) const SLOT_BYTES: usize = 80;
pub(super) const RECORDS_AT: usize = 4_096;
pub(super) const LENGTH_BYTES: usize = 4;
pub(super) const CHECKSUM_BYTES: usize = 32;
/// No block is so long: its transactions have 5 MiB at most, and change less. A longer one was never begun.
const LONGEST: usize = 64 * 1_024 * 1_024;

pub(super) type Checksum = [u8; CHECKSUM_BYTES];

/// How far the records go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct End {
    /// Number of records; says which of two slots is newer.
    pub(super) records: u64,
    /// Where the next one begins.
    pub(super) offset: u64,
    /// Checksum of the last one.
    pub(super) checksum: Checksum,
}

/// Checks all bytes, finds the end, and returns where the payloads are.
pub(super) fn examine(
    path: &Path,
    bytes: &[u8],
    version: &str,
) -> Result<(End, Vec<Range<usize>>), StoreError> {
    let marks = marks(path, bytes, version)?;
    let Some(newest) = newest(&marks) else {
        let found = hex(&bytes[SLOT_AT[0] as usize..][..SLOT_BYTES]);
        return Err(StoreError::corrupted(
            path,
            "both marks of the end",
            "at least one",
            &found,
        ));
    };
    if newest.offset > bytes.len() as u64 {
        return Err(truncated(path, newest.offset, bytes));
    }
    let mut walk = Walk::new(bytes);
    while walk.end.records < newest.records {
        walk.step()
            .map_err(|reason| broken(path, walk.end.records, reason))?;
    }
    if walk.end != newest {
        return Err(StoreError::corrupted(
            path,
            "the checksum of the newest block",
            &hex(&newest.checksum),
            &hex(&walk.end.checksum),
        ));
    }
    // A whole record that fits on the last one was written by nobody else: only its mark is missing, because the
    // writer died before it or because the mark is unreadable.
    walk.go_on_while_whole();
    // A part of a record is all that is there of one whose writer died: nobody was ever told that it was added. While it is written
    // both marks are whole; an unreadable one means that something else happened.
    let marked = SLOT_AT.iter().zip(marks).all(|(offset, mark)| {
        let slot = &bytes[*offset as usize..][..SLOT_BYTES];
        mark.is_some() || newest.records == 1 && slot == [0; SLOT_BYTES]
    });
    if walk.end.offset < bytes.len() as u64 && !(marked && walk.is_at_a_part()) {
        return Err(StoreError::Unfinished {
            file: path.to_owned(),
            expected_bytes: walk.end.offset,
            found_bytes: bytes.len() as u64,
        });
    }
    Ok((walk.end, walk.payloads))
}

/// What is whole in a file that does not pass [`examine`].
pub(in crate::store) struct Salvage {
    pub(super) end: End,
    /// Where the payload of each whole record lies.
    pub(in crate::store) payloads: Vec<Range<usize>>,
    /// How many records there were by the newest mark; `None` if no mark is readable.
    pub(in crate::store) marked: Option<u64>,
    /// Where the whole records end.
    pub(in crate::store) offset: u64,
}

/// Finds the whole records from the beginning on, whatever comes behind them.
pub(super) fn salvage(path: &Path, bytes: &[u8], version: &str) -> Result<Salvage, StoreError> {
    let marks = marks(path, bytes, version)?;
    let mut walk = Walk::new(bytes);
    walk.go_on_while_whole();
    Ok(Salvage {
        offset: walk.end.offset,
        end: walk.end,
        payloads: walk.payloads,
        marked: newest(&marks).map(|end| end.records),
    })
}

fn marks(path: &Path, bytes: &[u8], version: &str) -> Result<[Option<End>; 2], StoreError> {
    check_name(path, bytes, version)?;
    if bytes.len() < RECORDS_AT {
        return Err(truncated(path, RECORDS_AT as u64, bytes));
    }
    Ok(SLOT_AT.map(|offset| End::from_slot(bytes, offset)))
}

fn newest(marks: &[Option<End>; 2]) -> Option<End> {
    marks
        .iter()
        .flatten()
        .max_by_key(|end| end.records)
        .copied()
}

fn check_name(path: &Path, bytes: &[u8], version: &str) -> Result<(), StoreError> {
    let beginning = &bytes[..bytes.len().min(NAME_BYTES)];
    let common = beginning.len().min(NAME.len());
    if beginning[..common] != NAME.as_bytes()[..common] {
        let found = hex(&beginning[..common]);
        return Err(StoreError::corrupted(
            path,
            "the beginning",
            &hex(NAME.as_bytes()),
            &found,
        ));
    }
    let Some(found) = beginning.get(NAME.len()..NAME_BYTES) else {
        return Err(truncated(path, RECORDS_AT as u64, bytes));
    };
    let found = String::from_utf8_lossy(found);
    let found = found.trim_end_matches('\0');
    if found == version {
        return Ok(());
    }
    Err(StoreError::WrongVersion {
        file: path.to_owned(),
        expected: version.to_owned(),
        found: found
            .chars()
            .map(|one| if one.is_control() { '?' } else { one })
            .collect(),
    })
}

fn broken(path: &Path, record: u64, broken: Broken) -> StoreError {
    StoreError::corrupted(
        path,
        &format!("block {record}"),
        &broken.expected,
        &broken.found,
    )
}

fn truncated(path: &Path, expected_bytes: u64, bytes: &[u8]) -> StoreError {
    let found_bytes = bytes.len() as u64;
    StoreError::Truncated {
        file: path.to_owned(),
        expected_bytes,
        found_bytes,
    }
}

impl End {
    /// A file without records.
    pub(super) const NONE: Self = Self {
        records: 0,
        offset: RECORDS_AT as u64,
        checksum: [0; CHECKSUM_BYTES],
    };

    pub(super) fn to_slot(self) -> [u8; SLOT_BYTES] {
        let mut slot = [0; SLOT_BYTES];
        slot[..8].copy_from_slice(&self.records.to_le_bytes());
        slot[8..16].copy_from_slice(&self.offset.to_le_bytes());
        slot[16..48].copy_from_slice(&self.checksum);
        let seal = blake2_256(&slot[..48]);
        slot[48..].copy_from_slice(&seal);
        slot
    }

    fn from_slot(bytes: &[u8], offset: u64) -> Option<Self> {
        let slot = bytes
            .get(usize::try_from(offset).ok()?..)?
            .get(..SLOT_BYTES)?;
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
        Self {
            bytes,
            end: End::NONE,
            payloads: Vec::new(),
        }
    }

    fn go_on_while_whole(&mut self) {
        while self.step().is_ok() {}
    }

    /// Whether the file ends before the record that begins here does.
    fn is_at_a_part(&self) -> bool {
        let start = usize::try_from(self.end.offset).unwrap_or(usize::MAX);
        let rest = self.bytes.get(start..).unwrap_or_default();
        match rest.split_first_chunk::<LENGTH_BYTES>() {
            None => true,
            Some((length, rest)) => {
                let length = u32::from_le_bytes(*length) as usize;
                length < LONGEST && rest.len() < length + CHECKSUM_BYTES
            }
        }
    }

    /// Goes over one record; stays where it is if that is not whole.
    fn step(&mut self) -> Result<(), Broken> {
        let start = usize::try_from(self.end.offset).unwrap_or(usize::MAX);
        let rest = self.bytes.get(start..).unwrap_or_default();
        let cut = |needed: usize| Broken {
            expected: format!("{needed} bytes at offset {start}"),
            found: format!("{} bytes", rest.len()),
        };
        let (length, rest) = rest
            .split_first_chunk::<LENGTH_BYTES>()
            .ok_or_else(|| cut(LENGTH_BYTES))?;
        let length = u32::from_le_bytes(*length) as usize;
        let whole = LENGTH_BYTES + length + CHECKSUM_BYTES;
        let (payload, rest) = rest.split_at_checked(length).ok_or_else(|| cut(whole))?;
        let (stored, _) = rest
            .split_first_chunk::<CHECKSUM_BYTES>()
            .ok_or_else(|| cut(whole))?;
        let checksum = checksum_of(&self.end.checksum, payload);
        if checksum != *stored {
            return Err(Broken {
                expected: hex(stored),
                found: hex(&checksum),
            });
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

pub(super) fn checksum_of(previous: &Checksum, payload: &[u8]) -> Checksum {
    // The payload goes through the hash once, at full speed.
    blake2_256(&[&previous[..], &blake2_256(payload)].concat())
}
