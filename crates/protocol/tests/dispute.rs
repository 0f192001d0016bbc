//! Notice, response and exhibits.
mod support;
use support::*;

const RESPONSE: Seconds = 72 * HOUR;
const AWARD: Seconds = 720 * HOUR;

fn dispute(case: &Case) -> Dispute {
    assert_eq!(case.s().phase, Phase::Disputed);
    case.s().dispute
}

fn exhibit() -> Action {
    Action::Exhibit {
        document: doc(5),
        manifest: doc(6),
    }
}

#[test]
fn a_notice_starts_the_time_to_answer_and_the_award_period() {
    let case = Case::disputed(sole());
    let expected = Dispute {
        respond_by: case.now + RESPONSE,
        award_by: case.now + AWARD,
        number: 1,
        claimant: Role::Payer as u8,
        response: Response::None,
        record_closed: false,
    };
    assert_eq!(dispute(&case), expected);
    assert_eq!(case.s().due(), Some(case.now + AWARD + RESPONSE + 1));
}

#[test]
fn an_incomplete_tribunal_has_one_response_period_to_become_complete() {
    let mut case = Case::agreed(panel(2));
    case.fund();
    case.ok(Payee, Action::Dispute { notice: doc(2) });
    assert_eq!(dispute(&case).award_by, case.now + RESPONSE + AWARD);
    assert_eq!(dispute(&case).claimant, Role::Payee as u8);
    for (hours, arbitrator) in [(1, Arb2), (2, Arb0)] {
        let before = dispute(&case).award_by;
        case.later(hours).ok(
            arbitrator,
            Action::Appointment {
                disclosure: doc(1),
                approve: true,
            },
        );
        assert_eq!(dispute(&case).award_by, before);
    }
    case.later(1).ok(
        Arb1,
        Action::Appointment {
            disclosure: doc(1),
            approve: true,
        },
    );
    assert_eq!(dispute(&case).award_by, case.now + AWARD);
}

#[test]
fn only_parties_file_with_a_notice_while_the_money_is_in_escrow() {
    let mut case = Case::funded(sole());
    for who in [Arb0, Authority, Notary, Stranger] {
        assert_eq!(
            case.no(who, Action::Dispute { notice: doc(2) }),
            Refusal::NotAuthorised
        );
    }
    assert_eq!(
        case.no(Payer, Action::Dispute { notice: [0; 32] }),
        Refusal::MissingElement
    );
    for mut case in [
        Case::agreed(sole()),
        Case::disputed(sole()),
        Case::awarded(sole()),
    ] {
        assert_eq!(
            case.no(Payee, Action::Dispute { notice: doc(2) }),
            Refusal::WrongPhase
        );
    }
}

#[test]
fn a_dispute_can_be_filed_until_one_second_before_the_expiry() {
    for (second, filed) in [(-1, true), (0, false), (1, false)] {
        let mut case = Case::funded(sole());
        case.at(sole().expiry.saturating_add_signed(second));
        if filed {
            case.ok(Payer, Action::Dispute { notice: doc(2) });
        } else {
            assert_eq!(
                case.no(Payer, Action::Dispute { notice: doc(2) }),
                Refusal::WrongPhase
            );
        }
    }
}

#[test]
fn a_fourth_dispute_is_refused() {
    let mut case = Case::funded(sole());
    for _ in 0..3 {
        case.ok(Payer, Action::Dispute { notice: doc(2) });
        case.ok(Payee, Action::Acknowledge);
        case.award_ok(case.make_award(AwardKind::Termination, 0, 0, 0));
        assert_eq!(case.s().phase, Phase::Funded);
    }
    assert_eq!(
        case.no(Payee, Action::Dispute { notice: doc(2) }),
        Refusal::TooManyDisputes
    );
}

#[test]
fn the_respondent_acknowledges_then_answers_each_once() {
    let mut case = Case::disputed(sole());
    case.ok(Payee, Action::Acknowledge);
    assert_eq!(
        case.no(Payee, Action::Acknowledge),
        Refusal::AlreadyAnswered
    );
    case.ok(Payee, Action::Answer { answer: doc(3) });
    assert_eq!(dispute(&case).response, Response::Answered);
    assert_eq!(
        case.no(Payee, Action::Answer { answer: doc(3) }),
        Refusal::AlreadyAnswered
    );
    assert_eq!(
        case.no(Payee, Action::Acknowledge),
        Refusal::AlreadyAnswered
    );
}

#[test]
fn only_the_respondent_responds() {
    let mut case = Case::disputed(sole());
    for who in [Payer, Arb0, Authority, Notary, Stranger] {
        assert_eq!(case.no(who, Action::Acknowledge), Refusal::NotAuthorised);
        assert_eq!(
            case.no(who, Action::Answer { answer: doc(3) }),
            Refusal::NotAuthorised
        );
    }
    assert_eq!(
        case.no(Payee, Action::Answer { answer: [0; 32] }),
        Refusal::MissingElement
    );
    for mut case in [Case::funded(sole()), Case::awarded(sole())] {
        assert_eq!(case.no(Payee, Action::Acknowledge), Refusal::WrongPhase);
        assert_eq!(
            case.no(Payee, Action::Answer { answer: doc(3) }),
            Refusal::WrongPhase
        );
    }
}

#[test]
fn a_late_answer_is_taken() {
    let mut case = Case::disputed(sole());
    case.later(100).ok(Payee, Action::Answer { answer: doc(3) });
    assert_eq!(dispute(&case).response, Response::Answered);
}

#[test]
fn parties_and_sitting_arbitrators_file_exhibits_and_nothing_else_changes() {
    for mut case in [Case::disputed(panel(2)), Case::awarded(panel(2))] {
        for who in [Payer, Payee, Arb0, Arb1, Arb2] {
            let before = *case.s();
            case.ok(who, exhibit());
            let after = State {
                head: before.head,
                entries: before.entries,
                ..*case.s()
            };
            assert_eq!(after, before);
        }
        for who in [Authority, Notary, Stranger, Spare0] {
            assert_eq!(case.no(who, exhibit()), Refusal::NotAuthorised);
        }
        assert_eq!(
            case.no(
                Payer,
                Action::Exhibit {
                    document: [0; 32],
                    manifest: doc(6)
                }
            ),
            Refusal::MissingElement
        );
        assert_eq!(
            case.no(
                Payer,
                Action::Exhibit {
                    document: doc(5),
                    manifest: [0; 32]
                }
            ),
            Refusal::MissingElement
        );
    }
    let mut case = Case::funded(sole());
    assert_eq!(case.no(Payer, exhibit()), Refusal::WrongPhase);
}

#[test]
fn an_arbitrator_who_has_not_accepted_files_no_exhibit() {
    let mut case = Case::agreed(sole());
    case.fund();
    case.ok(Payer, Action::Dispute { notice: doc(2) });
    assert_eq!(case.no(Arb0, exhibit()), Refusal::NotAuthorised);
}

#[test]
fn late_exhibits_are_kept() {
    let mut case = Case::disputed(sole());
    case.order_ok(case.make_order(OrderKind::Close, 0), &[Arb0]);
    assert!(dispute(&case).record_closed);
    let entries = case.s().entries;
    case.ok(Payer, exhibit());
    assert_eq!(case.s().entries, entries + 1);
    assert_eq!(
        case.order_no(case.make_order(OrderKind::Close, 0), &[Arb0]),
        Refusal::RecordClosed
    );
}

#[test]
fn a_dispute_that_nobody_decides_falls_back_after_the_grace_period() {
    let mut case = Case::disputed(sole());
    let due = case.now + AWARD + RESPONSE + 1;
    case.at(due - 1);
    assert_eq!(
        case.no(
            Stranger,
            Action::Withdraw {
                owner: Payee.address()
            }
        ),
        Refusal::NothingToWithdraw
    );
    case.at(due).withdraw(Payee);
    assert_eq!(case.s().phase, Phase::Lapsed);
    assert_eq!(case.no(Arb0, exhibit()), Refusal::WrongPhase);
}
