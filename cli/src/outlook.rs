//! What becomes of an escrow by itself, and of a split that somebody proposed, in words. What happens is asked of the rules.

use exequatur_client::files::period;
use exequatur_client::outlook::{self, End};
use exequatur_protocol::{Action, Address, Phase, Refusal, Roles, Seconds, State};

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

/// What an approved split waits for, and when it executes, if ever. `state` has a proposal; `at` is when the next approval could come.
pub fn split_in_words(deal: &Deal, state: &State, at: Seconds) -> String {
    let missing = Roles(Roles::BOTH_PARTIES & !state.proposal.approvals);
    let others = roles_in_words(missing);
    if state.phase != Phase::Funded {
        return format!(
            "pending: it executes, and ends the dispute, when the {others} approves the same split"
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
