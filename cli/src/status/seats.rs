//! The seats of a tribunal: who sits, and which of them the appointing authority may fill.

use exequatur_client::outlook;
use exequatur_protocol::{Address, Refusal, Seconds};

use crate::deal::Deal;

/// A seat as it is now.
pub struct Seat {
    /// 0 presides.
    pub number: u8,
    /// Who sits there; zero if nobody.
    pub address: Address,
    /// Whether the arbitrator accepted.
    pub accepted: bool,
    /// Whether the appointing authority can fill it with the next block, or why not.
    pub replaceable: Result<(), Refusal>,
    /// From when on it can, if nothing else happens before.
    pub replaceable_from: Option<Seconds>,
}

/// Every seat of the tribunal.
pub fn seats(deal: &Deal) -> impl Iterator<Item = Seat> {
    let (state, at) = (deal.state, deal.next_at);
    (0..state.tribunal.size).map(move |number| Seat {
        number,
        address: state.tribunal.seats[usize::from(number)],
        accepted: state.tribunal.accepted >> number & 1 == 1,
        replaceable: outlook::authority_can_replace(&state, number, at),
        replaceable_from: outlook::authority_replaces_from(&state, number, at),
    })
}
