use super::account::{H160, checksummed};
use super::scheme::Scheme;
use std::fmt;
use std::str::FromStr;

/// A signature over a 32-byte digest, with all that a verifier needs beside the digest and the signer's address.
///
/// As bytes and as hexadecimal text the two schemes differ in length: 65 bytes are ECDSA, 96 are sr25519.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DigestSignature {
    /// `r ‖ s ‖ v`, with v 27 or 28; the signer is recovered from it.
    Ecdsa([u8; 65]),
    /// A signature over the digest's text, see [`super::sr25519_text`].
    Sr25519 {
        /// The signer, since this scheme recovers nothing.
        public_key: [u8; 32],
        /// The signature itself.
        signature: [u8; 64],
    },
}

const ECDSA_LEN: usize = 65;
const SR25519_LEN: usize = 96;
/// Substrate's type tag of sr25519, which some wallets put before the signature.
const SR25519_TAG: u8 = 1;

impl DigestSignature {
    /// The scheme.
    pub fn scheme(&self) -> Scheme {
        match self {
            Self::Ecdsa(_) => Scheme::Ecdsa,
            Self::Sr25519 { .. } => Scheme::Sr25519,
        }
    }

    /// 65 bytes `r ‖ s ‖ v`, or 96 bytes `public key ‖ signature`.
    pub fn to_bytes(&self) -> Vec<u8> {
        match self {
            Self::Ecdsa(bytes) => bytes.to_vec(),
            Self::Sr25519 {
                public_key,
                signature,
            } => [public_key.as_slice(), signature].concat(),
        }
    }

    /// Reads what [`Self::to_bytes`] writes.
    ///
    /// # Errors
    /// [`SignatureError::WrongLength`] for any other length. Nothing else is checked here.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SignatureError> {
        match bytes.len() {
            ECDSA_LEN => {
                let mut signature = [0; ECDSA_LEN];
                signature.copy_from_slice(bytes);
                Ok(Self::Ecdsa(signature))
            }
            SR25519_LEN => {
                let (mut public_key, mut signature) = ([0; 32], [0; 64]);
                public_key.copy_from_slice(&bytes[..32]);
                signature.copy_from_slice(&bytes[32..]);
                Ok(Self::Sr25519 {
                    public_key,
                    signature,
                })
            }
            found => Err(SignatureError::WrongLength {
                expected: "65 (ecdsa) or 96 (sr25519)",
                found,
            }),
        }
    }

    /// What a wallet returns: of an sr25519 key if its public key is given, else of an Ethereum key, whose v may be 0 or 1
    /// instead of 27 or 28.
    ///
    /// # Errors
    /// [`SignatureError::NotHex`], [`SignatureError::WrongLength`] and [`SignatureError::NoPublicKey`]; whether it fits anything
    /// is not checked here.
    pub fn from_wallet(text: &str, public_key: Option<[u8; 32]>) -> Result<Self, SignatureError> {
        let digits = text.strip_prefix("0x").unwrap_or(text);
        let bytes = hex::decode(digits).map_err(|_| SignatureError::NotHex)?;
        if let Some(public_key) = public_key {
            return Self::from_sr25519_wallet(public_key, &bytes);
        }
        if bytes.len() == 64 {
            return Err(SignatureError::NoPublicKey);
        }
        Ok(match Self::from_bytes(&bytes)? {
            Self::Ecdsa(mut signature) => {
                if signature[64] < 2 {
                    signature[64] += 27;
                }
                Self::Ecdsa(signature)
            }
            sr25519 => sr25519,
        })
    }

    /// What a polkadot-js compatible wallet returns for `public_key`: 64 bytes, or 65 that begin with the type tag 1.
    ///
    /// # Errors
    /// [`SignatureError::WrongLength`] for anything else.
    pub fn from_sr25519_wallet(public_key: [u8; 32], bytes: &[u8]) -> Result<Self, SignatureError> {
        let body = match bytes {
            [SR25519_TAG, body @ ..] if body.len() == 64 => body,
            body => body,
        };
        let signature = body.try_into().map_err(|_| SignatureError::WrongLength {
            expected: "64 (sr25519), or 65 with a leading 1",
            found: bytes.len(),
        })?;
        Ok(Self::Sr25519 {
            public_key,
            signature,
        })
    }
}

/// `0x` and the bytes in hexadecimal.
impl fmt::Display for DigestSignature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "0x{}", hex::encode(self.to_bytes()))
    }
}

/// Hexadecimal text, with or without `0x`.
impl FromStr for DigestSignature {
    type Err = SignatureError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = text.strip_prefix("0x").unwrap_or(text);
        Self::from_bytes(&hex::decode(digits).map_err(|_| SignatureError::NotHex)?)
    }
}

/// Why a signature does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// Returned when a text is not hexadecimal.
    #[error("the signature is not hexadecimal")]
    NotHex,
    /// Returned when the number of bytes fits no scheme.
    #[error("wrong length of the signature: expected {expected} bytes, found {found}")]
    WrongLength {
        /// The lengths that are possible.
        expected: &'static str,
        /// Bytes given.
        found: usize,
    },
    /// Returned for the 64 bytes of an sr25519 signature alone: nothing says whose it is.
    #[error(
        "a signature of 64 bytes is an sr25519 key's: expected its public key with it, found none"
    )]
    NoPublicKey,
    /// Returned when s lies in the upper half of the order: the same signature has a second form, and only the lower
    /// one is accepted.
    #[error("high s: the signature must be normalised to the lower half of the order")]
    HighS,
    /// Returned when the recovery byte is neither 27 nor 28.
    #[error("bad v: expected 27 or 28, found {found}")]
    BadV {
        /// The byte given.
        found: u8,
    },
    /// Returned when an ECDSA signature is somebody else's, or over something else.
    #[error("signed by another key or over another digest: recovered {}, expected {}", checksummed(.recovered), checksummed(.expected))]
    OtherSigner {
        /// Address of the key that the signature and the digest lead to.
        recovered: H160,
        /// Address that should have signed.
        expected: H160,
    },
    /// Returned when the public key beside an sr25519 signature is not the signer's.
    #[error("signed with another key: the public key maps to {}, expected {}", checksummed(.mapped), checksummed(.expected))]
    OtherPublicKey {
        /// Address of the public key given.
        mapped: H160,
        /// Address that should have signed.
        expected: H160,
    },
    /// Returned when an sr25519 key signed the digest's 32 bytes: a wallet took the digest for bytes and wrapped them.
    #[error(
        "the wallet signed the 32 bytes of the digest: expected a signature over the text <Bytes>0x…</Bytes>, which is pasted whole"
    )]
    RawBytes,
    /// Returned when the numbers are no signature under the scheme, or one over something else.
    #[error("invalid {scheme} signature: it is damaged or over another digest")]
    Invalid {
        /// The scheme.
        scheme: Scheme,
    },
}
