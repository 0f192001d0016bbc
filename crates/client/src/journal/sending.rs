//! Sending with the journal at hand, and finding out what became of what was sent.

use exequatur_protocol::Hash;

use super::entry::{Entry, Outcome, Purpose};
use super::error::JournalError;
use super::page::Page;
use crate::before_sending::once;
use crate::chain::{Call, Chain, ChainError, Receipt};
use crate::keys::KeyPair;
use crate::transaction::{Fate, Never};

/// Why something was not sent, or what went wrong afterwards.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// The chain's reason.
    #[error(transparent)]
    Chain(#[from] ChainError),
    /// The journal cannot be used, and nothing was sent.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The transaction is in a final block, but the journal cannot be written: the next command finds that out again.
    #[error("the transaction went in, but the journal does not know: {0}")]
    NotNoted(JournalError),
}

/// What became of an earlier transaction.
#[derive(Debug)]
pub enum Earlier {
    /// It is in a final block.
    Done(Box<Receipt>),
    /// It is in a final block, where its call failed.
    Failed(ChainError),
    /// It is in no final block and may still go in.
    Open,
    /// It can never go in.
    Never(Never),
    /// It was in a final block when somebody was told so, and the chain does not have that block any more.
    Vanished {
        /// The block's number.
        block: u32,
    },
}

/// Sends a call: signs, notes what is signed, hands it over, waits, notes what became of it. `went_in` is shown every transaction as soon
/// as it is in a final block, whatever fails afterwards.
///
/// # Errors
/// [`SendError`]
pub fn send(
    chain: &mut dyn Chain,
    page: &mut Page,
    key: &KeyPair,
    call: &Call,
    purpose: &Purpose,
    went_in: &mut dyn FnMut(&Entry, &Receipt),
) -> Result<Receipt, SendError> {
    let mut registered = false;
    loop {
        let transaction = chain.sign(key, call)?;
        once(&transaction, &mut registered)?;
        let is_call = transaction.is_call;
        let entry = Entry::new(transaction.clone(), call, purpose);
        page.note(entry.clone())?;
        let delivered = chain.deliver(&transaction, false);
        if let Ok(receipt) = &delivered {
            went_in(&entry, receipt);
        }
        noted(page, &transaction.hash, &delivered)?;
        let receipt = delivered?;
        if is_call {
            return Ok(receipt);
        }
    }
}

/// Finds out what became of every transaction about which nobody was told, and whether the last that somebody was told about is still
/// there. One that may still go in is handed over again, the same bytes, and waited for, if `hand_over` says so.
///
/// # Errors
/// [`ChainError::Unsettled`] if one that was handed over again is still open after that; [`SendError`]
pub fn settle(
    chain: &mut dyn Chain,
    page: &mut Page,
    hand_over: &mut dyn FnMut(&Entry) -> bool,
) -> Result<Vec<(Entry, Earlier)>, SendError> {
    let mut found = Vec::new();
    for entry in page.entries().to_vec() {
        let earlier = if entry.told {
            vanished(chain, page, &entry)?
        } else {
            Some(settled(chain, page, &entry, hand_over)?)
        };
        found.extend(earlier.map(|earlier| (entry, earlier)));
    }
    Ok(found)
}

fn settled(
    chain: &mut dyn Chain,
    page: &mut Page,
    entry: &Entry,
    hand_over: &mut dyn FnMut(&Entry) -> bool,
) -> Result<Earlier, SendError> {
    let transaction = &entry.transaction;
    let delivered = match chain.fate(transaction)? {
        Fate::Done(receipt) => Ok(*receipt),
        Fate::Failed { block, reason } => Err(ChainError::FailedInBlock { block, reason }),
        Fate::Never(why) => Err(ChainError::NeverIn(why)),
        Fate::Open if hand_over(entry) => chain.deliver(transaction, true),
        Fate::Open => return Ok(Earlier::Open),
    };
    noted(page, &transaction.hash, &delivered)?;
    match delivered {
        Ok(receipt) => Ok(Earlier::Done(Box::new(receipt))),
        Err(failed @ ChainError::FailedInBlock { .. }) => Ok(Earlier::Failed(failed)),
        Err(ChainError::NeverIn(why)) => Ok(Earlier::Never(why)),
        Err(other) => Err(other.into()),
    }
}

/// Notes what is certain. What is not stays open.
fn noted(
    page: &mut Page,
    transaction: &Hash,
    delivered: &Result<Receipt, ChainError>,
) -> Result<(), SendError> {
    let noted = match delivered {
        Ok(receipt) => page.settle(
            transaction,
            Outcome::InBlock {
                number: receipt.block,
                hash: receipt.block_hash,
            },
        ),
        Err(ChainError::FailedInBlock { block, reason }) => page.settle(
            transaction,
            Outcome::Failed {
                number: *block,
                reason: reason.clone(),
            },
        ),
        Err(ChainError::NeverIn(why)) => page.settle(transaction, Outcome::Never(why.to_string())),
        // It was refused before any pool had it.
        Err(ChainError::Rejected(_) | ChainError::CannotPay { .. }) => page.forget(transaction),
        Err(_) => return Ok(()),
    };
    let went_in = matches!(delivered, Ok(_) | Err(ChainError::FailedInBlock { .. }));
    noted.map_err(|error| {
        if went_in {
            SendError::NotNoted(error)
        } else {
            SendError::Journal(error)
        }
    })
}

/// Final blocks stay, except where a node or a file lost some.
fn vanished(
    chain: &mut dyn Chain,
    page: &mut Page,
    entry: &Entry,
) -> Result<Option<Earlier>, SendError> {
    let Some(Outcome::InBlock { number, hash }) = &entry.outcome else {
        return Ok(None);
    };
    let (number, hash) = (*number, *hash);
    let there = chain.final_block(number)?;
    // A node of a public chain that does not have the block yet is catching up.
    let gone = match there {
        Some(there) => there != hash,
        None => chain.identity().is_local,
    };
    if !gone {
        return Ok(None);
    }
    page.forget(&entry.transaction.hash)?;
    Ok(Some(Earlier::Vanished { block: number }))
}
