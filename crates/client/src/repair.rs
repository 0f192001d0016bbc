//! Repair of a damaged chain on this machine: back to its last whole block.

use std::path::{Path, PathBuf};

use exequatur_localchain::{OpenOptions, Repair};
use exequatur_protocol::{Hash, Seconds};

use crate::chain::ChainError;
use crate::local::{seconds, storage};

/// What a repair would do. Nothing happens until [`Plan::carry_out`].
#[derive(Debug)]
pub struct Plan {
    repair: Repair,
    /// What is wrong, in words.
    pub finding: String,
    /// Number of the block that will be the newest.
    pub kept: u32,
    /// Its hash.
    pub kept_hash: Hash,
    /// Its time.
    pub kept_at: Seconds,
    /// How many finished blocks will be gone; `None` if the file does not tell any more.
    pub lost_blocks: Option<u64>,
    /// How many bytes will be cut off the file.
    pub removed_bytes: u64,
}

/// Looks at the chain in `dir`; `None` if it is whole. The folder need not be writable.
///
/// # Errors
/// [`ChainError::Damaged`] if nothing can be saved; the others as for opening the chain.
pub fn plan(dir: &Path) -> Result<Option<Plan>, ChainError> {
    let repair = Repair::plan(dir, OpenOptions::default()).map_err(storage)?;
    Ok(repair.map(|repair| {
        let kept = repair.kept();
        Plan {
            finding: repair.finding().to_string(),
            kept: kept.number,
            kept_hash: kept.hash.0,
            kept_at: seconds(kept.time_s),
            lost_blocks: repair.lost_blocks(),
            removed_bytes: repair.removed_bytes(),
            repair,
        }
    }))
}

impl Plan {
    /// Does it. Returns the copy of the damaged file, which lies beside it.
    ///
    /// # Errors
    /// [`ChainError::Busy`] if others use the chain, [`ChainError::Storage`] if the file has changed since or the disk refuses.
    pub fn carry_out(self) -> Result<PathBuf, ChainError> {
        self.repair
            .carry_out(OpenOptions::default())
            .map_err(storage)
    }
}
