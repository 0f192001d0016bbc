//! What a decision of the tribunal is worth: on chain, and as far as the record tells, before a court.

use exequatur_protocol::{
    Action, Address, Award, AwardKind, Hash, Phase, Roles, Seconds, State, Terms, Tribunal,
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

impl Form {
    /// A stable word for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::Award(_) => "award",
            Self::Ruling => "ruling",
        }
    }

    /// What the award does; `None` for a ruling.
    pub fn kind(self) -> Option<AwardKind> {
        match self {
            Self::Award(kind) => Some(kind),
            Self::Ruling => None,
        }
    }
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

impl Standing {
    /// A stable word for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::BindingOnChainOnly => "binding_on_chain_only",
            Self::ExpertDetermination => "expert_determination",
            Self::Order => "order",
            Self::InterimMeasure => "interim_measure",
            Self::Award => "award",
        }
    }
}

/// What became of a decision on chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finality {
    /// An interim measure: binding until the tribunal or the end of the case changes it.
    Interim,
    /// The money still waits: a correction, a settlement or a stay can still change what is paid.
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
    /// The escrow carried it out, and nothing on chain changes it any more. It bound the parties when it was made; whether a court can set it aside
    /// is another matter, of which a record knows nothing.
    Final,
}

impl Finality {
    /// A stable word for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::Interim => "interim",
            Self::OnHold { .. } => "on_hold",
            Self::Restated { .. } => "restated",
            Self::Settled => "settled",
            Self::Final => "final",
        }
    }
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

impl Reasons {
    /// A stable word for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::Given(_) => "given",
            Self::Waived => "waived",
            Self::ByConsent => "by_consent",
        }
    }
}

/// What an interim award orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Directs {
    /// A pause until then.
    Pause {
        /// When it ends.
        until: Seconds,
    },
    /// That a pause ends at once.
    Resume,
    /// Nothing that the escrow does: a pause stays as it is.
    Nothing,
}

impl Directs {
    /// Of an award; `None` for those that are not interim.
    pub fn of(award: &Award) -> Option<Self> {
        (award.kind == AwardKind::Interim).then_some(match award.pause_until {
            0 => Self::Nothing,
            until if until <= award.date => Self::Resume,
            until => Self::Pause { until },
        })
    }

    /// A stable word for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::Pause { .. } => "pause",
            Self::Resume => "resume",
            Self::Nothing => "nothing",
        }
    }
}

/// A seat whose arbitrator did not sign an award.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unsigned {
    /// Which seat, from 0.
    pub seat: u8,
    /// Who sat there; zero if nobody did.
    pub address: Address,
    /// What they were in the escrow.
    pub roles: Roles,
}

/// What a decision gives to whom, in units of the terms; the tribunal's share is its fees and costs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shares {
    /// To the payer.
    pub to_payer: u64,
    /// To the payee.
    pub to_payee: u64,
    /// To the tribunal.
    pub to_tribunal: u64,
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
    /// What it gives to whom.
    pub shares: Shares,
    /// When it was made.
    pub date: Seconds,
    /// The number of the award that it corrects, if it is dated before that one. The contract takes such a correction; a reader should know.
    pub dated_before: Option<u8>,
    /// When the contract executed it.
    pub executed_at: Seconds,
    /// When it was carried out: at once, or when the hold had run; `None` if not yet, or if something took its place.
    pub carried_out_at: Option<Seconds>,
    /// Who signed; for a ruling who called.
    pub by: Vec<(Address, Roles)>,
    /// How many seats the tribunal had.
    pub seats: u8,
    /// How many of them had to sign.
    pub threshold: u8,
    /// The seats that did not sign; none of a ruling, under which nobody signs. The award has the SHA-256 of the reason why.
    pub unsigned: Vec<Unsigned>,
    /// What an interim award orders.
    pub directs: Option<Directs>,
    /// What it is.
    pub standing: Standing,
    /// What became of it on chain.
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
    /// Whether an entry is a decision of the tribunal.
    pub fn is_made_by(step: &Step) -> bool {
        matches!(step.action, Action::Award { .. } | Action::Rule { .. })
    }

    /// Every decision of a record, as it stands at a moment. `steps` are those of the record, oldest first, of which all that decide nothing may
    /// be left out; `end` is the state that the whole record leads to.
    pub fn all<'a>(
        terms: &Terms,
        steps: impl IntoIterator<Item = &'a Step>,
        mut end: State,
        now: Seconds,
    ) -> Vec<Self> {
        end.tick(now);
        let decided: Vec<&Step> = steps
            .into_iter()
            .filter(|step| Self::is_made_by(step))
            .collect();
        let found = decided.iter().enumerate().filter_map(|(place, step)| {
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
            let later = &decided[place + 1..];
            let (finality, stayed_until) = finality(form, later, &end, now);
            let tribunal = &step.after.tribunal;
            Some(Self {
                entry: step.entry.number,
                number: step.after.awards,
                form,
                date: award.as_ref().map_or(executed_at, |award| award.date),
                dated_before: dated_before(award.as_ref(), &decided[..place]),
                executed_at,
                carried_out_at: carried_out_at(form, finality, executed_at, &end),
                seats: tribunal.size,
                threshold: tribunal.threshold,
                unsigned: match form {
                    Form::Award(_) => unsigned(tribunal, &by, &step.after),
                    Form::Ruling => Vec::new(),
                },
                directs: award.as_ref().and_then(Directs::of),
                by,
                standing: standing(terms, form),
                finality,
                reasons: reasons(award.as_ref()),
                stayed_until,
                shares: shares(award.as_ref(), &step.after),
                award,
            })
        });
        found.collect()
    }
}

/// An award says it; a ruling puts everything that is left on hold, and the state after it has the split.
fn shares(award: Option<&Award>, after: &State) -> Shares {
    let Some(award) = award else {
        let hold = &after.hold;
        return Shares {
            to_payer: hold.to_payer,
            to_payee: after.awarded_to_payee(),
            to_tribunal: hold.to_tribunal,
        };
    };
    Shares {
        to_payer: award.to_payer,
        to_payee: award.to_payee,
        to_tribunal: award.to_tribunal,
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

/// Whether holding back the money is for this kind of decision: it disposes of everything that is left.
fn is_held(form: Form) -> bool {
    matches!(
        form,
        Form::Award(AwardKind::Final | AwardKind::Correction) | Form::Ruling
    )
}

/// The number of the decision that a correction restates, if it is dated before that one.
fn dated_before(award: Option<&Award>, earlier: &[&Step]) -> Option<u8> {
    let correction = award.filter(|award| award.kind == AwardKind::Correction)?;
    let (number, date) = earlier.iter().rev().find_map(|step| match &step.action {
        Action::Award { award } if is_held(Form::Award(award.kind)) => {
            Some((award.number, award.date))
        }
        Action::Rule { .. } => Some((step.after.awards, step.entry.at)),
        _ => None,
    })?;
    (correction.date < date).then_some(number)
}

fn carried_out_at(
    form: Form,
    finality: Finality,
    executed_at: Seconds,
    end: &State,
) -> Option<Seconds> {
    match finality {
        Finality::Final if is_held(form) => Some(end.hold.until.max(end.hold.stayed_until)),
        Finality::Final | Finality::Interim => Some(executed_at),
        Finality::OnHold { .. } | Finality::Restated { .. } | Finality::Settled => None,
    }
}

/// The seats whose arbitrators did not sign. Who has not accepted the appointment signs for nothing.
fn unsigned(tribunal: &Tribunal, by: &[(Address, Roles)], state: &State) -> Vec<Unsigned> {
    let seats = (0..tribunal.size).zip(tribunal.seats);
    let unsigned = seats.filter(|(seat, address)| {
        let accepted = tribunal.accepted >> seat & 1 == 1;
        !accepted || !by.iter().any(|(signer, _)| signer == address)
    });
    let unsigned = unsigned.map(|(seat, address)| Unsigned {
        seat,
        address,
        roles: state.roles_of(&address),
    });
    unsigned.collect()
}

/// What became of it, and until when a court stays it.
fn finality(form: Form, later: &[&Step], end: &State, now: Seconds) -> (Finality, Option<Seconds>) {
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
