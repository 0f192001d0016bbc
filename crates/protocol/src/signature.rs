use crate::reader::{Fields, Reader};
use crate::{Address, Hash, Refusal};

/// Hashing and signature checks: the chain's host functions on chain, native code elsewhere.
pub trait Host {
    /// Keccak-256.
    fn keccak_256(&self, data: &[u8]) -> Hash;
    /// The Ethereum address whose key made the signature `r ‖ s` with recovery id `v` (27 or 28) over `digest`; `None` if there is
    /// none. High-s values need not be refused here.
    fn ecdsa_recover(&self, digest: &Hash, rs: &[u8; 64], v: u8) -> Option<Address>;
    /// Whether the sr25519 signature (context `substrate`) over `message` verifies.
    fn sr25519_verify(&self, public: &[u8; 32], signature: &[u8; 64], message: &[u8]) -> bool;
}

/// A signature over a digest of [`crate::digest`], in one of two schemes for the same 20-byte identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "std",
    derive(codec::Encode, codec::Decode, scale_info::TypeInfo)
)]
pub enum Signature {
    /// secp256k1 over the digest itself: `r ‖ s ‖ v`, low s, v 27 or 28.
    Ecdsa([u8; 65]),
    /// sr25519 over `<Bytes>0x…</Bytes>` with the digest in lower-case hexadecimal, as polkadot-js compatible wallets sign.
    Sr25519 {
        /// The signer's public key, which is also the account id.
        public: [u8; 32],
        /// The signature.
        signature: [u8; 64],
    },
}

/// Half the order of secp256k1: the largest s of a canonical signature (EIP-2).
const HALF_ORDER: [u8; 32] = [
    0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0x5d, 0x57, 0x6e, 0x73, 0x57, 0xa4, 0x50, 0x1d, 0xdf, 0xe9, 0x2f, 0x46, 0x68, 0x1b, 0x20, 0xa0,
];

/// Length of [`wrapped_digest`].
pub const WRAPPED_LEN: usize = 9 + 64 + 8;

/// The text that a polkadot-js compatible wallet signs for a digest.
pub fn wrapped_digest(digest: &Hash) -> [u8; WRAPPED_LEN] {
    let mut text =
        *b"<Bytes>0x----------------------------------------------------------------</Bytes>";
    for (i, byte) in digest.iter().enumerate() {
        for (j, nibble) in [byte >> 4, byte & 15].into_iter().enumerate() {
            text[9 + 2 * i + j] = if nibble < 10 {
                b'0' + nibble
            } else {
                b'a' + nibble - 10
            };
        }
    }
    text
}

impl Signature {
    /// Who signed `digest`. Refuses malformed and malleable signatures.
    pub fn signer(&self, host: &impl Host, digest: &Hash) -> Result<Address, Refusal> {
        match self {
            Signature::Ecdsa(bytes) => {
                let mut rs = [0; 64];
                rs.copy_from_slice(&bytes[..64]);
                let v = bytes[64];
                if v != 27 && v != 28 {
                    return Err(Refusal::BadRecoveryId);
                }
                if rs[32..] > HALF_ORDER[..] {
                    return Err(Refusal::HighS);
                }
                host.ecdsa_recover(digest, &rs, v)
                    .ok_or(Refusal::BadSignature)
            }
            Signature::Sr25519 { public, signature } => {
                if !host.sr25519_verify(public, signature, &wrapped_digest(digest)) {
                    return Err(Refusal::BadSignature);
                }
                let mut address = Address::ZERO;
                address.0.copy_from_slice(&host.keccak_256(public)[12..]);
                Ok(address)
            }
        }
    }
}

/// The most signatures that any action needs: three arbitrators and both parties, under a consent award.
pub const MAX_SIGNATURES: usize = 5;

/// The signatures at the end of call data: a SCALE vector of at most [`MAX_SIGNATURES`], read one at a time.
#[derive(Clone, Copy, Debug, Default)]
pub struct Signatures<'a> {
    bytes: &'a [u8],
    count: u8,
}

impl<'a> Signatures<'a> {
    /// Takes a vector's bytes. What they hold shows as they are read.
    pub fn read(bytes: &'a [u8]) -> Result<Self, Refusal> {
        // A compact length below 64 is one byte, shifted by its two mode bits.
        let (compact, bytes) = bytes.split_first().ok_or(Refusal::BadCallData)?;
        if compact & 3 != 0 || *compact as usize > MAX_SIGNATURES << 2 {
            return Err(Refusal::BadCallData);
        }
        Ok(Signatures {
            bytes,
            count: compact >> 2,
        })
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Takes the next signature off into `signature`; `false` if there is none.
    pub(crate) fn next(&mut self, signature: &mut Signature) -> Result<bool, Refusal> {
        if self.count == 0 {
            return Ok(false);
        }
        self.count -= 1;
        let mut from = Reader::new(self.bytes);
        signature.read(&mut from);
        self.bytes = from.rest().ok_or(Refusal::BadCallData)?;
        Ok(true)
    }

    /// All of them, for display.
    #[cfg(feature = "std")]
    pub fn to_vec(mut self) -> Result<Vec<Signature>, Refusal> {
        let mut all = Vec::new();
        let mut signature = Signature::Ecdsa([0; 65]);
        while self.next(&mut signature)? {
            all.push(signature);
        }
        Ok(all)
    }
}

impl Fields for Signature {
    fn read(&mut self, from: &mut Reader) {
        let mut sr25519 = false;
        from.flag(&mut sr25519);
        *self = if sr25519 {
            Signature::Sr25519 {
                public: [0; 32],
                signature: [0; 64],
            }
        } else {
            Signature::Ecdsa([0; 65])
        };
        match self {
            Signature::Ecdsa(bytes) => from.raw(bytes),
            Signature::Sr25519 { public, signature } => {
                from.raw(public);
                from.raw(signature);
            }
        }
    }
}
