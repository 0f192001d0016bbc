//! Whatever is changed in a signature, a digest or a signer, verification notices.

mod support;

use exequatur_client::keys::{
    DigestSignature, KeyPair, Scheme, SignatureError, recover_digest, verify_digest,
};
use proptest::prelude::*;
use support::known_pair;

fn any_pair() -> impl Strategy<Value = KeyPair> {
    let scheme = prop_oneof![Just(Scheme::Sr25519), Just(Scheme::Ecdsa)];
    (scheme, any::<[u8; 32]>()).prop_filter_map("a secret out of range", |(scheme, secret)| {
        KeyPair::from_secret(scheme, &secret).ok()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn signature_holds_for_its_signer(pair in any_pair(), digest: [u8; 32]) {
        let signature = pair.sign_digest(&digest);
        prop_assert_eq!(signature.scheme(), pair.scheme());
        prop_assert_eq!(verify_digest(&pair.h160(), &digest, &signature), Ok(()));
        prop_assert_eq!(DigestSignature::from_bytes(&signature.to_bytes()), Ok(signature));
        prop_assert_eq!(signature.to_string().parse(), Ok(signature));
    }

    #[test]
    fn ecdsa_signatures_have_low_s_and_v_27_or_28(secret: [u8; 32], digest: [u8; 32]) {
        let Ok(pair) = KeyPair::from_secret(Scheme::Ecdsa, &secret) else { return Ok(()) };
        let DigestSignature::Ecdsa(bytes) = pair.sign_digest(&digest) else { panic!("expected ecdsa") };
        prop_assert!(bytes[64] == 27 || bytes[64] == 28);
        prop_assert!(k256::ecdsa::Signature::from_slice(&bytes[..64]).unwrap().normalize_s().is_none());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn every_altered_byte_is_noticed(pair in any_pair(), digest: [u8; 32], change in 1u8..) {
        let (signer, signature) = (pair.h160(), pair.sign_digest(&digest));
        let bytes = signature.to_bytes();
        for place in 0..bytes.len() {
            let mut altered = bytes.clone();
            altered[place] ^= change;
            let altered = DigestSignature::from_bytes(&altered).expect("the length is right");
            prop_assert!(verify_digest(&signer, &digest, &altered).is_err(), "signature byte {}", place);
        }
        for place in 0..32 {
            let mut altered = digest;
            altered[place] ^= change;
            prop_assert!(verify_digest(&signer, &altered, &signature).is_err(), "digest byte {}", place);
        }
        for place in 0..20 {
            let mut altered = signer;
            altered[place] ^= change;
            prop_assert!(verify_digest(&altered, &digest, &signature).is_err(), "signer byte {}", place);
        }
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..130), digest: [u8; 32]) {
        if let Ok(signature) = DigestSignature::from_bytes(&bytes) {
            let _ = recover_digest(&digest, &signature);
        }
    }
}

const DIGEST: [u8; 32] = [0x42; 32];

fn ecdsa_bytes() -> [u8; 65] {
    match known_pair(Scheme::Ecdsa).sign_digest(&DIGEST) {
        DigestSignature::Ecdsa(bytes) => bytes,
        DigestSignature::Sr25519 { .. } => panic!("expected ecdsa"),
    }
}

fn verify(scheme: Scheme, signature: DigestSignature) -> Result<(), SignatureError> {
    verify_digest(&known_pair(scheme).h160(), &DIGEST, &signature)
}

#[test]
fn the_other_form_of_an_ecdsa_signature_fails_high_s() {
    let mut bytes = ecdsa_bytes();
    let (r, s) = k256::ecdsa::Signature::from_slice(&bytes[..64])
        .expect("ours")
        .split_scalars();
    let mirrored = k256::ecdsa::Signature::from_scalars(r, -s).expect("not zero");
    bytes[..64].copy_from_slice(&mirrored.to_bytes());
    bytes[64] = 27 + 28 - bytes[64];
    assert_eq!(
        verify(Scheme::Ecdsa, DigestSignature::Ecdsa(bytes)),
        Err(SignatureError::HighS)
    );
}

#[test]
fn any_other_v_fails_bad_v() {
    for found in (0..=255).filter(|v| !(27..=28).contains(v)) {
        let mut bytes = ecdsa_bytes();
        bytes[64] = found;
        assert_eq!(
            verify(Scheme::Ecdsa, DigestSignature::Ecdsa(bytes)),
            Err(SignatureError::BadV { found })
        );
    }
}

#[test]
fn zero_and_too_large_numbers_fail_invalid() {
    for place in [0..32, 32..64] {
        for filling in [0x00, 0xFF] {
            let mut bytes = ecdsa_bytes();
            bytes[place.clone()].fill(filling);
            let result = verify(Scheme::Ecdsa, DigestSignature::Ecdsa(bytes));
            assert_eq!(
                result,
                Err(SignatureError::Invalid {
                    scheme: Scheme::Ecdsa
                })
            );
        }
    }
}

#[test]
fn ecdsa_by_another_key_names_both_addresses() {
    let other = KeyPair::development_ethereum(0).expect("a small index");
    let expected = known_pair(Scheme::Ecdsa).h160();
    let error = verify(Scheme::Ecdsa, other.sign_digest(&DIGEST)).expect_err("another key");
    assert_eq!(
        error,
        SignatureError::OtherSigner {
            recovered: other.h160(),
            expected
        }
    );
    assert_eq!(
        error.to_string(),
        "signed by another key or over another digest: recovered 0xf24FF3a9CF04c71Dbc94D0b566f7A27B94566cac, \
         expected 0xDa33D9bbbFFe80f0C5ddEd9A601112B5D948F495"
    );
}

#[test]
fn sr25519_by_another_key_names_both_addresses() {
    let other = KeyPair::development("//Bob").expect("a known path");
    let expected = known_pair(Scheme::Sr25519).h160();
    let error = verify(Scheme::Sr25519, other.sign_digest(&DIGEST)).expect_err("another key");
    assert_eq!(
        error,
        SignatureError::OtherPublicKey {
            mapped: other.h160(),
            expected
        }
    );
}

#[test]
fn sr25519_over_another_digest_fails_invalid() {
    let signature = known_pair(Scheme::Sr25519).sign_digest(&[0x43; 32]);
    let result = verify(Scheme::Sr25519, signature);
    assert_eq!(
        result,
        Err(SignatureError::Invalid {
            scheme: Scheme::Sr25519
        })
    );
}

#[test]
fn wrong_lengths_and_letters_are_refused() {
    let expected = "65 (ecdsa) or 96 (sr25519)";
    for found in [0, 64, 66, 95, 97] {
        let result = DigestSignature::from_bytes(&vec![1; found]);
        assert_eq!(result, Err(SignatureError::WrongLength { expected, found }));
    }
    assert_eq!(
        "0xzz".parse::<DigestSignature>(),
        Err(SignatureError::NotHex)
    );
    assert_eq!(
        "0x00".parse::<DigestSignature>(),
        Err(SignatureError::WrongLength { expected, found: 1 })
    );
    for found in [63, 65, 66] {
        let result = DigestSignature::from_sr25519_wallet([0; 32], &vec![2; found]);
        assert!(
            matches!(result, Err(SignatureError::WrongLength { found: given, .. }) if given == found)
        );
    }
}
