//! Reading storage proofs. A proof is a set of trie nodes; each is found by its hash, from the state root of a block's header on.

use std::cell::RefCell;
use std::collections::BTreeSet;

use codec::Decode;
use exequatur_protocol::{Hash, Seconds, State};
use hash_db::{HashDBRef, Prefix};
use sp_core::{Blake2Hasher, H256};
use sp_trie::{DBValue, LayoutV1, MemoryDB, StorageProof, read_child_trie_value, read_trie_value};

use crate::keys::dust_of;
use crate::native::in_units;
use crate::{Export, Header, Holding, StorageKeys, child_trie_of, trust_backed};

/// What a proof shows of a contract at one block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proven {
    /// The block, by its header.
    pub header: Header,
    /// The block's time.
    pub at: Seconds,
    /// Hash of block 0; `None` for block 0 itself, which does not know its own.
    pub genesis_hash: Option<Hash>,
    /// Keccak-256 of the code that runs.
    pub code_hash: Hash,
    /// The contract's storage and money. The balance is what the account has in all, its existential deposit included; `None` where the money is
    /// another contract's token.
    pub holding: Holding,
    /// What the chain says of the money's own symbol and decimals; `None` where the money is no asset of the chain, or where the chain says nothing.
    pub asset: Option<AssetName>,
}

/// How an asset of a chain is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssetName {
    /// Its symbol, as it lies in storage.
    pub symbol: Vec<u8>,
    /// Decimal places of one whole.
    pub decimals: u8,
}

/// Why a proof shows nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unproven {
    /// Thrown when the header cannot be read.
    #[error("the block's header cannot be read")]
    Header,
    /// Thrown when the nodes do not lead from the root to a value.
    #[error("the trie nodes do not lead from the block's state root to {what}")]
    Path {
        /// The value.
        what: &'static str,
    },
    /// Thrown when the nodes show that there is no such value.
    #[error("the block's state has no {what}")]
    Absent {
        /// The value.
        what: &'static str,
    },
    /// Thrown when a value is not encoded as a chain with pallet-revive encodes it.
    #[error("{what} is not encoded as this program knows it")]
    Foreign {
        /// The value.
        what: &'static str,
    },
    /// Thrown when nodes are there that lead to nothing that is asked.
    #[error("{count} of the trie nodes belong to nothing that is proven")]
    Stray {
        /// How many.
        count: usize,
    },
}

const CONTRACT: &str = "the contract";
const CHILD: &str = "the root of the contract's storage";
const CELL: &str = "the contract's storage cell";
const TIME: &str = "the block's time";
const GENESIS: &str = "the hash of block 0";
const BALANCE: &str = "the contract's balance";
const ASSET: &str = "the asset's name and decimals";

/// Reads what an export's proof shows, and nothing that the export only says. `native_decimals` are those in which the chain's accounts count its
/// own token: without them nobody can say how much money of an escrow in that token is in its account.
///
/// # Errors
/// [`Unproven`] names the first value that is not shown.
pub fn prove(export: &Export, native_decimals: Option<u8>) -> Result<Proven, Unproven> {
    let header = Header::read(&export.block.header).map_err(|_| Unproven::Header)?;
    let nodes = Nodes::new(&export.proof);
    let root = H256(header.state_root);

    let asset = &export.terms.asset;
    let keys = StorageKeys::of(&export.contract, asset);
    let info = nodes.value(&root, &keys.contract, CONTRACT)?;
    let info = info.ok_or(Unproven::Absent { what: CONTRACT })?;
    let (trie_id, code_hash) = child_trie_of(&info).ok_or(Unproven::Foreign { what: CONTRACT })?;
    let child_root = nodes
        .value(&root, &StorageKeys::child_root(&trie_id), CHILD)?
        .ok_or(Unproven::Absent { what: CHILD })?;
    let child_root = decoded(&child_root, CHILD)?;
    let cell = nodes
        .child_value(&trie_id, &child_root, &StorageKeys::cell(), CELL)?
        .ok_or(Unproven::Absent { what: CELL })?;
    let stored = State::from_cell(&cell).map_err(|_| Unproven::Foreign { what: CELL })?;
    let millis: u64 = decoded(
        &nodes
            .value(&root, &keys.time, TIME)?
            .ok_or(Unproven::Absent { what: TIME })?,
        TIME,
    )?;
    let genesis_hash = match header.number {
        0 => None,
        _ => Some(decoded(
            &nodes
                .value(&root, &keys.genesis, GENESIS)?
                .ok_or(Unproven::Absent { what: GENESIS })?,
            GENESIS,
        )?),
    };
    let balance = match &keys.balance {
        None => None,
        Some(key) => {
            let account = nodes.value(&root, key, BALANCE)?;
            let had = account.map_or(Some(0), |account| balance(&account, trust_backed(asset)));
            let had = had.ok_or(Unproven::Foreign { what: BALANCE })?;
            let unit = export.terms.unit;
            match (asset.is_zero(), native_decimals) {
                (false, _) => Some(had / 10u128.saturating_pow(unit.into())),
                (true, None) => None,
                (true, Some(decimals)) => Some(
                    in_units(had, dust_of(&info), decimals, unit)
                        .ok_or(Unproven::Foreign { what: BALANCE })?,
                ),
            }
        }
    };
    let asset_name = match &keys.metadata {
        None => None,
        Some(key) => match nodes.value(&root, key, ASSET)? {
            None => None,
            Some(metadata) => Some(asset_name(&metadata)?),
        },
    };
    let count = nodes.stray();
    if count != 0 {
        return Err(Unproven::Stray { count });
    }
    Ok(Proven {
        header,
        // The protocol's clock ends in 2106; a chain's may go on.
        at: Seconds::try_from(millis / 1_000).unwrap_or(Seconds::MAX),
        genesis_hash,
        code_hash,
        holding: Holding {
            stored,
            cell,
            balance,
        },
        asset: asset_name,
    })
}

/// Symbol and decimals, behind a deposit and a name.
fn asset_name(metadata: &[u8]) -> Result<AssetName, Unproven> {
    let (_deposit, _name, symbol, decimals): (u128, Vec<u8>, Vec<u8>, u8) =
        decoded(metadata, ASSET)?;
    Ok(AssetName { symbol, decimals })
}

fn decoded<T: Decode>(bytes: &[u8], what: &'static str) -> Result<T, Unproven> {
    T::decode(&mut &*bytes).map_err(|_| Unproven::Foreign { what })
}

/// The balance in an account of `System`, behind four counters and before what is reserved; in one of `Assets` it stands first.
fn balance(account: &[u8], asset: Option<u32>) -> Option<u128> {
    match asset {
        Some(_) => u128::decode(&mut &*account).ok(),
        None => {
            let (_counters, free) = <([u32; 4], u128)>::decode(&mut &*account).ok()?;
            Some(free)
        }
    }
}

/// Trie nodes by their hash, and which of them were used.
struct Nodes {
    nodes: MemoryDB<Blake2Hasher>,
    count: usize,
    used: RefCell<BTreeSet<H256>>,
}

impl Nodes {
    fn new(nodes: &[Vec<u8>]) -> Self {
        Self {
            nodes: StorageProof::new(nodes.iter().cloned()).into_memory_db(),
            count: nodes.len(),
            used: RefCell::default(),
        }
    }

    fn value(
        &self,
        root: &H256,
        key: &[u8],
        what: &'static str,
    ) -> Result<Option<Vec<u8>>, Unproven> {
        read_trie_value::<LayoutV1<Blake2Hasher>, _>(self, root, key, None, None)
            .map_err(|_| Unproven::Path { what })
    }

    fn child_value(
        &self,
        trie_id: &[u8],
        root: &H256,
        key: &[u8],
        what: &'static str,
    ) -> Result<Option<Vec<u8>>, Unproven> {
        read_child_trie_value::<LayoutV1<Blake2Hasher>, _>(trie_id, self, root, key, None, None)
            .map_err(|_| Unproven::Path { what })
    }

    /// How many nodes were there and not needed.
    fn stray(&self) -> usize {
        self.count - self.used.borrow().len()
    }
}

impl HashDBRef<Blake2Hasher, DBValue> for Nodes {
    fn get(&self, key: &H256, prefix: Prefix) -> Option<DBValue> {
        let node = HashDBRef::get(&self.nodes, key, prefix);
        if node.is_some() {
            self.used.borrow_mut().insert(*key);
        }
        node
    }

    fn contains(&self, key: &H256, prefix: Prefix) -> bool {
        HashDBRef::contains(&self.nodes, key, prefix)
    }
}
