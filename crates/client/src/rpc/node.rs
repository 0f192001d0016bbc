//! What a node is asked about blocks and state.

use codec::Decode;
use exequatur_protocol::{Hash, Seconds};
use subxt::dynamic::Value;
use subxt::ext::frame_decode::helpers::IntoEncodableValues;
use subxt::ext::scale_decode::DecodeAsType;
use subxt::rpcs::rpc_params;

use super::RpcChain;
use super::runtime::{Runtime, hex_of, unhex};
use crate::chain::ChainError;
use crate::transaction::BlockId;

/// A block that cannot be undone any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// Its number.
    pub number: u32,
    /// Its hash.
    pub hash: Hash,
    /// Its time, as contracts see it.
    pub at: Seconds,
}

impl Head {
    /// The block itself.
    pub fn block(&self) -> BlockId {
        BlockId {
            number: self.number,
            hash: self.hash,
        }
    }
}

#[derive(serde::Deserialize)]
struct Header {
    number: String,
}

impl RpcChain {
    /// The newest block that is final.
    pub(super) fn newest(&self) -> Result<Head, ChainError> {
        let (number, hash) = self.finalized()?;
        let at = self.time(&hash)?;
        Ok(Head { number, hash, at })
    }

    /// Number and hash of the newest block that is final.
    pub(super) fn finalized(&self) -> Result<(u32, Hash), ChainError> {
        let hash: String = self
            .connection
            .ask("chain_getFinalizedHead", rpc_params![])?;
        let hash = self.hash(&hash)?;
        let header: Header = self
            .connection
            .ask("chain_getHeader", rpc_params![hex_of(&hash)])?;
        let digits = header.number.trim_start_matches("0x");
        let number = u32::from_str_radix(digits, 16).map_err(|_| {
            self.connection
                .foreign(format!("block number {}", header.number))
        })?;
        Ok((number, hash))
    }

    /// The hash of a final block.
    pub(super) fn block_hash(&self, number: u32) -> Result<Hash, ChainError> {
        let hash: Option<String> = self
            .connection
            .ask("chain_getBlockHash", rpc_params![number])?;
        let hash = hash.ok_or_else(|| {
            self.connection
                .foreign(format!("it does not have block {number}"))
        })?;
        self.hash(&hash)
    }

    /// The time of a block.
    pub(super) fn time(&self, block: &Hash) -> Result<Seconds, ChainError> {
        let millis: u64 = self
            .stored(&self.runtime, block, "Timestamp", "Now", Vec::new())?
            .unwrap_or_default();
        Ok(crate::local::seconds(millis / 1_000))
    }

    /// A value in storage.
    pub(super) fn stored<T: DecodeAsType>(
        &self,
        runtime: &Runtime,
        block: &Hash,
        pallet: &str,
        entry: &str,
        keys: Vec<Value>,
    ) -> Result<Option<T>, ChainError> {
        let key = runtime.storage_key(pallet, entry, keys)?;
        let Some(bytes) = self.raw(block, &key)? else {
            return Ok(None);
        };
        runtime.stored(pallet, entry, &bytes).map(Some)
    }

    /// What lies in storage under a key.
    pub(super) fn raw(&self, block: &Hash, key: &[u8]) -> Result<Option<Vec<u8>>, ChainError> {
        let question = rpc_params![hex_of(key), hex_of(block)];
        let found: Option<String> = self.connection.ask("state_getStorage", question)?;
        found.map(|text| self.bytes(&text)).transpose()
    }

    /// What lies in the storage of a contract under a key.
    pub(super) fn child(
        &self,
        block: &Hash,
        trie_id: &[u8],
        key: &[u8],
    ) -> Result<Option<Vec<u8>>, ChainError> {
        let trie = [CHILD_STORAGE, trie_id].concat();
        let question = rpc_params![hex_of(&trie), hex_of(key), hex_of(block)];
        let found: Option<String> = self.connection.ask("childstate_getStorage", question)?;
        found.map(|text| self.bytes(&text)).transpose()
    }

    /// Asks the runtime at the newest final block.
    pub(super) fn api<T: DecodeAsType>(
        &self,
        api: &str,
        method: &str,
        arguments: impl IntoEncodableValues,
    ) -> Result<T, ChainError> {
        self.api_at(&self.runtime, &self.head.hash, api, method, arguments)
    }

    /// The same at another block.
    pub(super) fn api_at<T: DecodeAsType>(
        &self,
        runtime: &Runtime,
        block: &Hash,
        api: &str,
        method: &str,
        arguments: impl IntoEncodableValues,
    ) -> Result<T, ChainError> {
        let (name, arguments) = runtime.question(api, method, arguments)?;
        let question = rpc_params![name, hex_of(&arguments), hex_of(block)];
        let answer: String = self.connection.ask("state_call", question)?;
        runtime.answer(api, method, &self.bytes(&answer)?)
    }

    /// The bytes of a transaction, as a node lists them.
    pub(super) fn transactions(&self, block: &Hash) -> Result<Vec<String>, ChainError> {
        #[derive(serde::Deserialize)]
        struct Signed {
            block: Body,
        }
        #[derive(serde::Deserialize)]
        struct Body {
            extrinsics: Vec<String>,
        }
        let found: Option<Signed> = self
            .connection
            .ask("chain_getBlock", rpc_params![hex_of(block)])?;
        let found = found.ok_or_else(|| {
            self.connection
                .foreign(format!("it does not have block {}", hex_of(block)))
        })?;
        Ok(found.block.extrinsics)
    }

    /// The fee for a whole transaction, if it has this many bytes.
    pub(super) fn fee_of(&self, transaction: &[u8], length: usize) -> Result<u128, ChainError> {
        let mut arguments = transaction.to_vec();
        arguments.extend((length as u32).to_le_bytes());
        let question = rpc_params![
            "TransactionPaymentApi_query_info",
            hex_of(&arguments),
            hex_of(&self.head.hash)
        ];
        let answer: String = self.connection.ask("state_call", question)?;
        // The weight, the class, the fee: the same since the interface exists.
        type Info = (codec::Compact<u64>, codec::Compact<u64>, u8, u128);
        let info = Info::decode(&mut &self.bytes(&answer)?[..]);
        let (_, _, _, fee) = self.runtime.known(info)?;
        Ok(fee)
    }

    pub(super) fn bytes(&self, text: &str) -> Result<Vec<u8>, ChainError> {
        unhex(&self.connection, text)
    }

    pub(super) fn hash(&self, text: &str) -> Result<Hash, ChainError> {
        hash_of(&self.connection, text)
    }
}

/// A hash from a node's `0x…`.
pub(super) fn hash_of(
    connection: &super::connection::Connection,
    text: &str,
) -> Result<Hash, ChainError> {
    let bytes = unhex(connection, text)?;
    Hash::try_from(bytes.as_slice())
        .map_err(|_| connection.foreign(format!("it sent {text} for a hash")))
}

/// What the names of child tries begin with.
const CHILD_STORAGE: &[u8] = b":child_storage:default:";
