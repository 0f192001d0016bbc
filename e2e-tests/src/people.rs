//! Who appears in the tests.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use exequatur_client::keys::{DigestSignature, KeyPair, PayloadSignature};
use exequatur_localchain::{AccountId, MultiSignature, Signer};
use exequatur_protocol::{Address, Hash, Signature};

/// Somebody with a key.
#[derive(Clone)]
pub struct Person(Arc<KeyPair>);

/// Everybody who was asked for, since making a key from a phrase is slow on purpose.
static KNOWN: Mutex<BTreeMap<String, Person>> = Mutex::new(BTreeMap::new());

impl Person {
    /// A development account of the local chain (sr25519).
    pub fn polkadot(path: &str) -> Self {
        Self::known(path.to_owned(), || {
            KeyPair::development(path).expect("a development path")
        })
    }

    /// A development account with an Ethereum key.
    pub fn ethereum(index: u32) -> Self {
        Self::known(format!("Ethereum {index}"), || {
            KeyPair::development_ethereum(index).expect("a small index")
        })
    }

    fn known(name: String, key: impl FnOnce() -> KeyPair) -> Self {
        let mut known = KNOWN.lock().expect("making a key does not panic");
        known
            .entry(name)
            .or_insert_with(|| Person(Arc::new(key())))
            .clone()
    }

    /// The key itself.
    pub fn key(&self) -> &KeyPair {
        &self.0
    }

    /// The account that pays fees.
    pub fn account(&self) -> AccountId {
        AccountId::new(self.0.account_id())
    }

    /// The address that contracts see.
    pub fn address(&self) -> Address {
        Address(self.0.h160())
    }

    /// A signature over a digest, as the contract takes it.
    pub fn sign(&self, digest: &Hash) -> Signature {
        match self.0.sign_digest(digest) {
            DigestSignature::Ecdsa(bytes) => Signature::Ecdsa(bytes),
            DigestSignature::Sr25519 {
                public_key,
                signature,
            } => Signature::Sr25519 {
                public: public_key,
                signature,
            },
        }
    }
}

impl Signer for Person {
    fn account(&self) -> AccountId {
        Person::account(self)
    }

    fn sign(&self, payload: &[u8]) -> MultiSignature {
        match self.0.sign_payload(payload) {
            PayloadSignature::Sr25519(signature) => MultiSignature::Sr25519(signature.into()),
            PayloadSignature::Eth(signature) => MultiSignature::Eth(signature.into()),
        }
    }
}

/// One case's cast: both schemes on both sides of the table.
pub struct People {
    /// Locks the money.
    pub payer: Person,
    /// Is to be paid.
    pub payee: Person,
    /// The tribunal; the first presides.
    pub arbitrators: [Person; 3],
    /// Appointing authority.
    pub authority: Person,
    /// Court-order notary.
    pub notary: Person,
    /// Has no role.
    pub stranger: Person,
}

impl People {
    /// The same people every time.
    pub fn new() -> Self {
        People {
            payer: Person::polkadot("//Alice"),
            payee: Person::polkadot("//Bob"),
            arbitrators: [
                Person::ethereum(0),
                Person::polkadot("//Charlie"),
                Person::ethereum(1),
            ],
            authority: Person::polkadot("//Dave"),
            notary: Person::polkadot("//Eve"),
            stranger: Person::polkadot("//Ferdie"),
        }
    }
}

impl Default for People {
    fn default() -> Self {
        Self::new()
    }
}
