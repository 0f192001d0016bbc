//! Many records at once: read by one thread, replayed by all cores, in memory that does not grow with their length or number.

use std::num::NonZero;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use exequatur_protocol::{Address, Hash};

use crate::{Finding, FoundEntry, Holding, Replay, compare};

/// How many entries travel at once: handing over costs about as much as hashing a few.
const BATCH: usize = 256;
/// How many batches may wait for a core, so that reading cannot run away from replaying.
const WAITING: usize = 8;

/// What the replay of one record of many showed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The contract.
    pub contract: Address,
    /// How many entries replayed.
    pub entries: u64,
    /// The head that they lead to; `None` if none replayed.
    pub head: Option<Hash>,
    /// The first thing that does not fit.
    pub finding: Option<Finding>,
}

enum Job {
    Begin(Address),
    Entries(Vec<FoundEntry>),
    End(Box<Holding>),
}

/// Takes records one after another, each from its first entry to what the contract holds.
pub struct Feed {
    workers: Vec<SyncSender<Job>>,
    next: usize,
    batch: Vec<FoundEntry>,
}

impl Feed {
    /// A record begins.
    pub fn begin(&mut self, contract: Address) {
        self.next = (self.next + 1) % self.workers.len();
        self.send(Job::Begin(contract));
    }

    /// Its next entry.
    pub fn entry(&mut self, found: FoundEntry) {
        self.batch.push(found);
        if self.batch.len() == BATCH {
            self.flush();
        }
    }

    /// There are no more; this is what the contract holds.
    pub fn end(&mut self, holding: Holding) {
        self.flush();
        self.send(Job::End(Box::new(holding)));
    }

    fn flush(&mut self) {
        if !self.batch.is_empty() {
            let batch = std::mem::replace(&mut self.batch, Vec::with_capacity(BATCH));
            self.send(Job::Entries(batch));
        }
    }

    fn send(&self, job: Job) {
        // A worker ends before its channel only by a panic, which the scope passes on.
        let _ = self.workers[self.next].send(job);
    }
}

/// Replays every record that `feed` is given, on `workers` threads. `done` is told of each when it is done, from any of them.
///
/// # Errors
/// That of `feed`, after what it had given was replayed.
pub fn replay_many<E>(
    chain_id: u64,
    workers: NonZero<usize>,
    feed: impl FnOnce(&mut Feed) -> Result<(), E>,
    done: impl Fn(Checked) + Sync,
) -> Result<(), E> {
    thread::scope(|scope| {
        let done = &done;
        let start = |_| {
            let (sender, jobs) = sync_channel(WAITING);
            scope.spawn(move || work(chain_id, &jobs, done));
            sender
        };
        let mut given = Feed {
            workers: (0..workers.get()).map(start).collect(),
            next: 0,
            batch: Vec::with_capacity(BATCH),
        };
        feed(&mut given)
    })
}

fn work(chain_id: u64, jobs: &Receiver<Job>, done: &impl Fn(Checked)) {
    let mut record: Option<Record> = None;
    for job in jobs {
        match job {
            Job::Begin(contract) => record = Some(Record::new(contract, chain_id)),
            Job::Entries(batch) => {
                if let Some(record) = &mut record {
                    record.take(batch);
                }
            }
            Job::End(holding) => {
                if let Some(record) = record.take() {
                    done(record.end(&holding));
                }
            }
        }
    }
}

struct Record {
    contract: Address,
    replay: Replay,
    entries: u64,
    finding: Option<Finding>,
}

impl Record {
    fn new(contract: Address, chain_id: u64) -> Self {
        Self {
            contract,
            replay: Replay::new(contract, chain_id),
            entries: 0,
            finding: None,
        }
    }

    fn take(&mut self, batch: Vec<FoundEntry>) {
        for found in batch {
            if self.finding.is_some() {
                return;
            }
            match self.replay.push(found) {
                Ok(_) => self.entries += 1,
                Err(finding) => self.finding = Some(finding),
            }
        }
    }

    fn end(self, holding: &Holding) -> Checked {
        let state = self.replay.state();
        Checked {
            contract: self.contract,
            entries: self.entries,
            head: state.map(|state| state.head),
            finding: self.finding.or_else(|| compare(state, holding)),
        }
    }
}
