//! Signature and award files: what was signed survives, and what was altered is refused.

use std::path::Path;

use codec::Encode;
use exequatur_client::files::{
    AwardFile, EscrowFacts, FileError, Message, OnHold, SignatureFile, Token, terms_hash,
};
use exequatur_client::keys::KeyPair;
use exequatur_client::statement::{Frame, statement};
use exequatur_protocol::digest::Domain;
use exequatur_protocol::{Address, Award, AwardKind, Code, Order, OrderKind, State, Terms};
use proptest::prelude::*;

fn key(path: &str) -> KeyPair {
    KeyPair::development(path).expect("a development key")
}

fn domain() -> Domain {
    Domain {
        chain_id: 420_420_420,
        contract: Address([9; 20]),
        terms_hash: [8; 32],
    }
}

fn messages() -> [Message; 5] {
    [
        Message::Consent,
        Message::Appointment {
            disclosure: [1; 32],
            appointment: 2,
        },
        Message::Release {
            to_payer: u64::MAX,
            to_payee: 0,
            sequence: 7,
        },
        Message::Order(Order {
            sequence: 1,
            kind: OrderKind::Replace,
            document: [2; 32],
            appointee: Address([3; 20]),
            seat: 2,
            until: 0,
        }),
        Message::Award(award()),
    ]
}

fn award() -> Award {
    Award {
        number: 1,
        kind: AwardKind::Final,
        to_payer: 300_000_000_000,
        to_payee: 600_000_000_001,
        to_tribunal: 99_999_999_999,
        document: [4; 32],
        reasons: Some([5; 32]),
        omission: None,
        seat: Code(*b"NL\0\0\0\0"),
        date: 1_801_396_800,
        pause_until: 0,
    }
}

/// Terms of 100 UNIT between Alice and Bob, decided by two of Charlie, Dave and Eve.
fn terms() -> Terms {
    let of = |path| Address(key(path).h160());
    Terms {
        payer: of("//Alice"),
        payee: of("//Bob"),
        unit: 8,
        amount: 1_000_000_000_000,
        tribunal: ["//Charlie", "//Dave", "//Eve"].map(of),
        seats: 3,
        threshold: 2,
        seat: Code(*b"NL\0\0\0\0"),
        tribunal_cap: 100_000_000_000,
        ..Terms::default()
    }
}

fn award_file() -> AwardFile {
    award_under(terms(), "UNIT", 10)
}

fn award_under(terms: Terms, symbol: &str, decimals: u8) -> AwardFile {
    let escrow = EscrowFacts {
        token: Token {
            symbol: symbol.to_owned(),
            decimals,
        },
        tribunal: terms.tribunal.to_vec(),
        held: terms.amount,
        tribunal_cap: terms.tribunal_cap,
        on_hold: None,
    };
    AwardFile {
        domain: Domain {
            terms_hash: terms_hash(&terms),
            ..domain()
        },
        terms,
        escrow,
        award: award(),
        signatures: Vec::new(),
    }
}

fn parse(text: &str) -> Result<SignatureFile, FileError> {
    SignatureFile::parse(Path::new("consent.json"), text)
}

fn parse_award(text: &str) -> Result<AwardFile, FileError> {
    AwardFile::parse(Path::new("award.toml"), text)
}

fn codes(file: &AwardFile) -> Vec<&'static str> {
    file.lacks().into_iter().map(|lack| lack.code).collect()
}

#[test]
fn every_kind_of_message_survives_the_round_trip_in_both_schemes() {
    let ethereum = KeyPair::development_ethereum(0).expect("a development key");
    for message in messages() {
        for key in [&key("//Alice"), &ethereum] {
            let file = SignatureFile::sign(key, domain(), message.clone());
            let read = parse(&file.to_text()).expect("what was written is read");
            assert_eq!(read.message, message);
            assert_eq!(read.signer, Address(key.h160()));
            assert_eq!(read.signature, file.signature);
            assert_eq!(read.digest(), file.digest());
        }
    }
}

#[test]
fn every_altered_field_is_noticed() {
    let text = SignatureFile::sign(&key("//Alice"), domain(), Message::Award(award())).to_text();
    let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let mut altered = 0;
    for pointer in [
        "/domain/chain_id",
        "/domain/contract",
        "/domain/terms_hash",
        "/digest",
        "/signer/address",
        "/signer/ss58",
        "/scheme",
        "/signature",
        "/kind",
    ] {
        alter(&value, pointer);
        altered += 1;
    }
    for name in value["message"].as_object().expect("fields").keys() {
        alter(&value, &format!("/message/{name}"));
        altered += 1;
    }
    assert_eq!(altered, 9 + 12);
}

/// Replaces a field by another one that could stand there, and expects a refusal.
fn alter(value: &serde_json::Value, pointer: &str) {
    let mut other = value.clone();
    let field = other.pointer_mut(pointer).expect("the field is there");
    *field = match field.as_str().map(str::to_owned) {
        None => 1.into(),
        Some(text) if text.starts_with("0x") => {
            // Digits only, so that no checksum of capitals notices it first.
            let text = text.to_lowercase();
            let last = if text.ends_with('1') { "2" } else { "1" };
            format!("{}{last}", &text[..text.len() - 1]).into()
        }
        Some(text) if text.starts_with('5') && text.len() > 40 => {
            "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty".into()
        }
        Some(text) if text.bytes().all(|byte| byte.is_ascii_digit()) => "77".into(),
        Some(text) if text == "sr25519" => "ecdsa".into(),
        Some(text) if text == "final" => "partial".into(),
        Some(text) if text == "award" => "order".into(),
        Some(_) => "DE".into(),
    };
    parse(&other.to_string()).expect_err(pointer);
}

#[test]
fn signature_of_somebody_else_is_told_apart_from_a_mistyped_field() {
    let text = SignatureFile::sign(&key("//Alice"), domain(), Message::Consent).to_text();
    let other = SignatureFile::sign(&key("//Bob"), domain(), Message::Consent)
        .signature
        .to_string();
    let mut value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    value["signature"] = other.into();
    assert!(matches!(
        parse(&value.to_string()),
        Err(FileError::Signature { .. })
    ));
}

#[test]
fn award_with_signatures_survives_the_round_trip() {
    let mut file = award_file();
    assert!(file.sign(&key("//Charlie")));
    assert!(file.sign(&key("//Dave")));
    let read = parse_award(&file.to_toml()).expect("what was written is read");
    assert_eq!(read.award, file.award);
    assert_eq!(read.escrow, file.escrow);
    assert_eq!(read.signatures, file.signatures);
    assert_eq!(read.digest(), file.digest());
}

#[test]
fn signing_twice_changes_nothing() {
    let mut file = award_file();
    assert!(file.sign(&key("//Charlie")));
    let before = file.to_toml();
    assert!(!file.sign(&key("//Charlie")));
    assert_eq!(file.to_toml(), before);
}

#[test]
fn copies_signed_in_parallel_become_one_award() {
    let (mut one, mut other) = (award_file(), award_file());
    one.sign(&key("//Charlie"));
    other.sign(&key("//Dave"));
    other.sign(&key("//Charlie"));
    one.merge(&other).expect("copies of one award");
    assert_eq!(one.signatures.len(), 2);
    assert_eq!(one.for_chain().len(), 2);
}

#[test]
fn another_award_is_not_merged() {
    let mut other = award_file();
    other.award.to_payer += 1;
    let mut one = award_file();
    let error = one.merge(&other).expect_err("another award");
    assert_eq!(
        (error.expected, error.found),
        (one.digest(), other.digest())
    );
}

#[test]
fn award_altered_after_it_was_signed_is_refused() {
    let mut file = award_file();
    file.sign(&key("//Charlie"));
    let text = file
        .to_toml()
        .replace("to_payer = \"30\"", "to_payer = \"31\"");
    assert!(
        matches!(
            parse_award(&text),
            Err(FileError::Differs { .. } | FileError::Field { .. })
        ),
        "{:?}",
        parse_award(&text).err()
    );
    let without_digest: String = text
        .lines()
        .filter(|line| !line.starts_with("digest"))
        .map(|line| format!("{line}\n"))
        .collect();
    assert!(matches!(
        parse_award(&without_digest),
        Err(FileError::Signature { .. })
    ));
}

#[test]
fn draft_can_be_edited_and_names_documents_by_path() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("reasons.pdf"), "because").expect("writable");
    let reasons = format!("reasons = \"0x{}\"", "05".repeat(32));
    let text = award_file()
        .to_toml()
        .replace(&reasons, "reasons = \"reasons.pdf\"")
        .replace("\"30\"", "\"20\"");
    let read = AwardFile::parse(&folder.path().join("award.toml"), &text).expect("an edited draft");
    assert_eq!(
        read.award.reasons,
        Some(exequatur_client::files::hash_text::sha256(b"because"))
    );
    assert_eq!(read.award.to_payer, 200_000_000_000);
}

#[test]
fn lacks_follow_article_31_and_the_clause() {
    let mut file = award_file();
    assert_eq!(codes(&file), ["TooFewSignatures"]);
    file.sign(&key("//Charlie"));
    assert_eq!(codes(&file), ["TooFewSignatures"]);
    file.sign(&key("//Dave"));
    assert_eq!(codes(&file), ["NoOmissionReason"]);
    file.sign(&key("//Eve"));
    assert_eq!(codes(&file), [""; 0]);
    file.sign(&key("//Ferdie"));
    assert_eq!(codes(&file), ["UnknownSigner"]);

    let with = |change: &dyn Fn(&mut AwardFile)| {
        let mut file = award_file();
        change(&mut file);
        for path in ["//Charlie", "//Dave", "//Eve"] {
            file.sign(&key(path));
        }
        codes(&file)
    };
    assert_eq!(with(&|file| file.award.reasons = None), ["NoReasons"]);
    assert_eq!(
        with(&|file| file.award.seat = Code(*b"DE\0\0\0\0")),
        ["WrongSeat"]
    );
    assert_eq!(with(&|file| file.award.pause_until = 5), ["MalformedAward"]);
    assert_eq!(
        with(&|file| file.award.document = [0; 32]),
        ["MalformedAward"]
    );
    assert_eq!(with(&|file| file.award.to_payee -= 1), ["WrongAmounts"]);
    assert_eq!(
        with(&|file| file.award.kind = AwardKind::Termination),
        ["WrongAmounts"]
    );
    assert_eq!(
        with(&|file| file.award.kind = AwardKind::Consent),
        ["TooFewSignatures"]
    );
    assert_eq!(
        with(&|file| {
            file.award.to_tribunal += 1_000_000_000;
            file.award.to_payer -= 1_000_000_000;
        }),
        ["AboveCap"]
    );
}

/// The error of reading the award after `from` was replaced, unsigned and signed.
fn altered(file: &AwardFile, from: &str, to: &str) -> String {
    let mut signed = file.clone();
    signed.sign(&key("//Charlie"));
    let [error, again] = [file, &signed].map(|file| {
        let text = file.to_toml();
        assert!(text.contains(from), "{from} is not in {text}");
        parse_award(&text.replacen(from, to, 1))
            .expect_err(to)
            .to_string()
    });
    assert_eq!(error.contains("expected"), again.contains("expected"));
    error
}

#[test]
fn amounts_of_the_chains_own_token_cannot_be_read_as_others() {
    let file = award_file();
    assert!(!file.to_toml().contains("decimals"));
    let error = altered(
        &file,
        "symbol = \"UNIT\"",
        "symbol = \"UNIT\"\ndecimals = 11",
    );
    assert!(error.contains("expected 10, which follows"), "{error}");
    let error = altered(&file, "symbol = \"UNIT\"", "symbol = \"USDC\"");
    assert!(error.contains("escrow.symbol"), "{error}");
}

#[test]
fn parties_are_those_of_the_signed_terms() {
    let file = award_file();
    let swapped = Terms {
        payer: file.terms.payee,
        payee: file.terms.payer,
        ..file.terms
    };
    let hex = |terms: &Terms| hex::encode(terms.encode());
    let error = altered(&file, &hex(&file.terms), &hex(&swapped));
    assert!(
        error.contains("escrow.terms") && error.contains(&hex::encode(file.domain.terms_hash)),
        "{error}"
    );
    // Nor are there other fields that could name them.
    let error = altered(
        &file,
        "symbol = \"UNIT\"",
        "symbol = \"UNIT\"\npayer = \"0x0909090909090909090909090909090909090909\"",
    );
    assert!(error.contains("unknown field"), "{error}");
}

#[test]
fn known_tokens_have_their_own_symbol_and_decimals() {
    let asset = Address(
        exequatur_client::asset::by_name("USDt")
            .expect("the Hub has it")
            .0,
    );
    let dollars = |symbol: &str, decimals| {
        let terms = Terms {
            asset,
            unit: 4,
            ..terms()
        };
        parse_award(&award_under(terms, symbol, decimals).to_toml())
    };
    assert_eq!(
        dollars("USDt", 2).expect("as it is").escrow.token.decimals,
        2
    );
    // The amounts of the file below are written with two decimals, whatever its writer thought.
    let error = dollars("USDC", 2).expect_err("another").to_string();
    assert!(error.contains("USDt"), "{error}");
}

#[test]
fn decimals_of_an_unknown_token_are_told_to_be_a_claim() {
    let terms = Terms {
        asset: Address([7; 20]),
        unit: 4,
        ..terms()
    };
    let file = award_under(terms, "TOK", 10);
    let read = parse_award(&file.to_toml()).expect("what was written is read");
    assert_eq!(read.escrow, file.escrow);
    let frame = Frame {
        token: &read.escrow.token,
        clause: State::proposed(&terms, terms_hash(&terms)).clause,
        terms: None,
        phase: None,
        stayed_until: None,
    };
    let words = statement(&read.message(), &frame).join("\n");
    for part in ["to the payer 300000000000", "10^4", "are not signed"] {
        assert!(words.contains(part), "{part} is not in {words}");
    }
}

#[test]
fn others_who_sit_than_the_terms_name_are_kept() {
    let mut file = award_file();
    assert!(!file.to_toml().contains("\narbitrators"));
    file.escrow.tribunal[1] = Address(key("//Ferdie").h160());
    assert!(file.seats_changed());
    let read = parse_award(&file.to_toml()).expect("what was written is read");
    assert_eq!(read.escrow, file.escrow);
    assert!(read.seats_changed());
}

#[test]
fn award_that_a_correction_takes_the_place_of_is_kept() {
    let mut file = award_file();
    assert!(!file.to_toml().contains("on_hold"));
    file.escrow.on_hold = Some(OnHold {
        to_payer: 200_000_000_000,
        to_tribunal: 60_000_000_000,
        since: 1_801_400_000,
    });
    let text = file.to_toml();
    assert!(text.contains("\n[escrow.on_hold]\n"), "{text}");
    assert!(text.contains("\nto_payee = \"74\"\n"), "{text}");
    let read = parse_award(&text).expect("what was written is read");
    assert_eq!(read.escrow, file.escrow);
    // No signature covers it.
    assert_eq!(read.digest(), award_file().digest());
    // It disposes of all that is left, or is no final award.
    for wrong in ["73", "75", "99999"] {
        let altered = text.replace("to_payee = \"74\"", &format!("to_payee = \"{wrong}\""));
        let error = parse_award(&altered).expect_err("it does not add up");
        assert_eq!(error.code(), "FieldDiffers", "{error}");
        assert!(
            error.to_string().contains("escrow.on_hold.to_payee"),
            "{error}"
        );
    }
}

proptest! {
    #[test]
    fn awards_survive_the_round_trip(
        number: u8, kind in 0usize..7, amounts: [u64; 3], unit in 0u8..=18, document: [u8; 32], reasons: Option<[u8; 32]>,
        omission: Option<[u8; 32]>, date: u32, pause_until: u32,
    ) {
        let mut file = award_under(Terms { unit, ..terms() }, "UNIT", 18 - unit);
        let [to_payer, to_payee, to_tribunal] = amounts;
        file.award = Award { number, kind: AwardKind::ALL[kind], to_payer, to_payee, to_tribunal, document, reasons, omission, date, pause_until, ..award() };
        let read = parse_award(&file.to_toml()).expect("what was written is read");
        prop_assert_eq!(read.award, file.award);
    }

    #[test]
    fn no_text_makes_the_readers_panic(text: String) {
        let _ = parse(&text);
        let _ = parse_award(&text);
    }
}
