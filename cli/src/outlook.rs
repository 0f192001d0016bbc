//! What becomes of an escrow by itself, and of a split that somebody proposed, in words. What happens is asked of the rules.

use exequatur_client::files::period;
use exequatur_client::outlook::{self, End};
use exequatur_protocol::rules::MAX_STAYS;
use exequatur_protocol::{
    Action, Address, Order, OrderKind, Phase, Refusal, Roles, Seconds, State,
};

use crate::deal::{Deal, roles_in_words};
use crate::text;

/// `2.5 UNIT to the payer, 10 UNIT to the payee`.
pub fn shares(deal: &Deal, to_payer: u64, to_payee: u64) -> String {
    format!(
        "{} to the payer, {} to the payee",
        deal.amount(to_payer),
        deal.amount(to_payee)
    )
}

/// `the fallback split takes effect at …: 6 UNIT to the payer, 6 UNIT to the payee`.
pub fn end_in_words(deal: &Deal, end: &End) -> String {
    let what = match end.phase {
        _ if end.by_split => "the proposed split executes",
        Phase::Released => "everything goes to the payee",
        Phase::Lapsed => "the fallback split takes effect",
        Phase::Enforced => "the award takes effect",
        Phase::Proposed
        | Phase::Agreed
        | Phase::Funded
        | Phase::Disputed
        | Phase::Awarded
        | Phase::Settled => "the escrow ends",
    };
    let mut words = format!(
        "{what} at {}: {}",
        text::time(end.at),
        shares(deal, end.to_payer, end.to_payee)
    );
    if end.to_tribunal != 0 {
        words += &format!(", {} to the tribunal", deal.amount(end.to_tribunal));
    }
    words
}

/// What comes by itself after a call in a block at `at`; nothing if the rules refuse it, which the dry run then says.
pub fn foretold(deal: &Deal, by: Address, at: Seconds, action: &Action) -> Option<String> {
    let after = outlook::after(&deal.state, &by, at, action).ok()?;
    let end = outlook::end(&after)?;
    Some(format!(
        "if nobody does anything then, {}",
        end_in_words(deal, &end)
    ))
}

/// The award that a split of both parties takes the place of, if one is on hold.
pub fn instead_of_award(deal: &Deal) -> Option<String> {
    let (state, hold) = (&deal.state, &deal.state.hold);
    if state.phase != Phase::Awarded {
        return None;
    }
    let mut words = format!(
        "once both parties approve it, this split takes the place of award {}, which is on hold until {} and gives {}",
        state.awards,
        text::time(hold.until),
        shares(deal, hold.to_payer, state.awarded_to_payee())
    );
    if hold.to_tribunal != 0 {
        let to_tribunal = deal.amount(hold.to_tribunal);
        words += &format!(", {to_tribunal} to the tribunal: the tribunal then gets none of that");
    }
    if deal.now < hold.stayed_until {
        let until = text::time(hold.stayed_until);
        words += &format!("; the court's stay until {until} does not stop it");
    }
    Some(words)
}

/// When the award is to be made, in a dispute, after what leads to `after`; and what comes if nobody makes one.
pub fn award_time(deal: &Deal, after: &State) -> Option<String> {
    if after.phase != Phase::Disputed {
        return None;
    }
    let [was, is] = [&deal.state, after].map(|state| state.dispute.award_by);
    let mut words = format!("the time for the award ends at {}", text::time(is));
    words += &match deal.state.phase {
        Phase::Disputed if was != is => format!(" then (until now: {})", text::time(was)),
        _ => ", as before".to_owned(),
    };
    if !after.tribunal.is_complete() {
        words += "; it starts anew when the last seat accepts";
    }
    if let Some(end) = outlook::end(after) {
        words += &format!("; if nobody decides, {}", end_in_words(deal, &end));
    }
    Some(words)
}

/// What an order changes about when money is free, or when the escrow ends.
#[derive(Default)]
pub struct Changes {
    /// Line by line.
    pub consequences: Vec<String>,
    /// What of it is worth a second look.
    pub warnings: Vec<String>,
}

/// The same of an order that is executed with the next block; nothing if the rules refuse it, which the dry run then says.
pub fn changes(deal: &Deal, order: &Order) -> Changes {
    let mut changes = Changes::default();
    let Ok(after) = outlook::ordered(&deal.state, deal.next_at, order) else {
        return changes;
    };
    match order.kind {
        OrderKind::Stay | OrderKind::Lift => {
            let (Some(was), Some(is)) = (deal.state.due(), after.due()) else {
                return changes;
            };
            changes.consequences.push(if was == is {
                format!("the money is free at {}, as before", text::time(is))
            } else {
                let [was, is] = [was, is].map(text::time);
                format!("the money is free at {is} then (until now: {was})")
            });
            if order.kind == OrderKind::Stay {
                changes.warnings.extend(idle_stay(deal, &after, was, is));
            }
        }
        OrderKind::Replace => changes.consequences.extend(award_time(deal, &after)),
        OrderKind::Pause | OrderKind::Resume => {
            let end = outlook::end(&after);
            let end = end.map(|end| end_in_words(deal, &end));
            let line = end.map(|end| format!("if nobody does anything then, {end}"));
            changes.consequences.extend(line);
        }
        OrderKind::Close => {}
    }
    changes
}

/// A stay that keeps no money back for longer.
fn idle_stay(deal: &Deal, after: &State, was: Seconds, is: Seconds) -> Option<String> {
    let counts = format!(
        "it is stay {} of at most {MAX_STAYS} all the same",
        after.hold.stays
    );
    if is > was {
        return None;
    }
    Some(if is == was {
        format!(
            "this stay keeps nothing back: the money is not free before {} as it is; {counts}",
            text::time(was)
        )
    } else {
        format!(
            "this stay takes the place of the one until {} and ends sooner, so that the money is free earlier than without it; {counts}",
            text::time(deal.state.hold.stayed_until)
        )
    })
}

/// What an approved split waits for, and when it executes, if ever. `state` has a proposal; `at` is when the next approval could come.
pub fn split_in_words(deal: &Deal, state: &State, at: Seconds) -> String {
    let missing = Roles(Roles::BOTH_PARTIES & !state.proposal.approvals);
    let others = roles_in_words(missing);
    if state.phase != Phase::Funded {
        let ends = match state.phase {
            Phase::Awarded => "takes the place of the award on hold",
            _ => "ends the dispute",
        };
        return format!(
            "pending: it executes, and {ends}, when the {others} approves the same split"
        );
    }
    if state.proposal.executes_at != 0 {
        return match outlook::end(state) {
            Some(end) if !end.by_split => format!(
                "the terms end first, so that it executes only if the {others} approves it too: {}",
                end_in_words(deal, &end)
            ),
            end => format!(
                "it executes at {}; a dispute or `escrow revoke` before stops it, a pause delays it",
                text::time(end.map_or(state.proposal.executes_at, |end| end.at))
            ),
        };
    }
    let both = if missing.both_parties() {
        "it executes at once when both parties approve the same split".to_owned()
    } else {
        format!("it executes at once when the {others} approves the same split")
    };
    format!("pending: {both}; {}", tribunal_in_words(deal, state, at))
}

/// What the tribunal's approval, or a party's beside it, would do to a split that is pending.
fn tribunal_in_words(deal: &Deal, state: &State, at: Seconds) -> String {
    let with = if Roles(state.proposal.approvals).any_party() {
        "with the tribunal's approval"
    } else {
        "with one party and the tribunal"
    };
    let waiting = period::format(state.clause.periods.response);
    let (approved, accepting) = match outlook::tribunal_approves(state, at) {
        Err(Refusal::TooFewSignatures) => (
            outlook::tribunal_approves(&outlook::all_accept(state, at), at),
            ", once enough arbitrators have accepted,",
        ),
        known => (known, ""),
    };
    match approved.map(|approved| outlook::end(&approved)) {
        Ok(Some(end)) if !end.by_split => format!(
            "{with} it would wait {waiting} for a dispute, and the terms end before: {}",
            end_in_words(deal, &end)
        ),
        Ok(_) => format!(
            "{with}{accepting} it waits {waiting} and executes then, unless a party files a dispute"
        ),
        Err(Refusal::TooManyDisputes) => {
            "the tribunal cannot approve it, since no further dispute could be filed to object"
                .to_owned()
        }
        Err(Refusal::TooFewSignatures) => {
            "the tribunal can approve it once its vacant seats are filled".to_owned()
        }
        Err(reason) => format!("the tribunal cannot approve it: {reason}"),
    }
}
