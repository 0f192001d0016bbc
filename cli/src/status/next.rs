//! What can be done next, by whom and by when.

use exequatur_client::outlook::{self, End};
use exequatur_client::refusal_facts::phase_in_words;
use exequatur_protocol::{Money, Phase, Refusal, Response, Roles};

use super::seats::seats;
use crate::deal::{Deal, roles_in_words};
use crate::outlook::end_in_words;
use crate::text;

/// What can be done next, by whom and by when.
pub fn next(deal: &Deal) -> Vec<String> {
    let state = &deal.state;
    if let Some(soon) = deal.changes_with_next_block() {
        return vec![format!(
            "nothing can be done in time: the deadline passes with the next block, at {}, and the status is {} then",
            text::time(deal.next_at),
            phase_in_words(&soon)
        )];
    }
    let end = outlook::end(state);
    let by_itself = |end: &End| format!("if nobody does anything {}", end_in_words(deal, end));
    let steps = match state.phase {
        Phase::Proposed => {
            let missing = Roles(Roles::BOTH_PARTIES & !state.consents);
            let who = match missing.0 {
                Roles::BOTH_PARTIES => "both parties consent".to_owned(),
                _ => format!("the {} consents", roles_in_words(missing)),
            };
            vec![format!(
                "{who} before {}: `escrow accept`",
                text::time(state.clause.expiry)
            )]
        }
        Phase::Agreed => vec![format!(
            "the payer locks the money before {}: `escrow fund`",
            text::time(state.clause.expiry)
        )],
        Phase::Funded => {
            let by_itself = end.as_ref().map(by_itself).unwrap_or_default();
            vec![format!("{}; {by_itself}", funded(deal))]
        }
        Phase::Disputed => {
            let mut steps = disputed(deal);
            steps.extend(settlement(deal));
            steps.extend(
                end.iter()
                    .map(|end| format!("if nobody decides, {}", end_in_words(deal, end))),
            );
            steps
        }
        Phase::Awarded => {
            let due = end.map(|end| text::time(end.at)).unwrap_or_default();
            let wait = match state.money.held {
                0 => format!(
                    "nothing is left in escrow for the award to move; it takes effect at {due}"
                ),
                _ if state.hold.stayed_until > state.hold.until => format!(
                    "the money waits, since a court stayed the award, until {due}; then `escrow withdraw`"
                ),
                _ => format!(
                    "the money waits for a set-aside application until {due}; then `escrow withdraw`"
                ),
            };
            [wait].into_iter().chain(settlement(deal)).collect()
        }
        Phase::Released | Phase::Settled | Phase::Enforced | Phase::Lapsed => Vec::new(),
    };
    let mut steps = [vacancies(deal), steps].concat();
    let Money {
        payer,
        payee,
        tribunal,
        ..
    } = state.money;
    if payer | payee | tribunal != 0 {
        steps.push("each owner withdraws, or anybody for them: `escrow withdraw`".to_owned());
    } else if state.is_closed() {
        steps.push("nothing: everybody was paid; `audit replay` proves it".to_owned());
    }
    steps
}

/// Who can do what about the money while there is no dispute.
fn funded(deal: &Deal) -> String {
    let state = &deal.state;
    let proposal = &state.proposal;
    let may_dispute = outlook::can_dispute(state, deal.next_at).is_ok();
    if proposal.approvals == 0 {
        return if may_dispute {
            "release or dispute".to_owned()
        } else {
            "both parties together release, since no further dispute can be filed".to_owned()
        };
    }
    let missing = Roles(Roles::BOTH_PARTIES & !proposal.approvals);
    let others = roles_in_words(missing);
    let approves = format!(
        "approves the proposed split ({})",
        same_split(deal, "release")
    );
    if proposal.executes_at != 0 {
        return format!("the {others} {approves}, or objects (`dispute file`)");
    }
    let by_tribunal = outlook::tribunal_approves(state, deal.next_at)
        .ok()
        .and_then(|approved| outlook::end(&approved))
        .is_some_and(|end| end.by_split);
    let who = if missing.both_parties() {
        "a party".to_owned()
    } else if by_tribunal {
        format!("the {others} or the tribunal")
    } else {
        format!("the {others}")
    };
    if may_dispute {
        format!("{who} {approves}, or a party disputes (`dispute file`)")
    } else {
        format!("{who} {approves}; no further dispute can be filed")
    }
}

/// The command that approves what is proposed.
fn same_split(deal: &Deal, verb: &str) -> String {
    let (proposal, held) = (&deal.state.proposal, deal.state.money.held);
    let to_payee = deal.token.plain(held.saturating_sub(proposal.to_payer));
    format!("`escrow {verb} --to-payee {to_payee}`")
}

/// Who can still approve a split that one party proposed while there is a dispute or an award.
fn settlement(deal: &Deal) -> Option<String> {
    let approvals = deal.state.proposal.approvals;
    let missing = Roles(Roles::BOTH_PARTIES & !approvals);
    (approvals != 0 && !missing.both_parties()).then(|| {
        format!(
            "the {} approves the proposed split ({})",
            roles_in_words(missing),
            same_split(deal, "settle")
        )
    })
}

/// What answers the notice and brings an award about.
fn disputed(deal: &Deal) -> Vec<String> {
    let state = &deal.state;
    let dispute = &state.dispute;
    let mut steps = Vec::new();
    if dispute.response == Response::None && deal.now <= dispute.respond_by {
        steps.push(format!(
            "the respondent answers until {}: `dispute answer`",
            text::time(dispute.respond_by)
        ));
    }
    steps.extend(acceptances(deal));
    let award_by = text::time(dispute.award_by);
    steps.push(if deal.now > dispute.award_by {
        format!(
            "the time for the award ended at {award_by}: an award dated by then can still be sent (`award enforce`)"
        )
    } else if state.tribunal.is_complete() {
        format!("the tribunal makes its award until {award_by}")
    } else {
        format!(
            "the tribunal makes its award until {award_by}; that time starts anew when its last seat accepts"
        )
    });
    let silent = seats(deal)
        .filter(|seat| seat.accepted && seat.replaceable.is_ok())
        .map(|seat| seat.number.to_string())
        .collect::<Vec<_>>();
    if !silent.is_empty() {
        steps.push(format!(
            "{} may appoint another arbitrator to seat {} now, which gives new time: `tribunal replace`",
            authority(deal),
            silent.join(" or ")
        ));
    }
    steps
}

fn authority(deal: &Deal) -> String {
    format!(
        "the appointing authority {}",
        text::address(&deal.state.clause.authority)
    )
}

/// Who is still to accept, until when, and what then.
fn acceptances(deal: &Deal) -> Vec<String> {
    let waiting = seats(deal).filter(|seat| !seat.address.is_zero() && !seat.accepted);
    waiting
        .map(|seat| {
            let number = seat.number;
            match seat.replaceable_from {
                Some(_) if seat.replaceable.is_ok() => format!(
                    "the arbitrator in seat {number} let the time to accept pass: `tribunal accept` still fills it, or {} appoints another now (`tribunal replace`)",
                    authority(deal)
                ),
                Some(from) => format!(
                    "the arbitrator in seat {number} accepts the appointment (`tribunal accept`); from {} on {} may appoint another",
                    text::time(from),
                    authority(deal)
                ),
                None => format!(
                    "the arbitrator in seat {number} accepts the appointment: `tribunal accept`"
                ),
            }
        })
        .collect()
}

/// Seats to be filled, by whom.
fn vacancies(deal: &Deal) -> Vec<String> {
    let vacant = seats(deal).filter(|seat| seat.address.is_zero());
    vacant
        .filter_map(|seat| {
            let number = seat.number;
            match seat.replaceable {
                Ok(()) => Some(format!(
                    "seat {number} is vacant: {} fills it now, or both parties do: `tribunal replace`",
                    authority(deal)
                )),
                // Nobody is needed there any more.
                Err(Refusal::WrongPhase) => None,
                Err(reason) => Some(format!(
                    "seat {number} is vacant and cannot be filled: {reason}"
                )),
            }
        })
        .collect()
}
