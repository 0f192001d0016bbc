//! Hashes as text, and the SHA-256 of documents.

use super::error::FileError;
use exequatur_protocol::Hash;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Reads 64 hexadecimal digits, with or without `0x`.
pub fn parse(text: &str) -> Option<Hash> {
    let text = text.trim();
    let mut hash = [0; 32];
    hex::decode_to_slice(text.strip_prefix("0x").unwrap_or(text), &mut hash).ok()?;
    Some(hash)
}

/// `0x` and 64 digits.
pub fn format(hash: &Hash) -> String {
    format!("0x{}", hex::encode(hash))
}

/// SHA-256 of bytes at hand.
pub fn sha256(bytes: &[u8]) -> Hash {
    Sha256::digest(bytes).into()
}

/// SHA-256 and length of a document, read piece by piece: exhibits can be long.
///
/// # Errors
/// If the file is missing or cannot be read.
pub fn sha256_file(path: &Path) -> Result<(Hash, u64), FileError> {
    let mut file = File::open(path).map_err(|error| FileError::read(path, error))?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    let mut length = 0;
    loop {
        let read = file
            .read(&mut buffer)
            .map_err(|error| FileError::read(path, error))?;
        if read == 0 {
            return Ok((hasher.finalize().into(), length));
        }
        hasher.update(&buffer[..read]);
        length += read as u64;
    }
}
