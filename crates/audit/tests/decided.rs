//! What is told of each decision of a tribunal.

mod support;

use exequatur_audit::{Directs, Unsigned, verify};
use exequatur_protocol::{Award, AwardKind, Roles};
use support::Case;

#[test]
fn award_is_carried_out_when_its_hold_has_run_whoever_comes_when() {
    let mut case = Case::disputed(1);
    case.award(AwardKind::Partial, 1_000, 2_000, 0);
    let credited = case.now;
    case.award(AwardKind::Final, 100_000, 897_000, 0);
    let free = case.now + 720 * 3600;
    let carried_out = |case: &Case| {
        let (export, hash) = case.exported();
        let decisions = verify(&export, Some(&hash), None).decisions;
        let told = decisions.iter().map(|one| one.carried_out_at);
        told.collect::<Vec<_>>()
    };
    assert_eq!(carried_out(&case), [Some(credited), None]);
    // Nobody comes for weeks.
    case.now = free + 1_000_000;
    assert_eq!(carried_out(&case), [Some(credited), Some(free)]);
}

#[test]
fn interim_award_says_what_it_orders() {
    let mut case = Case::disputed(1);
    let mut made = Vec::new();
    for pause_until in [0, case.now + 3600, 1] {
        let award = Award {
            pause_until,
            ..case.interim()
        };
        made.push(Directs::of(&award));
        case.makes(award, &[0, 1, 2]);
    }
    let until = made[1].map(Directs::code);
    assert_eq!(until, Some("pause"));
    let (export, hash) = case.exported();
    let decisions = verify(&export, Some(&hash), None).decisions;
    let told: Vec<_> = decisions.iter().map(|one| one.directs).collect();
    assert_eq!(told, made);
    assert_eq!(told[0], Some(Directs::Nothing));
    assert_eq!(told[2], Some(Directs::Resume));
}

#[test]
fn arbitrator_who_did_not_sign_is_told() {
    let mut case = Case::disputed(1);
    let award = Award {
        omission: Some([5; 32]),
        ..case.interim()
    };
    case.makes(award, &[0, 2]);
    case.interim_awards(1);
    let (export, hash) = case.exported();
    let decisions = verify(&export, Some(&hash), None).decisions;
    let second = Unsigned {
        seat: 1,
        address: case.terms.tribunal[1],
        roles: Roles(8),
    };
    assert_eq!(decisions[0].unsigned, [second]);
    assert_eq!((decisions[0].threshold, decisions[0].seats), (2, 3));
    assert_eq!(decisions[1].unsigned, []);
}

#[test]
fn correction_dated_before_what_it_corrects_is_told() {
    let mut case = Case::disputed(1);
    case.award(AwardKind::Final, 100_000, 900_000, 0);
    let dates = [1_000_000_000, case.now];
    for date in dates {
        let award = Award {
            kind: AwardKind::Correction,
            to_payer: 200_000,
            to_payee: 800_000,
            date,
            ..case.interim()
        };
        case.makes(award, &[0, 1, 2]);
    }
    let (export, hash) = case.exported();
    let verification = verify(&export, Some(&hash), None);
    assert_eq!(verification.findings, [], "the contract takes it");
    let told: Vec<_> = verification
        .decisions
        .iter()
        .map(|one| one.dated_before)
        .collect();
    assert_eq!(told, [None, Some(1), None]);
}
