use super::account::{AccountId, H160, checksummed, fallback_account, h160_of_account};
use super::ss58::{self, Ss58Prefix};
use std::fmt;
use std::str::FromStr;

/// An account as people write it: `0x…` or SS58.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Address {
    /// Written as an Ethereum address.
    Ethereum(H160),
    /// Written as SS58.
    Substrate {
        /// The 32-byte account.
        account_id: AccountId,
        /// The network in the text.
        prefix: Ss58Prefix,
    },
}

impl Address {
    /// The 20-byte address that contracts know.
    pub fn h160(&self) -> H160 {
        match self {
            Self::Ethereum(address) => *address,
            Self::Substrate { account_id, .. } => h160_of_account(account_id),
        }
    }

    /// The 32-byte account.
    ///
    /// Warning: for an Ethereum address this is the fallback account. Whether the chain maps the address to another
    /// account (that of an sr25519 key) only the chain knows.
    pub fn account_id(&self) -> AccountId {
        match self {
            Self::Ethereum(address) => fallback_account(address),
            Self::Substrate { account_id, .. } => *account_id,
        }
    }
}

/// SS58 or EIP-55, as it was written.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ethereum(address) => f.write_str(&checksummed(address)),
            Self::Substrate { account_id, prefix } => {
                f.write_str(&ss58::encode(account_id, *prefix))
            }
        }
    }
}

/// Why a text is no address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Returned when the text is neither of the two forms.
    #[error("not an address: expected 0x and 40 hexadecimal digits, or SS58")]
    Unrecognised,
    /// Returned when something else than 40 hexadecimal digits follows `0x`.
    #[error(
        "not an Ethereum address: expected 40 hexadecimal digits after 0x, found {found_chars} characters"
    )]
    EthereumDigits {
        /// Characters after `0x`, hexadecimal or not.
        found_chars: usize,
    },
    /// Returned when capitals and small letters are mixed otherwise than EIP-55 says: most likely a typing error.
    #[error("mistyped Ethereum address: the capitals say {expected}, found {found}")]
    Eip55 {
        /// The same digits with the right capitals.
        expected: String,
        /// The text given.
        found: String,
    },
    /// Returned when an SS58 text holds something else than a 32-byte account.
    #[error("unsupported SS58 text: expected an account of {expected} bytes, found {found}")]
    Ss58Length {
        /// Bytes of an account id.
        expected: usize,
        /// Bytes in the text.
        found: usize,
    },
    /// Returned when the checksum of an SS58 text fails: most likely a typing error.
    #[error("mistyped SS58 address: the checksum does not match")]
    Ss58Checksum,
}

/// Either form, without blanks around it. Hexadecimal digits all small or all capital carry no checksum and are taken as
/// they are.
impl FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let Some(digits) = text.strip_prefix("0x") else {
            let (account_id, prefix) = ss58::decode(text)?;
            return Ok(Self::Substrate { account_id, prefix });
        };
        let mut address = [0; 20];
        hex::decode_to_slice(digits, &mut address).map_err(|_| AddressError::EthereumDigits {
            found_chars: digits.chars().count(),
        })?;
        let expected = checksummed(&address);
        let small = digits.bytes().any(|digit| digit.is_ascii_lowercase());
        let capital = digits.bytes().any(|digit| digit.is_ascii_uppercase());
        if small && capital && expected != text {
            return Err(AddressError::Eip55 {
                expected,
                found: text.to_owned(),
            });
        }
        Ok(Self::Ethereum(address))
    }
}
