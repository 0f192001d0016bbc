//! Every refusal is reached, by name, and nothing changes when it is. `Case::raw` compares the state before and after.
mod support;
use Refusal::*;
use exequatur_protocol::MAX_INPUT;
use support::*;

/// A way to be refused; answers with the refusal that it met.
type Scenario = fn() -> Refusal;

/// One scenario for each reason.
const SCENARIOS: &[(Refusal, Scenario)] = &[
    (BadCell, || {
        State::from_cell(&[0; 100]).expect_err("a cell is longer")
    }),
    (BadCallData, || {
        Case::proposed(sole())
            .raw(Payer.address(), 0, vec![0, 0, 0, 1])
            .result
            .expect_err("an argument is missing")
    }),
    (InputTooLong, || {
        let mut input = Action::Consent { approve: true }.to_input(&[]);
        input.resize(MAX_INPUT + 1, 0);
        Case::proposed(sole())
            .raw(Payer.address(), 0, input)
            .result
            .expect_err("the record has no room")
    }),
    (UnexpectedMoney, || {
        let input = Action::Revoke.to_input(&[]);
        Case::funded(sole())
            .raw(Payer.address(), 5, input)
            .result
            .expect_err("money with a revocation")
    }),
    (WrongAmount, || {
        let input = Action::Fund.to_input(&[]);
        Case::agreed(sole())
            .raw(Payer.address(), 5, input)
            .result
            .expect_err("not the amount")
    }),
    (WrongPhase, || {
        Case::proposed(sole()).no(Payer, Action::Fund)
    }),
    (MissingPerson, || {
        open(Terms {
            payee: Address::ZERO,
            ..sole()
        })
    }),
    (SamePersonTwice, || {
        open(Terms {
            payee: Payer.address(),
            ..sole()
        })
    }),
    (BadTribunal, || {
        open(Terms {
            threshold: 2,
            ..sole()
        })
    }),
    (BadUnit, || open(Terms { unit: 19, ..sole() })),
    (BadAmount, || {
        open(Terms {
            amount: 0,
            ..sole()
        })
    }),
    (BadFallback, || {
        open(Terms {
            fallback_payer_bps: 10_001,
            ..sole()
        })
    }),
    (BadPeriod, || open(periods(23, 720))),
    (MissingElement, || {
        open(Terms {
            agreement: [0; 32],
            ..sole()
        })
    }),
    (Expired, || {
        open(Terms {
            expiry: START,
            ..sole()
        })
    }),
    (NotAuthorised, || {
        Case::funded(sole()).no(Stranger, Action::Dispute { notice: doc(1) })
    }),
    (UnknownSigner, || {
        Case::proposed(sole()).no_signed(Payer, Action::Consent { approve: true }, &[Stranger])
    }),
    (SignedTwice, || {
        Case::proposed(sole()).no_signed(Payer, Action::Consent { approve: true }, &[Payer])
    }),
    (BadRecoveryId, || with_signature(Signature::Ecdsa([29; 65]))),
    (HighS, || {
        let mut bytes = [0xff; 65];
        bytes[64] = 27;
        with_signature(Signature::Ecdsa(bytes))
    }),
    (BadSignature, || {
        with_signature(Signature::Sr25519 {
            public: [1; 32],
            signature: [1; 64],
        })
    }),
    (TooFewSignatures, || {
        Case::proposed(sole()).no(Stranger, Action::Consent { approve: false })
    }),
    (AlreadyConsented, || {
        let mut case = Case::proposed(sole());
        case.ok(Payer, Action::Consent { approve: true });
        case.no(Payer, Action::Consent { approve: true })
    }),
    (WrongSequence, || award(|award| award.number = 2)),
    (MoreThanHeld, || award(|award| award.to_payer += 1)),
    (ProposalPending, || {
        let mut case = Case::funded(sole());
        case.ok_signed(Payee, case.approve(0), &[Arb0]);
        case.no(Payer, case.approve(1))
    }),
    (NothingToWithdraw, || {
        Case::funded(sole()).no(
            Payee,
            Action::Withdraw {
                owner: Payee.address(),
            },
        )
    }),
    (AlreadyPaused, || {
        let mut case = Case::funded(sole());
        case.ok(Payer, pause(1));
        case.no(Payee, pause(1))
    }),
    (PauseUsed, || {
        let mut case = Case::funded(sole());
        case.ok(Payer, pause(1));
        case.later(1).no(Payer, pause(1))
    }),
    (NotPaused, || Case::funded(sole()).no(Payer, Action::Resume)),
    (TooLong, || Case::funded(sole()).no(Payer, pause(0))),
    (TooManyDisputes, || {
        let mut case = Case::funded(sole());
        for _ in 0..3 {
            case.ok(Payer, Action::Dispute { notice: doc(1) });
            case.ok(Payee, Action::Acknowledge);
            case.award_ok(case.make_award(AwardKind::Termination, 0, 0, 0));
        }
        case.no(Payer, Action::Dispute { notice: doc(1) })
    }),
    (AlreadyAnswered, || {
        Case::answered(sole()).no(Payee, Action::Acknowledge)
    }),
    (AlreadyAccepted, || {
        Case::funded(sole()).no(
            Arb0,
            Action::Appointment {
                disclosure: doc(1),
                approve: true,
            },
        )
    }),
    (SeatNotOpen, || {
        let mut case = Case::funded(sole());
        case.order_no(case.replacement(0, Spare0), &[Authority])
    }),
    (AppointeeHasRole, || {
        let mut case = Case::funded(sole());
        case.order_no(case.replacement(0, Notary), &[Payer, Payee])
    }),
    (TooManyReplacements, || {
        let mut case = Case::funded(sole());
        for i in 0..6 {
            case.order_ok(
                case.replacement(0, [Spare0, Spare1][i % 2]),
                &[Payer, Payee],
            );
        }
        case.order_no(case.replacement(0, Spare0), &[Payer, Payee])
    }),
    (FeesOutstanding, || {
        let mut case = Case::answered(sole());
        case.award_ok(case.make_award(AwardKind::Costs, 0, 0, 1));
        case.no(Arb0, Action::Decline { reason: doc(1) })
    }),
    (TooManyTimes, || {
        let mut case = Case::awarded(sole());
        for _ in 0..2 {
            case.order_ok(case.make_order(OrderKind::Stay, case.now + HOUR), &[Notary]);
        }
        case.order_no(case.make_order(OrderKind::Stay, case.now + HOUR), &[Notary])
    }),
    (NotStayed, || {
        let mut case = Case::awarded(sole());
        case.order_no(case.make_order(OrderKind::Lift, 0), &[Notary])
    }),
    (RecordClosed, || {
        let mut case = Case::disputed(sole());
        case.order_ok(case.make_order(OrderKind::Close, 0), &[Arb0]);
        case.order_no(case.make_order(OrderKind::Close, 0), &[Arb0])
    }),
    (NoDueNotice, || {
        let mut case = Case::disputed(sole());
        case.award_no(case.final_award(0, 0))
    }),
    (WrongSeat, || {
        award(|award| award.seat = support::people::code(b"CH"))
    }),
    (WrongDate, || award(|award| award.date += 1)),
    (NoReasons, || award(|award| award.reasons = None)),
    (NoOmissionReason, || {
        let mut case = Case::answered(panel(2));
        let action = Action::Award {
            award: case.final_award(0, 0),
        };
        case.no_signed(Stranger, action, &[Arb0, Arb1])
    }),
    (WrongAmounts, || award(|award| award.to_payee -= 1)),
    (AboveCap, || {
        award(|award| {
            award.to_tribunal = 100_000_001;
            award.to_payee -= 100_000_001;
        })
    }),
    (MalformedAward, || award(|award| award.pause_until = 1)),
    (MalformedOrder, || {
        let mut case = Case::disputed(sole());
        case.order_no(case.make_order(OrderKind::Close, 1), &[Arb0])
    }),
];

/// What the rules never answer with, and why.
const ELSEWHERE: &[(Refusal, &str)] = &[
    (
        PaymentFailed,
        "the contract makes the transfer that can fail; the rules only say what is due",
    ),
    (
        NotFetched,
        "the contract takes the tokens; the rules only say that the whole amount is to come in",
    ),
];

fn open(terms: Terms) -> Refusal {
    Case::blank(terms).no(Stranger, Action::Open { terms })
}

fn periods(response: u16, award: u16) -> Terms {
    let mut terms = sole();
    terms.periods.response = Hours(response);
    terms.periods.award = Hours(award);
    terms
}

fn with_signature(signature: Signature) -> Refusal {
    let mut case = Case::proposed(sole());
    case.send(Stranger, &Action::Consent { approve: false }, &[signature])
        .result
        .expect_err("a bad signature")
}

fn pause(hours: u16) -> Action {
    Action::Pause {
        hours: Hours(hours),
        reason: doc(5),
    }
}

/// A final award, valid but for the change.
fn award(change: fn(&mut Award)) -> Refusal {
    let mut case = Case::answered(sole());
    let mut award = case.final_award(0, 0);
    change(&mut award);
    case.award_no(award)
}

#[test]
fn every_refusal_is_reached_or_is_the_contracts() {
    for (refusal, scenario) in SCENARIOS {
        assert_eq!(scenario(), *refusal);
    }
    for refusal in Refusal::ALL {
        let here = SCENARIOS
            .iter()
            .filter(|(reached, _)| reached == refusal)
            .count();
        let elsewhere = ELSEWHERE
            .iter()
            .filter(|(listed, reason)| listed == refusal && !reason.is_empty())
            .count();
        assert_eq!(
            here + elsewhere,
            1,
            "{} is in {here} scenarios here and {elsewhere} elsewhere",
            refusal.code()
        );
    }
}

#[test]
fn refusals_have_stable_numbers_distinct_codes_and_plain_sentences() {
    use codec::{DecodeAll, Encode};
    let codes: std::collections::BTreeSet<_> =
        Refusal::ALL.iter().map(|refusal| refusal.code()).collect();
    assert_eq!(codes.len(), Refusal::ALL.len());
    for (number, refusal) in Refusal::ALL.iter().enumerate() {
        assert_eq!(refusal.encode(), [number as u8]);
        assert_eq!(Refusal::decode_all(&mut &[number as u8][..]), Ok(*refusal));
        let text = refusal.to_string();
        assert!(
            text.starts_with(char::is_lowercase) && !text.ends_with('.'),
            "{text}"
        );
    }
}

#[test]
fn terms_are_refused_for_every_reason_at_both_sides_of_the_limit() {
    let good = |terms: Terms| assert_eq!(terms.check(), Ok(()));
    let three = panel(2);
    for missing in [
        Terms {
            payer: Address::ZERO,
            ..sole()
        },
        Terms {
            payee: Address::ZERO,
            ..sole()
        },
        Terms {
            tribunal: [Address::ZERO; 3],
            ..sole()
        },
        Terms {
            authority: Address::ZERO,
            ..sole()
        },
        Terms {
            tribunal: [Address::ZERO, Arb1.address(), Arb2.address()],
            ..three
        },
    ] {
        assert_eq!(open(missing), MissingPerson);
    }
    good(Terms {
        notary: Address::ZERO,
        ..sole()
    });
    // Each of the seven persons in the place of each other.
    type Place = fn(&mut Terms) -> &mut Address;
    let places: [Place; 7] = [
        |t| &mut t.payer,
        |t| &mut t.payee,
        |t| &mut t.tribunal[0],
        |t| &mut t.tribunal[1],
        |t| &mut t.tribunal[2],
        |t| &mut t.authority,
        |t| &mut t.notary,
    ];
    for (i, one) in places.iter().enumerate() {
        for other in &places[..i] {
            let mut terms = three;
            *one(&mut terms) = *other(&mut terms);
            assert_eq!(open(terms), SamePersonTwice);
        }
    }
    for (seats, threshold, terms) in [
        (0, 0, sole()),
        (1, 0, sole()),
        (1, 2, sole()),
        (2, 2, sole()),
        (3, 2, sole()),
        (1, 1, three),
        (2, 2, three),
        (3, 0, three),
        (3, 1, three),
        (3, 4, three),
        (4, 3, three),
        (
            3,
            2,
            Terms {
                tribunal: [Arb0.address(), Arb1.address(), Address::ZERO],
                ..sole()
            },
        ),
        (
            3,
            2,
            Terms {
                tribunal: [Arb0.address(), Address::ZERO, Arb2.address()],
                ..sole()
            },
        ),
        (
            1,
            1,
            Terms {
                tribunal: [Arb0.address(), Address::ZERO, Arb2.address()],
                ..sole()
            },
        ),
    ] {
        assert_eq!(
            open(Terms {
                seats,
                threshold,
                ..terms
            }),
            BadTribunal,
            "{threshold} of {seats}"
        );
    }
    good(panel(2));
    good(panel(3));
    good(Terms { unit: 18, ..sole() });
    good(Terms {
        amount: 5,
        tribunal_cap: 5,
        ..sole()
    });
    assert_eq!(
        open(Terms {
            amount: 5,
            tribunal_cap: 6,
            ..sole()
        }),
        BadAmount
    );
    assert_eq!(
        open(Terms {
            amount: 0,
            tribunal_cap: 0,
            ..sole()
        }),
        BadAmount
    );
    good(Terms {
        fallback_payer_bps: 10_000,
        ..sole()
    });
    good(periods(24, 25));
    for (response, award) in [(0, 0), (23, 24), (24, 24), (72, 71)] {
        assert_eq!(open(periods(response, award)), BadPeriod);
    }
    assert_eq!(
        open(Terms {
            seat: Code::default(),
            ..sole()
        }),
        MissingElement
    );
}
