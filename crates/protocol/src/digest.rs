//! EIP-712 digests of everything that is signed: domain `{name: "Exequatur", version: "1", chainId, verifyingContract}`.

use crate::{Address, Award, Hash, Host, Order};

/// `keccak("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)")`
const DOMAIN_TYPE: Hash = hex(b"8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f");
/// `keccak("Exequatur")`
const NAME: Hash = hex(b"e5aa3210291844449b27233b6eb33a63fce664cf9c969f32ec815f0efb5522c1");
/// `keccak("1")`
const VERSION: Hash = hex(b"c89efdaa54c0f20c7adf612882df0950f5a951637e0307cdcb4c672f298b8bc6");

/// The EIP-712 type strings, as wallets hash them.
pub mod types {
    /// A party's consent to the terms (`disclosureHash` and `appointment` zero), or an arbitrator's acceptance.
    pub const CONSENT: &str =
        "Consent(bytes32 termsHash,bytes32 disclosureHash,uint256 appointment)";
    /// Approval of a split of everything that is held.
    pub const RELEASE: &str =
        "Release(bytes32 termsHash,uint256 toPayer,uint256 toPayee,uint256 sequence)";
    /// An award.
    pub const AWARD: &str = "Award(bytes32 termsHash,uint256 number,string kind,uint256 toPayer,uint256 toPayee,uint256 toTribunal,bytes32 document,bytes32 reasons,bytes32 omission,string seat,uint256 date,uint256 pauseUntil)";
    /// A procedural order.
    pub const ORDER: &str = "Order(bytes32 termsHash,uint256 sequence,string kind,bytes32 document,address appointee,uint256 seat,uint256 until)";
}

const CONSENT_TYPE: Hash = hex(b"6a1756c12f500a1fa7ae5a126a858a0680fd7632ff1dee280a50d899d61d6593");
const RELEASE_TYPE: Hash = hex(b"b16dfd4c8879d25a486c4a27a15a5b9e16eeab0d84aa8ad8a32c82cc01ad7bc5");
const AWARD_TYPE: Hash = hex(b"ff9847a64fc7851cbf8f57381f047c9ccbecb8bd9681bd1492676f76976acec9");
const ORDER_TYPE: Hash = hex(b"76123d53c26d36e8d92d3f1f4af387250ab23c622fc17f3330d7bb2ef0552beb");

const fn hex(text: &[u8; 64]) -> Hash {
    const fn nibble(c: u8) -> u8 {
        if c <= b'9' { c - b'0' } else { c - b'a' + 10 }
    }
    let mut bytes = [0; 32];
    let mut i = 0;
    while i < 32 {
        bytes[i] = nibble(text[2 * i]) << 4 | nibble(text[2 * i + 1]);
        i += 1;
    }
    bytes
}

/// What binds a signature to one contract on one chain and to one version of the terms.
#[derive(Clone, Copy, Debug)]
pub struct Domain {
    /// EIP-155 chain id.
    pub chain_id: u64,
    /// The escrow's address.
    pub contract: Address,
    /// Hash of the terms.
    pub terms_hash: Hash,
}

/// The members of a struct, a 32-byte word each.
struct Words {
    bytes: [u8; 32 * 13],
    len: usize,
}

impl Words {
    fn of(type_hash: &Hash) -> Self {
        let mut words = Words {
            bytes: [0; 32 * 13],
            len: 0,
        };
        words.push(type_hash);
        words
    }

    /// Right-aligned: integers big-endian, addresses, hashes.
    #[inline(never)]
    fn push(&mut self, value: &[u8]) -> &mut Self {
        let end = self.len + 32;
        self.bytes[end - value.len()..end].copy_from_slice(value);
        self.len = end;
        self
    }

    #[inline(never)]
    fn int(&mut self, mut value: u64) -> &mut Self {
        self.len += 32;
        for byte in self.bytes[..self.len].iter_mut().rev().take(8) {
            *byte = value as u8;
            value >>= 8;
        }
        self
    }

    fn hash(&self, host: &impl Host) -> Hash {
        host.keccak_256(&self.bytes[..self.len])
    }

    fn digest(&self, host: &impl Host, domain: &Domain) -> Hash {
        let mut frame = [0; 66];
        frame[0] = 0x19;
        frame[1] = 0x01;
        let mut words = Words::of(&DOMAIN_TYPE);
        words
            .push(&NAME)
            .push(&VERSION)
            .int(domain.chain_id)
            .push(&domain.contract.0);
        frame[2..34].copy_from_slice(&words.hash(host));
        frame[34..].copy_from_slice(&self.hash(host));
        host.keccak_256(&frame)
    }
}

/// What a party (`disclosure` and `appointment` zero) or an arbitrator signs to consent.
pub fn consent(host: &impl Host, domain: &Domain, disclosure: &Hash, appointment: u8) -> Hash {
    let mut words = Words::of(&CONSENT_TYPE);
    words
        .push(&domain.terms_hash)
        .push(disclosure)
        .int(appointment as u64);
    words.digest(host, domain)
}

/// What is signed to approve a split of all that is held.
pub fn release(
    host: &impl Host,
    domain: &Domain,
    to_payer: u64,
    to_payee: u64,
    sequence: u32,
) -> Hash {
    let mut words = Words::of(&RELEASE_TYPE);
    words
        .push(&domain.terms_hash)
        .int(to_payer)
        .int(to_payee)
        .int(sequence as u64);
    words.digest(host, domain)
}

/// What an arbitrator signs to make an award, and a party to consent to one. Missing reasons and omission are zero words.
pub fn award(host: &impl Host, domain: &Domain, award: &Award) -> Hash {
    let mut words = Words::of(&AWARD_TYPE);
    words.push(&domain.terms_hash).int(award.number as u64);
    words.push(&host.keccak_256(award.kind.word().as_bytes()));
    words
        .int(award.to_payer)
        .int(award.to_payee)
        .int(award.to_tribunal)
        .push(&award.document);
    for optional in [&award.reasons, &award.omission] {
        words.push(optional.as_ref().unwrap_or(&[0; 32]));
    }
    words
        .push(&host.keccak_256(award.seat.as_bytes()))
        .int(award.date as u64)
        .int(award.pause_until as u64);
    words.digest(host, domain)
}

/// What a tribunal, an authority, parties or a notary sign to give an order.
pub fn order(host: &impl Host, domain: &Domain, order: &Order) -> Hash {
    let mut words = Words::of(&ORDER_TYPE);
    words.push(&domain.terms_hash).int(order.sequence as u64);
    words
        .push(&host.keccak_256(order.kind.word().as_bytes()))
        .push(&order.document);
    words
        .push(&order.appointee.0)
        .int(order.seat as u64)
        .int(order.until as u64);
    words.digest(host, domain)
}
