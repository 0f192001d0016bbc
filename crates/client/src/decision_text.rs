//! Decisions of a tribunal and kept deadlines in words.

use exequatur_protocol::{AwardKind, Hash};

use crate::audit::{Deadline, Decision, Finality, Form, Reasons, Standing, Window};
use crate::files::{hash_text, moment};

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

/// Whether it is the last word.
pub fn finality_in_words(decision: &Decision) -> String {
    let text = match decision.finality {
        Finality::Interim => "interim".to_owned(),
        Finality::OnHold { until } => format!("not final: on hold until {}", moment::show(until)),
        Finality::Restated { by } => format!("restated by award {by}"),
        Finality::Settled => "overtaken by a settlement of the parties".to_owned(),
        Finality::Final if decision.form == Form::Award(AwardKind::Termination) => {
            "took effect".to_owned()
        }
        Finality::Final => "final, and took effect".to_owned(),
    };
    match decision.stayed_until {
        Some(until) => format!("{text}; stayed until {}", moment::show(until)),
        None => text,
    }
}

/// Why it was decided so.
pub fn reasons_in_words(reasons: Reasons) -> String {
    match reasons {
        Reasons::Given(hash) => format!("reasons given, SHA-256 {}", hash_text::format(&hash)),
        Reasons::Waived => "reasons waived in the terms".to_owned(),
        Reasons::ByConsent => "by consent, without reasons".to_owned(),
    }
}

/// All of it in one line.
pub fn decision_in_words(decision: &Decision) -> String {
    let document = |hash: &Hash| hash_text::format(hash);
    let paper = match &decision.award {
        Some(award) => format!(", document {}", document(&award.document)),
        None => String::new(),
    };
    format!(
        "{}: {}; {}; {}{paper}",
        form_in_words(decision),
        standing_in_words(decision.standing),
        finality_in_words(decision),
        reasons_in_words(decision.reasons),
    )
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
    }
}

/// `entry 5: response in the time to answer: 2 days to spare`.
pub fn deadline_in_words(deadline: &Deadline) -> String {
    let length = moment::show_length(deadline.margin_s.unsigned_abs());
    let margin = if deadline.margin_s < 0 {
        format!("{length} late")
    } else {
        format!("{length} to spare")
    };
    format!(
        "entry {}: {}, {}: {margin}",
        deadline.entry,
        window_in_words(deadline.window),
        moment::show(deadline.limit)
    )
}
