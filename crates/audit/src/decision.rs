//! What a decision of the tribunal is worth: on chain, and as far as the record tells, before a court.

use exequatur_protocol::{
    Action, Address, Award, AwardKind, Hash, Phase, Roles, Seconds, State, Terms,
};

use crate::Step;

/// In which form it was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A document that arbitrators signed.
    Award(AwardKind),
    /// A call of a contract that is the tribunal.
    Ruling,
}

/// What a decision is, beside what the contract does by it. It follows from form and terms; whether a court agrees is for the court.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The contract acts on it. No arbitrator signed a writing (Model Law Art. 31(1)), so it is no award that a court could recognise.
    BindingOnChainOnly,
    /// The terms name rules of expert determination: binding as a contract is, not enforceable as an award.
    ExpertDetermination,
    /// It ends the reference without deciding the dispute (Model Law Art. 32).
    Order,
    /// It preserves or pauses until the dispute is decided (Model Law of 2006, Art. 17, 17 H, 17 I): enforceable on terms of its own, and for most
    /// courts no award under the New York Convention, since it decides nothing for good.
    InterimMeasure,
    /// Signed by the tribunal, with date and place, under terms with a seat (Model Law Art. 31).
    Award,
}

/// Whether a decision is the last word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finality {
    /// An interim measure: binding until the tribunal or the end of the case changes it.
    Interim,
    /// The money still waits, so that the award can be set aside or corrected.
    OnHold {
        /// Free from this moment on, as things stand.
        until: Seconds,
    },
    /// A later award of this number restates it.
    Restated {
        /// Number of the correction.
        by: u8,
    },
    /// The parties settled while it was on hold.
    Settled,
    /// It decides for good what it decides, and took effect.
    Final,
}

/// Reasons (Model Law Art. 31(2)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reasons {
    /// SHA-256 of the reasons.
    Given(Hash),
    /// The parties waived them in the terms.
    Waived,
    /// An award on agreed terms needs none.
    ByConsent,
}

/// A decision of the tribunal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Number of its entry.
    pub entry: u32,
    /// Number of the decision, from 1.
    pub number: u8,
    /// How it was decided.
    pub form: Form,
    /// The award as it was signed; `None` for a ruling.
    pub award: Option<Award>,
    /// When it was made.
    pub date: Seconds,
    /// When the contract executed it.
    pub executed_at: Seconds,
    /// Who signed; for a ruling who called.
    pub by: Vec<(Address, Roles)>,
    /// What it is.
    pub standing: Standing,
    /// Whether it is the last word.
    pub finality: Finality,
    /// Why it was decided so.
    pub reasons: Reasons,
    /// A court's stay is in force until then.
    pub stayed_until: Option<Seconds>,
}

/// What a decision is, by its form and the terms.
pub fn standing(terms: &Terms, form: Form) -> Standing {
    match form {
        Form::Ruling => Standing::BindingOnChainOnly,
        Form::Award(_) if names_experts(terms.rules.as_bytes()) => Standing::ExpertDetermination,
        Form::Award(AwardKind::Termination) => Standing::Order,
        Form::Award(AwardKind::Interim) => Standing::InterimMeasure,
        Form::Award(
            AwardKind::Partial
            | AwardKind::Final
            | AwardKind::Costs
            | AwardKind::Correction
            | AwardKind::Consent,
        ) => Standing::Award,
    }
}

/// Rules of expert determination: `EXPERT`, or a code that ends in `-ED`, such as `DDRR-ED` or `WIPO-ED`.
fn names_experts(rules: &[u8]) -> bool {
    rules.eq_ignore_ascii_case(b"EXPERT")
        || rules.len() > 3 && rules[rules.len() - 3..].eq_ignore_ascii_case(b"-ED")
}

impl Decision {
    /// Every decision of a record, as it stands at a moment. `steps` are all steps of the record.
    pub fn all(terms: &Terms, steps: &[Step], now: Seconds) -> Vec<Self> {
        let Some(last) = steps.last() else {
            return Vec::new();
        };
        let mut end = last.after;
        end.tick(now);
        let found = steps.iter().enumerate().filter_map(|(place, step)| {
            let (form, award, by) = match &step.action {
                Action::Award { award } => (
                    Form::Award(award.kind),
                    Some(award.clone()),
                    step.signers.clone(),
                ),
                Action::Rule { .. } => (Form::Ruling, None, vec![(step.entry.by, step.sender)]),
                _ => return None,
            };
            let executed_at = step.entry.at;
            let later = &steps[place + 1..];
            let (finality, stayed_until) = finality(form, later, &end, now);
            Some(Self {
                entry: step.entry.number,
                number: step.after.awards,
                form,
                date: award.as_ref().map_or(executed_at, |award| award.date),
                executed_at,
                by,
                standing: standing(terms, form),
                finality,
                reasons: reasons(award.as_ref()),
                stayed_until,
                award,
            })
        });
        found.collect()
    }
}

fn reasons(award: Option<&Award>) -> Reasons {
    match award {
        Some(Award {
            reasons: Some(hash),
            ..
        }) => Reasons::Given(*hash),
        Some(Award {
            kind: AwardKind::Consent,
            ..
        }) => Reasons::ByConsent,
        // The contract takes neither an award nor a ruling without reasons unless the terms waive them.
        Some(_) | None => Reasons::Waived,
    }
}

/// Whether it is the last word, and until when a court stays it.
fn finality(form: Form, later: &[Step], end: &State, now: Seconds) -> (Finality, Option<Seconds>) {
    match form {
        Form::Award(AwardKind::Interim) => return (Finality::Interim, None),
        Form::Award(
            AwardKind::Partial | AwardKind::Costs | AwardKind::Consent | AwardKind::Termination,
        ) => return (Finality::Final, None),
        Form::Award(AwardKind::Final | AwardKind::Correction) | Form::Ruling => {}
    }
    // A stay holds back whatever the final award of this escrow is: one that was recorded before a correction, too.
    let stayed = end.hold.stayed_until;
    let stay = (end.phase == Phase::Awarded && stayed > now).then_some(stayed);
    let correction = later.iter().find_map(|step| match &step.action {
        Action::Award { award } if award.kind == AwardKind::Correction => Some(award.number),
        _ => None,
    });
    let finality = match (correction, end.phase, end.due()) {
        (Some(by), _, _) => Finality::Restated { by },
        (None, Phase::Awarded, Some(until)) => Finality::OnHold { until },
        (None, Phase::Settled, _) => Finality::Settled,
        (None, _, _) => Finality::Final,
    };
    (finality, stay)
}
