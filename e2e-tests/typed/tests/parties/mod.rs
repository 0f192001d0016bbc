//! Who appears, and what they sign.

use exequatur_protocol::{
    Address, Code, Hash, Host, Hours, Periods, Signature, Terms, digest, wrapped_digest,
};
use exequatur_typed_calls::Escrow;
use ink_e2e::{IntoAddress, Keypair, alice, bob, charlie, dave, sr25519};
use ink_primitives::H160;
use sha3::{Digest, Keccak256};

/// The contract's typed calls.
pub type Calls = <Escrow as ink::codegen::ContractCallBuilder>::Type<ink::env::DefaultAbi>;

/// What is locked, in planck.
pub const AMOUNT: u64 = 10_000_000_000;
/// The seat of arbitration.
pub const SEAT: Code<6> = Code(*b"DK-84\0");
/// How long the money waits after a final award.
pub const HOLD_HOURS: u64 = 240;

/// An address of ink!'s as the rules write it.
pub fn ours(address: &H160) -> Address {
    Address(address.0)
}

/// //Alice pays //Bob, //Charlie decides, //Dave appoints.
pub fn terms(now: u64) -> Terms {
    let now = u32::try_from(now).expect("before 2106");
    let people = [alice(), bob(), charlie(), dave()].map(|key| ours(&key.address()));
    let [payer, payee, arbitrator, authority] = people;
    Terms {
        payer,
        payee,
        unit: 8,
        amount: AMOUNT,
        agreement: [7; 32],
        rules: Code(*b"UNCITRAL"),
        seat: SEAT,
        law: Code(*b"DK\0\0\0\0"),
        language: Code(*b"en\0\0\0\0"),
        tribunal: [arbitrator, Address::ZERO, Address::ZERO],
        seats: 1,
        threshold: 1,
        authority,
        periods: Periods {
            response: Hours(72),
            award: Hours(720),
            hold: Hours(HOLD_HOURS as u16),
            longest_pause: Hours(168),
            longest_stay: Hours(2_160),
        },
        expiry: now + 90 * 86_400,
        fallback_payer_bps: 5_000,
        ..Terms::default()
    }
}

/// What signatures are bound to.
pub struct Domain(pub digest::Domain);

impl Domain {
    pub fn of(chain_id: u64, contract: H160, terms: &Terms) -> Self {
        Domain(digest::Domain {
            chain_id,
            contract: ours(&contract),
            terms_hash: NativeHost.keccak_256(&codec::Encode::encode(terms)),
        })
    }
}

/// A signature as the contract takes it.
pub fn sign(key: &Keypair, digest: &Hash) -> Signature {
    Signature::Sr25519 {
        public: key.public_key().0,
        signature: key.sign(&wrapped_digest(digest)).0,
    }
}

/// The rules' host in native code.
pub struct NativeHost;

impl Host for NativeHost {
    fn keccak_256(&self, data: &[u8]) -> Hash {
        Keccak256::digest(data).into()
    }

    fn ecdsa_recover(&self, _: &Hash, _: &[u8; 64], _: u8) -> Option<Address> {
        // Nobody here has an Ethereum key.
        None
    }

    fn sr25519_verify(&self, public: &[u8; 32], signature: &[u8; 64], message: &[u8]) -> bool {
        sr25519::verify(
            &sr25519::Signature(*signature),
            message,
            &sr25519::PublicKey(*public),
        )
    }
}
