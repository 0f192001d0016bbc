//! Which chain a node belongs to.

use std::sync::Arc;

use exequatur_protocol::Hash;
use serde_json::Value;
use subxt::rpcs::rpc_params;
use url::{Host, Url};

use super::connection::Connection;
use super::node::hash_of;
use super::runtime::Runtime;
use crate::chain::{ChainError, Identity};

/// The RPC method by which a development node moves its clock.
pub const ADVANCE: &str = "devnode_advance";

/// The chain's numbers, by the runtime of its newest final block.
pub fn identity(
    connection: &Connection,
    genesis: &Hash,
) -> Result<(Identity, Arc<Runtime>), ChainError> {
    let head: String = connection.ask("chain_getFinalizedHead", rpc_params![])?;
    let runtime = Runtime::at(connection, genesis, &hash_of(connection, &head)?, None)?;
    let ratio: u32 = runtime.constant("Revive", "NativeToEthRatio")?;
    let unit = u8::try_from(ratio.checked_ilog10().unwrap_or_default()).unwrap_or_default();
    if 10u32.checked_pow(unit.into()) != Some(ratio) {
        return Err(connection.foreign(format!(
            "one of its smallest units is {ratio} wei, which is no power of ten"
        )));
    }
    let properties: Value = connection.ask("system_properties", rpc_params![])?;
    let kind: Value = connection.ask("system_chainType", rpc_params![])?;
    // Some chains have several tokens; the first is the one that pays fees.
    let first = |name: &str| match &properties[name] {
        Value::Array(all) => all.first().cloned().unwrap_or_default(),
        one => one.clone(),
    };
    let decimals = first("tokenDecimals")
        .as_u64()
        .and_then(|all| u8::try_from(all).ok());
    let identity = Identity {
        genesis_hash: *genesis,
        chain_id: runtime.constant("Revive", "ChainId")?,
        ss58_prefix: runtime.constant("System", "SS58Prefix")?,
        symbol: first("tokenSymbol").as_str().unwrap_or("UNIT").to_owned(),
        decimals: decimals.ok_or_else(|| {
            connection.foreign(format!(
                "it does not say how its token is divided: {properties}"
            ))
        })?,
        unit,
        existential_deposit: runtime.constant("Balances", "ExistentialDeposit")?,
        is_local: kind == "Development" && on_this_machine(connection.url()),
    };
    Ok((identity, runtime))
}

/// Whether a URL leads to this machine itself. What a node elsewhere says of its chain is not enough to sign with keys that
/// everybody has.
fn on_this_machine(url: &str) -> bool {
    let Ok(url) = Url::parse(url) else {
        return false;
    };
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// Whether a node has a method.
pub fn has_method(connection: &Connection, method: &str) -> Result<bool, ChainError> {
    let all: Value = connection.ask("rpc_methods", rpc_params![])?;
    let methods = all["methods"].as_array();
    Ok(methods.is_some_and(|methods| methods.iter().any(|name| name == method)))
}

#[cfg(test)]
mod tests {
    use super::on_this_machine;

    #[test]
    fn only_addresses_that_lead_nowhere_else_are_this_machine() {
        for here in [
            "ws://127.0.0.1:9944",
            "ws://127.1.2.3",
            "ws://localhost:1/path",
            "wss://LOCALHOST",
            "ws://[::1]:9944",
        ] {
            assert!(on_this_machine(here), "{here}");
        }
        for elsewhere in [
            "wss://polkadot-asset-hub-rpc.polkadot.io",
            "ws://localhost.example.org:9944",
            "ws://127.0.0.1.example.org",
            "ws://127.0.0.1@example.org",
            "ws://192.168.0.7:9944",
            "ws://0.0.0.0:9944",
            "ws://[2001:db8::1]",
            "nonsense",
        ] {
            assert!(!on_this_machine(elsewhere), "{elsewhere}");
        }
    }
}
