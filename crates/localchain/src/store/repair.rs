//! Going back to the last whole block of a damaged file.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use sp_io::hashing::blake2_256;

use super::{
    OpenOptions as Opening,
    disk::{CHAIN_FILE, DiskStore, file_in, sync_directory, version, waiting},
    error::StoreError,
    log::{Contents, Log, Salvage},
};
use crate::chain::BlockRef;

/// What a repair of a damaged chain would do. Nothing happens until [`Repair::carry_out`].
#[derive(Debug)]
pub struct Repair {
    dir: PathBuf,
    file: PathBuf,
    finding: StoreError,
    kept: BlockRef,
    lost_blocks: Option<u64>,
    removed_bytes: u64,
    /// Of the damaged bytes.
    hash: [u8; 32],
}

impl Repair {
    /// Looks at the chain in `dir`; `None` if it is whole. Needs no permission to write.
    ///
    /// # Errors
    /// [`StoreError`] if there is nothing that could be repaired: no chain, one of another version, one whose
    /// first block is damaged, or one whose blocks are whole but contradict each other.
    pub fn plan(dir: &Path, options: Opening) -> Result<Option<Self>, StoreError> {
        let finding = match DiskStore::read(dir, options.wait) {
            Ok(_) => return Ok(None),
            Err(finding) if finding.is_damage() => finding,
            Err(error) => return Err(error),
        };
        let file = file_in(dir)?;
        let bytes = waiting(dir, options.wait, || Log::read(&file))?;
        let Ok(salvage) = Log::salvage(&file, &bytes, &version()) else {
            return Err(finding);
        };
        let hash = blake2_256(&bytes);
        let found = bytes.len() as u64;
        let whole = Contents {
            bytes,
            payloads: salvage.payloads.clone(),
        };
        // What is whole must be a chain too.
        let Ok((_, loaded)) = DiskStore::loaded(file.clone(), None, whole) else {
            return Err(finding);
        };
        Ok(Some(Self {
            dir: dir.to_owned(),
            file,
            finding,
            kept: loaded.head.place(),
            lost_blocks: lost(&salvage),
            removed_bytes: found.saturating_sub(salvage.offset),
            hash,
        }))
    }

    /// What is wrong with the chain.
    pub fn finding(&self) -> &StoreError {
        &self.finding
    }

    /// The block that will be the newest.
    pub fn kept(&self) -> BlockRef {
        self.kept
    }

    /// How many finished blocks will be gone; `None` if the file does not tell any more.
    pub fn lost_blocks(&self) -> Option<u64> {
        self.lost_blocks
    }

    /// How many bytes will be cut off.
    pub fn removed_bytes(&self) -> u64 {
        self.removed_bytes
    }

    /// Copies the damaged file to another name beside it, which it returns, and cuts the file behind its last
    /// whole block. Whoever dies on the way can do it again.
    ///
    /// # Errors
    /// [`StoreError`] if others use the chain, if its file has changed since the plan was made, or if the disk
    /// refuses.
    pub fn carry_out(self, options: Opening) -> Result<PathBuf, StoreError> {
        let (mut log, bytes) =
            waiting(&self.dir, options.wait, || Log::open_unexamined(&self.file))?;
        if blake2_256(&bytes) != self.hash {
            return Err(StoreError::ChangedMeanwhile { file: self.file });
        }
        let salvage = Log::salvage(&self.file, &bytes, &version())?;
        let backup = back_up(&self.dir, &bytes)?;
        log.cut(&salvage)?;
        Ok(backup)
    }
}

fn lost(salvage: &Salvage) -> Option<u64> {
    let whole = salvage.payloads.len() as u64;
    salvage.marked.map(|marked| marked.saturating_sub(whole))
}

/// Writes the bytes to a new file; no backup is ever overwritten.
fn back_up(dir: &Path, bytes: &[u8]) -> Result<PathBuf, StoreError> {
    for number in 1_u32.. {
        let path = dir.join(format!("{CHAIN_FILE}.damaged-{number}"));
        let created = OpenOptions::new().write(true).create_new(true).open(&path);
        let mut file = match created {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
            Err(error) => return Err(StoreError::io(&path, error)),
        };
        let written = file.write_all(bytes).and_then(|()| file.sync_all());
        if let Err(error) = written {
            // Half a backup is none.
            let removed = fs::remove_file(&path);
            return Err(StoreError::io(&path, removed.err().unwrap_or(error)));
        }
        sync_directory(dir)?;
        return Ok(path);
    }
    let error = io::Error::from(io::ErrorKind::AlreadyExists);
    Err(StoreError::io(dir, error))
}
