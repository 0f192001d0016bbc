//! A chain's runtime as its metadata describe it: what is encoded for it and decoded from it, without asking it anything.

use std::sync::Arc;

use codec::{Decode, Encode};
use exequatur_protocol::Hash;
use scale_info::TypeDef;
use subxt::config::substrate::SpecVersionForRange;
use subxt::dynamic::{self, Value};
use subxt::events::Events;
use subxt::ext::frame_decode::extrinsics::decode_extrinsic;
use subxt::ext::frame_decode::helpers::IntoEncodableValues;
use subxt::ext::scale_decode::DecodeAsType;
use subxt::ext::scale_value::Composite;
use subxt::rpcs::rpc_params;
use subxt::tx::DynamicPayload;
use subxt::{Metadata, OfflineClient, OfflineClientAtBlock, SubstrateConfig};

use super::connection::Connection;
use super::shapes::Failure;
use crate::chain::ChainError;

/// Versions of metadata that describe runtime calls, newest first.
const METADATA_VERSIONS: [u32; 2] = [16, 15];

/// A runtime.
pub struct Runtime {
    /// Its version: another one has other metadata.
    pub spec_version: u32,
    /// Encodes and decodes.
    pub client: OfflineClientAtBlock<SubstrateConfig>,
    url: Arc<str>,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct Version {
    spec_version: u32,
    transaction_version: u32,
}

/// A call of the runtime, ready to be put into a transaction.
pub type RuntimeCall = DynamicPayload<Composite<()>>;

/// A call by its names.
pub fn runtime_call(pallet: &str, call: &str, arguments: Vec<Value>) -> RuntimeCall {
    dynamic::transaction(pallet, call, Composite::unnamed(arguments))
}

impl Runtime {
    /// The runtime at a block; `known` again if that is the one.
    pub fn at(
        connection: &Connection,
        genesis: &Hash,
        block: &Hash,
        known: Option<&Arc<Runtime>>,
    ) -> Result<Arc<Runtime>, ChainError> {
        let version: Version =
            connection.ask("state_getRuntimeVersion", rpc_params![hex_of(block)])?;
        if let Some(known) = known
            && known.spec_version == version.spec_version
        {
            return Ok(Arc::clone(known));
        }
        let metadata = metadata(connection, block)?;
        let config = SubstrateConfig::builder()
            .set_genesis_hash((*genesis).into())
            .set_metadata_for_spec_versions([(version.spec_version, Arc::new(metadata))])
            .set_spec_version_for_block_ranges([SpecVersionForRange {
                block_range: 0..u64::MAX,
                spec_version: version.spec_version,
                transaction_version: version.transaction_version,
            }])
            .build();
        let client = OfflineClient::new_with_config(config)
            .at_block(0u64)
            .map_err(|error| connection.foreign(error.to_string()))?;
        Ok(Arc::new(Runtime {
            spec_version: version.spec_version,
            client,
            url: connection.url().into(),
        }))
    }

    /// A constant of a pallet.
    pub fn constant<T: DecodeAsType>(&self, pallet: &str, name: &str) -> Result<T, ChainError> {
        let address = dynamic::constant::<T>(pallet, name);
        self.known(self.client.constants().entry(address))
    }

    /// Under which key a value lies.
    pub fn storage_key(
        &self,
        pallet: &str,
        entry: &str,
        keys: Vec<Value>,
    ) -> Result<Vec<u8>, ChainError> {
        let address = dynamic::storage::<Vec<Value>, Value>(pallet, entry);
        let entry = self.known(self.client.storage().entry(address))?;
        self.known(entry.fetch_key(keys))
    }

    /// With what the keys of a map begin.
    pub fn prefix(&self, pallet: &str, entry: &str) -> Result<Vec<u8>, ChainError> {
        let address = dynamic::storage::<Vec<Value>, Value>(pallet, entry);
        let entry = self.known(self.client.storage().entry(address))?;
        Ok(entry.key_prefix().to_vec())
    }

    /// The fields of one of a question's arguments, counted from 0, and which of them are lists.
    pub fn argument_fields(
        &self,
        api: &str,
        method: &str,
        place: usize,
    ) -> Result<Vec<(String, bool)>, ChainError> {
        let metadata = self.client.metadata_ref();
        let argument = metadata
            .runtime_api_trait_by_name(api)
            .and_then(|api| api.method_by_name(method))
            .and_then(|method| method.inputs().nth(place).map(|input| input.id));
        let types = metadata.types();
        let argument = argument
            .and_then(|id| types.resolve(id))
            .map(|found| &found.type_def);
        let Some(TypeDef::Composite(argument)) = argument else {
            return Err(self.lacks(format!("{api}_{method}")));
        };
        let fields = argument.fields.iter().map(|field| {
            let kind = types.resolve(field.ty.id).map(|found| &found.type_def);
            let name = field.name.clone().unwrap_or_default();
            (name, matches!(kind, Some(TypeDef::Sequence(_))))
        });
        Ok(fields.collect())
    }

    /// Whether Ethereum transactions can be calls of the runtime itself, as in every pallet-revive since late 2025.
    pub fn takes_calls_from_wallets(&self) -> bool {
        let pallet = self.client.metadata_ref().pallet_by_name("Revive");
        pallet.is_some_and(|pallet| pallet.call_variant_by_name("eth_substrate_call").is_some())
    }

    /// A value that lay in storage.
    pub fn stored<T: DecodeAsType>(
        &self,
        pallet: &str,
        entry: &str,
        bytes: &[u8],
    ) -> Result<T, ChainError> {
        let metadata = self.client.metadata_ref();
        let found = metadata
            .pallet_by_name(pallet)
            .and_then(|pallet| pallet.storage())
            .and_then(|storage| storage.entry_by_name(entry));
        let found = found.ok_or_else(|| self.lacks(format!("{pallet}.{entry}")))?;
        self.decoded(found.value_ty(), bytes)
    }

    /// A question to the runtime: its name, and its arguments.
    pub fn question(
        &self,
        api: &str,
        method: &str,
        arguments: impl IntoEncodableValues,
    ) -> Result<(String, Vec<u8>), ChainError> {
        let payload = dynamic::runtime_api_call::<_, Value>(api, method, arguments);
        let apis = self.client.runtime_apis();
        let bytes = self.known(apis.encode_args(&payload))?;
        Ok((apis.encode_name(&payload), bytes))
    }

    /// What the runtime answered.
    pub fn answer<T: DecodeAsType>(
        &self,
        api: &str,
        method: &str,
        bytes: &[u8],
    ) -> Result<T, ChainError> {
        let metadata = self.client.metadata_ref();
        let found = metadata
            .runtime_api_trait_by_name(api)
            .and_then(|api| api.method_by_name(method));
        let found = found.ok_or_else(|| self.lacks(format!("{api}_{method}")))?;
        self.decoded(found.output_ty(), bytes)
    }

    /// The events of a block, as they lay in storage.
    pub fn events(&self, bytes: Vec<u8>) -> Events<SubstrateConfig> {
        self.client.events().from_bytes(bytes)
    }

    /// The Ethereum transaction in an extrinsic, if there is one. What wraps it nobody signed, so that it can have several forms.
    pub fn wallet_transaction(&self, extrinsic: &[u8]) -> Result<Option<Vec<u8>>, ChainError> {
        let metadata = self.client.metadata_ref();
        let found = self.known(decode_extrinsic(
            &mut &extrinsic[..],
            metadata,
            metadata.types(),
        ))?;
        // In a signed extrinsic it is a call that always fails.
        if (found.pallet_name(), found.call_name()) != ("Revive", "eth_transact")
            || found.is_signed()
        {
            return Ok(None);
        }
        let payload = found.call_data().next().map(|payload| payload.range());
        let payload = payload.and_then(|range| extrinsic.get(range));
        let payload = payload.ok_or_else(|| self.lacks("Revive.eth_transact".to_owned()))?;
        self.known(Vec::decode(&mut &payload[..])).map(Some)
    }

    /// Why a call failed: `Revive.ContractTrapped`.
    pub fn failure(&self, failure: &Failure) -> String {
        match failure {
            Failure::Module(module) => {
                let pallet = self
                    .client
                    .metadata_ref()
                    .pallet_by_error_index(module.index);
                let error = pallet
                    .as_ref()
                    .and_then(|pallet| pallet.error_variant_by_index(module.error[0]));
                match (&pallet, error) {
                    (Some(pallet), Some(error)) => format!("{}.{}", pallet.name(), error.name),
                    _ => format!("pallet {}, error {}", module.index, module.error[0]),
                }
            }
            Failure::Token(which) => format!("Token.{which}"),
            Failure::Arithmetic(which) => format!("Arithmetic.{which}"),
            Failure::Transactional(which) => format!("Transactional.{which}"),
            Failure::Trie(which) => format!("Trie.{which}"),
            other => format!("Runtime.{other:?}"),
        }
    }

    /// What the metadata say, or that they do not have it.
    pub fn known<T, E: std::fmt::Display>(&self, found: Result<T, E>) -> Result<T, ChainError> {
        found.map_err(|error| self.lacks(error.to_string()))
    }

    fn decoded<T: DecodeAsType>(&self, type_id: u32, bytes: &[u8]) -> Result<T, ChainError> {
        let types = self.client.metadata_ref().types();
        self.known(T::decode_as_type(&mut &bytes[..], type_id, types))
    }

    fn lacks(&self, reason: String) -> ChainError {
        ChainError::Foreign {
            url: self.url.to_string(),
            reason,
        }
    }
}

fn metadata(connection: &Connection, block: &Hash) -> Result<Metadata, ChainError> {
    let foreign = |error: codec::Error| connection.foreign(format!("its metadata: {error}"));
    for version in METADATA_VERSIONS {
        let question = rpc_params![
            "Metadata_metadata_at_version",
            hex_of(&version.encode()),
            hex_of(block)
        ];
        let answer: String = connection.ask("state_call", question)?;
        let bytes = unhex(connection, &answer)?;
        if let Some(opaque) = Option::<Vec<u8>>::decode(&mut &bytes[..]).map_err(foreign)? {
            return Metadata::decode_from(&opaque).map_err(foreign);
        }
    }
    Err(connection.foreign("its metadata are older than version 15".to_owned()))
}

/// `0x…`
pub fn hex_of(bytes: &[u8]) -> String {
    format!("0x{}", hex::encode(bytes))
}

/// Bytes from a node's `0x…`.
pub fn unhex(connection: &Connection, text: &str) -> Result<Vec<u8>, ChainError> {
    let digits = text.strip_prefix("0x").unwrap_or(text);
    hex::decode(digits).map_err(|error| connection.foreign(format!("it sent no bytes: {error}")))
}
