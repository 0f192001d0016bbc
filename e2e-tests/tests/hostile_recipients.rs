//! Receivers that do their worst, as real contracts, and receivers that do not exist. Whatever they do, the others get their money,
//! a payment that fails leaves credit and state as they were, and the contract has what it owes. `Bench` compares answer, record, cell
//! and balance with the model after each call. `EXEQUATUR_RUNS` says how many cases of each kind are played.

mod payouts;

use std::cell::RefCell;

use exequatur_client::host::NativeHost;
use exequatur_e2e_tests::Person;
use exequatur_e2e_tests::recipient::{Conduct, Ground, forward};
use exequatur_e2e_tests::runs::runs;
use exequatur_protocol::{Action, Address, AwardKind, digest};
use payouts::{Case, Ending, Game, Nature, Seat, Tally, cases};
use proptest::test_runner::{Config, TestRunner};

/// Plays cases on one ground and says how it went.
fn play(kind: &str, ending: Ending, nature: impl Fn(&mut Case) -> Nature) -> Tally {
    let ground = Ground::new();
    let tally = RefCell::new(Tally::default());
    let config = Config {
        cases: runs(40),
        failure_persistence: None,
        ..Config::default()
    };
    TestRunner::new(config)
        .run(&cases(), |mut case| {
            let nature = nature(&mut case);
            Game::new(&ground, &case, nature, ending).play(&mut tally.borrow_mut());
            Ok(())
        })
        .unwrap_or_else(|failure| panic!("{kind}: {failure}"));
    let tally = tally.into_inner();
    println!("{kind}: {tally}");
    assert!(tally.others > 0, "{tally}");
    tally
}

/// A contract that never takes a payment gets nothing, and nobody else loses anything. When it thinks better of it, it is paid.
fn refuses(kind: &str, worst: fn(&Game, &Case) -> (Conduct, Address, Vec<u8>)) {
    let tally = play(kind, Ending::Fails, |_| Nature::Contract(worst));
    assert!(tally.failed >= tally.games, "{tally}");
    assert_eq!(tally.ended_by_chain, 0, "the contract itself refuses");
}

/// A contract that takes a payment whatever it does with it.
fn takes(kind: &str, worst: fn(&Game, &Case) -> (Conduct, Address, Vec<u8>)) -> Tally {
    let tally = play(kind, Ending::Paid, |_| Nature::Contract(worst));
    assert_eq!(tally.failed, 0, "{tally}");
    tally
}

fn plain(conduct: Conduct) -> (Conduct, Address, Vec<u8>) {
    (conduct, Address::ZERO, Vec::new())
}

#[test]
fn receiver_that_reverts() {
    refuses("reverts", |_, _| plain(Conduct::Revert));
}

#[test]
fn receiver_that_traps() {
    refuses("traps", |_, _| plain(Conduct::Trap));
}

#[test]
fn receiver_that_burns_all_weight() {
    refuses("burns all weight", |_, _| plain(Conduct::Burn));
}

#[test]
fn receiver_that_grows_its_storage() {
    refuses("grows its storage", |_, case| {
        plain(if case.inner < 128 {
            Conduct::Grow
        } else {
            Conduct::GrowByAByte
        })
    });
}

#[test]
fn receiver_that_answers_at_length() {
    takes("answers at length", |_, _| plain(Conduct::AnswerLong));
}

#[test]
fn receiver_that_sends_the_money_back() {
    refuses("sends the money back", |game, _| {
        (Conduct::PassOn, game.bench.contract, Vec::new())
    });
}

#[test]
fn receiver_that_sends_the_money_on() {
    takes("sends the money on", |game, _| {
        (
            Conduct::PassOn,
            game.bench.people.notary.address(),
            Vec::new(),
        )
    });
}

/// The chain ends whoever calls back in, and with it the payment.
#[test]
fn receiver_that_calls_back_in() {
    refuses("calls back in", |game, case| {
        let conduct = if case.through_another {
            Conduct::ReenterOrRefuse
        } else {
            Conduct::Reenter
        };
        (conduct, game.bench.contract, call_back(game, case))
    });
}

#[test]
fn receiver_that_calls_back_in_through_another_or_refuses() {
    refuses("calls back in through another, or refuses", |game, case| {
        let data = forward(game.bench.contract, &call_back(game, case));
        (Conduct::ReenterOrRefuse, game.go_between, data)
    });
}

/// Then the chain ends the other contract; the receiver goes on and has its money, once.
#[test]
fn receiver_that_calls_back_in_through_another_and_takes_the_money() {
    let tally = takes("calls back in through another", |game, case| {
        let data = forward(game.bench.contract, &call_back(game, case));
        (Conduct::Reenter, game.go_between, data)
    });
    assert!(tally.shut_out >= tally.games / 2, "{tally}");
    assert!(tally.shut_out_though_valid > 0, "{tally}");
}

/// A call into the escrow: `withdraw_for` for the receiver and for the counterparty, `execute_award` and `release` with good signatures, an
/// exhibit.
fn call_back(game: &Game, case: &Case) -> Vec<u8> {
    let bench = &game.bench;
    let counterparty = match case.seat {
        Seat::Payer => &bench.people.payee,
        Seat::Payee | Seat::Presiding => &bench.people.payer,
    };
    let withdraw = |owner| (Action::Withdraw { owner }, Vec::new());
    let (action, signatures) = match case.inner % 5 {
        0 => withdraw(game.receiver),
        1 => withdraw(counterparty.address()),
        2 => game.next_award(AwardKind::Partial, 1),
        3 => {
            let held = bench.state().money.held;
            let sequence = bench.state().proposal.sequence;
            let digest = digest::release(&NativeHost, &bench.domain(), 0, held, sequence);
            let release = Action::Release {
                to_payer: 0,
                sequence,
                approve: true,
                pay: false,
            };
            (release, vec![counterparty.sign(&digest)])
        }
        _ => {
            let exhibit = Action::Exhibit {
                document: [1; 32],
                manifest: [2; 32],
            };
            (exhibit, Vec::new())
        }
    };
    action.to_input(&signatures)
}

/// Accounts that begin with the payment, often with less than the existential deposit: a fresh Ethereum address, and the address of a
/// Polkadot key that nobody registered. Who sends the payment pays the deposit; who cannot, changes nothing.
#[test]
fn receiver_that_does_not_exist() {
    let tally = play("does not exist", Ending::Paid, |case| {
        // Who locks money exists.
        if case.seat == Seat::Payer {
            case.seat = Seat::Payee;
        }
        Nature::Absent(if case.inner < 128 {
            Person::ethereum(1_000)
        } else {
            Person::polkadot("//Unregistered")
        })
    });
    assert!(tally.failed > 0, "a poor sender tried: {tally}");
    assert_eq!(tally.ended_by_chain, tally.failed, "{tally}");
}
