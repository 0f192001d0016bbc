//! Where blocks and state are kept.

mod block;
mod disk;
mod error;
mod log;

use std::{path::Path, sync::Arc, time::Duration};

use sp_core::H256;

pub(crate) use block::StoredBlock;
pub use error::{CreateError, StoreError};

use crate::state::{Delta, State};
use disk::DiskStore;

/// How to open a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenOptions {
    /// How long to wait for another process that has the chain open.
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

/// A chain as it was found on disk.
pub(crate) struct Opened {
    pub(crate) store: Store,
    pub(crate) state: State,
    pub(crate) head: StoredBlock,
    pub(crate) genesis_hash: H256,
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

    pub(crate) fn open(dir: &Path, options: OpenOptions) -> Result<Opened, StoreError> {
        let (disk, state, head, genesis_hash) = DiskStore::open(dir, options.wait)?;
        Ok(Opened {
            store: Self::Disk(Box::new(disk)),
            state,
            head,
            genesis_hash,
        })
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
