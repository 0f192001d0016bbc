//! What each kind of award is and does, in words: the same for who signs it, who executes it and who reads of it years later.

use exequatur_protocol::{Award, AwardKind, Clause, Hours, Seconds};

use crate::audit::Directs;
use crate::files::{amount, period};
use crate::record_text::pause_in_words;

/// What it is called.
pub fn title(kind: AwardKind) -> &'static str {
    match kind {
        AwardKind::Interim => "interim award",
        AwardKind::Partial => "partial award",
        AwardKind::Final => "final award",
        AwardKind::Costs => "award of costs",
        AwardKind::Correction => "correction of the final award",
        AwardKind::Consent => "award by consent",
        AwardKind::Termination => "termination award",
    }
}

/// Whether it says who gets what.
pub fn moves_money(kind: AwardKind) -> bool {
    match kind {
        AwardKind::Partial
        | AwardKind::Final
        | AwardKind::Costs
        | AwardKind::Correction
        | AwardKind::Consent => true,
        AwardKind::Interim | AwardKind::Termination => false,
    }
}

/// What it does on chain, a line a sentence or two; what a court can do to it is another matter. `stayed_until` is the end of a court's stay that holds the award back now, as far as that is known; `moment`
/// writes times: in the zone of the reader, or in UTC.
pub fn effect(
    award: &Award,
    clause: &Clause,
    stayed_until: Option<Seconds>,
    moment: impl Fn(Seconds) -> String,
) -> Vec<String> {
    match award.kind {
        AwardKind::Interim => {
            let directs = Directs::of(award);
            let order = directs.map(|directs| order_in_words(directs, moment));
            order
                .map(|order| format!("It moves no money and {order}."))
                .into_iter()
                .collect()
        }
        AwardKind::Partial | AwardKind::Costs => vec![
            "The money is credited at once, without a hold: this escrow can neither hold it back for a court nor call it back."
                .to_owned(),
        ],
        AwardKind::Final | AwardKind::Correction => {
            vec![disposal(clause, stayed_until.map(moment))]
        }
        AwardKind::Consent => vec![
            "It disposes of everything that is left, at once and without a hold, and this escrow cannot undo it."
                .to_owned(),
        ],
        AwardKind::Termination => vec![
            "It ends the reference, moves no money and puts the escrow back where it was.".to_owned(),
            format!(
                "Sent after the expiry, {}, it ends the escrow too, once no pause lasts: {}, without a hold.",
                moment(clause.expiry),
                at_expiry(clause)
            ),
        ],
    }
}

/// What a final award does with the money, a ruling too. `stayed_until` as in [`effect`], written out.
pub fn disposal(clause: &Clause, stayed_until: Option<String>) -> String {
    let free = if clause.periods.hold == Hours(0) {
        "The terms name no hold: the money is free at once, and this escrow cannot hold it back for a court."
            .to_owned()
    } else {
        let hold = period::format(clause.periods.hold);
        let stay = match stayed_until {
            Some(until) => format!("; and a court stays the award until {until}"),
            None if clause.notary.is_zero() => {
                "; the terms name no notary who could record a court's stay".to_owned()
            }
            None => ", unless a court stays the award".to_owned(),
        };
        format!("The money is free after the hold period, {hold}{stay}.")
    };
    format!("It disposes of everything that is left. {free}")
}

/// Who gets what when the terms expire and nothing was decided.
pub fn at_expiry(clause: &Clause) -> String {
    if clause.release_at_expiry() {
        return "everything goes to the payee".to_owned();
    }
    let share = amount::format(clause.fallback_payer_bps.into(), 2);
    format!("the payer gets {share} %, the payee the rest")
}

/// What an interim award orders: `orders a pause: until …`, `ends a pause at once`, `leaves a pause as it is`.
pub fn order_in_words(directs: Directs, moment: impl Fn(Seconds) -> String) -> String {
    match directs {
        Directs::Nothing => "leaves a pause as it is".to_owned(),
        Directs::Resume => "ends a pause at once".to_owned(),
        Directs::Pause { until } => format!("orders a pause: {}", pause_in_words(&moment(until))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use exequatur_protocol::{Address, State, Terms};

    fn clause(change: impl FnOnce(&mut Terms)) -> Clause {
        let mut terms = Terms {
            notary: Address([7; 20]),
            fallback_payer_bps: 2_550,
            ..Terms::default()
        };
        terms.periods.hold = Hours(48);
        change(&mut terms);
        State::proposed(&terms, [0; 32]).clause
    }

    fn said(kind: AwardKind, clause: &Clause) -> String {
        let award = Award {
            kind,
            ..Award::default()
        };
        effect(&award, clause, None, |_| "then".to_owned()).join("\n")
    }

    #[test]
    fn award_whose_money_waits_for_nothing_says_so() {
        let held = clause(|_| ());
        let at_once = clause(|terms| terms.periods.hold = Hours(0));
        for kind in AwardKind::ALL {
            let warned = |clause| {
                let said = said(kind, clause);
                said.contains("hold it back for a court") || said.contains("without a hold")
            };
            let always = [
                AwardKind::Partial,
                AwardKind::Costs,
                AwardKind::Consent,
                AwardKind::Termination,
            ];
            let disposes = [AwardKind::Final, AwardKind::Correction].contains(&kind);
            assert_eq!(warned(&held), always.contains(&kind), "{kind:?}");
            assert_eq!(
                warned(&at_once),
                always.contains(&kind) || disposes,
                "{kind:?}"
            );
        }
    }

    #[test]
    fn hold_is_as_the_terms_have_it() {
        let said = |clause: &Clause| said(AwardKind::Final, clause);
        assert!(said(&clause(|_| ())).contains("2 days, unless a court stays the award"));
        let nobody = clause(|terms| terms.notary = Address::ZERO);
        assert!(said(&nobody).contains("no notary who could record a court's stay"));
    }

    #[test]
    fn stay_that_is_in_force_is_no_possibility() {
        let clause = clause(|_| ());
        for kind in [AwardKind::Final, AwardKind::Correction] {
            let award = Award {
                kind,
                ..Award::default()
            };
            let said = effect(&award, &clause, Some(7), |at| format!("second {at}")).join("\n");
            assert!(
                said.contains("2 days; and a court stays the award until second 7"),
                "{said}"
            );
            assert!(!said.contains("unless"), "{said}");
        }
    }

    #[test]
    fn termination_after_the_expiry_says_who_is_paid() {
        let said = |clause: &Clause| said(AwardKind::Termination, clause);
        assert!(said(&clause(|_| ())).contains("the payer gets 25.5 %, the payee the rest"));
        let released = clause(|terms| terms.release_at_expiry = true);
        assert!(said(&released).contains("everything goes to the payee"));
    }
}
