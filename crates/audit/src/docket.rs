//! What an audit reads off a record while its entries go by.

use exequatur_protocol::{Action, Seconds, State, Terms};

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
    /// Takes the next entry; answers with the windows of time that it had to keep.
    pub fn take(&mut self, step: &Step) -> Vec<Deadline> {
        if let Action::Open { terms } = &step.action {
            self.terms = Some(*terms);
        }
        if Decision::is_made_by(step) {
            self.decided.push(step.clone());
        }
        match self.last.replace(step.after) {
            Some(before) => Deadline::of(&before, step),
            None => Vec::new(),
        }
    }

    /// Every decision so far, as it stands at a moment.
    pub fn decisions(&self, now: Seconds) -> Vec<Decision> {
        match (&self.terms, self.last) {
            (Some(terms), Some(end)) => Decision::all(terms, &self.decided, end, now),
            _ => Vec::new(),
        }
    }
}
