use super::account::{AccountId, H160, keccak_256};
use super::public_key::PublicKey;
use super::scheme::Scheme;
use super::signature::DigestSignature;
use super::verify::{SUBSTRATE_CONTEXT, sr25519_text};
use k256::ecdsa::SigningKey;
use schnorrkel::{ExpansionMode, Keypair, MiniSecretKey, SecretKey};
use std::fmt;
use zeroize::Zeroizing;

/// A key that signs. The secret is wiped when it is dropped; there is no way to copy or print it.
pub struct KeyPair {
    /// Boxed, so that moving the pair leaves no copies of the secret on the stack.
    secret: Box<Secret>,
    public: PublicKey,
}

enum Secret {
    Sr25519(Keypair),
    Ecdsa(SigningKey),
}

/// A secret as the scheme's key files keep it.
pub(super) enum SecretBytes {
    /// sr25519: what [`KeyPair::from_expanded`] reads.
    Expanded(Zeroizing<[u8; 64]>),
    /// ECDSA: what [`KeyPair::from_secret`] reads.
    PrivateKey(Zeroizing<[u8; 32]>),
}

/// Why a secret makes no key. Never says what the secret was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Returned when a seed or private key is not written as 64 hexadecimal digits.
    #[error("not a secret key: expected 64 hexadecimal digits, found {found_chars} characters")]
    SecretDigits {
        /// Characters after an optional `0x`, hexadecimal or not.
        found_chars: usize,
    },
    /// Returned when a private key is zero or not below the order of the curve.
    #[error("not an {0} secret key: out of the scheme's range")]
    OutOfRange(Scheme),
}

/// A signature over a Substrate transaction's payload, for `MultiSignature`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PayloadSignature {
    /// Over the payload itself.
    Sr25519([u8; 64]),
    /// Over the payload's keccak-256. `r ‖ s ‖ v` with v 0 or 1.
    ///
    /// Warning: sp-runtime 49 takes it for the account that it derives from the compressed public key, which is not the account
    /// of the key's address. So no chain accepts it for that account in a signed extrinsic; an Ethereum key sends Ethereum
    /// transactions, whose signing payload goes here.
    Eth([u8; 65]),
}

impl PayloadSignature {
    /// The SCALE encoding of the `MultiSignature` with it.
    pub fn encode(&self) -> Vec<u8> {
        match self {
            Self::Sr25519(signature) => [&[1], signature.as_slice()].concat(),
            Self::Eth(signature) => [&[3], signature.as_slice()].concat(),
        }
    }
}

impl KeyPair {
    /// The key with this 32-byte secret in hexadecimal, with or without `0x`: a mini secret ("seed") for sr25519, a private
    /// key for ECDSA.
    ///
    /// # Errors
    /// [`KeyError`] if it is not 64 digits, or out of the scheme's range.
    pub fn from_secret_hex(scheme: Scheme, text: &str) -> Result<Self, KeyError> {
        let digits = text.strip_prefix("0x").unwrap_or(text);
        let mut secret = Zeroizing::new([0; 32]);
        hex::decode_to_slice(digits, secret.as_mut_slice()).map_err(|_| {
            KeyError::SecretDigits {
                found_chars: digits.chars().count(),
            }
        })?;
        Self::from_secret(scheme, &secret)
    }

    /// The key with this 32-byte secret: a mini secret for sr25519, a private key for ECDSA.
    ///
    /// # Errors
    /// [`KeyError::OutOfRange`] if it is out of the scheme's range.
    pub fn from_secret(scheme: Scheme, secret: &[u8; 32]) -> Result<Self, KeyError> {
        let out_of_range = |_| KeyError::OutOfRange(scheme);
        match scheme {
            Scheme::Sr25519 => {
                let mini =
                    MiniSecretKey::from_bytes(secret).map_err(|_| KeyError::OutOfRange(scheme))?;
                Ok(Self::sr25519(
                    mini.expand_to_keypair(ExpansionMode::Ed25519),
                ))
            }
            Scheme::Ecdsa => SigningKey::from_slice(secret)
                .map(Self::ecdsa)
                .map_err(out_of_range),
        }
    }

    fn sr25519(pair: Keypair) -> Self {
        let public = PublicKey::sr25519(pair.public.to_bytes());
        Self {
            secret: Box::new(Secret::Sr25519(pair)),
            public,
        }
    }

    fn ecdsa(key: SigningKey) -> Self {
        let public = PublicKey::ecdsa(&key.verifying_key().into());
        Self {
            secret: Box::new(Secret::Ecdsa(key)),
            public,
        }
    }

    /// The sr25519 key with this expanded secret, as polkadot-js keeps it: an ed25519-like scalar and a nonce seed.
    pub(super) fn from_expanded(expanded: &[u8; 64]) -> Result<Self, KeyError> {
        let secret = SecretKey::from_ed25519_bytes(expanded)
            .map_err(|_| KeyError::OutOfRange(Scheme::Sr25519))?;
        Ok(Self::sr25519(secret.to_keypair()))
    }

    /// The secret, for a key file.
    pub(super) fn secret_bytes(&self) -> SecretBytes {
        match &*self.secret {
            Secret::Sr25519(pair) => {
                SecretBytes::Expanded(Zeroizing::new(pair.secret.to_ed25519_bytes()))
            }
            Secret::Ecdsa(key) => SecretBytes::PrivateKey(Zeroizing::new(key.to_bytes().into())),
        }
    }

    /// The scheme.
    pub fn scheme(&self) -> Scheme {
        self.public.scheme()
    }

    /// The public half.
    pub fn public(&self) -> &PublicKey {
        &self.public
    }

    /// The 32-byte account that the key controls.
    pub fn account_id(&self) -> AccountId {
        self.public.account_id()
    }

    /// The 20-byte address under which contracts know the key.
    pub fn h160(&self) -> H160 {
        self.public.h160()
    }

    /// Signs a digest for the escrow contract.
    pub fn sign_digest(&self, digest: &[u8; 32]) -> DigestSignature {
        match &*self.secret {
            Secret::Sr25519(pair) => DigestSignature::Sr25519 {
                public_key: pair.public.to_bytes(),
                signature: pair
                    .sign_simple(SUBSTRATE_CONTEXT, sr25519_text(digest).as_bytes())
                    .to_bytes(),
            },
            Secret::Ecdsa(key) => {
                let mut signature = sign_prehash(key, digest);
                signature[64] += 27;
                DigestSignature::Ecdsa(signature)
            }
        }
    }

    /// Signs the payload of a Substrate transaction. A payload longer than 256 bytes must have been hashed by the caller,
    /// as the chain does it.
    ///
    /// Warning: it signs whatever it is given. Never let anybody else choose the bytes.
    pub fn sign_payload(&self, payload: &[u8]) -> PayloadSignature {
        match &*self.secret {
            Secret::Sr25519(pair) => {
                PayloadSignature::Sr25519(pair.sign_simple(SUBSTRATE_CONTEXT, payload).to_bytes())
            }
            Secret::Ecdsa(key) => PayloadSignature::Eth(sign_prehash(key, &keccak_256(payload))),
        }
    }
}

/// `r ‖ s ‖ v` with low s and v 0 or 1; deterministic (RFC 6979).
fn sign_prehash(key: &SigningKey, digest: &[u8; 32]) -> [u8; 65] {
    let (signature, recovery) = key
        .sign_prehash_recoverable(digest)
        .expect("fails only for a digest under 16 bytes or with a probability of 2^-256");
    let mut bytes = [0; 65];
    bytes[..64].copy_from_slice(&signature.to_bytes());
    bytes[64] = recovery.is_y_odd().into();
    bytes
}

/// Only the public half.
impl fmt::Debug for KeyPair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyPair")
            .field("scheme", &self.scheme())
            .field("address", &self.public.address().to_string())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_of_types_that_wipe_themselves() {
        fn says_so<T: zeroize::ZeroizeOnDrop>() {}
        // These have a destructor, whose only act is to wipe, but not the marker.
        fn has_destructor<T: zeroize::Zeroize>() -> bool {
            std::mem::needs_drop::<T>()
        }
        says_so::<SigningKey>();
        assert!(has_destructor::<SecretKey>());
        assert!(has_destructor::<MiniSecretKey>());
        assert!(std::mem::needs_drop::<KeyPair>());
    }

    #[test]
    fn debug_shows_nothing_secret() {
        let secret = "1234567890abcdef1234567890abcdef1234567890abcdef1234567890abcdef";
        for scheme in [Scheme::Sr25519, Scheme::Ecdsa] {
            let pair = KeyPair::from_secret_hex(scheme, secret).expect("in range");
            let shown = format!("{pair:?}");
            assert!(shown.contains(&pair.public().address().to_string()));
            assert!(
                !shown.contains("12345678") && !shown.contains("18, 52"),
                "{shown}"
            );
        }
    }
}
