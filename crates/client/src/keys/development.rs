//! Keys that everybody knows, for chains that hold nothing of value.

use super::key_pair::{KeyError, KeyPair};
use super::phrase::Phrase;
use super::quote::quote;
use super::scheme::Scheme;
use schnorrkel::derive::ChainCode;
use schnorrkel::{ExpansionMode, MiniSecretKey};

/// The phrase printed in the documentation of every Substrate tool.
const PHRASE: &str = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";

/// Longer names would be hashed first; no development key has one.
const MAX_JUNCTION_LEN: usize = 31;

/// Why a text names no development key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DevelopmentError {
    /// Returned when the text is not a path of hard junctions such as `//Alice`.
    #[error(
        "not a development key: expected //Name (letters and digits, beginning with a letter), found {found}"
    )]
    Path {
        /// The text given, in quotes, or its length.
        found: String,
    },
    /// Returned when the derivation leads to no key, which has never been seen.
    #[error(transparent)]
    Key(#[from] KeyError),
}

impl KeyPair {
    /// A development key: `//Alice`, `//Bob`, also `//Alice//stash`; sr25519.
    ///
    /// Warning: the secret is public. The caller makes sure that the chain is a local one.
    ///
    /// # Errors
    /// [`DevelopmentError::Path`] for anything else than hard junctions with names.
    pub fn development(path: &str) -> Result<Self, DevelopmentError> {
        let bad_path = || DevelopmentError::Path { found: quote(path) };
        let junctions = path.strip_prefix("//").ok_or_else(bad_path)?;
        let mut secret = phrase().mini_secret();
        for junction in junctions.split("//") {
            // A number would be encoded as a number, not as a name.
            let named = junction.starts_with(|first: char| first.is_ascii_alphabetic())
                && junction
                    .chars()
                    .all(|letter| letter.is_ascii_alphanumeric())
                && junction.len() <= MAX_JUNCTION_LEN;
            if !named {
                return Err(bad_path());
            }
            let parent = MiniSecretKey::from_bytes(secret.as_slice())
                .map_err(|_| KeyError::OutOfRange(Scheme::Sr25519))?
                .expand(ExpansionMode::Ed25519);
            let (child, _) = parent.hard_derive_mini_secret_key(Some(chain_code(junction)), b"");
            secret.copy_from_slice(child.as_bytes());
        }
        Ok(Self::from_secret(Scheme::Sr25519, &secret)?)
    }

    /// A development key for Ethereum wallets: number 0 ("Alith"), 1 ("Baltathar"), … at `m/44'/60'/0'/0/index`.
    ///
    /// Warning: the secret is public. The caller makes sure that the chain is a local one.
    ///
    /// # Errors
    /// [`DevelopmentError::Key`] for an index of 2^31 and more.
    pub fn development_ethereum(index: u32) -> Result<Self, DevelopmentError> {
        let secret = phrase().ethereum_key(index)?;
        Ok(Self::from_secret(Scheme::Ecdsa, &secret)?)
    }
}

fn phrase() -> Phrase {
    Phrase::parse(PHRASE).expect("the phrase above is a valid one")
}

/// The SCALE encoding of the name (a short string: its length times four, then the letters), padded with zeros.
fn chain_code(junction: &str) -> ChainCode {
    let mut code = [0; 32];
    code[0] = (junction.len() as u8) << 2;
    code[1..=junction.len()].copy_from_slice(junction.as_bytes());
    ChainCode(code)
}
