//! Reading fields of a document that anybody may have written. Errors name the field and never repeat its content, for the
//! file may be another one than the user thinks.

use super::KeyFileError;
use serde_json::Value;

fn at<'a>(document: &'a Value, field: &str) -> Option<&'a Value> {
    field
        .split('.')
        .try_fold(document, |value, name| value.get(name))
}

pub(super) fn missing(field: &'static str) -> KeyFileError {
    KeyFileError::Field {
        field,
        expected: "a value of the right type",
    }
}

pub(super) fn text<'a>(document: &'a Value, field: &'static str) -> Result<&'a str, KeyFileError> {
    at(document, field)
        .and_then(Value::as_str)
        .ok_or_else(|| missing(field))
}

pub(super) fn optional_text<'a>(document: &'a Value, field: &str) -> Option<&'a str> {
    at(document, field).and_then(Value::as_str)
}

pub(super) fn number(document: &Value, field: &'static str) -> Result<u64, KeyFileError> {
    at(document, field)
        .and_then(Value::as_u64)
        .ok_or_else(|| missing(field))
}

pub(super) fn small_number(document: &Value, field: &'static str) -> Result<u32, KeyFileError> {
    number(document, field)?
        .try_into()
        .map_err(|_| KeyFileError::Field {
            field,
            expected: "a number below 2^32",
        })
}

/// A list of texts.
pub(super) fn texts<'a>(
    document: &'a Value,
    field: &'static str,
) -> Result<Vec<&'a str>, KeyFileError> {
    let list = at(document, field)
        .and_then(Value::as_array)
        .ok_or_else(|| missing(field))?;
    list.iter()
        .map(|item| item.as_str().ok_or_else(|| missing(field)))
        .collect()
}

/// Hexadecimal digits, with or without `0x`.
pub(super) fn bytes(document: &Value, field: &'static str) -> Result<Vec<u8>, KeyFileError> {
    let digits = text(document, field)?;
    let digits = digits.strip_prefix("0x").unwrap_or(digits);
    hex::decode(digits).map_err(|_| KeyFileError::Field {
        field,
        expected: "hexadecimal digits",
    })
}

/// Hexadecimal digits of exactly `N` bytes.
pub(super) fn array<const N: usize>(
    document: &Value,
    field: &'static str,
) -> Result<[u8; N], KeyFileError> {
    let bytes = bytes(document, field)?;
    bytes
        .try_into()
        .map_err(|bytes: Vec<u8>| KeyFileError::Length {
            field,
            expected: N,
            found: bytes.len(),
        })
}
