//! SS58, the text form of account ids: a network prefix, the account id and a checksum in base 58.

use super::account::AccountId;
use super::address::AddressError;
use blake2::{Blake2b512, Digest};

/// A network's number in SS58 text: 0 for Polkadot and its system chains, 42 for "any".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ss58Prefix(u16);

const CHECKSUM_LEN: usize = 2;
/// Two bytes of prefix, 32 of account, 2 of checksum make at most 50 digits; more is not worth decoding.
const MAX_TEXT_LEN: usize = 64;

impl Ss58Prefix {
    /// No network in particular; what polkadot-js writes into key files.
    pub const GENERIC: Self = Self(42);
    /// Polkadot and its system chains, the Hub among them.
    pub const POLKADOT: Self = Self(0);
    /// The largest number that fits into the two bytes.
    pub const MAX: u16 = 16_383;

    /// A prefix, or `None` above [`Self::MAX`].
    pub fn new(number: u16) -> Option<Self> {
        (number <= Self::MAX).then_some(Self(number))
    }

    /// The number.
    pub fn number(self) -> u16 {
        self.0
    }

    fn encode(self, into: &mut Vec<u8>) {
        if self.0 < 64 {
            into.push(self.0 as u8);
            return;
        }
        // The low byte is shifted by two to make room for the mark of the long form; its two lost bits lead the second.
        into.push(((self.0 & 0xFC) >> 2) as u8 | 0x40);
        into.push((self.0 >> 8) as u8 | ((self.0 & 0x03) << 6) as u8);
    }

    fn decode(bytes: &[u8]) -> Option<(Self, &[u8])> {
        match *bytes {
            [first @ 0..64, ..] => Some((Self(first.into()), &bytes[1..])),
            [first @ 64..128, second, ..] => {
                let low = first << 2 | second >> 6;
                let number = u16::from(low) | u16::from(second & 0x3F) << 8;
                // A small number in the long form would give one account two texts.
                (number >= 64).then_some((Self(number), &bytes[2..]))
            }
            _ => None,
        }
    }
}

impl Default for Ss58Prefix {
    fn default() -> Self {
        Self::GENERIC
    }
}

fn checksum(payload: &[u8]) -> [u8; CHECKSUM_LEN] {
    let hash = Blake2b512::new()
        .chain_update(b"SS58PRE")
        .chain_update(payload)
        .finalize();
    [hash[0], hash[1]]
}

pub(super) fn encode(account: &AccountId, prefix: Ss58Prefix) -> String {
    let mut bytes = Vec::with_capacity(36);
    prefix.encode(&mut bytes);
    bytes.extend_from_slice(account);
    let sum = checksum(&bytes);
    bytes.extend_from_slice(&sum);
    bs58::encode(bytes).into_string()
}

pub(super) fn decode(text: &str) -> Result<(AccountId, Ss58Prefix), AddressError> {
    if text.len() > MAX_TEXT_LEN {
        return Err(AddressError::Unrecognised);
    }
    let bytes = bs58::decode(text)
        .into_vec()
        .map_err(|_| AddressError::Unrecognised)?;
    let (prefix, rest) = Ss58Prefix::decode(&bytes).ok_or(AddressError::Unrecognised)?;
    let account_len = rest.len().saturating_sub(CHECKSUM_LEN);
    let account: AccountId =
        rest[..account_len]
            .try_into()
            .map_err(|_| AddressError::Ss58Length {
                expected: 32,
                found: account_len,
            })?;
    let body_len = bytes.len() - CHECKSUM_LEN;
    if checksum(&bytes[..body_len]) != bytes[body_len..] {
        return Err(AddressError::Ss58Checksum);
    }
    Ok((account, prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_prefix_survives_the_round_trip() {
        for number in 0..=Ss58Prefix::MAX {
            let prefix = Ss58Prefix::new(number).expect("in range");
            let mut bytes = Vec::new();
            prefix.encode(&mut bytes);
            bytes.push(0xAA);
            assert_eq!(
                Ss58Prefix::decode(&bytes),
                Some((prefix, &[0xAA][..])),
                "prefix {number}"
            );
        }
        assert_eq!(Ss58Prefix::new(Ss58Prefix::MAX + 1), None);
    }

    #[test]
    fn small_prefix_in_the_long_form_is_refused() {
        assert_eq!(
            Ss58Prefix::decode(&[0x40 | 42 >> 2, (42 & 3) << 6, 0]),
            None
        );
    }
}
