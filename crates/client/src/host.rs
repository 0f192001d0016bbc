//! The rules' host off chain: hashing and signature checks in native code, as strict as the chain's.

use exequatur_protocol::{Address, Hash, Host};
use sha3::{Digest, Keccak256};

use crate::keys::{DigestSignature, recover_digest};

/// Native keccak-256, secp256k1 and sr25519.
#[derive(Clone, Copy, Debug, Default)]
pub struct NativeHost;

impl Host for NativeHost {
    fn keccak_256(&self, data: &[u8]) -> Hash {
        Keccak256::digest(data).into()
    }

    fn ecdsa_recover(&self, digest: &Hash, rs: &[u8; 64], v: u8) -> Option<Address> {
        let mut bytes = [0; 65];
        bytes[..64].copy_from_slice(rs);
        bytes[64] = v;
        recover_digest(digest, &DigestSignature::Ecdsa(bytes))
            .ok()
            .map(Address)
    }

    fn sr25519_verify(&self, public: &[u8; 32], signature: &[u8; 64], message: &[u8]) -> bool {
        let (Ok(public), Ok(signature)) = (
            schnorrkel::PublicKey::from_bytes(public),
            schnorrkel::Signature::from_bytes(signature),
        ) else {
            return false;
        };
        public
            .verify_simple(b"substrate", message, &signature)
            .is_ok()
    }
}
