//! Where an escrow is, whose money is where, and what can be done next and by when.

use exequatur_client::counted::counted;
use exequatur_client::refusal_facts::phase_in_words;
use exequatur_protocol::{Money, Phase, Response, Roles, State};
use serde_json::{Value, json};

use crate::accounts::Accounts;
use crate::deal::{Deal, roles_in_words};
use crate::text;

/// The status for programs.
pub fn value(deal: &Deal) -> Value {
    let state = &deal.state;
    let Money {
        held,
        payer,
        payee,
        tribunal,
        tribunal_cap,
    } = state.money;
    let seats = state
        .tribunal
        .seats
        .iter()
        .take(state.tribunal.size.into())
        .enumerate();
    let mut value = json!({
        "phase": phase_in_words(state),
        "ended_as": ended_as(state),
        "terms_hash": text::hash(&state.clause.terms_hash),
        "asset": (!state.clause.asset.is_zero()).then(|| text::address(&state.clause.asset)),
        "symbol": deal.token.symbol,
        "decimals": deal.token.decimals,
        "money": {
            "held": held.to_string(),
            "payer": payer.to_string(),
            "payee": payee.to_string(),
            "tribunal": tribunal.to_string(),
            "tribunal_cap": tribunal_cap.to_string(),
        },
        "payer": text::address(&state.clause.payer),
        "payee": text::address(&state.clause.payee),
        "authority": text::address(&state.clause.authority),
        "notary": (!state.clause.notary.is_zero()).then(|| text::address(&state.clause.notary)),
        "tribunal": seats.map(|(seat, address)| json!({
            "seat": seat,
            "address": text::address(address),
            "accepted": state.tribunal.accepted >> seat & 1 == 1,
        })).collect::<Vec<_>>(),
        "threshold": state.tribunal.threshold,
        "due": state.due().map(text::rfc3339),
        "expiry": text::rfc3339(state.clause.expiry),
        "paused_until": paused(deal).then(|| text::rfc3339(state.pause.until)),
        "release_sequence": state.proposal.sequence,
        "proposed_split": (state.proposal.approvals != 0).then(|| json!({
            "to_payer": state.proposal.to_payer.to_string(),
            "to_payee": held.saturating_sub(state.proposal.to_payer).to_string(),
            "approved_by": roles_in_words(Roles(state.proposal.approvals)),
            "executes_at": (state.proposal.executes_at != 0).then(|| text::rfc3339(state.proposal.executes_at)),
        })),
        "next_award": state.awards as u16 + 1,
        "next_order": state.orders,
        "disputes": state.dispute.number,
        "entries": state.entries,
        "head": text::hash(&state.head),
        "next": next(deal),
    });
    match state.phase {
        Phase::Disputed => {
            let dispute = &state.dispute;
            value["dispute"] = json!({
                "claimant": roles_in_words(Roles(dispute.claimant)),
                "respond_by": text::rfc3339(dispute.respond_by),
                "award_by": text::rfc3339(dispute.award_by),
                "response": response_word(dispute.response),
                "record_closed": dispute.record_closed,
            });
        }
        Phase::Awarded => {
            let hold = &state.hold;
            value["hold"] = json!({
                "to_payer": hold.to_payer.to_string(),
                "to_payee": (held - hold.to_payer - hold.to_tribunal).to_string(),
                "to_tribunal": hold.to_tribunal.to_string(),
                "until": text::rfc3339(hold.until.max(hold.stayed_until)),
            });
        }
        Phase::Proposed
        | Phase::Agreed
        | Phase::Funded
        | Phase::Released
        | Phase::Settled
        | Phase::Enforced
        | Phase::Lapsed => {}
    }
    value
}

fn ended_as(state: &State) -> Option<&'static str> {
    match state.phase {
        Phase::Released => Some("released"),
        Phase::Settled => Some("settled"),
        Phase::Enforced => Some("enforced"),
        Phase::Lapsed => Some("lapsed"),
        Phase::Proposed | Phase::Agreed | Phase::Funded | Phase::Disputed | Phase::Awarded => None,
    }
}

/// A word for what the respondent did.
pub fn response_word(response: Response) -> &'static str {
    match response {
        Response::None => "none",
        Response::Acknowledged => "acknowledged",
        Response::Answered => "answered",
    }
}

fn paused(deal: &Deal) -> bool {
    deal.now < deal.state.pause.until
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
        let by = roles_in_words(Roles(state.pause.by));
        lines.push(format!(
            "paused: by the {by} until {}",
            text::time(state.pause.until)
        ));
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
    let waits = match proposal.executes_at {
        0 => "pending until the second of two approves it".to_owned(),
        at => format!("executes at {} if nobody objects", text::time(at)),
    };
    (proposal.approvals != 0).then(|| {
        format!(
            "proposed split: {} to the payer, {} to the payee, approved by the {}; {waits}",
            deal.amount(proposal.to_payer),
            deal.amount(deal.state.money.held.saturating_sub(proposal.to_payer)),
            roles_in_words(Roles(proposal.approvals)),
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
        Phase::Awarded => vec![format!(
            "awarded: {} to the payer, {} to the payee, {} to the tribunal",
            deal.amount(hold.to_payer),
            deal.amount(deal.state.money.held - hold.to_payer - hold.to_tribunal),
            deal.amount(hold.to_tribunal),
        )],
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

/// Who can still approve the split that is proposed, and with what command.
fn approval(deal: &Deal, verb: &str) -> Option<String> {
    let (proposal, held) = (&deal.state.proposal, deal.state.money.held);
    if proposal.approvals == 0 {
        return None;
    }
    let who = match Roles::BOTH_PARTIES & !proposal.approvals {
        Roles::BOTH_PARTIES => "payer or the payee".to_owned(),
        other => roles_in_words(Roles(other)),
    };
    let to_payee = deal.token.plain(held.saturating_sub(proposal.to_payer));
    Some(format!(
        "the {who} approves the proposed split (`escrow {verb} --to-payee {to_payee}`)"
    ))
}

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
    let due = state.due().map(text::time).unwrap_or_default();
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
            let end = if state.proposal.executes_at != 0 {
                "the proposed split executes"
            } else if state.clause.release_at_expiry() {
                "everything goes to the payee"
            } else {
                "the fallback split takes effect"
            };
            let act = match approval(deal, "release") {
                None => "release or dispute".to_owned(),
                Some(approval) => format!("{approval}, or disputes"),
            };
            vec![format!("{act}; if nobody does anything {end} at {due}")]
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
            steps.extend(approval(deal, "settle"));
            steps.push(format!(
                "if nobody decides, the fallback split takes effect at {due}"
            ));
            steps
        }
        Phase::Awarded if state.money.held == 0 => vec![format!(
            "nothing is left in escrow for the award to move; it takes effect at {due}"
        )],
        Phase::Awarded => {
            let mut steps = vec![format!(
                "the money waits for a set-aside application until {due}; then `escrow withdraw`"
            )];
            steps.extend(approval(deal, "settle"));
            steps
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
