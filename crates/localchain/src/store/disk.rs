//! A chain in one file, written block by block.

use std::{
    collections::BTreeMap,
    fs, io,
    ops::Range,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use codec::{DecodeAll, Encode};
use sp_core::H256;

use super::{
    block::{StoredBlock, hex},
    error::StoreError,
    log::{Contents, Log},
};
use crate::{
    runtime::params::VERSION,
    state::{Delta, State},
};

/// The file of a chain in its directory.
pub const CHAIN_FILE: &str = "chain.log";
const UNFINISHED: &str = "chain.log.new";

/// Version of what is in the records.
const FORMAT: u32 = 1;

const RETRY: Duration = Duration::from_millis(10);

pub(crate) struct DiskStore {
    /// Nothing if the chain was only read: then others may be writing to the file by now.
    log: Option<Log>,
    file: PathBuf,
    /// Everything in the file: a chain for rehearsals is small.
    bytes: Vec<u8>,
    records: Vec<Range<usize>>,
}

impl DiskStore {
    pub(crate) fn create(
        dir: &Path,
        genesis: &StoredBlock,
        state: &Delta,
    ) -> Result<Self, StoreError> {
        fs::create_dir_all(dir).map_err(|source| StoreError::io(dir, source))?;
        let file = dir.join(CHAIN_FILE);
        if file.exists() {
            return Err(StoreError::AlreadyExists {
                dir: dir.to_owned(),
            });
        }
        // Under another name until it is complete: what has the right name can be opened.
        let unfinished = dir.join(UNFINISHED);
        let record = encode(genesis, state);
        let mut log = Log::create(&unfinished, &version(), &record)?;
        fs::rename(&unfinished, &file).map_err(|source| StoreError::io(&file, source))?;
        sync_directory(dir)?;
        log.renamed(&file);
        let whole = 0..record.len();
        Ok(Self {
            log: Some(log),
            file,
            bytes: record,
            records: vec![whole],
        })
    }

    /// Opens for writing: nobody else has the chain as long as this lives.
    pub(crate) fn open(dir: &Path, wait: Duration) -> Result<(Self, Loaded), StoreError> {
        let file = file_in(dir)?;
        let (log, contents) = waiting(dir, wait, || Log::open(&file, &version()))?;
        Self::loaded(file, Some(log), contents)
    }

    /// Reads all there is and lets go of the file. Needs no permission to write.
    pub(crate) fn read(dir: &Path, wait: Duration) -> Result<(Self, Loaded), StoreError> {
        let file = file_in(dir)?;
        let bytes = waiting(dir, wait, || Log::read(&file))?;
        let contents = Log::contents(&file, bytes, &version())?;
        Self::loaded(file, None, contents)
    }

    pub(super) fn loaded(
        file: PathBuf,
        log: Option<Log>,
        contents: Contents,
    ) -> Result<(Self, Loaded), StoreError> {
        let store = Self {
            log,
            file,
            bytes: contents.bytes,
            records: contents.payloads,
        };
        let loaded = store.load()?;
        Ok((store, loaded))
    }

    pub(crate) fn append(&mut self, block: &StoredBlock, delta: &Delta) -> Result<(), StoreError> {
        let Some(log) = &mut self.log else {
            return Err(StoreError::ReadOnly {
                file: self.file.clone(),
            });
        };
        let record = encode(block, delta);
        log.append(&record)?;
        let start = self.bytes.len();
        self.bytes.extend_from_slice(&record);
        self.records.push(start..self.bytes.len());
        Ok(())
    }

    pub(crate) fn block(&self, number: u32) -> Result<Option<StoredBlock>, StoreError> {
        // A number is smaller than any address space, so that this cannot lose anything.
        if number as usize >= self.records.len() {
            return Ok(None);
        }
        self.record(number as usize).map(|(block, _)| Some(block))
    }

    pub(crate) fn state_at(&self, number: u32) -> Result<Option<State>, StoreError> {
        // A number is smaller than any address space, so that this cannot lose anything.
        if number as usize >= self.records.len() {
            return Ok(None);
        }
        let mut newest = BTreeMap::new();
        for number in 0..=number as usize {
            let (_, delta) = self.record(number)?;
            collect(&mut newest, delta);
        }
        Ok(Some(State::from_delta(latest(newest))))
    }

    /// Reads everything that running the chain takes, and checks it against the newest header.
    fn load(&self) -> Result<Loaded, StoreError> {
        let mut newest = BTreeMap::new();
        let mut head = None;
        let mut hashes: Option<(H256, H256)> = None;
        for number in 0..self.records.len() {
            let (block, delta) = self.record(number)?;
            let parent = hashes.map_or_else(H256::zero, |(_, parent)| parent);
            if block.header.parent_hash != parent {
                let what = format!("the parent of block {number}");
                return Err(self.corrupted(
                    &what,
                    &hex(&parent.0),
                    &hex(&block.header.parent_hash.0),
                ));
            }
            let hash = block.header.hash();
            hashes = Some((hashes.map_or(hash, |(genesis, _)| genesis), hash));
            collect(&mut newest, delta);
            head = Some(block);
        }
        let (Some(head), Some((genesis_hash, _))) = (head, hashes) else {
            return Err(self.corrupted("the number of blocks", "1 or more", "0"));
        };
        let state = State::from_delta(latest(newest));
        if state.root() != head.header.state_root {
            let (expected, found) = (hex(&head.header.state_root.0), hex(&state.root().0));
            return Err(self.corrupted("the state root", &expected, &found));
        }
        Ok(Loaded {
            state,
            head,
            genesis_hash,
        })
    }

    fn record(&self, number: usize) -> Result<(StoredBlock, Delta), StoreError> {
        let broken = |expected: &str, found: &str| {
            self.corrupted(&format!("block {number}"), expected, found)
        };
        let bytes = &self.bytes[self.records[number].clone()];
        let (block, delta) = <(StoredBlock, Delta)>::decode_all(&mut &*bytes)
            .map_err(|error| broken("an encoded block", &error.to_string()))?;
        if block.header.number as usize != number {
            return Err(broken(
                &format!("block {number}"),
                &format!("block {}", block.header.number),
            ));
        }
        Ok((block, delta))
    }

    fn corrupted(&self, what: &str, expected: &str, found: &str) -> StoreError {
        StoreError::corrupted(&self.file, what, expected, found)
    }
}

/// What a chain's file leads to.
pub(crate) struct Loaded {
    pub(crate) state: State,
    pub(crate) head: StoredBlock,
    pub(crate) genesis_hash: H256,
}

fn encode(block: &StoredBlock, delta: &Delta) -> Vec<u8> {
    (block, delta).encode()
}

/// Values by child trie and key; the main trie is `None`.
type Pairs = BTreeMap<(Option<Vec<u8>>, Vec<u8>), Option<Vec<u8>>>;

fn collect(pairs: &mut Pairs, delta: Delta) {
    for (key, value) in delta.main {
        pairs.insert((None, key), value);
    }
    for (trie, changes) in delta.children {
        for (key, value) in changes {
            pairs.insert((Some(trie.clone()), key), value);
        }
    }
}

/// What is left when all deltas have been applied.
fn latest(pairs: Pairs) -> Delta {
    let mut latest = Delta::default();
    for ((trie, key), value) in pairs {
        if value.is_none() {
            continue;
        }
        match (trie, latest.children.last_mut()) {
            (None, _) => latest.main.push((key, value)),
            (Some(trie), Some((current, changes))) if *current == trie => {
                changes.push((key, value))
            }
            (Some(trie), _) => latest.children.push((trie, vec![(key, value)])),
        }
    }
    latest
}

/// The file of the chain in a directory.
pub(super) fn file_in(dir: &Path) -> Result<PathBuf, StoreError> {
    // A folder that may not be entered is no reason to think that nothing is in it.
    let is = |path: &Path, kind: fn(&fs::Metadata) -> bool| match fs::metadata(path) {
        Ok(found) => Ok(kind(&found)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(source) => Err(StoreError::io(path, source)),
    };
    if !is(dir, fs::Metadata::is_dir)? {
        return Err(StoreError::Missing {
            dir: dir.to_owned(),
        });
    }
    let file = dir.join(CHAIN_FILE);
    if !is(&file, |_| true)? {
        return Err(StoreError::NoChain {
            dir: dir.to_owned(),
        });
    }
    if !is(&file, fs::Metadata::is_file)? {
        return Err(StoreError::NotAFile { file });
    }
    Ok(file)
}

/// Tries until nobody else is in the way.
pub(super) fn waiting<T>(
    dir: &Path,
    wait: Duration,
    mut attempt: impl FnMut() -> Result<Option<T>, StoreError>,
) -> Result<T, StoreError> {
    let start = Instant::now();
    loop {
        if let Some(opened) = attempt()? {
            return Ok(opened);
        }
        if start.elapsed() >= wait {
            let waited_ms = wait.as_millis();
            return Err(StoreError::Locked {
                dir: dir.to_owned(),
                waited_ms,
            });
        }
        thread::sleep(RETRY);
    }
}

/// State written by one runtime is read by no other.
pub(super) fn version() -> String {
    format!(
        "{FORMAT}.{}.{}",
        VERSION.spec_version, VERSION.transaction_version
    )
}

/// Makes a new name in the directory survive a power failure.
pub(super) fn sync_directory(dir: &Path) -> Result<(), StoreError> {
    let sync = || -> io::Result<()> { fs::File::open(dir)?.sync_all() };
    sync().map_err(|source| StoreError::io(dir, source))
}
