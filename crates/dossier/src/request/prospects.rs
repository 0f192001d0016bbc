//! Whether anything is left that a new notice could lead to.

use exequatur_audit::Finality;
use exequatur_protocol::Phase;

use crate::reading::{Decision, Reading, day, time};

/// The decision that disposes of everything that is held, while it waits.
pub(super) fn disposing(reading: &Reading) -> Option<&Decision> {
    let mut decisions = reading.decisions.iter();
    decisions.rfind(|decision| matches!(decision.facts.finality, Finality::OnHold { .. }))
}

/// Why a notice of arbitration would lead to no award that the escrow executes; `None` if nothing stands in its way.
pub fn futile(reading: &Reading) -> Option<String> {
    let phase = reading.state.as_ref()?.phase;
    match phase {
        Phase::Released | Phase::Settled | Phase::Enforced | Phase::Lapsed => Some(
            "this escrow has ended and holds nothing that a tribunal could decide on; a notice of arbitration about it leads to no award that it executes"
                .to_owned(),
        ),
        Phase::Awarded => {
            let decision = disposing(reading)?;
            let Finality::OnHold { until } = decision.facts.finality else {
                return None;
            };
            Some(format!(
                "award {} of {} disposes of everything that is held: until {} it can be corrected or stayed, and no dispute can begin in this escrow any more",
                decision.facts.number,
                day(decision.facts.date),
                time(until)
            ))
        }
        Phase::Proposed | Phase::Agreed | Phase::Funded | Phase::Disputed => None,
    }
}
