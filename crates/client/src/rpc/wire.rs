//! Values as arguments of calls whose types the chain's metadata say.

use alloy_primitives::U256;
use subxt::dynamic::Value;

/// Bytes: an address, a hash, a list of bytes.
pub(super) fn bytes(bytes: &[u8]) -> Value {
    Value::from_bytes(bytes)
}

/// Nothing, where something could be.
pub(super) fn none() -> Value {
    Value::unnamed_variant("None", [])
}

/// Something, where nothing could be.
pub(super) fn some(value: Value) -> Value {
    Value::unnamed_variant("Some", [value])
}

/// A number of 256 bits.
pub(super) fn wide(number: U256) -> Value {
    let limbs = number.into_limbs();
    let limbs = limbs.map(|limb| Value::u128(limb.into()));
    Value::unnamed_composite([Value::unnamed_composite(limbs)])
}
