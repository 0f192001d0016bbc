//! Every message on the real blob: what it does, who is refused, and that a refusal changes nothing. `Bench` compares answer, event,
//! cell and balance with the model after every call.

mod dispute;
mod every_refusal;
mod opening;
mod orders;
mod release;
mod signatures;

use exequatur_client::host::NativeHost;
use exequatur_e2e_tests::{Bench, Person};
use exequatur_protocol::{Action, Address, Award, AwardKind, Hash, Refusal, Signature, digest};

const HASH: Hash = [9; 32];

fn payer() -> Person {
    Person::polkadot("//Alice")
}

fn payee() -> Person {
    Person::polkadot("//Bob")
}

fn stranger() -> Person {
    Person::polkadot("//Ferdie")
}

/// Asserts that cell, with the record's head, model and balance are afterwards what they were.
#[track_caller]
fn unchanged_by(bench: &mut Bench, call: impl FnOnce(&mut Bench)) {
    let before = (bench.cell(), bench.model, bench.spendable_wei());
    call(bench);
    let after = (bench.cell(), bench.model, bench.spendable_wei());
    assert_eq!(after, before, "a refused call changed something");
}

/// Asserts the refusal, and that nothing has changed.
#[track_caller]
fn refused(
    bench: &mut Bench,
    by: &Person,
    action: &Action,
    signatures: &[Signature],
    expected: Refusal,
) {
    unchanged_by(bench, |bench| {
        assert_eq!(bench.call(by, action, signatures).unwrap_err(), expected);
    });
}

#[track_caller]
fn done(bench: &mut Bench, by: &Person, action: &Action, signatures: &[Signature]) {
    bench
        .call(by, action, signatures)
        .unwrap_or_else(|refusal| panic!("refused: {refusal}"));
}

/// Pays an owner what is theirs. An account that does not exist yet gets its existential deposit from whoever sends this.
#[track_caller]
fn paid(bench: &mut Bench, owner: Address) {
    done(bench, &stranger(), &Action::Withdraw { owner }, &[]);
}

/// Asserts that nothing is an owner's to withdraw now.
#[track_caller]
fn nothing_for(bench: &mut Bench, owner: Address) {
    let withdraw = Action::Withdraw { owner };
    let expected = Refusal::NothingToWithdraw;
    refused(bench, &stranger(), &withdraw, &[], expected);
}

/// An approval of the first proposal.
fn split(to_payer: u64) -> Action {
    Action::Release {
        to_payer,
        sequence: 0,
        approve: true,
        pay: false,
    }
}

/// The same, paying both parties when it executes.
fn split_and_pay(to_payer: u64) -> Action {
    Action::Release {
        to_payer,
        sequence: 0,
        approve: true,
        pay: true,
    }
}

/// An arbitrator accepts by signature, when so many seats were filled anew before.
fn accepts(bench: &mut Bench, arbitrator: &Person, appointment: u8) {
    let digest = digest::consent(&NativeHost, &bench.domain(), &HASH, appointment);
    let accept = Action::Appointment {
        disclosure: HASH,
        approve: false,
    };
    done(bench, &stranger(), &accept, &[arbitrator.sign(&digest)]);
}

fn disputed(arbitrators: u8) -> Bench {
    let mut bench = Bench::funded(arbitrators);
    for seat in 0..usize::from(arbitrators) {
        let arbitrator = bench.people.arbitrators[seat].clone();
        accepts(&mut bench, &arbitrator, 0);
    }
    done(&mut bench, &payer(), &Action::Dispute { notice: HASH }, &[]);
    bench
}

fn final_award(bench: &Bench) -> Award {
    let held = bench.state().money.held;
    Award {
        number: bench.state().awards + 1,
        kind: AwardKind::Final,
        to_payer: held / 4,
        to_payee: held - held / 4 - 1_000,
        to_tribunal: 1_000,
        document: HASH,
        reasons: Some(HASH),
        seat: bench.terms.seat,
        date: bench.now(),
        ..Award::default()
    }
}

fn signed(bench: &Bench, award: &Award, seats: &[usize]) -> Vec<Signature> {
    let digest = digest::award(&NativeHost, &bench.domain(), award);
    seats
        .iter()
        .map(|seat| bench.people.arbitrators[*seat].sign(&digest))
        .collect()
}
