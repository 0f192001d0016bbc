//! Ethereum keystores, version 3 ("Web3 Secret Storage"), encrypted with scrypt.

use super::cost::ScryptCost;
use super::{CHECKSUM_FIELD, KeyFileError, encrypted_sha256, json, tag_failure};
use crate::keys::account::{H160, keccak_256};
use crate::keys::address::Address;
use crate::keys::key_pair::KeyPair;
use crate::keys::password::Password;
use crate::keys::quote::quote;
use crate::keys::random::random_bytes;
use crate::keys::scheme::Scheme;
use aes::Aes128;
use ctr::Ctr128BE;
use ctr::cipher::{KeyIvInit, StreamCipher};
use serde_json::{Value, json};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

const FORMAT: &str = "an Ethereum keystore";
const VERSION: u64 = 3;
const CIPHER: &str = "aes-128-ctr";
const DERIVATION: &str = "scrypt";
const DERIVED_LEN: u64 = 32;
/// Long enough for any program's salt, short enough to be one.
const MAX_SALT_LEN: usize = 1024;

/// The fields of the format that matter, and the address beside them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct EthereumFile {
    address: H160,
    id: Option<String>,
    cost: ScryptCost,
    salt: Vec<u8>,
    iv: [u8; 16],
    ciphertext: [u8; 32],
    mac: [u8; 32],
    checksum: Option<[u8; 32]>,
}

impl EthereumFile {
    pub(super) fn address(&self) -> Address {
        Address::Ethereum(self.address)
    }

    pub(super) fn seal(
        address: H160,
        private_key: &[u8; 32],
        password: &Password,
    ) -> Result<Self, KeyFileError> {
        let cost = ScryptCost::ETHEREUM;
        let salt = random_bytes::<32>()?;
        let iv = *random_bytes::<16>()?;
        // The normal form is what ethers writes; programs that know no normal forms see the difference only in a few
        // letters, and reading tries both.
        let key = cost.derive(password.normalised().as_bytes(), salt.as_slice());
        let ciphertext = *apply_cipher(&key, &iv, private_key);
        let mut file = Self {
            address,
            id: Some(uuid(*random_bytes::<16>()?)),
            cost,
            salt: salt.to_vec(),
            iv,
            ciphertext,
            mac: mac_under(&key, &ciphertext),
            checksum: None,
        };
        file.checksum = Some(file.checksum());
        Ok(file)
    }

    pub(super) fn parse(document: &Value, part: &Value) -> Result<Self, KeyFileError> {
        let version = document
            .get("version")
            .ok_or_else(|| json::missing("version"))?;
        // Some programs write the number as text.
        if version.as_u64() != Some(VERSION) && version.as_str() != Some("3") {
            return Err(KeyFileError::Version {
                format: FORMAT,
                expected: "3",
                found: quote(&version.to_string()),
            });
        }
        for (field, expected) in [("cipher", CIPHER), ("kdf", DERIVATION)] {
            let found = json::text(part, field)?;
            if !found.eq_ignore_ascii_case(expected) {
                return Err(KeyFileError::Encryption {
                    expected,
                    found: quote(found),
                });
            }
        }
        let address = json::array(document, "address")?;
        let derived_len = json::number(part, "kdfparams.dklen")?;
        if derived_len != DERIVED_LEN {
            return Err(KeyFileError::Encryption {
                expected: "a derived key of 32 bytes",
                found: format!("{derived_len} bytes"),
            });
        }
        let cost = ScryptCost::new(
            json::number(part, "kdfparams.n")?,
            json::small_number(part, "kdfparams.r")?,
            json::small_number(part, "kdfparams.p")?,
        )?;
        let salt = json::bytes(part, "kdfparams.salt")?;
        if salt.len() > MAX_SALT_LEN {
            return Err(KeyFileError::Length {
                field: "kdfparams.salt",
                expected: MAX_SALT_LEN,
                found: salt.len(),
            });
        }
        let checksum = match json::optional_text(document, CHECKSUM_FIELD) {
            Some(_) => Some(json::array(document, CHECKSUM_FIELD)?),
            None => None,
        };
        Ok(Self {
            address,
            id: json::optional_text(document, "id").map(str::to_owned),
            cost,
            salt,
            iv: json::array(part, "cipherparams.iv")?,
            ciphertext: json::array(part, "ciphertext")?,
            mac: json::array(part, "mac")?,
            checksum,
        })
    }

    pub(super) fn to_json(&self, name: Option<&str>) -> Value {
        let (n, r, p) = self.cost.parts();
        let mut document = json!({
            "version": VERSION,
            "address": hex::encode(self.address),
            "crypto": {
                "cipher": CIPHER,
                "cipherparams": { "iv": hex::encode(self.iv) },
                "ciphertext": hex::encode(self.ciphertext),
                "kdf": DERIVATION,
                "kdfparams": { "dklen": DERIVED_LEN, "n": n, "r": r, "p": p, "salt": hex::encode(&self.salt) },
                "mac": hex::encode(self.mac),
            },
        });
        for (field, value) in [("id", self.id.as_deref()), ("name", name)] {
            if let Some(value) = value {
                document[field] = value.into();
            }
        }
        if let Some(checksum) = self.checksum {
            document[CHECKSUM_FIELD] = hex::encode(checksum).into();
        }
        document
    }

    pub(super) fn unlock(&self, password: &Password) -> Result<KeyPair, KeyFileError> {
        let normalised = password.normalised();
        let mut spellings = vec![normalised.as_str()];
        if password.reveal() != normalised.as_str() {
            spellings.push(password.reveal());
        }
        for spelling in spellings {
            let key = self.cost.derive(spelling.as_bytes(), &self.salt);
            if bool::from(mac_under(&key, &self.ciphertext).ct_eq(&self.mac)) {
                let private_key = apply_cipher(&key, &self.iv, &self.ciphertext);
                return KeyPair::from_secret(Scheme::Ecdsa, &private_key)
                    .map_err(|_| KeyFileError::Content);
            }
        }
        Err(tag_failure(self.checksum, self.checksum()))
    }

    fn checksum(&self) -> [u8; 32] {
        let (n, r, p) = self.cost.parts();
        encrypted_sha256(&[
            &self.ciphertext,
            &self.mac,
            &self.iv,
            &self.salt,
            &n.to_le_bytes(),
            &r.to_le_bytes(),
            &p.to_le_bytes(),
        ])
    }
}

/// The code that tells a right password: over the half of the derived key that does not encrypt, and the ciphertext.
fn mac_under(key: &[u8; 32], ciphertext: &[u8; 32]) -> [u8; 32] {
    let mut input = Zeroizing::new([0; 48]);
    input[..16].copy_from_slice(&key[16..]);
    input[16..].copy_from_slice(ciphertext);
    keccak_256(input.as_slice())
}

/// Encrypts or decrypts: the cipher is its own inverse.
fn apply_cipher(key: &[u8; 32], iv: &[u8; 16], input: &[u8; 32]) -> Zeroizing<[u8; 32]> {
    let mut block = Zeroizing::new(*input);
    Ctr128BE::<Aes128>::new(key[..16].into(), iv.into()).apply_keystream(block.as_mut_slice());
    block
}

/// A random UUID (version 4) in its usual spelling.
fn uuid(mut bytes: [u8; 16]) -> String {
    bytes[6] = bytes[6] & 0x0F | 0x40;
    bytes[8] = bytes[8] & 0x3F | 0x80;
    let digits = hex::encode(bytes);
    let parts = [
        &digits[..8],
        &digits[8..12],
        &digits[12..16],
        &digits[16..20],
        &digits[20..],
    ];
    parts.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uuid_says_version_four() {
        assert_eq!(uuid([0xFF; 16]), "ffffffff-ffff-4fff-bfff-ffffffffffff");
    }
}
