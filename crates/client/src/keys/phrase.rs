use super::key_pair::{KeyError, KeyPair};
use super::random::{RandomnessError, random_bytes};
use super::scheme::Scheme;
use bip32::{ChildNumber, XPrv};
use bip39::{Language, Mnemonic};
use hmac::Hmac;
use sha2::Sha512;
use std::fmt;
use zeroize::Zeroizing;

/// A BIP-39 recovery phrase in English: the one thing that a person writes on paper. Wiped when dropped.
pub struct Phrase(Mnemonic);

/// Why words are no recovery phrase. Never says what the words were.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhraseError {
    /// Returned for a number of words that BIP-39 does not know.
    #[error("not a recovery phrase: expected 12, 15, 18, 21 or 24 words, found {found}")]
    WordCount {
        /// Words given.
        found: usize,
    },
    /// Returned when a word is not in the English list: most likely a typing error.
    #[error("not a recovery phrase: word {position} is not in the English list of BIP-39")]
    UnknownWord {
        /// The word's place, counted from 1.
        position: usize,
    },
    /// Returned when all words exist, but one of them is wrong or two are swapped.
    #[error("mistyped recovery phrase: the checksum in its last word does not match")]
    Checksum,
}

/// Entropy of twelve words, in bytes.
const NEW_PHRASE_ENTROPY: usize = 16;

/// Words of the shortest phrase.
const SHORTEST_PHRASE: usize = 12;

/// Rounds of both derivations: BIP-39's, and Substrate's from the entropy.
const ROUNDS: u32 = 2048;

impl Phrase {
    /// Twelve new words from the operating system's randomness.
    ///
    /// # Errors
    /// [`RandomnessError`] if there is none.
    pub fn generate() -> Result<Self, RandomnessError> {
        let entropy = random_bytes::<NEW_PHRASE_ENTROPY>()?;
        let phrase = Mnemonic::from_entropy_in(Language::English, entropy.as_slice())
            .expect("16 bytes are one of the lengths that BIP-39 knows");
        Ok(Self(phrase))
    }

    /// Reads a phrase; capitals and blanks do not matter.
    ///
    /// # Errors
    /// [`PhraseError`], which never repeats a word.
    pub fn parse(words: &str) -> Result<Self, PhraseError> {
        let mut tidy = Zeroizing::new(String::with_capacity(words.len()));
        for word in words.split_whitespace() {
            if !tidy.is_empty() {
                tidy.push(' ');
            }
            tidy.extend(word.chars().map(|letter| letter.to_ascii_lowercase()));
        }
        let found = tidy.split(' ').filter(|word| !word.is_empty()).count();
        Mnemonic::parse_in_normalized(Language::English, &tidy)
            .map(Self)
            .map_err(|error| match error {
                bip39::Error::UnknownWord(index) => PhraseError::UnknownWord {
                    position: index + 1,
                },
                bip39::Error::InvalidChecksum => PhraseError::Checksum,
                // The remaining reasons are about the number of words; the language is given.
                bip39::Error::BadWordCount(_)
                | bip39::Error::BadEntropyBitCount(_)
                | bip39::Error::AmbiguousLanguages(_) => PhraseError::WordCount { found },
            })
    }

    /// Whether twelve words that follow each other are all in the list of BIP-39: a phrase, though perhaps a mistyped one. A path after
    /// a slash does not matter.
    pub fn is_among<'a>(words: impl IntoIterator<Item = &'a str>) -> bool {
        let mut run = 0;
        words.into_iter().any(|word| {
            let word = word.split('/').next().unwrap_or_default();
            let word = word.rsplit('=').next().unwrap_or_default();
            let known = Language::English.find_word(&word.to_ascii_lowercase());
            run = if known.is_some() { run + 1 } else { 0 };
            run >= SHORTEST_PHRASE
        })
    }

    /// The words, to be shown once and written down.
    pub fn reveal(&self) -> Zeroizing<String> {
        let mut words = Zeroizing::new(String::with_capacity(24 * 9));
        for word in self.0.words() {
            if !words.is_empty() {
                words.push(' ');
            }
            words.push_str(word);
        }
        words
    }

    /// Substrate's mini secret. It is derived from the entropy, not from the words as BIP-39 has it.
    pub(super) fn mini_secret(&self) -> Zeroizing<[u8; 32]> {
        let (entropy, len) = self.0.to_entropy_array();
        let entropy = Zeroizing::new(entropy);
        let mut seed = Zeroizing::new([0; 64]);
        pbkdf2::pbkdf2::<Hmac<Sha512>>(&entropy[..len], b"mnemonic", ROUNDS, seed.as_mut_slice())
            .expect("HMAC takes a key of any length");
        let mut mini = Zeroizing::new([0; 32]);
        mini.copy_from_slice(&seed[..32]);
        mini
    }

    /// The private key at `m/44'/60'/0'/0/index`, where Ethereum wallets look.
    pub(super) fn ethereum_key(&self, index: u32) -> Result<Zeroizing<[u8; 32]>, KeyError> {
        let out_of_range = |_: bip32::Error| KeyError::OutOfRange(Scheme::Ecdsa);
        let seed = Zeroizing::new(self.0.to_seed_normalized(""));
        let mut node = XPrv::new(seed.as_slice()).map_err(out_of_range)?;
        for (number, hardened) in [
            (44, true),
            (60, true),
            (0, true),
            (0, false),
            (index, false),
        ] {
            let child = ChildNumber::new(number, hardened).map_err(out_of_range)?;
            node = node.derive_child(child).map_err(out_of_range)?;
        }
        Ok(Zeroizing::new(node.to_bytes()))
    }
}

impl KeyPair {
    /// The key that wallets derive from a recovery phrase without a password and without a path: Substrate's root key for
    /// sr25519, `m/44'/60'/0'/0/0` for ECDSA.
    ///
    /// # Errors
    /// [`KeyError::OutOfRange`] with a probability of about 2^-127: create another phrase.
    pub fn from_phrase(scheme: Scheme, phrase: &Phrase) -> Result<Self, KeyError> {
        let secret = match scheme {
            Scheme::Sr25519 => phrase.mini_secret(),
            Scheme::Ecdsa => phrase.ethereum_key(0)?,
        };
        Self::from_secret(scheme, &secret)
    }
}

/// Only that there is one.
impl fmt::Debug for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Phrase").finish_non_exhaustive()
    }
}
