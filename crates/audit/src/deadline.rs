//! Windows of time that an entry had to keep, and by how much it did.

use exequatur_protocol::{Action, AwardKind, OrderKind, Phase, Response, Seconds, State};

use crate::Step;

/// A window of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// Parties consent and the payer locks before the expiry.
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
    /// A correction or a stay comes before the money of the award is free.
    Hold,
    /// The money of an award is taken only after hold and stay.
    HoldOver,
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
        }
    }
}

/// A window and the moment that fell into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// Number of the entry.
    pub entry: u32,
    /// Which window.
    pub window: Window,
    /// The moment that counts.
    pub limit: Seconds,
    /// When it happened.
    pub at: Seconds,
    /// Seconds to spare; below zero is late.
    pub margin_s: i64,
}

impl Deadline {
    fn before(entry: u32, window: Window, limit: Seconds, at: Seconds) -> Self {
        Self {
            entry,
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

    /// The windows that an entry had to keep, given the state `before` it as the last entry left that.
    pub fn of(before: &State, step: &Step) -> Vec<Self> {
        let (entry, at) = (step.entry.number, step.entry.at);
        let mut now = *before;
        now.tick(at);
        let mut kept = Vec::new();
        if let (Phase::Awarded, Phase::Enforced, Some(free)) =
            (before.phase, now.phase, before.due())
        {
            kept.push(Self::after(entry, Window::HoldOver, free, at));
        }
        match &step.action {
            Action::Consent { .. } | Action::Fund => {
                kept.push(Self::before(entry, Window::Expiry, now.clause.expiry, at));
            }
            Action::Dispute { .. } => {
                let ends = now.due().unwrap_or(now.clause.expiry);
                kept.push(Self::before(entry, Window::Notice, ends, at));
            }
            Action::Acknowledge | Action::Answer { .. } => {
                let limit = now.dispute.respond_by;
                kept.push(Self::before(entry, Window::Response, limit, at));
            }
            Action::Award { award } if award.kind == AwardKind::Correction => {
                kept.extend(Self::of_hold(&now, entry, at));
            }
            Action::Award { award } => {
                let consented = award.kind == AwardKind::Consent;
                kept.extend(Self::of_award(&now, entry, award.date, at, consented));
            }
            Action::Rule { .. } => kept.extend(Self::of_award(&now, entry, at, at, false)),
            Action::Order { order, .. } if order.kind == OrderKind::Stay => {
                kept.extend(Self::of_hold(&now, entry, at));
            }
            Action::Open { .. }
            | Action::Release { .. }
            | Action::Revoke
            | Action::Withdraw { .. }
            | Action::Pause { .. }
            | Action::Resume
            | Action::Exhibit { .. }
            | Action::Appointment { .. }
            | Action::Decline { .. }
            | Action::Order { .. } => {}
        }
        kept
    }

    fn of_hold(now: &State, entry: u32, at: Seconds) -> Option<Self> {
        let free = now.due()?;
        Some(Self::before(entry, Window::Hold, free, at))
    }

    fn of_award(now: &State, entry: u32, date: Seconds, at: Seconds, consented: bool) -> Vec<Self> {
        let dispute = &now.dispute;
        let last = now.clause.periods.response.after(dispute.award_by);
        let mut kept = vec![
            Self::before(entry, Window::AwardMade, dispute.award_by, date),
            Self::before(entry, Window::AwardExecuted, last, at),
        ];
        if dispute.response == Response::None && !consented {
            kept.push(Self::after(
                entry,
                Window::DueNotice,
                dispute.respond_by,
                at,
            ));
        }
        kept
    }
}
