//! The rules' host off chain: hashing and signature checks in native code, as strict as the chain's.

use std::cell::RefCell;

use exequatur_protocol::{Address, Hash, Host};
use k256::ecdsa::{RecoveryId, Signature, VerifyingKey};
use sha3::{Digest, Keccak256};

/// The context that Substrate signs everything under.
const SUBSTRATE_CONTEXT: &[u8] = b"substrate";

/// Native keccak-256, secp256k1 and sr25519.
#[derive(Clone, Copy, Debug, Default)]
pub struct NativeHost;

impl Host for NativeHost {
    fn keccak_256(&self, data: &[u8]) -> Hash {
        Keccak256::digest(data).into()
    }

    fn ecdsa_recover(&self, digest: &Hash, rs: &[u8; 64], v: u8) -> Option<Address> {
        let y_is_odd = match v {
            27 => false,
            28 => true,
            _ => return None,
        };
        let signature = Signature::from_slice(rs).ok()?;
        let id = RecoveryId::new(y_is_odd, false);
        let key = VerifyingKey::recover_from_prehash(digest, &signature, id).ok()?;
        let point = key.to_encoded_point(false);
        // Without the byte that says that the point is not compressed.
        Some(address_of(&self.keccak_256(&point.as_bytes()[1..])))
    }

    fn sr25519_verify(&self, public: &[u8; 32], signature: &[u8; 64], message: &[u8]) -> bool {
        let (Ok(public), Ok(signature)) = (
            schnorrkel::PublicKey::from_bytes(public),
            schnorrkel::Signature::from_bytes(signature),
        ) else {
            return false;
        };
        public
            .verify_simple(SUBSTRATE_CONTEXT, message, &signature)
            .is_ok()
    }
}

fn address_of(hashed: &Hash) -> Address {
    let mut address = Address::ZERO;
    address.0.copy_from_slice(&hashed[12..]);
    address
}

/// A [`NativeHost`] that remembers whose signatures the rules found good, in their order, so that nobody need check them twice.
#[derive(Debug, Default)]
pub(crate) struct Witness(RefCell<Vec<Address>>);

impl Witness {
    /// Who signed since this was last asked.
    pub(crate) fn take(&self) -> Vec<Address> {
        self.0.take()
    }
}

impl Host for Witness {
    fn keccak_256(&self, data: &[u8]) -> Hash {
        NativeHost.keccak_256(data)
    }

    fn ecdsa_recover(&self, digest: &Hash, rs: &[u8; 64], v: u8) -> Option<Address> {
        let signer = NativeHost.ecdsa_recover(digest, rs, v);
        self.0.borrow_mut().extend(signer);
        signer
    }

    fn sr25519_verify(&self, public: &[u8; 32], signature: &[u8; 64], message: &[u8]) -> bool {
        let good = NativeHost.sr25519_verify(public, signature, message);
        if good {
            let signer = address_of(&NativeHost.keccak_256(public));
            self.0.borrow_mut().push(signer);
        }
        good
    }
}
