//! Checking signatures over digests, exactly as strictly as the escrow contract does.

use super::account::H160;
use super::public_key::PublicKey;
use super::scheme::Scheme;
use super::signature::{DigestSignature, SignatureError};
use crate::host::NativeHost;
use exequatur_protocol::Host;
use k256::ecdsa::Signature;

/// The context that Substrate signs everything under.
pub(super) const SUBSTRATE_CONTEXT: &[u8] = b"substrate";

const INVALID_ECDSA: SignatureError = SignatureError::Invalid {
    scheme: Scheme::Ecdsa,
};
const INVALID_SR25519: SignatureError = SignatureError::Invalid {
    scheme: Scheme::Sr25519,
};

/// The text that an sr25519 key signs for a digest: `<Bytes>0x…</Bytes>` with the digest in small hexadecimal digits.
///
/// Warning: this whole text is what a person pastes into a wallet's page for signing messages. Such pages take a bare
/// `0x…` for 32 raw bytes and wrap those, and the signature then fits nothing.
pub fn sr25519_text(digest: &[u8; 32]) -> String {
    format!("<Bytes>0x{}</Bytes>", hex::encode(digest))
}

/// Checks that `signer` signed `digest`.
///
/// # Errors
/// One [`SignatureError`] for each reason why not.
pub fn verify_digest(
    signer: &H160,
    digest: &[u8; 32],
    signature: &DigestSignature,
) -> Result<(), SignatureError> {
    match signature {
        DigestSignature::Ecdsa(_) => {
            let recovered = recover_digest(digest, signature)?;
            if recovered != *signer {
                return Err(SignatureError::OtherSigner {
                    recovered,
                    expected: *signer,
                });
            }
            Ok(())
        }
        DigestSignature::Sr25519 { public_key, .. } => {
            // The key first: "somebody else signed" says more than "invalid".
            let mapped = PublicKey::sr25519(*public_key).h160();
            if mapped != *signer {
                return Err(SignatureError::OtherPublicKey {
                    mapped,
                    expected: *signer,
                });
            }
            recover_digest(digest, signature).map(drop)
        }
    }
}

/// The address of whoever signed `digest`.
///
/// Warning: for ECDSA nearly every 65 bytes are *somebody's* signature over *any* digest. The answer means something only
/// once it is compared with an address that was known before.
///
/// # Errors
/// A [`SignatureError`] if nobody can have signed it.
pub fn recover_digest(
    digest: &[u8; 32],
    signature: &DigestSignature,
) -> Result<H160, SignatureError> {
    match signature {
        DigestSignature::Ecdsa(bytes) => recover_ecdsa(digest, bytes),
        DigestSignature::Sr25519 {
            public_key,
            signature,
        } => {
            let signed = |text: &[u8]| NativeHost.sr25519_verify(public_key, signature, text);
            if !signed(sr25519_text(digest).as_bytes()) {
                // The commonest mistake has a name of its own.
                let raw = [b"<Bytes>", digest.as_slice(), b"</Bytes>"].concat();
                return Err(match signed(&raw) {
                    true => SignatureError::RawBytes,
                    false => INVALID_SR25519,
                });
            }
            Ok(PublicKey::sr25519(*public_key).h160())
        }
    }
}

fn recover_ecdsa(digest: &[u8; 32], bytes: &[u8; 65]) -> Result<H160, SignatureError> {
    let (rs, v) = bytes.split_first_chunk::<64>().ok_or(INVALID_ECDSA)?;
    let v = v[0];
    if v != 27 && v != 28 {
        return Err(SignatureError::BadV { found: v });
    }
    let signature = Signature::from_slice(rs).map_err(|_| INVALID_ECDSA)?;
    if signature.normalize_s().is_some() {
        return Err(SignatureError::HighS);
    }
    let signer = NativeHost.ecdsa_recover(digest, rs, v);
    signer.map(|signer| signer.0).ok_or(INVALID_ECDSA)
}
