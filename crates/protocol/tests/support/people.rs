//! Everybody who appears in a case, with keys of both schemes, and valid terms among them.

use std::sync::LazyLock;

use exequatur_protocol::{Address, Code, Hash, Hours, Periods, Signature, Terms, wrapped_digest};
use k256::ecdsa::SigningKey;

use super::host::{ethereum_address, keccak};
use super::{HOUR, START};

/// A person. `Spare` are arbitrators whom the terms do not name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    Payer,
    Payee,
    Arb0,
    Arb1,
    Arb2,
    Authority,
    Notary,
    Stranger,
    Spare0,
    Spare1,
    Spare2,
    Spare3,
}

pub use Who::*;

/// Everybody.
pub const EVERYBODY: [Who; 12] = [
    Payer, Payee, Arb0, Arb1, Arb2, Authority, Notary, Stranger, Spare0, Spare1, Spare2, Spare3,
];

enum Key {
    Ecdsa(SigningKey),
    Sr25519(Box<schnorrkel::Keypair>),
}

static KEYS: LazyLock<Vec<(Key, Address)>> = LazyLock::new(|| {
    EVERYBODY
        .iter()
        .map(|who| {
            let seed = keccak(format!("exequatur test key of {who:?}").as_bytes());
            // Every second person has a Polkadot wallet.
            if (*who as u8).is_multiple_of(2) {
                let key = SigningKey::from_slice(&seed)
                    .expect("a hash is a valid key but for one in 2^128");
                let address = ethereum_address(key.verifying_key());
                (Key::Ecdsa(key), address)
            } else {
                let secret =
                    schnorrkel::MiniSecretKey::from_bytes(&seed).expect("any 32 bytes are a seed");
                let pair = secret.expand_to_keypair(schnorrkel::ExpansionMode::Ed25519);
                let hash = keccak(&pair.public.to_bytes());
                let address = Address(hash[12..].try_into().expect("twenty bytes are left"));
                (Key::Sr25519(Box::new(pair)), address)
            }
        })
        .collect()
});

impl Who {
    /// The person's account.
    pub fn address(self) -> Address {
        KEYS[self as usize].1
    }

    /// The person with this account.
    pub fn of(address: &Address) -> Option<Who> {
        EVERYBODY.into_iter().find(|who| who.address() == *address)
    }

    /// The person's signature over a digest, as their wallet makes it.
    pub fn sign(self, digest: &Hash) -> Signature {
        match &KEYS[self as usize].0 {
            Key::Ecdsa(key) => {
                let (signature, odd) = key
                    .sign_prehash_recoverable(digest)
                    .expect("32 bytes can be signed");
                let mut bytes = [0; 65];
                bytes[..64].copy_from_slice(&signature.to_bytes());
                bytes[64] = 27 + odd.to_byte();
                Signature::Ecdsa(bytes)
            }
            Key::Sr25519(pair) => Signature::Sr25519 {
                public: pair.public.to_bytes(),
                signature: pair
                    .sign_simple(b"substrate", &wrapped_digest(digest))
                    .to_bytes(),
            },
        }
    }
}

/// Valid terms with a sole arbitrator. An odd amount, so that shares round.
pub fn sole() -> Terms {
    Terms {
        payer: Payer.address(),
        payee: Payee.address(),
        asset: Address::ZERO,
        unit: 8,
        amount: 1_000_000_007,
        agreement: [0xaa; 32],
        rules: code(b"UNCITRAL"),
        seat: code(b"SG"),
        law: code(b"GB-ENG"),
        language: code(b"en"),
        tribunal: [Arb0.address(), Address::ZERO, Address::ZERO],
        seats: 1,
        threshold: 1,
        authority: Authority.address(),
        notary: Notary.address(),
        periods: Periods {
            response: Hours(72),
            award: Hours(720),
            hold: Hours(240),
            longest_pause: Hours(168),
            longest_stay: Hours(2000),
        },
        expiry: START + 90 * 24 * HOUR,
        release_at_expiry: false,
        fallback_payer_bps: 3_333,
        tribunal_cap: 100_000_000,
        reasons_waived: false,
        consumer: false,
    }
}

/// Valid terms with three arbitrators of whom `threshold` must sign.
pub fn panel(threshold: u8) -> Terms {
    Terms {
        tribunal: [Arb0.address(), Arb1.address(), Arb2.address()],
        seats: 3,
        threshold,
        ..sole()
    }
}

/// A code padded with zeros.
pub fn code<const N: usize>(text: &[u8]) -> Code<N> {
    let mut bytes = [0; N];
    bytes[..text.len()].copy_from_slice(text);
    Code(bytes)
}
