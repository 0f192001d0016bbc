//! Release, pause and withdrawal, while nobody disputes anything.

use exequatur_client::host::NativeHost;
use exequatur_e2e_tests::{Bench, Person};
use exequatur_protocol::{Action, Hours, Refusal, digest};

use crate::{
    HASH, accepts, done, nothing_for, paid, payee, payer, refused, split, split_and_pay, stranger,
};

#[test]
fn release_by_both_pays_each_once() {
    let mut bench = Bench::funded(1);
    let amount = bench.terms.amount;
    let before = [bench.balance(&payer()), bench.balance(&payee())];
    let split = split_and_pay(amount / 3);
    refused(&mut bench, &stranger(), &split, &[], Refusal::NotAuthorised);
    done(&mut bench, &payer(), &split, &[]);
    refused(&mut bench, &payer(), &split, &[], Refusal::SignedTwice);
    done(&mut bench, &payee(), &split, &[]);
    assert_eq!(bench.balance(&payer()), before[0] + u128::from(amount / 3));
    assert_eq!(
        bench.balance(&payee()),
        before[1] + u128::from(amount - amount / 3)
    );
    refused(&mut bench, &payee(), &split, &[], Refusal::WrongPhase);
    for owner in [payer().address(), payee().address()] {
        nothing_for(&mut bench, owner);
    }
}

#[test]
fn a_party_and_the_tribunal_wait_for_the_other_party() {
    let mut bench = Bench::funded(1);
    let arbitrator = bench.people.arbitrators[0].clone();
    accepts(&mut bench, &arbitrator, 0);
    let amount = bench.terms.amount;
    let digest = digest::release(&NativeHost, &bench.domain(), 0, amount, 0);
    let arbitrator = bench.people.arbitrators[0].sign(&digest);
    let split = split_and_pay(0);
    done(&mut bench, &payee(), &split, &[arbitrator]);
    let owner = payee().address();
    bench.advance(u64::from(bench.terms.periods.response.seconds()) - 1);
    nothing_for(&mut bench, owner);
    bench.advance(1);
    let before = bench.balance(&payee());
    paid(&mut bench, owner);
    assert_eq!(bench.balance(&payee()), before + u128::from(amount));
    nothing_for(&mut bench, owner);
}

#[test]
fn pause_resume_and_revoke() {
    let mut bench = Bench::funded(1);
    let pause = Action::Pause {
        hours: Hours(24),
        reason: HASH,
    };
    refused(&mut bench, &stranger(), &pause, &[], Refusal::NotAuthorised);
    let too_long = Action::Pause {
        hours: Hours(169),
        reason: HASH,
    };
    refused(&mut bench, &payer(), &too_long, &[], Refusal::TooLong);
    done(&mut bench, &payer(), &pause, &[]);
    refused(&mut bench, &payee(), &pause, &[], Refusal::AlreadyPaused);
    refused(
        &mut bench,
        &payee(),
        &Action::Resume,
        &[],
        Refusal::NotPaused,
    );
    done(&mut bench, &payer(), &Action::Resume, &[]);
    refused(&mut bench, &payer(), &pause, &[], Refusal::PauseUsed);
    done(&mut bench, &payer(), &split(1), &[]);
    done(&mut bench, &payer(), &Action::Revoke, &[]);
    let old = split(1);
    refused(&mut bench, &payee(), &old, &[], Refusal::WrongSequence);
}

#[test]
fn an_arbitrator_revokes_nothing_before_accepting_and_nothing_of_anybody_else() {
    let mut bench = Bench::funded(1);
    let arbitrator = bench.people.arbitrators[0].clone();
    done(&mut bench, &payer(), &split(1), &[]);
    let revoke = Action::Revoke;
    refused(
        &mut bench,
        &arbitrator,
        &revoke,
        &[],
        Refusal::NotAuthorised,
    );
    accepts(&mut bench, &arbitrator, 0);
    done(&mut bench, &arbitrator, &revoke, &[]);
    assert_eq!(bench.state().proposal.approvals, 1, "the payer's own");
    done(&mut bench, &payer(), &Action::Dispute { notice: HASH }, &[]);
    refused(&mut bench, &arbitrator, &revoke, &[], Refusal::WrongPhase);
}

#[test]
fn an_origin_too_poor_for_the_payees_account_leaves_the_credit() {
    // The payee's account does not exist; the sender has just enough for a call and nothing for somebody else's account.
    let mut bench = Bench::new(1, |terms| {
        terms.payee = Person::ethereum(5).address();
        terms.amount = 20_000_000;
        terms.tribunal_cap = 0;
    });
    let consent = Person::ethereum(5).sign(&bench.consent_digest());
    bench.open(bench.terms.amount, &[consent]).unwrap();
    let amount = bench.terms.amount;
    let approval =
        Person::ethereum(5).sign(&digest::release(&NativeHost, &bench.domain(), 0, amount, 0));
    let release = split(0);
    done(&mut bench, &payer(), &release, &[approval]);
    let poor = Person::ethereum(7);
    bench
        .scratch
        .transfer(&stranger().account(), &poor.account(), 100_000_000)
        .unwrap();
    let dest = exequatur_localchain::H160(bench.contract.0);
    let cell = bench.cell();
    let owner = bench.terms.payee;
    let run = bench.scratch.call(
        &poor.account(),
        dest,
        0,
        Action::Withdraw { owner }.to_input(&[]),
    );
    assert!(!run.succeeded(), "{:?}", run.result);
    assert_eq!(bench.cell(), cell, "the credit stays");
    paid(&mut bench, owner);
    nothing_for(&mut bench, owner);
}
