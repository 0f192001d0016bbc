//! Exhibits as a record has them.

use exequatur_protocol::{Action, Address, Hash, Phase, Roles, Seconds};

use crate::Step;

/// An exhibit on record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exhibit {
    /// Number of its entry in the record.
    pub entry: u32,
    /// When it was filed.
    pub at: Seconds,
    /// Who filed it.
    pub by: Address,
    /// What they were then.
    pub role: Roles,
    /// SHA-256 of the document.
    pub document: Hash,
    /// SHA-256 of the manifest.
    pub manifest: Hash,
    /// Filed after the tribunal closed the record.
    pub late: bool,
}

impl Exhibit {
    /// The exhibit that an entry filed.
    pub fn of(step: &Step) -> Option<Self> {
        let Action::Exhibit { document, manifest } = step.action else {
            return None;
        };
        Some(Self {
            entry: step.entry.number,
            at: step.entry.at,
            by: step.entry.by,
            role: step.sender,
            document,
            manifest,
            late: match step.after.phase {
                Phase::Disputed => step.after.dispute.record_closed,
                // An award was made: evidence cannot come in time any more.
                Phase::Awarded => true,
                Phase::Proposed
                | Phase::Agreed
                | Phase::Funded
                | Phase::Released
                | Phase::Settled
                | Phase::Enforced
                | Phase::Lapsed => false,
            },
        })
    }
}
