//! A court's stays, as the notary of the terms recorded them, and how each ended.

use exequatur_audit::Step;
use exequatur_protocol::{Action, Hash, OrderKind, Phase, Seconds};

/// A stay on record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stay {
    /// The entry that recorded it.
    pub entry: u32,
    /// When that was.
    pub at: Seconds,
    /// Until when it was to last.
    pub until: Seconds,
    /// SHA-256 of the court's order.
    pub order: Hash,
    /// How it ended; `None` if it is in force.
    pub ended: Option<StayEnd>,
}

/// How a stay ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StayEnd {
    /// The notary recorded that the court lifted it.
    Lifted {
        /// The entry.
        entry: u32,
        /// When.
        at: Seconds,
        /// SHA-256 of the order that lifted it.
        order: Hash,
    },
    /// Nobody prolonged it.
    RanOut,
    /// Another stay took its place.
    Replaced {
        /// The entry of the other one.
        entry: u32,
    },
    /// The parties settled, and nothing was left to stay.
    Settled {
        /// The entry that executed the settlement.
        entry: u32,
    },
}

/// Every stay, oldest first.
pub fn stays(steps: &[Step], now: Seconds) -> Vec<Stay> {
    let found = steps.iter().enumerate().filter_map(|(index, step)| {
        let Action::Order { order, .. } = &step.action else {
            return None;
        };
        (order.kind == OrderKind::Stay).then(|| Stay {
            entry: step.entry.number,
            at: step.entry.at,
            until: order.until,
            order: order.document,
            ended: end(order.until, &steps[index + 1..], now),
        })
    });
    found.collect()
}

fn end(until: Seconds, later: &[Step], now: Seconds) -> Option<StayEnd> {
    for step in later.iter().take_while(|step| step.entry.at < until) {
        let entry = step.entry.number;
        match &step.action {
            Action::Order { order, .. } if order.kind == OrderKind::Lift => {
                return Some(StayEnd::Lifted {
                    entry,
                    at: step.entry.at,
                    order: order.document,
                });
            }
            Action::Order { order, .. } if order.kind == OrderKind::Stay => {
                return Some(StayEnd::Replaced { entry });
            }
            _ if step.after.phase != Phase::Awarded => return Some(StayEnd::Settled { entry }),
            _ => {}
        }
    }
    (now >= until).then_some(StayEnd::RanOut)
}

impl Stay {
    /// When it ended, or is to end.
    pub fn over_at(&self) -> Seconds {
        match self.ended {
            Some(StayEnd::Lifted { at, .. }) => at,
            _ => self.until,
        }
    }
}
