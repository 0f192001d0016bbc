//! What can be done next, by whom and by when.

use exequatur_client::outlook::{self, End};
use exequatur_client::refusal_facts::phase_in_words;
use exequatur_protocol::{Money, Phase, Response, Roles};

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
    let mut steps = match state.phase {
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
            let dispute = &state.dispute;
            let mut steps = Vec::new();
            if dispute.response == Response::None && deal.now <= dispute.respond_by {
                steps.push(format!(
                    "the respondent answers until {}: `dispute answer`",
                    text::time(dispute.respond_by)
                ));
            }
            if !state.tribunal.is_complete() {
                steps
                    .push("every arbitrator accepts the appointment: `tribunal accept`".to_owned());
            }
            steps.push(format!(
                "the tribunal makes its award until {}",
                text::time(dispute.award_by)
            ));
            steps.extend(
                end.iter()
                    .map(|end| format!("if nobody decides, {}", end_in_words(deal, end))),
            );
            steps
        }
        Phase::Awarded => {
            let due = end.map(|end| text::time(end.at)).unwrap_or_default();
            vec![match state.money.held {
                0 => format!("nothing is left to be paid; the award is final at {due}"),
                _ if state.hold.stayed_until > state.hold.until => format!(
                    "the money waits, since a court stayed the award, until {due}; then `escrow withdraw`"
                ),
                _ => format!(
                    "the money waits for a set-aside application until {due}; then `escrow withdraw`"
                ),
            }]
        }
        Phase::Released | Phase::Settled | Phase::Enforced | Phase::Lapsed => Vec::new(),
    };
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
    let approves = "approves the split that is proposed (`escrow release` with the same figures)";
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
