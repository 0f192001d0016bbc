//! Values as arguments of calls whose types the chain's metadata say.

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
