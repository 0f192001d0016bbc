//! The papers that a record names by their hashes, and what comparing those that somebody has with it showed.

use std::collections::{BTreeMap, BTreeSet};

use exequatur_protocol::{Hash, Seconds};

use super::events::Event;
use super::outside;

/// What comparing files with the record showed of one paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AtHand {
    /// A file has this very hash.
    Fits {
        /// Its name, without folders.
        file: String,
    },
    /// No file has it.
    Missing,
    /// A file stands in its place that was altered, or is about something else.
    Differs {
        /// What is wrong with it, in words.
        how: String,
    },
}

/// A paper that the record names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedPaper {
    /// What it is.
    pub what: String,
    /// The entry that names it.
    pub entry: u32,
    /// When that was.
    pub at: Seconds,
    /// Its SHA-256.
    pub sha256: Hash,
    /// What comparing files with it showed; `None` if none were compared.
    pub at_hand: Option<AtHand>,
}

/// Every paper that the record names, in the order of the record.
pub fn named(events: &[Event], compared: Option<&BTreeMap<Hash, AtHand>>) -> Vec<NamedPaper> {
    let mut named = Vec::new();
    for event in events {
        let Some(entry) = event.entry else { continue };
        for paper in &event.papers {
            let found = |compared: &BTreeMap<Hash, AtHand>| {
                let found = compared.get(&paper.sha256);
                found.map_or(AtHand::Missing, AtHand::harmless)
            };
            named.push(NamedPaper {
                what: paper.what.clone(),
                entry,
                at: event.at,
                sha256: paper.sha256,
                at_hand: compared.map(found),
            });
        }
    }
    named
}

impl AtHand {
    /// Names of files come from outside.
    fn harmless(&self) -> Self {
        match self {
            Self::Fits { file } => Self::Fits {
                file: outside(file),
            },
            Self::Missing => Self::Missing,
            Self::Differs { how } => Self::Differs { how: outside(how) },
        }
    }
}

/// How many papers there are, how many of them are not at hand, and those that do not fit. One paper may be named for two things; it counts
/// once.
pub struct Tally<'a> {
    /// All that the record names.
    pub all: usize,
    /// Of these, not at hand.
    pub missing: usize,
    /// Of these, with another file in their place, and what is wrong with it.
    pub differ: Vec<(&'a NamedPaper, &'a str)>,
}

/// Counts papers; `None` if none were compared.
pub fn tally(papers: &[NamedPaper]) -> Option<Tally<'_>> {
    let mut seen = BTreeSet::new();
    let mut tally = Tally {
        all: 0,
        missing: 0,
        differ: Vec::new(),
    };
    for paper in papers {
        let at_hand = paper.at_hand.as_ref()?;
        if !seen.insert(paper.sha256) {
            continue;
        }
        tally.all += 1;
        match at_hand {
            AtHand::Fits { .. } => {}
            AtHand::Missing => tally.missing += 1,
            AtHand::Differs { how } => tally.differ.push((paper, how)),
        }
    }
    (tally.all != 0).then_some(tally)
}
