//! The record once more through the rules, one entry at a time.

use exequatur_protocol::{
    Action, Address, Entry, Hash, Payments, Roles, Seconds, State, replay as replay_entry,
};

use crate::Finding;
use crate::host::Witness;

/// An entry of a record with where it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundEntry {
    /// The contract that emitted it.
    pub contract: Address,
    /// Number of the block.
    pub block: u32,
    /// Hash of the block.
    pub block_hash: Hash,
    /// Time of the block.
    pub at: Seconds,
    /// The entry's bytes.
    pub bytes: Vec<u8>,
}

/// One entry that replayed.
#[derive(Clone, Debug)]
pub struct Step {
    /// Where it was found.
    pub found: FoundEntry,
    /// The entry.
    pub entry: Entry,
    /// What it did.
    pub action: Action,
    /// What it paid out, in the smallest unit.
    pub payments: Payments,
    /// What the sender was in the escrow when it was sent.
    pub sender: Roles,
    /// Who signed off line, and what they were in the escrow; the signatures are good, for the rules took them.
    pub signers: Vec<(Address, Roles)>,
    /// The state after it.
    pub after: State,
}

/// A record on its way through the rules. It needs the same memory after a million entries as after one.
#[derive(Debug)]
pub struct Replay {
    contract: Address,
    chain_id: u64,
    host: Witness,
    count: usize,
    state: Option<State>,
    last: Option<Place>,
}

/// Where the entry before was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    block: u32,
    hash: Hash,
    at: Seconds,
}

impl Replay {
    /// Before the first entry of a contract's record. `chain_id` is the number that signatures name the chain by.
    pub fn new(contract: Address, chain_id: u64) -> Self {
        Self {
            contract,
            chain_id,
            host: Witness::default(),
            count: 0,
            state: None,
            last: None,
        }
    }

    /// The state that the entries so far lead to; `None` before the first.
    pub fn state(&self) -> Option<&State> {
        self.state.as_ref()
    }

    /// Takes the next entry.
    ///
    /// # Errors
    /// The [`Finding`] that names the entry, if the contract could not have written it here. Nothing is to be taken after that.
    pub fn push(&mut self, found: FoundEntry) -> Result<Step, Finding> {
        let number = self.count;
        if found.contract != self.contract {
            let found = found.contract;
            return Err(Finding::OtherContract { number, found });
        }
        let last_at = self.last.map_or(0, |last| last.at);
        // Who signed under an entry that was refused signed under none.
        self.host.take();
        let (after, entry, action, payments) = replay_entry(
            self.state.as_ref(),
            last_at,
            &self.host,
            self.contract,
            self.chain_id,
            &found.bytes,
        )
        .map_err(|why| Finding::Entry { number, why })?;
        self.check_place(number, &found, entry.at)?;
        // Roles as they were when the rules looked: a replacement changes them with the same entry.
        let roles = self.state.as_ref().unwrap_or(&after);
        let named = |signer: Address| (signer, roles.roles_of(&signer));
        let signers = self.host.take().into_iter().map(named).collect();
        let sender = roles.roles_of(&entry.by);
        self.count += 1;
        self.state = Some(after);
        Ok(Step {
            found,
            entry,
            action,
            payments,
            sender,
            signers,
            after,
        })
    }

    fn check_place(
        &mut self,
        number: usize,
        found: &FoundEntry,
        claimed: Seconds,
    ) -> Result<(), Finding> {
        if claimed != found.at {
            return Err(Finding::OtherTime {
                number,
                expected: found.at,
                found: claimed,
            });
        }
        let place = Place {
            block: found.block,
            hash: found.block_hash,
            at: found.at,
        };
        if let Some(last) = self.last
            && (place.block < last.block || place.block == last.block && place != last)
        {
            return Err(Finding::OtherBlock {
                number,
                before: last.block,
                found: place.block,
            });
        }
        self.last = Some(place);
        Ok(())
    }
}

/// What a replay of a whole record showed.
#[derive(Clone, Debug)]
pub struct Replayed {
    /// Every entry up to the first that does not fit.
    pub steps: Vec<Step>,
    /// The state that the record leads to; `None` if not even the first entry replays.
    pub state: Option<State>,
    /// The first thing that does not fit; `None` if everything does.
    pub finding: Option<Finding>,
}

/// Replays entries at hand, from wherever they come, and keeps every step.
pub fn replay_record(contract: &Address, chain_id: u64, entries: &[FoundEntry]) -> Replayed {
    let mut replay = Replay::new(*contract, chain_id);
    let mut steps = Vec::new();
    let mut finding = entries.is_empty().then_some(Finding::Empty);
    for found in entries {
        match replay.push(found.clone()) {
            Ok(step) => steps.push(step),
            Err(wrong) => {
                finding = Some(wrong);
                break;
            }
        }
    }
    Replayed {
        steps,
        state: replay.state,
        finding,
    }
}
