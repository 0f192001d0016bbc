//! The chain's host functions in native code.

use exequatur_protocol::{Address, Hash, Host};
use k256::ecdsa::{RecoveryId, Signature, VerifyingKey};
use sha3::{Digest, Keccak256};

/// Hashes and checks signatures with the libraries that wallets use. Like the chain, it takes high-s signatures.
#[derive(Clone, Copy, Debug)]
pub struct Native;

pub fn keccak(data: &[u8]) -> Hash {
    Keccak256::digest(data).into()
}

/// The address of a secp256k1 key.
pub fn ethereum_address(key: &VerifyingKey) -> Address {
    let hash = keccak(&key.to_encoded_point(false).as_bytes()[1..]);
    Address(hash[12..].try_into().expect("twenty bytes are left"))
}

impl Host for Native {
    fn keccak_256(&self, data: &[u8]) -> Hash {
        keccak(data)
    }

    fn ecdsa_recover(&self, digest: &Hash, rs: &[u8; 64], v: u8) -> Option<Address> {
        let signature = Signature::from_slice(rs).ok()?;
        let mut odd = v.checked_sub(27).filter(|v| *v < 2)?;
        // The library recovers from low-s signatures only; the chain does from both.
        let signature = match signature.normalize_s() {
            Some(low) => {
                odd ^= 1;
                low
            }
            None => signature,
        };
        let key =
            VerifyingKey::recover_from_prehash(digest, &signature, RecoveryId::from_byte(odd)?)
                .ok()?;
        Some(ethereum_address(&key))
    }

    fn sr25519_verify(&self, public: &[u8; 32], signature: &[u8; 64], message: &[u8]) -> bool {
        let (Ok(key), Ok(signature)) = (
            schnorrkel::PublicKey::from_bytes(public),
            schnorrkel::Signature::from_bytes(signature),
        ) else {
            return false;
        };
        key.verify_simple(b"substrate", message, &signature).is_ok()
    }
}
