//! Awards: the gate of Article 31 of the Model Law, and what each of the seven kinds does.
mod support;
use support::*;

const ALL: u64 = 1_000_000_007;
const RESPONSE: Seconds = 72 * HOUR;
const AWARD: Seconds = 720 * HOUR;
const HOLD: Seconds = 240 * HOUR;

/// A valid award of a kind in an answered dispute (a correction: while a final award is on hold).
fn valid(kind: AwardKind, terms: Terms) -> (Case, Award) {
    let case = if kind == AwardKind::Correction {
        Case::awarded(terms)
    } else {
        Case::answered(terms)
    };
    let award = match kind {
        AwardKind::Interim | AwardKind::Termination => case.make_award(kind, 0, 0, 0),
        AwardKind::Partial | AwardKind::Costs => case.make_award(kind, 10, 20, 30),
        AwardKind::Final | AwardKind::Correction | AwardKind::Consent => {
            case.make_award(kind, 10, ALL - 40, 30)
        }
    };
    (case, award)
}

#[test]
fn every_kind_executes_once_when_valid() {
    for terms in [sole(), panel(2), panel(3)] {
        for kind in AwardKind::ALL {
            let (mut case, award) = valid(kind, terms);
            let number = award.number;
            case.award_ok(award.clone());
            assert_eq!(case.s().awards, number);
            assert_eq!(case.award_no(award), Refusal::WrongSequence);
        }
    }
}

#[test]
fn every_kind_needs_every_element_of_article_31() {
    for kind in AwardKind::ALL {
        let (mut case, award) = valid(kind, panel(2));
        let now = case.now;
        let mut refused =
            |why: Refusal, award: Award| assert_eq!(case.award_no(award), why, "{kind:?}");
        refused(
            Refusal::WrongSequence,
            Award {
                number: award.number + 1,
                ..award.clone()
            },
        );
        refused(
            Refusal::WrongSequence,
            Award {
                number: award.number - 1,
                ..award.clone()
            },
        );
        refused(
            Refusal::WrongSeat,
            Award {
                seat: people_code(b"SG-01"),
                ..award.clone()
            },
        );
        refused(
            Refusal::WrongSeat,
            Award {
                seat: Code::default(),
                ..award.clone()
            },
        );
        refused(
            Refusal::MalformedAward,
            Award {
                document: [0; 32],
                ..award.clone()
            },
        );
        refused(
            Refusal::MalformedAward,
            Award {
                reasons: Some([0; 32]),
                ..award.clone()
            },
        );
        refused(
            Refusal::MalformedAward,
            Award {
                omission: Some([0; 32]),
                ..award.clone()
            },
        );
        refused(
            Refusal::WrongDate,
            Award {
                date: now + 1,
                ..award.clone()
            },
        );
        if kind != AwardKind::Correction {
            refused(
                Refusal::WrongDate,
                Award {
                    date: START - 1,
                    ..award.clone()
                },
            );
            refused(
                Refusal::WrongDate,
                Award {
                    date: 0,
                    ..award.clone()
                },
            );
        }
        if kind != AwardKind::Consent {
            refused(
                Refusal::NoReasons,
                Award {
                    reasons: None,
                    ..award.clone()
                },
            );
        }
        if kind != AwardKind::Interim {
            refused(
                Refusal::MalformedAward,
                Award {
                    pause_until: now + 1,
                    ..award.clone()
                },
            );
        }
        case.award_ok(award);
    }
}

fn people_code(text: &[u8]) -> Code<6> {
    support::people::code(text)
}

#[test]
fn reasons_may_be_missing_where_waived_or_by_consent() {
    for kind in AwardKind::ALL {
        let (mut case, award) = valid(
            kind,
            Terms {
                reasons_waived: true,
                ..sole()
            },
        );
        case.award_ok(Award {
            reasons: None,
            ..award
        });
    }
    let (mut case, award) = valid(AwardKind::Consent, sole());
    case.award_ok(Award {
        reasons: None,
        ..award
    });
}

#[test]
fn an_award_needs_the_threshold_and_a_reason_for_every_missing_signature() {
    for kind in AwardKind::ALL {
        let parties: &[Who] = if kind == AwardKind::Consent {
            &[Payer, Payee]
        } else {
            &[]
        };
        let by = |arbitrators: &[Who]| [arbitrators, parties].concat();
        let (mut case, award) = valid(kind, panel(2));
        let complete = Action::Award {
            award: award.clone(),
        };
        let omitting = Action::Award {
            award: Award {
                omission: Some(doc(6)),
                ..award
            },
        };
        assert_eq!(
            case.no_signed(Arb0, omitting.clone(), &by(&[])),
            Refusal::TooFewSignatures
        );
        assert_eq!(
            case.no_signed(Arb0, omitting.clone(), &by(&[Arb1])),
            Refusal::TooFewSignatures
        );
        assert_eq!(
            case.no_signed(Arb0, omitting.clone(), &by(&[Arb1, Arb1])),
            Refusal::SignedTwice
        );
        assert_eq!(
            case.no_signed(Arb0, omitting.clone(), &by(&[Arb1, Authority])),
            Refusal::TooFewSignatures
        );
        assert_eq!(
            case.no_signed(Arb0, omitting.clone(), &by(&[Arb1, Arb0, Stranger])),
            Refusal::UnknownSigner
        );
        assert_eq!(
            case.no_signed(Arb0, complete, &by(&[Arb1, Arb2])),
            Refusal::NoOmissionReason
        );
        case.ok_signed(Stranger, omitting, &by(&[Arb1, Arb2]));
        let (mut case, award) = valid(kind, panel(3));
        let omitting = Action::Award {
            award: Award {
                omission: Some(doc(6)),
                ..award
            },
        };
        assert_eq!(
            case.no_signed(Arb0, omitting, &by(&[Arb1, Arb2])),
            Refusal::TooFewSignatures
        );
    }
}

#[test]
fn an_arbitrator_who_has_not_accepted_awards_nothing() {
    let mut case = Case::agreed(sole());
    case.fund();
    case.ok(Payer, Action::Dispute { notice: doc(2) });
    case.ok(Payee, Action::Acknowledge);
    assert_eq!(
        case.award_no(case.final_award(0, 0)),
        Refusal::TooFewSignatures
    );
}

#[test]
fn no_award_outside_a_dispute() {
    for mut case in [Case::funded(sole()), Case::awarded(sole())] {
        for kind in AwardKind::ALL {
            if kind == AwardKind::Correction && !matches!(case.s().phase, Phase::Funded) {
                continue;
            }
            assert_eq!(
                case.award_no(case.make_award(kind, 0, ALL, 0)),
                Refusal::WrongPhase,
                "{kind:?}"
            );
        }
    }
    let mut case = Case::answered(sole());
    assert_eq!(
        case.award_no(case.make_award(AwardKind::Correction, 0, ALL, 0)),
        Refusal::WrongPhase
    );
}

#[test]
fn due_notice_is_a_response_or_the_whole_time_to_answer() {
    for kind in [
        AwardKind::Interim,
        AwardKind::Partial,
        AwardKind::Final,
        AwardKind::Costs,
        AwardKind::Termination,
    ] {
        for (second, proven) in [(-1, false), (0, false), (1, true)] {
            let mut case = Case::disputed(sole());
            case.at((case.now + RESPONSE).saturating_add_signed(second));
            let award = Award {
                number: 1,
                ..valid(kind, sole()).1
            };
            let result = case.try_award(award);
            assert_eq!(
                result,
                if proven {
                    Ok(Payments::default())
                } else {
                    Err(Refusal::NoDueNotice)
                }
            );
        }
        for response in [Action::Acknowledge, Action::Answer { answer: doc(3) }] {
            let mut case = Case::disputed(sole());
            case.ok(Payee, response);
            case.award_ok(valid(kind, sole()).1);
        }
    }
}

#[test]
fn an_award_is_dated_between_the_notice_and_the_end_of_the_award_period() {
    let disputed = Case::answered(sole());
    let (filed, last) = (disputed.now, disputed.now + AWARD);
    for (date, now, result) in [
        (filed - 1, last, Err(Refusal::WrongDate)),
        (filed, last, Ok(Payments::default())),
        (last, last, Ok(Payments::default())),
        (last, last - 1, Err(Refusal::WrongDate)),
        (last, last + RESPONSE, Ok(Payments::default())),
        (last + 1, last + 1, Err(Refusal::WrongDate)),
        (last, last + RESPONSE + 1, Err(Refusal::WrongPhase)),
    ] {
        let mut case = disputed.clone();
        case.at(now);
        let award = Award {
            date,
            ..case.final_award(0, 0)
        };
        assert_eq!(case.try_award(award), result, "dated {date}, sent at {now}");
    }
}

#[test]
fn amounts_must_fit_the_kind() {
    let wrong = |kind, payer, payee, tribunal, why| {
        let (mut case, award) = valid(kind, sole());
        let award = Award {
            to_payer: payer,
            to_payee: payee,
            to_tribunal: tribunal,
            ..award
        };
        assert_eq!(
            case.award_no(award),
            why,
            "{kind:?} {payer} {payee} {tribunal}"
        );
    };
    for kind in AwardKind::ALL {
        wrong(kind, ALL, 1, 0, Refusal::MoreThanHeld);
        wrong(kind, u64::MAX, 0, 0, Refusal::MoreThanHeld);
        wrong(kind, u64::MAX, 1, 0, Refusal::MoreThanHeld);
        wrong(kind, u64::MAX, ALL, 1, Refusal::MoreThanHeld);
        wrong(kind, 0, u64::MAX, 1, Refusal::MoreThanHeld);
        wrong(kind, 1 << 63, 1 << 63, ALL, Refusal::MoreThanHeld);
    }
    for kind in [AwardKind::Interim, AwardKind::Termination] {
        wrong(kind, 1, 0, 0, Refusal::WrongAmounts);
        wrong(kind, 0, 1, 0, Refusal::WrongAmounts);
        wrong(kind, 0, 0, 1, Refusal::WrongAmounts);
    }
    for kind in [AwardKind::Partial, AwardKind::Costs] {
        wrong(kind, 0, 0, 0, Refusal::WrongAmounts);
        wrong(kind, 0, 0, 100_000_001, Refusal::AboveCap);
    }
    for kind in [AwardKind::Final, AwardKind::Correction, AwardKind::Consent] {
        wrong(kind, 0, ALL - 1, 0, Refusal::WrongAmounts);
        wrong(kind, 0, 0, 0, Refusal::WrongAmounts);
        wrong(kind, 0, ALL - 100_000_001, 100_000_001, Refusal::AboveCap);
    }
}

#[test]
fn the_tribunals_cap_holds_over_all_awards() {
    let mut case = Case::answered(sole());
    case.award_ok(case.make_award(AwardKind::Costs, 0, 0, 60_000_000));
    case.withdraw(Arb0);
    assert_eq!(
        case.award_no(case.make_award(AwardKind::Partial, 0, 0, 40_000_001)),
        Refusal::AboveCap
    );
    case.award_ok(case.make_award(AwardKind::Partial, 0, 0, 40_000_000));
    assert_eq!(case.award_no(case.final_award(0, 1)), Refusal::AboveCap);
    case.award_ok(case.final_award(0, 0));
    assert_eq!(
        case.award_no(case.make_award(AwardKind::Correction, 0, ALL - 100_000_001, 1)),
        Refusal::AboveCap
    );
}

#[test]
fn partial_and_costs_awards_credit_at_once() {
    for kind in [AwardKind::Partial, AwardKind::Costs] {
        let (mut case, award) = valid(kind, sole());
        case.award_ok(award);
        assert_eq!(case.money().held, ALL - 60);
        assert_eq!(
            (
                case.withdraw(Payer).payer,
                case.withdraw(Payee).payee,
                case.withdraw(Arb0).tribunal
            ),
            (10, 20, 30)
        );
        assert!(matches!(case.s().phase, Phase::Disputed));
    }
}

#[test]
fn a_termination_puts_the_escrow_back_where_it_was() {
    let (mut case, award) = valid(AwardKind::Termination, sole());
    case.award_ok(award);
    assert_eq!((&case.s().phase, case.money().held), (&Phase::Funded, ALL));
    case.ok_signed(Payer, case.approve(1), &[Payee]);
    assert_eq!(case.s().phase, Phase::Released);
}

#[test]
fn a_consent_award_waits_for_nothing_and_needs_both_parties() {
    let mut case = Case::disputed(sole());
    let award = case.make_award(AwardKind::Consent, 1, ALL - 3, 2);
    let action = Action::Award { award };
    for signers in [
        vec![Arb0],
        vec![Arb0, Payer],
        vec![Arb0, Payee],
        vec![Payer, Payee],
    ] {
        assert_eq!(
            case.no_signed(Payee, action.clone(), &signers),
            Refusal::TooFewSignatures
        );
    }
    case.ok_signed(Stranger, action, &[Payee, Arb0, Payer]);
    assert_eq!(case.s().phase, Phase::Settled);
    assert_eq!(
        (
            case.withdraw(Payer).payer,
            case.withdraw(Payee).payee,
            case.withdraw(Arb0).tribunal
        ),
        (1, ALL - 3, 2)
    );
    assert!(case.s().is_closed());
}

#[test]
fn an_interim_award_pauses_resumes_or_leaves_things() {
    let mut case = Case::answered(sole());
    let interim = |case: &Case, pause_until| Award {
        pause_until,
        ..case.make_award(AwardKind::Interim, 0, 0, 0)
    };
    case.award_ok(interim(&case, 0));
    assert_eq!(case.s().pause.until, 0);
    let longest = case.now + 168 * HOUR;
    for until in [longest + 1, u32::MAX] {
        assert_eq!(case.award_no(interim(&case, until)), Refusal::TooLong);
    }
    case.award_ok(interim(&case, longest));
    assert_eq!(
        (case.s().pause.until, case.s().pause.by),
        (longest, Role::Presiding as u8)
    );
    case.later(1);
    case.award_ok(interim(&case, 0));
    assert_eq!(case.s().pause.until, longest);
    case.award_ok(interim(&case, case.now));
    assert_eq!(case.s().pause.until, case.now);
}

#[test]
fn a_tribunals_pause_outlives_a_terminated_dispute_and_ends() {
    let mut case = Case::answered(sole());
    let until = case.now + 100 * HOUR;
    case.award_ok(Award {
        pause_until: until,
        ..case.make_award(AwardKind::Interim, 0, 0, 0)
    });
    case.award_ok(case.make_award(AwardKind::Termination, 0, 0, 0));
    case.ok_signed(Payee, case.approve(0), &[Arb0]);
    case.at(until - 1);
    assert_eq!(
        case.no(
            Stranger,
            Action::Withdraw {
                owner: Payee.address()
            }
        ),
        Refusal::NothingToWithdraw
    );
    case.at(until).withdraw(Payee);
}

#[test]
fn a_correction_restates_the_award_and_starts_the_hold_anew() {
    let mut case = Case::awarded(sole());
    let end = case.now + HOLD;
    case.at(end - 1);
    case.award_ok(case.make_award(AwardKind::Correction, 1, ALL - 3, 2));
    assert_eq!(case.s().due(), Some(end - 1 + HOLD));
    case.at(end + HOLD - 2);
    case.award_ok(case.make_award(AwardKind::Correction, 4, ALL - 9, 5));
    assert_eq!(
        case.award_no(case.make_award(AwardKind::Correction, 4, ALL - 9, 5)),
        Refusal::TooManyTimes
    );
    case.later(240);
    assert_eq!(
        (
            case.withdraw(Payer).payer,
            case.withdraw(Payee).payee,
            case.withdraw(Arb0).tribunal
        ),
        (4, ALL - 9, 5)
    );
}

#[test]
fn a_correction_comes_before_the_hold_ends_or_never() {
    for (second, open) in [(-1, true), (0, false), (1, false)] {
        let mut case = Case::awarded(sole());
        case.at((case.now + HOLD).saturating_add_signed(second));
        let award = case.make_award(AwardKind::Correction, 1, ALL - 3, 2);
        let expected = if open {
            Ok(Payments::default())
        } else {
            Err(Refusal::WrongPhase)
        };
        assert_eq!(case.try_award(award), expected);
    }
}

#[test]
fn the_two_hundred_and_fifty_sixth_award_is_refused() {
    let mut case = Case::answered(sole());
    for _ in 0..255 {
        case.award_ok(case.make_award(AwardKind::Interim, 0, 0, 0));
    }
    for number in [0, 1, 255] {
        let award = Award {
            number,
            ..case.final_award(0, 0)
        };
        assert_eq!(case.award_no(award), Refusal::WrongSequence);
    }
    case.at(case.s().due().expect("in dispute")).withdraw(Payee);
    assert_eq!(case.s().phase, Phase::Lapsed);
}
