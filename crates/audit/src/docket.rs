//! What an audit reads off a record while its entries go by.

use exequatur_protocol::{Action, Phase, Seconds, State, Terms};

use crate::{Deadline, Decision, Step};

/// Deadlines and decisions of a record, taken entry by entry. Of what went by it keeps the terms, the last state, and the entries that are
/// decisions: the contract counts those in one byte, so that a record of any length takes the same memory.
#[derive(Debug, Default)]
pub struct Docket {
    terms: Option<Terms>,
    last: Option<State>,
    decided: Vec<Step>,
}

impl Docket {
    /// Takes the next entry; answers with the windows of time that it had to keep, after those that had run out when it came and ended a dispute.
    pub fn take(&mut self, step: &Step) -> Vec<Deadline> {
        if let Action::Open { terms } = &step.action {
            self.terms = Some(*terms);
        }
        if Decision::is_made_by(step) {
            self.decided.push(step.clone());
        }
        match self.last.replace(step.after) {
            Some(before) => {
                let mut told = match lapsed(&before, step.entry.at) {
                    true => Deadline::missed(&before, step.entry.at),
                    false => Vec::new(),
                };
                told.extend(Deadline::of(&before, step));
                told
            }
            None => Deadline::of_first(step),
        }
    }

    /// The windows that ran out after the last entry, up to a moment.
    pub fn missed(&self, now: Seconds) -> Vec<Deadline> {
        let last = self.last.as_ref();
        last.map_or_else(Vec::new, |last| Deadline::missed(last, now))
    }

    /// Every decision so far, as it stands at a moment.
    pub fn decisions(&self, now: Seconds) -> Vec<Decision> {
        match (&self.terms, self.last) {
            (Some(terms), Some(end)) => Decision::all(terms, &self.decided, end, now),
            _ => Vec::new(),
        }
    }
}

/// Whether a dispute ended by the clock alone.
fn lapsed(before: &State, at: Seconds) -> bool {
    before.phase == Phase::Disputed && before.due().is_some_and(|due| due <= at)
}
