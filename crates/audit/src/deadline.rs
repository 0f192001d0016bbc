//! Windows of time that an entry had to keep, and by how much it did.

use exequatur_protocol::{
    Action, Award, AwardKind, Order, OrderKind, Phase, Response, Roles, Seconds, State,
};

use crate::Step;

/// A window of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// Terms are opened, parties consent and the payer locks before the expiry.
    Expiry,
    /// A notice of arbitration comes before the escrow ends by itself.
    Notice,
    /// The respondent answers in time. Later answers are taken too.
    Response,
    /// Without a response, an award waits until the time to answer has run.
    DueNotice,
    /// An award is made within the award period, by its date.
    AwardMade,
    /// An award is executed before the fallback split.
    AwardExecuted,
    /// A correction, a stay or a settlement comes before the money of the award is free.
    Hold,
    /// The money of an award is taken only after hold and stay.
    HoldOver,
    /// Whoever objects to a split that a party and the tribunal approved files a notice before it executes.
    Objection,
    /// An arbitrator accepts before the authority may appoint another.
    Acceptance,
    /// The authority appoints another only after the time of the one who sits, to accept or to decide, has run.
    Replacement,
    /// A pause ends within the longest time that the terms allow.
    PauseLength,
    /// A stay ends within the longest time that the terms allow.
    StayLength,
}

impl Window {
    /// A stable word for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::Expiry => "expiry",
            Self::Notice => "notice",
            Self::Response => "response",
            Self::DueNotice => "due_notice",
            Self::AwardMade => "award_made",
            Self::AwardExecuted => "award_executed",
            Self::Hold => "hold",
            Self::HoldOver => "hold_over",
            Self::Objection => "objection",
            Self::Acceptance => "acceptance",
            Self::Replacement => "replacement",
            Self::PauseLength => "pause_length",
            Self::StayLength => "stay_length",
        }
    }
}

/// A window and the moment that fell into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// Number of the entry; `None` if the window ran out and no entry kept it.
    pub entry: Option<u32>,
    /// Which window.
    pub window: Window,
    /// The moment that counts.
    pub limit: Seconds,
    /// When it happened; of a pause or a stay when that ends; of what no entry kept the moment of which that is said.
    pub at: Seconds,
    /// Seconds to spare; below zero is late.
    pub margin_s: i64,
}

impl Deadline {
    fn before(entry: u32, window: Window, limit: Seconds, at: Seconds) -> Self {
        Self {
            entry: Some(entry),
            window,
            limit,
            at,
            margin_s: i64::from(limit) - i64::from(at),
        }
    }

    fn after(entry: u32, window: Window, limit: Seconds, at: Seconds) -> Self {
        Self {
            margin_s: i64::from(at) - i64::from(limit),
            ..Self::before(entry, window, limit, at)
        }
    }

    /// The windows that a record's first entry had to keep.
    pub fn of_first(step: &Step) -> Vec<Self> {
        let (expiry, at) = (step.after.clause.expiry, step.entry.at);
        vec![Self::before(step.entry.number, Window::Expiry, expiry, at)]
    }

    /// The windows that had run out at a moment without an entry that kept them, given the state as the last entry before that left it.
    pub fn missed(last: &State, now: Seconds) -> Vec<Self> {
        let dispute = &last.dispute;
        // The clock may have ended the dispute.
        let at = last.due().map_or(now, |due| due.min(now));
        let unanswered = dispute.response == Response::None;
        let of_phase: &[(Window, Seconds)] = match last.phase {
            Phase::Proposed | Phase::Agreed => &[(Window::Expiry, last.clause.expiry)],
            Phase::Disputed if unanswered => &[
                (Window::Response, dispute.respond_by),
                (Window::AwardMade, dispute.award_by),
            ],
            Phase::Disputed => &[(Window::AwardMade, dispute.award_by)],
            Phase::Funded
            | Phase::Awarded
            | Phase::Released
            | Phase::Settled
            | Phase::Enforced
            | Phase::Lapsed => &[],
        };
        let missed = of_phase.iter().filter(|(_, limit)| *limit < at);
        let missed = missed.map(|(window, limit)| Self {
            entry: None,
            ..Self::before(0, *window, *limit, at)
        });
        missed.collect()
    }

    /// The windows that an entry had to keep, given the state `before` it as the last entry left that.
    pub fn of(before: &State, step: &Step) -> Vec<Self> {
        let (entry, at) = (step.entry.number, step.entry.at);
        let mut now = *before;
        now.tick(at);
        let before = |window, limit, at| Self::before(entry, window, limit, at);
        let after = |window, limit| Self::after(entry, window, limit, at);
        match &step.action {
            Action::Consent { .. } | Action::Fund => {
                vec![before(Window::Expiry, now.clause.expiry, at)]
            }
            Action::Release { .. } if (now.phase, step.after.phase) == SETTLED_ON_HOLD => {
                Self::of_hold(&now, entry, at)
            }
            Action::Withdraw { .. } if now.phase == Phase::Enforced => {
                let free = now.hold.until.max(now.hold.stayed_until);
                vec![after(Window::HoldOver, free)]
            }
            Action::Pause { hours, .. } => {
                let longest = now.clause.periods.longest_pause.after(at);
                vec![before(Window::PauseLength, longest, hours.after(at))]
            }
            Action::Dispute { .. } => {
                let ends = now.due().unwrap_or(now.clause.expiry);
                vec![before(ended_by(&now), ends, at)]
            }
            Action::Acknowledge | Action::Answer { .. } => {
                vec![before(Window::Response, now.dispute.respond_by, at)]
            }
            Action::Appointment { .. }
                if now.phase == Phase::Disputed && !now.tribunal.is_complete() =>
            {
                vec![before(Window::Acceptance, accept_by(&now), at)]
            }
            Action::Order { order, approve } => match order.kind {
                OrderKind::Pause => {
                    let longest = now.clause.periods.longest_pause.after(at);
                    vec![before(Window::PauseLength, longest, order.until)]
                }
                OrderKind::Stay => {
                    let longest = now.clause.periods.longest_stay.after(at);
                    let mut kept = Self::of_hold(&now, entry, at);
                    kept.push(before(Window::StayLength, longest, order.until));
                    kept
                }
                OrderKind::Replace => {
                    let limit = authority_waits(&now, step, order, *approve);
                    limit
                        .map(|limit| after(Window::Replacement, limit))
                        .into_iter()
                        .collect()
                }
                OrderKind::Resume | OrderKind::Close | OrderKind::Lift => Vec::new(),
            },
            Action::Award { award } if award.kind == AwardKind::Correction => {
                Self::of_hold(&now, entry, at)
            }
            Action::Award { award } => Self::of_award(&now, entry, Some(award), at),
            Action::Rule { .. } => Self::of_award(&now, entry, None, at),
            Action::Open { .. }
            | Action::Release { .. }
            | Action::Revoke
            | Action::Withdraw { .. }
            | Action::Resume
            | Action::Exhibit { .. }
            | Action::Appointment { .. }
            | Action::Decline { .. } => Vec::new(),
        }
    }

    fn of_hold(now: &State, entry: u32, at: Seconds) -> Vec<Self> {
        let free = now.due().into_iter();
        free.map(|free| Self::before(entry, Window::Hold, free, at))
            .collect()
    }

    /// Of a ruling, which is no award, the moment counts at which it was made.
    fn of_award(now: &State, entry: u32, award: Option<&Award>, at: Seconds) -> Vec<Self> {
        let dispute = &now.dispute;
        let date = award.map_or(at, |award| award.date);
        let last = now.clause.periods.response.after(dispute.award_by);
        let mut kept = vec![
            Self::before(entry, Window::AwardMade, dispute.award_by, date),
            Self::before(entry, Window::AwardExecuted, last, at),
        ];
        let consented = award.is_some_and(|award| award.kind == AwardKind::Consent);
        if dispute.response == Response::None && !consented {
            let limit = dispute.respond_by;
            kept.push(Self::after(entry, Window::DueNotice, limit, at));
        }
        if let Some(award) = award.filter(|award| award.pause_until > award.date) {
            let longest = now.clause.periods.longest_pause.after(at);
            let until = award.pause_until;
            kept.push(Self::before(entry, Window::PauseLength, longest, until));
        }
        kept
    }
}

/// The phases before and after a release that settles while an award is on hold.
const SETTLED_ON_HOLD: (Phase, Phase) = (Phase::Awarded, Phase::Settled);

/// What a notice has to come before: the split that a party and the tribunal approved, or the end of the terms.
fn ended_by(now: &State) -> Window {
    let (split, paused) = (now.proposal.executes_at, now.pause.until);
    match split != 0 && split.max(paused) <= now.clause.expiry.max(paused) {
        true => Window::Objection,
        false => Window::Notice,
    }
}

/// When the time to accept an appointment ends in a dispute: the award period follows it.
fn accept_by(now: &State) -> Seconds {
    let award = now.clause.periods.award.seconds();
    now.dispute.award_by.saturating_sub(award)
}

/// What the authority had to wait for before it could fill a seat anew: nothing if the seat was vacant, or if both parties are behind the order.
fn authority_waits(now: &State, step: &Step, order: &Order, approve: bool) -> Option<Seconds> {
    let sender = if approve { step.sender.0 } else { 0 };
    let signers = step.signers.iter().map(|(_, roles)| roles.0);
    let behind = Roles(signers.fold(sender, |all, roles| all | roles));
    let seat = now.tribunal.seats.get(usize::from(order.seat))?;
    if now.phase != Phase::Disputed || behind.both_parties() || seat.is_zero() {
        return None;
    }
    Some(match now.tribunal.accepted >> order.seat & 1 {
        0 => accept_by(now),
        _ => now.dispute.award_by,
    })
}
