//! Who sits, by what agreement, and whether they accepted.

use exequatur_audit::Step;
use exequatur_protocol::Address;

/// A seat of the tribunal as the record leaves it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seat {
    /// Its number; 0 presides.
    pub number: u8,
    /// Who sits there; zero if it is vacant.
    pub arbitrator: Address,
    /// The entry that put them there; 0 is that of the terms.
    pub named_by: u32,
    /// The entry in which they accepted.
    pub accepted_by: Option<u32>,
}

/// Every seat, the one that presides first.
pub fn seats(steps: &[Step]) -> Vec<Seat> {
    let Some((first, later)) = steps.split_first() else {
        return Vec::new();
    };
    let tribunal = &first.after.tribunal;
    let mut seats: Vec<Seat> = (0..tribunal.size)
        .map(|number| Seat {
            number,
            arbitrator: tribunal.seats[usize::from(number)],
            named_by: first.entry.number,
            accepted_by: None,
        })
        .collect();
    for step in std::iter::once(first).chain(later) {
        let (entry, tribunal) = (step.entry.number, &step.after.tribunal);
        for seat in &mut seats {
            let sits = tribunal.seats[usize::from(seat.number)];
            if sits != seat.arbitrator {
                (seat.arbitrator, seat.named_by) = (sits, entry);
            }
            let accepted = tribunal.accepted & 1 << seat.number != 0;
            seat.accepted_by = match (accepted, seat.accepted_by) {
                (false, _) => None,
                (true, Some(before)) if before >= seat.named_by => Some(before),
                (true, _) => Some(entry),
            };
        }
    }
    seats
}
