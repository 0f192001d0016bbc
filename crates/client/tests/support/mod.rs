//! What several test files need: the vectors, scratch folders, known keys.
#![allow(dead_code, reason = "each test file uses its own part")]

use exequatur_client::keys::{KeyFile, KeyPair, Password, Scheme};
use serde_json::Value;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

pub const SECRET: &str = "8f1c6d0e5b7a3c2940f6e7d8c9b0a1f2e3d4c5b6a79881726354453627180910";

pub const PASSWORD: &str = "correct horse battery staple";

pub fn vector_path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/vectors")
        .join(name)
}

pub fn vector(name: &str) -> Vec<u8> {
    fs::read(vector_path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

pub fn vectors(name: &str) -> Vec<Value> {
    serde_json::from_slice(&vector(name)).expect("the vectors are lists")
}

pub fn text<'a>(vector: &'a Value, field: &str) -> &'a str {
    vector[field]
        .as_str()
        .unwrap_or_else(|| panic!("no {field} in {vector}"))
}

pub fn bytes<const N: usize>(vector: &Value, field: &str) -> [u8; N] {
    let mut bytes = [0; N];
    hex::decode_to_slice(&text(vector, field)[2..], &mut bytes)
        .unwrap_or_else(|error| panic!("{field}: {error}"));
    bytes
}

pub fn scheme(vector: &Value) -> Scheme {
    text(vector, "scheme").parse().expect("a known scheme")
}

pub fn password(text: &str) -> Password {
    Password::new(text.to_owned()).expect("not empty")
}

pub fn known_pair(scheme: Scheme) -> KeyPair {
    KeyPair::from_secret_hex(scheme, SECRET).expect("in range for both schemes")
}

/// The known key in a file of ours.
pub fn sealed(scheme: Scheme) -> KeyFile {
    KeyFile::seal(&known_pair(scheme), "case-7", &password(PASSWORD)).expect("randomness")
}

pub fn scratch() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder for temporary files")
}

/// Writes a file with this mode, whatever the umask.
pub fn write_with_mode(path: &Path, content: &[u8], mode: u32) {
    fs::write(path, content).expect("the scratch folder is writable");
    fs::set_permissions(path, Permissions::from_mode(mode)).expect("the file is ours");
}

pub fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("it exists").permissions().mode() & 0o7777
}
