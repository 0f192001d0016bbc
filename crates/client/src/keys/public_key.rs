use super::account::{AccountId, H160, address_in_hash, checksummed, fallback_account};
use super::address::Address;
use super::scheme::Scheme;
use super::ss58::{self, Ss58Prefix};
use k256::elliptic_curve::sec1::ToEncodedPoint;

/// The public half of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PublicKey(Kind);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Kind {
    Sr25519([u8; 32]),
    /// The address is kept beside the compressed point, so that nothing has to be decompressed to answer for it.
    Ecdsa {
        point: [u8; 33],
        address: H160,
    },
}

impl PublicKey {
    pub(super) fn sr25519(bytes: [u8; 32]) -> Self {
        Self(Kind::Sr25519(bytes))
    }

    pub(super) fn ecdsa(key: &k256::PublicKey) -> Self {
        let mut point = [0; 33];
        point.copy_from_slice(key.to_encoded_point(true).as_bytes());
        Self(Kind::Ecdsa {
            point,
            address: ethereum_address(key),
        })
    }

    /// The scheme.
    pub fn scheme(&self) -> Scheme {
        match self.0 {
            Kind::Sr25519(_) => Scheme::Sr25519,
            Kind::Ecdsa { .. } => Scheme::Ecdsa,
        }
    }

    /// The bytes: 32 for sr25519, a compressed point of 33 for ECDSA.
    pub fn as_bytes(&self) -> &[u8] {
        match &self.0 {
            Kind::Sr25519(bytes) => bytes,
            Kind::Ecdsa { point, .. } => point,
        }
    }

    /// The 32-byte account that the key controls.
    pub fn account_id(&self) -> AccountId {
        match &self.0 {
            Kind::Sr25519(bytes) => *bytes,
            Kind::Ecdsa { address, .. } => fallback_account(address),
        }
    }

    /// The 20-byte address under which contracts know the key.
    ///
    /// An sr25519 key is always hashed, as the escrow contract does it, even if its last bytes should look like a
    /// fallback account's.
    pub fn h160(&self) -> H160 {
        match &self.0 {
            Kind::Sr25519(bytes) => address_in_hash(bytes),
            Kind::Ecdsa { address, .. } => *address,
        }
    }

    /// The account id as SS58 text.
    pub fn ss58(&self, prefix: Ss58Prefix) -> String {
        ss58::encode(&self.account_id(), prefix)
    }

    /// The address as EIP-55 text.
    pub fn eip55(&self) -> String {
        checksummed(&self.h160())
    }

    /// The form that the scheme's own wallets show: SS58 with the generic prefix, or EIP-55.
    pub fn address(&self) -> Address {
        match &self.0 {
            Kind::Sr25519(bytes) => Address::Substrate {
                account_id: *bytes,
                prefix: Ss58Prefix::GENERIC,
            },
            Kind::Ecdsa { address, .. } => Address::Ethereum(*address),
        }
    }
}

pub(super) fn ethereum_address(key: &k256::PublicKey) -> H160 {
    // The first byte of the uncompressed form is a tag, not part of what Ethereum hashes.
    address_in_hash(&key.to_encoded_point(false).as_bytes()[1..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sr25519_key_that_looks_like_a_fallback_account_is_hashed_all_the_same() {
        let key = PublicKey::sr25519([0xEE; 32]);
        assert_eq!(key.h160(), address_in_hash(&[0xEE; 32]));
        assert_ne!(key.h160(), [0xEE; 20]);
    }
}
