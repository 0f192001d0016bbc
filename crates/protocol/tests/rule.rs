//! Rulings of a contract that is the whole tribunal, as ERC-792 has them.
mod support;
use proptest::prelude::*;
use support::*;

const ALL: u64 = 1_000_000_007;
const DAY: Seconds = 24 * HOUR;

fn waived() -> Terms {
    Terms {
        reasons_waived: true,
        ..sole()
    }
}

fn ruling(choice: u8) -> Action {
    Action::Rule {
        dispute: uint(77),
        ruling: uint(choice),
    }
}

#[test]
fn a_ruling_is_a_final_award_with_a_hold() {
    for (choice, to_payer) in [
        // The fallback gives the payer 40 %, rounded down.
        (0, ALL / 10_000 * 4_000 + ALL % 10_000 * 4_000 / 10_000),
        (1, ALL),
        (2, 0),
    ] {
        let mut terms = waived();
        terms.fallback_payer_bps = 4_000;
        let mut case = Case::answered(terms);
        assert_eq!(case.money().held, ALL);
        let payments = case.ok(Arb0, ruling(choice));
        assert_eq!(payments, Payments::default(), "a ruling pays nobody");
        let state = case.s();
        assert_eq!((state.phase, state.awards), (Phase::Awarded, 1));
        assert_eq!((state.hold.to_payer, state.hold.to_tribunal), (to_payer, 0));
        assert_eq!(state.due(), Some(case.now + 240 * HOUR), "the hold runs");
        assert_eq!(
            case.no(
                Stranger,
                Action::Withdraw {
                    owner: Payer.address()
                }
            ),
            Refusal::NothingToWithdraw
        );
        case.later(240);
        for (owner, sum) in [(Payer, to_payer), (Payee, ALL - to_payer)] {
            let withdraw = Action::Withdraw {
                owner: owner.address(),
            };
            if sum != 0 {
                case.ok(Stranger, withdraw.clone());
            }
            assert_eq!(
                case.no(Stranger, withdraw),
                Refusal::NothingToWithdraw,
                "never twice"
            );
            assert_eq!(case.paid_to(owner), sum);
        }
        assert!(case.s().is_closed());
    }
}

#[test]
fn a_ruling_is_made_once() {
    let mut case = Case::answered(waived());
    case.ok(Arb0, ruling(1));
    assert_eq!(case.no(Arb0, ruling(2)), Refusal::WrongPhase);
}

#[test]
fn nobody_but_a_sole_arbitrator_who_accepted_rules() {
    let mut case = Case::answered(waived());
    for stranger in [Payer, Payee, Authority, Notary, Stranger, Arb1] {
        assert_eq!(
            case.no(stranger, ruling(1)),
            Refusal::NotAuthorised,
            "{stranger:?}"
        );
    }
    let mut case = Case::answered(Terms {
        reasons_waived: true,
        ..panel(2)
    });
    for one in [Arb0, Arb1, Arb2] {
        assert_eq!(
            case.no(one, ruling(1)),
            Refusal::NotAuthorised,
            "{one:?} is one of three"
        );
    }
    let mut case = Case::agreed(waived());
    case.fund();
    case.ok(Payer, Action::Dispute { notice: doc(2) });
    case.ok(Payee, Action::Answer { answer: doc(3) });
    assert_eq!(
        case.no(Arb0, ruling(1)),
        Refusal::NotAuthorised,
        "appointed, not accepted"
    );
}

#[test]
fn a_ruling_needs_the_waiver_of_reasons() {
    let mut case = Case::answered(sole());
    assert!(!case.terms.reasons_waived);
    assert_eq!(case.no(Arb0, ruling(1)), Refusal::NoReasons);
}

#[test]
fn a_ruling_waits_for_due_notice_and_comes_in_time() {
    let mut case = Case::disputed(waived());
    assert_eq!(case.no(Arb0, ruling(1)), Refusal::NoDueNotice);
    let dispute = case.s().dispute;
    case.at(dispute.respond_by);
    assert_eq!(
        case.no(Arb0, ruling(1)),
        Refusal::NoDueNotice,
        "until the last moment"
    );
    let mut in_time = case.clone();
    in_time.at(dispute.respond_by + 1).ok(Arb0, ruling(1));
    in_time = case.clone();
    in_time.at(dispute.award_by).ok(Arb0, ruling(1));
    case.at(dispute.award_by + 1);
    assert_eq!(case.no(Arb0, ruling(1)), Refusal::WrongDate);
}

#[test]
fn a_ruling_is_made_in_a_dispute() {
    let mut case = Case::funded(waived());
    assert_eq!(case.no(Arb0, ruling(1)), Refusal::WrongPhase);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_other_ruling_is_malformed(ruling in any::<[u8; 32]>(), small in 3u8.., place in 0usize..31) {
        let mut case = Case::answered(waived());
        let mut shifted = uint(1);
        shifted[place] = 1;
        for ruling in [ruling, uint(small), shifted] {
            let action = Action::Rule { dispute: uint(0), ruling };
            prop_assert_eq!(case.no(Arb0, action), Refusal::MalformedAward);
        }
    }

    #[test]
    fn the_arbitrators_number_of_the_dispute_decides_nothing(dispute in any::<[u8; 32]>()) {
        let mut case = Case::answered(waived());
        case.ok(Arb0, Action::Rule { dispute, ruling: uint(2) });
        prop_assert_eq!(case.s().hold.to_payer, 0);
    }
}

/// A correction by signatures restates a ruling like any final award.
#[test]
fn a_stay_and_a_correction_apply_to_a_ruling() {
    let mut case = Case::answered(waived());
    case.ok(Arb0, ruling(1));
    let stay = case.now + 30 * DAY;
    case.try_order(case.make_order(OrderKind::Stay, stay), &[Notary])
        .expect("a court stays it");
    assert_eq!(case.s().due(), Some(stay));
}
