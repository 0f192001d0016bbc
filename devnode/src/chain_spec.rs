//! What the chain of a new node starts with.

use exequatur_runtime::{Genesis, params};
use sc_service::{ChainType, GenericChainSpec, NoExtension};
use serde_json::{Map, Value, json};
use sp_core::{bytes::to_hex, storage::well_known_keys};
use sp_state_machine::BasicExternalities;
use sp_storage::Storage;

/// Stands in the state where other chains have their runtime's wasm: a node insists that something does.
const CODE: &[u8] = b"native runtime of exequatur-devnode";

/// The specification of a chain with this genesis.
///
/// # Errors
/// What of it cannot be.
pub fn chain_spec(genesis: &Genesis) -> Result<GenericChainSpec<NoExtension>, String> {
    genesis.check().map_err(|error| error.to_string())?;
    let mut state = Storage::default();
    BasicExternalities::execute_with_storage(&mut state, || genesis.write());
    state
        .top
        .insert(well_known_keys::CODE.to_vec(), CODE.to_vec());
    let top: Map<String, Value> = state
        .top
        .iter()
        .map(|(key, value)| (to_hex(key, false), to_hex(value, false).into()))
        .collect();
    // In this form nobody runs a runtime to learn the state, which would have to be wasm.
    let spec = json!({
        "name": "Exequatur devnode",
        "id": "exequatur_devnode",
        "chainType": ChainType::Development,
        "bootNodes": [],
        "telemetryEndpoints": null,
        "protocolId": "exequatur",
        "properties": {
            "tokenSymbol": params::TOKEN_SYMBOL,
            "tokenDecimals": params::TOKEN_DECIMALS,
            "ss58Format": params::SS58_PREFIX,
        },
        "codeSubstitutes": {},
        "genesis": { "raw": { "top": top, "childrenDefault": {} } },
    });
    GenericChainSpec::from_json_bytes(spec.to_string().into_bytes())
}
