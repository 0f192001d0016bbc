//! Attacks on the money by one participant or several, and what stops them or bounds them. Where nothing but the clause or the honesty
//! of the tribunal stands in the way, the test says so by its name, so that nobody believes otherwise.
mod support;
use support::*;

const ALL: u64 = 1_000_000_007;
const RESPONSE: Seconds = 72 * HOUR;

fn file() -> Action {
    Action::Dispute { notice: doc(2) }
}

fn terminate(case: &mut Case) {
    case.award_ok(case.make_award(AwardKind::Termination, 0, 0, 0));
}

#[test]
fn a_party_and_the_tribunal_cannot_release_once_the_other_cannot_object() {
    let mut case = Case::funded(sole());
    for _ in 0..3 {
        // Payee and arbitrator propose; the payer objects; they terminate and propose again, all within one second.
        case.ok_signed(Payee, case.approve(0), &[Arb0]);
        case.ok(Payer, file());
        case.ok(Payee, Action::Acknowledge);
        terminate(&mut case);
    }
    assert_eq!(case.no(Payer, file()), Refusal::TooManyDisputes);
    assert_eq!(
        case.no_signed(Payee, case.approve(0), &[Arb0]),
        Refusal::TooManyDisputes
    );
    case.ok(Payee, case.approve(0));
    assert_eq!(case.no(Arb0, case.approve(0)), Refusal::TooManyDisputes);
    case.later(72);
    assert_eq!(
        case.no(
            Stranger,
            Action::Withdraw {
                owner: Payee.address()
            }
        ),
        Refusal::NothingToWithdraw
    );
    case.ok(Payer, case.approve(0));
    assert_eq!(case.s().phase, Phase::Released);
}

#[test]
fn a_party_alone_gets_nothing_before_the_terms_give_it() {
    for party in [Payer, Payee] {
        let mut case = Case::funded(sole());
        case.ok(party, case.approve(if party == Payer { ALL } else { 0 }));
        case.ok(
            party,
            Action::Pause {
                hours: Hours(168),
                reason: doc(5),
            },
        );
        case.later(168).ok(party, file());
        assert_eq!(case.no(party, Action::Acknowledge), Refusal::NotAuthorised);
        assert_eq!(
            case.no(
                Stranger,
                Action::Withdraw {
                    owner: party.address()
                }
            ),
            Refusal::NothingToWithdraw
        );
        assert_eq!(case.no(party, file()), Refusal::WrongPhase);
        let due = case.s().due().expect("in dispute");
        case.at(due).withdraw(party);
        assert_eq!(case.s().phase, Phase::Lapsed, "only the fallback split");
    }
}

#[test]
fn a_party_with_the_sole_arbitrator_waits_for_notice_and_hold() {
    let mut case = Case::funded(sole());
    case.ok(Payee, file());
    for award in [
        case.final_award(0, 0),
        case.make_award(AwardKind::Partial, 0, ALL, 0),
    ] {
        assert_eq!(case.award_no(award), Refusal::NoDueNotice);
    }
    case.at(case.now + RESPONSE + 1);
    case.award_ok(case.final_award(0, 0));
    assert_eq!(
        case.no(
            Stranger,
            Action::Withdraw {
                owner: Payee.address()
            }
        ),
        Refusal::NothingToWithdraw
    );
    case.order_ok(case.make_order(OrderKind::Stay, case.now + HOUR), &[Notary]);
}

#[test]
fn a_tribunal_against_both_parties_takes_no_more_than_its_cap() {
    let mut case = Case::answered(panel(3));
    for kind in [AwardKind::Costs, AwardKind::Partial] {
        assert_eq!(
            case.award_no(case.make_award(kind, 0, 0, 100_000_001)),
            Refusal::AboveCap
        );
    }
    case.award_ok(case.make_award(AwardKind::Costs, 0, 0, 100_000_000));
    assert_eq!(
        case.award_no(case.make_award(AwardKind::Costs, 0, 0, 1)),
        Refusal::AboveCap
    );
    case.ok_signed(Payer, case.approve(0), &[Payee]);
    assert_eq!(case.money().payee, ALL - 100_000_000);
}

#[test]
fn the_authority_with_a_party_cannot_unseat_a_tribunal_that_works() {
    let mut case = Case::answered(panel(2));
    for seat in 0..3 {
        assert_eq!(
            case.order_no(case.replacement(seat, Spare0), &[Authority, Payee]),
            Refusal::SeatNotOpen
        );
    }
    case.at(case.now + RESPONSE + HOUR);
    for seat in 0..3 {
        assert_eq!(
            case.order_no(case.replacement(seat, Spare0), &[Authority, Payee]),
            Refusal::SeatNotOpen
        );
    }
}

#[test]
fn the_authority_with_a_party_decides_if_the_arbitrator_is_silent_but_after_the_hold() {
    let mut case = Case::agreed(sole());
    case.fund();
    case.ok(Payee, file());
    case.at(case.now + RESPONSE + 1);
    case.order_ok(case.replacement(0, Spare0), &[Authority]);
    case.ok(
        Spare0,
        Action::Appointment {
            disclosure: doc(1),
            approve: true,
        },
    );
    case.award_ok(case.final_award(0, 0));
    assert_eq!(
        case.no(
            Stranger,
            Action::Withdraw {
                owner: Payee.address()
            }
        ),
        Refusal::NothingToWithdraw
    );
    case.ok_signed(Payer, case.approve(ALL), &[Payee]);
    assert_eq!(case.s().phase, Phase::Settled);
}

#[test]
fn nothing_but_the_tribunal_stands_between_a_partial_award_of_everything_and_the_money() {
    let mut case = Case::answered(sole());
    case.award_ok(case.make_award(AwardKind::Partial, 0, ALL, 0));
    assert_eq!(
        case.withdraw(Payee).payee,
        ALL,
        "paid in the second of the award, without a hold or a chance of a stay"
    );
    assert!(matches!(case.s().phase, Phase::Disputed));
    case.award_ok(case.final_award(0, 0));
    case.later(240);
    assert_eq!(
        case.no(
            Stranger,
            Action::Withdraw {
                owner: Payer.address()
            }
        ),
        Refusal::NothingToWithdraw,
        "the final award had nothing to give"
    );
}

#[test]
fn a_termination_after_the_expiry_ends_the_escrow_at_once_without_a_hold() {
    let mut case = Case::funded(Terms {
        release_at_expiry: true,
        ..sole()
    });
    case.at(sole().expiry - 1).ok(Payer, file());
    case.ok(Payee, Action::Acknowledge);
    case.later(1);
    terminate(&mut case);
    assert_eq!(
        case.no(Payer, file()),
        Refusal::WrongPhase,
        "no time to file again"
    );
    assert_eq!(case.withdraw(Payee).payee, ALL);
}

#[test]
fn an_arbitrator_may_stall_signatures_outside_a_dispute_but_neither_in_one_nor_after_a_replacement()
{
    let mut case = Case::funded(sole());
    for _ in 0..3 {
        let (action, signatures) = (
            case.release(1),
            case.signed(&case.release(1), &[Payer, Payee]),
        );
        case.ok(Arb0, Action::Revoke);
        assert_eq!(
            case.send(Stranger, &action, &signatures).result,
            Err(Refusal::WrongSequence)
        );
    }
    let mut replaced = case.clone();
    replaced.order_ok(replaced.replacement(0, Spare0), &[Payer, Payee]);
    case.ok(Payee, file());
    for (mut case, refused) in [
        (case, Refusal::WrongPhase),
        (replaced, Refusal::NotAuthorised),
    ] {
        assert_eq!(case.no(Arb0, Action::Revoke), refused);
        case.ok_signed(Stranger, case.release(1), &[Payer, Payee]);
        assert_eq!(case.money().payer, 1);
    }
}

#[test]
fn order_decides_in_the_same_second_and_nothing_is_half_done() {
    let case = Case::funded(sole());
    let split = case.release(5);
    let both = case.signed(&split, &[Payer, Payee]);
    let mut settled_first = case.clone();
    assert!(settled_first.send(Stranger, &split, &both).result.is_ok());
    assert_eq!(settled_first.no(Payee, file()), Refusal::WrongPhase);
    let mut disputed_first = case;
    disputed_first.ok(Payee, file());
    assert_eq!(
        disputed_first.send(Stranger, &split, &both).result,
        Err(Refusal::WrongSequence)
    );
    assert_eq!(disputed_first.money().held, ALL);
}

#[test]
fn a_settlement_and_an_award_in_the_same_second_exclude_each_other() {
    let case = Case::answered(sole());
    let split = case.release(5);
    let both = case.signed(&split, &[Payer, Payee]);
    let award = case.make_award(AwardKind::Partial, 1, 2, 3);
    let mut award_first = case.clone();
    award_first.award_ok(award.clone());
    assert_eq!(
        award_first.send(Stranger, &split, &both).result,
        Err(Refusal::WrongSequence)
    );
    let mut settled_first = case;
    assert!(settled_first.send(Stranger, &split, &both).result.is_ok());
    assert_eq!(settled_first.award_no(award), Refusal::WrongPhase);
}

#[test]
fn stay_then_lift_then_correction_never_shortens_the_hold() {
    let mut case = Case::awarded(sole());
    let start = case.now;
    case.order_ok(
        case.make_order(OrderKind::Stay, start + 2000 * HOUR),
        &[Notary],
    );
    case.later(300);
    assert!(
        matches!(case.s().phase, Phase::Awarded),
        "the stay holds beyond the hold period"
    );
    case.award_ok(case.make_award(AwardKind::Correction, 0, ALL, 0));
    case.order_ok(case.make_order(OrderKind::Lift, 0), &[Notary]);
    assert_eq!(case.s().due(), Some(case.now + 240 * HOUR));
    case.later(239);
    case.order_ok(
        case.make_order(OrderKind::Stay, case.now + HOUR * 2),
        &[Notary],
    );
    case.award_ok(case.make_award(AwardKind::Correction, 1, ALL - 1, 0));
    assert_eq!(case.s().due(), Some(case.now + 240 * HOUR));
    case.later(240).withdraw(Payer);
    assert_eq!(case.paid_to(Payer), 1);
}

#[test]
fn an_award_kept_back_from_an_earlier_dispute_does_not_serve_in_the_next() {
    let mut case = Case::answered(sole());
    let kept = Action::Award {
        award: Award {
            number: 2,
            ..case.final_award(0, 0)
        },
    };
    let signatures = case.signed(&kept, &[Arb0]);
    terminate(&mut case);
    case.at(case.now + 1).ok(Payer, file());
    case.ok(Payee, Action::Acknowledge);
    assert_eq!(
        case.send(Payee, &kept, &signatures).result,
        Err(Refusal::WrongDate)
    );
}

#[test]
fn a_correction_may_bear_any_past_date() {
    let mut case = Case::awarded(sole());
    case.later(1);
    let correction = case.make_award(AwardKind::Correction, 1, ALL - 1, 0);
    assert_eq!(
        case.award_no(Award {
            date: case.now + 1,
            ..correction.clone()
        }),
        Refusal::WrongDate
    );
    case.award_ok(Award {
        date: 1,
        ..correction
    });
}

#[test]
fn settling_on_hold_leaves_the_tribunal_without_the_fees_of_the_final_award() {
    let mut case = Case::awarded(sole());
    case.ok_signed(Payer, case.approve(0), &[Payee]);
    assert_eq!((case.money().tribunal, case.money().payee), (0, ALL));
}

#[test]
fn the_largest_amounts_do_not_overflow() {
    let terms = Terms {
        amount: u64::MAX,
        tribunal_cap: u64::MAX,
        ..sole()
    };
    for (payer, tribunal) in [(u64::MAX, 0), (0, u64::MAX), (1, u64::MAX - 2), (0, 0)] {
        let mut case = Case::answered(terms);
        case.award_ok(
            case.make_award(AwardKind::Partial, 0, 0, 0)
                .with_all(payer, tribunal),
        );
        assert_eq!(case.money().held, 0);
    }
    let mut case = Case::answered(terms);
    case.award_ok(case.final_award(u64::MAX, 0));
    case.later(240).withdraw(Payer);
    assert_eq!(case.paid_to(Payer), u64::MAX);
}

trait WithAll {
    fn with_all(self, to_payer: u64, to_tribunal: u64) -> Self;
}

impl WithAll for Award {
    fn with_all(self, to_payer: u64, to_tribunal: u64) -> Self {
        Award {
            to_payer,
            to_tribunal,
            to_payee: u64::MAX - to_payer - to_tribunal,
            ..self
        }
    }
}

#[test]
fn the_longest_periods_at_the_end_of_time_do_not_overflow() {
    let longest = Hours(u16::MAX);
    let periods = Periods {
        response: Hours(u16::MAX - 1),
        award: longest,
        hold: longest,
        longest_pause: longest,
        longest_stay: longest,
    };
    let terms = Terms {
        periods,
        expiry: u32::MAX,
        ..sole()
    };
    let end = u32::MAX;
    let mut case = Case::funded(terms);
    case.at(end - 10).ok(
        Payer,
        Action::Pause {
            hours: longest,
            reason: doc(5),
        },
    );
    case.ok(Payer, Action::Resume);
    case.ok_signed(Payee, case.approve(0), &[Arb0]);
    case.ok(Payer, file());
    case.ok(Payee, Action::Acknowledge);
    case.award_ok(case.make_award(AwardKind::Termination, 0, 0, 0));
    case.ok(Payee, file());
    case.ok(Payer, Action::Acknowledge);
    case.award_ok(case.final_award(3, 4));
    case.order_ok(case.make_order(OrderKind::Stay, end), &[Notary]);
    assert_eq!(case.s().due(), Some(end));
    case.at(end).withdraw(Payer);
    assert_eq!((case.paid_to(Payer), case.money().held), (3, 0));
    let mut silent = Case::funded(terms);
    silent.at(end - 1).ok(Payer, file());
    silent.at(end).withdraw(Payee);
    assert_eq!(silent.s().phase, Phase::Lapsed);
}

#[test]
fn an_interim_award_whose_pause_is_over_when_it_is_sent_is_refused_as_a_whole() {
    let mut case = Case::answered(sole());
    let award = Award {
        pause_until: case.now + HOUR,
        ..case.make_award(AwardKind::Interim, 0, 0, 0)
    };
    case.later(2);
    assert_eq!(case.award_no(award), Refusal::TooLong);
}

#[test]
fn trailing_bytes_after_the_arguments_are_recorded_and_count_for_nothing() {
    let mut case = Case::proposed(sole());
    let mut input = Action::Consent { approve: true }.to_input(&[]);
    input.extend([0xff; 100]);
    assert!(case.raw(Payer.address(), 0, input).result.is_ok());
    assert_eq!((case.s().phase, case.s().consents), (Phase::Proposed, 1));
}

#[test]
fn an_arbitrator_who_comes_back_must_accept_anew_before_old_signatures_count() {
    let mut case = Case::answered(sole());
    let action = Action::Award {
        award: case.final_award(1, 0),
    };
    let old = case.signed(&action, &[Arb0]);
    case.order_ok(case.replacement(0, Spare0), &[Payer, Payee]);
    assert_eq!(
        case.send(Payee, &action, &old).result,
        Err(Refusal::UnknownSigner)
    );
    case.order_ok(case.replacement(0, Arb0), &[Payer, Payee]);
    assert_eq!(
        case.send(Payee, &action, &old).result,
        Err(Refusal::TooFewSignatures)
    );
    case.ok(
        Arb0,
        Action::Appointment {
            disclosure: doc(1),
            approve: true,
        },
    );
    assert!(
        case.send(Payee, &action, &old).result.is_ok(),
        "an award that was never executed is still the arbitrator's own"
    );
}

#[test]
fn a_seat_that_is_no_text_passes_the_rules_and_no_wallet_could_sign_an_award_there() {
    let terms = Terms {
        seat: Code([0xff, 0xfe, 0, b'X', 0, 0]),
        ..sole()
    };
    assert_eq!(terms.check(), Ok(()));
    assert!(core::str::from_utf8(terms.seat.as_bytes()).is_err());
}

#[test]
fn fees_of_an_address_that_cannot_be_paid_keep_its_seat_but_not_the_money() {
    let mut case = Case::answered(sole());
    case.award_ok(case.make_award(AwardKind::Costs, 0, 0, 9));
    let due = case.s().due().expect("in dispute");
    case.at(due - 1);
    assert_eq!(
        case.order_no(case.replacement(0, Spare0), &[Authority]),
        Refusal::FeesOutstanding
    );
    case.at(due);
    assert_eq!(
        case.withdraw(Payer).payer + case.withdraw(Payee).payee,
        ALL - 9
    );
    assert_eq!(
        (&case.s().phase, case.money().tribunal),
        (&Phase::Lapsed, 9)
    );
}
