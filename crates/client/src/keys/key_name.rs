use super::quote::quote;
use std::fmt;
use std::str::FromStr;

/// The name of a key in a [`super::KeyStore`]: 1 to 32 of `a`–`z`, `0`–`9`, `-` and `_`. It never looks like an address.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyName(String);

const MAX_LEN: usize = 32;

/// Returned when a text is no [`KeyName`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a key name: expected 1 to 32 of a-z, 0-9, - and _, found {found}")]
pub struct KeyNameError {
    /// The text given, in quotes, or its length.
    pub found: String,
}

impl KeyName {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for KeyName {
    type Err = KeyNameError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let allowed = |byte: u8| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'_'
        };
        if text.is_empty() || text.len() > MAX_LEN || !text.bytes().all(allowed) {
            return Err(KeyNameError { found: quote(text) });
        }
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_and_plain() {
        for good in ["a", "alice", "case-7_b", &"x".repeat(32)] {
            assert_eq!(
                good.parse::<KeyName>().map(|name| name.to_string()),
                Ok(good.to_owned())
            );
        }
        for bad in [
            "",
            "Alice",
            "a b",
            "../a",
            "a.json",
            "ä",
            ".a",
            "a\n",
            &"x".repeat(33),
        ] {
            assert_eq!(
                bad.parse::<KeyName>(),
                Err(KeyNameError { found: quote(bad) })
            );
        }
    }
}
