//! Typed data for wallets: what is written is read back, and signs as the message does.

use exequatur_client::files::{FileError, Message, TypedData};
use exequatur_protocol::digest::Domain;
use exequatur_protocol::{Address, Award, AwardKind, Code, Order, OrderKind};
use std::path::Path;

fn domain() -> Domain {
    Domain {
        chain_id: u64::MAX,
        contract: Address([0xAB; 20]),
        terms_hash: [7; 32],
    }
}

/// One of each kind, with the largest numbers.
fn messages() -> Vec<Message> {
    vec![
        Message::Consent,
        Message::Appointment {
            disclosure: [1; 32],
            appointment: 255,
        },
        Message::Release {
            to_payer: u64::MAX,
            to_payee: 0,
            sequence: u32::MAX,
        },
        Message::Order(Order {
            sequence: 3,
            kind: OrderKind::Replace,
            document: [2; 32],
            appointee: Address([3; 20]),
            seat: 2,
            until: u32::MAX,
        }),
        Message::Award(Award {
            number: 2,
            kind: AwardKind::Final,
            to_payer: u64::MAX,
            to_payee: 1,
            to_tribunal: 2,
            document: [4; 32],
            reasons: Some([5; 32]),
            omission: None,
            seat: Code(*b"DK-84\0"),
            date: u32::MAX,
            pause_until: 0,
        }),
    ]
}

fn read(text: &str) -> Result<TypedData, FileError> {
    TypedData::parse(Path::new("typed.json"), text)
}

#[test]
fn every_kind_of_message_is_read_back() {
    for message in messages() {
        let typed = TypedData {
            domain: domain(),
            message,
        };
        let back = read(&typed.to_text()).expect("just written");
        assert_eq!(back.message, typed.message);
        assert_eq!(back.digest(), typed.digest());
    }
}

#[test]
fn whatever_else_a_wallet_would_hash_is_refused() {
    let typed = TypedData {
        domain: domain(),
        message: Message::Consent,
    };
    let text = typed.to_text();
    for (from, to, code) in [
        ("\"version\": \"1\"", "\"version\": \"2\"", "BadField"),
        ("\"name\": \"Exequatur\"", "\"name\": \"Other\"", "BadField"),
        (
            "\"domain\": {",
            "\"domain\": {\"salt\": \"1\",",
            "UnknownField",
        ),
        (
            "\"type\": \"bytes32\"",
            "\"type\": \"bytes\"",
            "FieldDiffers",
        ),
        (
            "\"name\": \"appointment\"",
            "\"name\": \"deployment\"",
            "FieldDiffers",
        ),
        ("\"types\": {", "\"types\": {\"Extra\": [],", "UnknownField"),
        ("\"Consent\"", "\"Assent\"", "BadField"),
        (
            "\"appointment\": \"0\"",
            "\"appointment\": \"1\"",
            "BadField",
        ),
        ("0x0707", "0x07", "BadField"),
    ] {
        let altered = text.replace(from, to);
        assert_ne!(altered, text, "{from}");
        let error = read(&altered).expect_err(to);
        assert_eq!(error.code(), code, "{to}: {error}");
    }
    assert_eq!(read("").expect_err("nothing").code(), "BadSyntax");
}

#[test]
fn the_two_hashes_make_the_digest() {
    use sha3::{Digest, Keccak256};
    for message in messages() {
        let (of_domain, of_message) = message.hashes(&domain());
        let frame = [&[0x19, 0x01], of_domain.as_slice(), &of_message].concat();
        let digest: [u8; 32] = Keccak256::digest(frame).into();
        assert_eq!(digest, message.digest(&domain()));
    }
}
