//! Keys: creating them, keeping them in encrypted files, signing with them, checking what others signed.
//!
//! Two schemes stand for the same kind of identity, a 20-byte address:
//!
//! | scheme | account id (32 bytes) | address (20 bytes) | key file |
//! |---|---|---|---|
//! | sr25519 | the public key | last 20 bytes of keccak-256 of the account id | polkadot-js JSON, version 3 |
//! | ecdsa | the address and twelve bytes `0xEE` | the Ethereum address | Ethereum keystore, version 3 |
//!
//! Secrets are wiped from memory when dropped, never appear in `Debug`, `Display` or an error, and come from a file,
//! a file descriptor or a terminal: there is no way in from an argument or an environment variable.

mod account;
mod address;
mod development;
mod expected_found;
mod key_file;
mod key_name;
mod key_pair;
mod key_store;
mod password;
mod password_source;
mod phrase;
mod public_key;
mod quote;
mod random;
mod scheme;
mod secret_file;
mod signature;
mod ss58;
mod verify;

pub use account::{AccountId, H160, checksummed, fallback_account, h160_of_account};
pub use address::{Address, AddressError};
pub use development::DevelopmentError;
pub use expected_found::ExpectedFound;
pub use key_file::{CostError, KeyFile, KeyFileError};
pub use key_name::{KeyName, KeyNameError};
pub use key_pair::{KeyError, KeyPair, PayloadSignature};
pub use key_store::{KeyStore, KeyStoreError, Listing, StoredKey};
pub use password::{MIN_NEW_PASSWORD_CHARS, Password, PasswordError};
pub use password_source::PasswordSource;
pub use phrase::{Phrase, PhraseError};
pub use public_key::PublicKey;
pub use random::RandomnessError;
pub use scheme::{Scheme, UnknownScheme};
pub use secret_file::SecretFileError;
pub use signature::{DigestSignature, SignatureError};
pub use ss58::Ss58Prefix;
pub use verify::{recover_digest, sr25519_text, verify_digest};
