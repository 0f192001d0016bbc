//! Every way in which the content of a key file can be bad has its own error.

mod support;

use exequatur_client::keys::{CostError, KeyFile, KeyFileError, Scheme};
use std::time::{Duration, Instant};
use support::{PASSWORD, known_pair, password, sealed, vector};

/// The document with one field replaced; `field` is a JSON pointer.
fn with(content: &[u8], field: &str, value: serde_json::Value) -> Vec<u8> {
    let mut document: serde_json::Value = serde_json::from_slice(content).expect("JSON");
    *document
        .pointer_mut(field)
        .unwrap_or_else(|| panic!("no {field}")) = value;
    document.to_string().into_bytes()
}

fn parse_error(content: &[u8]) -> KeyFileError {
    KeyFile::parse(content).expect_err("a bad file")
}

#[test]
fn truncated_file_is_damaged() {
    for name in ["polkadot-12.json", "ethers-6.json"] {
        let whole = vector(name);
        let end = whole
            .iter()
            .rposition(|&byte| byte == b'}')
            .expect("an object");
        for len in (0..=end).step_by(7) {
            assert!(
                matches!(parse_error(&whole[..len]), KeyFileError::NotJson),
                "{name} cut to {len}"
            );
        }
    }
    assert!(matches!(parse_error(b"[1]"), KeyFileError::NotJson));
}

#[test]
fn every_missing_or_mistyped_field_is_named() {
    let cases = [
        ("polkadot-12.json", "/encoded", "encoded"),
        ("polkadot-12.json", "/address", "address"),
        ("polkadot-12.json", "/encoding/version", "encoding.version"),
        ("polkadot-12.json", "/encoding/type", "encoding.type"),
        ("polkadot-12.json", "/encoding/content", "encoding.content"),
        ("ethers-6.json", "/address", "address"),
        ("ethers-6.json", "/Crypto/cipher", "cipher"),
        ("ethers-6.json", "/Crypto/kdf", "kdf"),
        ("ethers-6.json", "/Crypto/mac", "mac"),
        ("ethers-6.json", "/Crypto/ciphertext", "ciphertext"),
        (
            "ethers-6.json",
            "/Crypto/cipherparams/iv",
            "cipherparams.iv",
        ),
        ("ethers-6.json", "/Crypto/kdfparams/salt", "kdfparams.salt"),
        ("ethers-6.json", "/Crypto/kdfparams/n", "kdfparams.n"),
        ("ethers-6.json", "/Crypto/kdfparams/r", "kdfparams.r"),
        ("ethers-6.json", "/Crypto/kdfparams/p", "kdfparams.p"),
        (
            "ethers-6.json",
            "/Crypto/kdfparams/dklen",
            "kdfparams.dklen",
        ),
    ];
    for (name, pointer, expected) in cases {
        for value in [serde_json::Value::Null, serde_json::json!({})] {
            let error = parse_error(&with(&vector(name), pointer, value));
            assert!(
                matches!(error, KeyFileError::Field { field, .. } if field == expected),
                "{pointer}: {error}"
            );
        }
    }
}

#[test]
fn altered_fields_of_the_wrong_length_or_letters_are_named() {
    let error = parse_error(&with(
        &vector("polkadot-12.json"),
        "/encoded",
        "AAAA".into(),
    ));
    assert!(
        matches!(
            error,
            KeyFileError::Length {
                field: "encoded",
                expected: 201,
                found: 3
            }
        ),
        "{error}"
    );
    let error = parse_error(&with(&vector("polkadot-12.json"), "/encoded", "%%%".into()));
    assert!(
        matches!(
            error,
            KeyFileError::Field {
                field: "encoded",
                ..
            }
        ),
        "{error}"
    );
    let error = parse_error(&with(
        &vector("ethers-6.json"),
        "/Crypto/mac",
        "00ff".into(),
    ));
    assert!(
        matches!(
            error,
            KeyFileError::Length {
                field: "mac",
                expected: 32,
                found: 2
            }
        ),
        "{error}"
    );
    let error = parse_error(&with(
        &vector("ethers-6.json"),
        "/Crypto/mac",
        "secret".into(),
    ));
    assert_eq!(
        error.to_string(),
        "damaged key file: field \"mac\" is not hexadecimal digits"
    );
    let error = parse_error(&with(
        &vector("polkadot-12.json"),
        "/address",
        "5Alice".into(),
    ));
    assert!(
        matches!(
            error,
            KeyFileError::Field {
                field: "address",
                ..
            }
        ),
        "{error}"
    );
    let long = serde_json::Value::from("00".repeat(1025));
    let error = parse_error(&with(
        &vector("ethers-6.json"),
        "/Crypto/kdfparams/salt",
        long,
    ));
    assert!(
        matches!(
            error,
            KeyFileError::Length {
                field: "kdfparams.salt",
                found: 1025,
                ..
            }
        ),
        "{error}"
    );
}

#[test]
fn unknown_kinds_versions_schemes_and_ciphers_have_their_own_errors() {
    assert!(matches!(parse_error(b"{}"), KeyFileError::UnknownKind));
    assert!(matches!(
        parse_error(br#"{"version": 3, "secret": "x"}"#),
        KeyFileError::UnknownKind
    ));
    for (name, pointer) in [
        ("polkadot-12.json", "/encoding/version"),
        ("ethers-6.json", "/version"),
    ] {
        let error = parse_error(&with(&vector(name), pointer, "4".into()));
        assert!(
            matches!(error, KeyFileError::Version { expected: "3", .. }),
            "{error}"
        );
    }
    let error = parse_error(&vector("refused-ed25519.json"));
    assert_eq!(
        error.to_string(),
        "unsupported scheme of the key: expected pkcs8, sr25519, found \"pkcs8, ed25519\""
    );
    let error = parse_error(&vector("refused-unencrypted.json"));
    assert_eq!(
        error.to_string(),
        "unsupported encryption: expected scrypt, xsalsa20-poly1305, found \"none\""
    );
    for (pointer, value) in [("/Crypto/cipher", "aes-256-gcm"), ("/Crypto/kdf", "pbkdf2")] {
        let error = parse_error(&with(&vector("ethers-6.json"), pointer, value.into()));
        assert!(matches!(error, KeyFileError::Encryption { .. }), "{error}");
    }
    let error = parse_error(&with(
        &vector("ethers-6.json"),
        "/Crypto/kdfparams/dklen",
        64.into(),
    ));
    assert!(matches!(error, KeyFileError::Encryption { .. }), "{error}");
}

#[test]
fn memory_bomb_is_refused_before_it_goes_off() {
    let start = Instant::now();
    let error = parse_error(&with(
        &vector("ethers-6.json"),
        "/Crypto/kdfparams/n",
        (1u64 << 40).into(),
    ));
    assert!(
        matches!(error, KeyFileError::Cost(CostError::Memory { .. })),
        "{error}"
    );
    let error = parse_error(&with(
        &vector("ethers-6.json"),
        "/Crypto/kdfparams/p",
        1000.into(),
    ));
    assert!(
        matches!(error, KeyFileError::Cost(CostError::Work { .. })),
        "{error}"
    );
    let error = parse_error(&with(
        &vector("ethers-6.json"),
        "/Crypto/kdfparams/n",
        1000.into(),
    ));
    assert!(
        matches!(error, KeyFileError::Cost(CostError::Impossible { .. })),
        "{error}"
    );
    let error = parse_error(&with(
        &vector("ethers-6.json"),
        "/Crypto/kdfparams/r",
        (1u64 << 32).into(),
    ));
    assert!(
        matches!(
            error,
            KeyFileError::Field {
                field: "kdfparams.r",
                ..
            }
        ),
        "{error}"
    );
    assert!(
        start.elapsed() < Duration::from_secs(1),
        "nothing was derived"
    );
}

#[test]
fn altered_encrypted_part_of_our_files_is_damage_and_not_a_wrong_password() {
    for (scheme, pointer) in [
        (Scheme::Sr25519, "/encoded"),
        (Scheme::Ecdsa, "/crypto/ciphertext"),
    ] {
        let content = sealed(scheme).to_json();
        let document: serde_json::Value = serde_json::from_str(&content).expect("JSON");
        let field = document
            .pointer(pointer)
            .and_then(|value| value.as_str())
            .expect("text");
        for place in (0..field.len()).step_by(29) {
            let mut altered = field.as_bytes().to_vec();
            altered[place] = if altered[place] == b'1' { b'2' } else { b'1' };
            let altered = String::from_utf8(altered).expect("ASCII");
            let outcome = KeyFile::parse(&with(content.as_bytes(), pointer, altered.into()))
                .and_then(|file| file.unlock(&password(PASSWORD)));
            // An altered cost may be refused even earlier.
            assert!(
                matches!(outcome, Err(KeyFileError::Checksum | KeyFileError::Cost(_))),
                "byte {place} of {pointer}: {outcome:?}"
            );
        }
    }
}

#[test]
fn stale_checksum_does_not_keep_the_owner_out() {
    let content = sealed(Scheme::Sr25519).to_json();
    let stale = with(
        content.as_bytes(),
        "/encryptedSha256",
        "00".repeat(32).into(),
    );
    assert!(
        KeyFile::parse(&stale)
            .expect("well-formed")
            .unlock(&password(PASSWORD))
            .is_ok()
    );
}

#[test]
fn address_of_another_key_is_noticed() {
    let alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
    let alith = "f24ff3a9cf04c71dbc94d0b566f7a27b94566cac";
    for (scheme, address) in [(Scheme::Sr25519, alice), (Scheme::Ecdsa, alith)] {
        let content = with(
            sealed(scheme).to_json().as_bytes(),
            "/address",
            address.into(),
        );
        let result = KeyFile::parse(&content)
            .expect("well-formed")
            .unlock(&password(PASSWORD));
        let expected_key = known_pair(scheme).h160();
        assert!(
            matches!(result, Err(KeyFileError::OtherKey { expected, .. }) if expected == expected_key),
            "{result:?}"
        );
    }
}

#[test]
fn hostile_name_is_shown_without_its_control_characters() {
    let hostile = format!("a\u{1b}[2K\u{202e}b\n{}", "x".repeat(100));
    let content = with(&vector("polkadot-12.json"), "/meta/name", hostile.into());
    let file = KeyFile::parse(&content).expect("well-formed");
    assert_eq!(
        file.name(),
        Some(format!("a[2Kb{}", "x".repeat(59)).as_str())
    );
}

#[test]
fn decrypted_content_that_is_no_key_is_damage() {
    for name in ["damaged-halves.json", "damaged-zero.json"] {
        let file = KeyFile::parse(&vector(name)).expect("well-formed");
        let result = file.unlock(&password(PASSWORD));
        assert!(
            matches!(result, Err(KeyFileError::Content)),
            "{name}: {result:?}"
        );
    }
}

#[test]
fn key_of_another_scheme_is_named() {
    let content = with(
        &vector("polkadot-12.json"),
        "/encoding/content",
        serde_json::json!(["pkcs8", "ed25519"]),
    );
    let error = parse_error(&content);
    assert!(
        matches!(&error, KeyFileError::UnsupportedScheme { found, .. } if found.contains("ed25519")),
        "{error}"
    );
}
