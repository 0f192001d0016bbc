//! Exhibits without end, made when they are asked for: of a record of any length no more is in memory than a stretch.

use exequatur_audit::FoundEntry;
use exequatur_protocol::{Action, Entry};

use crate::support::Case;

/// How many entries are made at once.
const STRETCH: u32 = 10_000;

/// Entries of one block, which are one second apart from those of the next: a long record fits into the award period.
const A_BLOCK: u32 = 1_000;

/// Exhibits that go on a record. Who files them is a party, in time, so that the rules take each.
pub struct Stream<'a> {
    case: &'a Case,
    next: u32,
}

impl<'a> Stream<'a> {
    /// Exhibits that go on the record of a case in dispute.
    pub fn after(case: &'a Case) -> Self {
        Stream {
            case,
            next: case.entries.len() as u32,
        }
    }

    /// Hands on so many, a stretch at a time.
    pub fn run(mut self, count: u32, mut take: impl FnMut(&[FoundEntry])) {
        let end = self.next + count;
        let mut stretch = Vec::with_capacity(STRETCH as usize);
        while self.next < end {
            stretch.clear();
            for _ in 0..STRETCH.min(end - self.next) {
                stretch.push(self.entry());
            }
            take(&stretch);
        }
    }

    fn entry(&mut self) -> FoundEntry {
        let number = self.next;
        self.next += 1;
        let mut document = [7; 32];
        document[..4].copy_from_slice(&number.to_le_bytes());
        let manifest = document;
        let block = number / A_BLOCK + 1;
        let entry = Entry {
            number,
            at: self.case.now + block,
            by: self.case.terms.payer,
            value: 0,
            input: Action::Exhibit { document, manifest }.to_input(&[]),
        };
        FoundEntry {
            contract: self.case.contract,
            block: 1_000 + block,
            block_hash: [0; 32],
            at: entry.at,
            bytes: codec::Encode::encode(&entry),
        }
    }
}

/// The most memory that this process ever had, in KiB, as Linux counts it.
pub fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("this is Linux");
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let digits = line.and_then(|line| line.split_whitespace().nth(1));
    digits
        .and_then(|digits| digits.parse().ok())
        .expect("a number")
}
