//! The contract's code, built into the program: what is opened is what was audited.

use exequatur_protocol::Hash;
use serde_json::Value;

use crate::error::CliError;

const ARTIFACT: &str = include_str!("../../artifacts/escrow.contract");

/// The code and its hash.
pub fn escrow() -> Result<(Vec<u8>, Hash), CliError> {
    let broken = || CliError::bug("the contract's file in this program is damaged");
    let document: Value = serde_json::from_str(ARTIFACT).map_err(|_| broken())?;
    let digits = |field: &str| {
        document["source"][field]
            .as_str()
            .and_then(|text| text.strip_prefix("0x"))
            .ok_or_else(broken)
    };
    let code = hex::decode(digits("contract_binary")?).map_err(|_| broken())?;
    let mut hash = [0; 32];
    hex::decode_to_slice(digits("hash")?, &mut hash).map_err(|_| broken())?;
    Ok((code, hash))
}

/// What describes the code, without the code itself: one JSON document.
pub fn metadata() -> Result<String, CliError> {
    let broken = || CliError::bug("the contract's file in this program is damaged");
    let mut document: Value = serde_json::from_str(ARTIFACT).map_err(|_| broken())?;
    let source = document["source"].as_object_mut().ok_or_else(broken)?;
    source.remove("contract_binary");
    Ok(document.to_string())
}
