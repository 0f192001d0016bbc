//! Forged, altered and replayed authorisations on the real blob, at every stage at which somebody signs. Three escrows go on side by
//! side, with the same people, terms and clock: one, another on the same chain, and one at the same address on another chain. What was
//! signed for one is refused by the others, whatever is changed in it is refused, and then it is accepted. `Bench` compares blob and model
//! after each call. `EXEQUATUR_RUNS` says how many times the whole is played.

mod forging;

use exequatur_client::host::NativeHost;
use exequatur_e2e_tests::runs::runs;
use exequatur_e2e_tests::{Bench, Person, blob};
use exequatur_localchain::{CodeSource, Genesis, LocalChain, TxOptions, calls};
use exequatur_protocol::{
    Action, Award, AwardKind, Hash, Order, OrderKind, Refusal, Signature, digest, digest::Domain,
};
use forging::{WAYS, Way, forge};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

const HASH: Hash = [9; 32];

/// Something that is signed, where an escrow stands; who signs, by their places in the tribunal's case.
pub struct Genuine {
    /// What is sent.
    pub action: Action,
    /// Who must sign.
    pub signers: Vec<Person>,
    digest: fn(&Domain, &Action, &Bench) -> Hash,
}

impl Genuine {
    /// The signatures for an escrow, or for one that is nowhere.
    pub fn signed(&self, bench: &Bench, domain: &Domain) -> Vec<Signature> {
        let digest = (self.digest)(domain, &self.action, bench);
        self.signers.iter().map(|who| who.sign(&digest)).collect()
    }
}

fn consent(bench: &Bench) -> Genuine {
    Genuine {
        action: Action::Consent { approve: false },
        signers: vec![bench.people.payee.clone()],
        digest: |domain, _, _| digest::consent(&NativeHost, domain, &[0; 32], 0),
    }
}

fn acceptance(bench: &Bench) -> Genuine {
    let seats = usize::from(bench.terms.seats);
    Genuine {
        action: Action::Appointment {
            disclosure: HASH,
            approve: false,
        },
        signers: bench.people.arbitrators[..seats].to_vec(),
        digest: |domain, _, _| digest::consent(&NativeHost, domain, &HASH, 0),
    }
}

fn order(bench: &Bench, kind: OrderKind, signers: Vec<Person>) -> Genuine {
    let order = Order {
        sequence: bench.state().orders,
        kind,
        document: HASH,
        until: match kind {
            OrderKind::Pause | OrderKind::Stay => bench.now() + 36_000,
            _ => 0,
        },
        ..Order::default()
    };
    Genuine {
        action: Action::Order {
            order,
            approve: false,
        },
        signers,
        digest: |domain, action, _| match action {
            Action::Order { order, .. } => digest::order(&NativeHost, domain, order),
            other => panic!("{other:?} is no order"),
        },
    }
}

fn final_award(bench: &Bench) -> Genuine {
    let seats = usize::from(bench.terms.seats);
    let held = bench.state().money.held;
    let award = Award {
        number: 1,
        kind: AwardKind::Final,
        to_payer: held / 4,
        to_payee: held - held / 4,
        document: HASH,
        reasons: Some(HASH),
        seat: bench.terms.seat,
        date: bench.now(),
        ..Award::default()
    };
    Genuine {
        action: Action::Award { award },
        signers: bench.people.arbitrators[..seats].to_vec(),
        digest: |domain, action, _| match action {
            Action::Award { award } => digest::award(&NativeHost, domain, award),
            other => panic!("{other:?} is no award"),
        },
    }
}

fn settlement(bench: &Bench) -> Genuine {
    Genuine {
        action: Action::Release {
            to_payer: bench.state().money.held / 3,
            sequence: bench.state().proposal.sequence,
            approve: false,
            pay: true,
        },
        signers: vec![bench.people.payer.clone(), bench.people.payee.clone()],
        digest: |domain, action, bench| match action {
            Action::Release {
                to_payer, sequence, ..
            } => {
                let to_payee = bench.state().money.held - to_payer;
                digest::release(&NativeHost, domain, *to_payer, to_payee, *sequence)
            }
            other => panic!("{other:?} is no release"),
        },
    }
}

/// What brings an escrow to a stage, and what is signed there.
type Stage = (fn(&mut Bench), fn(&Bench) -> Genuine);

/// What is signed in the life of an escrow, one after another.
const STAGES: [Stage; 7] = [
    (|_| {}, consent),
    (
        |bench| {
            let (payer, amount) = (bench.people.payer.clone(), bench.terms.amount);
            bench
                .call_paying(&payer, amount, &Action::Fund, &[])
                .expect("both consented");
        },
        acceptance,
    ),
    (
        |_| {},
        |bench| {
            let seats = usize::from(bench.terms.seats);
            let tribunal = bench.people.arbitrators[..seats].to_vec();
            order(bench, OrderKind::Pause, tribunal)
        },
    ),
    (
        |bench| {
            let (payer, payee) = (bench.people.payer.clone(), bench.people.payee.clone());
            let file = Action::Dispute { notice: HASH };
            bench.call(&payer, &file, &[]).expect("funded");
            let answered = bench.call(&payee, &Action::Acknowledge, &[]);
            answered.expect("in dispute");
        },
        |bench| {
            let seats = usize::from(bench.terms.seats);
            let tribunal = bench.people.arbitrators[..seats].to_vec();
            order(bench, OrderKind::Close, tribunal)
        },
    ),
    (|_| {}, final_award),
    (
        |_| {},
        |bench| order(bench, OrderKind::Stay, vec![bench.people.notary.clone()]),
    ),
    (|_| {}, settlement),
];

/// The same people and terms thrice.
fn escrows(arbitrators: u8) -> [Bench; 3] {
    let genesis = Genesis::dev_with_seed([1; 32]);
    let elsewhere = Genesis {
        chain_id: genesis.chain_id + 1,
        ..Genesis::dev_with_seed([1; 32])
    };
    let expiry = u32::try_from(genesis.start_time_s).expect("before 2106") + 90 * 86_400;
    let open = |chain: &LocalChain| {
        let code = CodeSource::Blob(blob());
        let mut bench = Bench::on(chain, code, arbitrators, |terms| terms.expiry = expiry);
        bench.open(0, &[]).expect("the terms are in order");
        bench
    };
    let mut chain = LocalChain::in_memory(&genesis).expect("the usual genesis");
    let one = open(&chain);
    let elsewhere = open(&LocalChain::in_memory(&elsewhere).expect("the usual genesis"));
    // The payer's number goes on, and with it the next contract's address.
    let payer = Person::polkadot("//Alice");
    let pay = calls::transfer_keep_alive(Person::polkadot("//Bob").account(), 1);
    let transaction = chain.sign(&payer, pay, TxOptions::default());
    chain.submit(&transaction).expect("the payer is rich");
    let another = open(&chain);
    assert_ne!(one.contract, another.contract);
    assert_eq!(one.contract, elsewhere.contract);
    assert_eq!(one.terms, another.terms);
    [one, another, elsewhere]
}

/// Sends call data that must be refused; nothing changes.
fn refused(bench: &mut Bench, input: Vec<u8>, what: &str) -> Refusal {
    let stranger = Person::polkadot("//Ferdie");
    let before = (bench.cell(), bench.spendable_wei());
    let refusal = bench
        .raw(stranger.account(), stranger.address(), 0, input)
        .expect_err(what);
    assert_eq!((bench.cell(), bench.spendable_wei()), before, "{what}");
    refusal
}

#[derive(Default)]
struct Tally {
    forged: u64,
    replayed: u64,
    accepted: u64,
    ways: Vec<Way>,
}

fn play(arbitrators: u8, choices: &[u64], tally: &mut Tally) {
    let mut all = escrows(arbitrators);
    let mut choices = choices.iter();
    for (before, genuine) in STAGES {
        all.iter_mut().for_each(before);
        // The clocks of the chains differ by a block.
        let latest = all.iter().map(Bench::now).max().expect("there are three");
        all.iter_mut().for_each(|bench| bench.advance_to(latest));
        let made = genuine(&all[0]);
        let inputs = all
            .each_ref()
            .map(|bench| made.action.to_input(&made.signed(bench, &bench.domain())));
        for (of, input) in inputs.iter().enumerate() {
            for (at, bench) in all.iter_mut().enumerate() {
                if at != of {
                    refused(bench, input.clone(), "made for another escrow");
                    tally.replayed += 1;
                }
            }
        }
        for (way, choice) in WAYS.into_iter().zip(choices.by_ref()) {
            let Some(input) = forge(&all[0], &made, way, *choice) else {
                continue;
            };
            refused(&mut all[0], input, &format!("{way:?} {choice}"));
            tally.forged += 1;
            if !tally.ways.contains(&way) {
                tally.ways.push(way);
            }
        }
        let stranger = Person::polkadot("//Ferdie");
        for (bench, input) in all.iter_mut().zip(inputs) {
            bench
                .raw(stranger.account(), stranger.address(), 0, input.clone())
                .unwrap_or_else(|refusal| panic!("{:?}: {refusal}", made.action));
            tally.accepted += 1;
            refused(bench, input, "a second time");
            tally.replayed += 1;
        }
    }
}

#[test]
fn no_forgery_and_no_replay_is_accepted_and_what_was_signed_is() {
    let mut tally = Tally::default();
    let mut runner = TestRunner::new(Config::default());
    let times = runs(6);
    for time in 0..times {
        let choices: Vec<_> = (0..STAGES.len() * WAYS.len())
            .map(|_| runner.rng().next_u64())
            .collect();
        play(if time % 2 == 0 { 1 } else { 3 }, &choices, &mut tally);
    }
    println!(
        "played {times} times: {} forgeries and {} replays refused, {} genuine ones accepted",
        tally.forged, tally.replayed, tally.accepted
    );
    assert_eq!(tally.ways.len(), WAYS.len(), "every way was tried");
}
