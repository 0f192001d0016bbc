//! The built contract: code and description in one JSON text that is the same wherever it was built.

use anyhow::{Context, Result, anyhow, ensure};
use serde_json::Value;

/// Where contract-build records the host's triple. The code does not depend on it, so it is the one field that is
/// replaced; everything else in the bundle must be equal.
const TOOLCHAIN: &str = "/source/build_info/rust_toolchain";
const COMPILER: &str = "/source/compiler";
const CODE: &str = "/source/contract_binary";
const HASH: &str = "/source/hash";

/// A contract's code with its description.
pub struct Bundle {
    json: Value,
    code: Vec<u8>,
}

impl Bundle {
    /// Reads what contract-build wrote and takes the host out of it.
    ///
    /// # Errors
    /// The text is not a bundle, or its hash is not the one of its code.
    pub fn from_build(text: &str) -> Result<Self> {
        let mut json: Value = serde_json::from_str(text).context("bundle is not JSON")?;
        let compiler = json
            .pointer(COMPILER)
            .cloned()
            .with_context(|| format!("bundle has no {COMPILER}"))?;
        *json
            .pointer_mut(TOOLCHAIN)
            .with_context(|| format!("bundle has no {TOOLCHAIN}"))? = compiler;
        Self::from_json(json)
    }

    /// Reads a committed bundle.
    ///
    /// # Errors
    /// The text is not a bundle, or its hash is not the one of its code.
    pub fn from_text(text: &str) -> Result<Self> {
        Self::from_json(serde_json::from_str(text).context("bundle is not JSON")?)
    }

    fn from_json(json: Value) -> Result<Self> {
        let code = hex_at(&json, CODE)?;
        let bundle = Self { json, code };
        let (stated, computed) = (hex_at(&bundle.json, HASH)?, bundle.code_hash());
        ensure!(
            stated == computed,
            "expected code hash 0x{} as the bundle states, found 0x{}",
            hex::encode(stated),
            hex::encode(computed)
        );
        Ok(bundle)
    }

    /// The PolkaVM blob.
    pub fn code(&self) -> &[u8] {
        &self.code
    }

    /// keccak-256 of the blob, as pallet-revive identifies code on chain.
    pub fn code_hash(&self) -> [u8; 32] {
        contract_build::code_hash(&self.code)
    }

    /// The parsed bundle.
    pub fn json(&self) -> &Value {
        &self.json
    }

    /// The bundle as it is committed: indented, so that a change of the interface can be read in a diff.
    pub fn text(&self) -> String {
        format!("{:#}\n", self.json)
    }

    /// One line for people: hash and size.
    pub fn summary(&self) -> String {
        format!(
            "code hash 0x{}, {} bytes",
            hex::encode(self.code_hash()),
            self.code.len()
        )
    }
}

fn hex_at(json: &Value, pointer: &str) -> Result<Vec<u8>> {
    let text = json
        .pointer(pointer)
        .and_then(Value::as_str)
        .ok_or_else(|| anyhow!("bundle has no text at {pointer}"))?;
    let digits = text
        .strip_prefix("0x")
        .with_context(|| format!("expected 0x… at {pointer}, found {text:.12}"))?;
    hex::decode(digits).with_context(|| format!("bad hexadecimal at {pointer}"))
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use serde_json::json;

    /// keccak-256 of no bytes, from the Ethereum yellow paper.
    const KECCAK_OF_NOTHING: &str =
        "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470";

    pub fn built(code: &str, hash: &str, host: &str) -> String {
        json!({
            "source": {
                "hash": hash, "compiler": "rustc 1.95.0", "contract_binary": code,
                "build_info": { "rust_toolchain": format!("stable-{host}") },
            },
            "spec": { "messages": [{ "label": "release" }] },
        })
        .to_string()
    }

    pub fn empty(host: &str) -> Bundle {
        Bundle::from_build(&built("0x", KECCAK_OF_NOTHING, host)).unwrap()
    }

    #[test]
    fn the_host_leaves_no_trace() {
        assert_eq!(
            empty("x86_64-unknown-linux-gnu").text(),
            empty("aarch64-apple-darwin").text()
        );
    }

    #[test]
    fn a_committed_bundle_reads_back_as_the_same_text() {
        let text = empty("x86_64-unknown-linux-gnu").text();
        assert_eq!(Bundle::from_text(&text).unwrap().text(), text);
    }

    #[test]
    fn the_code_hash_is_keccak_256() {
        assert_eq!(
            format!("0x{}", hex::encode(empty("x").code_hash())),
            KECCAK_OF_NOTHING
        );
    }

    #[test]
    fn a_bundle_whose_hash_is_of_other_code_is_refused() {
        let error = Bundle::from_build(&built("0x00", KECCAK_OF_NOTHING, "x"))
            .err()
            .unwrap();
        assert!(
            error
                .to_string()
                .starts_with("expected code hash 0xc5d24601"),
            "{error}"
        );
    }

    #[test]
    fn a_bundle_without_code_is_refused() {
        let error = Bundle::from_text("{}").err().unwrap();
        assert_eq!(
            error.to_string(),
            "bundle has no text at /source/contract_binary"
        );
    }
}
