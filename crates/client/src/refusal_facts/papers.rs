use exequatur_protocol::{Action, AwardKind, Hash, OrderKind};

use super::{Case, Facts, terms_facts};
use crate::files::{moment, printable};
use crate::keys::checksummed;
use exequatur_protocol::Refusal;

const NONE: Hash = [0; 32];

pub(super) fn missing_element(case: &Case) -> Option<Facts> {
    let document = match &case.action {
        Action::Open { terms } => return terms_facts(Refusal::MissingElement, terms, case.token),
        Action::Pause { .. } => "of the reason for the pause",
        Action::Dispute { .. } => "of the notice of arbitration",
        Action::Answer { .. } => "of the answer",
        Action::Exhibit { document, .. } if *document == NONE => "of the exhibit",
        Action::Exhibit { .. } => "of the exhibit's manifest",
        Action::Appointment { .. } => "of the statement of disclosure",
        Action::Decline { .. } => "of the reason",
        Action::Consent { .. }
        | Action::Fund
        | Action::Release { .. }
        | Action::Revoke
        | Action::Withdraw { .. }
        | Action::Resume
        | Action::Acknowledge
        | Action::Order { .. }
        | Action::Award { .. }
        | Action::Rule { .. } => return None,
    };
    Some(Facts::new(format!("the SHA-256 {document}"), "zeros"))
}

pub(super) fn no_reasons(case: &Case) -> Option<Facts> {
    if matches!(case.action, Action::Rule { .. }) {
        return Some(Facts::new(
            "terms that waive reasons, since a contract gives none (Model Law Art. 31(2))",
            "terms that do not",
        ));
    }
    let Action::Award { .. } = &case.action else {
        return None;
    };
    Some(Facts::new(
        "the SHA-256 of the reasons, since the terms do not waive them (Model Law Art. 31(2))",
        "no reasons",
    ))
}

pub(super) fn wrong_seat(case: &Case) -> Option<Facts> {
    let Action::Award { award } = &case.action else {
        return None;
    };
    let place = |code: &[u8]| match code {
        [] => "none".to_owned(),
        code => printable(&String::from_utf8_lossy(code)),
    };
    Some(Facts::new(
        format!(
            "the seat of the terms, {} (Model Law Art. 31(3))",
            place(case.state.clause.seat.as_bytes())
        ),
        place(award.seat.as_bytes()),
    ))
}

pub(super) fn malformed_award(case: &Case) -> Option<Facts> {
    if let Action::Rule { ruling, .. } = &case.action {
        return Some(Facts::new(
            "0 (refuses to arbitrate), 1 (for the payer) or 2 (for the payee)",
            format!("0x{}", hex::encode(ruling)),
        ));
    }
    let Action::Award { award } = &case.action else {
        return None;
    };
    if award.kind != AwardKind::Interim && award.pause_until != 0 {
        return Some(Facts::new(
            format!("no pause in an award of the kind {}", award.kind.word()),
            format!("a pause until {}", moment::show(award.pause_until)),
        ));
    }
    let document = if award.document == NONE {
        "the award as a document"
    } else if award.reasons == Some(NONE) {
        "the reasons"
    } else {
        "the statement why a signature is missing"
    };
    Some(Facts::new(format!("the SHA-256 of {document}"), "zeros"))
}

pub(super) fn malformed_order(case: &Case) -> Option<Facts> {
    let Action::Order { order, .. } = &case.action else {
        return None;
    };
    let kind = order.kind.word();
    let timed = matches!(order.kind, OrderKind::Pause | OrderKind::Stay);
    if order.document == NONE {
        Some(Facts::new(
            "the SHA-256 of the order as a document",
            "zeros",
        ))
    } else if order.until != 0 && !timed {
        Some(Facts::new(
            format!("no end in an order to {kind}"),
            moment::show(order.until),
        ))
    } else {
        Some(Facts::new(
            format!("nobody appointed by an order to {kind}"),
            format!(
                "{} for seat {}",
                checksummed(&order.appointee.0),
                order.seat
            ),
        ))
    }
}
