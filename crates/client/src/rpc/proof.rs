//! Block headers and storage proofs of a node.

use std::collections::BTreeSet;

use codec::{Compact, Encode};
use exequatur_audit::{Block, Header, StorageKeys, child_trie_of};
use exequatur_protocol::{Address, Hash};
use subxt::rpcs::rpc_params;

use super::RpcChain;
use super::blake2_256;
use super::runtime::hex_of;
use crate::chain::{AtBlock, ChainError, ProvenBlock};

/// A header as nodes write it.
#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct HeaderFields {
    parent_hash: String,
    number: String,
    state_root: String,
    extrinsics_root: String,
    digest: Digest,
}

#[derive(serde::Deserialize)]
struct Digest {
    logs: Vec<String>,
}

/// Trie nodes as nodes send them.
#[derive(serde::Deserialize)]
struct ReadProof {
    proof: Vec<String>,
}

impl RpcChain {
    /// The header of a block, encoded; its hash is the block's.
    pub(super) fn encoded_header(&self, block: &Hash) -> Result<Vec<u8>, ChainError> {
        let question = rpc_params![hex_of(block)];
        let fields: Option<HeaderFields> = self.connection.ask("chain_getHeader", question)?;
        let fields = fields.ok_or_else(|| no_block("a block that the node has", hex_of(block)))?;
        let digits = fields.number.trim_start_matches("0x");
        let number = u32::from_str_radix(digits, 16).map_err(|_| {
            self.connection
                .foreign(format!("block number {}", fields.number))
        })?;
        let mut encoded = (
            self.hash(&fields.parent_hash)?,
            Compact(number),
            self.hash(&fields.state_root)?,
            self.hash(&fields.extrinsics_root)?,
            Compact(fields.digest.logs.len() as u32),
        )
            .encode();
        for log in &fields.digest.logs {
            encoded.extend(self.bytes(log)?);
        }
        if blake2_256(&encoded) != *block {
            return Err(self.connection.foreign(format!(
                "the header of block {} has another hash, so blocks are encoded otherwise there",
                hex_of(block)
            )));
        }
        Ok(encoded)
    }

    /// A block with the trie nodes that show a contract in its state.
    pub(super) fn prove(
        &self,
        contract: &Address,
        asset: &Address,
        at: AtBlock,
    ) -> Result<ProvenBlock, ChainError> {
        let hash = self.final_block(at)?;
        let header = self.encoded_header(&hash)?;
        let read =
            Header::read(&header).map_err(|error| self.connection.foreign(error.to_string()))?;
        let keys = StorageKeys::of(contract, asset);
        let info = self.raw(&hash, &keys.contract)?;
        let (trie_id, _) = info
            .as_deref()
            .and_then(child_trie_of)
            .ok_or(ChainError::NoContract(*contract))?;
        let child_root = StorageKeys::child_root(&trie_id);
        let mut main = keys.main();
        main.push(child_root.clone());
        let main: Vec<String> = main.iter().map(|key| hex_of(key)).collect();
        let of_chain: ReadProof = self
            .connection
            .ask("state_getReadProof", rpc_params![main, hex_of(&hash)])?;
        let cell = vec![hex_of(&StorageKeys::cell())];
        let question = rpc_params![hex_of(&child_root), cell, hex_of(&hash)];
        let of_contract: ReadProof = self.connection.ask("state_getChildReadProof", question)?;
        let nodes = of_chain.proof.iter().chain(&of_contract.proof);
        let nodes: BTreeSet<Vec<u8>> = nodes
            .map(|node| self.bytes(node))
            .collect::<Result<_, _>>()?;
        Ok(ProvenBlock {
            block: Block {
                number: read.number,
                hash,
                at: self.time(&hash)?,
                header,
            },
            nodes: nodes.into_iter().collect(),
        })
    }

    /// The hash of a final block.
    fn final_block(&self, at: AtBlock) -> Result<Hash, ChainError> {
        let newest = self.head.number;
        let expected = format!("a block up to {newest}, the newest final one");
        match at {
            AtBlock::Newest => Ok(self.head.hash),
            AtBlock::Number(number) if number > newest => {
                Err(no_block(&expected, number.to_string()))
            }
            AtBlock::Number(number) => self.block_hash(number),
            AtBlock::Hash(hash) => {
                let header = self.encoded_header(&hash)?;
                let header = Header::read(&header)
                    .map_err(|error| self.connection.foreign(error.to_string()))?;
                // A block that was left behind by the others is none of the chain.
                if header.number > newest || self.block_hash(header.number)? != hash {
                    return Err(no_block(&expected, hex_of(&hash)));
                }
                Ok(hash)
            }
        }
    }
}

fn no_block(expected: &str, found: String) -> ChainError {
    ChainError::NoBlock {
        expected: expected.to_owned(),
        found,
    }
}
