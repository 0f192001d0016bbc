//! What is always true of the money: properties over random walks. The names are those of the list in the design.
mod support;
use std::cell::Cell;
use std::collections::BTreeMap;

use proptest::prelude::*;
use support::explore::{moves, some_terms, started, walk, walk_without};
use support::long::{check, config, runs};
use support::*;

/// Everybody who was ever the payer, the payee or the presiding arbitrator may be an owner; a stranger asks for each.
fn sweep(case: &mut Case) {
    for who in support::people::EVERYBODY {
        let _ = case.send(
            Stranger,
            &Action::Withdraw {
                owner: who.address(),
            },
            &[],
        );
    }
}

/// The bound. Let everybody fall silent at `now`. An undisputed escrow ends when it expires or its pause does, and a pause lasts at most
/// the longest pause P from now. A pending dispute ends one response period R and a second after its award period, which ends at most
/// R + A from now. A final award is free after its hold or stay, at most H or S from now. So no coin is held after
/// `max(expiry, now + max(P, 2R + A + 1 s, H, S))`, and from then on one call by a stranger for each owner pays everything.
#[test]
fn every_coin_leaves_in_bounded_time() {
    let (phases, funded) = (Cell::new([0u64; 9]), Cell::new(0u64));
    let values = (some_terms(), 3u8..7, moves(1..60));
    check("everybody silent", 48, &values, |(terms, stage, moves)| {
        let mut case = started(terms, stage);
        walk(&mut case, &moves, |_, _| {});
        let Periods {
            response,
            award,
            hold,
            longest_pause,
            longest_stay,
        } = terms.periods;
        let longest = [
            longest_pause.seconds(),
            2 * response.seconds() + award.seconds() + 1,
            hold.seconds(),
            longest_stay.seconds(),
        ];
        let longest = longest.into_iter().max().expect("four periods");
        let bound = terms.expiry.max(case.now + longest);
        let mut counted = phases.get();
        counted[case.s().phase as usize] += 1;
        phases.set(counted);
        assert!(
            case.s().due().is_none_or(|due| due <= bound),
            "due after the bound"
        );
        case.at(bound);
        everything_is_paid(&mut case);
        funded.set(funded.get() + u64::from(case.deposited != 0));
    });
    println!(
        "{} states, by phase {:?}, {} with money: everything was paid",
        runs(48),
        phases.get(),
        funded.get()
    );
    assert!(funded.get() > 0);
}

/// The latest moment at which an escrow can end, whatever everybody does: three disputes, six replacements and at most seven completions
/// of the tribunal each start an award period anew; pauses carry at most six longest pauses past the expiry; a final award has
/// one hold, two corrections and two stays.
fn end_of_all(terms: &Terms) -> Seconds {
    let p = terms.periods;
    let periods = 16 * (2 * p.response.seconds() + p.award.seconds() + 1);
    let pauses = 6 * p.longest_pause.seconds();
    terms.expiry + periods + pauses + 3 * p.hold.seconds() + 2 * p.longest_stay.seconds()
}

#[test]
fn nobody_can_delay_for_ever() {
    let values = (some_terms(), 3u8..7, moves(40..120));
    check("delay", 48, &values, |(terms, stage, moves)| {
        let bound = end_of_all(&terms);
        walk(&mut started(terms, stage), &moves, |case, _| {
            assert!(case.s().due().is_none_or(|due| due <= bound));
        });
    });
}

/// From a random state some fall silent for good, and the others go on as they please.
#[test]
fn whoever_falls_silent_the_others_cannot_keep_the_money_in() {
    let (funded, calls) = (Cell::new(0u64), Cell::new(0u64));
    let values = (
        (some_terms(), 3u8..7),
        (moves(1..40), moves(1..60)),
        any::<u16>(),
    );
    check(
        "some silent",
        48,
        &values,
        |((terms, stage), moves, silent)| {
            let mut case = started(terms, stage);
            walk(&mut case, &moves.0, |_, _| {});
            let bound = end_of_all(&terms);
            walk_without(&mut case, &moves.1, silent, |case, step| {
                calls.set(calls.get() + u64::from(step.result.is_ok()));
                assert!(case.s().due().is_none_or(|due| due <= bound));
            });
            let end = bound.max(case.now);
            case.at(end);
            everything_is_paid(&mut case);
            funded.set(funded.get() + u64::from(case.deposited != 0));
        },
    );
    println!(
        "{} states, {} with money, {} calls of those who did not fall silent: everything was paid",
        runs(48),
        funded.get(),
        calls.get()
    );
    assert!(funded.get() > 0 && calls.get() > 0);
}

/// A stranger asks for each owner, and no coin is left.
fn everything_is_paid(case: &mut Case) {
    sweep(case);
    assert_eq!(case.paid.values().sum::<u64>(), case.deposited);
    // Where an award had given everything before, nobody was left to withdraw, and the end is the clock's alone.
    let mut ended = *case.s();
    ended.tick(case.now);
    assert!(ended.is_closed() || case.deposited == 0);
}

proptest! {
    #![proptest_config(config(48))]

    #[test]
    fn deposits_equal_paid_plus_credited_plus_held(terms in some_terms(), stage in any::<u8>(), moves in moves(1..60)) {
        let mut case = started(terms, stage);
        let mut paid = 0u128;
        let mut funded = case.deposited != 0;
        walk(&mut case, &moves, |case, step| {
            if step.result.is_ok() && step.value != 0 {
                assert!(!funded, "money came in twice");
                assert_eq!(step.value, terms.amount);
                funded = true;
            }
            if let Ok(payments) = &step.result {
                paid += u128::from(payments.payer) + u128::from(payments.payee) + u128::from(payments.tribunal);
            }
            let Some(state) = &case.state else { return };
            let money = state.money;
            let credited = u128::from(money.payer) + u128::from(money.payee) + u128::from(money.tribunal);
            let expected = if funded { u128::from(terms.amount) } else { 0 };
            let held = if funded { u128::from(money.held) } else { 0 };
            assert_eq!(expected, paid + credited + held);
            assert!(matches!(state.phase, Phase::Proposed | Phase::Agreed) || funded, "a phase with money, and none came");
        });
    }

    #[test]
    fn only_the_owner_is_paid(terms in some_terms(), stage in 3u8..7, moves in moves(1..80)) {
        let mut case = started(terms, stage);
        walk(&mut case, &moves, |case, step| {
            let (Ok(payments), Some(before)) = (&step.result, &step.before) else { return };
            let (action, _) = Action::from_input(&step.input).expect("it succeeded");
            let owners = [
                (terms.payer, payments.payer, case.money().payer),
                (terms.payee, payments.payee, case.money().payee),
                (before.tribunal.seats[0], payments.tribunal, case.money().tribunal),
            ];
            // What the clock made due before the payment counts as credited.
            let mut ticked = *before;
            ticked.tick(step.at);
            let credited = [ticked.money.payer, ticked.money.payee, ticked.money.tribunal];
            match action {
                Action::Withdraw { owner } => {
                    for ((who, paid, left), credit) in owners.into_iter().zip(credited) {
                        let expected = if who == owner { (credit, 0) } else { (0, credit) };
                        assert_eq!((paid, left), expected, "withdrawing for {owner:?} pays {who:?}");
                    }
                }
                Action::Release { .. } => assert_eq!(payments.tribunal, 0, "a release pays parties only"),
                _ => assert_eq!(*payments, Payments::default(), "{action:?} pays nobody"),
            }
        });
    }

    #[test]
    fn final_award_disposes_of_the_remainder_exactly(
        terms in some_terms(),
        partial in any::<[u16; 3]>(),
        shares in any::<[u16; 2]>(),
        off_by in prop_oneof![Just(-1i64), Just(1), any::<i64>()],
    ) {
        let part = |amount: u64, share: u16| (u128::from(amount) * u128::from(share) / 0x10000) as u64;
        let mut case = Case::answered(terms);
        let Money { held, tribunal_cap, .. } = case.money();
        let third = held / 3;
        let (payer, payee) = (part(third, partial[0]), part(third, partial[1]));
        let tribunal = part(third.min(tribunal_cap), partial[2]);
        if payer + payee + tribunal != 0 {
            case.award_ok(case.make_award(AwardKind::Partial, payer, payee, tribunal));
        }
        let left = case.money().held;
        let to_tribunal = part(case.money().tribunal_cap.min(left), shares[0]);
        let to_payer = part(left - to_tribunal, shares[1]);
        let award = case.final_award(to_payer, to_tribunal);
        let wrong = Award { to_payee: award.to_payee.wrapping_add_signed(off_by), ..award.clone() };
        if off_by != 0 {
            let refusal = case.award_no(wrong);
            prop_assert!(matches!(refusal, Refusal::WrongAmounts | Refusal::MoreThanHeld));
        }
        case.award_ok(award.clone());
        case.later(terms.periods.hold.0);
        sweep(&mut case);
        prop_assert_eq!(case.money().held, 0);
        prop_assert_eq!(case.paid_to(Payer), payer + award.to_payer);
        prop_assert_eq!(case.paid_to(Payee), payee + award.to_payee);
        prop_assert_eq!(case.paid_to(Arb0), tribunal + award.to_tribunal);
        prop_assert!(case.s().is_closed());
    }
}

/// The walks are worth something only if they come everywhere.
#[test]
fn random_walks_reach_every_phase_and_execute_every_action() {
    use proptest::{strategy::ValueTree, test_runner::TestRunner};
    let mut runner = TestRunner::deterministic();
    let (mut phases, mut actions): (BTreeMap<u8, u32>, BTreeMap<u8, u32>) = Default::default();
    let mut kinds: BTreeMap<&str, u32> = BTreeMap::new();
    for stage in 0..200u8 {
        let terms = some_terms().new_tree(&mut runner).expect("terms").current();
        let steps = moves(60..90)
            .new_tree(&mut runner)
            .expect("moves")
            .current();
        walk(&mut started(terms, stage), &steps, |case, step| {
            if step.result.is_err() {
                return;
            }
            *phases.entry(case.s().phase as u8).or_default() += 1;
            *actions.entry(step.input[3]).or_default() += 1;
            match Action::from_input(&step.input).expect("it succeeded").0 {
                Action::Award { award } => *kinds.entry(award.kind.word()).or_default() += 1,
                Action::Order { order, .. } => *kinds.entry(order.kind.word()).or_default() += 1,
                _ => {}
            }
        });
    }
    assert_eq!(phases.len(), 9, "phases reached: {phases:?}");
    assert_eq!(actions.len(), 16, "actions executed: {actions:?}");
    assert_eq!(kinds.len(), 13, "awards and orders executed: {kinds:?}");
    println!("{phases:?} {actions:?} {kinds:?}");
}
