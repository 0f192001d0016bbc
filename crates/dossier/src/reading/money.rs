//! Where the money was, after each moment at which it moved.

use exequatur_audit::Step;
use exequatur_protocol::{Payments, Phase, Seconds, State};

use super::clock::Turn;

/// What three owners have, in units of the terms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// The payer.
    pub payer: u64,
    /// The payee.
    pub payee: u64,
    /// The tribunal.
    pub tribunal: u64,
}

impl Share {
    /// All three.
    pub fn sum(&self) -> u64 {
        self.payer + self.payee + self.tribunal
    }

    fn add(&mut self, payments: &Payments) {
        self.payer += payments.payer;
        self.payee += payments.payee;
        self.tribunal += payments.tribunal;
    }
}

/// Where the money was from a moment on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// When.
    pub at: Seconds,
    /// The entry that moved it; `None` if the clock did.
    pub entry: Option<u32>,
    /// In escrow, nobody's yet.
    pub held: u64,
    /// Somebody's, and still in the contract.
    pub credit: Share,
    /// Paid out so far.
    pub paid: Share,
}

/// Where the money was over time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Money {
    /// What came in.
    pub came_in: u64,
    /// Every moment at which it moved, oldest first.
    pub moments: Vec<Moment>,
}

impl Money {
    /// Where it is at the end.
    pub fn last(&self) -> Option<&Moment> {
        self.moments.last()
    }
}

/// Follows the money.
pub fn money(steps: &[Step], turns: &[Turn]) -> Money {
    let mut money = Money::default();
    let mut paid = Share::default();
    for (number, step) in steps.iter().enumerate() {
        let turn = turns.iter().find(|turn| turn.after == number);
        if let Some(turn) = turn {
            money.note(turn.at, None, &turn.state, paid);
        }
        money.came_in += step.entry.value;
        paid.add(&step.payments);
        money.note(step.entry.at, Some(step.entry.number), &step.after, paid);
    }
    if let Some(turn) = turns.iter().find(|turn| turn.after == steps.len()) {
        money.note(turn.at, None, &turn.state, paid);
    }
    money
}

impl Money {
    /// Adds a moment if the money is elsewhere than before.
    fn note(&mut self, at: Seconds, entry: Option<u32>, state: &State, paid: Share) {
        let in_escrow = match state.phase {
            // Before it came, this is what is to come.
            Phase::Proposed | Phase::Agreed => 0,
            _ => state.money.held,
        };
        let moment = Moment {
            at,
            entry,
            held: in_escrow,
            credit: Share {
                payer: state.money.payer,
                payee: state.money.payee,
                tribunal: state.money.tribunal,
            },
            paid,
        };
        let before = self
            .last()
            .map(|last| (last.held, last.credit, last.paid))
            .unwrap_or_default();
        if before != (moment.held, moment.credit, moment.paid) {
            self.moments.push(moment);
        }
    }
}
