use exequatur_protocol::{Action, Address, Award, AwardKind, Phase};

use super::{Case, Facts, split};
use crate::files::moment;

pub(super) fn money_sent(case: &Case) -> Facts {
    let expected = match &case.action {
        Action::Fund | Action::Open { .. } => {
            format!("exactly {}", case.show(case.state.money.held))
        }
        _ => "no money with this step".to_owned(),
    };
    Facts::new(expected, case.show(case.value))
}

fn sum(award: &Award) -> u128 {
    [award.to_payer, award.to_payee, award.to_tribunal]
        .into_iter()
        .map(u128::from)
        .sum()
}

pub(super) fn more_than_held(case: &Case) -> Option<Facts> {
    let found = match &case.action {
        Action::Release { to_payer, .. } => format!("{} to the payer", case.show(*to_payer)),
        Action::Award { award } => format!("{} in all", case.show(sum(award))),
        _ => return None,
    };
    let held = case.show(case.state.money.held);
    Some(Facts::new(format!("at most {held}, which is held"), found))
}

pub(super) fn wrong_amounts(case: &Case) -> Option<Facts> {
    let Action::Award { award } = &case.action else {
        return None;
    };
    let expected = match award.kind {
        AwardKind::Interim | AwardKind::Termination => {
            "nothing, since this kind of award moves no money".to_owned()
        }
        AwardKind::Partial | AwardKind::Costs => "more than nothing".to_owned(),
        AwardKind::Final | AwardKind::Correction | AwardKind::Consent => format!(
            "{} in all, exactly what is held",
            case.show(case.state.money.held)
        ),
    };
    Some(Facts::new(
        expected,
        format!("{} in all", case.show(sum(award))),
    ))
}

pub(super) fn above_cap(case: &Case) -> Option<Facts> {
    let Action::Award { award } = &case.action else {
        return None;
    };
    let cap = case.state.money.tribunal_cap;
    if award.to_tribunal > cap {
        return Some(Facts::new(
            format!("at most {} for the tribunal", case.show(cap)),
            case.show(award.to_tribunal),
        ));
    }
    let presiding = &case.state.tribunal.seats[0];
    let found = if presiding.is_zero() {
        "seat 0 is vacant".to_owned()
    } else {
        format!("{} has not accepted", case.who(presiding))
    };
    Some(Facts::new(
        format!(
            "a presiding arbitrator who accepted, to receive {}",
            case.show(award.to_tribunal)
        ),
        found,
    ))
}

/// Whose money is in the contract.
fn credits(case: &Case) -> [(Address, u64); 3] {
    let (clause, money) = (&case.state.clause, &case.state.money);
    [
        (clause.payer, money.payer),
        (clause.payee, money.payee),
        (case.state.tribunal.seats[0], money.tribunal),
    ]
}

pub(super) fn nothing_to_withdraw(case: &Case) -> Option<Facts> {
    let Action::Withdraw { owner } = &case.action else {
        return None;
    };
    let owners: Vec<_> = credits(case)
        .into_iter()
        .filter(|(_, credit)| *credit != 0)
        .map(|(who, credit)| format!("{} with {}", case.who(&who), case.show(credit)))
        .collect();
    let found = case.who(owner);
    let on_hold = case
        .state
        .due()
        .filter(|_| case.state.phase == Phase::Awarded);
    Some(match (owners.is_empty(), on_hold) {
        (true, Some(due)) => Facts::new(
            format!(
                "somebody who has a credit; nobody has one before the hold of the award ends, {}",
                moment::show(due)
            ),
            found,
        )
        .hint("wait for the end of the hold; then anybody can withdraw for the owners"),
        (true, None) => Facts::new("somebody who has a credit; nobody has one now", found),
        (false, _) => Facts::new(
            format!("somebody who has a credit: {}", owners.join("; ")),
            found,
        ),
    })
}

pub(super) fn fees_outstanding(case: &Case) -> Facts {
    Facts::new(
        "no credit of the presiding arbitrator when seat 0 changes hands",
        case.show(case.state.money.tribunal),
    )
}

/// Who was to be paid: the owner of a withdrawal, or both parties of a release that pays at once.
pub(super) fn payment_failed(case: &Case) -> Facts {
    let found = match &case.action {
        Action::Withdraw { owner } => {
            let sum: u128 = credits(case)
                .into_iter()
                .filter(|(who, _)| who == owner)
                .map(|(_, credit)| u128::from(credit))
                .sum();
            format!("{} did not reach {}", case.show(sum), case.who(owner))
        }
        Action::Release { to_payer, .. } => {
            format!("of {}, a part did not arrive", split(case, *to_payer))
        }
        _ => "it did not arrive".to_owned(),
    };
    Facts::new("an account that takes the payment", found)
}

/// What the token's own books say is the token's to tell; the contract only saw that the sum did not come.
pub(super) fn not_fetched(case: &Case) -> Facts {
    Facts::new(
        format!(
            "{} in the account of {}, approved for the escrow",
            case.show(u128::from(case.state.money.held)),
            case.who(&case.state.clause.payer)
        ),
        "the token handed over another amount, or nothing",
    )
}
