//! Keys, addresses and signatures against what the wallets' own libraries say.

mod support;

use exequatur_client::keys::{
    Address, DevelopmentError, DigestSignature, KeyError, KeyPair, PayloadSignature, Phrase,
    PhraseError, Scheme, SignatureError, Ss58Prefix, recover_digest, sr25519_text, verify_digest,
};
use sha3::{Digest, Keccak256};
use support::{SECRET, bytes, known_pair, scheme, text, vector, vectors};

fn pair_of(vector: &serde_json::Value) -> KeyPair {
    if let Some(words) = vector["phrase"].as_str() {
        let phrase = Phrase::parse(words).expect("a valid phrase");
        return KeyPair::from_phrase(scheme(vector), &phrase).expect("in range");
    }
    if let Some(path) = vector["development"].as_str() {
        return KeyPair::development(path).expect("a known path");
    }
    KeyPair::from_secret_hex(scheme(vector), text(vector, "secret")).expect("in range")
}

#[test]
fn keys_have_the_addresses_that_wallets_show() {
    let keys = vectors("keys.json");
    assert!(keys.len() >= 15, "found {} vectors", keys.len());
    for vector in keys {
        let pair = pair_of(&vector);
        assert_eq!(pair.scheme(), scheme(&vector));
        assert_eq!(
            format!("0x{}", hex::encode(pair.public().as_bytes())),
            text(&vector, "publicKey")
        );
        assert_eq!(pair.account_id(), bytes(&vector, "accountId"));
        assert_eq!(pair.h160(), bytes(&vector, "h160"));
        if let Some(eip55) = vector["eip55"].as_str() {
            assert_eq!(pair.public().eip55(), eip55);
        }
        for (number, ss58) in vector["ss58"].as_object().expect("prefix to text") {
            let prefix = Ss58Prefix::new(number.parse().expect("a number")).expect("in range");
            let ss58 = ss58.as_str().expect("text");
            assert_eq!(pair.public().ss58(prefix), ss58);
            let parsed: Address = ss58.parse().expect("an address");
            assert_eq!(
                parsed,
                Address::Substrate {
                    account_id: pair.account_id(),
                    prefix
                }
            );
            assert_eq!(parsed.h160(), pair.h160());
        }
        let shown = pair.public().address();
        assert_eq!(shown.to_string().parse::<Address>(), Ok(shown));
        assert_eq!(
            (shown.h160(), shown.account_id()),
            (pair.h160(), pair.account_id())
        );
    }
}

#[test]
fn development_keys_for_ethereum_are_the_known_ones() {
    let names = [
        "0xf24FF3a9CF04c71Dbc94D0b566f7A27B94566cac",
        "0x3Cd0A705a2DC65e5b1E1205896BaA2be8A07c6e0",
    ];
    for (index, address) in names.into_iter().enumerate() {
        let pair = KeyPair::development_ethereum(index as u32).expect("a small index");
        assert_eq!(pair.public().eip55(), address);
    }
}

#[test]
fn development_takes_nothing_but_hard_named_paths() {
    for path in [
        "",
        "Alice",
        "/Alice",
        "//",
        "//Alice/soft",
        "//Alice//",
        "//0",
        "//A b",
        "//Älice",
        "///password",
    ] {
        let result = KeyPair::development(path);
        assert!(
            matches!(result, Err(DevelopmentError::Path { .. })),
            "{path:?} gave {result:?}"
        );
    }
}

#[test]
fn signatures_of_wallets_hold() {
    let signatures = vectors("signatures.json");
    assert!(signatures.len() >= 24, "found {} vectors", signatures.len());
    for vector in signatures {
        let (signer, digest) = (bytes(&vector, "signer"), bytes(&vector, "digest"));
        let signature = match scheme(&vector) {
            Scheme::Ecdsa => text(&vector, "signature").parse().expect("65 bytes"),
            Scheme::Sr25519 => {
                assert_eq!(sr25519_text(&digest), text(&vector, "text"));
                let raw: [u8; 64] = bytes(&vector, "signature");
                let public_key = bytes(&vector, "publicKey");
                let tagged = [&[1], raw.as_slice()].concat();
                let signature =
                    DigestSignature::from_sr25519_wallet(public_key, &raw).expect("64 bytes");
                assert_eq!(
                    DigestSignature::from_sr25519_wallet(public_key, &tagged).as_ref(),
                    Ok(&signature)
                );
                signature
            }
        };
        assert_eq!(verify_digest(&signer, &digest, &signature), Ok(()));
        assert_eq!(recover_digest(&digest, &signature), Ok(signer));

        // The same key here signs for the same signer; ECDSA even with the same bytes, unless the digest exceeds the
        // curve's order: then the libraries derive different nonces, and both signatures hold.
        let ours = pair_of(&vector).sign_digest(&digest);
        assert_eq!(verify_digest(&signer, &digest, &ours), Ok(()));
        if scheme(&vector) == Scheme::Ecdsa && digest[..16] != [0xFF; 16] {
            assert_eq!(ours, signature);
        }
    }
}

#[test]
fn sr25519_signature_over_the_raw_digest_does_not_hold() {
    let vector: serde_json::Value =
        serde_json::from_slice(&vector("signature-of-raw-bytes.json")).expect("JSON");
    let raw: [u8; 64] = bytes(&vector, "signature");
    let signature =
        DigestSignature::from_sr25519_wallet(bytes(&vector, "publicKey"), &raw).expect("64 bytes");
    let result = verify_digest(
        &bytes(&vector, "signer"),
        &bytes(&vector, "digest"),
        &signature,
    );
    assert_eq!(result, Err(SignatureError::RawBytes));
}

#[test]
fn payload_signatures_are_what_the_chain_verifies() {
    let payload = b"a transaction";
    let PayloadSignature::Sr25519(raw) = known_pair(Scheme::Sr25519).sign_payload(payload) else {
        panic!("expected sr25519");
    };
    let public = known_pair(Scheme::Sr25519).account_id();
    let key = schnorrkel::PublicKey::from_bytes(&public).expect("a point");
    let signature = schnorrkel::Signature::from_bytes(&raw).expect("a signature");
    assert!(key.verify_simple(b"substrate", payload, &signature).is_ok());
    assert_eq!(
        PayloadSignature::Sr25519(raw).encode(),
        [&[1], raw.as_slice()].concat()
    );

    let pair = known_pair(Scheme::Ecdsa);
    let PayloadSignature::Eth(mut raw) = pair.sign_payload(payload) else {
        panic!("expected ecdsa")
    };
    assert_eq!(
        PayloadSignature::Eth(raw).encode(),
        [&[3], raw.as_slice()].concat()
    );
    assert!(raw[64] < 2, "v is {}", raw[64]);
    raw[64] += 27;
    let hash: [u8; 32] = Keccak256::digest(payload).into();
    assert_eq!(
        recover_digest(&hash, &DigestSignature::Ecdsa(raw)),
        Ok(pair.h160())
    );
}

#[test]
fn new_phrases_have_twelve_words_and_differ() {
    let phrase = Phrase::generate().expect("randomness");
    let words = phrase.reveal();
    assert_eq!(words.split(' ').count(), 12);
    assert_ne!(words, Phrase::generate().expect("randomness").reveal());
    let untidy = format!("  {}\n", words.to_uppercase().replace(' ', "\t "));
    let again = Phrase::parse(&untidy).expect("the same words");
    for scheme in [Scheme::Sr25519, Scheme::Ecdsa] {
        let pair = KeyPair::from_phrase(scheme, &phrase).expect("in range");
        assert_eq!(
            pair.public(),
            KeyPair::from_phrase(scheme, &again)
                .expect("in range")
                .public()
        );
    }
    assert_eq!(format!("{phrase:?}"), "Phrase { .. }");
}

#[test]
fn bad_phrases_say_what_is_wrong_and_not_what_was_typed() {
    let good = "legal winner thank year wave sausage worth useful legal winner thank yellow";
    assert!(Phrase::parse(good).is_ok());
    for (words, expected) in [
        ("", PhraseError::WordCount { found: 0 }),
        ("legal winner thank", PhraseError::WordCount { found: 3 }),
        (
            &good.replace("wave", "wavy"),
            PhraseError::UnknownWord { position: 5 },
        ),
        (&good.replace("yellow", "year"), PhraseError::Checksum),
    ] {
        let error = Phrase::parse(words).expect_err("not a phrase");
        assert_eq!(error, expected);
        assert!(!error.to_string().contains("wavy"));
    }
}

#[test]
fn bad_secrets_are_refused_and_not_repeated() {
    let order = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";
    for (scheme, secret, expected) in [
        (
            Scheme::Ecdsa,
            "0".repeat(64),
            KeyError::OutOfRange(Scheme::Ecdsa),
        ),
        (
            Scheme::Ecdsa,
            order.to_owned(),
            KeyError::OutOfRange(Scheme::Ecdsa),
        ),
        (
            Scheme::Ecdsa,
            SECRET[1..].to_owned(),
            KeyError::SecretDigits { found_chars: 63 },
        ),
        (
            Scheme::Sr25519,
            format!("0x{SECRET}00"),
            KeyError::SecretDigits { found_chars: 66 },
        ),
        (
            Scheme::Sr25519,
            SECRET.replace('8', "x"),
            KeyError::SecretDigits { found_chars: 64 },
        ),
    ] {
        let error = KeyPair::from_secret_hex(scheme, &secret).expect_err("not a secret");
        assert_eq!(error, expected);
        assert!(!error.to_string().contains("5b7a3c"));
    }
}
