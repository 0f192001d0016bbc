//! Where an escrow is, whose money is where, and what can be done next and by when.

mod next;
mod seats;
mod value;

pub use value::value;

use exequatur_client::counted::counted;
use exequatur_client::record_text::{pause_in_words, pausing_in_words};
use exequatur_client::refusal_facts::phase_in_words;
use exequatur_protocol::rules::{MAX_CORRECTIONS, MAX_STAYS};
use exequatur_protocol::{Money, Phase, Response, Roles};

use crate::accounts::Accounts;
use crate::deal::{Deal, roles_in_words};
use crate::outlook::{shares, split_in_words};
use crate::text;
use next::next;

/// A word for what the respondent did.
pub fn response_word(response: Response) -> &'static str {
    match response {
        Response::None => "none",
        Response::Acknowledged => "acknowledged",
        Response::Answered => "answered",
    }
}

/// Whether a pause is in force that holds anything up, now or should a dispute be terminated.
fn paused(deal: &Deal) -> bool {
    let matters = matches!(deal.state.phase, Phase::Funded | Phase::Disputed);
    matters && deal.now < deal.state.pause.until
}

/// Whether a court's stay of the final award is in force.
fn stayed(deal: &Deal) -> bool {
    deal.state.phase == Phase::Awarded && deal.now < deal.state.hold.stayed_until
}

/// A few lines: phase, money, next steps.
pub fn brief(deal: &Deal) -> String {
    let mut lines = vec![
        format!("escrow: {}", text::address(&deal.contract)),
        format!("status: {}", phase_in_words(&deal.state)),
    ];
    lines.extend(money(deal));
    lines.extend(proposed_split(deal));
    lines.extend(next(deal).into_iter().map(|step| format!("next:   {step}")));
    lines.join("\n")
}

/// All there is to know.
pub fn full(deal: &Deal, accounts: &Accounts) -> String {
    let state = &deal.state;
    let clause = &state.clause;
    let mut lines = vec![
        format!("escrow: {}", text::address(&deal.contract)),
        format!("status: {}", phase_in_words(state)),
        format!("now:    {}", text::time(deal.now)),
        format!("terms:  {}", text::hash(&clause.terms_hash)),
        format!("payer:  {}", accounts.forms(&clause.payer)),
        format!("payee:  {}", accounts.forms(&clause.payee)),
    ];
    if !clause.asset.is_zero() {
        lines.push(format!("token:  {}", text::address(&clause.asset)));
    }
    for (seat, address) in state
        .tribunal
        .seats
        .iter()
        .take(state.tribunal.size.into())
        .enumerate()
    {
        let who = if address.is_zero() {
            "vacant".to_owned()
        } else if state.tribunal.accepted >> seat & 1 == 1 {
            format!("{}, accepted", accounts.forms(address))
        } else {
            format!("{}, not accepted yet", accounts.forms(address))
        };
        lines.push(format!("seat {seat}: {who}"));
    }
    lines.push(format!(
        "signing an award: {} of {}",
        state.tribunal.threshold, state.tribunal.size
    ));
    lines.push(format!("authority: {}", accounts.forms(&clause.authority)));
    if !clause.notary.is_zero() {
        lines.push(format!("notary: {}", accounts.forms(&clause.notary)));
    }
    lines.extend(money(deal));
    if paused(deal) {
        let by = pausing_in_words(Roles(state.pause.by));
        let what = pause_in_words(&text::time(state.pause.until));
        lines.push(if state.phase == Phase::Disputed {
            format!("paused: by the {by}; should the dispute be terminated, {what}")
        } else {
            format!("paused: by the {by}; {what}")
        });
    }
    lines.extend(proposed_split(deal));
    lines.extend(case(deal));
    lines.push(format!(
        "record: {}, head {}",
        counted(state.entries, "entry", "entries"),
        text::hash(&state.head)
    ));
    lines.extend(next(deal).into_iter().map(|step| format!("next:   {step}")));
    lines.join("\n")
}

/// The split that waits for another approval, or for the response period to end.
fn proposed_split(deal: &Deal) -> Option<String> {
    let proposal = &deal.state.proposal;
    (proposal.approvals != 0).then(|| {
        format!(
            "proposed split: {}, approved by the {}; {}",
            shares(
                deal,
                proposal.to_payer,
                deal.state.money.held.saturating_sub(proposal.to_payer)
            ),
            roles_in_words(Roles(proposal.approvals)),
            split_in_words(deal, &deal.state, deal.next_at),
        )
    })
}

fn case(deal: &Deal) -> Vec<String> {
    let dispute = &deal.state.dispute;
    let hold = &deal.state.hold;
    match &deal.state.phase {
        Phase::Disputed => vec![
            format!("claimant: the {}", roles_in_words(Roles(dispute.claimant))),
            format!(
                "notice: {}; time to answer until {}",
                match dispute.response {
                    Response::None => "no response yet",
                    Response::Acknowledged => "acknowledged",
                    Response::Answered => "answered",
                },
                text::time(dispute.respond_by)
            ),
            format!(
                "record of evidence: {}",
                if dispute.record_closed {
                    "closed"
                } else {
                    "open"
                }
            ),
        ],
        Phase::Awarded => {
            let mut lines = vec![format!(
                "awarded: {} to the payer, {} to the payee, {} to the tribunal",
                deal.amount(hold.to_payer),
                deal.amount(deal.state.awarded_to_payee()),
                deal.amount(hold.to_tribunal),
            )];
            if stayed(deal) {
                lines.push(format!(
                    "stayed: by order of a court until {}; without it free at {}",
                    text::time(hold.stayed_until),
                    text::time(hold.until)
                ));
            }
            if hold.stays != 0 || hold.corrections != 0 {
                lines.push(format!(
                    "so far: {} of at most {MAX_STAYS}, {} of at most {MAX_CORRECTIONS}",
                    counted(hold.stays, "stay", "stays"),
                    counted(hold.corrections, "correction", "corrections"),
                ));
            }
            lines
        }
        Phase::Proposed
        | Phase::Agreed
        | Phase::Funded
        | Phase::Released
        | Phase::Settled
        | Phase::Enforced
        | Phase::Lapsed => Vec::new(),
    }
}

fn money(deal: &Deal) -> Vec<String> {
    let Money {
        held,
        payer,
        payee,
        tribunal,
        ..
    } = deal.state.money;
    let mut lines = Vec::new();
    match deal.state.phase {
        Phase::Proposed | Phase::Agreed => {
            lines.push(format!("to be locked: {}", deal.amount(held)))
        }
        _ if held > 0 => lines.push(format!("held:   {}", deal.amount(held))),
        _ => {}
    }
    for (owner, credit) in [("payer", payer), ("payee", payee), ("tribunal", tribunal)] {
        if credit > 0 {
            lines.push(format!("credit of the {owner}: {}", deal.amount(credit)));
        }
    }
    lines
}
