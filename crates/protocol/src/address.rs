/// A 20-byte account address, as pallet-revive and Ethereum use it. Zero stands for "nobody" (a vacant seat, no notary)
/// and, as an asset, for the chain's own token.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    codec::Encode,
    codec::Decode,
    bytemuck::Pod,
    bytemuck::Zeroable,
)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
// Aligned, so that a copy is five words and not twenty bytes of code on chain.
#[repr(C, align(4))]
pub struct Address(pub [u8; 20]);

impl Address {
    /// Nobody.
    pub const ZERO: Self = Self([0; 20]);

    /// Whether this is nobody.
    #[inline(never)]
    pub fn is_zero(&self) -> bool {
        self.0 == [0; 20]
    }
}
