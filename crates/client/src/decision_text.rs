//! Decisions of a tribunal and kept deadlines in words.

use exequatur_protocol::{Hash, Seconds};

use crate::audit::{
    Deadline, Decision, Directs, Finality, Form, Reasons, Standing, Unsigned, Window,
};
use crate::award_effect::order_in_words;
use crate::files::{hash_text, moment};
use crate::keys::checksummed;
use crate::record_text::roles_in_words;

/// `award 2 (final)`, `ruling 1`.
pub fn form_in_words(decision: &Decision) -> String {
    match decision.form {
        Form::Award(kind) => format!("award {} ({})", decision.number, kind.word()),
        Form::Ruling => format!("ruling {}", decision.number),
    }
}

/// What it is.
pub fn standing_in_words(standing: Standing) -> &'static str {
    match standing {
        Standing::BindingOnChainOnly => {
            "binding on chain only: a contract decided, no arbitrator signed a writing"
        }
        Standing::ExpertDetermination => {
            "expert determination: binding as a contract, no arbitral award"
        }
        Standing::Order => "order that ends the reference",
        Standing::InterimMeasure => {
            "interim measure, enforceable on its own terms (Model Law of 2006, Art. 17, 17 H, 17 I), for most courts no award under the New York Convention"
        }
        Standing::Award => "arbitral award, as far as form goes",
    }
}

/// What became of it on chain: that speaks of the money, and of what the contract can still change. When an award binds, and until when a court can set it
/// aside, is another matter. `at` writes times: in the zone of the reader, or in UTC.
pub fn finality_in_words(decision: &Decision, at: impl Fn(Seconds) -> String) -> String {
    match (decision.finality, decision.standing) {
        (Finality::Interim, _) => {
            "interim: the tribunal can change it until the dispute ends".to_owned()
        }
        (Finality::OnHold { until }, _) => format!(
            "not final on chain, money on hold until {}: a correction, a settlement or a stay can still change what is paid, or when",
            at(until)
        ),
        (Finality::Restated { by }, _) => format!("corrected and restated by award {by}"),
        (Finality::Settled, _) => "overtaken by a settlement of the parties".to_owned(),
        (Finality::Final, standing) => {
            let on = decision.carried_out_at.unwrap_or(decision.executed_at);
            let done = format!("final on chain, carried out on {}", at(on));
            match standing {
                Standing::Award => {
                    format!("{done}; whether a court can still set it aside is not for this record")
                }
                Standing::BindingOnChainOnly
                | Standing::ExpertDetermination
                | Standing::Order
                | Standing::InterimMeasure => done,
            }
        }
    }
}

/// That a court stays it.
fn stay_in_words(decision: &Decision) -> Option<String> {
    let until = decision.stayed_until?;
    Some(format!("stayed until {}", moment::show(until)))
}

/// Why it was decided so.
pub fn reasons_in_words(reasons: Reasons) -> String {
    match reasons {
        Reasons::Given(hash) => format!("reasons given, SHA-256 {}", hash_text::format(&hash)),
        Reasons::Waived => "reasons waived in the terms".to_owned(),
        Reasons::ByConsent => "by consent, without reasons".to_owned(),
    }
}

/// What an interim award orders.
pub fn directs_in_words(directs: Directs) -> String {
    order_in_words(directs, moment::show)
}

/// `made on 1 Mar 2026`, and before the award that it corrects if it is.
fn date_in_words(decision: &Decision) -> String {
    let made = format!("made on {}", moment::show(decision.date));
    match decision.dated_before {
        None => made,
        Some(number) => format!("{made}, which is before award {number}, which it corrects"),
    }
}

/// Who did not sign, and the hash of the reason: `signed by 2 of 3 arbitrators, 2 needed; …`.
pub fn unsigned_in_words(decision: &Decision) -> Option<String> {
    if decision.unsigned.is_empty() {
        return None;
    }
    let signed = usize::from(decision.seats) - decision.unsigned.len();
    let names: Vec<String> = decision.unsigned.iter().map(unsigned_seat).collect();
    let omission = decision.award.as_ref().and_then(|award| award.omission);
    let reason = match omission {
        Some(hash) => format!("reason for that, SHA-256 {}", hash_text::format(&hash)),
        None => "no reason for that on record".to_owned(),
    };
    Some(format!(
        "signed by {signed} of {} arbitrators, {} needed; not by {}; {reason}",
        decision.seats,
        decision.threshold,
        names.join(" and ")
    ))
}

fn unsigned_seat(unsigned: &Unsigned) -> String {
    match unsigned.address.is_zero() {
        true => format!("seat {}, which was vacant", unsigned.seat),
        false => format!(
            "the {} {}",
            roles_in_words(unsigned.roles),
            checksummed(&unsigned.address.0)
        ),
    }
}

/// All of it in one line.
pub fn decision_in_words(decision: &Decision) -> String {
    let document = |hash: &Hash| format!("document {}", hash_text::format(hash));
    let parts = [
        Some(standing_in_words(decision.standing).to_owned()),
        decision.directs.map(directs_in_words),
        Some(date_in_words(decision)),
        Some(finality_in_words(decision, moment::show)),
        stay_in_words(decision),
        unsigned_in_words(decision),
        Some(reasons_in_words(decision.reasons)),
        decision
            .award
            .as_ref()
            .map(|award| document(&award.document)),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    format!("{}: {}", form_in_words(decision), parts.join("; "))
}

/// What had to be kept.
pub fn window_in_words(window: Window) -> &'static str {
    match window {
        Window::Expiry => "before the terms expire",
        Window::Notice => "notice of arbitration before the escrow ends by itself",
        Window::Response => "response in the time to answer",
        Window::DueNotice => "no award before the unanswered notice has run",
        Window::AwardMade => "award made within the award period",
        Window::AwardExecuted => "award executed before the fallback split",
        Window::Hold => "before the money of the award is free",
        Window::HoldOver => "money taken only after hold and stay",
        Window::Objection => "objection before the approved split executes",
        Window::Acceptance => "appointment accepted before the authority may appoint another",
        Window::Replacement => {
            "arbitrator replaced by the authority only after the time to accept or to decide"
        }
        Window::PauseLength => "pause within the longest that the terms allow",
        Window::StayLength => "stay within the longest that the terms allow",
    }
}

/// `entry 5: response in the time to answer, 4 Mar 2026 …: 2 days to spare`; `missed: …` of what no entry kept.
pub fn deadline_in_words(deadline: &Deadline) -> String {
    let length = moment::show_length(deadline.margin_s.unsigned_abs());
    let margin = if deadline.margin_s < 0 {
        format!("{length} late")
    } else {
        format!("{length} to spare")
    };
    let about = format!(
        "{}, {}",
        window_in_words(deadline.window),
        moment::show(deadline.limit)
    );
    match deadline.entry {
        Some(entry) => format!("entry {entry}: {about}: {margin}"),
        None => format!(
            "missed: {about}: nobody did until {}",
            moment::show(deadline.at)
        ),
    }
}
