//! What a contract holds, beside what its record leads to.

use exequatur_protocol::{Phase, State};

use crate::Finding;

/// What a contract holds: as a chain says, or a proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    /// The storage cell, decoded.
    pub stored: State,
    /// The storage cell as it lies in storage.
    pub cell: Vec<u8>,
    /// What it has of the escrow's money, in units of the terms; `None` where nobody can say.
    pub balance: Option<u128>,
}

/// Compares what a record leads to with what the contract holds.
pub fn compare(replayed: Option<&State>, holding: &Holding) -> Option<Finding> {
    let Some(replayed) = replayed else {
        return Some(Finding::Empty);
    };
    let stored = &holding.stored;
    if replayed.entries != stored.entries {
        return Some(Finding::Count {
            expected: stored.entries,
            found: replayed.entries,
            added_from: None,
        });
    }
    if replayed.head != stored.head {
        return Some(Finding::Head {
            expected: stored.head,
            found: replayed.head,
        });
    }
    let expected = replayed.to_cell();
    let equal = expected.iter().zip(&holding.cell);
    let same = equal.take_while(|(one, other)| one == other).count();
    if same != expected.len() || same != holding.cell.len() {
        return Some(Finding::Cell { offset: same });
    }
    let (expected, found) = (owed(stored), holding.balance?);
    (found < expected).then_some(Finding::Balance { expected, found })
}

/// What the contract must have in its keeping, in units of the terms: what is held and what is somebody's to withdraw.
pub fn owed(state: &State) -> u128 {
    let money = &state.money;
    [held(state), money.payer, money.payee, money.tribunal]
        .into_iter()
        .map(u128::from)
        .sum()
}

/// What is in escrow and nobody's yet, in units of the terms.
pub fn held(state: &State) -> u64 {
    match state.phase {
        // Before the money came, the state has what is to come.
        Phase::Proposed | Phase::Agreed => 0,
        Phase::Funded
        | Phase::Disputed
        | Phase::Awarded
        | Phase::Released
        | Phase::Settled
        | Phase::Enforced
        | Phase::Lapsed => state.money.held,
    }
}
