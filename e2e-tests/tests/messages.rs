//! Every message on the real blob: what it does, who is refused, and that a refusal changes nothing. `Bench` compares answer, event,
//! cell and balance with the model after every call.

use exequatur_client::host::NativeHost;
use exequatur_e2e_tests::{Bench, Person};
use exequatur_protocol::{
    Action, Address, Award, AwardKind, Hash, Hours, Order, OrderKind, Phase, Refusal, Signature,
    digest,
};

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

/// Asserts the refusal, and that cell and balance are what they were.
#[track_caller]
fn refused(
    bench: &mut Bench,
    by: &Person,
    action: &Action,
    signatures: &[Signature],
    expected: Refusal,
) {
    let (cell, state) = (bench.cell(), bench.model);
    assert_eq!(bench.call(by, action, signatures).unwrap_err(), expected);
    assert_eq!(bench.cell(), cell);
    assert_eq!(bench.model, state);
}

#[track_caller]
fn done(bench: &mut Bench, by: &Person, action: &Action, signatures: &[Signature]) {
    bench
        .call(by, action, signatures)
        .unwrap_or_else(|refusal| panic!("refused: {refusal}"));
}

fn disputed(arbitrators: u8) -> Bench {
    let mut bench = Bench::funded(arbitrators);
    for seat in 0..arbitrators as usize {
        let digest = digest::consent(&NativeHost, &bench.domain(), &HASH, 0);
        let signature = bench.people.arbitrators[seat].sign(&digest);
        done(
            &mut bench,
            &stranger(),
            &Action::Appointment {
                disclosure: HASH,
                approve: false,
            },
            &[signature],
        );
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
    let whole = Action::Release {
        to_payer: 1,
        sequence: 0,
        approve: true,
        pay: false,
    }
    .to_input(&[]);
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

#[test]
fn release_by_both_pays_each_once() {
    let mut bench = Bench::funded(1);
    let amount = bench.terms.amount;
    let before = [bench.balance(&payer()), bench.balance(&payee())];
    let split = Action::Release {
        to_payer: amount / 3,
        sequence: 0,
        approve: true,
        pay: true,
    };
    refused(&mut bench, &stranger(), &split, &[], Refusal::NotAuthorised);
    done(&mut bench, &payer(), &split, &[]);
    refused(&mut bench, &payer(), &split, &[], Refusal::SignedTwice);
    done(&mut bench, &payee(), &split, &[]);
    assert_eq!(bench.balance(&payer()), before[0] + u128::from(amount / 3));
    assert_eq!(
        bench.balance(&payee()),
        before[1] + u128::from(amount - amount / 3)
    );
    refused(&mut bench, &payee(), &split, &[], Refusal::WrongPhase);
    for owner in [payer().address(), payee().address()] {
        refused(
            &mut bench,
            &stranger(),
            &Action::Withdraw { owner },
            &[],
            Refusal::NothingToWithdraw,
        );
    }
}

#[test]
fn a_party_and_the_tribunal_wait_for_the_other_party() {
    let mut bench = Bench::funded(1);
    let digest = digest::consent(&NativeHost, &bench.domain(), &HASH, 0);
    let accepted = bench.people.arbitrators[0].sign(&digest);
    done(
        &mut bench,
        &stranger(),
        &Action::Appointment {
            disclosure: HASH,
            approve: false,
        },
        &[accepted],
    );
    let amount = bench.terms.amount;
    let digest = digest::release(&NativeHost, &bench.domain(), 0, amount, 0);
    let arbitrator = bench.people.arbitrators[0].sign(&digest);
    let split = Action::Release {
        to_payer: 0,
        sequence: 0,
        approve: true,
        pay: true,
    };
    done(&mut bench, &payee(), &split, &[arbitrator]);
    let withdraw = Action::Withdraw {
        owner: payee().address(),
    };
    bench.advance(u64::from(bench.terms.periods.response.seconds()) - 1);
    refused(
        &mut bench,
        &stranger(),
        &withdraw,
        &[],
        Refusal::NothingToWithdraw,
    );
    bench.advance(1);
    let before = bench.balance(&payee());
    done(&mut bench, &stranger(), &withdraw, &[]);
    assert_eq!(bench.balance(&payee()), before + u128::from(amount));
    refused(
        &mut bench,
        &stranger(),
        &withdraw,
        &[],
        Refusal::NothingToWithdraw,
    );
}

#[test]
fn pause_resume_and_revoke() {
    let mut bench = Bench::funded(1);
    let pause = Action::Pause {
        hours: Hours(24),
        reason: HASH,
    };
    refused(&mut bench, &stranger(), &pause, &[], Refusal::NotAuthorised);
    let too_long = Action::Pause {
        hours: Hours(169),
        reason: HASH,
    };
    refused(&mut bench, &payer(), &too_long, &[], Refusal::TooLong);
    done(&mut bench, &payer(), &pause, &[]);
    refused(&mut bench, &payee(), &pause, &[], Refusal::AlreadyPaused);
    refused(
        &mut bench,
        &payee(),
        &Action::Resume,
        &[],
        Refusal::NotPaused,
    );
    done(&mut bench, &payer(), &Action::Resume, &[]);
    refused(&mut bench, &payer(), &pause, &[], Refusal::PauseUsed);
    done(
        &mut bench,
        &payer(),
        &Action::Release {
            to_payer: 1,
            sequence: 0,
            approve: true,
            pay: false,
        },
        &[],
    );
    done(&mut bench, &payer(), &Action::Revoke, &[]);
    let old = Action::Release {
        to_payer: 1,
        sequence: 0,
        approve: true,
        pay: false,
    };
    refused(&mut bench, &payee(), &old, &[], Refusal::WrongSequence);
}

#[test]
fn a_dispute_from_notice_to_award_with_a_sole_arbitrator() {
    let mut bench = disputed(1);
    refused(
        &mut bench,
        &payee(),
        &Action::Dispute { notice: HASH },
        &[],
        Refusal::WrongPhase,
    );
    let award = final_award(&bench);
    let signatures = signed(&bench, &award, &[0]);
    let early = Action::Award {
        award: award.clone(),
    };
    refused(
        &mut bench,
        &stranger(),
        &early,
        &signatures,
        Refusal::NoDueNotice,
    );
    refused(
        &mut bench,
        &payer(),
        &Action::Acknowledge,
        &[],
        Refusal::NotAuthorised,
    );
    done(&mut bench, &payee(), &Action::Acknowledge, &[]);
    done(&mut bench, &payee(), &Action::Answer { answer: HASH }, &[]);
    refused(
        &mut bench,
        &payee(),
        &Action::Answer { answer: HASH },
        &[],
        Refusal::AlreadyAnswered,
    );
    done(
        &mut bench,
        &payer(),
        &Action::Exhibit {
            document: HASH,
            manifest: HASH,
        },
        &[],
    );
    let exhibit = Action::Exhibit {
        document: HASH,
        manifest: HASH,
    };
    refused(
        &mut bench,
        &stranger(),
        &exhibit,
        &[],
        Refusal::NotAuthorised,
    );
    done(&mut bench, &stranger(), &early, &signatures);
    refused(
        &mut bench,
        &stranger(),
        &early,
        &signatures,
        Refusal::WrongSequence,
    );
    let owners = [
        payer().address(),
        payee().address(),
        bench.people.arbitrators[0].address(),
    ];
    for owner in owners {
        refused(
            &mut bench,
            &stranger(),
            &Action::Withdraw { owner },
            &[],
            Refusal::NothingToWithdraw,
        );
    }
    bench.advance(u64::from(bench.terms.periods.hold.seconds()));
    for owner in owners {
        // The arbitrator's account does not exist yet: its existential deposit comes from whoever sends this.
        done(&mut bench, &stranger(), &Action::Withdraw { owner }, &[]);
        refused(
            &mut bench,
            &stranger(),
            &Action::Withdraw { owner },
            &[],
            Refusal::NothingToWithdraw,
        );
    }
    assert!(bench.state().is_closed());
}

#[test]
fn every_element_of_article_31_is_needed() {
    let mut bench = disputed(3);
    done(&mut bench, &payee(), &Action::Acknowledge, &[]);
    let good = Award {
        omission: Some(HASH),
        ..final_award(&bench)
    };
    let cases: [(Award, Refusal); 9] = [
        (
            Award {
                omission: None,
                ..good.clone()
            },
            Refusal::NoOmissionReason,
        ),
        (
            Award {
                reasons: None,
                ..good.clone()
            },
            Refusal::NoReasons,
        ),
        (
            Award {
                seat: exequatur_protocol::Code(*b"FR\0\0\0\0"),
                ..good.clone()
            },
            Refusal::WrongSeat,
        ),
        (
            Award {
                date: bench.now() + 1,
                ..good.clone()
            },
            Refusal::WrongDate,
        ),
        (
            Award {
                date: bench.now() - 1,
                ..good.clone()
            },
            Refusal::WrongDate,
        ),
        (
            Award {
                document: [0; 32],
                ..good.clone()
            },
            Refusal::MalformedAward,
        ),
        (
            Award {
                to_payer: good.to_payer + 1,
                ..good.clone()
            },
            Refusal::MoreThanHeld,
        ),
        (
            Award {
                to_payer: good.to_payer - 1,
                ..good.clone()
            },
            Refusal::WrongAmounts,
        ),
        (
            Award {
                number: 2,
                ..good.clone()
            },
            Refusal::WrongSequence,
        ),
    ];
    for (award, refusal) in cases {
        let signatures = signed(&bench, &award, &[0, 1]);
        refused(
            &mut bench,
            &stranger(),
            &Action::Award { award },
            &signatures,
            refusal,
        );
    }
    let one = signed(&bench, &good, &[2]);
    refused(
        &mut bench,
        &stranger(),
        &Action::Award {
            award: good.clone(),
        },
        &one,
        Refusal::TooFewSignatures,
    );
    let twice = signed(&bench, &good, &[1, 1]);
    refused(
        &mut bench,
        &stranger(),
        &Action::Award {
            award: good.clone(),
        },
        &twice,
        Refusal::SignedTwice,
    );
    let mut bad = signed(&bench, &good, &[0, 1]);
    if let Signature::Ecdsa(bytes) = &mut bad[0] {
        bytes[64] ^= 3;
    }
    refused(
        &mut bench,
        &stranger(),
        &Action::Award {
            award: good.clone(),
        },
        &bad,
        Refusal::BadRecoveryId,
    );
    let signatures = signed(&bench, &good, &[0, 1]);
    done(
        &mut bench,
        &stranger(),
        &Action::Award { award: good },
        &signatures,
    );
}

#[test]
fn orders_replace_stay_and_lift() {
    let mut bench = disputed(1);
    let order = |sequence, kind| Order {
        sequence,
        kind,
        document: HASH,
        ..Order::default()
    };
    let appointee = Person::ethereum(1).address();
    let replace = Action::Order {
        order: Order {
            appointee,
            ..order(0, OrderKind::Replace)
        },
        approve: true,
    };
    let authority = Person::polkadot("//Dave");
    refused(&mut bench, &authority, &replace, &[], Refusal::SeatNotOpen);
    refused(
        &mut bench,
        &stranger(),
        &replace,
        &[],
        Refusal::NotAuthorised,
    );
    refused(
        &mut bench,
        &payer(),
        &replace,
        &[],
        Refusal::TooFewSignatures,
    );
    refused(
        &mut bench,
        &stranger(),
        &Action::Decline { reason: HASH },
        &[],
        Refusal::NotAuthorised,
    );
    assert_eq!(bench.phase(), &Phase::Disputed);
    let until = bench.model.expect("open").dispute.award_by;
    bench.advance_to(until + 1);
    done(&mut bench, &authority, &replace, &[]);
    let digest = digest::consent(&NativeHost, &bench.domain(), &HASH, 1);
    let accepted = Person::ethereum(1).sign(&digest);
    done(
        &mut bench,
        &stranger(),
        &Action::Appointment {
            disclosure: HASH,
            approve: false,
        },
        &[accepted],
    );
    let award = final_award(&bench);
    let by_successor =
        Person::ethereum(1).sign(&digest::award(&NativeHost, &bench.domain(), &award));
    let by_predecessor = signed(&bench, &award, &[0]);
    let award = Action::Award { award };
    refused(
        &mut bench,
        &stranger(),
        &award,
        &by_predecessor,
        Refusal::UnknownSigner,
    );
    done(&mut bench, &stranger(), &award, &[by_successor]);

    let notary = Person::polkadot("//Eve");
    let now = bench.now();
    let stay = Order {
        until: now + 30 * 86_400,
        ..order(1, OrderKind::Stay)
    };
    let stay = Action::Order {
        order: stay,
        approve: true,
    };
    refused(&mut bench, &payer(), &stay, &[], Refusal::TooFewSignatures);
    done(&mut bench, &notary, &stay, &[]);
    bench.advance(u64::from(bench.terms.periods.hold.seconds()));
    let withdraw = Action::Withdraw {
        owner: payee().address(),
    };
    refused(
        &mut bench,
        &payee(),
        &withdraw,
        &[],
        Refusal::NothingToWithdraw,
    );
    done(
        &mut bench,
        &notary,
        &Action::Order {
            order: order(2, OrderKind::Lift),
            approve: true,
        },
        &[],
    );
    done(&mut bench, &payee(), &withdraw, &[]);
    refused(
        &mut bench,
        &payee(),
        &withdraw,
        &[],
        Refusal::NothingToWithdraw,
    );
}

#[test]
fn a_silent_tribunal_ends_in_the_fallback_split() {
    let mut bench = disputed(1);
    let due = bench.state().due().unwrap();
    bench.advance_to(due - 1);
    let withdraw = Action::Withdraw {
        owner: payer().address(),
    };
    refused(
        &mut bench,
        &stranger(),
        &withdraw,
        &[],
        Refusal::NothingToWithdraw,
    );
    bench.advance(1);
    done(&mut bench, &stranger(), &withdraw, &[]);
    done(
        &mut bench,
        &stranger(),
        &Action::Withdraw {
            owner: payee().address(),
        },
        &[],
    );
    assert_eq!(*bench.phase(), Phase::Lapsed);
    assert!(bench.state().is_closed());
}

#[test]
fn an_origin_too_poor_for_the_payees_account_leaves_the_credit() {
    // The payee's account does not exist; the sender has just enough for a call and nothing for somebody else's account.
    let mut bench = Bench::new(1, |terms| {
        terms.payee = Person::ethereum(5).address();
        terms.amount = 20_000_000;
        terms.tribunal_cap = 0;
    });
    let consent = Person::ethereum(5).sign(&bench.consent_digest());
    bench.open(bench.terms.amount, &[consent]).unwrap();
    let amount = bench.terms.amount;
    let approval =
        Person::ethereum(5).sign(&digest::release(&NativeHost, &bench.domain(), 0, amount, 0));
    let release = Action::Release {
        to_payer: 0,
        sequence: 0,
        approve: true,
        pay: false,
    };
    done(&mut bench, &payer(), &release, &[approval]);
    let poor = Person::ethereum(7);
    bench
        .scratch
        .transfer(&stranger().account(), &poor.account(), 100_000_000)
        .unwrap();
    let dest = exequatur_localchain::H160(bench.contract.0);
    let cell = bench.cell();
    let withdraw = Action::Withdraw {
        owner: bench.terms.payee,
    };
    let run = bench
        .scratch
        .call(&poor.account(), dest, 0, withdraw.to_input(&[]));
    assert!(!run.succeeded(), "{:?}", run.result);
    assert_eq!(bench.cell(), cell, "the credit stays");
    done(&mut bench, &stranger(), &withdraw, &[]);
    refused(
        &mut bench,
        &stranger(),
        &withdraw,
        &[],
        Refusal::NothingToWithdraw,
    );
}
