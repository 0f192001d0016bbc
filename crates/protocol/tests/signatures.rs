//! Signatures of both schemes, and what happens to them when anything at all is changed.
mod support;
use k256::elliptic_curve::bigint::{ArrayEncoding, U256};
use support::*;

const ORDER: [u8; 32] = [
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe,
    0xba, 0xae, 0xdc, 0xe6, 0xaf, 0x48, 0xa0, 0x3b, 0xbf, 0xd2, 0x5e, 0x8c, 0xd0, 0x36, 0x41, 0x41,
];

/// A consent by each scheme: the payer's is ECDSA, the payee's sr25519.
fn consent() -> (Case, Action) {
    (Case::proposed(sole()), Action::Consent { approve: false })
}

fn result(case: &Case, action: &Action, signature: Signature) -> Result<Payments, Refusal> {
    case.clone().send(Stranger, action, &[signature]).result
}

fn ecdsa(who: Who, digest: &Hash) -> [u8; 65] {
    match who.sign(digest) {
        Signature::Ecdsa(bytes) => bytes,
        Signature::Sr25519 { .. } => panic!("{who:?} has an Ethereum key"),
    }
}

#[test]
fn both_schemes_are_accepted() {
    let (case, action) = consent();
    for who in [Payer, Payee] {
        assert!(result(&case, &action, who.sign(&case.digest(&action))).is_ok());
    }
}

#[test]
fn every_changed_byte_of_an_ecdsa_signature_is_refused() {
    let (case, action) = consent();
    let good = ecdsa(Payer, &case.digest(&action));
    for place in 0..65 {
        for flip in [1, 0x80, 0xff] {
            let mut bad = good;
            bad[place] ^= flip;
            let refusal = result(&case, &action, Signature::Ecdsa(bad)).expect_err("changed");
            let expected: &[Refusal] = match place {
                // The other recovery id gives another person.
                64 if matches!(bad[64], 27 | 28) => {
                    &[Refusal::UnknownSigner, Refusal::BadSignature]
                }
                64 => &[Refusal::BadRecoveryId],
                _ => &[
                    Refusal::UnknownSigner,
                    Refusal::BadSignature,
                    Refusal::HighS,
                ],
            };
            assert!(expected.contains(&refusal), "byte {place}: {refusal}");
        }
    }
}

#[test]
fn every_changed_byte_of_an_sr25519_signature_or_key_is_refused() {
    let (case, action) = consent();
    let Signature::Sr25519 { public, signature } = Payee.sign(&case.digest(&action)) else {
        unreachable!()
    };
    for place in 0..96 {
        for flip in [1, 0x80, 0xff] {
            let (mut public, mut signature) = (public, signature);
            match place {
                0..32 => public[place] ^= flip,
                _ => signature[place - 32] ^= flip,
            }
            let bad = Signature::Sr25519 { public, signature };
            assert_eq!(
                result(&case, &action, bad),
                Err(Refusal::BadSignature),
                "byte {place}"
            );
        }
    }
}

#[test]
fn a_recovery_id_is_27_or_28() {
    let (case, action) = consent();
    let good = ecdsa(Payer, &case.digest(&action));
    for v in 0..=u8::MAX {
        let mut bytes = good;
        bytes[64] = v;
        let result = result(&case, &action, Signature::Ecdsa(bytes));
        match v {
            v if v == good[64] => assert!(result.is_ok()),
            27 | 28 => assert!(matches!(
                result,
                Err(Refusal::UnknownSigner | Refusal::BadSignature)
            )),
            _ => assert_eq!(result, Err(Refusal::BadRecoveryId)),
        }
    }
}

#[test]
fn the_same_signature_with_high_s_is_refused() {
    let (case, action) = consent();
    let digest = case.digest(&action);
    for seed in 0..20u8 {
        let good = if seed == 0 {
            ecdsa(Payer, &digest)
        } else {
            ecdsa(Payer, &doc(seed))
        };
        let s = U256::from_be_slice(&good[32..64]);
        let high = U256::from_be_slice(&ORDER).wrapping_sub(&s);
        let mut bad = good;
        bad[32..64].copy_from_slice(&high.to_be_byte_array());
        bad[64] = 27 + 28 - good[64];
        assert_eq!(
            result(&case, &action, Signature::Ecdsa(bad)),
            Err(Refusal::HighS)
        );
        // The host takes it, so nothing but this check stands against it.
        let rs: &[u8; 64] = bad[..64].try_into().expect("64 bytes");
        let signed = if seed == 0 { digest } else { doc(seed) };
        assert_eq!(
            exequatur_protocol::Host::ecdsa_recover(&H, &signed, rs, bad[64]),
            Some(Payer.address())
        );
    }
}

#[test]
fn the_boundary_of_low_s_is_half_the_order() {
    let half = U256::from_be_slice(&ORDER).shr_vartime(1);
    for (s, refusal) in [
        (half, Refusal::UnknownSigner),
        (half.wrapping_add(&U256::ONE), Refusal::HighS),
    ] {
        let (case, action) = consent();
        let mut bytes = ecdsa(Payer, &case.digest(&action));
        bytes[32..64].copy_from_slice(&s.to_be_byte_array());
        assert_eq!(
            result(&case, &action, Signature::Ecdsa(bytes)),
            Err(refusal)
        );
    }
}

#[test]
fn zero_and_the_order_are_no_r_and_no_s() {
    let (case, action) = consent();
    let good = ecdsa(Payer, &case.digest(&action));
    for (range, bytes, refusal) in [
        (0..32, [0; 32], Refusal::BadSignature),
        (0..32, ORDER, Refusal::BadSignature),
        (0..32, [0xff; 32], Refusal::BadSignature),
        (32..64, [0; 32], Refusal::BadSignature),
        (32..64, ORDER, Refusal::HighS),
    ] {
        let mut bad = good;
        bad[range].copy_from_slice(&bytes);
        assert_eq!(result(&case, &action, Signature::Ecdsa(bad)), Err(refusal));
    }
    for v in [27, 28] {
        let mut zero = [0; 65];
        zero[64] = v;
        assert_eq!(
            result(&case, &action, Signature::Ecdsa(zero)),
            Err(Refusal::BadSignature)
        );
    }
    let zero = Signature::Sr25519 {
        public: [0; 32],
        signature: [0; 64],
    };
    assert_eq!(result(&case, &action, zero), Err(Refusal::BadSignature));
}

#[test]
fn signatures_of_the_wrong_length_are_no_call_data() {
    let (case, action) = consent();
    for who in [Payer, Payee] {
        let good = action.to_input(&case.signed(&action, &[who]));
        for cut in 6..good.len() {
            assert_eq!(
                case.clone()
                    .raw(Stranger.address(), 0, good[..cut].to_vec())
                    .result,
                Err(Refusal::BadCallData)
            );
        }
        let mut other_scheme = good.clone();
        other_scheme[6] ^= 1;
        assert!(
            case.clone()
                .raw(Stranger.address(), 0, other_scheme)
                .result
                .is_err()
        );
        let mut no_scheme = good.clone();
        no_scheme[6] = 2;
        assert_eq!(
            case.clone().raw(Stranger.address(), 0, no_scheme).result,
            Err(Refusal::BadCallData)
        );
        // One more promised than is there.
        let mut two = good;
        two[5] = 2 << 2;
        assert_eq!(
            case.clone().raw(Stranger.address(), 0, two).result,
            Err(Refusal::BadCallData)
        );
    }
}

/// Signs `signed`, sends `sent`: refused for every difference, whichever scheme.
fn refused_when_changed(case: &Case, signers: &[Who], signed: &Action, sent: &[Action]) {
    let signatures = case.signed(signed, signers);
    assert!(
        case.clone()
            .send(Stranger, signed, &signatures)
            .result
            .is_ok(),
        "as signed it executes: {signed:?}"
    );
    for action in sent {
        assert_ne!(action, signed);
        let result = case.clone().send(Stranger, action, &signatures).result;
        assert!(result.is_err(), "signed {signed:?}, sent {action:?}");
        let mut other = case.clone();
        other.contract = Address([1; 20]);
        assert!(
            other.send(Stranger, signed, &signatures).result.is_err(),
            "another contract"
        );
        let mut other = case.clone();
        other.chain_id ^= 1;
        assert!(
            other.send(Stranger, signed, &signatures).result.is_err(),
            "another chain"
        );
        let mut other = case.clone();
        other.state.as_mut().expect("open").clause.terms_hash[0] ^= 1;
        assert!(
            other.send(Stranger, signed, &signatures).result.is_err(),
            "other terms"
        );
    }
}

#[test]
fn every_field_of_an_acceptance_is_signed() {
    let case = Case::agreed(panel(2));
    for arbitrator in [Arb0, Arb1] {
        let accept = |disclosure| Action::Appointment {
            disclosure,
            approve: false,
        };
        refused_when_changed(&case, &[arbitrator], &accept(doc(1)), &[accept(doc(2))]);
    }
    let mut case = case;
    let old = case.signed(
        &Action::Appointment {
            disclosure: doc(1),
            approve: false,
        },
        &[Arb0],
    );
    case.order_ok(case.replacement(1, Spare0), &[Payer, Payee]);
    let accept = Action::Appointment {
        disclosure: doc(1),
        approve: false,
    };
    assert_eq!(
        case.send(Stranger, &accept, &old).result,
        Err(Refusal::UnknownSigner),
        "the appointment's number"
    );
}

#[test]
fn every_field_of_a_release_is_signed() {
    let mut case = Case::funded(sole());
    case.ok(Payer, Action::Revoke);
    let release = |to_payer, sequence| Action::Release {
        to_payer,
        sequence,
        approve: false,
        pay: false,
    };
    let sent = [
        release(6, 1),
        release(5, 0),
        release(5, 2),
        release(u64::MAX, 1),
    ];
    refused_when_changed(&case, &[Payer, Payee], &release(5, 1), &sent);
    // What goes to the payee is signed, too: where less is held, the same share of the payer is another split.
    let action = case.release(5);
    let signatures = case.signed(&action, &[Payer, Payee]);
    case.state.as_mut().expect("open").money.held -= 1;
    assert!(case.send(Stranger, &action, &signatures).result.is_err());
}

#[test]
fn every_field_of_an_award_is_signed() {
    for signer in [Arb0, Spare1] {
        let mut case = Case::funded(Terms {
            reasons_waived: true,
            ..sole()
        });
        if signer == Spare1 {
            case.order_ok(case.replacement(0, Spare1), &[Payer, Payee]);
            case.ok(
                Spare1,
                Action::Appointment {
                    disclosure: doc(1),
                    approve: true,
                },
            );
        }
        case.later(1).ok(Payer, Action::Dispute { notice: doc(2) });
        case.ok(Payee, Action::Acknowledge);
        case.later(1);
        let award = Award {
            omission: Some(doc(4)),
            ..case.make_award(AwardKind::Partial, 10, 20, 30)
        };
        let a = || award.clone();
        let sent = [
            Award { number: 2, ..a() },
            Award {
                kind: AwardKind::Costs,
                ..a()
            },
            Award {
                to_payer: 11,
                ..a()
            },
            Award {
                to_payee: 21,
                ..a()
            },
            Award {
                to_tribunal: 31,
                ..a()
            },
            Award {
                to_payer: 20,
                to_payee: 10,
                ..a()
            },
            Award {
                document: doc(5),
                ..a()
            },
            Award {
                reasons: Some(doc(5)),
                ..a()
            },
            Award {
                reasons: None,
                ..a()
            },
            Award {
                omission: Some(doc(5)),
                ..a()
            },
            Award {
                omission: None,
                ..a()
            },
            Award {
                date: a().date - 1,
                ..a()
            },
            Award {
                seat: support::people::code(b"CH"),
                ..a()
            },
        ];
        refused_when_changed(
            &case,
            &[signer],
            &Action::Award { award: a() },
            &sent.map(|award| Action::Award { award }),
        );
        let interim = |pause_until| Action::Award {
            award: Award {
                pause_until,
                ..case.make_award(AwardKind::Interim, 0, 0, 0)
            },
        };
        let until = case.now + HOUR;
        refused_when_changed(
            &case,
            &[signer],
            &interim(until),
            &[interim(until + 1), interim(0)],
        );
    }
}

#[test]
fn every_field_of_an_order_is_signed() {
    let case = Case::funded(panel(2));
    let order = case.replacement(1, Spare0);
    let o = || order.clone();
    let sent = [
        Order { sequence: 1, ..o() },
        Order {
            kind: OrderKind::Pause,
            ..o()
        },
        Order {
            document: doc(9),
            ..o()
        },
        Order {
            appointee: Spare1.address(),
            ..o()
        },
        Order { seat: 0, ..o() },
        Order { until: 1, ..o() },
    ];
    let action = |order| Action::Order {
        order,
        approve: false,
    };
    refused_when_changed(&case, &[Payer, Payee], &action(o()), &sent.map(action));
    let pause = |until| action(case.make_order(OrderKind::Pause, until));
    let until = case.now + HOUR;
    refused_when_changed(&case, &[Arb0, Arb1], &pause(until), &[pause(until + 1)]);
}

#[test]
fn one_kind_of_message_does_not_pass_for_another() {
    let case = Case::answered(sole());
    let split = case.release(5);
    let award = Action::Award {
        award: case.final_award(5, 0),
    };
    let order = Action::Order {
        order: case.make_order(OrderKind::Close, 0),
        approve: false,
    };
    for (signed, sent) in [
        (&split, &award),
        (&award, &split),
        (&order, &award),
        (&award, &order),
    ] {
        for who in [Payer, Payee, Arb0] {
            let signatures = case.signed(signed, &[who]);
            let refusal = case
                .clone()
                .send(Stranger, sent, &signatures)
                .result
                .expect_err("another message");
            assert!(
                matches!(refusal, Refusal::UnknownSigner | Refusal::BadSignature),
                "{refusal}"
            );
        }
    }
}

#[test]
fn a_signature_over_the_bare_digest_is_no_sr25519_signature() {
    let (case, action) = consent();
    let digest = case.digest(&action);
    let Signature::Sr25519 { public, .. } = Payee.sign(&digest) else {
        unreachable!()
    };
    // The payee's seed is the test's own, so its key can sign anything.
    let seed = support::host::keccak(b"exequatur test key of Payee");
    let secret = schnorrkel::MiniSecretKey::from_bytes(&seed).expect("any 32 bytes are a seed");
    let pair = secret.expand_to_keypair(schnorrkel::ExpansionMode::Ed25519);
    assert_eq!(pair.public.to_bytes(), public);
    let wrapped = exequatur_protocol::wrapped_digest(&digest);
    for (context, message, good) in [
        (&b"substrate"[..], &wrapped[..], true),
        (b"substrate", &digest[..], false),
        (b"substrate", &wrapped[7..73], false),
        (b"", &wrapped[..], false),
        (b"ethereum", &wrapped[..], false),
    ] {
        let signature = pair.sign_simple(context, message).to_bytes();
        assert_eq!(
            result(&case, &action, Signature::Sr25519 { public, signature }).is_ok(),
            good
        );
    }
}
