use bytemuck::{CheckedBitPattern, NoUninit, Pod, Zeroable};
use core::mem::{offset_of, size_of};

use crate::{Address, Code, Hash, Periods, Refusal, Roles, Seconds, Terms};

/// Length of a stored [`State`]: its fields as they lie in memory, which is also their SCALE encoding. The chain refuses a storage
/// value of more than 416 bytes.
pub const CELL_LEN: usize = size_of::<State>();

const _: () = assert!(CELL_LEN <= 416);

/// All that the contract remembers: one storage cell, because each further one costs as much as five messages' signatures.
///
/// What can be read off the record instead (the full terms, the paid amounts, notices, exhibits) is not here. Every field has its
/// place in every phase: a state is stored and loaded as one block of bytes, since code to tell phases apart would cost on every call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, NoUninit, CheckedBitPattern)]
#[cfg_attr(
    feature = "std",
    derive(codec::Encode, codec::Decode, scale_info::TypeInfo)
)]
#[repr(C)]
pub struct State {
    /// Head of the record: commits to every entry.
    pub head: Hash,
    /// The amounts.
    pub money: Money,
    /// The final award; zero before there is one.
    pub hold: Hold,
    /// The split that is being approved, if any.
    pub proposal: Proposal,
    /// The part of the terms that rules need. Never changes.
    pub clause: Clause,
    /// Who sits.
    pub tribunal: Tribunal,
    /// The last dispute; zero before there is one.
    pub dispute: Dispute,
    /// The status quo order in force, if any.
    pub pause: Pause,
    /// How many entries the record has.
    pub entries: u32,
    /// Awards executed so far.
    pub awards: u8,
    /// Orders executed so far.
    pub orders: u8,
    /// Role bits of the parties that consented.
    pub consents: u8,
    /// Where the escrow is in its life.
    pub phase: Phase,
}

/// The part of [`Terms`] that rules need after the first call, with the hash of the whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable)]
#[cfg_attr(
    feature = "std",
    derive(codec::Encode, codec::Decode, scale_info::TypeInfo)
)]
#[allow(missing_docs, reason = "each field is documented in Terms")]
#[repr(C)]
pub struct Clause {
    pub terms_hash: Hash,
    pub payer: Address,
    pub payee: Address,
    pub asset: Address,
    pub authority: Address,
    pub notary: Address,
    pub seat: Code<6>,
    pub periods: Periods,
    pub expiry: Seconds,
    pub fallback_payer_bps: u16,
    pub unit: u8,
    flags: u8,
}

impl Clause {
    /// Whether everything goes to the payee at expiry, rather than by the fallback split.
    pub fn release_at_expiry(&self) -> bool {
        self.flags & 1 != 0
    }

    /// Whether awards need no reasons.
    pub fn reasons_waived(&self) -> bool {
        self.flags & 2 != 0
    }
}

/// The arbitrators.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable)]
#[cfg_attr(
    feature = "std",
    derive(codec::Encode, codec::Decode, scale_info::TypeInfo)
)]
#[repr(C)]
pub struct Tribunal {
    /// Zero where vacant or unused; seat 0 presides.
    pub seats: [Address; 3],
    /// How many seats there are: 1 or 3.
    pub size: u8,
    /// How many must sign.
    pub threshold: u8,
    /// Bit n: the arbitrator in seat n accepted the appointment.
    pub accepted: u8,
    /// How often a seat was filled anew.
    pub replacements: u8,
}

impl Tribunal {
    /// Whether every seat is filled by somebody who accepted.
    pub fn is_complete(&self) -> bool {
        self.accepted == (1 << self.size) - 1
    }
}

/// Amounts in the smallest unit of the asset. What was paid out is the terms' amount less all of these.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable)]
#[cfg_attr(
    feature = "std",
    derive(codec::Encode, codec::Decode, scale_info::TypeInfo)
)]
#[repr(C)]
pub struct Money {
    /// In escrow and nobody's yet; before funding, what is to be funded.
    pub held: u64,
    /// The payer's, to withdraw.
    pub payer: u64,
    /// The payee's, to withdraw.
    pub payee: u64,
    /// The tribunal's, to withdraw by the presiding arbitrator.
    pub tribunal: u64,
    /// What the tribunal may still be awarded.
    pub tribunal_cap: u64,
}

/// The status quo: while it lasts nothing is released. It never blocks a withdrawal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable)]
#[cfg_attr(
    feature = "std",
    derive(codec::Encode, codec::Decode, scale_info::TypeInfo)
)]
#[repr(C)]
pub struct Pause {
    /// It lasts before this moment; zero if there never was one.
    pub until: Seconds,
    /// Role bits of who set it; the tribunal counts as seat 0.
    pub by: u8,
    /// Role bits of who has used the one pause that each may set.
    pub used: u8,
    zero: [u8; 2],
}

/// A split of all that is held, on its way to two approvals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable)]
#[cfg_attr(
    feature = "std",
    derive(codec::Encode, codec::Decode, scale_info::TypeInfo)
)]
#[repr(C)]
pub struct Proposal {
    /// To the payer; the payee gets the rest.
    pub to_payer: u64,
    /// When a split approved by one party and the tribunal executes; zero while no clock runs.
    pub executes_at: Seconds,
    /// Which proposal this is; an approval names it, so that it can never serve twice.
    pub sequence: u32,
    /// Role bits of who approves.
    pub approvals: u8,
    zero: [u8; 7],
}

/// Where an escrow is in its life.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, NoUninit, CheckedBitPattern)]
#[cfg_attr(
    feature = "std",
    derive(codec::Encode, codec::Decode, scale_info::TypeInfo)
)]
#[repr(u8)]
pub enum Phase {
    /// Somebody put the terms on chain; not both parties consented yet.
    #[default]
    Proposed,
    /// Both parties consented; the money may come in.
    Agreed,
    /// The money is in.
    Funded,
    /// A party filed a notice of arbitration: [`State::dispute`].
    Disputed,
    /// A final award waits out its hold: [`State::hold`].
    Awarded,
    /// Released by two of the three keys, or automatically.
    Released,
    /// Settled by both parties, or by a consent award.
    Settled,
    /// The final award took effect.
    Enforced,
    /// Nobody decided; the fallback split took effect.
    Lapsed,
}

/// The last dispute of an escrow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, NoUninit, CheckedBitPattern)]
#[cfg_attr(
    feature = "std",
    derive(codec::Encode, codec::Decode, scale_info::TypeInfo)
)]
#[repr(C)]
pub struct Dispute {
    /// The last moment of the time to answer; a notice unanswered after it is proven served.
    pub respond_by: Seconds,
    /// The last moment on which an award may be made.
    pub award_by: Seconds,
    /// Which dispute this is: 1 for the first.
    pub number: u8,
    /// Role bit of the party that filed.
    pub claimant: u8,
    /// What the respondent did about the notice.
    pub response: Response,
    /// The tribunal closed the record.
    pub record_closed: bool,
}

/// What the respondent did about the notice of arbitration.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, NoUninit, CheckedBitPattern)]
#[cfg_attr(
    feature = "std",
    derive(codec::Encode, codec::Decode, scale_info::TypeInfo)
)]
#[allow(missing_docs)]
#[repr(u8)]
pub enum Response {
    #[default]
    None,
    Acknowledged,
    Answered,
}

/// A final award that waits, or waited, for its hold to end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable)]
#[cfg_attr(
    feature = "std",
    derive(codec::Encode, codec::Decode, scale_info::TypeInfo)
)]
#[repr(C)]
pub struct Hold {
    /// Awarded to the payer; the payee gets what is left.
    pub to_payer: u64,
    /// Awarded to the tribunal.
    pub to_tribunal: u64,
    /// The money is free from this moment on …
    pub until: Seconds,
    /// … or from this one, if a court stayed the award for longer.
    pub stayed_until: Seconds,
    /// Stays recorded so far.
    pub stays: u32,
    /// Corrections executed so far.
    pub corrections: u32,
}

impl State {
    /// The state of an escrow that nobody consented to yet.
    pub fn proposed(terms: &Terms, terms_hash: Hash) -> Self {
        // Field for field, the terms begin with the clause and go on with the tribunal.
        const CLAUSE: usize = offset_of!(Terms, release_at_expiry);
        const TRIBUNAL: usize = offset_of!(Terms, tribunal);
        const SEATED: usize = offset_of!(Tribunal, accepted);
        let bytes = bytemuck::bytes_of(terms);
        let mut state = State::default();
        let clause = bytemuck::bytes_of_mut(&mut state.clause);
        clause[size_of::<Hash>()..][..CLAUSE].copy_from_slice(&bytes[..CLAUSE]);
        state.clause.terms_hash = terms_hash;
        state.clause.flags = terms.release_at_expiry as u8 | (terms.reasons_waived as u8) << 1;
        bytemuck::bytes_of_mut(&mut state.tribunal)[..SEATED]
            .copy_from_slice(&bytes[TRIBUNAL..][..SEATED]);
        state.money.held = terms.amount;
        state.money.tribunal_cap = terms.tribunal_cap;
        state
    }

    /// Reads a state from its storage cell.
    pub fn from_cell(cell: &[u8]) -> Result<Self, Refusal> {
        bytemuck::checked::try_pod_read_unaligned(cell).map_err(|_| Refusal::BadCell)
    }

    /// The storage cell for this state.
    pub fn to_cell(&self) -> [u8; CELL_LEN] {
        bytemuck::cast(*self)
    }

    /// Whether money is in the contract's keeping and nobody's yet.
    pub fn is_open(&self) -> bool {
        matches!(self.phase, Phase::Funded | Phase::Disputed | Phase::Awarded)
    }

    /// What the award on hold gives the payee, in units of the terms: all that is held and the others do not get.
    pub fn awarded_to_payee(&self) -> u64 {
        let others = self.hold.to_payer.saturating_add(self.hold.to_tribunal);
        self.money.held.saturating_sub(others)
    }

    /// Whether the escrow has ended and everybody has withdrawn.
    pub fn is_closed(&self) -> bool {
        let Money {
            held,
            payer,
            payee,
            tribunal,
            ..
        } = self.money;
        matches!(
            self.phase,
            Phase::Released | Phase::Settled | Phase::Enforced | Phase::Lapsed
        ) && held | payer | payee | tribunal == 0
    }

    /// Whether the tribunal's threshold is among the roles, counting only arbitrators who accepted.
    pub(crate) fn tribunal_signed(&self, roles: Roles) -> bool {
        let seats = roles.seats() & self.tribunal.accepted;
        let count = (seats & 1) + (seats >> 1 & 1) + (seats >> 2);
        count >= self.tribunal.threshold
    }
}
