//! What the clock alone made happen. It leaves no entry of its own: the next call executes it first.

use exequatur_audit::Step;
use exequatur_client::outlook;
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
    /// Whether the split that a party and the tribunal approved took effect, and not the end of the terms before it.
    fn by_split(&self) -> bool {
        outlook::end(&self.before).is_some_and(|end| end.by_split)
    }

    /// What it was, as a headline.
    pub fn headline(&self) -> &'static str {
        match (self.before.phase, self.state.phase) {
            (Phase::Awarded, _) => "The final award took effect",
            (Phase::Disputed, _) => "Nobody decided in time: the fallback split took effect",
            _ if self.by_split() => "Nobody objected: the approved split took effect",
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
            _ if self.by_split() => {
                "The terms: a party and the tribunal approved, and the other party let its time to object pass."
            }
            _ => "The terms: what happens at expiry if there is no dispute.",
        }
    }
}
