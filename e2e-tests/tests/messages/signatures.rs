//! Signatures that no wallet makes, or that others made, and call data that is none: each is refused by its name and changes nothing, and
//! the good one is accepted afterwards.

use exequatur_client::host::NativeHost;
use exequatur_e2e_tests::Bench;
use exequatur_e2e_tests::mirror::{ORDER, mirrored};
use exequatur_protocol::{Action, Hash, Refusal, Signature, digest};

use crate::{HASH, done, payee, payer, refused, stranger, unchanged_by};

const ACCEPT: Action = Action::Appointment {
    disclosure: HASH,
    approve: false,
};

/// An escrow whose arbitrator, with an Ethereum key, can accept; and their signature for that.
fn to_be_accepted() -> (Bench, [u8; 65]) {
    let bench = Bench::funded(1);
    let digest = digest::consent(&NativeHost, &bench.domain(), &HASH, 0);
    let Signature::Ecdsa(good) = bench.people.arbitrators[0].sign(&digest) else {
        panic!("the presiding arbitrator has an Ethereum key");
    };
    (bench, good)
}

/// An escrow to which the payee, with a Polkadot key, can consent; and their key and signature for that.
fn to_be_consented() -> (Bench, [u8; 32], [u8; 64]) {
    let mut bench = Bench::new(1, |_| {});
    bench.open(0, &[]).unwrap();
    let Signature::Sr25519 { public, signature } = payee().sign(&bench.consent_digest()) else {
        panic!("the payee has a Polkadot key");
    };
    (bench, public, signature)
}

const CONSENT: Action = Action::Consent { approve: false };

#[test]
fn high_s_is_refused() {
    let (mut bench, good) = to_be_accepted();
    let mut high = mirrored(good);
    for v in [good[64], 27 + 28 - good[64]] {
        high[64] = v;
        let high = Signature::Ecdsa(high);
        refused(&mut bench, &stranger(), &ACCEPT, &[high], Refusal::HighS);
    }
    done(&mut bench, &stranger(), &ACCEPT, &[Signature::Ecdsa(good)]);
}

#[test]
fn a_recovery_id_other_than_27_and_28_is_refused() {
    let (mut bench, good) = to_be_accepted();
    for v in [0, 1, 26, 29, 35, 255] {
        let mut bad = good;
        bad[64] = v;
        let bad = Signature::Ecdsa(bad);
        refused(
            &mut bench,
            &stranger(),
            &ACCEPT,
            &[bad],
            Refusal::BadRecoveryId,
        );
    }
    let mut other = good;
    other[64] = 27 + 28 - good[64];
    refused(
        &mut bench,
        &stranger(),
        &ACCEPT,
        &[Signature::Ecdsa(other)],
        Refusal::UnknownSigner,
    );
    done(&mut bench, &stranger(), &ACCEPT, &[Signature::Ecdsa(good)]);
}

#[test]
fn numbers_that_are_no_ecdsa_signature_are_refused() {
    let (mut bench, good) = to_be_accepted();
    let with = |place: usize, number: Hash| {
        let mut bytes = good;
        bytes[place..place + 32].copy_from_slice(&number);
        Signature::Ecdsa(bytes)
    };
    for (bad, refusal) in [
        (with(0, [0; 32]), Refusal::BadSignature),
        (with(0, ORDER), Refusal::BadSignature),
        (with(0, [0xff; 32]), Refusal::BadSignature),
        (with(32, [0; 32]), Refusal::BadSignature),
        (with(32, ORDER), Refusal::HighS),
    ] {
        refused(&mut bench, &stranger(), &ACCEPT, &[bad], refusal);
    }
    done(&mut bench, &stranger(), &ACCEPT, &[Signature::Ecdsa(good)]);
}

#[test]
fn a_spoilt_sr25519_signature_is_refused() {
    let (mut bench, public, signature) = to_be_consented();
    for place in [0, 1, 15, 31, 32, 33, 47, 62, 63] {
        for turn in [1, 0x80] {
            let mut spoilt = signature;
            spoilt[place] ^= turn;
            let spoilt = Signature::Sr25519 {
                public,
                signature: spoilt,
            };
            refused(
                &mut bench,
                &stranger(),
                &CONSENT,
                &[spoilt],
                Refusal::BadSignature,
            );
        }
    }
    let zero = Signature::Sr25519 {
        public: [0; 32],
        signature: [0; 64],
    };
    refused(
        &mut bench,
        &stranger(),
        &CONSENT,
        &[zero],
        Refusal::BadSignature,
    );
    let good = Signature::Sr25519 { public, signature };
    done(&mut bench, &stranger(), &CONSENT, &[good]);
}

#[test]
fn an_sr25519_signature_of_another_key_is_refused() {
    let (mut bench, public, signature) = to_be_consented();
    let digest = bench.consent_digest();
    let good = Signature::Sr25519 { public, signature };
    let key_of = |signed: Signature| match signed {
        Signature::Sr25519 { public, .. } => public,
        Signature::Ecdsa(_) => panic!("these people have Polkadot keys"),
    };
    // A stranger's own, good in itself; the payee's under the payer's key; under one with a bit turned; over something else.
    let strangers = stranger().sign(&digest);
    let under = |public| Signature::Sr25519 { public, signature };
    let mut turned = public;
    turned[7] ^= 1;
    for (bad, refusal) in [
        (strangers, Refusal::UnknownSigner),
        (under(key_of(strangers)), Refusal::BadSignature),
        (under(key_of(payer().sign(&digest))), Refusal::BadSignature),
        (under(turned), Refusal::BadSignature),
        (payee().sign(&HASH), Refusal::BadSignature),
    ] {
        refused(&mut bench, &stranger(), &CONSENT, &[bad], refusal);
    }
    done(&mut bench, &stranger(), &CONSENT, &[good]);
}

#[test]
fn malformed_call_data_is_refused() {
    let (mut bench, public, signature) = to_be_consented();
    let good = CONSENT.to_input(&[Signature::Sr25519 { public, signature }]);
    // The selector, whether the sender consents, how many signatures, which scheme, the signature.
    assert_eq!(good.len(), 4 + 1 + 1 + 1 + 96);
    let with = |place: usize, byte| {
        let mut input = good.clone();
        input[place] = byte;
        input
    };
    let cut = (4..good.len()).map(|length| good[..length].to_vec());
    let spoilt = [
        with(4, 2),
        // Six signatures; one, written at greater length; two, of which one is there.
        with(5, 6 << 2),
        with(5, 1 << 2 | 1),
        with(5, 2 << 2),
        with(6, 2),
        with(6, 0xff),
    ];
    for input in cut.chain(spoilt) {
        let length = input.len();
        unchanged_by(&mut bench, |bench| {
            let (account, by) = (stranger().account(), stranger().address());
            let refusal = bench.raw(account, by, 0, input).unwrap_err();
            assert_eq!(refusal, Refusal::BadCallData, "{length} bytes");
        });
    }
    let (account, by) = (stranger().account(), stranger().address());
    bench.raw(account, by, 0, good).unwrap();
    assert_eq!(bench.state().consents, 0b11);
}
