//! Many calls without blocks, and going back.

mod support;

use exequatur_localchain::{RunLimits, Signer, View, Weight};
use support::*;

#[test]
fn calls_build_on_each_other_and_the_chain_does_not_notice() {
    let mut chain = chain();
    let probe = probe(&mut chain, 0);
    let before = snapshot(&chain);
    let mut scratch = chain.scratch();
    let who = alice().account();
    for flips in 1..=5 {
        assert!(scratch.call(&who, probe, 0, message(FLIP, ())).succeeded());
        let flag = scratch.call(&who, probe, 0, message(FLAG, ()));
        assert_eq!(flag.result.expect("it reads").data, [0, flips % 2]);
    }
    assert_eq!(snapshot(&chain), before);
}

#[test]
fn marks_bring_everything_back() {
    let mut chain = chain();
    let probe = probe(&mut chain, UNIT);
    let (who, to) = (alice().account(), Key::new("//Fresh").account());
    let mut scratch = chain.scratch();
    let now_s = scratch.now_s();
    let before = scratch.account(&who);

    scratch.mark();
    scratch.call(&who, probe, UNIT, message(PUT, (0_u32, 3_u32)));
    scratch.mark();
    scratch.transfer(&who, &to, UNIT).expect("there is enough");
    scratch.advance(3_600);
    assert_eq!(scratch.now_s(), now_s + 3_600);
    assert!(scratch.back_to_mark());
    assert_eq!(
        (scratch.account(&to).free_planck, scratch.now_s()),
        (0, now_s)
    );
    assert!(scratch.balance_of_h160(probe) > 2 * UNIT);
    assert!(scratch.back_to_mark());
    assert_eq!(scratch.account(&who), before);
    assert!(!scratch.back_to_mark(), "there is no mark left");
}

#[test]
fn kept_changes_outlive_their_mark() {
    let mut chain = chain();
    let probe = probe(&mut chain, 0);
    let mut scratch = chain.scratch();
    scratch.mark();
    scratch.call(&alice().account(), probe, 0, message(FLIP, ()));
    assert!(scratch.keep());
    assert!(!scratch.back_to_mark());
    let flag = scratch.call(&alice().account(), probe, 0, message(FLAG, ()));
    assert_eq!(flag.result.expect("it reads").data, [0, 1]);
}

#[test]
fn failed_calls_leave_nothing_behind() {
    let mut chain = chain();
    let probe = probe(&mut chain, 0);
    let mut scratch = chain.scratch();
    let who = bob().account();
    let before = scratch.account(&who);
    let short = RunLimits {
        weight: Weight::from_parts(1, 1),
        ..RunLimits::default()
    };
    assert!(
        !scratch
            .call(&who, probe, 0, message(REFUSE, ()))
            .succeeded()
    );
    assert!(!scratch.call(&who, probe, 0, message(TRAP, ())).succeeded());
    assert!(
        !scratch
            .call_within(&who, probe, 0, message(FLIP, ()), short)
            .succeeded()
    );
    let bad = scratch.instantiate(&who, blob(), 0, vec![1, 2, 3, 4], None);
    assert!(!bad.succeeded() && bad.instantiated.is_none());
    let after = scratch.account(&who);
    assert_eq!(
        (after.free_planck, after.reserved_planck),
        (before.free_planck, before.reserved_planck)
    );
}

#[test]
fn events_are_those_of_the_call() {
    let mut chain = chain();
    let probe = probe(&mut chain, 0);
    let mut scratch = chain.scratch();
    for number in 0..3_u32 {
        let run = scratch.call(&alice().account(), probe, 0, message(NOTE, number));
        assert_eq!(run.events.len(), 1);
    }
    assert!(
        scratch
            .call(&alice().account(), probe, 0, message(FLIP, ()))
            .events
            .is_empty()
    );
}

#[test]
fn contract_created_in_scratch_can_be_called() {
    let chain = chain();
    let mut scratch = chain.scratch();
    let who = alice().account();
    let expected = scratch.next_create1_address(&who);
    let created = scratch.instantiate(&who, blob(), UNIT, constructor_data(), None);
    assert_eq!(created.instantiated, Some(expected));
    assert!(
        scratch
            .call(&who, expected, 0, message(FLIP, ()))
            .succeeded()
    );
    assert!(chain.code_at(expected).is_none());
}

#[test]
fn chains_and_scratches_can_go_to_another_thread() {
    fn sendable<T: Send>(_: &T) {}
    let chain = chain();
    sendable(&chain);
    sendable(&chain.scratch());
    let scratch = chain.scratch();
    let now_s = std::thread::spawn(move || scratch.now_s())
        .join()
        .expect("it does not panic");
    assert_eq!(now_s, chain.now_s() + 6);
}
