use exequatur_protocol::{Action, OrderKind, Phase, Refusal, Roles, Seconds};

use super::{Case, Facts, now};
use crate::files::{moment, period};
use crate::record_text::{pausing_in_words, roles_in_words};

pub(super) fn expired(case: &Case) -> Facts {
    Facts::new(
        format!(
            "a moment before the expiry, {}",
            moment::show(case.state.clause.expiry)
        ),
        now(case),
    )
}

pub(super) fn pause_in_force(refusal: Refusal, case: &Case) -> Facts {
    let pause = &case.state.pause;
    let found = if case.at < pause.until {
        let by = pausing_in_words(Roles(pause.by));
        format!("a pause of the {by} until {}", moment::show(pause.until))
    } else {
        "no pause".to_owned()
    };
    let expected = match refusal {
        Refusal::AlreadyPaused => "no pause in force".to_owned(),
        _ => match &case.action {
            Action::Order { .. } => "a pause in force".to_owned(),
            _ => format!("a pause in force of {}", case.who(&case.by)),
        },
    };
    Facts::new(expected, found)
}

fn window(case: &Case, longest: exequatur_protocol::Hours, until: Seconds) -> Facts {
    Facts::new(
        format!(
            "an end after {} and not after {} ({} from now)",
            moment::show(case.at),
            moment::show(longest.after(case.at)),
            period::format(longest)
        ),
        moment::show(until),
    )
}

pub(super) fn too_long(case: &Case) -> Option<Facts> {
    let periods = &case.state.clause.periods;
    match &case.action {
        Action::Pause { hours, .. } => Some(Facts::new(
            format!(
                "more than nothing and at most {}, the longest pause of the terms",
                period::format(periods.longest_pause)
            ),
            period::format(*hours),
        )),
        Action::Order { order, .. } if order.kind == OrderKind::Stay => {
            Some(window(case, periods.longest_stay, order.until))
        }
        Action::Order { order, .. } => Some(window(case, periods.longest_pause, order.until)),
        Action::Award { award } => Some(window(case, periods.longest_pause, award.pause_until)),
        _ => None,
    }
}

pub(super) fn no_due_notice(case: &Case) -> Option<Facts> {
    if case.state.phase != Phase::Disputed {
        return None;
    }
    let dispute = &case.state.dispute;
    let respondent = roles_in_words(Roles(Roles::BOTH_PARTIES & !dispute.claimant));
    Some(Facts::new(
        format!(
            "an acknowledgement or an answer by the {respondent}, or a moment after {}",
            moment::show(dispute.respond_by)
        ),
        format!("no response, and {}", now(case)),
    ))
}

pub(super) fn wrong_date(case: &Case) -> Option<Facts> {
    let date = match &case.action {
        Action::Award { award } => award.date,
        Action::Rule { .. } => case.at,
        _ => return None,
    };
    let dispute = &case.state.dispute;
    let expected = match case.state.phase {
        Phase::Disputed => {
            let response = case.state.clause.periods.response.seconds();
            format!(
                "a date from the notice, {}, to {}",
                moment::show(dispute.respond_by.saturating_sub(response)),
                moment::show(dispute.award_by.min(case.at)),
            )
        }
        _ => format!("a date not after now, {}", moment::show(case.at)),
    };
    Some(Facts::new(expected, moment::show(date)))
}

pub(super) fn not_stayed(case: &Case) -> Option<Facts> {
    if case.state.phase != Phase::Awarded {
        return None;
    }
    let hold = &case.state.hold;
    let found = match hold.stayed_until {
        0 => "none was recorded".to_owned(),
        until => format!("the last one ended at {}", moment::show(until)),
    };
    Some(Facts::new("a stay in force", found))
}

/// A seat is open by its number and by time.
pub(super) fn seat_not_open(case: &Case) -> Option<Facts> {
    let Action::Order { order, .. } = &case.action else {
        return None;
    };
    let tribunal = &case.state.tribunal;
    if order.seat >= tribunal.size {
        let expected = match tribunal.size {
            1 => "seat 0, the only one".to_owned(),
            size => format!("a seat from 0 to {}", size - 1),
        };
        return Some(
            Facts::new(expected, format!("seat {}", order.seat))
                .hint("`escrow status` shows the seats; the first, 0, presides"),
        );
    }
    let accepted = tribunal.accepted >> order.seat & 1 == 1;
    let dispute = &case.state.dispute;
    let expected = match case.state.phase {
        Phase::Disputed if accepted => format!(
            "both parties' signatures, a vacant seat, or a moment after {}, by which the award is due",
            moment::show(dispute.award_by)
        ),
        Phase::Disputed => {
            let accept_by = dispute
                .award_by
                .saturating_sub(case.state.clause.periods.award.seconds());
            format!(
                "both parties' signatures, a vacant seat, or a moment after {}, by which the arbitrator is to accept",
                moment::show(accept_by)
            )
        }
        _ => {
            "both parties' signatures, a vacant seat, or a dispute in which the tribunal is silent"
                .to_owned()
        }
    };
    let found = format!(
        "seat {} is held by {}, who {}; {}",
        order.seat,
        case.who(&tribunal.seats[usize::from(order.seat)]),
        if accepted {
            "accepted"
        } else {
            "has not accepted yet"
        },
        now(case)
    );
    Some(Facts::new(expected, found))
}
