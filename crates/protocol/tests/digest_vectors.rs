//! Digests against an independent implementation of EIP-712, and a file of vectors for everybody else.
mod support;
use alloy_primitives::{B256, U256, hex};
use alloy_sol_types::{Eip712Domain, SolStruct, eip712_domain};
use exequatur_protocol::digest::Domain;
use proptest::prelude::*;
use serde_json::{Value, json};
use support::arbitrary;
use support::*;

mod sol {
    alloy_sol_types::sol! {
        struct Consent { bytes32 termsHash; bytes32 disclosureHash; uint256 appointment; }
        struct Release { bytes32 termsHash; uint256 toPayer; uint256 toPayee; uint256 sequence; }
        struct Award {
            bytes32 termsHash; uint256 number; string kind; uint256 toPayer; uint256 toPayee; uint256 toTribunal; bytes32 document;
            bytes32 reasons; bytes32 omission; string seat; uint256 date; uint256 pauseUntil;
        }
        struct Order {
            bytes32 termsHash; uint256 sequence; string kind; bytes32 document; address appointee; uint256 seat; uint256 until;
        }
    }
}

fn domain712(domain: &Domain) -> Eip712Domain {
    eip712_domain! {
        name: "Exequatur",
        version: "1",
        chain_id: domain.chain_id,
        verifying_contract: domain.contract.0.into(),
    }
}

/// Any message that is signed.
#[derive(Clone, Debug)]
enum Message {
    Consent {
        disclosure: Hash,
        appointment: u8,
    },
    Release {
        to_payer: u64,
        to_payee: u64,
        sequence: u32,
    },
    Award(Award),
    Order(Order),
}

impl Message {
    fn ours(&self, domain: &Domain) -> Hash {
        match self {
            Message::Consent {
                disclosure,
                appointment,
            } => digest::consent(&H, domain, disclosure, *appointment),
            Message::Release {
                to_payer,
                to_payee,
                sequence,
            } => digest::release(&H, domain, *to_payer, *to_payee, *sequence),
            Message::Award(award) => digest::award(&H, domain, award),
            Message::Order(order) => digest::order(&H, domain, order),
        }
    }

    fn theirs(&self, domain: &Domain) -> Hash {
        let separator = domain712(domain);
        let terms = B256::from(domain.terms_hash);
        match self {
            Message::Consent {
                disclosure,
                appointment,
            } => sol::Consent {
                termsHash: terms,
                disclosureHash: disclosure.into(),
                appointment: U256::from(*appointment),
            }
            .eip712_signing_hash(&separator),
            Message::Release {
                to_payer,
                to_payee,
                sequence,
            } => sol::Release {
                termsHash: terms,
                toPayer: U256::from(*to_payer),
                toPayee: U256::from(*to_payee),
                sequence: U256::from(*sequence),
            }
            .eip712_signing_hash(&separator),
            Message::Award(award) => sol::Award {
                termsHash: terms,
                number: U256::from(award.number),
                kind: award.kind.word().into(),
                toPayer: U256::from(award.to_payer),
                toPayee: U256::from(award.to_payee),
                toTribunal: U256::from(award.to_tribunal),
                document: award.document.into(),
                reasons: award.reasons.unwrap_or_default().into(),
                omission: award.omission.unwrap_or_default().into(),
                seat: text(award.seat.as_bytes()),
                date: U256::from(award.date),
                pauseUntil: U256::from(award.pause_until),
            }
            .eip712_signing_hash(&separator),
            Message::Order(order) => sol::Order {
                termsHash: terms,
                sequence: U256::from(order.sequence),
                kind: order.kind.word().into(),
                document: order.document.into(),
                appointee: order.appointee.0.into(),
                seat: U256::from(order.seat),
                until: U256::from(order.until),
            }
            .eip712_signing_hash(&separator),
        }
        .0
    }

    fn primary_type(&self) -> &'static str {
        match self {
            Message::Consent { .. } => "Consent",
            Message::Release { .. } => "Release",
            Message::Award(_) => "Award",
            Message::Order(_) => "Order",
        }
    }

    /// As in `eth_signTypedData_v4`; integers as decimal text.
    fn json(&self, domain: &Domain) -> Value {
        let terms = hex::encode_prefixed(domain.terms_hash);
        let word = |hash: &Hash| hex::encode_prefixed(hash);
        match self {
            Message::Consent {
                disclosure,
                appointment,
            } => {
                json!({ "termsHash": terms, "disclosureHash": word(disclosure), "appointment": appointment.to_string() })
            }
            Message::Release {
                to_payer,
                to_payee,
                sequence,
            } => json!({
                "termsHash": terms, "toPayer": to_payer.to_string(), "toPayee": to_payee.to_string(),
                "sequence": sequence.to_string(),
            }),
            Message::Award(award) => json!({
                "termsHash": terms, "number": award.number.to_string(), "kind": award.kind.word(),
                "toPayer": award.to_payer.to_string(), "toPayee": award.to_payee.to_string(),
                "toTribunal": award.to_tribunal.to_string(), "document": word(&award.document),
                "reasons": word(&award.reasons.unwrap_or_default()), "omission": word(&award.omission.unwrap_or_default()),
                "seat": text(award.seat.as_bytes()), "date": award.date.to_string(),
                "pauseUntil": award.pause_until.to_string(),
            }),
            Message::Order(order) => json!({
                "termsHash": terms, "sequence": order.sequence.to_string(), "kind": order.kind.word(),
                "document": word(&order.document), "appointee": hex::encode_prefixed(order.appointee.0),
                "seat": order.seat.to_string(), "until": order.until.to_string(),
            }),
        }
    }
}

fn text(code: &[u8]) -> String {
    String::from_utf8(code.to_vec()).expect("codes are ASCII")
}

fn domain() -> impl Strategy<Value = Domain> {
    (any::<u64>(), arbitrary::address(), any::<Hash>()).prop_map(
        |(chain_id, contract, terms_hash)| Domain {
            chain_id,
            contract,
            terms_hash,
        },
    )
}

fn consent() -> impl Strategy<Value = Message> {
    any::<(Hash, u8)>().prop_map(|(disclosure, appointment)| Message::Consent {
        disclosure,
        appointment,
    })
}

fn release() -> impl Strategy<Value = Message> {
    any::<(u64, u64, u32)>().prop_map(|(to_payer, to_payee, sequence)| Message::Release {
        to_payer,
        to_payee,
        sequence,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn consents_have_the_digest_that_wallets_compute(domain in domain(), message in consent()) {
        prop_assert_eq!(message.ours(&domain), message.theirs(&domain));
    }

    #[test]
    fn releases_have_the_digest_that_wallets_compute(domain in domain(), message in release()) {
        prop_assert_eq!(message.ours(&domain), message.theirs(&domain));
    }

    #[test]
    fn awards_have_the_digest_that_wallets_compute(domain in domain(), message in arbitrary::award().prop_map(Message::Award)) {
        prop_assert_eq!(message.ours(&domain), message.theirs(&domain));
    }

    #[test]
    fn orders_have_the_digest_that_wallets_compute(domain in domain(), message in arbitrary::order().prop_map(Message::Order)) {
        prop_assert_eq!(message.ours(&domain), message.theirs(&domain));
    }
}

#[test]
fn the_type_strings_are_those_of_the_structs() {
    assert_eq!(digest::types::CONSENT, sol::Consent::eip712_encode_type());
    assert_eq!(digest::types::RELEASE, sol::Release::eip712_encode_type());
    assert_eq!(digest::types::AWARD, sol::Award::eip712_encode_type());
    assert_eq!(digest::types::ORDER, sol::Order::eip712_encode_type());
}

/// Twelve messages: plain ones, the edges of every integer, and what is missing.
fn fixed() -> Vec<(Domain, Message)> {
    let domain = Domain {
        chain_id: 420_420_419,
        contract: Address([0xc0; 20]),
        terms_hash: doc(0x11),
    };
    let edge = Domain {
        chain_id: u64::MAX,
        contract: Address([0xff; 20]),
        terms_hash: doc(0xff),
    };
    let zero = Domain {
        chain_id: 0,
        contract: Address::ZERO,
        terms_hash: doc(0),
    };
    let award = Award {
        number: 1,
        kind: AwardKind::Final,
        to_payer: 600,
        to_payee: 999_999_307,
        to_tribunal: 100_000_100,
        document: doc(0x22),
        reasons: Some(doc(0x33)),
        omission: None,
        seat: support::people::code(b"SG"),
        date: START,
        pause_until: 0,
    };
    let largest = Award {
        number: u8::MAX,
        kind: AwardKind::Correction,
        to_payer: u64::MAX,
        to_payee: u64::MAX,
        to_tribunal: u64::MAX,
        document: doc(0xff),
        reasons: Some(doc(0xfe)),
        omission: Some(doc(0xfd)),
        seat: support::people::code(b"US-DEL"),
        date: u32::MAX,
        pause_until: u32::MAX,
    };
    let order = Order {
        sequence: 3,
        kind: OrderKind::Replace,
        document: doc(0x44),
        appointee: Address([0xab; 20]),
        seat: 2,
        until: 0,
    };
    let stay = Order {
        sequence: 0,
        kind: OrderKind::Stay,
        document: doc(0x55),
        appointee: Address::ZERO,
        seat: 0,
        until: u32::MAX,
    };
    vec![
        (
            domain,
            Message::Consent {
                disclosure: doc(0),
                appointment: 0,
            },
        ),
        (
            domain,
            Message::Consent {
                disclosure: doc(0x66),
                appointment: 6,
            },
        ),
        (
            edge,
            Message::Consent {
                disclosure: doc(0xff),
                appointment: u8::MAX,
            },
        ),
        (
            domain,
            Message::Release {
                to_payer: 600,
                to_payee: 999_999_407,
                sequence: 0,
            },
        ),
        (
            edge,
            Message::Release {
                to_payer: u64::MAX,
                to_payee: u64::MAX,
                sequence: u32::MAX,
            },
        ),
        (
            zero,
            Message::Release {
                to_payer: 0,
                to_payee: 0,
                sequence: 0,
            },
        ),
        (domain, Message::Award(award)),
        (edge, Message::Award(largest)),
        (zero, Message::Award(Award::default())),
        (domain, Message::Order(order)),
        (domain, Message::Order(stay)),
        (zero, Message::Order(Order::default())),
    ]
}

fn vectors() -> Value {
    let cases = fixed().into_iter().map(|(domain, message)| {
        json!({
            "domain": {
                "name": "Exequatur", "version": "1", "chainId": domain.chain_id.to_string(),
                "verifyingContract": hex::encode_prefixed(domain.contract.0),
            },
            "primaryType": message.primary_type(),
            "message": message.json(&domain),
            "digest": hex::encode_prefixed(message.theirs(&domain)),
        })
    });
    json!({
        "types": [digest::types::CONSENT, digest::types::RELEASE, digest::types::AWARD, digest::types::ORDER],
        "cases": cases.collect::<Vec<_>>(),
    })
}

/// With `WRITE_VECTORS=1` the file is written anew instead.
#[test]
fn the_file_of_vectors_holds_what_both_implementations_compute() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/digests.json");
    if std::env::var_os("WRITE_VECTORS").is_some() {
        let text = serde_json::to_string_pretty(&vectors()).expect("vectors are JSON");
        std::fs::write(path, text + "\n").expect("the file can be written");
    }
    let file: Value =
        serde_json::from_str(&std::fs::read_to_string(path).expect("the file is there"))
            .expect("it is JSON");
    assert_eq!(file, vectors());
    for ((domain, message), case) in fixed()
        .iter()
        .zip(file["cases"].as_array().expect("a list"))
    {
        assert_eq!(
            case["digest"],
            hex::encode_prefixed(message.ours(domain)),
            "{message:?}"
        );
    }
}

#[test]
fn every_field_of_every_message_changes_the_digest() {
    let (domain, message) = fixed().swap_remove(6);
    let Message::Award(award) = message else {
        unreachable!()
    };
    let a = || award.clone();
    let mut messages: Vec<Message> = [
        a(),
        Award { number: 2, ..a() },
        Award {
            kind: AwardKind::Partial,
            ..a()
        },
        Award {
            to_payer: 601,
            ..a()
        },
        Award { to_payee: 1, ..a() },
        Award {
            to_tribunal: 1,
            ..a()
        },
        Award {
            document: doc(1),
            ..a()
        },
        Award {
            reasons: None,
            ..a()
        },
        Award {
            reasons: Some(doc(1)),
            ..a()
        },
        Award {
            omission: Some(doc(1)),
            ..a()
        },
        Award {
            omission: a().reasons,
            reasons: a().omission,
            ..a()
        },
        Award {
            seat: support::people::code(b"SG-01"),
            ..a()
        },
        Award { date: 1, ..a() },
        Award {
            pause_until: 1,
            ..a()
        },
    ]
    .map(Message::Award)
    .to_vec();
    let (_, Message::Order(order)) = fixed().swap_remove(9) else {
        unreachable!()
    };
    let o = || order.clone();
    messages.extend(
        [
            o(),
            Order { sequence: 4, ..o() },
            Order {
                kind: OrderKind::Pause,
                ..o()
            },
            Order {
                document: doc(1),
                ..o()
            },
            Order {
                appointee: Address([1; 20]),
                ..o()
            },
            Order { seat: 1, ..o() },
            Order { until: 1, ..o() },
        ]
        .map(Message::Order),
    );
    messages.extend([
        Message::Consent {
            disclosure: doc(1),
            appointment: 0,
        },
        Message::Consent {
            disclosure: doc(2),
            appointment: 0,
        },
        Message::Consent {
            disclosure: doc(1),
            appointment: 1,
        },
        Message::Release {
            to_payer: 1,
            to_payee: 2,
            sequence: 3,
        },
        Message::Release {
            to_payer: 2,
            to_payee: 1,
            sequence: 3,
        },
        Message::Release {
            to_payer: 1,
            to_payee: 3,
            sequence: 3,
        },
        Message::Release {
            to_payer: 1,
            to_payee: 2,
            sequence: 4,
        },
    ]);
    let domains = [
        domain,
        Domain {
            chain_id: 1,
            ..domain
        },
        Domain {
            contract: Address([1; 20]),
            ..domain
        },
        Domain {
            terms_hash: doc(1),
            ..domain
        },
    ];
    let mut seen = std::collections::BTreeSet::new();
    for domain in &domains {
        for message in &messages {
            assert!(
                seen.insert(message.ours(domain)),
                "{message:?} under {domain:?} has another message's digest"
            );
        }
    }
    assert_eq!(seen.len(), 4 * (14 + 7 + 7));
}
