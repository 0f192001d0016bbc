//! Finding the entries of a record among millions of blocks.
//!
//! The contract counts its entries in its storage, and the count never falls. So the blocks with entries are found by halving:
//! between two blocks with the same count there is none. That takes a few questions an entry, and no memory to speak of; the
//! node must still have the state of old blocks (an archive node).

use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::{Duration, Instant};

use exequatur_localchain::child_trie_key;
use exequatur_protocol::{Address, Hash, State};
use subxt::SubstrateConfig;
use subxt::events::Events;
use subxt::rpcs::rpc_params;

use super::RpcChain;
use super::receipt::fields;
use super::runtime::{Runtime, hex_of};
use super::shapes::{AccountInfo, AccountType, ContractEmitted, ContractInfo};
use super::wire::bytes;
use crate::chain::{ChainError, FoundEntry, Visit};
use crate::local::ROOT_KEY;

/// How many keys are asked for at once.
const PAGE: u32 = 500;

/// What takes longer says how far it came.
const A_SECOND: Duration = Duration::from_secs(1);

/// A stretch of blocks, with the counts at its ends.
#[derive(Clone, Copy)]
struct Stretch {
    before: u32,
    before_count: u32,
    last: u32,
    last_count: u32,
}

impl RpcChain {
    /// The contract at an address, at the newest final block.
    pub(super) fn contract_info(
        &self,
        contract: &Address,
    ) -> Result<Option<ContractInfo>, ChainError> {
        let key = vec![bytes(&contract.0)];
        let info: Option<AccountInfo> = self.stored(
            &self.runtime,
            &self.head.hash,
            "Revive",
            "AccountInfoOf",
            key,
        )?;
        Ok(info.and_then(|info| match info.account_type {
            AccountType::Contract(contract) => Some(contract),
            AccountType::EOA => None,
        }))
    }

    /// A contract's root cell at a block; `None` where it has none yet.
    pub(super) fn cell_at(
        &self,
        trie_id: &[u8],
        block: &Hash,
    ) -> Result<Option<Vec<u8>>, ChainError> {
        self.child(block, trie_id, &child_trie_key(&ROOT_KEY))
    }

    /// Shows the entries of a contract one after another, oldest first.
    pub(super) fn entries_of(
        &self,
        contract: &Address,
        visit: &mut Visit,
    ) -> Result<(), ChainError> {
        let info = self
            .contract_info(contract)?
            .ok_or(ChainError::NoContract(*contract))?;
        let all = self.count(&info.trie_id, &self.head.hash)?;
        let mut patience = Instant::now();
        let mut found = 0;
        let mut stretches = vec![Stretch {
            before: 0,
            before_count: 0,
            last: self.head.number,
            last_count: all,
        }];
        while let Some(stretch) = stretches.pop() {
            let Stretch {
                before,
                before_count,
                last,
                last_count,
            } = stretch;
            if before_count >= last_count {
                continue;
            }
            if before + 1 == last {
                if self.entries_in(last, contract, visit)?.is_break() {
                    return Ok(());
                }
                found += last_count - before_count;
                if patience.elapsed() > A_SECOND {
                    patience = Instant::now();
                    (self.progress)(&format!("{found} of {all} entries, block {last}"));
                }
                continue;
            }
            let middle = before + (last - before) / 2;
            let count = self.count(&info.trie_id, &self.block_hash(middle)?)?;
            // The earlier half comes off the stack first.
            stretches.push(Stretch {
                before: middle,
                before_count: count,
                ..stretch
            });
            stretches.push(Stretch {
                last: middle,
                last_count: count,
                ..stretch
            });
        }
        Ok(())
    }

    /// Shows every contract that runs this code, in the order of their addresses' keys.
    pub(super) fn contracts_with(
        &self,
        code_hash: &Hash,
        visit: &mut dyn FnMut(Address) -> Result<(), ChainError>,
    ) -> Result<(), ChainError> {
        let prefix = self.runtime.prefix("Revive", "AccountInfoOf")?;
        let mut start: Option<String> = None;
        let mut seen = 0;
        let mut patience = Instant::now();
        loop {
            let after = start.clone().unwrap_or_else(|| hex_of(&prefix));
            let question = rpc_params![hex_of(&prefix), PAGE, after, hex_of(&self.head.hash)];
            let keys: Vec<String> = self.connection.ask("state_getKeysPaged", question)?;
            for key in &keys {
                let key = self.bytes(key)?;
                // The address itself stands at the end of the key.
                let Some(address) = key.last_chunk::<20>() else {
                    continue;
                };
                let contract = Address(*address);
                let info = self.contract_info(&contract)?;
                if info.is_some_and(|info| info.code_hash == *code_hash) {
                    visit(contract)?;
                }
            }
            seen += keys.len();
            if keys.len() < PAGE as usize {
                return Ok(());
            }
            if patience.elapsed() > A_SECOND {
                patience = Instant::now();
                (self.progress)(&format!("{seen} addresses looked at"));
            }
            start = keys.last().cloned();
        }
    }

    fn count(&self, trie_id: &[u8], block: &Hash) -> Result<u32, ChainError> {
        let Some(cell) = self.cell_at(trie_id, block)? else {
            return Ok(0);
        };
        let state = State::from_cell(&cell).map_err(ChainError::Refused)?;
        Ok(state.entries)
    }

    fn entries_in(
        &self,
        number: u32,
        contract: &Address,
        visit: &mut Visit,
    ) -> Result<ControlFlow<()>, ChainError> {
        let block_hash = self.block_hash(number)?;
        let at = self.time(&block_hash)?;
        let runtime = self.runtime_at(&block_hash)?;
        for event in self.events(&runtime, &block_hash)?.iter() {
            let event = runtime.known(event)?;
            if (event.pallet_name(), event.event_name()) != ("Revive", "ContractEmitted") {
                continue;
            }
            let emitted: ContractEmitted = fields(&runtime, &event)?;
            if emitted.contract != contract.0 {
                continue;
            }
            let found = FoundEntry {
                contract: *contract,
                block: number,
                block_hash,
                at,
                bytes: emitted.data,
            };
            if visit(found)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// The events of a block.
    pub(super) fn events(
        &self,
        runtime: &Runtime,
        block: &Hash,
    ) -> Result<Events<SubstrateConfig>, ChainError> {
        let key = runtime.storage_key("System", "Events", Vec::new())?;
        let bytes = self.raw(block, &key)?.unwrap_or_default();
        Ok(runtime.events(bytes))
    }

    /// The runtime by which a block was made.
    pub(super) fn runtime_at(&self, block: &Hash) -> Result<Arc<Runtime>, ChainError> {
        let genesis = &self.identity.genesis_hash;
        Runtime::at(&self.connection, genesis, block, Some(&self.runtime))
    }
}
