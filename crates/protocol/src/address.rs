use codec::{Decode, Encode, MaxEncodedLen};

/// A 20-byte account address, as pallet-revive and Ethereum use it. Zero stands for "nobody" (a vacant seat, no notary)
/// and, as an asset, for the chain's own token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode, MaxEncodedLen)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Address(pub [u8; 20]);

impl Address {
    /// Nobody.
    pub const ZERO: Self = Self([0; 20]);

    /// Whether this is nobody.
    pub fn is_zero(&self) -> bool {
        self.0 == [0; 20]
    }
}
