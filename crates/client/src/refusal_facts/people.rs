use exequatur_protocol::{
    Action, Address, AwardKind, OrderKind, Phase, Refusal, Role, Roles, Signature,
};

use super::{Case, Facts};
use crate::keys::checksummed;
use crate::record_text::roles_in_words;

fn parties(case: &Case) -> String {
    let clause = &case.state.clause;
    format!("{} or {}", case.who(&clause.payer), case.who(&clause.payee))
}

fn arbitrators(case: &Case, only_accepted: bool) -> String {
    let tribunal = &case.state.tribunal;
    let seats: Vec<_> = (0..tribunal.size)
        .filter(|seat| !only_accepted || tribunal.accepted >> seat & 1 == 1)
        .map(|seat| &tribunal.seats[usize::from(seat)])
        .filter(|arbitrator| !arbitrator.is_zero())
        .map(|arbitrator| case.who(arbitrator))
        .collect();
    match (seats.is_empty(), only_accepted) {
        (false, false) => format!("an arbitrator: {}", seats.join("; ")),
        (false, true) => format!("an arbitrator who accepted: {}", seats.join("; ")),
        (true, false) => "an arbitrator (every seat is vacant)".to_owned(),
        (true, true) => "an arbitrator who accepted (nobody yet)".to_owned(),
    }
}

pub(super) fn not_authorised(case: &Case) -> Option<Facts> {
    let expected = match &case.action {
        Action::Open { .. } | Action::Consent { .. } => parties(case),
        Action::Fund => case.who(&case.state.clause.payer),
        Action::Release { .. } | Action::Revoke | Action::Exhibit { .. } => {
            format!("{}, or {}", parties(case), arbitrators(case, true))
        }
        Action::Pause { .. } | Action::Resume | Action::Dispute { .. } => parties(case),
        Action::Acknowledge | Action::Answer { .. } => match case.state.phase {
            Phase::Disputed if case.state.dispute.claimant == Role::Payer as u8 => {
                format!("the respondent: {}", case.who(&case.state.clause.payee))
            }
            Phase::Disputed => format!("the respondent: {}", case.who(&case.state.clause.payer)),
            _ => parties(case),
        },
        Action::Appointment { .. } | Action::Decline { .. } => arbitrators(case, false),
        Action::Order { .. } => "somebody who has a role in this escrow".to_owned(),
        Action::Rule { .. } => format!(
            "a contract that is the whole tribunal and accepted: {}",
            arbitrators(case, true)
        ),
        Action::Award { .. } | Action::Withdraw { .. } => return None,
    };
    Some(Facts::new(expected, case.people_in_words()))
}

pub(super) fn unknown_signer(case: &Case) -> Option<Facts> {
    let named = |address: &Address| case.state.roles_of(address).0 != 0;
    let stranger = case
        .signers()
        .into_iter()
        .flatten()
        .find(|signer| !named(signer))?;
    let expected = match &case.action {
        Action::Open { .. } | Action::Consent { .. } => parties(case),
        Action::Appointment { .. } => arbitrators(case, false),
        _ => "signatures of people who have a role in this escrow, over exactly this".to_owned(),
    };
    Some(Facts::new(
        expected,
        format!(
            "{}, if it was signed over exactly this; else nobody's signature",
            checksummed(&stranger.0)
        ),
    ))
}

pub(super) fn signed_twice(case: &Case) -> Option<Facts> {
    let mut counted = Vec::new();
    let sender = case.sender_counts().then_some(case.by);
    for one in sender
        .into_iter()
        .chain(case.signers().into_iter().flatten())
    {
        if counted.contains(&one) {
            return Some(Facts::new(
                "everybody once, as sender or by one signature",
                format!("twice {}", case.who(&one)),
            ));
        }
        counted.push(one);
    }
    let approved = roles_in_words(Roles(case.state.proposal.approvals));
    Some(Facts::new(
        format!("somebody who has not approved this split; the {approved} did"),
        case.people_in_words(),
    ))
}

/// A signature that nobody can have made. Which one it is, is told by its place.
pub(super) fn bad_signature(refusal: Refusal, case: &Case) -> Option<Facts> {
    let at = case
        .signers()
        .iter()
        .position(|signer| *signer == Err(refusal))?;
    let number = at + 1;
    let facts = match (refusal, &case.signatures[at]) {
        (Refusal::BadRecoveryId, Signature::Ecdsa(bytes)) => Facts::new(
            "27 or 28 as the last byte of a signature",
            format!("{} in signature {number}", bytes[64]),
        ),
        (Refusal::HighS, _) => Facts::new(
            "s in the lower half, as wallets make it",
            format!("s in the upper half in signature {number}"),
        ),
        (_, Signature::Ecdsa(_)) => Facts::new(
            "a signature from which a signer follows",
            format!("signature {number}, from which none does"),
        ),
        (_, Signature::Sr25519 { public, .. }) => Facts::new(
            format!(
                "the signature of the key 0x{} over exactly this",
                hex::encode(public)
            ),
            format!("signature {number}, which is not"),
        ),
    };
    Some(facts)
}

/// Arbitrators whose word came with the call though they have not accepted: it does not count yet.
fn early(case: &Case) -> Option<String> {
    let tribunal = &case.state.tribunal;
    let people = case.people();
    let early: Vec<_> = (0..tribunal.size)
        .filter(|seat| tribunal.accepted >> seat & 1 == 0)
        .map(|seat| &tribunal.seats[usize::from(seat)])
        .filter(|seat| !seat.is_zero() && people.contains(seat))
        .map(|seat| case.who(seat))
        .collect();
    (!early.is_empty()).then(|| early.join("; "))
}

/// Adds who signed without having accepted, and what mends that.
fn with_early(case: &Case, mut facts: Facts) -> Facts {
    if let Some(early) = early(case) {
        facts.found += &format!("; signed without having accepted the appointment: {early}");
        facts.hint = Some(
            "whoever signed without having accepted the appointment accepts it (`tribunal accept`), then the same award counts: repeat this",
        );
    }
    facts
}

/// How many arbitrators who accepted are among those whose word came with the call.
fn sitting(case: &Case) -> u32 {
    (case.roles().seats() & case.state.tribunal.accepted).count_ones()
}

pub(super) fn too_few_signatures(case: &Case) -> Option<Facts> {
    let tribunal = &case.state.tribunal;
    let found = case.people_in_words();
    let enough = sitting(case) >= tribunal.threshold.into();
    let of_tribunal = match (tribunal.size, tribunal.accepted) {
        (1, 0) => "the arbitrator, who has not accepted".to_owned(),
        (1, _) => "the arbitrator".to_owned(),
        (size, accepted) => format!(
            "{} of the arbitrators who accepted ({} of {size} did)",
            tribunal.threshold,
            accepted.count_ones(),
        ),
    };
    let expected = match &case.action {
        Action::Open { .. } | Action::Consent { .. } => parties(case),
        Action::Award { award } if award.kind == AwardKind::Consent && enough => {
            "both parties' signatures too (Model Law Art. 30)".to_owned()
        }
        Action::Award { .. } => of_tribunal,
        Action::Order { order, .. } => match order.kind {
            OrderKind::Pause | OrderKind::Resume | OrderKind::Close => of_tribunal,
            OrderKind::Replace => {
                format!(
                    "{}, or both parties",
                    case.who(&case.state.clause.authority)
                )
            }
            OrderKind::Stay | OrderKind::Lift => match case.state.clause.notary {
                Address::ZERO => "a notary, whom these terms do not name".to_owned(),
                notary => case.who(&notary),
            },
        },
        _ => return None,
    };
    let facts = Facts::new(expected, found);
    Some(match &case.action {
        Action::Award { .. } if !enough => with_early(case, facts),
        _ => facts,
    })
}

pub(super) fn no_omission_reason(case: &Case) -> Option<Facts> {
    let Action::Award { .. } = &case.action else {
        return None;
    };
    let all = match case.state.tribunal.size {
        1 => "the signature of the arbitrator".to_owned(),
        size => format!("signatures of all {size} arbitrators"),
    };
    let facts = Facts::new(
        format!("{all}, or the SHA-256 of a statement why one is missing (Model Law Art. 31(1))"),
        format!("{} signed, and no statement", sitting(case)),
    );
    Some(with_early(case, facts))
}

pub(super) fn appointee_has_role(case: &Case) -> Option<Facts> {
    let Action::Order { order, .. } = &case.action else {
        return None;
    };
    Some(Facts::new(
        "somebody who has no role in this escrow",
        case.who(&order.appointee),
    ))
}
