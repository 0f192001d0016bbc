//! The wallets' own libraries (ethers, polkadot-js), run by node, and Foundry's `cast`.

// Each test file uses a part of it.
#![allow(dead_code)]

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use exequatur_client::files::hash_text::sha256_file;
use exequatur_client::keys::{KeyPair, Scheme, checksummed};

/// An Ethereum key that everybody knows.
pub const SECRET: &str = "0x8f1c6d0e5b7a3c2940f6e7d8c9b0a1f2e3d4c5b6a79881726354453627180910";

/// The folder of the scripts.
pub fn scripts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../e2e-tests/wallets")
}

/// Where `scripts/setup test` puts the libraries: the lock file's hash names the folder.
pub fn libraries() -> PathBuf {
    let (hash, _) = sha256_file(&scripts().join("package-lock.json")).expect("the lock file");
    let cache = std::env::var_os("XDG_CACHE_HOME").map_or_else(
        || Path::new(&std::env::var_os("HOME").expect("a home")).join(".cache"),
        PathBuf::from,
    );
    let folder = cache
        .join("exequatur")
        .join(format!("wallets-{}", hex::encode(&hash[..8])));
    assert!(
        folder.exists(),
        "expected the wallets' libraries in {}, found nothing; run: scripts/setup test",
        folder.display()
    );
    folder
}

/// The wallets' programs, of which Foundry's `cast` is one.
pub fn programs() -> PathBuf {
    libraries().join("node_modules/.bin")
}

/// The PATH of a shell that finds them.
pub fn path_with_programs() -> OsString {
    let others = std::env::var_os("PATH").unwrap_or_default();
    let all = std::iter::once(programs()).chain(std::env::split_paths(&others));
    std::env::join_paths(all).expect("no folder with a colon")
}

/// Runs a command of wallet.mjs; the line that it prints.
pub fn wallet(place: &Path, arguments: &[&str]) -> String {
    let mut node = Command::new("node");
    node.arg(scripts().join("wallet.mjs")).arg(libraries());
    line(node.args(arguments).current_dir(place))
}

/// Runs Foundry's `cast wallet`; the line that it prints.
pub fn cast(place: &Path, arguments: &[&str]) -> String {
    let mut cast = Command::new(programs().join("cast"));
    line(cast.arg("wallet").args(arguments).current_dir(place))
}

fn line(command: &mut Command) -> String {
    let output = command
        .output()
        .expect("node is needed for this test; run: scripts/setup test");
    assert!(
        output.status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let line = String::from_utf8(output.stdout).expect("text");
    line.trim().to_owned()
}

/// The address of [`SECRET`].
pub fn address() -> String {
    let key = KeyPair::from_secret_hex(Scheme::Ecdsa, SECRET).expect("in range");
    checksummed(&key.h160())
}
