//! What the clock alone made happen. It leaves no entry of its own: the next call executes it first.

use exequatur_audit::Step;
use exequatur_protocol::{Phase, Seconds, State};

/// A change that fell due and that nobody had to send.
#[derive(Clone, Copy, Debug)]
pub struct Turn {
    /// Number of entries before it.
    pub after: usize,
    /// When it fell due.
    pub at: Seconds,
    /// The state before.
    pub before: State,
    /// The state from then on.
    pub state: State,
}

/// Every change by the clock until `now`, oldest first.
pub fn turns(steps: &[Step], now: Seconds) -> Vec<Turn> {
    let mut turns = Vec::new();
    for (number, step) in steps.iter().enumerate() {
        let next = steps.get(number + 1).map_or(now, |next| next.entry.at);
        let Some(at) = step.after.due().filter(|due| *due <= next) else {
            continue;
        };
        let mut state = step.after;
        state.tick(at);
        turns.push(Turn {
            after: number + 1,
            at,
            before: step.after,
            state,
        });
    }
    turns
}

impl Turn {
    /// What it was, as a headline.
    pub fn headline(&self) -> &'static str {
        match (self.before.phase, self.state.phase) {
            (Phase::Awarded, _) => "The final award took effect",
            (Phase::Disputed, _) => "Nobody decided in time: the fallback split took effect",
            (_, Phase::Released) if self.before.proposal.executes_at != 0 => {
                "Nobody objected: the approved split took effect"
            }
            (_, Phase::Released) => "The terms expired: everything went to the payee",
            _ => "The terms expired: the fallback split took effect",
        }
    }

    /// By what rule.
    pub fn authority(&self) -> &'static str {
        match (self.before.phase, self.state.phase) {
            (Phase::Awarded, _) => {
                "The award and the terms: the hold period, and any stay, had run out."
            }
            (Phase::Disputed, _) => {
                "The terms: what happens if no award is made within the time for it and one response period after it."
            }
            (_, Phase::Released) if self.before.proposal.executes_at != 0 => {
                "The terms: a party and the tribunal approved, and the other party let its time to object pass."
            }
            _ => "The terms: what happens at expiry if there is no dispute.",
        }
    }
}
