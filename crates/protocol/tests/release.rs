//! The 2-of-3 release, taking approvals back, and what the clock does to an undisputed escrow.
mod support;
use exequatur_protocol::Proposal;
use support::*;

const ALL: u64 = 1_000_000_007;
const RESPONSE: Seconds = 72 * HOUR;

#[test]
fn both_parties_release_at_once_and_each_is_paid_once() {
    let mut case = Case::funded(sole());
    case.ok(Payer, case.approve(400));
    case.ok(Payee, case.approve(400));
    assert_eq!(case.s().phase, Phase::Released);
    assert_eq!(
        (case.money().held, case.money().payer, case.money().payee),
        (0, 400, ALL - 400)
    );
    assert_eq!(
        case.withdraw(Payer),
        Payments {
            payer: 400,
            ..Payments::default()
        }
    );
    assert_eq!(
        case.no(
            Stranger,
            Action::Withdraw {
                owner: Payer.address()
            }
        ),
        Refusal::NothingToWithdraw
    );
    assert_eq!(
        case.withdraw(Payee),
        Payments {
            payee: ALL - 400,
            ..Payments::default()
        }
    );
    assert_eq!(
        case.no(
            Payee,
            Action::Withdraw {
                owner: Payee.address()
            }
        ),
        Refusal::NothingToWithdraw
    );
    assert!(case.s().is_closed());
}

#[test]
fn both_signatures_in_one_call_by_a_stranger_release_and_pay() {
    let mut case = Case::funded(sole());
    let Action::Release {
        to_payer,
        sequence,
        approve,
        ..
    } = case.release(7)
    else {
        unreachable!()
    };
    let action = Action::Release {
        to_payer,
        sequence,
        approve,
        pay: true,
    };
    let payments = case.ok_signed(Stranger, action.clone(), &[Payer, Payee]);
    assert_eq!(
        payments,
        Payments {
            payer: 7,
            payee: ALL - 7,
            tribunal: 0
        }
    );
    assert!(case.s().is_closed());
    assert_eq!(
        case.no_signed(Stranger, action, &[Payer, Payee]),
        Refusal::WrongPhase
    );
}

#[test]
fn release_by_stranger_is_refused_not_authorised() {
    let mut case = Case::funded(sole());
    assert_eq!(case.no(Stranger, case.approve(0)), Refusal::NotAuthorised);
    assert_eq!(case.no(Authority, case.approve(0)), Refusal::NotAuthorised);
    assert_eq!(case.no(Notary, case.approve(0)), Refusal::NotAuthorised);
    assert_eq!(
        case.no_signed(Payer, case.approve(0), &[Authority]),
        Refusal::NotAuthorised
    );
    assert_eq!(
        case.no(Payer, case.release(0)),
        Refusal::NotAuthorised,
        "no approval at all"
    );
    assert_eq!(
        case.no_signed(Payer, case.release(0), &[Stranger]),
        Refusal::UnknownSigner
    );
}

#[test]
fn release_needs_an_arbitrator_who_accepted() {
    let mut case = Case::agreed(sole());
    case.fund();
    assert_eq!(case.no(Arb0, case.approve(0)), Refusal::NotAuthorised);
    assert_eq!(
        case.no_signed(Payee, case.approve(0), &[Arb0]),
        Refusal::NotAuthorised
    );
}

#[test]
fn release_exists_while_the_escrow_is_open_only() {
    let mut case = Case::agreed(sole());
    assert_eq!(case.no(Payer, case.approve(0)), Refusal::WrongPhase);
    case.fund();
    case.ok_signed(Payer, case.approve(0), &[Payee]);
    assert_eq!(case.no(Payer, case.approve(0)), Refusal::WrongPhase);
}

#[test]
fn a_split_moves_no_more_than_is_held() {
    let mut case = Case::funded(sole());
    for to_payer in [ALL + 1, u64::MAX] {
        assert_eq!(
            case.no(Payer, case.approve(to_payer)),
            Refusal::MoreThanHeld
        );
    }
    case.ok(Payer, case.approve(ALL));
    case.ok(Payee, case.approve(ALL));
    assert_eq!((case.money().payer, case.money().payee), (ALL, 0));
}

#[test]
fn a_party_and_the_tribunal_wait_for_the_response_period() {
    let mut case = Case::funded(sole());
    case.ok_signed(Payee, case.approve(0), &[Arb0]);
    let due = case.now + RESPONSE;
    assert_eq!(
        (case.s().due(), &case.s().phase),
        (Some(due), &Phase::Funded)
    );
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
    case.at(due);
    assert_eq!(case.withdraw(Payee).payee, ALL);
    assert_eq!(case.s().phase, Phase::Released);
}

#[test]
fn the_other_party_may_object_until_one_second_before() {
    for (second, objects) in [(-1, true), (0, false), (1, false)] {
        let mut case = Case::funded(sole());
        case.ok_signed(Payee, case.approve(0), &[Arb0]);
        case.at((case.now + RESPONSE).saturating_add_signed(second));
        if objects {
            case.ok(Payer, Action::Dispute { notice: doc(2) });
            assert_eq!(case.s().proposal.executes_at, 0);
            assert!(matches!(case.s().phase, Phase::Disputed));
        } else {
            assert_eq!(
                case.no(Payer, Action::Dispute { notice: doc(2) }),
                Refusal::WrongPhase
            );
        }
    }
}

#[test]
fn the_tribunal_alone_starts_no_clock() {
    let mut case = Case::funded(panel(2));
    case.ok_signed(Arb0, case.approve(0), &[Arb1, Arb2]);
    assert_eq!(case.s().proposal.executes_at, 0);
    case.ok(Payee, case.approve(0));
    assert_eq!(case.s().proposal.executes_at, case.now + RESPONSE);
}

#[test]
fn the_tribunals_threshold_starts_the_clock() {
    for threshold in [2, 3] {
        let mut case = Case::funded(panel(threshold));
        case.ok(Payee, case.approve(5));
        for (i, arbitrator) in [Arb2, Arb0, Arb1].into_iter().enumerate() {
            assert_eq!(case.s().proposal.executes_at != 0, i >= threshold as usize);
            case.ok(arbitrator, case.approve(5));
        }
        assert_ne!(case.s().proposal.executes_at, 0);
    }
}

#[test]
fn a_further_approval_does_not_move_the_clock() {
    let mut case = Case::funded(panel(2));
    case.ok_signed(Payee, case.approve(5), &[Arb0, Arb1]);
    let due = case.s().proposal.executes_at;
    case.later(1);
    case.ok(Arb2, case.approve(5));
    assert_eq!(case.s().proposal.executes_at, due);
}

#[test]
fn both_parties_together_override_a_waiting_split() {
    let mut case = Case::funded(sole());
    case.ok_signed(Payee, case.approve(0), &[Arb0]);
    assert_eq!(case.no(Payer, case.approve(9)), Refusal::ProposalPending);
    assert_eq!(case.no(Arb0, case.approve(9)), Refusal::ProposalPending);
    case.ok_signed(Payer, case.approve(9), &[Payee]);
    assert_eq!((case.money().payer, &case.s().phase), (9, &Phase::Released));
}

#[test]
fn the_other_party_may_join_a_waiting_split() {
    let mut case = Case::funded(sole());
    case.ok_signed(Payee, case.approve(4), &[Arb0]);
    case.ok(Payer, case.approve(4));
    assert_eq!(case.s().phase, Phase::Released);
}

#[test]
fn another_split_replaces_one_that_does_not_wait() {
    let mut case = Case::funded(sole());
    case.ok(Payer, case.approve(9));
    case.ok(Payee, case.approve(8));
    assert_eq!(
        (case.s().proposal.to_payer, case.s().proposal.approvals),
        (8, 2)
    );
    assert_eq!(case.s().phase, Phase::Funded);
}

#[test]
fn an_approval_counts_once() {
    let mut case = Case::funded(panel(2));
    case.ok_signed(Payer, case.approve(9), &[Arb0]);
    assert_eq!(case.no(Payer, case.approve(9)), Refusal::SignedTwice);
    assert_eq!(
        case.no_signed(Payer, case.approve(9), &[Payer]),
        Refusal::SignedTwice
    );
    assert_eq!(
        case.no_signed(Stranger, case.release(9), &[Arb1, Arb1]),
        Refusal::SignedTwice
    );
    assert_eq!(
        case.no_signed(Stranger, case.release(9), &[Arb0, Payer]),
        Refusal::SignedTwice
    );
}

#[test]
fn the_proposals_number_must_be_the_current_one() {
    let mut case = Case::funded(sole());
    for sequence in [1, u32::MAX] {
        let action = Action::Release {
            to_payer: 0,
            sequence,
            approve: true,
            pay: false,
        };
        assert_eq!(case.no(Payer, action), Refusal::WrongSequence);
    }
}

#[test]
fn a_revoked_signature_never_serves_again() {
    let mut case = Case::funded(sole());
    let signed = case.release(9);
    let signatures = case.signed(&signed, &[Payer]);
    case.ok(Payer, Action::Revoke);
    assert_eq!(
        case.send(Payee, &signed, &signatures).result,
        Err(Refusal::WrongSequence)
    );
    let renumbered = case.release(9);
    assert_eq!(
        case.send(Payee, &renumbered, &signatures).result,
        Err(Refusal::UnknownSigner)
    );
}

#[test]
fn a_revoke_takes_back_the_senders_own_approval_and_no_other() {
    // Each of those behind a split that waits; with a threshold of two, the third arbitrator's approval keeps it waiting.
    let mut waiting = Case::funded(panel(2));
    waiting.ok_signed(Payee, waiting.approve(3), &[Arb0, Arb1]);
    let due = waiting.s().proposal.executes_at;
    assert_ne!(due, 0);
    for (who, left, still) in [
        (Payee, 0b1100, 0),
        (Arb1, 0b0110, 0),
        (Payer, 0b1110, due),
        (Arb2, 0b1110, due),
    ] {
        let mut case = waiting.clone();
        case.ok(who, Action::Revoke);
        let Proposal {
            to_payer,
            executes_at,
            sequence,
            approvals,
            ..
        } = case.s().proposal;
        assert_eq!(
            (to_payer, executes_at, sequence, approvals),
            (3, still, 1, left),
            "{who:?}"
        );
    }
    waiting.ok(Arb2, waiting.approve(3));
    waiting.later(1).ok(Arb0, Action::Revoke);
    assert_eq!(waiting.s().proposal.executes_at, due);
    waiting.ok(Arb1, Action::Revoke);
    assert_eq!(waiting.s().proposal.executes_at, 0);
    waiting.ok(Arb1, waiting.approve(3));
    assert_eq!(
        waiting.s().proposal.executes_at,
        waiting.now + RESPONSE,
        "the other party has the whole period again"
    );
    for who in [Stranger, Authority, Notary] {
        assert_eq!(waiting.no(who, Action::Revoke), Refusal::NotAuthorised);
    }
    let mut case = Case::agreed(sole());
    assert_eq!(case.no(Payer, Action::Revoke), Refusal::WrongPhase);
}

#[test]
fn an_approval_on_chain_outlives_the_others_revoke_and_serves_once() {
    let mut case = Case::funded(sole());
    case.ok(Payer, case.approve(3));
    case.ok(Payee, Action::Revoke);
    assert_eq!(
        case.no(Payer, case.approve(3)),
        Refusal::SignedTwice,
        "it still counts"
    );
    case.ok(Payee, case.approve(3));
    assert_eq!((case.money().payer, &case.s().phase), (3, &Phase::Released));
}

#[test]
fn whoever_stands_outside_a_split_that_waits_may_take_back_what_they_signed_before() {
    let mut case = Case::funded(sole());
    let (mine, signatures) = (
        case.release(9),
        case.signed(&case.release(9), &[Payer, Payee]),
    );
    case.ok_signed(Payee, case.approve(0), &[Arb0]);
    case.ok(Payer, Action::Revoke);
    assert_eq!(
        case.send(Payee, &mine, &signatures).result,
        Err(Refusal::WrongSequence)
    );
    assert_ne!(case.s().proposal.executes_at, 0);
}

#[test]
fn an_arbitrator_takes_back_only_after_accepting_and_outside_a_dispute() {
    let mut case = Case::agreed(sole());
    case.fund();
    case.ok(Payee, case.approve(0));
    assert_eq!(case.no(Arb0, Action::Revoke), Refusal::NotAuthorised);
    case.ok(Payer, Action::Dispute { notice: doc(2) });
    case.ok(Payee, case.approve(0));
    assert_eq!(case.no(Arb0, Action::Revoke), Refusal::NotAuthorised);
    for mut case in [Case::disputed(sole()), Case::awarded(sole())] {
        assert_eq!(case.no(Arb0, Action::Revoke), Refusal::WrongPhase);
        case.ok(Payee, case.approve(0));
        case.ok(Payee, Action::Revoke);
        assert_eq!(case.s().proposal.approvals, 0);
    }
}

#[test]
fn in_a_dispute_and_on_hold_both_parties_settle_and_the_tribunal_cannot_join() {
    for mut case in [Case::disputed(sole()), Case::awarded(sole())] {
        assert_eq!(
            case.no_signed(Payee, case.approve(0), &[Arb0]),
            Refusal::WrongPhase
        );
        assert_eq!(case.no(Arb0, case.approve(0)), Refusal::WrongPhase);
        case.ok(Payer, case.approve(1));
        case.ok(Payee, case.approve(1));
        assert_eq!((case.money().payer, &case.s().phase), (1, &Phase::Settled));
    }
}

#[test]
fn approvals_die_with_a_dispute_an_award_and_a_replacement() {
    let mut case = Case::funded(sole());
    case.ok(Payer, case.approve(3));
    let (first, old) = (case.release(3), case.signed(&case.release(3), &[Payer]));
    case.ok(Payee, Action::Dispute { notice: doc(2) });
    assert_eq!(
        case.send(Payee, &first, &old).result,
        Err(Refusal::WrongSequence)
    );
    case.ok(Payer, Action::Acknowledge);
    case.ok(Payer, case.approve(3));
    case.award_ok(case.make_award(AwardKind::Interim, 0, 0, 0));
    assert_eq!(case.s().proposal.approvals, 0);
    case.award_ok(case.make_award(AwardKind::Termination, 0, 0, 0));
    case.ok_signed(Payer, case.approve(3), &[Arb0]);
    case.ok(Arb0, Action::Decline { reason: doc(4) });
    assert_eq!(
        (case.s().proposal.approvals, case.s().proposal.executes_at),
        (0, 0)
    );
}

#[test]
fn at_expiry_the_fallback_split_rounds_down_for_the_payer() {
    let mut case = Case::funded(sole());
    case.at(sole().expiry - 1);
    assert_eq!(
        case.no(
            Stranger,
            Action::Withdraw {
                owner: Payer.address()
            }
        ),
        Refusal::NothingToWithdraw
    );
    case.at(sole().expiry);
    let share = (u128::from(ALL) * 3_333 / 10_000) as u64;
    assert_eq!(case.withdraw(Payer).payer, share);
    assert_eq!(case.withdraw(Payee).payee, ALL - share);
    assert_eq!(case.s().phase, Phase::Lapsed);
}

#[test]
fn at_expiry_everything_is_released_if_the_terms_say_so() {
    let mut case = Case::funded(Terms {
        release_at_expiry: true,
        ..sole()
    });
    case.at(sole().expiry);
    assert_eq!(case.withdraw(Payee).payee, ALL);
    assert_eq!(case.s().phase, Phase::Released);
}

#[test]
fn shares_are_exact_at_the_edges_of_the_amount() {
    for amount in [
        1,
        2,
        9_999,
        10_000,
        10_001,
        u64::MAX / 10_000 * 10_000,
        u64::MAX - 1,
        u64::MAX,
    ] {
        for bps in [0, 1, 3_333, 9_999, 10_000] {
            let terms = Terms {
                amount,
                fallback_payer_bps: bps,
                tribunal_cap: amount,
                ..sole()
            };
            let mut state = Case::funded(terms).state.expect("funded");
            state.tick(sole().expiry);
            let share = (u128::from(amount) * u128::from(bps) / 10_000) as u64;
            assert_eq!(
                (state.money.payer, state.money.payee, state.money.held),
                (share, amount - share, 0)
            );
        }
    }
}

#[test]
fn what_falls_due_first_happens_first() {
    // The proposal would execute after the expiry: the expiry goes first.
    let mut case = Case::funded(sole());
    case.at(sole().expiry - 1);
    case.ok_signed(Payee, case.approve(0), &[Arb0]);
    case.at(sole().expiry + RESPONSE).withdraw(Payee);
    assert_eq!(case.s().phase, Phase::Lapsed);
    // At the same second the approved split goes before the fallback.
    let mut case = Case::funded(sole());
    case.at(sole().expiry - RESPONSE);
    case.ok_signed(Payee, case.approve(0), &[Arb0]);
    case.at(sole().expiry).withdraw(Payee);
    assert_eq!(case.s().phase, Phase::Released);
}

#[test]
fn paying_with_an_approval_that_does_not_execute_pays_credits_to_their_owners_only() {
    let mut case = Case::answered(sole());
    case.award_ok(case.make_award(AwardKind::Partial, 11, 22, 33));
    let Action::Release { sequence, .. } = case.release(0) else {
        unreachable!()
    };
    let pay = Action::Release {
        to_payer: 0,
        sequence,
        approve: true,
        pay: true,
    };
    assert_eq!(
        case.ok(Payer, pay),
        Payments {
            payer: 11,
            payee: 22,
            tribunal: 0
        }
    );
    assert!(matches!(case.s().phase, Phase::Disputed));
}
