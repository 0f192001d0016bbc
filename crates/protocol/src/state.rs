use codec::{Decode, Encode, MaxEncodedLen};

use crate::{Address, Code, Hash, Hours, Refusal, Roles, Seconds, Terms};

/// Room for an encoded [`State`]: the chain refuses a storage value that is longer, so no state may ever be.
pub const CELL_LEN: usize = 416;

/// All that the contract remembers: one storage cell, because each further one costs as much as five messages' signatures.
///
/// What can be read off the record instead (the full terms, the paid amounts, notices, exhibits) is not here.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen)]
pub struct State {
    /// Head of the record: commits to every entry.
    pub head: Hash,
    /// How many entries the record has.
    pub entries: u32,
    /// The part of the terms that rules need. Never changes.
    pub clause: Clause,
    /// Who sits.
    pub tribunal: Tribunal,
    /// The amounts.
    pub money: Money,
    /// The status quo order in force, if any.
    pub pause: Pause,
    /// The split that is being approved, if any.
    pub proposal: Proposal,
    /// Awards executed so far.
    pub awards: u8,
    /// Orders executed so far.
    pub orders: u8,
    /// Disputes filed so far.
    pub disputes: u8,
    /// Where the escrow is in its life.
    pub phase: Phase,
}

/// The part of [`Terms`] that rules need after the first call, with the hash of the whole.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen)]
#[allow(missing_docs, reason = "each field is documented in Terms")]
pub struct Clause {
    pub terms_hash: Hash,
    pub payer: Address,
    pub payee: Address,
    pub asset: Address,
    pub authority: Address,
    pub notary: Address,
    pub seat: Code<6>,
    pub response: Hours,
    pub award: Hours,
    pub hold: Hours,
    pub longest_pause: Hours,
    pub longest_stay: Hours,
    pub expiry: Seconds,
    pub fallback_payer_bps: u16,
    pub unit: u8,
    pub release_at_expiry: bool,
    pub reasons_waived: bool,
}

/// The arbitrators.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen)]
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
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen)]
pub struct Money {
    /// In escrow and nobody's yet; before funding, what is to be funded.
    pub held: u128,
    /// The payer's, to withdraw.
    pub payer: u128,
    /// The payee's, to withdraw.
    pub payee: u128,
    /// The tribunal's, to withdraw by the presiding arbitrator.
    pub tribunal: u128,
    /// What the tribunal may still be awarded.
    pub tribunal_cap: u128,
}

/// The status quo: while it lasts nothing is released. It never blocks a withdrawal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen)]
pub struct Pause {
    /// It lasts before this moment; zero if there never was one.
    pub until: Seconds,
    /// Role bits of who set it; the tribunal counts as seat 0.
    pub by: u8,
    /// Role bits of who has used the one pause that each may set.
    pub used: u8,
}

/// A split of all that is held, on its way to two approvals.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen)]
pub struct Proposal {
    /// To the payer; the payee gets the rest.
    pub to_payer: u128,
    /// Role bits of who approves.
    pub approvals: u8,
    /// When a split approved by one party and the tribunal executes; zero while no clock runs.
    pub executes_at: Seconds,
    /// Which proposal this is; an approval names it, so that it can never serve twice.
    pub sequence: u32,
}

/// Where an escrow is in its life.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen)]
pub enum Phase {
    /// Somebody put the terms on chain; not both parties consented yet.
    Proposed {
        /// Role bits of the parties that consented.
        consents: u8,
    },
    /// Both parties consented; the money may come in.
    Agreed,
    /// The money is in.
    Funded,
    /// A party filed a notice of arbitration.
    Disputed(Dispute),
    /// A final award waits out its hold.
    Awarded(Hold),
    /// Released by two of the three keys, or automatically.
    Released,
    /// Settled by both parties, or by a consent award.
    Settled,
    /// The final award took effect.
    Enforced,
    /// Nobody decided; the fallback split took effect.
    Lapsed,
}

/// A dispute that is pending.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen)]
pub struct Dispute {
    /// The last moment of the time to answer; a notice unanswered after it is proven served.
    pub respond_by: Seconds,
    /// The last moment on which an award may be made.
    pub award_by: Seconds,
    /// Role bit of the party that filed.
    pub claimant: u8,
    /// What the respondent did about the notice.
    pub response: Response,
    /// The tribunal closed the record.
    pub record_closed: bool,
}

/// What the respondent did about the notice of arbitration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen)]
#[allow(missing_docs)]
pub enum Response {
    None,
    Acknowledged,
    Answered,
}

/// A final award on hold.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen)]
pub struct Hold {
    /// Awarded to the payer; the payee gets what is left.
    pub to_payer: u128,
    /// Awarded to the tribunal.
    pub to_tribunal: u128,
    /// The money is free from this moment on …
    pub until: Seconds,
    /// … or from this one, if a court stayed the award for longer.
    pub stayed_until: Seconds,
    /// Stays recorded so far.
    pub stays: u8,
    /// Corrections executed so far.
    pub corrections: u8,
}

impl State {
    /// The state of an escrow that nobody consented to yet.
    pub(crate) fn proposed(terms: &Terms, terms_hash: Hash) -> Self {
        State {
            head: [0; 32],
            entries: 0,
            clause: Clause {
                terms_hash,
                payer: terms.payer,
                payee: terms.payee,
                asset: terms.asset,
                authority: terms.authority,
                notary: terms.notary,
                seat: terms.seat,
                response: terms.response,
                award: terms.award,
                hold: terms.hold,
                longest_pause: terms.longest_pause,
                longest_stay: terms.longest_stay,
                expiry: terms.expiry,
                fallback_payer_bps: terms.fallback_payer_bps,
                unit: terms.unit,
                release_at_expiry: terms.release_at_expiry,
                reasons_waived: terms.reasons_waived,
            },
            tribunal: Tribunal {
                seats: terms.tribunal,
                size: terms.seats,
                threshold: terms.threshold,
                accepted: 0,
                replacements: 0,
            },
            money: Money { held: terms.amount, payer: 0, payee: 0, tribunal: 0, tribunal_cap: terms.tribunal_cap },
            pause: Pause::default(),
            proposal: Proposal::default(),
            awards: 0,
            orders: 0,
            disputes: 0,
            phase: Phase::Proposed { consents: 0 },
        }
    }

    /// Reads a state from its storage cell.
    pub fn from_cell(cell: &[u8]) -> Result<Self, Refusal> {
        State::decode(&mut &cell[..]).map_err(|_| Refusal::BadCell)
    }

    /// Whether money is in the contract's keeping and nobody's yet.
    pub fn is_open(&self) -> bool {
        matches!(self.phase, Phase::Funded | Phase::Disputed(_) | Phase::Awarded(_))
    }

    /// Whether the escrow has ended and everybody has withdrawn.
    pub fn is_closed(&self) -> bool {
        let Money { held, payer, payee, tribunal, .. } = self.money;
        matches!(self.phase, Phase::Released | Phase::Settled | Phase::Enforced | Phase::Lapsed)
            && held | payer | payee | tribunal == 0
    }

    /// Whether the tribunal's threshold is among the roles, counting only arbitrators who accepted.
    pub(crate) fn tribunal_signed(&self, roles: Roles) -> bool {
        let seats = roles.seats() & self.tribunal.accepted;
        let count = (seats & 1) + (seats >> 1 & 1) + (seats >> 2);
        count >= self.tribunal.threshold
    }
}
