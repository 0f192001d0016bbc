//! Records replayed beside the chain that shows them, one or many, entry by entry.

use std::num::NonZero;
use std::ops::ControlFlow;

use exequatur_audit::{
    Checked, Deadline, Decision, Docket, Finding, Holding, Replay, Step, compare, replay_many,
};
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
    /// The windows of time that ran out after the last entry, if everything replayed.
    pub missed: Vec<Deadline>,
    /// Every decision of the tribunal that replayed, as it stands at the chain's newest block.
    pub decisions: Vec<Decision>,
    /// The first thing that does not fit; `None` if record and chain agree.
    pub finding: Option<Finding>,
}

/// Replays a record until something does not fit, and compares the end with what the contract holds. `visit` is told of each step and of the windows
/// of time that it had to keep; neither is kept.
///
/// # Errors
/// If the chain cannot be read, and the first error of `visit`.
pub fn replay_beside<E: From<ChainError>>(
    chain: &dyn Chain,
    contract: &Address,
    holding: Holding,
    mut visit: impl FnMut(&Step, Vec<Deadline>) -> Result<(), E>,
) -> Result<Beside, E> {
    let mut replay = Replay::new(*contract, chain.identity().chain_id);
    let mut docket = Docket::default();
    let (mut wrong, mut failed, mut last) = (None, None, None);
    chain.each_entry(contract, &mut |entry| {
        let step = match replay.push(entry) {
            Ok(step) => step,
            Err(finding) => {
                wrong = Some(finding);
                return Ok(ControlFlow::Break(()));
            }
        };
        if let Err(error) = visit(&step, docket.take(&step)) {
            failed = Some(error);
            return Ok(ControlFlow::Break(()));
        }
        last = Some(step);
        Ok(ControlFlow::Continue(()))
    })?;
    if let Some(error) = failed {
        return Err(error);
    }
    let missed = match &wrong {
        None => docket.missed(chain.now()),
        Some(_) => Vec::new(),
    };
    let finding = wrong.or_else(|| compare(replay.state(), &holding));
    Ok(Beside {
        holding,
        last,
        missed,
        decisions: docket.decisions(chain.now()),
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
/// If the chain cannot be read; the first error of `contracts` or `advance`.
pub fn replay_all_beside<E: From<ChainError>>(
    chain: &dyn Chain,
    contracts: impl IntoIterator<Item = Result<Address, E>>,
    workers: NonZero<usize>,
    advance: &mut dyn FnMut(Advance) -> Result<(), E>,
    done: impl Fn(Checked) + Sync,
) -> Result<(), E> {
    replay_many(
        chain.identity().chain_id,
        workers,
        |feed| {
            contracts.into_iter().try_for_each(|contract| {
                let contract = contract?;
                feed.begin(contract);
                let mut failed = None;
                chain.each_entry(&contract, &mut |entry| {
                    feed.entry(entry);
                    Ok(match advance(Advance::Entry) {
                        Ok(()) => ControlFlow::Continue(()),
                        Err(error) => {
                            failed = Some(error);
                            ControlFlow::Break(())
                        }
                    })
                })?;
                if let Some(error) = failed {
                    return Err(error);
                }
                feed.end(holding_of(chain, &contract)?);
                advance(Advance::Record)
            })
        },
        done,
    )
}
