//! Disputes, from the notice to the award, or to the fallback split.

use exequatur_e2e_tests::Bench;
use exequatur_protocol::{Action, Award, Phase, Refusal, Signature};

use crate::{
    HASH, disputed, done, final_award, nothing_for, paid, payee, payer, refused, signed, stranger,
};

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
        nothing_for(&mut bench, owner);
    }
    bench.advance(u64::from(bench.terms.periods.hold.seconds()));
    for owner in owners {
        paid(&mut bench, owner);
        nothing_for(&mut bench, owner);
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
        award_refused(&mut bench, &award, &signatures, refusal);
    }
    let one = signed(&bench, &good, &[2]);
    award_refused(&mut bench, &good, &one, Refusal::TooFewSignatures);
    let twice = signed(&bench, &good, &[1, 1]);
    award_refused(&mut bench, &good, &twice, Refusal::SignedTwice);
    let mut bad = signed(&bench, &good, &[0, 1]);
    if let Signature::Ecdsa(bytes) = &mut bad[0] {
        bytes[64] ^= 3;
    }
    award_refused(&mut bench, &good, &bad, Refusal::BadRecoveryId);
    let signatures = signed(&bench, &good, &[0, 1]);
    done(
        &mut bench,
        &stranger(),
        &Action::Award { award: good },
        &signatures,
    );
}

#[test]
fn a_silent_tribunal_ends_in_the_fallback_split() {
    let mut bench = disputed(1);
    let due = bench.state().due().unwrap();
    bench.advance_to(due - 1);
    let owner = payer().address();
    nothing_for(&mut bench, owner);
    bench.advance(1);
    paid(&mut bench, owner);
    paid(&mut bench, payee().address());
    assert_eq!(*bench.phase(), Phase::Lapsed);
    assert!(bench.state().is_closed());
}

/// Asserts that an award, otherwise in order, is refused.
#[track_caller]
fn award_refused(bench: &mut Bench, award: &Award, signatures: &[Signature], expected: Refusal) {
    let award = award.clone();
    refused(
        bench,
        &stranger(),
        &Action::Award { award },
        signatures,
        expected,
    );
}
