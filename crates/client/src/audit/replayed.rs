//! Records replayed beside the chain that shows them, one or many, entry by entry.

use std::num::NonZero;
use std::ops::ControlFlow;

use exequatur_audit::{Checked, Finding, Holding, Replay, Step, compare, replay_many};
use exequatur_protocol::Address;

use super::holding_of;
use crate::chain::{Chain, ChainError};

/// What a replay beside a chain showed.
#[derive(Clone, Debug)]
pub struct Beside {
    /// What the chain says that the contract holds.
    pub holding: Holding,
    /// The last entry that replayed.
    pub last: Option<Step>,
    /// The first thing that does not fit; `None` if record and chain agree.
    pub finding: Option<Finding>,
}

/// Replays a record until something does not fit, and compares the end with what the contract holds. `visit` is told of each step, which is not
/// kept.
///
/// # Errors
/// If the chain cannot be read.
pub fn replay_beside(
    chain: &dyn Chain,
    contract: &Address,
    holding: Holding,
    visit: &mut dyn FnMut(&Step),
) -> Result<Beside, ChainError> {
    let mut replay = Replay::new(*contract, chain.identity().chain_id);
    let mut wrong = None;
    let mut last = None;
    chain.each_entry(contract, &mut |entry| match replay.push(entry) {
        Ok(step) => {
            visit(&step);
            last = Some(step);
            Ok(ControlFlow::Continue(()))
        }
        Err(finding) => {
            wrong = Some(finding);
            Ok(ControlFlow::Break(()))
        }
    })?;
    let finding = wrong.or_else(|| compare(replay.state(), &holding));
    Ok(Beside {
        holding,
        last,
        finding,
    })
}

/// How far a replay of many has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advance {
    /// One more entry was read.
    Entry,
    /// One more record was read to its end.
    Record,
}

/// Replays many records on `workers` threads. `advance` is told what was read, `done` of each record when it was replayed, from any thread.
///
/// # Errors
/// If the chain cannot be read.
pub fn replay_all_beside(
    chain: &dyn Chain,
    contracts: &[Address],
    workers: NonZero<usize>,
    advance: &mut dyn FnMut(Advance),
    done: impl Fn(Checked) + Sync,
) -> Result<(), ChainError> {
    replay_many(
        chain.identity().chain_id,
        workers,
        |feed| {
            contracts.iter().try_for_each(|contract| {
                feed.begin(*contract);
                chain.each_entry(contract, &mut |entry| {
                    feed.entry(entry);
                    advance(Advance::Entry);
                    Ok(ControlFlow::Continue(()))
                })?;
                feed.end(holding_of(chain, contract)?);
                advance(Advance::Record);
                Ok(())
            })
        },
        done,
    )
}
