//! Pauses by a party and by the tribunal: once, bounded, and over by themselves.
mod support;
use support::*;

const ALL: u64 = 1_000_000_007;

fn pause(hours: u16) -> Action {
    Action::Pause {
        hours: Hours(hours),
        reason: doc(5),
    }
}

#[test]
fn each_party_may_pause_once() {
    let mut case = Case::funded(sole());
    case.ok(Payer, pause(10));
    assert_eq!(case.s().pause.until, case.now + 10 * HOUR);
    assert_eq!(case.no(Payee, pause(10)), Refusal::AlreadyPaused);
    case.later(10);
    assert_eq!(case.no(Payer, pause(1)), Refusal::PauseUsed);
    case.ok(Payee, pause(1));
}

#[test]
fn a_pause_is_in_force_until_one_second_before_its_end() {
    let mut case = Case::funded(sole());
    case.ok(Payer, pause(1));
    let end = case.s().pause.until;
    case.at(end - 1);
    assert_eq!(case.no(Payee, pause(1)), Refusal::AlreadyPaused);
    case.clone().ok(Payer, Action::Resume);
    case.at(end);
    assert_eq!(case.no(Payer, Action::Resume), Refusal::NotPaused);
    case.ok(Payee, pause(1));
}

#[test]
fn a_pause_is_between_an_hour_and_the_longest_of_the_terms() {
    let mut case = Case::funded(sole());
    for hours in [0, 169, u16::MAX] {
        assert_eq!(case.no(Payer, pause(hours)), Refusal::TooLong);
    }
    assert_eq!(
        case.no(
            Payer,
            Action::Pause {
                hours: Hours(1),
                reason: [0; 32]
            }
        ),
        Refusal::MissingElement
    );
    case.ok(Payer, pause(168));
}

#[test]
fn only_parties_pause_and_only_before_a_dispute() {
    let mut case = Case::funded(sole());
    for who in [Arb0, Authority, Notary, Stranger] {
        assert_eq!(case.no(who, pause(1)), Refusal::NotAuthorised);
        assert_eq!(case.no(who, Action::Resume), Refusal::NotAuthorised);
    }
    for mut case in [
        Case::agreed(sole()),
        Case::disputed(sole()),
        Case::awarded(sole()),
    ] {
        assert_eq!(case.no(Payer, pause(1)), Refusal::WrongPhase);
    }
}

#[test]
fn only_who_paused_resumes_or_the_tribunal() {
    let mut case = Case::funded(sole());
    assert_eq!(case.no(Payer, Action::Resume), Refusal::NotPaused);
    case.ok(Payer, pause(10));
    assert_eq!(case.no(Payee, Action::Resume), Refusal::NotPaused);
    let mut by_tribunal = case.clone();
    case.later(1).ok(Payer, Action::Resume);
    assert_eq!(case.s().pause.until, case.now);
    assert_eq!(case.no(Payer, Action::Resume), Refusal::NotPaused);
    by_tribunal.order_ok(by_tribunal.make_order(OrderKind::Resume, 0), &[Arb0]);
    assert_eq!(by_tribunal.s().pause.until, by_tribunal.now);
}

#[test]
fn the_tribunal_pauses_once_by_order_and_no_party_ends_that() {
    let mut case = Case::funded(panel(2));
    let until = case.now + 168 * HOUR;
    for wrong in [0, case.now, until + 1, u32::MAX] {
        assert_eq!(
            case.order_no(case.make_order(OrderKind::Pause, wrong), &[Arb0, Arb1]),
            Refusal::TooLong
        );
    }
    case.order_ok(case.make_order(OrderKind::Pause, until), &[Arb0, Arb1]);
    for party in [Payer, Payee] {
        assert_eq!(case.no(party, Action::Resume), Refusal::NotPaused);
    }
    case.order_ok(case.make_order(OrderKind::Resume, 0), &[Arb1, Arb2]);
    assert_eq!(
        case.order_no(case.make_order(OrderKind::Pause, until), &[Arb0, Arb1]),
        Refusal::PauseUsed
    );
    assert_eq!(
        case.order_no(case.make_order(OrderKind::Resume, 0), &[Arb0, Arb1]),
        Refusal::NotPaused
    );
}

#[test]
fn a_pause_delays_the_release_by_a_party_and_the_tribunal() {
    let mut case = Case::funded(sole());
    case.ok_signed(Payee, case.approve(0), &[Arb0]);
    let executes_at = case.s().proposal.executes_at;
    case.at(executes_at - 1).ok(Payer, pause(100));
    let end = case.s().pause.until;
    case.at(end - 1);
    assert_eq!(
        case.no(
            Stranger,
            Action::Withdraw {
                owner: Payee.address()
            }
        ),
        Refusal::NothingToWithdraw
    );
    case.at(end).withdraw(Payee);
    assert_eq!(case.s().phase, Phase::Released);
}

#[test]
fn a_pause_delays_the_expiry() {
    for release_at_expiry in [false, true] {
        let mut case = Case::funded(Terms {
            release_at_expiry,
            ..sole()
        });
        case.at(sole().expiry - 1).ok(Payer, pause(1));
        let end = case.s().pause.until;
        assert_eq!(case.s().due(), Some(end));
        case.at(end - 1);
        case.clone().ok(Payee, Action::Dispute { notice: doc(2) });
        case.at(end).withdraw(Payee);
        assert!(!case.s().is_open());
    }
}

#[test]
fn ending_a_pause_after_the_expiry_ends_the_escrow_in_the_same_second() {
    let mut case = Case::funded(sole());
    case.at(sole().expiry - 1).ok(Payer, pause(2));
    case.later(1).ok(Payer, Action::Resume);
    assert_eq!(
        case.no(Payee, Action::Dispute { notice: doc(2) }),
        Refusal::WrongPhase
    );
    case.withdraw(Payee);
    assert_eq!(case.s().phase, Phase::Lapsed);
}

#[test]
fn no_pause_stops_both_parties_or_a_withdrawal() {
    let mut case = Case::answered(sole());
    case.award_ok(case.make_award(AwardKind::Partial, 1, 2, 3));
    case.award_ok(Award {
        pause_until: case.now + HOUR,
        ..case.make_award(AwardKind::Interim, 0, 0, 0)
    });
    assert!(case.s().pause.until > case.now);
    assert_eq!(
        (
            case.withdraw(Payer).payer,
            case.withdraw(Payee).payee,
            case.withdraw(Arb0).tribunal
        ),
        (1, 2, 3)
    );
    case.ok_signed(Payer, case.approve(0), &[Payee]);
    assert_eq!(case.withdraw(Payee).payee, ALL - 6);
}
