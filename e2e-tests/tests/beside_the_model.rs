//! Random calls, most of them nearly right, to blob and model at once. `Bench` compares answer, event, cell and balance after each.
//! `EXEQUATUR_RUNS` says how many walks of up to 40 calls each test takes.

use exequatur_client::host::NativeHost;
use exequatur_e2e_tests::runs::runs;
use exequatur_e2e_tests::{Bench, Person};
use exequatur_protocol::{
    Action, Address, Award, AwardKind, Code, Hash, Hours, Order, OrderKind, Phase, Signature,
    digest,
};
use proptest::prelude::*;
use proptest::test_runner::Config;

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

fn choose(bench: &Bench, step: &Move, people: &[Person; 8]) -> (Action, Vec<Signature>) {
    let state = bench.state();
    let (approve, domain, held) = (step.approve, bench.domain(), state.money.held);
    let sign = |digest: Hash| -> Vec<Signature> {
        let chosen = people
            .iter()
            .enumerate()
            .filter(|(i, _)| step.signers & 1 << i != 0);
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
            sign(digest::consent(&NativeHost, &domain, &[0; 32], 0)),
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
                sign(digest),
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
                sign(digest),
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
            (Action::Order { order, approve }, sign(digest))
        }
        _ => {
            let award = award(bench, step);
            let digest = digest::award(&NativeHost, &domain, &award);
            (Action::Award { award }, sign(digest))
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
        done += usize::from(
            bench
                .call(&people[step.by as usize % 8], &action, &signatures)
                .is_ok(),
        );
    }
    done
}

/// The tribunal of three sits and a dispute is pending, so that short walks reach awards.
fn in_dispute(arbitrators: u8) -> Bench {
    let mut bench = Bench::funded(arbitrators);
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

proptest! {
    #![proptest_config(Config { cases: runs(60), failure_persistence: None, ..Config::default() })]

    #[test]
    fn blob_and_model_agree_from_the_funding_on(moves in moves(), panel in any::<bool>()) {
        play(&mut Bench::funded(if panel { 3 } else { 1 }), &moves);
    }

    #[test]
    fn blob_and_model_agree_in_a_dispute(moves in moves(), panel in any::<bool>()) {
        play(&mut in_dispute(if panel { 3 } else { 1 }), &moves);
    }

    #[test]
    fn blob_and_model_agree_before_the_funding(moves in moves()) {
        let mut bench = Bench::new(1, |_| {});
        bench.open(0, &[]).unwrap();
        play(&mut bench, &moves);
    }
}
