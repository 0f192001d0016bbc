//! Appointments, vacancies and replacements.
mod support;
use support::*;

const RESPONSE: Seconds = 72 * HOUR;
const AWARD: Seconds = 720 * HOUR;

fn accept() -> Action {
    Action::Appointment {
        disclosure: doc(1),
        approve: true,
    }
}

fn accept_signed() -> Action {
    Action::Appointment {
        disclosure: doc(1),
        approve: false,
    }
}

fn decline() -> Action {
    Action::Decline { reason: doc(4) }
}

fn award_by(case: &Case) -> Seconds {
    assert_eq!(case.s().phase, Phase::Disputed);
    case.s().dispute.award_by
}

/// Filed by the payer; nobody has accepted.
fn disputed_unseated(terms: Terms) -> Case {
    let mut case = Case::agreed(terms);
    case.fund();
    case.ok(Payer, Action::Dispute { notice: doc(2) });
    case
}

#[test]
fn an_arbitrator_accepts_with_a_disclosure_from_the_proposal_on() {
    let disputed = disputed_unseated(sole());
    for mut case in [Case::proposed(sole()), Case::agreed(sole()), disputed] {
        assert_eq!(
            case.no(
                Arb0,
                Action::Appointment {
                    disclosure: [0; 32],
                    approve: true
                }
            ),
            Refusal::MissingElement
        );
        case.ok(Arb0, accept());
        assert!(case.s().tribunal.is_complete());
        assert_eq!(case.no(Arb0, accept()), Refusal::AlreadyAccepted);
        assert_eq!(
            case.no_signed(Stranger, accept_signed(), &[Arb0]),
            Refusal::AlreadyAccepted
        );
    }
}

#[test]
fn arbitrators_accept_by_signature_several_at_once() {
    let mut case = Case::proposed(panel(2));
    case.ok_signed(Stranger, accept_signed(), &[Arb0, Arb2]);
    assert_eq!(case.s().tribunal.accepted, 0b101);
    case.ok(Arb1, accept());
    assert!(case.s().tribunal.is_complete());
}

#[test]
fn nobody_else_accepts() {
    let mut case = Case::proposed(sole());
    for who in [Payer, Payee, Authority, Notary, Stranger] {
        assert_eq!(case.no(who, accept()), Refusal::NotAuthorised);
    }
    assert_eq!(
        case.no_signed(Payer, accept(), &[Arb0]),
        Refusal::NotAuthorised
    );
    assert_eq!(case.no(Stranger, accept_signed()), Refusal::NotAuthorised);
    assert_eq!(
        case.no_signed(Stranger, accept_signed(), &[Spare0]),
        Refusal::UnknownSigner
    );
}

#[test]
fn the_tribunal_stays_as_it_is_once_a_final_award_is_made() {
    let mut enforced = Case::awarded(sole());
    enforced.later(240).withdraw(Payee);
    for mut case in [Case::awarded(sole()), enforced] {
        assert_eq!(case.no(Arb0, accept()), Refusal::WrongPhase);
        assert_eq!(case.no(Arb0, decline()), Refusal::WrongPhase);
        assert_eq!(
            case.order_no(case.replacement(0, Spare0), &[Payer, Payee]),
            Refusal::WrongPhase
        );
    }
}

#[test]
fn declining_vacates_the_seat_before_or_after_acceptance() {
    for mut case in [
        Case::proposed(panel(2)),
        Case::funded(panel(2)),
        Case::disputed(panel(2)),
    ] {
        assert_eq!(
            case.no(Arb1, Action::Decline { reason: [0; 32] }),
            Refusal::MissingElement
        );
        for who in [Payer, Authority, Stranger] {
            assert_eq!(case.no(who, decline()), Refusal::NotAuthorised);
        }
        case.ok(Arb1, decline());
        assert_eq!(
            (case.s().tribunal.seats[1], case.s().tribunal.accepted & 2),
            (Address::ZERO, 0)
        );
        assert_eq!(case.no(Arb1, decline()), Refusal::NotAuthorised);
        assert_eq!(case.no(Arb1, accept()), Refusal::NotAuthorised);
    }
}

#[test]
fn the_authority_fills_a_vacant_seat_at_any_time() {
    for mut case in [
        Case::agreed(panel(2)),
        Case::funded(panel(2)),
        Case::disputed(panel(2)),
    ] {
        assert_eq!(
            case.order_no(case.replacement(2, Spare0), &[Authority]),
            Refusal::SeatNotOpen
        );
        case.ok(Arb2, decline());
        case.order_ok(case.replacement(2, Spare0), &[Authority]);
        assert_eq!(
            (case.s().tribunal.seats[2], case.s().tribunal.replacements),
            (Spare0.address(), 1)
        );
        case.ok(Spare0, accept());
    }
}

#[test]
fn nobody_is_replaced_before_both_parties_consented() {
    let mut case = Case::proposed(panel(2));
    case.ok(Payee, Action::Consent { approve: true });
    // The seat is vacant, and the authority could fill it had they agreed: the payer would consent to somebody whom the terms do not name.
    case.ok(Arb0, Action::Decline { reason: doc(1) });
    for signers in [&[Authority][..], &[Payer, Payee]] {
        assert_eq!(
            case.order_no(case.replacement(0, Spare0), signers),
            Refusal::WrongPhase
        );
    }
    case.ok(Payer, Action::Consent { approve: true });
    case.order_ok(case.replacement(0, Spare0), &[Authority]);
}

#[test]
fn both_parties_replace_anybody_from_their_consent_on() {
    for mut case in [
        Case::agreed(panel(2)),
        Case::funded(panel(2)),
        Case::disputed(panel(2)),
    ] {
        assert_eq!(
            case.order_no(case.replacement(0, Spare0), &[Payer]),
            Refusal::TooFewSignatures
        );
        case.order_ok(case.replacement(0, Spare0), &[Payer, Payee]);
        assert_eq!(case.s().tribunal.accepted & 1, 0);
        assert_eq!(case.no(Arb0, accept()), Refusal::NotAuthorised);
    }
}

#[test]
fn the_authority_replaces_who_let_the_response_period_pass() {
    for (second, open) in [(-1, false), (0, false), (1, true)] {
        let mut case = disputed_unseated(sole());
        case.at((case.now + RESPONSE).saturating_add_signed(second));
        let order = case.replacement(0, Spare0);
        let expected = if open {
            Ok(Payments::default())
        } else {
            Err(Refusal::SeatNotOpen)
        };
        assert_eq!(case.try_order(order, &[Authority]), expected);
    }
}

#[test]
fn an_appointee_has_a_response_period_of_their_own() {
    for (second, open) in [(-1, false), (0, false), (1, true)] {
        let mut case = disputed_unseated(sole());
        case.later(100).order_ok_now(Spare0);
        case.at((case.now + RESPONSE).saturating_add_signed(second));
        let order = case.replacement(0, Spare1);
        let expected = if open {
            Ok(Payments::default())
        } else {
            Err(Refusal::SeatNotOpen)
        };
        assert_eq!(
            case.try_order(order, &[Authority]),
            expected,
            "{second} seconds after the appointee's time"
        );
    }
}

trait Appoint {
    fn order_ok_now(&mut self, appointee: Who);
}

impl Appoint for Case {
    fn order_ok_now(&mut self, appointee: Who) {
        let order = self.replacement(0, appointee);
        self.order_ok(order, &[Payer, Payee]);
    }
}

#[test]
fn the_authority_replaces_a_tribunal_that_let_the_award_period_pass() {
    for (second, open) in [(-1, false), (0, false), (1, true)] {
        let mut case = Case::answered(sole());
        case.at(award_by(&case).saturating_add_signed(second));
        let order = case.replacement(0, Spare0);
        let expected = if open {
            Ok(Payments::default())
        } else {
            Err(Refusal::SeatNotOpen)
        };
        assert_eq!(case.try_order(order, &[Authority]), expected);
    }
}

#[test]
fn the_grace_period_ends_with_the_fallback() {
    let mut case = Case::answered(sole());
    case.at(award_by(&case) + RESPONSE);
    case.clone().order_ok_by_authority();
    case.at(case.now + 1);
    assert_eq!(
        case.order_no(case.replacement(0, Spare0), &[Authority]),
        Refusal::WrongPhase
    );
    case.withdraw(Payee);
    assert_eq!(case.s().phase, Phase::Lapsed);
}

trait Rescue {
    fn order_ok_by_authority(self);
}

impl Rescue for Case {
    fn order_ok_by_authority(mut self) {
        let order = self.replacement(0, Spare0);
        self.order_ok(order, &[Authority]);
        assert_eq!(award_by(&self), self.now + RESPONSE + AWARD);
        self.later(1).ok(Spare0, accept());
        assert_eq!(award_by(&self), self.now + AWARD);
        let award = self.final_award(1, 2);
        self.award_ok(award);
        self.later(240).withdraw(Spare0);
        assert_eq!(self.paid_to(Spare0), 2);
    }
}

#[test]
fn a_replacement_needs_an_existing_seat_and_somebody_without_a_role() {
    let mut case = Case::funded(sole());
    for seat in [1, 2, 3, u8::MAX] {
        assert_eq!(
            case.order_no(case.replacement(seat, Spare0), &[Payer, Payee]),
            Refusal::SeatNotOpen
        );
    }
    for who in [Payer, Payee, Arb0, Authority, Notary] {
        assert_eq!(
            case.order_no(case.replacement(0, who), &[Payer, Payee]),
            Refusal::AppointeeHasRole
        );
    }
    let nobody = Order {
        appointee: Address::ZERO,
        ..case.replacement(0, Spare0)
    };
    assert_eq!(
        case.order_no(nobody, &[Payer, Payee]),
        Refusal::AppointeeHasRole
    );
}

#[test]
fn a_seventh_replacement_is_refused() {
    let mut case = Case::funded(sole());
    for i in 0..6 {
        case.order_ok_now([Spare0, Spare1][i % 2]);
    }
    assert_eq!(
        case.order_no(case.replacement(0, Spare0), &[Payer, Payee]),
        Refusal::TooManyReplacements
    );
    assert_eq!(case.s().tribunal.seats[0], Spare1.address());
    case.ok(Spare1, accept());
}

#[test]
fn an_old_acceptance_does_not_serve_after_a_replacement() {
    let mut case = Case::agreed(sole());
    let old = case.signed(&accept_signed(), &[Arb0]);
    case.ok(Arb0, decline());
    case.order_ok_now(Spare0);
    case.order_ok_now(Arb0);
    assert_eq!(
        case.send(Stranger, &accept_signed(), &old).result,
        Err(Refusal::UnknownSigner)
    );
    case.ok_signed(Stranger, accept_signed(), &[Arb0]);
}

#[test]
fn the_presiding_arbitrators_fees_are_paid_before_the_seat_changes() {
    let mut case = Case::answered(panel(2));
    case.award_ok(case.make_award(AwardKind::Costs, 0, 0, 500));
    assert_eq!(case.no(Arb0, decline()), Refusal::FeesOutstanding);
    assert_eq!(
        case.order_no(case.replacement(0, Spare0), &[Payer, Payee]),
        Refusal::FeesOutstanding
    );
    case.clone().ok(Arb1, decline());
    assert_eq!(case.withdraw(Arb0).tribunal, 500);
    assert_eq!(
        case.no(
            Stranger,
            Action::Withdraw {
                owner: Arb0.address()
            }
        ),
        Refusal::NothingToWithdraw
    );
    case.order_ok_now(Spare0);
    assert_eq!(
        case.no(
            Stranger,
            Action::Withdraw {
                owner: Spare0.address()
            }
        ),
        Refusal::NothingToWithdraw
    );
    assert_eq!(case.paid_to(Arb0), 500);
}

#[test]
fn the_tribunal_receives_nothing_while_nobody_presides_who_accepted() {
    for president_declines in [true, false] {
        let mut case = Case::answered(panel(2));
        if president_declines {
            case.ok(Arb0, decline());
        } else {
            case.order_ok_now(Spare0);
        }
        for kind in [AwardKind::Partial, AwardKind::Costs, AwardKind::Final] {
            let held = case.money().held;
            let to_payer = if kind == AwardKind::Final {
                held - 5
            } else {
                0
            };
            let award = Award {
                omission: Some(doc(6)),
                ..case.make_award(kind, to_payer, 0, 5)
            };
            let action = Action::Award { award };
            assert_eq!(
                case.no_signed(Stranger, action, &[Arb1, Arb2]),
                Refusal::AboveCap
            );
        }
        let award = Award {
            omission: Some(doc(6)),
            ..case.final_award(5, 0)
        };
        case.ok_signed(Stranger, Action::Award { award }, &[Arb1, Arb2]);
    }
}

#[test]
fn a_vacant_seat_leaves_a_majority_able_to_decide() {
    let mut case = Case::answered(panel(2));
    case.ok(Arb2, decline());
    let award = case.final_award(5, 6);
    assert_eq!(case.award_no(award.clone()), Refusal::NoOmissionReason);
    case.award_ok(Award {
        omission: Some(doc(6)),
        ..award
    });
}

#[test]
fn a_vacant_seat_stops_a_tribunal_that_must_be_unanimous() {
    let mut case = Case::answered(panel(3));
    case.ok(Arb2, decline());
    let award = Award {
        omission: Some(doc(6)),
        ..case.final_award(5, 6)
    };
    assert_eq!(case.award_no(award), Refusal::TooFewSignatures);
}

#[test]
fn a_replaced_arbitrators_signature_counts_for_nothing() {
    let mut case = Case::answered(panel(2));
    let action = Action::Award {
        award: Award {
            omission: Some(doc(6)),
            ..case.final_award(5, 6)
        },
    };
    let old = case.signed(&action, &[Arb0, Arb1]);
    case.order_ok_now(Spare0);
    assert_eq!(
        case.send(Stranger, &action, &old).result,
        Err(Refusal::UnknownSigner)
    );
    case.order_ok(case.replacement(1, Spare1), &[Payer, Payee]);
    let action = Action::Award {
        award: Award {
            omission: Some(doc(6)),
            ..case.final_award(5, 6)
        },
    };
    let unseated = case.signed(&action, &[Spare0, Spare1]);
    assert_eq!(
        case.send(Stranger, &action, &unseated).result,
        Err(Refusal::TooFewSignatures)
    );
}
