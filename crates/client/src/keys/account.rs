//! The two identities of an account, and the maps between them that the chain uses.

use sha3::{Digest, Keccak256};

/// A 20-byte address: what contracts see.
pub type H160 = [u8; 20];

/// A 32-byte account id: what the chain's balances are kept by.
pub type AccountId = [u8; 32];

/// The tail that marks an account id made from an address.
const FALLBACK_TAIL: [u8; 12] = [0xEE; 12];

pub(super) fn keccak_256(data: &[u8]) -> [u8; 32] {
    Keccak256::digest(data).into()
}

/// The last 20 bytes of a keccak-256 hash.
pub(super) fn address_in_hash(data: &[u8]) -> H160 {
    let hash = keccak_256(data);
    let mut address = [0; 20];
    address.copy_from_slice(&hash[12..]);
    address
}

/// The account id that stands for `address` as long as nobody mapped the address to another one: the address followed by
/// twelve bytes `0xEE`. An Ethereum key spends from it as its own; a Polkadot key of the address only with the chain's call
/// `dispatch_as_fallback_account`.
pub fn fallback_account(address: &H160) -> AccountId {
    let mut account = [0xEE; 32];
    account[..20].copy_from_slice(address);
    account
}

/// The address under which contracts know `account`, by the chain's rule: a fallback account gives its address back, any
/// other one is hashed.
pub fn h160_of_account(account: &AccountId) -> H160 {
    if account[20..] == FALLBACK_TAIL {
        let mut address = [0; 20];
        address.copy_from_slice(&account[..20]);
        return address;
    }
    address_in_hash(account)
}

/// `0x` and 40 hexadecimal digits whose capitals are a checksum (EIP-55).
pub fn checksummed(address: &H160) -> String {
    let digits = hex::encode(address);
    let hash = keccak_256(digits.as_bytes());
    let mut text = String::with_capacity(42);
    text.push_str("0x");
    for (index, digit) in digits.chars().enumerate() {
        let nibble = hash[index / 2] >> if index % 2 == 0 { 4 } else { 0 } & 0x0F;
        text.push(if nibble >= 8 {
            digit.to_ascii_uppercase()
        } else {
            digit
        });
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_follow_the_examples_of_eip_55() {
        for example in [
            "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
            "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
            "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
            "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
        ] {
            let mut address = [0; 20];
            hex::decode_to_slice(&example[2..], &mut address)
                .expect("the examples are hexadecimal");
            assert_eq!(checksummed(&address), example);
        }
    }

    #[test]
    fn fallback_account_gives_its_address_back() {
        let address = [7; 20];
        let account = fallback_account(&address);
        assert_eq!(account[20..], [0xEE; 12]);
        assert_eq!(h160_of_account(&account), address);
    }

    #[test]
    fn other_accounts_are_hashed() {
        let account = [7; 32];
        assert_eq!(h160_of_account(&account), address_in_hash(&account));
    }
}
