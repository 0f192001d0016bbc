//! One key in one encrypted file, in the format that the scheme's own wallets read and write.

mod cost;
mod ethereum;
mod json;
mod polkadot;

pub use cost::CostError;

use super::account::{H160, checksummed};
use super::address::Address;
use super::key_pair::{KeyPair, SecretBytes};
use super::password::Password;
use super::random::RandomnessError;
use super::scheme::Scheme;
use super::secret_file::{SecretFileError, create_private, read_exposed, read_private};
use ethereum::EthereumFile;
use polkadot::PolkadotFile;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::path::Path;

/// An encrypted key. Address, scheme and name are readable without the password.
///
/// Warning: until [`Self::unlock`] has compared the address with the key, the address is only what the file claims.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyFile {
    name: Option<String>,
    body: Body,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Body {
    Polkadot(PolkadotFile),
    Ethereum(EthereumFile),
}

/// Why a key file gave no key. Never says anything of the key or of the password.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// Returned when the file cannot be read, others than its owner can read it, or it exists already.
    #[error(transparent)]
    File(#[from] SecretFileError),
    /// Returned when the content is no JSON object: the file was cut off, or is another one.
    #[error("damaged key file: not a JSON object")]
    NotJson,
    /// Returned for JSON that is neither a polkadot-js account nor an Ethereum keystore.
    #[error("unknown kind of key file: expected a polkadot-js account or an Ethereum keystore")]
    UnknownKind,
    /// Returned for an older or newer version of a known format.
    #[error("unsupported version of {format}: expected {expected}, found {found}")]
    Version {
        /// Name of the format.
        format: &'static str,
        /// The version that is read.
        expected: &'static str,
        /// The version in the file, in quotes, or its length.
        found: String,
    },
    /// Returned when the key in the file is for another scheme.
    #[error("unsupported scheme of the key: expected {expected}, found {found}")]
    UnsupportedScheme {
        /// The contents that are read.
        expected: &'static str,
        /// The content in the file, in quotes, or its length.
        found: String,
    },
    /// Returned when the key is encrypted in another way, or not at all.
    #[error("unsupported encryption: expected {expected}, found {found}")]
    Encryption {
        /// The ways that are read.
        expected: &'static str,
        /// The way in the file, in quotes, or its length.
        found: String,
    },
    /// Returned when the parameters of the encryption are impossible or absurd.
    #[error(transparent)]
    Cost(#[from] CostError),
    /// Returned when a field is missing or not of its type.
    #[error("damaged key file: field \"{field}\" is not {expected}")]
    Field {
        /// Path of the field.
        field: &'static str,
        /// What should be there.
        expected: &'static str,
    },
    /// Returned when a field has the wrong length.
    #[error("damaged key file: expected {expected} bytes in field \"{field}\", found {found}")]
    Length {
        /// Path of the field.
        field: &'static str,
        /// Bytes that should be there.
        expected: usize,
        /// Bytes that are there.
        found: usize,
    },
    /// Returned when the encrypted part was altered since the file was written.
    #[error("damaged key file: the encrypted part does not match its checksum")]
    Checksum,
    /// Returned when the password opens the file, but no key is inside.
    #[error("damaged key file: the decrypted content is no key")]
    Content,
    /// Returned when the key is another one than the file says.
    #[error("damaged key file: its address says {}, expected the key's address {}", checksummed(.found), checksummed(.expected))]
    OtherKey {
        /// Address of the key inside.
        expected: H160,
        /// Address written in the file.
        found: H160,
    },
    /// Returned when the password does not open the file. A file that another program wrote may also be damaged: it has no
    /// checksum that would tell.
    #[error("wrong password")]
    WrongPassword,
    /// Returned when no salt can be drawn.
    #[error(transparent)]
    Randomness(#[from] RandomnessError),
}

/// A key file is about 1 KB; nothing longer than this is one.
const MAX_FILE_BYTES: u64 = 64 << 10;
const MAX_NAME_CHARS: usize = 64;

impl KeyFile {
    /// Encrypts `pair`: sr25519 as a polkadot-js account, ECDSA as an Ethereum keystore. `name` is public.
    ///
    /// # Errors
    /// [`KeyFileError::Randomness`].
    pub fn seal(pair: &KeyPair, name: &str, password: &Password) -> Result<Self, KeyFileError> {
        let body = match pair.secret_bytes() {
            SecretBytes::Expanded(secret) => {
                Body::Polkadot(PolkadotFile::seal(pair.public(), &secret, password)?)
            }
            SecretBytes::PrivateKey(secret) => {
                Body::Ethereum(EthereumFile::seal(pair.h160(), &secret, password)?)
            }
        };
        Ok(Self {
            name: printable(name),
            body,
        })
    }

    /// Reads a file on which nobody but its owner has any permission.
    ///
    /// # Errors
    /// [`KeyFileError`], all but [`KeyFileError::WrongPassword`] and those about the key inside.
    pub fn read(path: &Path) -> Result<Self, KeyFileError> {
        Self::parse(&read_private(path, MAX_FILE_BYTES)?)
    }

    /// Reads a file on which others may have permissions, which the error beside it says then: the key in it is encrypted.
    ///
    /// # Errors
    /// As [`Self::read`], without [`SecretFileError::Exposed`].
    pub fn read_exposed(path: &Path) -> Result<(Self, Option<SecretFileError>), KeyFileError> {
        let (content, exposed) = read_exposed(path, MAX_FILE_BYTES)?;
        Ok((Self::parse(&content)?, exposed))
    }

    /// Reads the content of a file.
    ///
    /// # Errors
    /// As [`Self::read`], without those about files.
    pub fn parse(content: &[u8]) -> Result<Self, KeyFileError> {
        let document: Value = serde_json::from_slice(content).map_err(|_| KeyFileError::NotJson)?;
        let fields = document.as_object().ok_or(KeyFileError::NotJson)?;
        let (name, body) = if fields.contains_key("encoding") || fields.contains_key("encoded") {
            ("meta.name", Body::Polkadot(PolkadotFile::parse(&document)?))
        } else if let Some(part) = fields.get("crypto").or_else(|| fields.get("Crypto")) {
            (
                "name",
                Body::Ethereum(EthereumFile::parse(&document, part)?),
            )
        } else {
            return Err(KeyFileError::UnknownKind);
        };
        Ok(Self {
            name: json::optional_text(&document, name).and_then(printable),
            body,
        })
    }

    /// The content of the file: JSON, with a line end.
    pub fn to_json(&self) -> String {
        let document = match &self.body {
            Body::Polkadot(file) => file.to_json(self.name()),
            Body::Ethereum(file) => file.to_json(self.name()),
        };
        format!("{document:#}\n")
    }

    /// Writes the file with mode 0600, completely or not at all.
    ///
    /// # Errors
    /// [`SecretFileError::Exists`] if there is anything at `path`: nothing is ever overwritten.
    pub fn create(&self, path: &Path) -> Result<(), SecretFileError> {
        create_private(path, self.to_json().as_bytes())
    }

    /// Decrypts the key and compares it with the address. Takes a tenth of a second and more, by design.
    ///
    /// # Errors
    /// [`KeyFileError::WrongPassword`], or one of those that begin with "damaged key file".
    pub fn unlock(&self, password: &Password) -> Result<KeyPair, KeyFileError> {
        let pair = match &self.body {
            Body::Polkadot(file) => file.unlock(password)?,
            Body::Ethereum(file) => file.unlock(password)?,
        };
        // The account of an sr25519 key says more than its hash; of an ECDSA key both say the same.
        if pair.account_id() != self.address().account_id() {
            return Err(KeyFileError::OtherKey {
                expected: pair.h160(),
                found: self.h160(),
            });
        }
        Ok(pair)
    }

    /// The scheme of the key.
    pub fn scheme(&self) -> Scheme {
        match &self.body {
            Body::Polkadot(_) => Scheme::Sr25519,
            Body::Ethereum(_) => Scheme::Ecdsa,
        }
    }

    /// The name in the file: at most 64 characters, none of them a control character.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The address in the file, as it is written there.
    pub fn address(&self) -> Address {
        match &self.body {
            Body::Polkadot(file) => file.address(),
            Body::Ethereum(file) => file.address(),
        }
    }

    /// The address in the file, as contracts know it.
    pub fn h160(&self) -> H160 {
        self.address().h160()
    }
}

/// What of a name can be shown on any terminal; `None` if nothing.
fn printable(name: &str) -> Option<String> {
    // Besides control characters, those that turn the direction of writing and could swap what a reader sees.
    let turns = |letter: char| matches!(letter, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let shown: String = name
        .chars()
        .filter(|&letter| !letter.is_control() && !turns(letter))
        .take(MAX_NAME_CHARS)
        .collect();
    (!shown.is_empty()).then_some(shown)
}

/// Field in which files of ours carry [`encrypted_sha256`]. Other programs ignore it.
const CHECKSUM_FIELD: &str = "encryptedSha256";

/// Tells a damaged file from a wrong password. It says nothing against somebody who alters the file on purpose: then the
/// cipher's own tag fails, and the password seems wrong.
fn encrypted_sha256(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

/// What a failed tag means, given the checksum in the file and the one that it should be.
fn tag_failure(written: Option<[u8; 32]>, computed: [u8; 32]) -> KeyFileError {
    match written {
        Some(written) if written != computed => KeyFileError::Checksum,
        Some(_) | None => KeyFileError::WrongPassword,
    }
}
