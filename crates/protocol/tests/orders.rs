//! Orders: whose they are, what they may hold, and stays of a final award.
mod support;
use support::*;

const ALL: u64 = 1_000_000_007;
const HOLD: Seconds = 240 * HOUR;
const STAY: Seconds = 2000 * HOUR;

fn hold(case: &Case) -> Hold {
    assert_eq!(case.s().phase, Phase::Awarded);
    case.s().hold
}

fn stay(case: &mut Case, until: Seconds) -> Result<Payments, Refusal> {
    case.try_order(case.make_order(OrderKind::Stay, until), &[Notary])
}

fn lift(case: &mut Case) -> Result<Payments, Refusal> {
    case.try_order(case.make_order(OrderKind::Lift, 0), &[Notary])
}

#[test]
fn each_order_belongs_to_somebody_else() {
    let cases = [
        (OrderKind::Pause, Case::funded(sole()), vec![Arb0]),
        (OrderKind::Resume, Case::funded(sole()), vec![Arb0]),
        (OrderKind::Close, Case::disputed(sole()), vec![Arb0]),
        (OrderKind::Replace, Case::funded(sole()), vec![Payer, Payee]),
        (OrderKind::Stay, Case::awarded(sole()), vec![Notary]),
        (OrderKind::Lift, Case::awarded(sole()), vec![Notary]),
    ];
    for (kind, case, right) in cases {
        let until = if matches!(kind, OrderKind::Pause | OrderKind::Stay) {
            case.now + HOUR
        } else {
            0
        };
        for who in [Payer, Payee, Arb0, Authority, Notary] {
            let mut case = case.clone();
            let mut order = case.make_order(kind, until);
            if kind == OrderKind::Replace {
                order = case.replacement(0, Spare0);
            }
            if right == [who] || who == Authority && kind == OrderKind::Replace {
                continue;
            }
            assert_eq!(
                case.order_no(order, &[who]),
                Refusal::TooFewSignatures,
                "{kind:?} by {who:?}"
            );
        }
    }
}

#[test]
fn an_order_may_be_sent_instead_of_signed() {
    let mut case = Case::awarded(sole());
    let order = case.make_order(OrderKind::Stay, case.now + HOUR);
    assert_eq!(
        case.no(
            Stranger,
            Action::Order {
                order: order.clone(),
                approve: true
            }
        ),
        Refusal::NotAuthorised
    );
    assert_eq!(
        case.no(
            Notary,
            Action::Order {
                order: order.clone(),
                approve: false
            }
        ),
        Refusal::TooFewSignatures
    );
    case.ok(
        Notary,
        Action::Order {
            order,
            approve: true,
        },
    );
    assert_eq!(hold(&case).stays, 1);
}

#[test]
fn a_tribunal_orders_with_its_threshold_and_only_with_members_who_accepted() {
    let mut case = Case::disputed(panel(2));
    let close = case.make_order(OrderKind::Close, 0);
    assert_eq!(
        case.order_no(close.clone(), &[Arb1]),
        Refusal::TooFewSignatures
    );
    assert_eq!(
        case.order_no(close.clone(), &[Arb1, Arb1]),
        Refusal::SignedTwice
    );
    assert_eq!(
        case.order_no(close.clone(), &[Arb1, Stranger]),
        Refusal::UnknownSigner
    );
    case.order_ok(close, &[Arb1, Arb2]);
    let mut case = Case::agreed(sole());
    case.fund();
    assert_eq!(
        case.order_no(case.make_order(OrderKind::Pause, case.now + HOUR), &[Arb0]),
        Refusal::TooFewSignatures
    );
}

#[test]
fn orders_are_numbered_from_zero() {
    let mut case = Case::disputed(sole());
    for sequence in [1, u8::MAX] {
        let order = Order {
            sequence,
            ..case.make_order(OrderKind::Close, 0)
        };
        assert_eq!(case.order_no(order, &[Arb0]), Refusal::WrongSequence);
    }
    let order = case.make_order(OrderKind::Close, 0);
    case.order_ok(order.clone(), &[Arb0]);
    assert_eq!(case.order_no(order, &[Arb0]), Refusal::WrongSequence);
}

#[test]
fn an_order_holds_nothing_that_its_kind_does_not_allow() {
    let funded = Case::funded(sole());
    let awarded = Case::awarded(sole());
    let now = funded.now;
    for (case, kind, signers) in [
        (&funded, OrderKind::Pause, vec![Arb0]),
        (&funded, OrderKind::Resume, vec![Arb0]),
        (&funded, OrderKind::Close, vec![Arb0]),
        (&funded, OrderKind::Replace, vec![Authority]),
        (&awarded, OrderKind::Stay, vec![Notary]),
        (&awarded, OrderKind::Lift, vec![Notary]),
    ] {
        let mut case = case.clone();
        let order = case.make_order(kind, 0);
        assert_eq!(
            case.order_no(
                Order {
                    document: [0; 32],
                    ..order.clone()
                },
                &signers
            ),
            Refusal::MalformedOrder
        );
        if !matches!(kind, OrderKind::Pause | OrderKind::Stay) {
            let order = Order {
                until: now + 1,
                ..order.clone()
            };
            assert_eq!(case.order_no(order, &signers), Refusal::MalformedOrder);
        }
        if kind != OrderKind::Replace {
            for order in [
                Order {
                    seat: 1,
                    ..order.clone()
                },
                Order {
                    appointee: Spare0.address(),
                    ..order
                },
            ] {
                assert_eq!(case.order_no(order, &signers), Refusal::MalformedOrder);
            }
        }
    }
}

#[test]
fn every_order_but_its_own_phase_is_refused() {
    let until = START + HOUR;
    let wrong = [
        (
            OrderKind::Pause,
            vec![
                Case::agreed(sole()),
                Case::disputed(sole()),
                Case::awarded(sole()),
            ],
            vec![Arb0],
        ),
        (
            OrderKind::Resume,
            vec![Case::disputed(sole()), Case::awarded(sole())],
            vec![Arb0],
        ),
        (
            OrderKind::Close,
            vec![Case::funded(sole()), Case::awarded(sole())],
            vec![Arb0],
        ),
        (
            OrderKind::Stay,
            vec![
                Case::agreed(sole()),
                Case::funded(sole()),
                Case::disputed(sole()),
            ],
            vec![Notary],
        ),
        (
            OrderKind::Lift,
            vec![
                Case::agreed(sole()),
                Case::funded(sole()),
                Case::disputed(sole()),
            ],
            vec![Notary],
        ),
    ];
    for (kind, cases, signers) in wrong {
        for mut case in cases {
            if !case.s().tribunal.is_complete() {
                case.ok(
                    Arb0,
                    Action::Appointment {
                        disclosure: doc(1),
                        approve: true,
                    },
                );
            }
            let until = if matches!(kind, OrderKind::Pause | OrderKind::Stay) {
                until
            } else {
                0
            };
            assert_eq!(
                case.order_no(case.make_order(kind, until), &signers),
                Refusal::WrongPhase,
                "{kind:?}"
            );
        }
    }
}

#[test]
fn a_final_award_waits_out_its_hold() {
    let mut case = Case::awarded(sole());
    let free = case.now + HOLD;
    case.at(free - 1);
    for owner in [Payer, Payee, Arb0] {
        assert_eq!(
            case.no(
                Stranger,
                Action::Withdraw {
                    owner: owner.address()
                }
            ),
            Refusal::NothingToWithdraw
        );
    }
    case.at(free);
    assert_eq!(case.withdraw(Payer).payer, 600);
    assert_eq!(case.s().phase, Phase::Enforced);
    assert_eq!(
        (case.withdraw(Payee).payee, case.withdraw(Arb0).tribunal),
        (ALL - 700, 100)
    );
    for owner in [Payer, Payee, Arb0] {
        assert_eq!(
            case.no(
                Stranger,
                Action::Withdraw {
                    owner: owner.address()
                }
            ),
            Refusal::NothingToWithdraw
        );
    }
}

#[test]
fn a_stay_is_recorded_until_one_second_before_the_hold_ends() {
    for (second, open) in [(-1, true), (0, false), (1, false)] {
        let mut case = Case::awarded(sole());
        case.at((case.now + HOLD).saturating_add_signed(second));
        let until = case.now + STAY;
        let expected = if open {
            Ok(Payments::default())
        } else {
            Err(Refusal::WrongPhase)
        };
        assert_eq!(stay(&mut case, until), expected);
    }
}

#[test]
fn a_stay_is_bounded_in_length_and_number() {
    let mut case = Case::awarded(sole());
    let now = case.now;
    for until in [0, 1, now - 1, now, now + STAY + 1, u32::MAX] {
        assert_eq!(stay(&mut case, until), Err(Refusal::TooLong));
    }
    assert!(stay(&mut case, now + 1).is_ok());
    assert!(stay(&mut case, now + STAY).is_ok());
    assert_eq!(case.s().due(), Some(now + STAY));
    assert_eq!(stay(&mut case, now + STAY), Err(Refusal::TooManyTimes));
    case.at(now + STAY).withdraw(Payer);
    assert_eq!(case.s().phase, Phase::Enforced);
}

#[test]
fn a_stay_shorter_than_the_hold_changes_nothing() {
    let mut case = Case::awarded(sole());
    let free = case.now + HOLD;
    let until = case.now + HOUR;
    assert!(stay(&mut case, until).is_ok());
    assert_eq!(case.s().due(), Some(free));
}

#[test]
fn lifting_a_stay_leaves_the_hold() {
    let mut case = Case::awarded(sole());
    let free = case.now + HOLD;
    let until = case.now + STAY;
    assert_eq!(lift(&mut case), Err(Refusal::NotStayed));
    assert!(stay(&mut case, until).is_ok());
    case.later(1);
    assert!(lift(&mut case).is_ok());
    assert_eq!(
        (case.s().due(), hold(&case).stayed_until),
        (Some(free), case.now)
    );
    assert_eq!(lift(&mut case), Err(Refusal::NotStayed));
}

#[test]
fn lifting_a_stay_after_the_hold_frees_the_money_in_the_same_second() {
    let mut case = Case::awarded(sole());
    let until = case.now + STAY;
    assert!(stay(&mut case, until).is_ok());
    case.at(until - 1);
    assert!(lift(&mut case).is_ok());
    assert_eq!(case.withdraw(Payee).payee, ALL - 700);
    let mut late = Case::awarded(sole());
    assert!(stay(&mut late, until).is_ok());
    late.at(until);
    assert_eq!(lift(&mut late), Err(Refusal::WrongPhase));
}

#[test]
fn without_a_notary_nobody_stays() {
    let mut case = Case::awarded(Terms {
        notary: Address::ZERO,
        ..sole()
    });
    let order = case.make_order(OrderKind::Stay, case.now + HOUR);
    assert_eq!(
        case.order_no(order.clone(), &[Notary]),
        Refusal::UnknownSigner
    );
    assert_eq!(
        case.order_no(order, &[Arb0, Authority, Payer, Payee]),
        Refusal::TooFewSignatures
    );
}
