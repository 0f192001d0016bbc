//! Each dispute by itself: who gave notice, what the respondent did about it, and whether due notice was proven when it mattered.

use exequatur_audit::Step;
use exequatur_protocol::{Action, AwardKind, Hash, Phase, Response, Roles, Seconds};

use super::clock::Turn;

/// Whether the respondent had notice, as the record shows it at the moment that counts: when the tribunal first decided for good or for a time, else when the dispute
/// ended, else now. An act of the respondent's shows it; silence shows it to the escrow alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DueNotice {
    /// The respondent answered.
    Answered {
        /// The entry.
        entry: u32,
    },
    /// The respondent acknowledged the notice, and did not answer.
    Acknowledged {
        /// The entry.
        entry: u32,
        /// What became of the time to answer.
        time: TimeToAnswer,
    },
    /// The respondent let the whole time to answer pass: for the escrow that is enough.
    TimePassed,
    /// The respondent did nothing of this, and signed an award on agreed terms.
    Consented {
        /// The entry of the award.
        entry: u32,
    },
    /// The dispute ended before any of this, without an award.
    Ended,
    /// The time to answer still runs.
    Running,
}

/// What became of the time to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeToAnswer {
    /// It still runs.
    Running,
    /// It ran out.
    RanOut,
    /// The tribunal decided, or the dispute ended, before it had run out.
    CutShort {
        /// When.
        at: Seconds,
    },
}

/// One dispute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proceeding {
    /// Its number, from 1.
    pub number: u8,
    /// SHA-256 of the notice of arbitration.
    pub notice: Hash,
    /// The entry that filed it.
    pub entry: u32,
    /// Who filed it: payer or payee.
    pub claimant: Roles,
    /// The last moment of the time to answer.
    pub respond_by: Seconds,
    /// SHA-256 of the respondent's last answer in this dispute.
    pub answer: Option<Hash>,
    /// Whether the respondent had notice.
    pub due_notice: DueNotice,
}

/// Every dispute, oldest first.
pub fn proceedings(steps: &[Step], turns: &[Turn], now: Seconds) -> Vec<Proceeding> {
    let found = steps.iter().enumerate().filter_map(|(index, step)| {
        let Action::Dispute { notice } = &step.action else {
            return None;
        };
        let later = &steps[index + 1..];
        let next = later
            .iter()
            .position(|later| matches!(later.action, Action::Dispute { .. }));
        let own = &later[..next.unwrap_or(later.len())];
        let answer = own.iter().rev().find_map(|later| match later.action {
            Action::Answer { answer } => Some(answer),
            _ => None,
        });
        Some(Proceeding {
            number: step.after.dispute.number,
            notice: *notice,
            entry: step.entry.number,
            claimant: Roles(step.after.dispute.claimant),
            respond_by: step.after.dispute.respond_by,
            answer,
            due_notice: due_notice(step, own, turns, now),
        })
    });
    found.collect()
}

/// `own` are the entries from after the notice to before the next one.
fn due_notice(filed: &Step, own: &[Step], turns: &[Turn], now: Seconds) -> DueNotice {
    let decided = own
        .iter()
        .position(|step| matches!(step.action, Action::Award { .. } | Action::Rule { .. }));
    let ended = own
        .iter()
        .position(|step| step.after.phase != Phase::Disputed);
    let counted = &own[..decided.or(ended).unwrap_or(own.len())];
    let dispute = counted.last().unwrap_or(filed).after.dispute;
    let deciding = decided.map(|place| &own[place]);
    // Nobody has to send what the clock does.
    let first = filed.entry.number as usize + 1;
    let turn = turns.iter().find(|turn| {
        turn.before.phase == Phase::Disputed
            && (first..=first + counted.len()).contains(&turn.after)
    });
    let at = match (deciding, turn, ended) {
        (Some(step), _, _) => step.entry.at,
        (None, Some(turn), _) => turn.at,
        (None, None, Some(place)) => own[place].entry.at,
        (None, None, None) => now,
    };
    let entry_of = |act: fn(&Action) -> bool| {
        let found = counted.iter().find(|step| act(&step.action));
        found.unwrap_or(filed).entry.number
    };
    match (dispute.response, deciding) {
        (Response::Answered, _) => DueNotice::Answered {
            entry: entry_of(|action| matches!(action, Action::Answer { .. })),
        },
        (Response::Acknowledged, _) => DueNotice::Acknowledged {
            entry: entry_of(|action| matches!(action, Action::Acknowledge)),
            time: match decided.or(ended).is_some() {
                _ if at > dispute.respond_by => TimeToAnswer::RanOut,
                true => TimeToAnswer::CutShort { at },
                false => TimeToAnswer::Running,
            },
        },
        // A signature under the award says more than time that passed before it.
        (Response::None, Some(step)) if by_consent(step) => DueNotice::Consented {
            entry: step.entry.number,
        },
        (Response::None, _) if at > dispute.respond_by => DueNotice::TimePassed,
        (Response::None, _) if decided.or(ended).is_some() => DueNotice::Ended,
        (Response::None, _) => DueNotice::Running,
    }
}

fn by_consent(step: &Step) -> bool {
    matches!(&step.action, Action::Award { award } if award.kind == AwardKind::Consent)
}

impl Proceeding {
    /// The party that had to answer.
    pub fn respondent(&self) -> Roles {
        Roles(Roles::BOTH_PARTIES & !self.claimant.0)
    }
}
