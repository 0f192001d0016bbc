//! Escrows in a stablecoin of Polkadot Hub: an asset of the chain, with a minimum balance, behind an ERC-20 contract.

use exequatur_client::host::NativeHost;
use exequatur_e2e_tests::solidity::{Token, balance_of, call, solidity};
use exequatur_e2e_tests::{Bench, Outcome, Person};
use exequatur_localchain::runtime::{Assets, RuntimeOrigin};
use exequatur_localchain::tokens::USDT;
use exequatur_localchain::{U256, View};
use exequatur_protocol::{Action, Address, Refusal, digest};

/// 10^4 of the token's smallest units are its minimum balance.
const FITTING: u8 = 4;
/// One token, in its smallest unit.
const WHOLE: u64 = 1_000_000;

fn usdt() -> Address {
    Address(USDT.address().0)
}

/// An escrow over one token, funded, counted in this unit.
fn funded(unit: u8) -> Bench {
    let mut bench = Bench::new(1, |_| {});
    bench.terms.asset = usdt();
    bench.terms.unit = unit;
    bench.terms.amount = WHOLE / 10u64.pow(unit.into());
    bench.terms.tribunal_cap = 0;
    let consent = bench.people.payee.sign(&bench.consent_digest());
    bench.open(0, &[consent]).expect("in order");
    let approve = Token::approveCall {
        spender: solidity(bench.contract),
        value: alloy_sol_types::private::U256::from(WHOLE),
    };
    let payer = bench.people.payer.account();
    assert!(call(&mut bench.scratch, &payer, usdt(), &approve).succeeded());
    send(&mut bench, &Action::Fund).expect("allowed and there");
    bench
}

/// By the payer, who has money for fees and a role.
fn send(bench: &mut Bench, action: &Action) -> Result<Outcome, Refusal> {
    bench.call(&Person::polkadot("//Alice"), action, &[])
}

fn payer(bench: &Bench) -> Address {
    bench.people.payer.address()
}

fn payee(bench: &Bench) -> Address {
    bench.people.payee.address()
}

/// Credits a split.
fn split(bench: &mut Bench, to_payer: u64) {
    let sequence = bench.state().proposal.sequence;
    let to_payee = bench.state().money.held - to_payer;
    let digest = digest::release(&NativeHost, &bench.domain(), to_payer, to_payee, sequence);
    let signature = bench.people.payee.sign(&digest);
    let action = Action::Release {
        to_payer,
        sequence,
        approve: true,
        pay: false,
    };
    bench
        .call(&Person::polkadot("//Alice"), &action, &[signature])
        .expect("both agree");
}

fn withdraw(bench: &mut Bench, owner: Address) -> Result<Outcome, Refusal> {
    send(bench, &Action::Withdraw { owner })
}

/// Asserts that the payment fails, and that credits and tokens are where they were.
#[track_caller]
fn unpaid(bench: &mut Bench, owner: Address) {
    let escrow = bench.contract;
    let books = |bench: &mut Bench| {
        [escrow, owner].map(|owner| balance_of(&mut bench.scratch, usdt(), owner))
    };
    let before = (bench.cell(), books(bench));
    for _ in 0..2 {
        assert_eq!(withdraw(bench, owner).unwrap_err(), Refusal::PaymentFailed);
    }
    assert_eq!((bench.cell(), books(bench)), before);
}

/// Somebody gives away what they have of the token.
fn emptied(bench: &mut Bench, who: &Person, to: Address) {
    let all = balance_of(&mut bench.scratch, usdt(), who.address()).as_u128();
    transfer(bench, who, to, all);
    assert_eq!(
        balance_of(&mut bench.scratch, usdt(), who.address()),
        U256::zero()
    );
}

fn transfer(bench: &mut Bench, from: &Person, to: Address, value: u128) {
    let transfer = Token::transferCall {
        to: solidity(to),
        value: alloy_sol_types::private::U256::from(value),
    };
    let run = call(&mut bench.scratch, &from.account(), usdt(), &transfer);
    assert!(run.succeeded(), "{:?}", run.result);
}

#[test]
fn every_split_in_the_fitting_unit_is_paid_to_the_last_cent() {
    for to_payer in [0, 1, 50, 99, 100] {
        for payee_first in [false, true] {
            let mut bench = funded(FITTING);
            let (payer, payee) = (payer(&bench), payee(&bench));
            let stranger = Person::polkadot("//Ferdie").address();
            // Who has nothing of the token must get the minimum balance at least.
            emptied(&mut bench, &Person::polkadot("//Bob"), stranger);
            emptied(&mut bench, &Person::polkadot("//Alice"), stranger);
            split(&mut bench, to_payer);
            let mut owed = [(payer, to_payer), (payee, 100 - to_payer)];
            if payee_first {
                owed.reverse();
            }
            for (owner, units) in owed {
                if units != 0 {
                    withdraw(&mut bench, owner).expect("theirs");
                }
                assert_eq!(
                    balance_of(&mut bench.scratch, usdt(), owner),
                    (units * 10_000).into()
                );
            }
            assert!(bench.state().is_closed());
        }
    }
}

#[test]
fn what_anybody_gives_the_escrow_keeps_nobody_from_being_paid() {
    // Below the minimum the token hands the gift over along with the last payment; from the minimum on it stays behind.
    for gift in [1, 9_999, 10_000, 25_000] {
        for to_payer in [0, 1, 50, 100] {
            let mut bench = funded(FITTING);
            let (payer, payee, escrow) = (payer(&bench), payee(&bench), bench.contract);
            let stranger = Person::polkadot("//Ferdie");
            emptied(&mut bench, &Person::polkadot("//Bob"), stranger.address());
            emptied(&mut bench, &Person::polkadot("//Alice"), stranger.address());
            transfer(&mut bench, &stranger, escrow, gift);
            bench.given = gift;
            split(&mut bench, to_payer);
            let swept = if gift < 10_000 { gift } else { 0 };
            let mut left = 100;
            for (owner, units) in [(payer, to_payer), (payee, 100 - to_payer)] {
                if units == 0 {
                    continue;
                }
                left -= units;
                withdraw(&mut bench, owner).expect("theirs");
                let more = if left == 0 { swept } else { 0 };
                assert_eq!(
                    balance_of(&mut bench.scratch, usdt(), owner),
                    (u128::from(units) * 10_000 + more).into(),
                    "a gift of {gift}, {to_payer} to the payer"
                );
                assert_eq!(
                    withdraw(&mut bench, owner).unwrap_err(),
                    Refusal::NothingToWithdraw
                );
            }
            assert!(bench.state().is_closed());
            assert_eq!(
                balance_of(&mut bench.scratch, usdt(), escrow),
                (gift - swept).into()
            );
        }
    }
}

#[test]
fn remainder_below_the_minimum_is_never_swept_to_somebody_else() {
    let mut bench = funded(0);
    let (payer, payee) = (payer(&bench), payee(&bench));
    split(&mut bench, 9_999);
    // The token would hand the payer's 9,999 to the payee too.
    unpaid(&mut bench, payee);
    withdraw(&mut bench, payer).expect("the payee's share stays above the minimum");
    withdraw(&mut bench, payee).expect("nothing stays");
    assert!(bench.state().is_closed());
}

#[test]
fn receiver_below_the_minimum_keeps_the_credit_until_it_can_hold_it() {
    let mut bench = funded(0);
    let (payer, payee) = (payer(&bench), payee(&bench));
    let (bob, stranger) = (Person::polkadot("//Bob"), Person::polkadot("//Ferdie"));
    emptied(&mut bench, &bob, stranger.address());
    split(&mut bench, WHOLE - 9_999);
    unpaid(&mut bench, payee);
    // Nor can the payer be paid first: the remainder would go along.
    unpaid(&mut bench, payer);
    transfer(&mut bench, &stranger, payee, 10_000);
    withdraw(&mut bench, payee).expect("it holds the minimum by now");
    withdraw(&mut bench, payer).expect("nothing stays");
    assert!(bench.state().is_closed());
}

#[test]
fn escrow_that_the_issuer_froze_pays_once_it_is_thawed() {
    let mut bench = funded(FITTING);
    let (payer, payee) = (payer(&bench), payee(&bench));
    let issuer = Person::polkadot("//Ferdie").account();
    let escrow = bench
        .scratch
        .account_of(exequatur_localchain::H160(bench.contract.0));
    let origin = || RuntimeOrigin::signed(issuer.clone());
    bench
        .scratch
        .read(|| Assets::freeze(origin(), USDT.id.into(), escrow.clone().into()))
        .expect("the issuer may");
    split(&mut bench, 40);
    unpaid(&mut bench, payer);
    unpaid(&mut bench, payee);
    bench
        .scratch
        .read(|| Assets::thaw(origin(), USDT.id.into(), escrow.into()))
        .expect("the issuer may");
    withdraw(&mut bench, payee).expect("thawed");
    withdraw(&mut bench, payer).expect("thawed");
    assert!(bench.state().is_closed());
}

#[test]
fn payer_whose_remainder_is_below_the_minimum_cannot_lock() {
    let mut bench = Bench::new(1, |_| {});
    bench.terms.asset = usdt();
    bench.terms.unit = FITTING;
    bench.terms.amount = 100;
    bench.terms.tribunal_cap = 0;
    let consent = bench.people.payee.sign(&bench.consent_digest());
    bench.open(0, &[consent]).expect("in order");
    let (alice, stranger) = (Person::polkadot("//Alice"), Person::polkadot("//Ferdie"));
    let all = balance_of(&mut bench.scratch, usdt(), alice.address()).as_u128();
    transfer(
        &mut bench,
        &alice,
        stranger.address(),
        all - u128::from(WHOLE) - 9_999,
    );
    let approve = Token::approveCall {
        spender: solidity(bench.contract),
        value: alloy_sol_types::private::U256::from(10 * WHOLE),
    };
    assert!(call(&mut bench.scratch, &alice.account(), usdt(), &approve).succeeded());
    // More than the amount would come: the remainder goes along.
    assert_eq!(
        send(&mut bench, &Action::Fund).unwrap_err(),
        Refusal::NotFetched
    );
    transfer(&mut bench, &stranger, alice.address(), 1);
    send(&mut bench, &Action::Fund).expect("the minimum stays behind");
}
