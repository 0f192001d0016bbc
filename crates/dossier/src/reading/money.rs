//! Where the money was, after each moment at which it moved or an award said whose it will be.

use exequatur_audit::Step;
use exequatur_client::files::Token;
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

    /// `25.5 UNIT to the payer, 90 UNIT to the payee`, without those who get nothing.
    pub fn in_words(&self, token: &Token) -> String {
        let owners = [
            (self.payer, "payer"),
            (self.payee, "payee"),
            (self.tribunal, "tribunal"),
        ];
        let owners = owners.into_iter().filter(|(units, _)| *units != 0);
        let parts: Vec<String> = owners
            .map(|(units, owner)| format!("{} to the {owner}", token.show(units)))
            .collect();
        parts.join(", ")
    }

    /// What everybody may withdraw.
    pub fn credit(state: &State) -> Self {
        Self {
            payer: state.money.payer,
            payee: state.money.payee,
            tribunal: state.money.tribunal,
        }
    }

    /// What an award that is on hold at a moment gives to whom, of what is held; nothing where none is.
    pub fn on_hold(state: &State, at: Seconds) -> Self {
        let waits = state.phase == Phase::Awarded && state.due().is_some_and(|free| free > at);
        if !waits {
            return Self::default();
        }
        Self {
            payer: state.hold.to_payer,
            payee: state.awarded_to_payee(),
            tribunal: state.hold.to_tribunal,
        }
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
    /// In escrow, not yet anybody's to withdraw.
    pub held: u64,
    /// Of it, what an award gives that is on hold.
    pub on_hold: Share,
    /// Somebody's, and still in the contract.
    pub credit: Share,
    /// Paid out so far.
    pub paid: Share,
}

impl Moment {
    /// In escrow, and no award says yet whose it will be.
    pub fn nobodys(&self) -> u64 {
        self.held - self.on_hold.sum()
    }

    fn places(&self) -> (u64, [Share; 3]) {
        (self.held, [self.on_hold, self.credit, self.paid])
    }
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

    /// Whether an award was ever on hold.
    pub fn was_on_hold(&self) -> bool {
        let mut moments = self.moments.iter();
        moments.any(|moment| moment.on_hold.sum() != 0)
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
    /// Adds a moment if the money is elsewhere than before, or meant for others.
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
            on_hold: Share::on_hold(state, at),
            credit: Share::credit(state),
            paid,
        };
        let before = self.last().map(Moment::places).unwrap_or_default();
        if before != moment.places() {
            self.moments.push(moment);
        }
    }
}
