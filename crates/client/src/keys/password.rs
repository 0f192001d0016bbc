use super::secret_file::SecretFileError;
use std::fmt;
use std::io;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

/// A password, or another line of text as secret as one (a recovery phrase, a private key). Wiped when dropped.
pub struct Password(Zeroizing<String>);

/// The shortest password that a new key may get, in characters.
pub const MIN_NEW_PASSWORD_CHARS: usize = 8;

/// The longest password, in bytes.
pub(super) const MAX_PASSWORD_BYTES: usize = 1024;

/// Why there is no password. Never says what was read.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// Returned for no characters at all.
    #[error("the password is empty")]
    Empty,
    /// Returned when the password of a new key is too short.
    #[error(
        "the password is too short for a new key: expected at least {expected} characters, found {found}"
    )]
    TooShort {
        /// Characters required.
        expected: usize,
        /// Characters given.
        found: usize,
    },
    /// Returned when no line ends within the limit.
    #[error("the password is too long: expected at most {limit_bytes} bytes")]
    TooLong {
        /// Bytes allowed.
        limit_bytes: usize,
    },
    /// Returned when the bytes are no UTF-8 text.
    #[error("the password is not UTF-8 text")]
    NotText,
    /// Returned when a password file has text after its first line.
    #[error("the password file holds more than one line")]
    SeveralLines,
    /// Returned when the two entries of a new password differ.
    #[error("the two passwords differ")]
    Mismatch,
    /// Returned when a password file cannot be read, or others than its owner can.
    #[error(transparent)]
    File(#[from] SecretFileError),
    /// Returned when a descriptor is a terminal, which would show what is typed.
    #[error(
        "file descriptor {descriptor} is a terminal, which would show the password: use the prompt"
    )]
    DescriptorIsTerminal {
        /// The descriptor's number.
        descriptor: u32,
    },
    /// Returned when a descriptor is not open or cannot be read.
    #[error("cannot read file descriptor {descriptor}: {source}")]
    Descriptor {
        /// The descriptor's number.
        descriptor: u32,
        /// The operating system's reason.
        source: io::Error,
    },
    /// Returned when somebody typed Ctrl-C instead of a password.
    #[error("cancelled with Ctrl-C")]
    Cancelled,
    /// Returned when there is no terminal to ask on.
    #[error("cannot ask for the password on the terminal: {source}")]
    Terminal {
        /// The operating system's reason.
        source: io::Error,
    },
}

impl Password {
    /// Takes a password that the caller already has, such as one just typed into a form.
    ///
    /// # Errors
    /// [`PasswordError::Empty`], [`PasswordError::TooLong`].
    pub fn new(text: impl Into<Zeroizing<String>>) -> Result<Self, PasswordError> {
        let text = text.into();
        if text.is_empty() {
            return Err(PasswordError::Empty);
        }
        if text.len() > MAX_PASSWORD_BYTES {
            return Err(PasswordError::TooLong {
                limit_bytes: MAX_PASSWORD_BYTES,
            });
        }
        Ok(Self(text))
    }

    pub(super) fn from_line(line: &[u8]) -> Result<Self, PasswordError> {
        let text = std::str::from_utf8(line).map_err(|_| PasswordError::NotText)?;
        Self::new(text.to_owned())
    }

    /// Checks that the password is long enough for a new key.
    ///
    /// # Errors
    /// [`PasswordError::TooShort`] below [`MIN_NEW_PASSWORD_CHARS`].
    pub fn long_enough(self) -> Result<Self, PasswordError> {
        let found = self.0.chars().count();
        if found < MIN_NEW_PASSWORD_CHARS {
            return Err(PasswordError::TooShort {
                expected: MIN_NEW_PASSWORD_CHARS,
                found,
            });
        }
        Ok(self)
    }

    /// The text itself. Do not keep, copy or print it.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The same characters in Unicode's compatibility form.
    pub(super) fn normalised(&self) -> Zeroizing<String> {
        // A character may become several: room for all of them, since a growing text would leave copies behind.
        let mut text = Zeroizing::new(String::with_capacity(
            self.0.nfkc().map(char::len_utf8).sum(),
        ));
        text.extend(self.0.nfkc());
        text
    }
}

/// Only that there is one.
impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Password").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_does_not_show_it() {
        let password = Password::new("hunter2hunter2".to_owned()).expect("not empty");
        assert_eq!(format!("{password:?}"), "Password { .. }");
    }

    #[test]
    fn empty_and_endless_passwords_are_refused() {
        assert!(matches!(
            Password::new(String::new()),
            Err(PasswordError::Empty)
        ));
        assert!(matches!(
            Password::new("a".repeat(1025)),
            Err(PasswordError::TooLong { limit_bytes: 1024 })
        ));
        assert!(matches!(
            Password::from_line(&[0xFF, 0xFE]),
            Err(PasswordError::NotText)
        ));
    }

    #[test]
    fn seven_characters_are_too_short_for_a_new_key_whatever_their_bytes() {
        let short = Password::new("äöüäöüä".to_owned()).expect("not empty");
        assert!(matches!(
            short.long_enough(),
            Err(PasswordError::TooShort {
                expected: 8,
                found: 7
            })
        ));
        let enough = Password::new("äöüäöüäö".to_owned()).expect("not empty");
        assert!(enough.long_enough().is_ok());
    }

    #[test]
    fn normalised_joins_what_looks_the_same() {
        let password = Password::new("\u{FB03}e\u{301}".to_owned()).expect("not empty");
        assert_eq!(password.normalised().as_str(), "ffi\u{e9}");
    }
}
