//! What the node itself reads from the state of its chain.

use codec::Decode;
use exequatur_runtime::{Runtime, params::VERSION};
use frame_system::LastRuntimeUpgradeInfo;
use sc_client_api::StorageProvider;
use sp_blockchain::Error;
use sp_core::{H256, storage::StorageKey};

use crate::service::{Backend, Client, NodeBlock};

/// The time of a block as contracts see it, in seconds since 1970.
///
/// # Errors
/// Those of the database.
pub fn time_of(client: &Client, block: H256) -> Result<u64, Error> {
    let key = pallet_timestamp::Now::<Runtime>::hashed_key();
    let time_ms: Option<u64> = stored(client, block, &key)?;
    Ok(time_ms.unwrap_or_default() / 1_000)
}

/// Whether the chain was made by the runtime that would go on with it.
///
/// # Errors
/// If it was not, and those of the database.
pub fn check_version(client: &Client, block: H256) -> Result<(), Error> {
    let key = frame_system::LastRuntimeUpgrade::<Runtime>::hashed_key();
    let last: Option<LastRuntimeUpgradeInfo> = stored(client, block, &key)?;
    fits(last.map(|info| info.spec_version.0))
}

fn fits(found: Option<u32>) -> Result<(), Error> {
    let expected = VERSION.spec_version;
    if found == Some(expected) {
        return Ok(());
    }
    let found = found.map_or("none".into(), |version| format!("version {version}"));
    Err(Error::Backend(format!(
        "expected a chain of version {expected} of the runtime, found {found}: use the program that made it"
    )))
}

fn stored<T: Decode>(client: &Client, block: H256, key: &[u8]) -> Result<Option<T>, Error> {
    let key = StorageKey(key.to_vec());
    let bytes = StorageProvider::<NodeBlock, Backend>::storage(client, block, &key)?;
    let value = bytes.map(|bytes| T::decode(&mut &bytes.0[..])).transpose();
    value.map_err(|error| Error::Application(error.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chain_of_another_runtime_is_refused_with_both_versions() {
        assert!(fits(Some(VERSION.spec_version)).is_ok());
        let refusal = fits(Some(1))
            .expect_err("it is another version")
            .to_string();
        assert!(
            refusal.contains("expected a chain of version 2 of the runtime, found version 1"),
            "{refusal}"
        );
        assert!(fits(None).is_err());
    }
}
