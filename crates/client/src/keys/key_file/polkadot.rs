//! Accounts as polkadot-js exports them, version 3.

use super::cost::ScryptCost;
use super::{CHECKSUM_FIELD, KeyFileError, encrypted_sha256, json, tag_failure};
use crate::keys::address::Address;
use crate::keys::key_pair::KeyPair;
use crate::keys::password::Password;
use crate::keys::public_key::PublicKey;
use crate::keys::quote::quote;
use crate::keys::random::random_bytes;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use crypto_secretbox::aead::Aead;
use crypto_secretbox::{KeyInit, XSalsa20Poly1305};
use serde_json::{Value, json};
use std::time::{SystemTime, UNIX_EPOCH};
use zeroize::Zeroizing;

const FORMAT: &str = "a polkadot-js account";
const VERSION: &str = "3";
const CONTENT: [&str; 2] = ["pkcs8", "sr25519"];
const ENCRYPTION: [&str; 2] = ["scrypt", "xsalsa20-poly1305"];

/// What polkadot-js writes before the secret and between secret and public key. It looks like PKCS#8 and is not.
const HEADER: [u8; 16] = [48, 83, 2, 1, 1, 48, 5, 6, 3, 43, 101, 112, 4, 34, 4, 32];
const DIVIDER: [u8; 5] = [161, 35, 3, 33, 0];
const PLAIN_LEN: usize = HEADER.len() + 64 + DIVIDER.len() + 32;

const SALT_LEN: usize = 32;
const COST_LEN: usize = 12;
const NONCE_LEN: usize = 24;
const TAG_LEN: usize = 16;
const ENCODED_LEN: usize = SALT_LEN + COST_LEN + NONCE_LEN + TAG_LEN + PLAIN_LEN;

/// The salt, the cost, the nonce and the encrypted key, one after the other, and the address beside them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PolkadotFile {
    address: Address,
    encoded: [u8; ENCODED_LEN],
    cost: ScryptCost,
    when_created_ms: Option<u64>,
    checksum: Option<[u8; 32]>,
}

impl PolkadotFile {
    pub(super) fn address(&self) -> Address {
        self.address
    }

    pub(super) fn seal(
        public: &PublicKey,
        expanded: &[u8; 64],
        password: &Password,
    ) -> Result<Self, KeyFileError> {
        let mut plain = Zeroizing::new(Vec::with_capacity(PLAIN_LEN));
        plain.extend_from_slice(&HEADER);
        plain.extend_from_slice(expanded);
        plain.extend_from_slice(&DIVIDER);
        plain.extend_from_slice(public.as_bytes());

        let salt = random_bytes::<SALT_LEN>()?;
        let nonce = random_bytes::<NONCE_LEN>()?;
        let cost = ScryptCost::POLKADOT;
        let (n, r, p) = cost.parts();
        let key = cost.derive(password.reveal().as_bytes(), salt.as_slice());
        let sealed = XSalsa20Poly1305::new((&*key).into())
            .encrypt((&*nonce).into(), plain.as_slice())
            .expect("fails only for messages longer than memory");

        let mut encoded = Vec::with_capacity(ENCODED_LEN);
        encoded.extend_from_slice(salt.as_slice());
        encoded.extend_from_slice(&(n as u32).to_le_bytes());
        // The order is theirs: parallelisation before block size.
        encoded.extend_from_slice(&p.to_le_bytes());
        encoded.extend_from_slice(&r.to_le_bytes());
        encoded.extend_from_slice(nonce.as_slice());
        encoded.extend_from_slice(&sealed);
        let encoded: [u8; ENCODED_LEN] = encoded.try_into().expect("the parts have these lengths");

        let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH);
        Ok(Self {
            address: public.address(),
            checksum: Some(encrypted_sha256(&[&encoded])),
            encoded,
            cost,
            when_created_ms: since_epoch
                .ok()
                .and_then(|time| time.as_millis().try_into().ok()),
        })
    }

    pub(super) fn parse(document: &Value) -> Result<Self, KeyFileError> {
        let version = json::text(document, "encoding.version")?;
        if version != VERSION {
            return Err(KeyFileError::Version {
                format: FORMAT,
                expected: VERSION,
                found: quote(version),
            });
        }
        let content = json::texts(document, "encoding.content")?;
        if content != CONTENT {
            return Err(KeyFileError::UnsupportedScheme {
                expected: "pkcs8, sr25519",
                found: quote(&content.join(", ")),
            });
        }
        let encryption = json::texts(document, "encoding.type")?;
        if encryption != ENCRYPTION {
            return Err(KeyFileError::Encryption {
                expected: "scrypt, xsalsa20-poly1305",
                found: quote(&encryption.join(", ")),
            });
        }
        let address =
            json::text(document, "address")?
                .parse()
                .map_err(|_| KeyFileError::Field {
                    field: "address",
                    expected: "an address",
                })?;
        let encoded = BASE64
            .decode(json::text(document, "encoded")?)
            .map_err(|_| KeyFileError::Field {
                field: "encoded",
                expected: "base 64",
            })?;
        let encoded: [u8; ENCODED_LEN] =
            encoded
                .try_into()
                .map_err(|bytes: Vec<u8>| KeyFileError::Length {
                    field: "encoded",
                    expected: ENCODED_LEN,
                    found: bytes.len(),
                })?;
        let word = |index: usize| {
            let start = SALT_LEN + 4 * index;
            u32::from_le_bytes([
                encoded[start],
                encoded[start + 1],
                encoded[start + 2],
                encoded[start + 3],
            ])
        };
        let (n, p, r) = (word(0), word(1), word(2));
        let checksum = match json::optional_text(document, CHECKSUM_FIELD) {
            Some(_) => Some(json::array(document, CHECKSUM_FIELD)?),
            None => None,
        };
        Ok(Self {
            address,
            encoded,
            cost: ScryptCost::new(n.into(), r, p)?,
            when_created_ms: document
                .pointer("/meta/whenCreated")
                .and_then(Value::as_u64),
            checksum,
        })
    }

    pub(super) fn to_json(&self, name: Option<&str>) -> Value {
        let mut document = json!({
            "encoded": BASE64.encode(self.encoded),
            "encoding": { "content": CONTENT, "type": ENCRYPTION, "version": VERSION },
            "address": self.address.to_string(),
            "meta": {},
        });
        if let Some(name) = name {
            document["meta"]["name"] = name.into();
        }
        if let Some(time) = self.when_created_ms {
            document["meta"]["whenCreated"] = time.into();
        }
        if let Some(checksum) = self.checksum {
            document[CHECKSUM_FIELD] = hex::encode(checksum).into();
        }
        document
    }

    pub(super) fn unlock(&self, password: &Password) -> Result<KeyPair, KeyFileError> {
        let (salt, rest) = self.encoded.split_at(SALT_LEN);
        let (nonce, sealed) = rest[COST_LEN..]
            .split_first_chunk::<NONCE_LEN>()
            .ok_or(KeyFileError::Content)?;
        let key = self.cost.derive(password.reveal().as_bytes(), salt);
        let plain = XSalsa20Poly1305::new((&*key).into())
            .decrypt(nonce.into(), sealed)
            .map(Zeroizing::new)
            .map_err(|_| tag_failure(self.checksum, encrypted_sha256(&[&self.encoded])))?;
        read_plain(&plain)
    }
}

/// The key in the decrypted part, if secret and public half belong together.
fn read_plain(plain: &[u8]) -> Result<KeyPair, KeyFileError> {
    let body = plain.strip_prefix(&HEADER).ok_or(KeyFileError::Content)?;
    let (secret, rest) = body
        .split_first_chunk::<64>()
        .ok_or(KeyFileError::Content)?;
    let public = rest.strip_prefix(&DIVIDER).ok_or(KeyFileError::Content)?;
    let pair = KeyPair::from_expanded(secret).map_err(|_| KeyFileError::Content)?;
    if pair.public().as_bytes() != public {
        return Err(KeyFileError::Content);
    }
    Ok(pair)
}
