use exequatur_protocol::rules::{MAX_CORRECTIONS, MAX_DISPUTES, MAX_REPLACEMENTS, MAX_STAYS};
use exequatur_protocol::{Action, Phase, Response, Roles};

use super::{Case, Facts, split};
use crate::files::moment;
use crate::outlook;
use crate::record_text::{pausing_in_words, roles_in_words};

pub(super) fn wrong_sequence(case: &Case) -> Option<Facts> {
    let state = &case.state;
    let numbers = |what: &str, expected: u32, found: u32| {
        Facts::new(format!("{what} {expected}"), format!("{what} {found}"))
    };
    match &case.action {
        Action::Release { sequence, .. } => {
            Some(numbers("proposal", state.proposal.sequence, *sequence))
        }
        Action::Award { award } => Some(numbers(
            "award",
            u32::from(state.awards) + 1,
            award.number.into(),
        )),
        Action::Order { order, .. } => {
            Some(numbers("order", state.orders.into(), order.sequence.into()))
        }
        _ => None,
    }
}

pub(super) fn already_consented(case: &Case) -> Option<Facts> {
    if case.state.phase != Phase::Proposed {
        return None;
    }
    Some(Facts::new(
        format!(
            "the consent of the {}",
            roles_in_words(Roles(Roles::BOTH_PARTIES & !case.state.consents))
        ),
        case.people_in_words(),
    ))
}

pub(super) fn already_accepted(case: &Case) -> Facts {
    let tribunal = &case.state.tribunal;
    let waiting: Vec<_> = (0..tribunal.size)
        .filter(|seat| tribunal.accepted >> seat & 1 == 0)
        .map(|seat| format!("seat {seat}"))
        .collect();
    let expected = if waiting.is_empty() {
        "an arbitrator who has not accepted; everybody has".to_owned()
    } else {
        format!("an arbitrator who has not accepted: {}", waiting.join(", "))
    };
    Facts::new(expected, case.people_in_words())
}

pub(super) fn already_answered(case: &Case) -> Option<Facts> {
    if case.state.phase != Phase::Disputed {
        return None;
    }
    let expected = match &case.action {
        Action::Acknowledge => "a notice that is neither acknowledged nor answered",
        _ => "a notice that is not answered",
    };
    let found = match case.state.dispute.response {
        Response::None => "no response",
        Response::Acknowledged => "it was acknowledged",
        Response::Answered => "it was answered",
    };
    Some(Facts::new(expected, found))
}

pub(super) fn record_closed() -> Facts {
    Facts::new("an open record", "the tribunal closed it before")
}

pub(super) fn pause_used(case: &Case) -> Facts {
    let used = pausing_in_words(Roles(case.state.pause.used));
    Facts::new(
        "one pause each for the payer, the payee and the tribunal",
        format!("used by the {used}"),
    )
}

pub(super) fn proposal_pending(case: &Case) -> Option<Facts> {
    let Action::Release { to_payer, .. } = &case.action else {
        return None;
    };
    let end = outlook::end(&case.state)?;
    let at = moment::show(end.at);
    let when = if end.by_split {
        format!("which takes effect at {at}")
    } else {
        format!("though the terms end before it could take effect, at {at}")
    };
    let proposed = split(case, case.state.proposal.to_payer);
    Some(Facts::new(
        format!("the split that a party and the tribunal approved, {when}: {proposed}"),
        split(case, *to_payer),
    ))
}

pub(super) fn too_many_disputes(case: &Case) -> Facts {
    Facts::new(
        format!("fewer than {MAX_DISPUTES} disputes so far"),
        case.state.dispute.number.to_string(),
    )
}

pub(super) fn too_many_replacements(case: &Case) -> Facts {
    Facts::new(
        format!("fewer than {MAX_REPLACEMENTS} replacements so far"),
        case.state.tribunal.replacements.to_string(),
    )
    .hint("the seats stay as they are: go on with who sits, or settle")
}

pub(super) fn too_many_times(case: &Case) -> Option<Facts> {
    if case.state.phase != Phase::Awarded {
        return None;
    }
    let hold = &case.state.hold;
    let (what, most, found) = match &case.action {
        Action::Award { .. } => ("corrections", MAX_CORRECTIONS, hold.corrections),
        _ => ("stays", MAX_STAYS, hold.stays),
    };
    Some(Facts::new(
        format!("fewer than {most} {what} so far"),
        found.to_string(),
    ))
}
