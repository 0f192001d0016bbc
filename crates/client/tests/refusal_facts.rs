//! Every refusal is told with what was expected and what was found.

#[path = "../../protocol/tests/support/mod.rs"]
mod support;

use std::collections::BTreeSet;

use exequatur_client::files::Token;
use exequatur_client::refusal_facts::{Attempt, Facts, facts};
use exequatur_protocol::MAX_INPUT;
use proptest::prelude::*;
use support::explore::{moves, some_terms, started, walk};
use support::*;

fn told(case: &Case, step: &Step) -> Option<Facts> {
    let token = Token {
        symbol: "UNIT".into(),
        decimals: 8,
    };
    let refusal = step.result.expect_err("the call was refused");
    let attempt = Attempt {
        state: step.before.as_ref(),
        contract: case.contract,
        chain_id: case.chain_id,
        by: step.by,
        at: step.at,
        value: step.value,
        input: &step.input,
        token: &token,
    };
    facts(refusal, &attempt)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_refusal_on_random_ways_says_what_was_expected_and_found(
        terms in some_terms(),
        stage in any::<u8>(),
        moves in moves(1..40),
    ) {
        let mut case = started(terms, stage);
        walk(&mut case, &moves, |case, step| {
            let Err(refusal) = step.result else { return };
            let facts = told(case, step);
            let facts = facts.unwrap_or_else(|| panic!("nothing is told of {refusal:?} for {step:?}"));
            assert_ne!(facts.expected, facts.found, "{refusal:?}");
            assert!(!facts.expected.is_empty() && !facts.found.is_empty(), "{refusal:?}");
        });
    }
}

#[track_caller]
fn assert_told(case: &Case, step: &Step, refusal: Refusal, expected: &str, found: &str) {
    assert_eq!(step.result, Err(refusal));
    let facts = told(case, step).expect("the facts are at hand");
    assert!(facts.expected.contains(expected), "{facts:?}");
    assert!(facts.found.contains(found), "{facts:?}");
}

fn raw(case: &mut Case, by: Who, value: u64, action: Action) -> Step {
    case.raw(by.address(), value, action.to_input(&[]))
}

#[test]
fn money_that_does_not_fit_is_told_in_amounts() {
    let mut case = Case::agreed(sole());
    let step = raw(&mut case, Payer, 5, Action::Fund);
    assert_told(
        &case,
        &step,
        Refusal::WrongAmount,
        "exactly 10.00000007 UNIT",
        "0.00000005 UNIT",
    );
    case.fund();
    let step = raw(&mut case, Payer, 5, Action::Revoke);
    assert_told(
        &case,
        &step,
        Refusal::UnexpectedMoney,
        "no money with this step",
        "0.00000005 UNIT",
    );
}

#[test]
fn call_data_that_does_not_fit_is_told_in_bytes() {
    let mut case = Case::proposed(sole());
    let step = case.raw(Payer.address(), 0, vec![0, 0, 0, 1]);
    assert_told(
        &case,
        &step,
        Refusal::BadCallData,
        "the arguments of a step",
        "4 bytes",
    );
    let mut input = Action::Consent { approve: true }.to_input(&[]);
    input.resize(MAX_INPUT + 1, 0);
    let step = case.raw(Payer.address(), 0, input);
    assert_told(
        &case,
        &step,
        Refusal::InputTooLong,
        "at most",
        &format!("{} bytes", MAX_INPUT + 1),
    );
}

#[test]
fn signature_that_nobody_made_is_told_by_its_place() {
    let mut case = Case::proposed(sole());
    let consent = Action::Consent { approve: false };
    let good = case.signed(&consent, &[Payer])[0];
    let Signature::Ecdsa(mut bytes) = good else {
        panic!("the payer of the tests has an Ethereum wallet")
    };
    bytes[64] = 29;
    let step = case.send(Stranger, &consent, &[Signature::Ecdsa(bytes)]);
    assert_told(
        &case,
        &step,
        Refusal::BadRecoveryId,
        "27 or 28",
        "29 in signature 1",
    );
    let Signature::Ecdsa(mut bytes) = good else {
        unreachable!("matched above")
    };
    bytes[32] |= 0x80;
    let step = case.send(Stranger, &consent, &[Signature::Ecdsa(bytes)]);
    assert_told(&case, &step, Refusal::HighS, "lower half", "signature 1");
    let Signature::Sr25519 {
        public,
        mut signature,
    } = case.signed(&consent, &[Payee])[0]
    else {
        panic!("the payee of the tests has a Polkadot wallet")
    };
    signature[0] ^= 1;
    let step = case.send(
        Stranger,
        &consent,
        &[Signature::Sr25519 { public, signature }],
    );
    assert_told(
        &case,
        &step,
        Refusal::BadSignature,
        &hex::encode(public),
        "signature 1",
    );
    let step = case.send(Stranger, &consent, &[Spare0.sign(&[1; 32])]);
    assert_told(
        &case,
        &step,
        Refusal::UnknownSigner,
        "the payer 0x",
        "nobody's signature",
    );
    let step = case.send(Payer, &Action::Consent { approve: true }, &[good]);
    assert_told(
        &case,
        &step,
        Refusal::SignedTwice,
        "everybody once",
        "twice the payer 0x",
    );
}

#[test]
fn terms_that_no_rule_can_work_on_are_told_by_their_figures() {
    let mut reached = BTreeSet::new();
    let mut refused = |terms: Terms, refusal: Refusal, expected: &str, found: &str| {
        let mut case = Case::blank(terms);
        let step = case.send(Stranger, &Action::Open { terms }, &[]);
        assert_told(&case, &step, refusal, expected, found);
        reached.insert(refusal.code());
    };
    let with = |change: &dyn Fn(&mut Terms)| {
        let mut terms = sole();
        change(&mut terms);
        terms
    };
    use Refusal::*;
    refused(
        with(&|terms| terms.payee = Address::ZERO),
        MissingPerson,
        "for the payee",
        "zero address",
    );
    refused(
        with(&|terms| terms.payee = terms.payer),
        SamePersonTwice,
        "another address",
        "as the payer and as the payee",
    );
    refused(
        with(&|terms| terms.notary = terms.authority),
        SamePersonTwice,
        "another",
        "appointing authority and as the notary",
    );
    refused(
        with(&|terms| terms.threshold = 2),
        BadTribunal,
        "1 arbitrator of whom 1",
        "1 in 1 seats, of whom 2 sign",
    );
    refused(with(&|terms| terms.unit = 19), BadUnit, "at most 18", "19");
    refused(
        with(&|terms| terms.amount = 0),
        BadAmount,
        "above zero",
        "0 UNIT",
    );
    refused(
        with(&|terms| terms.tribunal_cap = terms.amount + 1),
        BadAmount,
        "at most the amount, 10.00000007 UNIT",
        "10.00000008 UNIT",
    );
    refused(
        with(&|terms| terms.fallback_payer_bps = 10_001),
        BadFallback,
        "100 %",
        "100.01 %",
    );
    refused(
        with(&|terms| terms.periods.response = Hours(23)),
        BadPeriod,
        "1 day",
        "23 hours",
    );
    refused(
        with(&|terms| terms.periods.award = terms.periods.response),
        BadPeriod,
        "more time for the award than the 3 days",
        "3 days",
    );
    refused(
        with(&|terms| terms.seat = Code([0; 6])),
        MissingElement,
        "a seat",
        "none",
    );
    refused(
        with(&|terms| terms.agreement = [0; 32]),
        MissingElement,
        "agreement",
        "zeros",
    );
    refused(
        with(&|terms| terms.expiry = START),
        Expired,
        "before the expiry",
        "the chain's clock says",
    );
    assert_eq!(reached.len(), 9);
}

#[test]
fn opening_with_money_needs_both_consents() {
    let mut case = Case::blank(sole());
    let action = Action::Open { terms: sole() };
    let step = raw(&mut case, Payer, sole().amount, action);
    assert_told(
        &case,
        &step,
        Refusal::WrongPhase,
        "both parties' consents",
        "the payer 0x",
    );
}

#[test]
fn bounds_and_limits_are_told_with_where_they_are() {
    let mut case = Case::disputed(sole());
    let award = case.final_award(0, 0);
    let signatures = case.signed(
        &Action::Award {
            award: award.clone(),
        },
        &[Arb0],
    );
    let step = case.send(Stranger, &Action::Award { award }, &signatures);
    assert_told(
        &case,
        &step,
        Refusal::NoDueNotice,
        "by the payee, or a moment after",
        "no response",
    );
    let step = raw(&mut case, Payer, 0, Action::Answer { answer: doc(3) });
    assert_told(
        &case,
        &step,
        Refusal::NotAuthorised,
        "the respondent: the payee",
        "the payer 0x",
    );
    let order = case.replacement(7, Spare0);
    let action = Action::Order {
        order,
        approve: true,
    };
    let step = case.send(Authority, &action, &[]);
    assert_told(
        &case,
        &step,
        Refusal::SeatNotOpen,
        "seat 0, the only one",
        "seat 7",
    );
    assert!(told(&case, &step).expect("told").hint.is_some());
    let order = case.replacement(0, Spare0);
    let action = Action::Order {
        order,
        approve: true,
    };
    let step = case.send(Authority, &action, &[]);
    assert_told(
        &case,
        &step,
        Refusal::SeatNotOpen,
        "by which the award is due",
        "who accepted",
    );
    let step = raw(
        &mut case,
        Stranger,
        0,
        Action::Withdraw {
            owner: Payer.address(),
        },
    );
    assert_told(
        &case,
        &step,
        Refusal::NothingToWithdraw,
        "nobody has one now",
        "the payer 0x",
    );
    let mut case = Case::funded(sole());
    let pause = Action::Pause {
        hours: Hours(169),
        reason: doc(5),
    };
    let step = raw(&mut case, Payer, 0, pause);
    assert_told(
        &case,
        &step,
        Refusal::TooLong,
        "at most 7 days",
        "169 hours",
    );
}
