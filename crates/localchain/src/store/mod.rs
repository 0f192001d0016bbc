//! Where blocks and state are kept.

mod block;
mod disk;
mod error;
mod log;
mod repair;

use std::{path::Path, sync::Arc, time::Duration};

pub(crate) use block::StoredBlock;
pub use error::{CreateError, StoreError};
pub use repair::Repair;

use crate::state::{Delta, State};
pub use disk::CHAIN_FILE;
use disk::DiskStore;
pub(crate) use disk::Loaded;

/// How to open a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenOptions {
    /// How long to wait for other processes that are in the way: for anybody if the chain is to be written
    /// to, for who writes if it is only to be read.
    pub wait: Duration,
}

impl Default for OpenOptions {
    fn default() -> Self {
        Self {
            wait: Duration::from_secs(5),
        }
    }
}

pub(crate) enum Store {
    Memory(Vec<Arc<StoredBlock>>),
    Disk(Box<DiskStore>),
}

impl Store {
    pub(crate) fn in_memory(genesis: StoredBlock) -> Self {
        Self::Memory(vec![Arc::new(genesis)])
    }

    pub(crate) fn create(
        dir: &Path,
        genesis: StoredBlock,
        state: &Delta,
    ) -> Result<Self, StoreError> {
        Ok(Self::Disk(Box::new(DiskStore::create(
            dir, &genesis, state,
        )?)))
    }

    pub(crate) fn open(dir: &Path, options: OpenOptions) -> Result<(Self, Loaded), StoreError> {
        let (disk, loaded) = DiskStore::open(dir, options.wait)?;
        Ok((Self::Disk(Box::new(disk)), loaded))
    }

    pub(crate) fn read(dir: &Path, options: OpenOptions) -> Result<(Self, Loaded), StoreError> {
        let (disk, loaded) = DiskStore::read(dir, options.wait)?;
        Ok((Self::Disk(Box::new(disk)), loaded))
    }

    /// Adds a block with what it changed: both or neither.
    pub(crate) fn append(&mut self, block: StoredBlock, delta: &Delta) -> Result<(), StoreError> {
        match self {
            Self::Memory(blocks) => blocks.push(Arc::new(block)),
            Self::Disk(disk) => disk.append(&block, delta)?,
        }
        Ok(())
    }

    pub(crate) fn block(&self, number: u32) -> Result<Option<Arc<StoredBlock>>, StoreError> {
        match self {
            // A number is smaller than any address space, so that this cannot lose anything.
            Self::Memory(blocks) => Ok(blocks.get(number as usize).cloned()),
            Self::Disk(disk) => Ok(disk.block(number)?.map(Arc::new)),
        }
    }

    /// The state after a block, made anew from all changes up to it; `None` in memory, where changes are not kept, and beyond the end.
    pub(crate) fn state_at(&self, number: u32) -> Result<Option<State>, StoreError> {
        match self {
            Self::Memory(_) => Ok(None),
            Self::Disk(disk) => disk.state_at(number),
        }
    }

    /// A copy in memory of the blocks up to `newest`.
    pub(crate) fn fork(&self, newest: u32) -> Result<Self, StoreError> {
        match self {
            Self::Memory(blocks) => Ok(Self::Memory(blocks.clone())),
            Self::Disk(_) => {
                let blocks = (0..=newest).map_while(|number| self.block(number).transpose());
                Ok(Self::Memory(blocks.collect::<Result<_, _>>()?))
            }
        }
    }
}
