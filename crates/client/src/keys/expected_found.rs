//! What was expected and what was found, for each error about keys: both sides of what the messages say. Secrets are in neither.

use super::key_file::{CostError, KeyFileError};
use super::key_name::KeyNameError;
use super::key_store::KeyStoreError;
use super::password::PasswordError;
use super::phrase::PhraseError;
use super::secret_file::SecretFileError;
use super::signature::SignatureError;
use super::{AddressError, DevelopmentError, KeyError, KeyName, RandomnessError, checksummed};

/// An error that knows both sides of a comparison.
pub trait ExpectedFound {
    /// What would have been taken, and what was there instead.
    fn expected_found(&self) -> (String, String);
}

fn both(expected: impl ToString, found: impl ToString) -> (String, String) {
    (expected.to_string(), found.to_string())
}

const ADDRESS: &str = "0x and 40 hexadecimal digits, or SS58";
const NAME: &str = "1 to 32 of a-z, 0-9, - and _";

impl ExpectedFound for AddressError {
    fn expected_found(&self) -> (String, String) {
        match self {
            Self::Unrecognised => both(ADDRESS, "neither"),
            Self::EthereumDigits { found_chars } => both(
                "40 hexadecimal digits after 0x",
                format!("{found_chars} characters"),
            ),
            Self::Eip55 { expected, found } => both(expected, found),
            Self::Ss58Length { expected, found } => both(
                format!("an account of {expected} bytes"),
                format!("{found} bytes"),
            ),
            Self::Ss58Checksum => both(
                "an SS58 address whose checksum fits",
                "one whose checksum does not",
            ),
        }
    }
}

impl ExpectedFound for KeyNameError {
    fn expected_found(&self) -> (String, String) {
        both(NAME, &self.found)
    }
}

impl ExpectedFound for DevelopmentError {
    fn expected_found(&self) -> (String, String) {
        match self {
            Self::Path { found } => both(
                "//Name, of letters and digits and beginning with a letter",
                found,
            ),
            Self::Key(error) => error.expected_found(),
        }
    }
}

impl ExpectedFound for KeyError {
    fn expected_found(&self) -> (String, String) {
        match self {
            Self::SecretDigits { found_chars } => {
                both("64 hexadecimal digits", format!("{found_chars} characters"))
            }
            Self::OutOfRange(scheme) => both(
                format!("a secret in the range of {scheme}"),
                "one out of it",
            ),
        }
    }
}

impl ExpectedFound for PhraseError {
    fn expected_found(&self) -> (String, String) {
        match self {
            Self::WordCount { found } => {
                both("12, 15, 18, 21 or 24 words", format!("{found} words"))
            }
            Self::UnknownWord { position } => both(
                format!("a word of the English list of BIP-39 as word {position}"),
                "another one",
            ),
            Self::Checksum => both(
                "a last word whose checksum fits the others",
                "one whose checksum does not",
            ),
        }
    }
}

impl ExpectedFound for SecretFileError {
    fn expected_found(&self) -> (String, String) {
        match self {
            Self::Exposed { found_mode, .. } => both("mode 0600", format!("mode {found_mode:04o}")),
            Self::NotAFile { .. } => both("a plain file", "a folder, a pipe or a device"),
            Self::TooLong {
                limit_bytes,
                found_bytes,
                ..
            } => both(
                format!("at most {limit_bytes} bytes"),
                format!("{found_bytes} bytes"),
            ),
            Self::Exists { .. } => both("no file", "a file"),
            Self::Io { action, source, .. } => {
                both(format!("a file that the system lets {action}"), source)
            }
        }
    }
}

impl ExpectedFound for PasswordError {
    fn expected_found(&self) -> (String, String) {
        match self {
            Self::Empty => both("a password", "an empty line"),
            Self::TooShort { expected, found } => {
                both(format!("at least {expected} characters"), found)
            }
            Self::TooLong { limit_bytes } => both(format!("at most {limit_bytes} bytes"), "more"),
            Self::NotText => both("UTF-8 text", "other bytes"),
            Self::SeveralLines => both("one line", "more than one"),
            Self::Cancelled => both("a password", "Ctrl-C"),
            Self::Mismatch => both("the same password twice", "two that differ"),
            Self::File(error) => error.expected_found(),
            Self::DescriptorIsTerminal { descriptor } => both(
                format!("a file or a pipe as file descriptor {descriptor}"),
                "a terminal, which would show the password",
            ),
            Self::Descriptor { descriptor, source } => both(
                format!("file descriptor {descriptor} open for reading"),
                source,
            ),
            Self::Terminal { source } => both("a terminal to ask at", source),
        }
    }
}

impl ExpectedFound for CostError {
    fn expected_found(&self) -> (String, String) {
        match self {
            Self::Impossible { n, r, p } => both(
                "scrypt with n a power of two above 1 and below 2^(16 r), r and p at least 1",
                format!("n {n}, r {r}, p {p}"),
            ),
            Self::Memory {
                limit_bytes,
                found_bytes,
                ..
            } => both(
                format!("at most {limit_bytes} bytes of memory"),
                format!("{found_bytes} bytes"),
            ),
            Self::Work {
                limit_blocks,
                found_blocks,
                ..
            } => both(
                format!("at most {limit_blocks} blocks of work"),
                format!("{found_blocks} blocks"),
            ),
        }
    }
}

impl ExpectedFound for KeyFileError {
    fn expected_found(&self) -> (String, String) {
        match self {
            Self::File(error) => error.expected_found(),
            Self::NotJson => both("a JSON object", "something else, or a part of one"),
            Self::UnknownKind => both(
                "a polkadot-js account or an Ethereum keystore",
                "JSON that is neither",
            ),
            Self::Version {
                format,
                expected,
                found,
            } => both(
                format!("{format} of version {expected}"),
                format!("version {found}"),
            ),
            Self::UnsupportedScheme { expected, found } | Self::Encryption { expected, found } => {
                both(expected, found)
            }
            Self::Cost(error) => error.expected_found(),
            Self::Field { field, expected } => {
                both(format!("{expected} as \"{field}\""), "something else")
            }
            Self::Length {
                field,
                expected,
                found,
            } => both(
                format!("{expected} bytes as \"{field}\""),
                format!("{found} bytes"),
            ),
            Self::Checksum => both(
                "the encrypted part as it was written",
                "one that does not fit its checksum",
            ),
            Self::Content => both("a key behind the password", "something else"),
            Self::OtherKey { expected, found } => both(checksummed(expected), checksummed(found)),
            Self::WrongPassword => {
                both("the password that the file was written with", "another one")
            }
            Self::Randomness(error) => error.expected_found(),
        }
    }
}

impl ExpectedFound for RandomnessError {
    fn expected_found(&self) -> (String, String) {
        both("random bytes from the system", "none")
    }
}

impl ExpectedFound for KeyStoreError {
    fn expected_found(&self) -> (String, String) {
        match self {
            Self::Name(error) => error.expected_found(),
            Self::NameOrAddress { found, .. } => both(
                format!("a key's name ({NAME}) or an address ({ADDRESS})"),
                found,
            ),
            Self::NoSuchName { .. } | Self::NoSuchAddress { .. } => {
                both("a key in the folder of keys", "none")
            }
            Self::Ambiguous { names, .. } => {
                let names: Vec<_> = names.iter().map(KeyName::as_str).collect();
                both("one key for the address", names.join(", "))
            }
            Self::NameTaken { .. } | Self::KeyTaken { .. } => {
                both("a key and a name that are new", "one that is there already")
            }
            Self::File { source, .. } => source.expected_found(),
            Self::Folder { source, .. } => both("a folder of keys that can be used", source),
        }
    }
}

impl ExpectedFound for SignatureError {
    fn expected_found(&self) -> (String, String) {
        match self {
            Self::NotHex => both("0x and hexadecimal digits", "other characters"),
            Self::WrongLength { expected, found } => {
                both(format!("{expected} bytes"), format!("{found} bytes"))
            }
            Self::NoPublicKey => both(
                "the public key beside the 64 bytes of an sr25519 signature",
                "none",
            ),
            Self::HighS => both("s in the lower half of the order", "s in the upper half"),
            Self::BadV { found } => both("27 or 28 as the last byte", found),
            Self::OtherSigner {
                recovered,
                expected,
            } => both(
                format!("a signature of {}", checksummed(expected)),
                format!("one of {}, if it is over this", checksummed(recovered)),
            ),
            Self::OtherPublicKey { mapped, expected } => both(
                format!("the public key of {}", checksummed(expected)),
                format!("that of {}", checksummed(mapped)),
            ),
            Self::RawBytes => both(
                "a signature over the text <Bytes>0x…</Bytes>",
                "one over the 32 bytes of the digest",
            ),
            Self::Invalid { scheme } => both(
                format!("an {scheme} signature over this digest"),
                "one that is damaged or over another",
            ),
        }
    }
}
