//! Where a chain with pallet-revive keeps what a proof has to show.

use codec::{Decode, Encode};
use exequatur_protocol::{Address, Hash};
use sp_crypto_hashing::{blake2_128, twox_64, twox_128};

/// What the names of child tries begin with.
const CHILD_STORAGE: &[u8] = b":child_storage:default:";

/// Where ink! keeps the root cell.
const ROOT_CELL: [u8; 4] = [0; 4];

/// The keys of everything that is proven about one contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StorageKeys {
    /// `Revive.AccountInfoOf`: code hash and child trie.
    pub contract: Vec<u8>,
    /// `System.Account`, or `Assets.Account` where the money is an asset of the chain; `None` where the money is another contract's token, whose storage
    /// nobody can read without knowing its code.
    pub balance: Option<Vec<u8>>,
    /// `Assets.Metadata`: name, symbol and decimals, where the money is an asset of the chain.
    pub metadata: Option<Vec<u8>>,
    /// `Timestamp.Now`: the block's time in milliseconds.
    pub time: Vec<u8>,
    /// `System.BlockHash` of block 0.
    pub genesis: Vec<u8>,
}

impl StorageKeys {
    /// The keys for a contract whose terms are in `asset`: zero for the chain's own token.
    pub fn of(contract: &Address, asset: &Address) -> Self {
        let account = account(contract);
        let id = trust_backed(asset).map(|id| blake2_concat(&id.encode()));
        let balance = if asset.is_zero() {
            let prefix = prefix("System", "Account");
            Some([prefix, blake2_concat(&account)].concat())
        } else {
            id.as_ref().map(|id| {
                let prefix = prefix("Assets", "Account");
                [&prefix, id, &blake2_concat(&account)[..]].concat()
            })
        };
        let zero = 0u32.encode();
        Self {
            contract: [prefix("Revive", "AccountInfoOf"), contract.0.to_vec()].concat(),
            balance,
            metadata: id.map(|id| [prefix("Assets", "Metadata"), id].concat()),
            time: prefix("Timestamp", "Now"),
            genesis: [prefix("System", "BlockHash"), twox_64(&zero).to_vec(), zero].concat(),
        }
    }

    /// All of them that lie in the main trie; the child trie's root is found with [`Self::child_root`].
    pub fn main(&self) -> Vec<Vec<u8>> {
        let always = [&self.contract, &self.time, &self.genesis];
        let of_money = self.balance.iter().chain(&self.metadata);
        always.into_iter().chain(of_money).cloned().collect()
    }

    /// Where the main trie keeps the root of a contract's child trie.
    pub fn child_root(trie_id: &[u8]) -> Vec<u8> {
        [CHILD_STORAGE, trie_id].concat()
    }

    /// Where a contract's child trie has the storage cell.
    pub fn cell() -> Vec<u8> {
        child_trie_key(&ROOT_CELL)
    }
}

/// The key in a contract's child trie under which a value lies that the contract stored under `key`.
pub fn child_trie_key(key: &[u8]) -> Vec<u8> {
    blake2_concat(key)
}

/// The number of an asset of the chain's own, if that is what is at the address: `0x‹number›…01200000`.
pub fn trust_backed(token: &Address) -> Option<u32> {
    let (number, rest) = token.0.split_first_chunk::<4>()?;
    const KIND: [u8; 16] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x01, 0x20, 0, 0];
    (rest == KIND).then_some(u32::from_be_bytes(*number))
}

/// The child trie and the code hash in what lies under [`StorageKeys::contract`]; `None` if it is no contract. An `AccountInfo`: a contract's begins with a zero, then its `ContractInfo`.
pub fn child_trie_of(info: &[u8]) -> Option<(Vec<u8>, Hash)> {
    let (0, info) = info.split_first()? else {
        return None;
    };
    <(Vec<u8>, Hash)>::decode(&mut &*info).ok()
}

/// What a contract has besides its account's balance: less than the account can count, in wei. It stands last in the `AccountInfo`.
pub(crate) fn dust_of(info: &[u8]) -> u32 {
    info.last_chunk::<4>()
        .map_or(0, |dust| u32::from_le_bytes(*dust))
}

/// The account that has a contract's money.
fn account(contract: &Address) -> [u8; 32] {
    let mut account = [0xee; 32];
    account[..20].copy_from_slice(&contract.0);
    account
}

fn prefix(pallet: &str, entry: &str) -> Vec<u8> {
    [twox_128(pallet.as_bytes()), twox_128(entry.as_bytes())].concat()
}

fn blake2_concat(key: &[u8]) -> Vec<u8> {
    [&blake2_128(key), key].concat()
}
