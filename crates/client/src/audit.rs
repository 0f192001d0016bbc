//! The auditor's replay: runs the record through the rules once more and compares the end with what the contract holds.
//!
//! Nothing that somebody says about an escrow is trusted here, only what the contract holds: its storage and balance. With a chain at
//! hand that is the chain's answer; without one it is a file's, and worth as much as the file. The entries may come from anyone.

mod beside_chain;

pub use beside_chain::{Newest, audit_beside, stated};

use crate::asset;
use crate::chain::{Chain, ChainError, FoundEntry};
use crate::host::NativeHost;
use exequatur_protocol::digest::Domain;
use exequatur_protocol::{
    Action, Address, Divergence, Entry, Hash, Payments, Phase, Roles, Seconds, State, replay,
};

use crate::files::{Message, from_chain};
use crate::keys::recover_digest;

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
    /// Who signed off line, and what they were in the escrow.
    pub signers: Vec<(Address, Roles)>,
    /// The state after it.
    pub after: State,
}

/// The first thing that does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The record is empty.
    Empty,
    /// An entry is none that the contract could have written there.
    Entry {
        /// Its place, counted from 0.
        number: usize,
        /// Why not.
        why: Divergence,
    },
    /// An entry was found under another contract's address.
    OtherContract {
        /// Its place, counted from 0.
        number: usize,
        /// The contract.
        found: Address,
    },
    /// An entry's time is not its block's.
    OtherTime {
        /// Its place, counted from 0.
        number: usize,
        /// Time of the block.
        expected: Seconds,
        /// Time in the entry.
        found: Seconds,
    },
    /// An entry's block cannot be the one that it was found in: blocks do not run backwards, and one block has one hash and one time.
    OtherBlock {
        /// Its place, counted from 0.
        number: usize,
        /// Block of the entry before.
        before: u32,
        /// Its block.
        found: u32,
    },
    /// An entry is not the chain's own.
    Differs {
        /// Its place, counted from 0.
        number: usize,
        /// What differs, in words.
        part: &'static str,
        /// On the chain.
        expected: String,
        /// In the copy.
        found: String,
    },
    /// What a file says of the contract, beside its entries, cannot be so.
    Stated {
        /// What, in words.
        part: &'static str,
        /// What can be.
        expected: String,
        /// In the file.
        found: String,
    },
    /// There are more or fewer entries than the contract counted.
    Count {
        /// What the contract counted.
        expected: u32,
        /// How many there are.
        found: u32,
    },
    /// The entries do not lead to the head in the contract's storage.
    Head {
        /// In storage.
        expected: Hash,
        /// Computed.
        found: Hash,
    },
    /// The storage cell is not what the rules make of the record.
    Cell {
        /// First byte that differs.
        offset: usize,
    },
    /// The contract has less money than it owes.
    Balance {
        /// What it owes, in planck.
        expected: u128,
        /// What it has, in planck.
        found: u128,
    },
}

/// What a replay showed.
#[derive(Clone, Debug)]
pub struct Audit {
    /// Every entry up to the first that does not fit.
    pub steps: Vec<Step>,
    /// The state that the record leads to; `None` if not even the first entry replays.
    pub state: Option<State>,
    /// The first thing that does not fit; `None` if everything does.
    pub finding: Option<Finding>,
}

/// What a contract holds: as a chain says, or somebody who read it there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    /// The storage cell, decoded.
    pub stored: State,
    /// The storage cell as it lies in storage.
    pub cell: Vec<u8>,
    /// What it has of the escrow's money, in units of the terms.
    pub balance: u128,
}

impl Holding {
    /// Reads it from the chain.
    ///
    /// # Errors
    /// If the chain cannot be read, or there is no escrow at the address.
    pub fn of(chain: &dyn Chain, contract: &Address) -> Result<Self, ChainError> {
        let stored = chain.state(contract)?;
        let clause = &stored.clause;
        Ok(Self {
            cell: chain.cell(contract)?,
            balance: asset::held_by(chain, contract, &clause.asset, clause.unit)?,
            stored,
        })
    }
}

/// Replays a contract's record and compares the result with what the contract holds.
pub fn audit(
    contract: &Address,
    chain_id: u64,
    entries: &[FoundEntry],
    holding: &Holding,
) -> Audit {
    let mut audit = replay_record(contract, chain_id, entries);
    if audit.finding.is_none() {
        audit.finding = compare(audit.state.as_ref(), &holding.stored, &holding.cell);
    }
    if audit.finding.is_none() {
        let (expected, found) = (owed(&holding.stored), holding.balance);
        if found < expected {
            audit.finding = Some(Finding::Balance { expected, found });
        }
    }
    audit
}

/// Replays entries, from wherever they come.
pub fn replay_record(contract: &Address, chain_id: u64, entries: &[FoundEntry]) -> Audit {
    let mut audit = Audit {
        steps: Vec::new(),
        state: None,
        finding: None,
    };
    for (number, found) in entries.iter().enumerate() {
        match step(
            audit.state.as_ref(),
            &audit.steps,
            contract,
            chain_id,
            number,
            found,
        ) {
            Ok(step) => {
                audit.state = Some(step.after);
                audit.steps.push(step);
            }
            Err(finding) => {
                audit.finding = Some(finding);
                return audit;
            }
        }
    }
    if entries.is_empty() {
        audit.finding = Some(Finding::Empty);
    }
    audit
}

fn step(
    before: Option<&State>,
    steps: &[Step],
    contract: &Address,
    chain_id: u64,
    number: usize,
    found: &FoundEntry,
) -> Result<Step, Finding> {
    if found.contract != *contract {
        return Err(Finding::OtherContract {
            number,
            found: found.contract,
        });
    }
    let last_at = steps.last().map_or(0, |step| step.entry.at);
    let (after, entry, action, payments) = replay(
        before,
        last_at,
        &NativeHost,
        *contract,
        chain_id,
        &found.bytes,
    )
    .map_err(|why| Finding::Entry { number, why })?;
    if entry.at != found.at {
        return Err(Finding::OtherTime {
            number,
            expected: found.at,
            found: entry.at,
        });
    }
    if let Some(last) = steps.last().map(|step| &step.found) {
        let same = (found.at, found.block_hash) == (last.at, last.block_hash);
        if found.block < last.block || found.block == last.block && !same {
            return Err(Finding::OtherBlock {
                number,
                before: last.block,
                found: found.block,
            });
        }
    }
    // Roles as they were when the rules looked: a replacement changes them with the same entry.
    let roles = before.unwrap_or(&after);
    let domain = Domain {
        chain_id,
        contract: *contract,
        terms_hash: after.clause.terms_hash,
    };
    let signers = signers(roles, &domain, &action, &entry);
    let sender = roles.roles_of(&entry.by);
    Ok(Step {
        found: found.clone(),
        sender,
        signers,
        entry,
        action,
        payments,
        after,
    })
}

/// Who signed the call data. The rules have checked the signatures; here they only get names.
fn signers(
    state: &State,
    domain: &Domain,
    action: &Action,
    entry: &Entry,
) -> Vec<(Address, Roles)> {
    let Some(message) = message_of(state, action, entry.at) else {
        return Vec::new();
    };
    let digest = message.digest(domain);
    let signatures =
        Action::from_input(&entry.input).and_then(|(_, signatures)| signatures.to_vec());
    let signers = signatures
        .unwrap_or_default()
        .into_iter()
        .filter_map(|signature| {
            let signer = Address(recover_digest(&digest, &from_chain(&signature)).ok()?);
            Some((signer, state.roles_of(&signer)))
        });
    signers.collect()
}

/// What was signed for an action, given the state before it.
pub(crate) fn message_of(state: &State, action: &Action, at: Seconds) -> Option<Message> {
    let mut now = *state;
    now.tick(at);
    match action {
        Action::Open { .. } | Action::Consent { .. } => Some(Message::Consent),
        Action::Release {
            to_payer, sequence, ..
        } => Some(Message::Release {
            to_payer: *to_payer,
            to_payee: now.money.held.checked_sub(*to_payer)?,
            sequence: *sequence,
        }),
        Action::Appointment { disclosure, .. } => Some(Message::Appointment {
            disclosure: *disclosure,
            appointment: now.tribunal.replacements,
        }),
        Action::Order { order, .. } => Some(Message::Order(order.clone())),
        Action::Award { award } => Some(Message::Award(award.clone())),
        Action::Fund
        | Action::Revoke
        | Action::Withdraw { .. }
        | Action::Pause { .. }
        | Action::Resume
        | Action::Dispute { .. }
        | Action::Acknowledge
        | Action::Answer { .. }
        | Action::Exhibit { .. }
        | Action::Decline { .. }
        | Action::Rule { .. } => None,
    }
}

/// Compares what the record leads to with what the contract holds: `stored` is its `cell`, decoded.
pub fn compare(replayed: Option<&State>, stored: &State, cell: &[u8]) -> Option<Finding> {
    let Some(replayed) = replayed else {
        return Some(Finding::Empty);
    };
    if replayed.entries != stored.entries {
        return Some(Finding::Count {
            expected: stored.entries,
            found: replayed.entries,
        });
    }
    if replayed.head != stored.head {
        return Some(Finding::Head {
            expected: stored.head,
            found: replayed.head,
        });
    }
    let expected = replayed.clone().to_cell();
    let same = expected
        .iter()
        .zip(cell)
        .take_while(|(one, other)| one == other)
        .count();
    if same == expected.len() && same == cell.len() {
        return None;
    }
    let offset = same;
    Some(Finding::Cell { offset })
}

/// What the contract must have in its keeping, in units of the terms: what is held and what is somebody's to withdraw.
pub fn owed(state: &State) -> u128 {
    let money = &state.money;
    let held = match state.phase {
        // Before the money came, this is what is to come.
        Phase::Proposed | Phase::Agreed => 0,
        Phase::Funded
        | Phase::Disputed
        | Phase::Awarded
        | Phase::Released
        | Phase::Settled
        | Phase::Enforced
        | Phase::Lapsed => money.held,
    };
    [held, money.payer, money.payee, money.tribunal]
        .into_iter()
        .map(u128::from)
        .sum()
}
