//! The rules of an Exequatur escrow, written once.
//!
//! Everything that decides anything lives here, as a pure state machine: [`State`] and one function,
//! [`State::execute`], that takes a [`Call`] and an [`Action`] and answers with the payments to make or
//! with the [`Refusal`]. The contract runs it on chain, the auditor over the record, the rehearsal over
//! imagined futures and the fuzzer beside the real bytecode. The crate does no input or output; hashing and
//! signature recovery come from a [`Host`], which is the chain's host functions on chain and native code off it.
//!
//! Time is in whole seconds since 1970 (UTC) as a `u32`, which lasts until February 2106. Amounts are `u64`
//! in the unit that the terms name (planck for the chain's own token).
#![cfg_attr(not(feature = "std"), no_std)]
#![deny(missing_docs)]

#[cfg(feature = "std")]
extern crate alloc;

mod action;
mod address;
mod award;
pub mod digest;

mod order;
mod reader;
mod record;
mod refusal;
mod roles;
pub mod rules;
mod signature;
mod state;
mod terms;

pub use action::{Action, CALLDATA_PREFIX, RULE_SELECTOR};
pub use address::Address;
pub use award::{Award, AwardKind};
pub use order::{Order, OrderKind};
#[cfg(feature = "std")]
pub use record::{Divergence, Entry, next_head, replay};
pub use record::{ENTRY_OVERHEAD, MAX_INPUT, entry_bytes};
pub use refusal::Refusal;
pub use roles::{Role, Roles};
pub use signature::{Host, MAX_SIGNATURES, Signature, Signatures, WRAPPED_LEN, wrapped_digest};
pub use state::{
    CELL_LEN, Clause, Dispute, Hold, Money, Pause, Phase, Proposal, Response, State, Tribunal,
};
pub use terms::{Code, Hours, Periods, TERMS_LEN, Terms};

/// A 32-byte hash: keccak-256 for everything the contract computes, SHA-256 for documents.
pub type Hash = [u8; 32];

/// Seconds since 1970-01-01T00:00:00Z.
pub type Seconds = u32;

/// What the chain says about the call that carries an [`Action`]. Nothing in it can be chosen by the caller except `input`.
#[derive(Clone, Copy, Debug)]
pub struct Call<'a> {
    /// The account that sent the call, as the contract sees it.
    pub by: Address,
    /// Time of the block.
    pub at: Seconds,
    /// Money sent along, in the smallest unit of the asset.
    pub value: u64,
    /// The contract's own address.
    pub contract: Address,
    /// EIP-155 chain id.
    pub chain_id: u64,
    /// The raw call data, selector included: what the record keeps.
    pub input: &'a [u8],
}

/// Money that leaves the contract because of one action, per owner, in the smallest unit of the asset.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Payments {
    /// To the payer.
    pub payer: u64,
    /// To the payee.
    pub payee: u64,
    /// To the presiding arbitrator, on behalf of the tribunal.
    pub tribunal: u64,
}
