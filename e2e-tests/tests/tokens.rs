//! Escrows in ERC-20 tokens that solc compiled: money comes and goes by exact difference, and a token that misbehaves takes
//! nothing from anybody who is not its own victim.

use exequatur_client::host::NativeHost;
use exequatur_e2e_tests::solidity::{Manner, Token, balance_of, call, deploy_token, solidity};
use exequatur_e2e_tests::{Bench, Outcome, Person};
use exequatur_localchain::{H160, U256, View};
use exequatur_protocol::{Action, Address, Award, AwardKind, Phase, Refusal, digest};

const HASH: [u8; 32] = [9; 32];
const SUPPLY: u64 = 1_000_000_000;
const AMOUNT: u64 = 100_000_000;

/// An escrow in a token, agreed; the payer has all there is of the token, and allowed the escrow its amount.
fn agreed(manner: Manner) -> Bench {
    let mut bench = Bench::new(1, |_| {});
    let issuer = bench.people.stranger.account();
    let token = deploy_token(&mut bench.scratch, &issuer, SUPPLY);
    let transfer = Token::transferCall {
        to: solidity(bench.people.payer.address()),
        value: alloy(SUPPLY),
    };
    let run = call(&mut bench.scratch, &issuer, token, &transfer);
    assert!(run.succeeded());
    bench.terms.asset = token;
    bench.terms.unit = 0;
    bench.terms.amount = AMOUNT;
    bench.terms.tribunal_cap = AMOUNT / 10;
    let consent = bench.people.payee.sign(&bench.consent_digest());
    bench.open(0, &[consent]).expect("in order");
    assert_eq!(bench.phase(), &Phase::Agreed);
    allow(&mut bench, AMOUNT);
    behave(&mut bench, token, manner);
    bench
}

fn alloy(n: u64) -> alloy_sol_types::private::U256 {
    alloy_sol_types::private::U256::from(n)
}

fn behave(bench: &mut Bench, token: Address, manner: Manner) {
    let anybody = bench.people.stranger.account();
    let call_data = Token::behaveCall { manner };
    assert!(call(&mut bench.scratch, &anybody, token, &call_data).succeeded());
}

fn allow(bench: &mut Bench, value: u64) {
    let approve = Token::approveCall {
        spender: solidity(bench.contract),
        value: alloy(value),
    };
    // An approval by a plain account: the payer's own transaction to the token.
    let payer = bench.people.payer.account();
    let token = bench.terms.asset;
    assert!(call(&mut bench.scratch, &payer, token, &approve).succeeded());
}

fn freeze(bench: &mut Bench, who: Address, yes: bool) {
    let anybody = bench.people.stranger.account();
    let freeze = Token::freezeCall {
        account: solidity(who),
        yes,
    };
    let token = bench.terms.asset;
    assert!(call(&mut bench.scratch, &anybody, token, &freeze).succeeded());
}

fn funded() -> Bench {
    let mut bench = agreed(Manner::Plain);
    send(&mut bench, &payer(), &Action::Fund).expect("allowed and there");
    bench
}

/// An escrow over so many units of a million of the token's smallest, locked.
fn in_millions(amount: u64) -> Bench {
    let mut bench = Bench::new(1, |_| {});
    let token = deploy_token(&mut bench.scratch, &payer().account(), u64::MAX);
    bench.terms.asset = token;
    bench.terms.unit = 6;
    bench.terms.amount = amount;
    bench.terms.tribunal_cap = 0;
    // The deployment moved the payer's counter, and with it the escrow's address.
    bench.contract = bench.next_contract();
    let consent = bench.people.payee.sign(&bench.consent_digest());
    bench.open(0, &[consent]).expect("in order");
    allow(&mut bench, amount * 1_000_000);
    send(&mut bench, &payer(), &Action::Fund).expect("allowed and there");
    bench
}

fn payer() -> Person {
    Person::polkadot("//Alice")
}

fn payee() -> Person {
    Person::polkadot("//Bob")
}

fn send(bench: &mut Bench, by: &Person, action: &Action) -> Result<Outcome, Refusal> {
    bench.call(by, action, &[])
}

/// Asserts the refusal, and that nothing moved: neither state nor anybody's tokens.
#[track_caller]
fn refused(bench: &mut Bench, by: &Person, action: &Action, expected: Refusal) {
    let before = (bench.cell(), books(bench));
    assert_eq!(send(bench, by, action).unwrap_err(), expected);
    assert_eq!((bench.cell(), books(bench)), before);
}

/// What payer, payee and escrow have.
fn books(bench: &mut Bench) -> [U256; 3] {
    let people = [
        bench.people.payer.address(),
        bench.people.payee.address(),
        bench.contract,
    ];
    let token = bench.terms.asset;
    people.map(|owner| balance_of(&mut bench.scratch, token, owner))
}

fn release_all(bench: &mut Bench, to_payer: u64, pay: bool) -> Result<Outcome, Refusal> {
    let sequence = bench.state().proposal.sequence;
    let held = bench.state().money.held;
    let digest = digest::release(
        &NativeHost,
        &bench.domain(),
        to_payer,
        held - to_payer,
        sequence,
    );
    let signature = bench.people.payee.sign(&digest);
    let action = Action::Release {
        to_payer,
        sequence,
        approve: true,
        pay,
    };
    bench.call(&payer(), &action, &[signature])
}

fn withdraw(owner: Address) -> Action {
    Action::Withdraw { owner }
}

#[test]
fn tokens_are_locked_released_and_paid_in_one_call() {
    let mut bench = funded();
    assert_eq!(
        books(&mut bench),
        [(SUPPLY - AMOUNT).into(), 0.into(), AMOUNT.into()]
    );
    release_all(&mut bench, 30, true).expect("both agree");
    assert_eq!(
        books(&mut bench),
        [
            (SUPPLY - AMOUNT + 30).into(),
            (AMOUNT - 30).into(),
            0.into()
        ]
    );
    assert!(bench.state().is_closed());
    for owner in [payer().address(), payee().address()] {
        refused(
            &mut bench,
            &payee(),
            &withdraw(owner),
            Refusal::NothingToWithdraw,
        );
    }
}

#[test]
fn an_award_in_tokens_is_withdrawn_by_each_once() {
    let mut bench = funded();
    let arbitrator = Person::ethereum(0);
    let seat = bench.terms.tribunal[0];
    let arbitrator = if arbitrator.address() == seat {
        arbitrator
    } else {
        panic!("the usual sole arbitrator has the first Ethereum key")
    };
    let accept = Action::Appointment {
        disclosure: HASH,
        approve: false,
    };
    let digest = digest::consent(&NativeHost, &bench.domain(), &HASH, 0);
    let signature = arbitrator.sign(&digest);
    bench
        .call(&payer(), &accept, &[signature])
        .expect("in order");
    send(&mut bench, &payer(), &Action::Dispute { notice: HASH }).expect("in order");
    send(&mut bench, &payee(), &Action::Answer { answer: HASH }).expect("in order");
    let award = Award {
        number: 1,
        kind: AwardKind::Final,
        to_payer: 1,
        to_payee: AMOUNT - 1 - 500,
        to_tribunal: 500,
        document: HASH,
        reasons: Some(HASH),
        seat: bench.terms.seat,
        date: bench.now(),
        ..Award::default()
    };
    let digest = digest::award(&NativeHost, &bench.domain(), &award);
    let signature = arbitrator.sign(&digest);
    let stranger = Person::polkadot("//Ferdie");
    bench
        .call(&stranger, &Action::Award { award }, &[signature])
        .expect("in order");
    bench.advance(241 * 3600);
    let token = bench.terms.asset;
    for (owner, sum) in [
        (payer().address(), 1),
        (payee().address(), AMOUNT - 501),
        (seat, 500),
    ] {
        let before = balance_of(&mut bench.scratch, token, owner);
        send(&mut bench, &stranger, &withdraw(owner)).expect("theirs");
        let after = balance_of(&mut bench.scratch, token, owner);
        assert_eq!(after - before, sum.into());
        refused(
            &mut bench,
            &stranger,
            &withdraw(owner),
            Refusal::NothingToWithdraw,
        );
    }
    assert!(bench.state().is_closed());
    assert_eq!(bench.holds(), 0);
}

#[test]
fn the_unit_of_the_terms_multiplies_what_moves() {
    let mut bench = in_millions(5_000_000);
    assert_eq!(
        books(&mut bench)[2],
        5_000_000_000_000u64.into(),
        "5 000 000 × 10^6"
    );
    release_all(&mut bench, 0, true).expect("both agree");
    assert_eq!(books(&mut bench)[1], 5_000_000_000_000u64.into());
}

/// A gift may go along with the last payment; neither may anything before it, nor what leaves something behind.
#[test]
fn a_token_that_hands_over_too_much_may_do_so_with_a_gift_and_the_last_payment_only() {
    for (gift, last_is_paid) in [(1u64, true), (2, false)] {
        let mut bench = in_millions(100);
        let (owner, token) = (payer().account(), bench.terms.asset);
        let give = Token::transferCall {
            to: solidity(bench.contract),
            value: alloy(gift),
        };
        assert!(call(&mut bench.scratch, &owner, token, &give).succeeded());
        bench.given = gift.into();
        release_all(&mut bench, 40, false).expect("both agree");
        let [first, last] = [payee(), payer()].map(|owner| withdraw(owner.address()));
        behave(&mut bench, token, Manner::Sweeps);
        for _ in 0..2 {
            refused(&mut bench, &payer(), &first, Refusal::PaymentFailed);
        }
        behave(&mut bench, token, Manner::Plain);
        send(&mut bench, &payer(), &first).expect("exact");
        behave(&mut bench, token, Manner::Sweeps);
        if last_is_paid {
            send(&mut bench, &payer(), &last).expect("nothing is left");
            assert_eq!(books(&mut bench)[2], 0.into());
            refused(&mut bench, &payer(), &last, Refusal::NothingToWithdraw);
        } else {
            for _ in 0..2 {
                refused(&mut bench, &payer(), &last, Refusal::PaymentFailed);
            }
            behave(&mut bench, token, Manner::Plain);
            send(&mut bench, &payer(), &last).expect("exact");
            assert_eq!(books(&mut bench)[2], gift.into());
        }
        assert!(bench.state().is_closed());
    }
}

#[test]
fn nothing_is_locked_that_was_not_allowed_or_is_not_there() {
    let mut bench = agreed(Manner::Plain);
    allow(&mut bench, AMOUNT - 1);
    refused(&mut bench, &payer(), &Action::Fund, Refusal::NotFetched);
    allow(&mut bench, AMOUNT);
    freeze(&mut bench, payer().address(), true);
    refused(&mut bench, &payer(), &Action::Fund, Refusal::NotFetched);
    freeze(&mut bench, payer().address(), false);
    refused(&mut bench, &payee(), &Action::Fund, Refusal::NotAuthorised);
    send(&mut bench, &payer(), &Action::Fund).expect("now it is");
    refused(&mut bench, &payer(), &Action::Fund, Refusal::WrongPhase);
}

#[test]
fn the_chains_own_money_does_not_enter_an_escrow_in_tokens() {
    let withdraw = withdraw(payee().address());
    for (mut bench, action, value) in [
        (agreed(Manner::Plain), &Action::Fund, 1),
        (agreed(Manner::Plain), &Action::Fund, u128::from(AMOUNT)),
        (funded(), &withdraw, 1),
    ] {
        let before = bench.cell();
        let input = action.to_input(&[]);
        let contract = H160(bench.contract.0);
        // The rules count tokens; whatever comes in the chain's own money, the contract refuses before it asks them.
        let run = bench
            .scratch
            .call(&payer().account(), contract, value, input);
        let answer = run.result.expect("the contract answers");
        assert!(answer.reverted);
        assert_eq!(answer.data, [0, 1, Refusal::WrongAmount as u8]);
        assert_eq!(bench.cell(), before);
        assert_eq!(bench.scratch.spendable_wei(contract), 0.into());
    }
}

#[test]
fn tokens_that_do_not_bring_exactly_the_amount_are_refused() {
    for manner in [
        Manner::KeepsFee,
        Manner::Lies,
        Manner::AnswersFalse,
        Manner::Sweeps,
    ] {
        let mut bench = agreed(manner);
        refused(&mut bench, &payer(), &Action::Fund, Refusal::NotFetched);
        let token = bench.terms.asset;
        behave(&mut bench, token, Manner::Plain);
        send(&mut bench, &payer(), &Action::Fund).expect("the token behaves");
    }
}

#[test]
fn what_is_no_token_locks_nothing() {
    for asset in [Address([0x77; 20]), Person::polkadot("//Charlie").address()] {
        let mut bench = Bench::new(1, |terms| {
            terms.asset = asset;
            terms.unit = 0;
        });
        let consent = bench.people.payee.sign(&bench.consent_digest());
        bench.open(0, &[consent]).expect("the rules know no tokens");
        let cell = bench.cell();
        assert_eq!(
            send(&mut bench, &payer(), &Action::Fund).unwrap_err(),
            Refusal::NotFetched
        );
        assert_eq!(bench.cell(), cell);
    }
}

#[test]
fn a_token_that_answers_nothing_is_as_good_as_any() {
    let mut bench = agreed(Manner::AnswersNothing);
    send(&mut bench, &payer(), &Action::Fund).expect("it came");
    release_all(&mut bench, AMOUNT, true).expect("it goes");
    assert_eq!(books(&mut bench), [SUPPLY.into(), 0.into(), 0.into()]);
}

#[test]
fn a_token_that_calls_back_gets_nothing_by_it() {
    let mut bench = agreed(Manner::CallsBack);
    send(&mut bench, &payer(), &Action::Fund).expect("it was only the token's own time");
    release_all(&mut bench, 7, false).expect("both agree");
    for (owner, sum) in [(payer(), 7), (payee(), AMOUNT - 7)] {
        let outcome = send(&mut bench, &payer(), &withdraw(owner.address())).expect("theirs");
        assert_eq!(outcome.payments.payer + outcome.payments.payee, sum);
        refused(
            &mut bench,
            &payer(),
            &withdraw(owner.address()),
            Refusal::NothingToWithdraw,
        );
    }
}

#[test]
fn a_payment_that_the_token_bends_is_refused_and_the_credit_stays() {
    for manner in [Manner::Lies, Manner::AnswersFalse, Manner::Sweeps] {
        let mut bench = funded();
        release_all(&mut bench, 40, false).expect("both agree");
        let token = bench.terms.asset;
        behave(&mut bench, token, manner);
        let mut blocked = vec![payee()];
        if manner != Manner::Sweeps {
            blocked.push(payer());
        }
        for owner in blocked {
            for _ in 0..2 {
                refused(
                    &mut bench,
                    &payer(),
                    &withdraw(owner.address()),
                    Refusal::PaymentFailed,
                );
            }
        }
        behave(&mut bench, token, Manner::Plain);
        for (owner, sum) in [(payer(), 40), (payee(), AMOUNT - 40)] {
            let outcome = send(&mut bench, &payee(), &withdraw(owner.address())).expect("theirs");
            assert_eq!(outcome.payments.payer + outcome.payments.payee, sum);
        }
        assert!(bench.state().is_closed());
    }
}

/// A limit that is told: the contract sees what leaves it, not what arrives.
#[test]
fn a_fee_that_a_token_begins_to_keep_later_comes_off_what_arrives() {
    let mut bench = funded();
    release_all(&mut bench, 0, false).expect("both agree");
    let token = bench.terms.asset;
    behave(&mut bench, token, Manner::KeepsFee);
    let outcome = send(&mut bench, &payer(), &withdraw(payee().address())).expect("it leaves");
    assert_eq!(outcome.payments.payee, AMOUNT);
    let [_, payee, escrow] = books(&mut bench);
    assert_eq!((payee, escrow), ((AMOUNT - AMOUNT / 100).into(), 0.into()));
}

#[test]
fn a_frozen_party_keeps_the_credit_and_blocks_nobody() {
    let mut bench = funded();
    freeze(&mut bench, payer().address(), true);
    let before = (bench.cell(), books(&mut bench));
    assert_eq!(
        release_all(&mut bench, 40, true).unwrap_err(),
        Refusal::PaymentFailed,
        "paying at once needs both to receive"
    );
    assert_eq!((bench.cell(), books(&mut bench)), before);
    release_all(&mut bench, 40, false).expect("credits need nobody");
    refused(
        &mut bench,
        &payee(),
        &withdraw(payer().address()),
        Refusal::PaymentFailed,
    );
    send(&mut bench, &payee(), &withdraw(payee().address())).expect("the other is free");
    freeze(&mut bench, payer().address(), false);
    send(&mut bench, &payee(), &withdraw(payer().address())).expect("thawed");
    assert!(bench.state().is_closed());
}
