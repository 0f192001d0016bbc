use super::quote::quote;
use std::fmt;
use std::str::FromStr;

/// How a key signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scheme {
    /// Schnorr signatures over Ristretto, as Substrate wallets use them.
    Sr25519,
    /// ECDSA over secp256k1, as Ethereum wallets use it.
    Ecdsa,
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sr25519 => "sr25519",
            Self::Ecdsa => "ecdsa",
        })
    }
}

/// Returned when a text names no [`Scheme`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown scheme: expected \"sr25519\" or \"ecdsa\", found {found}")]
pub struct UnknownScheme {
    /// The text given, in quotes, or its length.
    pub found: String,
}

impl FromStr for Scheme {
    type Err = UnknownScheme;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "sr25519" => Ok(Self::Sr25519),
            "ecdsa" => Ok(Self::Ecdsa),
            other => Err(UnknownScheme {
                found: quote(other),
            }),
        }
    }
}
