//! Random calls, most of them nearly right, to blob and model at once. `Bench` compares answer, event, cell and balance after each.
//! `EXEQUATUR_RUNS` says how many walks of up to 40 calls each test takes.

use exequatur_client::host::NativeHost;
use exequatur_e2e_tests::runs::runs;
use exequatur_e2e_tests::{Bench, Person, Sender};
use exequatur_localchain::runtime::params::EXISTENTIAL_DEPOSIT;
use exequatur_protocol::{
    Action, Address, Award, AwardKind, Code, Hash, Hours, Order, OrderKind, Phase, Refusal,
    Signature, digest,
};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::cell::Cell;

/// One move, before it meets a state that gives it meaning.
#[derive(Clone, Debug)]
struct Move {
    action: u8,
    by: u8,
    signers: u8,
    amounts: [u8; 3],
    kind: u8,
    approve: bool,
    wait: u8,
    spoil: u8,
}

impl Move {
    /// Three in four are sent and signed by who may.
    fn good(&self) -> bool {
        self.spoil >= 64
    }
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let one = (
        any::<u8>(),
        any::<u8>(),
        any::<u8>(),
        any::<[u8; 3]>(),
        any::<u8>(),
        any::<bool>(),
        any::<u8>(),
        any::<u8>(),
    );
    let one = one.prop_map(
        |(action, by, signers, amounts, kind, approve, wait, spoil)| Move {
            action,
            by,
            signers,
            amounts,
            kind,
            approve,
            wait,
            spoil,
        },
    );
    proptest::collection::vec(one, 1..40)
}

fn cast() -> [Person; 8] {
    [
        Person::polkadot("//Alice"),
        Person::polkadot("//Bob"),
        Person::ethereum(0),
        Person::polkadot("//Charlie"),
        Person::ethereum(1),
        Person::polkadot("//Dave"),
        Person::polkadot("//Eve"),
        Person::polkadot("//Ferdie"),
    ]
}

const HASH: Hash = [9; 32];

fn award(bench: &Bench, step: &Move) -> Award {
    let state = bench.state();
    let held = state.money.held;
    let kind = AwardKind::ALL[step.kind as usize % 7];
    let tribunal = state.money.tribunal_cap.min(held) / 256 * u64::from(step.amounts[0]);
    let (to_payer, to_payee, to_tribunal) = match kind {
        AwardKind::Interim | AwardKind::Termination => (0, 0, 0),
        AwardKind::Partial | AwardKind::Costs => (held / 1_000, held / 999, tribunal / 2),
        AwardKind::Final | AwardKind::Correction | AwardKind::Consent => {
            let to_payer = (held - tribunal) / 256 * u64::from(step.amounts[1]);
            (to_payer, held - tribunal - to_payer, tribunal)
        }
    };
    Award {
        number: state.awards.wrapping_add(1),
        kind,
        to_payer,
        to_payee,
        to_tribunal,
        document: HASH,
        reasons: Some(HASH),
        omission: Some(HASH),
        seat: if step.spoil == 7 {
            Code([0; 6])
        } else {
            bench.terms.seat
        },
        date: bench.now() - u32::from(step.amounts[2] / 64),
        pause_until: if kind == AwardKind::Interim {
            bench.now() + u32::from(step.amounts[2]) * 3_600
        } else {
            0
        },
    }
}

/// The tribunal's places among the people, as bits.
fn seats(bench: &Bench) -> u8 {
    if bench.terms.seats == 3 {
        0b11100
    } else {
        0b100
    }
}

/// One bit of several.
fn one_of(bits: u8, choice: u8) -> u8 {
    let set: Vec<_> = (0..8).filter(|bit| bits & 1 << bit != 0).collect();
    1 << set[choice as usize % set.len()]
}

/// Who sends it: mostly somebody who may.
fn sender(bench: &Bench, step: &Move, action: &Action) -> usize {
    let who = match action {
        _ if !step.good() => u8::MAX,
        Action::Fund
        | Action::Pause { .. }
        | Action::Resume
        | Action::Dispute { .. }
        | Action::Acknowledge
        | Action::Answer { .. } => 0b11,
        Action::Revoke | Action::Exhibit { .. } => seats(bench) | 0b11,
        Action::Decline { .. } | Action::Rule { .. } => seats(bench),
        Action::Open { .. }
        | Action::Consent { .. }
        | Action::Release { .. }
        | Action::Withdraw { .. }
        | Action::Appointment { .. }
        | Action::Order { .. }
        | Action::Award { .. } => u8::MAX,
    };
    one_of(who, step.by).trailing_zeros() as usize
}

fn choose(bench: &Bench, step: &Move, people: &[Person; 8]) -> (Action, Vec<Signature>) {
    let state = bench.state();
    let (approve, domain, held) = (
        step.approve && !step.good(),
        bench.domain(),
        state.money.held,
    );
    let seats = seats(bench);
    let sign = |who: u8, digest: Hash| -> Vec<Signature> {
        let who = if step.good() { who } else { step.signers };
        let chosen = people.iter().enumerate().filter(|(i, _)| who & 1 << i != 0);
        let mut signatures: Vec<_> = chosen
            .take(5)
            .map(|(_, person)| person.sign(&digest))
            .collect();
        if step.spoil < 8
            && let Some(Signature::Ecdsa(bytes)) = signatures.first_mut()
        {
            bytes[step.spoil as usize * 8] ^= 1;
        }
        signatures
    };
    match step.action % 20 {
        0 => (
            Action::Consent { approve },
            sign(
                1 << (step.by % 2),
                digest::consent(&NativeHost, &domain, &[0; 32], 0),
            ),
        ),
        1 | 2 => {
            let to_payer = held / 4 * u64::from(step.amounts[0] % 5);
            let digest = digest::release(
                &NativeHost,
                &domain,
                to_payer,
                held - to_payer,
                state.proposal.sequence,
            );
            (
                Action::Release {
                    to_payer,
                    sequence: state.proposal.sequence,
                    approve,
                    pay: step.kind > 128,
                },
                sign([1, 2, 3][step.kind as usize % 3], digest),
            )
        }
        3 => (Action::Revoke, vec![]),
        4 | 5 => (
            Action::Withdraw {
                owner: people[step.kind as usize % 8].address(),
            },
            vec![],
        ),
        6 => (
            Action::Pause {
                hours: Hours(u16::from(step.amounts[0])),
                reason: HASH,
            },
            vec![],
        ),
        7 => (Action::Resume, vec![]),
        8 | 9 => (Action::Dispute { notice: HASH }, vec![]),
        10 => (Action::Acknowledge, vec![]),
        11 => (Action::Answer { answer: HASH }, vec![]),
        12 => (
            Action::Exhibit {
                document: HASH,
                manifest: [step.kind; 32],
            },
            vec![],
        ),
        13 => {
            let digest = digest::consent(&NativeHost, &domain, &HASH, state.tribunal.replacements);
            (
                Action::Appointment {
                    disclosure: HASH,
                    approve,
                },
                sign(one_of(seats, step.by), digest),
            )
        }
        14 if step.kind < 32 => (Action::Decline { reason: HASH }, vec![]),
        14 | 15 => {
            let kind = OrderKind::ALL[step.kind as usize % 6];
            let replace = kind == OrderKind::Replace;
            let timed = matches!(kind, OrderKind::Pause | OrderKind::Stay);
            let order = Order {
                sequence: state.orders,
                kind,
                document: HASH,
                appointee: if replace {
                    Person::ethereum(2 + u32::from(step.amounts[0] % 4)).address()
                } else {
                    Address::ZERO
                },
                seat: if replace { step.amounts[1] % 3 } else { 0 },
                until: if timed {
                    bench.now() + u32::from(step.amounts[2]) * 3_600
                } else {
                    0
                },
            };
            let digest = digest::order(&NativeHost, &domain, &order);
            let who = match kind {
                OrderKind::Replace if step.approve => 0b11,
                OrderKind::Replace => 1 << 5,
                OrderKind::Stay | OrderKind::Lift => 1 << 6,
                OrderKind::Pause | OrderKind::Resume | OrderKind::Close => seats,
            };
            (Action::Order { order, approve }, sign(who, digest))
        }
        16 if bench.terms.reasons_waived => {
            let mut ruling = [0; 32];
            ruling[31] = step.kind % 4;
            let dispute = HASH;
            (Action::Rule { dispute, ruling }, vec![])
        }
        _ => {
            let award = award(bench, step);
            let digest = digest::award(&NativeHost, &domain, &award);
            let parties = if award.kind == AwardKind::Consent {
                0b11
            } else {
                0
            };
            (Action::Award { award }, sign(seats | parties, digest))
        }
    }
}

fn play(bench: &mut Bench, moves: &[Move]) -> usize {
    let people = cast();
    let mut done = 0;
    for step in moves {
        if step.wait > 200 {
            bench.advance(u64::from(step.wait - 200) * u64::from(step.amounts[2]) * 360);
        }
        let (action, signatures) = choose(bench, step, &people);
        let by = &people[sender(bench, step, &action)];
        match bench.attempt(&Sender::person(by), &action, &signatures) {
            Ok(_) => done += 1,
            Err(unpaid) => {
                assert_ne!(unpaid.refusal, Some(Refusal::PaymentFailed));
                // The first payment to an account takes the existential deposit from the sender, and some have nothing.
                let poor = bench.balance(by) < 2 * EXISTENTIAL_DEPOSIT;
                assert!(poor || unpaid.refusal.is_some(), "{unpaid:?}");
            }
        }
    }
    done
}

/// The tribunal sits and a dispute is pending, so that short walks reach awards. A sole arbitrator may rule without reasons.
fn in_dispute(arbitrators: u8) -> Bench {
    let mut bench = Bench::new(arbitrators, |terms| terms.reasons_waived = arbitrators == 1);
    bench.open_and_fund().expect("the usual terms are in order");
    let people = cast();
    for person in &people[2..2 + arbitrators as usize] {
        let digest = digest::consent(&NativeHost, &bench.domain(), &HASH, 0);
        let appointment = Action::Appointment {
            disclosure: HASH,
            approve: false,
        };
        bench
            .call(&people[7], &appointment, &[person.sign(&digest)])
            .unwrap();
    }
    bench
        .call(&people[0], &Action::Dispute { notice: HASH }, &[])
        .unwrap();
    bench.call(&people[1], &Action::Acknowledge, &[]).unwrap();
    assert!(matches!(bench.phase(), Phase::Disputed));
    bench
}

/// Walks from where `start` leads, for a tribunal of one or of three; stops at the first difference and says how far it came.
fn walk(name: &str, start: impl Fn(u8) -> Bench) {
    let (calls, done) = (Cell::new(0), Cell::new(0));
    let config = Config {
        cases: runs(60),
        failure_persistence: None,
        ..Config::default()
    };
    let cases = config.cases;
    TestRunner::new(config)
        .run(&(moves(), any::<bool>()), |(moves, panel)| {
            let took_effect = play(&mut start(if panel { 3 } else { 1 }), &moves);
            calls.set(calls.get() + moves.len());
            done.set(done.get() + took_effect);
            Ok(())
        })
        .unwrap_or_else(|failure| panic!("{name}: {failure}"));
    let (calls, done) = (calls.get(), done.get());
    println!(
        "{name}: {cases} walks, {calls} calls, of which {done} took effect; blob and model agree"
    );
    assert!(done > 0, "a walk that does nothing shows nothing");
}

#[test]
fn blob_and_model_agree_from_the_funding_on() {
    walk("from the funding on", Bench::funded);
}

#[test]
fn blob_and_model_agree_in_a_dispute() {
    walk("in a dispute", in_dispute);
}

#[test]
fn blob_and_model_agree_before_the_funding() {
    walk("before the funding", |arbitrators| {
        let mut bench = Bench::new(arbitrators, |_| {});
        bench.open(0, &[]).unwrap();
        bench
    });
}
