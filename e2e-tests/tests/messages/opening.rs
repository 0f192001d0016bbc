//! Opening an escrow, consenting, locking the money; and what is no call at all.

use exequatur_e2e_tests::Bench;
use exequatur_protocol::{Action, Address, Hours, Phase, Refusal};

use crate::{done, payee, payer, refused, split, stranger};

#[test]
fn new_takes_the_money_only_with_both_consents() {
    let mut bench = Bench::new(1, |_| {});
    let amount = bench.terms.amount;
    assert_eq!(bench.open(amount, &[]).unwrap_err(), Refusal::WrongPhase);
    assert_eq!(bench.cell(), None);
    let forged = stranger().sign(&bench.consent_digest());
    assert_eq!(
        bench.open(amount, &[forged]).unwrap_err(),
        Refusal::UnknownSigner
    );
    let consent = payee().sign(&bench.consent_digest());
    assert_eq!(
        bench.open(amount, &[consent, consent]).unwrap_err(),
        Refusal::SignedTwice
    );
    assert_eq!(bench.cell(), None);
    assert_eq!(bench.model, None);
}

#[test]
fn new_refuses_terms_that_cannot_work() {
    type Change = fn(&mut exequatur_protocol::Terms);
    let cases: [(Change, Refusal); 8] = [
        (|terms| terms.payee = terms.payer, Refusal::SamePersonTwice),
        (
            |terms| terms.authority = Address::ZERO,
            Refusal::MissingPerson,
        ),
        (|terms| terms.threshold = 2, Refusal::BadTribunal),
        (|terms| terms.unit = 19, Refusal::BadUnit),
        (|terms| terms.amount = 0, Refusal::BadAmount),
        (
            |terms| terms.fallback_payer_bps = 10_001,
            Refusal::BadFallback,
        ),
        (
            |terms| terms.periods.response = Hours(23),
            Refusal::BadPeriod,
        ),
        (|terms| terms.agreement = [0; 32], Refusal::MissingElement),
    ];
    for (change, refusal) in cases {
        let mut bench = Bench::new(1, change);
        assert_eq!(bench.open(0, &[]).unwrap_err(), refusal);
        assert_eq!(bench.cell(), None);
    }
}

#[test]
fn consent_and_fund_step_by_step_and_each_only_once() {
    let mut bench = Bench::new(1, |_| {});
    bench.open(0, &[]).unwrap();
    let amount = bench.terms.amount;
    let consent = Action::Consent { approve: true };
    refused(
        &mut bench,
        &payer(),
        &consent,
        &[],
        Refusal::AlreadyConsented,
    );
    refused(
        &mut bench,
        &stranger(),
        &consent,
        &[],
        Refusal::NotAuthorised,
    );
    assert_eq!(
        bench
            .call_paying(&payer(), amount, &Action::Fund, &[])
            .unwrap_err(),
        Refusal::WrongPhase
    );
    done(&mut bench, &payee(), &consent, &[]);
    assert_eq!(*bench.phase(), Phase::Agreed);
    assert_eq!(
        bench
            .call_paying(&payee(), amount, &Action::Fund, &[])
            .unwrap_err(),
        Refusal::NotAuthorised
    );
    assert_eq!(
        bench
            .call_paying(&payer(), amount, &Action::Resume, &[])
            .unwrap_err(),
        Refusal::UnexpectedMoney
    );
    refused(
        &mut bench,
        &payer(),
        &Action::Fund,
        &[],
        Refusal::WrongAmount,
    );
    bench
        .call_paying(&payer(), amount, &Action::Fund, &[])
        .unwrap();
    assert_eq!(
        bench
            .call_paying(&payer(), amount, &Action::Fund, &[])
            .unwrap_err(),
        Refusal::WrongPhase
    );
}

#[test]
fn fund_with_one_planck_more_or_less_is_refused() {
    for wrong in [-1i64, 1] {
        let mut bench = Bench::new(1, |_| {});
        bench
            .open(0, &[payee().sign(&bench.consent_digest())])
            .unwrap();
        let value = bench.terms.amount.checked_add_signed(wrong).unwrap();
        let input = Action::Fund.to_input(&[]);
        let run = bench.scratch.call(
            &payer().account(),
            exequatur_localchain::H160(bench.contract.0),
            value.into(),
            input,
        );
        let answer = run.result.unwrap();
        assert!(answer.reverted);
        assert_eq!(answer.data, [0, 1, Refusal::WrongAmount as u8]);
    }
}

#[test]
fn a_plain_transfer_is_refused() {
    let mut bench = Bench::funded(1);
    let cell = bench.cell();
    let dest = exequatur_localchain::H160(bench.contract.0);
    let run = bench
        .scratch
        .call(&payer().account(), dest, 1_000, Vec::new());
    assert!(!run.succeeded());
    assert_eq!(bench.cell(), cell);
}

#[test]
fn call_data_that_is_no_call_changes_nothing() {
    let mut bench = Bench::funded(1);
    let cell = bench.cell();
    let dest = exequatur_localchain::H160(bench.contract.0);
    let whole = split(1).to_input(&[]);
    for length in 0..whole.len() {
        let run = bench
            .scratch
            .call(&payer().account(), dest, 0, whole[..length].to_vec());
        assert!(!run.succeeded(), "{length} bytes of {}", whole.len());
    }
    for selector in [17u8, 99, 255] {
        let run = bench
            .scratch
            .call(&payer().account(), dest, 0, vec![0, 0, 0, selector]);
        assert!(!run.succeeded());
    }
    let mut long = whole.clone();
    long.resize(exequatur_protocol::MAX_INPUT + 1, 0);
    let run = bench
        .scratch
        .call(&payer().account(), dest, 0, long)
        .result
        .unwrap();
    assert_eq!(run.data, [0, 1, Refusal::InputTooLong as u8]);
    assert_eq!(bench.cell(), cell);
}
