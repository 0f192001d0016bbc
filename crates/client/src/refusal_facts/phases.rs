use exequatur_protocol::{Action, AwardKind, OrderKind, Phase, State};

use super::{Case, Facts};

/// One word for where an escrow is in its life; `closed` once everybody was paid.
pub fn phase_in_words(state: &State) -> &'static str {
    if state.is_closed() {
        return "closed";
    }
    phase_word(state.phase)
}

/// The same for a phase alone.
pub fn phase_word(phase: Phase) -> &'static str {
    match phase {
        Phase::Proposed => "proposed",
        Phase::Agreed => "agreed",
        Phase::Funded => "funded",
        Phase::Disputed => "disputed",
        Phase::Awarded => "awarded",
        Phase::Released => "released",
        Phase::Settled => "settled",
        Phase::Enforced => "enforced",
        Phase::Lapsed => "lapsed",
    }
}

pub(super) fn wrong_phase(case: &Case) -> Option<Facts> {
    const BEFORE_AWARD: &str = "the phase proposed, agreed, funded or disputed";
    const WITH_MONEY: &str = "the phase funded, disputed or awarded";
    let expected = match &case.action {
        Action::Open { .. } => {
            return Some(
                Facts::new(
                    "both parties' consents before money comes in",
                    case.people_in_words(),
                )
                .hint("add the other party's consent with --signature, or leave out --fund"),
            );
        }
        Action::Consent { .. } => "the phase proposed",
        Action::Fund => "the phase agreed",
        Action::Release { .. } if case.state.is_open() => {
            "the phase funded, for a release with an arbitrator; else both parties together"
        }
        Action::Revoke if case.state.is_open() => {
            "the phase funded, for an arbitrator: in a dispute the tribunal decides by award alone"
        }
        Action::Release { .. } | Action::Revoke => WITH_MONEY,
        Action::Pause { .. } | Action::Dispute { .. } => "the phase funded",
        Action::Acknowledge | Action::Answer { .. } => "the phase disputed",
        Action::Exhibit { .. } => "the phase disputed or awarded",
        Action::Appointment { .. } | Action::Decline { .. } => BEFORE_AWARD,
        Action::Order { order, .. } => match order.kind {
            OrderKind::Pause | OrderKind::Resume => "the phase funded",
            OrderKind::Close => "the phase disputed",
            OrderKind::Replace => "the phase agreed, funded or disputed",
            OrderKind::Stay | OrderKind::Lift => "the phase awarded",
        },
        Action::Award { award } => match award.kind {
            AwardKind::Correction => "the phase awarded",
            AwardKind::Interim
            | AwardKind::Partial
            | AwardKind::Final
            | AwardKind::Costs
            | AwardKind::Consent
            | AwardKind::Termination => "the phase disputed",
        },
        Action::Rule { .. } => "the phase disputed",
        // No phase forbids these.
        Action::Withdraw { .. } | Action::Resume => return None,
    };
    Some(Facts::new(
        expected,
        format!("the phase {}", phase_in_words(&case.state)),
    ))
}
