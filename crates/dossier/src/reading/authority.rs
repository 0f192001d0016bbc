//! Under which authority somebody acted: what in the terms and the rules allowed the step, and whom it needed.

use exequatur_audit::Step;
use exequatur_protocol::{Action, AwardKind, OrderKind, Phase, Role};

/// The authority for a step, in a sentence or two.
pub fn authority(step: &Step) -> &'static str {
    match &step.action {
        Action::Open { .. } => {
            "Anybody may put terms on chain; they bind nobody before both parties consent."
        }
        Action::Consent { .. } => {
            "A party's own consent, to the hash of these terms and no others."
        }
        Action::Fund => {
            "The payer alone, after both parties consented, in exactly the amount of the terms."
        }
        Action::Release { .. } => match step.after.phase {
            Phase::Released | Phase::Settled => {
                "Two of the three keys: both parties approve the same split."
            }
            _ => "An approval of one of the three keys; it executes with a second one.",
        },
        Action::Revoke => "An approval can be taken back until it executes.",
        Action::Withdraw { .. } => "Anybody may send this; it pays the owner of the credit only.",
        Action::Pause { .. } => "A party's one pause, bounded by the terms.",
        Action::Resume => "Whoever set a pause may end it.",
        Action::Dispute { .. } => {
            "The arbitration clause: either party may refer the dispute to arbitration."
        }
        Action::Acknowledge => "The respondent; proves that the notice was received.",
        Action::Answer { .. } => "The respondent; proves that the notice was received.",
        Action::Exhibit { .. } => "Parties and arbitrators who accepted may file evidence.",
        Action::Appointment { .. } => {
            "The appointment in the terms or by an order; accepted with a statement of disclosure (Model Law Art. 12)."
        }
        Action::Decline { .. } => "An arbitrator may decline or withdraw (Model Law Art. 14).",
        Action::Order { order, .. } => match order.kind {
            OrderKind::Pause | OrderKind::Resume => {
                "The tribunal, by the signatures that the terms require."
            }
            OrderKind::Close => "The tribunal, which conducts the proceedings (Model Law Art. 19).",
            OrderKind::Replace if by_authority(step) => {
                "The appointing authority of the terms (Model Law Art. 11(4), 15)."
            }
            OrderKind::Replace => "Both parties together (Model Law Art. 11(2), 15).",
            OrderKind::Stay | OrderKind::Lift => {
                "The court-order notary of the terms, recording an order of a court."
            }
        },
        Action::Award { award } => match award.kind {
            AwardKind::Interim => {
                "The tribunal, by the signatures that the terms require (Model Law Art. 17, 31)."
            }
            AwardKind::Consent => {
                "The tribunal and both parties: an award on agreed terms (Model Law Art. 30)."
            }
            AwardKind::Correction => {
                "The tribunal, while the money of its award is on hold (Model Law Art. 33)."
            }
            AwardKind::Termination => "The tribunal, which ends the reference (Model Law Art. 32).",
            AwardKind::Partial | AwardKind::Final | AwardKind::Costs => {
                "The tribunal, by the signatures that the terms require (Model Law Art. 29, 31)."
            }
        },
        Action::Rule { .. } => {
            "The contract that the terms name as sole arbitrator; its call is its signature."
        }
    }
}

fn by_authority(step: &Step) -> bool {
    let authority = &step.after.clause.authority;
    let signed = step.signers.iter().any(|(signer, _)| signer == authority);
    signed || step.sender.has(Role::Authority)
}
