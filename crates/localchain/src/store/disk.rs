//! A chain in one file of key-value tables, written block by block.

use std::{
    fs, io,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use redb::{
    Database, DatabaseError, ReadTransaction, ReadableDatabase, ReadableTable, TableDefinition,
    WriteTransaction,
};
use sp_core::H256;

use super::{
    block::{StoredBlock, hex},
    error::StoreError,
};
use crate::{
    runtime::params::VERSION,
    state::{Delta, State},
};

pub(crate) const FILE_NAME: &str = "chain.redb";
const UNFINISHED: &str = "chain.redb.new";

/// Version of the tables below and of what is in them.
const FORMAT: u32 = 1;

const META: TableDefinition<&str, &[u8]> = TableDefinition::new("meta");
const MAIN: TableDefinition<&[u8], &[u8]> = TableDefinition::new("main trie");
const CHILDREN: TableDefinition<(&[u8], &[u8]), &[u8]> = TableDefinition::new("child tries");
const BLOCKS: TableDefinition<u32, &[u8]> = TableDefinition::new("blocks");

const VERSION_KEY: &str = "version";
const HEAD_KEY: &str = "head";

const CACHE_BYTES: usize = 16 * 1024 * 1024;
const RETRY: Duration = Duration::from_millis(10);

pub(crate) struct DiskStore {
    database: Database,
    file: PathBuf,
}

impl DiskStore {
    pub(crate) fn create(
        dir: &Path,
        genesis: &StoredBlock,
        state: &Delta,
    ) -> Result<Self, StoreError> {
        fs::create_dir_all(dir).map_err(|source| io_error(dir, source))?;
        let file = dir.join(FILE_NAME);
        if file.exists() {
            return Err(StoreError::AlreadyExists { dir: dir.to_owned() });
        }
        // Under another name until it is complete: what has the right name can be opened.
        let unfinished = dir.join(UNFINISHED);
        match fs::remove_file(&unfinished) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(io_error(&unfinished, error));
            }
            _ => {}
        }
        let database = builder().create(&unfinished).map_err(|error| opening(&file, error))?;
        let store = Self { database, file };
        store.write(genesis, state, |transaction| {
            let mut meta = transaction.open_table(META)?;
            meta.insert(VERSION_KEY, version().as_bytes())?;
            Ok(())
        })?;
        fs::rename(&unfinished, &store.file).map_err(|source| io_error(&store.file, source))?;
        sync_directory(dir)?;
        Ok(store)
    }

    pub(crate) fn open(
        dir: &Path,
        wait: Duration,
    ) -> Result<(Self, State, StoredBlock, H256), StoreError> {
        if !dir.is_dir() {
            return Err(StoreError::Missing { dir: dir.to_owned() });
        }
        let file = dir.join(FILE_NAME);
        if !file.is_file() {
            return Err(StoreError::NoChain { dir: dir.to_owned() });
        }
        let database = open_unlocked(dir, &file, wait)?;
        let store = Self { database, file };
        let (state, head, genesis_hash) = store.load()?;
        Ok((store, state, head, genesis_hash))
    }

    pub(crate) fn append(&self, block: &StoredBlock, delta: &Delta) -> Result<(), StoreError> {
        self.write(block, delta, |_| Ok(()))
    }

    pub(crate) fn block(&self, number: u32) -> Result<Option<StoredBlock>, StoreError> {
        self.read(|transaction| self.block_in(transaction, number))
    }

    fn block_in(
        &self,
        transaction: &ReadTransaction,
        number: u32,
    ) -> Result<Option<StoredBlock>, Failure> {
        let blocks = transaction.open_table(BLOCKS)?;
        let Some(bytes) = blocks.get(number)? else { return Ok(None) };
        let block = StoredBlock::from_bytes(number, bytes.value()).map_err(|broken| {
            self.corrupted(format!("block {number}"), broken.expected, broken.found)
        })?;
        Ok(Some(block))
    }

    /// Reads everything that running the chain takes, and checks it against the newest header.
    fn load(&self) -> Result<(State, StoredBlock, H256), StoreError> {
        self.read(|transaction| {
            self.check_version(transaction)?;
            let newest = transaction.open_table(BLOCKS)?.last()?.map(|(key, _)| key.value());
            let newest = newest.unwrap_or(0);
            let missing = |number| self.corrupted(format!("block {number}"), "a block", "none");
            let head =
                self.block_in(transaction, newest)?.ok_or_else(|| missing(newest))?;
            let genesis = self.block_in(transaction, 0)?.ok_or_else(|| missing(0))?;
            self.check_head(transaction, &head)?;
            let state = State::from_delta(all_pairs(transaction)?);
            if state.root() != head.header.state_root {
                let expected = hex(head.header.state_root.as_bytes());
                return Err(self.corrupted("the state root", expected, hex(state.root().as_bytes())).into());
            }
            Ok((state, head, genesis.header.hash()))
        })
    }

    fn check_version(&self, transaction: &ReadTransaction) -> Result<(), Failure> {
        let meta = transaction.open_table(META)?;
        let found = meta.get(VERSION_KEY)?.map(|value| value.value().to_vec());
        let found = found.as_deref().map_or_else(|| "none".into(), String::from_utf8_lossy);
        if found == version() {
            return Ok(());
        }
        Err(Failure::Ours(StoreError::WrongVersion {
            file: self.file.clone(),
            expected: version(),
            found: found.chars().map(|one| if one.is_control() { '?' } else { one }).collect(),
        }))
    }

    fn check_head(&self, transaction: &ReadTransaction, head: &StoredBlock) -> Result<(), Failure> {
        let meta = transaction.open_table(META)?;
        let expected = meta.get(HEAD_KEY)?.map(|value| hex(value.value())).unwrap_or_default();
        let found = hex(head.header.hash().as_bytes());
        if expected == found {
            return Ok(());
        }
        Err(self.corrupted("the hash of the newest block", expected, found).into())
    }

    fn write(
        &self,
        block: &StoredBlock,
        delta: &Delta,
        more: impl FnOnce(&WriteTransaction) -> Result<(), Failure>,
    ) -> Result<(), StoreError> {
        self.guarded(|| {
            let transaction = self.database.begin_write()?;
            {
                transaction.open_table(BLOCKS)?.insert(block.header.number, &*block.to_bytes())?;
                transaction
                    .open_table(META)?
                    .insert(HEAD_KEY, block.header.hash().as_bytes())?;
                let mut main = transaction.open_table(MAIN)?;
                for (key, value) in &delta.main {
                    match value {
                        Some(value) => main.insert(&**key, &**value)?,
                        None => main.remove(&**key)?,
                    };
                }
                let mut children = transaction.open_table(CHILDREN)?;
                for (trie, pairs) in &delta.children {
                    for (key, value) in pairs {
                        match value {
                            Some(value) => children.insert((&**trie, &**key), &**value)?,
                            None => children.remove((&**trie, &**key))?,
                        };
                    }
                }
            }
            more(&transaction)?;
            transaction.commit()?;
            Ok(())
        })
    }

    fn read<T>(
        &self,
        code: impl FnOnce(&ReadTransaction) -> Result<T, Failure>,
    ) -> Result<T, StoreError> {
        self.guarded(|| {
            let transaction = self.database.begin_read()?;
            code(&transaction)
        })
    }

    fn guarded<T>(&self, code: impl FnOnce() -> Result<T, Failure>) -> Result<T, StoreError> {
        guarded(&self.file, code)
    }

    fn corrupted(
        &self,
        what: impl Into<String>,
        expected: impl Into<String>,
        found: impl Into<String>,
    ) -> StoreError {
        StoreError::Corrupted {
            file: self.file.clone(),
            what: what.into(),
            expected: expected.into(),
            found: found.into(),
        }
    }
}

/// An error with or without knowledge of the file it is about.
enum Failure {
    Ours(StoreError),
    Database(redb::Error),
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Ours(error)
    }
}

macro_rules! database_failures {
    ($($error:ty),*) => {
        $(impl From<$error> for Failure {
            fn from(error: $error) -> Self {
                Self::Database(error.into())
            }
        })*
    };
}

database_failures!(
    redb::StorageError,
    redb::TableError,
    redb::TransactionError,
    redb::CommitError,
    redb::DatabaseError
);

/// Runs database code. The database is careful with damaged files, but promises nothing: what it would
/// abort on is reported like any other damage.
fn guarded<T>(file: &Path, code: impl FnOnce() -> Result<T, Failure>) -> Result<T, StoreError> {
    match catch_unwind(AssertUnwindSafe(code)) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(Failure::Ours(error))) => Err(error),
        Ok(Err(Failure::Database(error))) => Err(translate(file, error)),
        Err(_) => Err(damaged(file, "something the database cannot read")),
    }
}

fn translate(file: &Path, error: redb::Error) -> StoreError {
    match error {
        redb::Error::Io(source) => io_error(file, source),
        other => damaged(file, &other.to_string()),
    }
}

fn opening(file: &Path, error: DatabaseError) -> StoreError {
    translate(file, error.into())
}

fn damaged(file: &Path, found: &str) -> StoreError {
    StoreError::Corrupted {
        file: file.to_owned(),
        what: "the tables".to_owned(),
        expected: "what was written".to_owned(),
        found: found.to_owned(),
    }
}

fn io_error(file: &Path, source: io::Error) -> StoreError {
    let file = file.to_owned();
    match source.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => StoreError::DiskFull { file },
        _ => StoreError::Io { file, source },
    }
}

fn open_unlocked(dir: &Path, file: &Path, wait: Duration) -> Result<Database, StoreError> {
    let start = Instant::now();
    loop {
        let opened = guarded(file, || match builder().open(file) {
            Ok(database) => Ok(Some(database)),
            Err(DatabaseError::DatabaseAlreadyOpen) => Ok(None),
            Err(error) => Err(error.into()),
        })?;
        if let Some(database) = opened {
            return Ok(database);
        }
        if start.elapsed() >= wait {
            let waited_ms = wait.as_millis();
            return Err(StoreError::Locked { dir: dir.to_owned(), waited_ms });
        }
        thread::sleep(RETRY);
    }
}

fn builder() -> redb::Builder {
    let mut builder = Database::builder();
    builder.set_cache_size(CACHE_BYTES);
    builder
}

/// State written by one runtime is read by no other.
fn version() -> String {
    format!("{FORMAT}.{}.{}", VERSION.spec_version, VERSION.transaction_version)
}

fn all_pairs(transaction: &ReadTransaction) -> Result<Delta, Failure> {
    let mut delta = Delta::default();
    for entry in transaction.open_table(MAIN)?.iter()? {
        let (key, value) = entry?;
        delta.main.push((key.value().to_vec(), Some(value.value().to_vec())));
    }
    for entry in transaction.open_table(CHILDREN)?.iter()? {
        let (key, value) = entry?;
        let (trie, key) = key.value();
        let pair = (key.to_vec(), Some(value.value().to_vec()));
        match delta.children.last_mut() {
            Some((current, pairs)) if *current == trie => pairs.push(pair),
            _ => delta.children.push((trie.to_vec(), vec![pair])),
        }
    }
    Ok(delta)
}

/// Makes a new name in the directory survive a power failure.
fn sync_directory(dir: &Path) -> Result<(), StoreError> {
    let sync = || fs::File::open(dir)?.sync_all();
    sync().map_err(|source| io_error(dir, source))
}
