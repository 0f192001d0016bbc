//! Contracts that solc compiled as arbitrator and as party.

use exequatur_e2e_tests::solidity::{Arbitrator, Party, call, deploy, deploy_token, solidity};
use exequatur_e2e_tests::{Bench, Person};
use exequatur_localchain::{ContractRun, H160, View};
use exequatur_protocol::{Action, Address, Hours, Phase, Refusal};

const HASH: [u8; 32] = [9; 32];

/// Who owns the contracts.
fn owner() -> Person {
    Person::polkadot("//Ferdie")
}

fn payer() -> Person {
    Person::polkadot("//Alice")
}

fn payee() -> Person {
    Person::polkadot("//Bob")
}

fn uint(n: u8) -> [u8; 32] {
    let mut word = [0; 32];
    word[31] = n;
    word
}

fn number(n: u64) -> alloy_sol_types::private::U256 {
    alloy_sol_types::private::U256::from(n)
}

/// A dispute before a tribunal that is a contract and accepted; the payee answered.
fn before_a_contract(reasons_waived: bool) -> (Bench, Address) {
    let mut bench = Bench::new(1, |_| {});
    let arbitrator = deploy(&mut bench.scratch, &owner().account(), "Arbitrator", &[]);
    bench.terms.tribunal[0] = arbitrator;
    bench.terms.reasons_waived = reasons_waived;
    bench.terms.fallback_payer_bps = 2_500;
    bench.open_and_fund().expect("in order");
    let accept = Arbitrator::acceptCall {
        escrow: solidity(bench.contract),
        disclosure: HASH.into(),
    };
    done(&call(
        &mut bench.scratch,
        &owner().account(),
        arbitrator,
        &accept,
    ));
    let appointment = Action::Appointment {
        disclosure: HASH,
        approve: true,
    };
    bench
        .follow(arbitrator, 0, &appointment)
        .expect("it accepted");
    let notice = Action::Dispute { notice: HASH };
    bench.call(&payer(), &notice, &[]).expect("in order");
    (bench, arbitrator)
}

fn answered(bench: &mut Bench) {
    let answer = Action::Answer { answer: HASH };
    bench.call(&payee(), &answer, &[]).expect("in order");
}

fn rule(bench: &mut Bench, arbitrator: Address, ruling: u64) -> ContractRun {
    let ruling = Arbitrator::giveRulingCall {
        escrow: solidity(bench.contract),
        disputeID: number(77),
        ruling: number(ruling),
    };
    call(&mut bench.scratch, &owner().account(), arbitrator, &ruling)
}

fn ruling(choice: u8) -> Action {
    Action::Rule {
        dispute: uint(77),
        ruling: uint(choice),
    }
}

#[track_caller]
fn done(run: &ContractRun) {
    assert!(run.succeeded(), "{:?}", run.result);
}

/// The escrow's refusal, handed on by a contract that made a call typed by Solidity: its answer as it stands.
#[track_caller]
fn refused(bench: &Bench, run: ContractRun, before: &Option<Vec<u8>>, expected: Refusal) {
    let answer = run.result.expect("the contract answers");
    assert!(answer.reverted);
    assert_eq!(answer.data, [0, 1, expected as u8]);
    assert_eq!(&bench.cell(), before, "a refusal changes nothing");
}

#[test]
fn each_ruling_of_an_arbitrator_contract_is_executed_after_the_hold() {
    for (choice, payers_quarters) in [(0, 1), (1, 4), (2, 0)] {
        let (mut bench, arbitrator) = before_a_contract(true);
        answered(&mut bench);
        done(&rule(&mut bench, arbitrator, choice));
        bench
            .follow(arbitrator, 0, &ruling(choice as u8))
            .expect("the rules agree");
        assert_eq!(bench.phase(), &Phase::Awarded);
        let again = rule(&mut bench, arbitrator, choice);
        let cell = bench.cell();
        refused(&bench, again, &cell, Refusal::WrongPhase);
        bench.advance(241 * 3600);
        let amount = bench.terms.amount;
        let to_payer = amount / 4 * payers_quarters;
        for (person, sum) in [(payer(), to_payer), (payee(), amount - to_payer)] {
            let withdraw = Action::Withdraw {
                owner: person.address(),
            };
            let before = bench.balance(&person);
            match bench.call(&owner(), &withdraw, &[]) {
                Ok(_) => assert_ne!(sum, 0),
                Err(refusal) => assert_eq!((sum, refusal), (0, Refusal::NothingToWithdraw)),
            }
            assert_eq!(bench.balance(&person) - before, sum.into());
            assert_eq!(
                bench.call(&owner(), &withdraw, &[]).unwrap_err(),
                Refusal::NothingToWithdraw
            );
        }
        assert!(bench.state().is_closed());
    }
}

#[test]
fn a_ruling_is_refused_early_unreasoned_malformed_or_by_a_stranger() {
    let (mut bench, arbitrator) = before_a_contract(true);
    let cell = bench.cell();
    let run = rule(&mut bench, arbitrator, 1);
    refused(&bench, run, &cell, Refusal::NoDueNotice);
    answered(&mut bench);
    let cell = bench.cell();
    for malformed in [3, 256, u64::MAX] {
        let run = rule(&mut bench, arbitrator, malformed);
        refused(&bench, run, &cell, Refusal::MalformedAward);
    }
    let other = deploy(&mut bench.scratch, &owner().account(), "Arbitrator", &[]);
    let run = rule(&mut bench, other, 1);
    refused(&bench, run, &cell, Refusal::NotAuthorised);
    assert_eq!(
        bench.call(&payer(), &ruling(1), &[]).unwrap_err(),
        Refusal::NotAuthorised
    );

    let (mut bench, arbitrator) = before_a_contract(false);
    answered(&mut bench);
    let cell = bench.cell();
    let run = rule(&mut bench, arbitrator, 1);
    refused(&bench, run, &cell, Refusal::NoReasons);
}

/// An escrow whose payee is a contract, funded by it or for it.
fn with_a_contract_as(change: impl FnOnce(&mut Bench, Address)) -> (Bench, Address) {
    let mut bench = Bench::new(1, |_| {});
    let party = deploy(&mut bench.scratch, &owner().account(), "Party", &[]);
    change(&mut bench, party);
    (bench, party)
}

#[test]
fn a_contract_is_a_payee_consents_answers_and_is_paid() {
    let (mut bench, party) = with_a_contract_as(|bench, party| bench.terms.payee = party);
    let account = owner().account();
    let escrow = solidity(bench.contract);
    bench.open(0, &[]).expect("the payer consents by it");
    let consent = Party::consentCall { escrow };
    done(&call(&mut bench.scratch, &account, party, &consent));
    bench
        .follow(party, 0, &Action::Consent { approve: true })
        .expect("in order");
    let amount = bench.terms.amount;
    bench
        .call_paying(&payer(), amount, &Action::Fund, &[])
        .expect("in order");
    bench
        .call(&payer(), &Action::Dispute { notice: HASH }, &[])
        .expect("in order");
    let answer = Party::answerCall {
        escrow,
        document: HASH.into(),
    };
    done(&call(&mut bench.scratch, &account, party, &answer));
    bench
        .follow(party, 0, &Action::Answer { answer: HASH })
        .expect("in order");
    // Nobody decides: the fallback gives it a half.
    let due = bench.state().due().expect("a dispute ends by itself");
    bench.advance_to(due);
    let withdraw = Party::withdrawCall { escrow };
    done(&call(&mut bench.scratch, &account, party, &withdraw));
    let payments = bench.follow(party, 0, &Action::Withdraw { owner: party });
    assert_eq!(payments.expect("theirs").payee, amount / 2);
    let wei = bench.scratch.spendable_wei(H160(party.0));
    assert_eq!(wei, (u128::from(amount / 2) * 100_000_000).into());
    let cell = bench.cell();
    let again = call(&mut bench.scratch, &account, party, &withdraw);
    assert!(again.result.expect("it answers").reverted);
    assert_eq!(bench.cell(), cell);
}

/// A party sends a call through its contract, and the rules agree on it.
macro_rules! sends {
    ($bench:ident, $party:ident, $call:expr, $action:expr) => {{
        done(&call(
            &mut $bench.scratch,
            &owner().account(),
            $party,
            &$call,
        ));
        $bench.follow($party, 0, &$action).expect("in order")
    }};
}

#[test]
fn a_contract_is_a_payer_pauses_releases_and_takes_it_back() {
    let (mut bench, party) = with_a_contract_as(|bench, party| {
        bench.terms.payer = party;
        bench.terms.periods.longest_pause = Hours(1_000);
    });
    let escrow = solidity(bench.contract);
    let consent = bench.people.payee.sign(&bench.consent_digest());
    bench.open(0, &[consent]).expect("the payee's signature");
    let message = Party::consentCall { escrow };
    sends!(bench, party, message, Action::Consent { approve: true });
    let amount = bench.terms.amount;
    let wei = u128::from(amount) * 100_000_000;
    let fund = Party::fundCall {
        escrow,
        value: alloy_sol_types::private::U256::from(wei),
    };
    let given = bench
        .scratch
        .call(&owner().account(), H160(party.0), amount.into(), Vec::new());
    done(&given);
    done(&call(&mut bench.scratch, &owner().account(), party, &fund));
    bench
        .follow(party, amount, &Action::Fund)
        .expect("in order");

    let (hours, reason) = (Hours(0x0102), HASH);
    let message = Party::pauseCall {
        escrow,
        hoursLong: hours.0,
        reason: reason.into(),
    };
    sends!(bench, party, message, Action::Pause { hours, reason });
    sends!(bench, party, Party::resumeCall { escrow }, Action::Resume);

    // A number with a different byte at each of its places.
    let to_payer = 0x0102_0304_u64;
    assert!(to_payer < amount);
    let release = |sequence, pay| Party::releaseCall {
        escrow,
        toPayer: to_payer,
        sequence,
        pay,
    };
    let approved = |sequence, pay| Action::Release {
        to_payer,
        sequence,
        approve: true,
        pay,
    };
    let sequence = bench.state().proposal.sequence;
    sends!(
        bench,
        party,
        release(sequence, false),
        approved(sequence, false)
    );
    sends!(bench, party, Party::revokeCall { escrow }, Action::Revoke);
    let sequence = bench.state().proposal.sequence;
    bench
        .call(&payee(), &approved(sequence, false), &[])
        .expect("the payee approves");
    let cell = bench.cell();
    let other = call(
        &mut bench.scratch,
        &owner().account(),
        party,
        &release(sequence + 256, true),
    );
    assert!(other.result.expect("it answers").reverted);
    assert_eq!(bench.cell(), cell, "another number is another proposal");
    let before = bench.balance(&payee());
    let paid = sends!(
        bench,
        party,
        release(sequence, true),
        approved(sequence, true)
    );
    assert_eq!((paid.payer, paid.payee), (to_payer, amount - to_payer));
    assert_eq!(bench.balance(&payee()) - before, (amount - to_payer).into());
    let left = bench.scratch.spendable_wei(H160(party.0));
    assert_eq!(left, (u128::from(to_payer) * 100_000_000).into());
    assert!(bench.state().is_closed());
}

#[test]
fn a_contract_acknowledges_a_notice_and_files_exhibits() {
    let (mut bench, party) = with_a_contract_as(|bench, party| bench.terms.payee = party);
    let escrow = solidity(bench.contract);
    bench.open(0, &[]).expect("the payer consents by it");
    let consent = Party::consentCall { escrow };
    sends!(bench, party, consent, Action::Consent { approve: true });
    let amount = bench.terms.amount;
    bench
        .call_paying(&payer(), amount, &Action::Fund, &[])
        .expect("in order");
    bench
        .call(&payer(), &Action::Dispute { notice: HASH }, &[])
        .expect("in order");
    let acknowledge = Party::acknowledgeCall { escrow };
    sends!(bench, party, acknowledge, Action::Acknowledge);
    let (document, manifest) = ([1; 32], [2; 32]);
    let exhibit = Party::fileExhibitCall {
        escrow,
        document: document.into(),
        manifest: manifest.into(),
    };
    sends!(
        bench,
        party,
        exhibit,
        Action::Exhibit { document, manifest }
    );
}

#[test]
fn a_contract_is_a_payer_in_tokens_and_files_the_dispute() {
    let (mut bench, party) = with_a_contract_as(|bench, party| bench.terms.payer = party);
    let account = owner().account();
    // Whoever puts the terms on chain is not the payer here.
    let token = deploy_token(&mut bench.scratch, &account, 5_000);
    let give = exequatur_e2e_tests::solidity::Token::transferCall {
        to: solidity(party),
        value: number(5_000),
    };
    done(&call(&mut bench.scratch, &account, token, &give));
    bench.terms.asset = token;
    bench.terms.unit = 0;
    bench.terms.amount = 5_000;
    bench.terms.tribunal_cap = 0;
    let consent = bench.people.payee.sign(&bench.consent_digest());
    bench.open(0, &[consent]).expect("the payee's signature");
    let escrow = solidity(bench.contract);
    let consent = Party::consentCall { escrow };
    done(&call(&mut bench.scratch, &account, party, &consent));
    bench
        .follow(party, 0, &Action::Consent { approve: true })
        .expect("in order");
    let fund = Party::fundInTokensCall {
        escrow,
        token: solidity(token),
        amount: number(5_000),
    };
    done(&call(&mut bench.scratch, &account, party, &fund));
    bench.follow(party, 0, &Action::Fund).expect("in order");
    let file = Party::fileDisputeCall {
        escrow,
        notice: HASH.into(),
    };
    done(&call(&mut bench.scratch, &account, party, &file));
    bench
        .follow(party, 0, &Action::Dispute { notice: HASH })
        .expect("in order");
    assert_eq!(bench.phase(), &Phase::Disputed);
    assert_eq!(bench.holds(), 5_000);
}
