use crate::layout::{Fields, Layout};
use crate::{Address, Code, Hash, Periods, Refusal, Roles, Seconds, Terms};

/// Room for an encoded [`State`]: the chain refuses a storage value that is longer, so no state may ever be.
pub const CELL_LEN: usize = 416;

/// All that the contract remembers: one storage cell, because each further one costs as much as five messages' signatures.
///
/// What can be read off the record instead (the full terms, the paid amounts, notices, exhibits) is not here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "std", derive(codec::Encode, codec::Decode))]
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, bytemuck::Pod, bytemuck::Zeroable)]
#[cfg_attr(feature = "std", derive(codec::Encode, codec::Decode))]
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, bytemuck::Pod, bytemuck::Zeroable)]
#[cfg_attr(feature = "std", derive(codec::Encode, codec::Decode))]
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, bytemuck::Pod, bytemuck::Zeroable)]
#[cfg_attr(feature = "std", derive(codec::Encode, codec::Decode))]
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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "std", derive(codec::Encode, codec::Decode))]
pub struct Pause {
    /// It lasts before this moment; zero if there never was one.
    pub until: Seconds,
    /// Role bits of who set it; the tribunal counts as seat 0.
    pub by: u8,
    /// Role bits of who has used the one pause that each may set.
    pub used: u8,
}

/// A split of all that is held, on its way to two approvals.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "std", derive(codec::Encode, codec::Decode))]
pub struct Proposal {
    /// To the payer; the payee gets the rest.
    pub to_payer: u64,
    /// Role bits of who approves.
    pub approvals: u8,
    /// When a split approved by one party and the tribunal executes; zero while no clock runs.
    pub executes_at: Seconds,
    /// Which proposal this is; an approval names it, so that it can never serve twice.
    pub sequence: u32,
}

/// Where an escrow is in its life.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "std", derive(codec::Encode, codec::Decode))]
pub enum Phase {
    /// Somebody put the terms on chain; not both parties consented yet.
    Proposed {
        /// Role bits of the parties that consented.
        consents: u8,
    },
    /// Both parties consented; the money may come in.
    #[default]
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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "std", derive(codec::Encode, codec::Decode))]
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "std", derive(codec::Encode, codec::Decode))]
#[allow(missing_docs)]
pub enum Response {
    #[default]
    None,
    Acknowledged,
    Answered,
}

/// A final award on hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "std", derive(codec::Encode, codec::Decode))]
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
    pub stays: u8,
    /// Corrections executed so far.
    pub corrections: u8,
}

impl State {
    /// The state of an escrow that nobody consented to yet.
    pub fn proposed(terms: &Terms, terms_hash: Hash) -> Self {
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
                periods: terms.periods,
                expiry: terms.expiry,
                fallback_payer_bps: terms.fallback_payer_bps,
                unit: terms.unit,
                flags: terms.release_at_expiry as u8 | (terms.reasons_waived as u8) << 1,
            },
            tribunal: Tribunal {
                seats: terms.tribunal,
                size: terms.seats,
                threshold: terms.threshold,
                accepted: 0,
                replacements: 0,
            },
            money: Money {
                held: terms.amount,
                payer: 0,
                payee: 0,
                tribunal: 0,
                tribunal_cap: terms.tribunal_cap,
            },
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
        let mut state = State::default();
        let mut io = Layout::reader(cell);
        state.fields(&mut io);
        io.rest().map(|_| state).ok_or(Refusal::BadCell)
    }

    /// The storage cell for this state: the encoding, then zeros.
    pub fn to_cell(&mut self) -> [u8; CELL_LEN] {
        let mut cell = [0; CELL_LEN];
        self.fields(&mut Layout::writer(&mut cell));
        cell
    }

    /// Whether money is in the contract's keeping and nobody's yet.
    pub fn is_open(&self) -> bool {
        matches!(
            self.phase,
            Phase::Funded | Phase::Disputed(_) | Phase::Awarded(_)
        )
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

impl Phase {
    /// Place in the list of phases; also the first byte of the encoded phase.
    pub fn index(&self) -> u8 {
        match self {
            Phase::Proposed { .. } => 0,
            Phase::Agreed => 1,
            Phase::Funded => 2,
            Phase::Disputed(_) => 3,
            Phase::Awarded(_) => 4,
            Phase::Released => 5,
            Phase::Settled => 6,
            Phase::Enforced => 7,
            Phase::Lapsed => 8,
        }
    }
}

impl Fields for State {
    fn fields(&mut self, io: &mut Layout) {
        io.hash(&mut self.head);
        io.u32(&mut self.entries);
        io.raw(bytemuck::bytes_of_mut(&mut self.clause));
        io.raw(bytemuck::bytes_of_mut(&mut self.tribunal));
        io.raw(bytemuck::bytes_of_mut(&mut self.money));
        io.u64(&mut self.proposal.to_payer);
        io.u32(&mut self.pause.until);
        io.u32(&mut self.proposal.executes_at);
        io.u32(&mut self.proposal.sequence);
        for byte in [
            &mut self.pause.by,
            &mut self.pause.used,
            &mut self.proposal.approvals,
            &mut self.awards,
            &mut self.orders,
            &mut self.disputes,
        ] {
            io.u8(byte);
        }
        self.phase.fields(io);
    }
}

impl Fields for Phase {
    fn fields(&mut self, io: &mut Layout) {
        let before = self.index();
        let mut index = before;
        io.u8(&mut index);
        if index != before {
            *self = match index {
                0 => Phase::Proposed { consents: 0 },
                1 => Phase::Agreed,
                2 => Phase::Funded,
                3 => Phase::Disputed(Dispute::default()),
                4 => Phase::Awarded(Hold::default()),
                5 => Phase::Released,
                6 => Phase::Settled,
                7 => Phase::Enforced,
                8 => Phase::Lapsed,
                _ => return io.fail(),
            };
        }
        match self {
            Phase::Proposed { consents } => io.u8(consents),
            Phase::Disputed(dispute) => {
                io.u32(&mut dispute.respond_by);
                io.u32(&mut dispute.award_by);
                io.u8(&mut dispute.claimant);
                let response = dispute.response as u8;
                io.choice(
                    &mut dispute.response,
                    response,
                    &[Response::None, Response::Acknowledged, Response::Answered],
                );
                io.flag(&mut dispute.record_closed);
            }
            Phase::Awarded(hold) => {
                io.u64(&mut hold.to_payer);
                io.u64(&mut hold.to_tribunal);
                io.u32(&mut hold.until);
                io.u32(&mut hold.stayed_until);
                io.u8(&mut hold.stays);
                io.u8(&mut hold.corrections);
            }
            Phase::Agreed
            | Phase::Funded
            | Phase::Released
            | Phase::Settled
            | Phase::Enforced
            | Phase::Lapsed => {}
        }
    }
}
