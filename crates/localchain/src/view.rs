//! Reading accounts, contracts and raw state.

use frame_support::{storage::storage_prefix, traits::fungibles::Inspect};
use pallet_revive::{AccountInfo, AddressMapper};
use sp_core::{H160, H256, U256};

use crate::runtime::{
    AccountId, Assets, Balance, Nonce, Revive, Runtime, System, params::AutoMap, tokens::AssetId,
};

type Mapper = <Runtime as pallet_revive::Config>::AddressMapper;

/// An account. One that does not exist has zeros.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// What it can spend or lose, the existential deposit included, in planck.
    pub free_planck: Balance,
    /// What it owns and cannot spend, such as storage deposits, in planck.
    pub reserved_planck: Balance,
    /// The counter that its next transaction has to carry.
    pub nonce: Nonce,
}

/// A contract that exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contract {
    /// Hash of its code, which is `keccak_256` of the blob.
    pub code_hash: H256,
    /// Identifier of the child trie that its storage lies in.
    pub trie_id: Vec<u8>,
    /// What is held for it and its storage, in planck.
    pub deposit_planck: Balance,
}

/// What can be read at one block, or in the middle of building one.
pub trait View {
    /// Runs runtime code and forgets its writes, or keeps them where the implementor says so.
    #[doc(hidden)]
    fn read<R>(&self, code: impl FnOnce() -> R) -> R;

    /// The account, with zeros if it does not exist.
    fn account(&self, who: &AccountId) -> Account {
        let info = self.read(|| System::account(who));
        Account {
            free_planck: info.data.free,
            reserved_planck: info.data.reserved,
            nonce: info.nonce,
        }
    }

    /// Whether the account is there, be it with nothing.
    fn account_exists(&self, who: &AccountId) -> bool {
        self.read(|| System::account_exists(who))
    }

    /// The account that owns what is paid to `address`: the one that is mapped to it, else
    /// [`fallback_account`].
    fn account_of(&self, address: H160) -> AccountId {
        self.read(|| Mapper::to_account_id(&address))
    }

    /// Whether the account can act towards contracts: it is mapped, or it is a fallback account.
    fn can_call(&self, who: &AccountId) -> bool {
        self.read(|| Mapper::is_mapped(who))
    }

    /// Whether the account has to send a transaction that registers it before it can act towards contracts. Not if it does not exist
    /// and will be registered as soon as it does.
    fn must_register(&self, who: &AccountId) -> bool {
        !self.can_call(who) && (!self.maps_by_itself() || self.account_exists(who))
    }

    /// Whether new accounts are mapped by themselves.
    fn maps_by_itself(&self) -> bool {
        self.read(AutoMap::get)
    }

    /// Whether an account is mapped to `address`. If not, and if it is no contract either, then whoever pays it pays
    /// [`fallback_account`], which an Ethereum key of that address uses as its own and a Polkadot key reaches by
    /// [`calls::bring_back`](crate::tx::calls::bring_back) only.
    fn is_mapped(&self, address: H160) -> bool {
        self.account_of(address) != fallback_account(address)
    }

    /// Free balance of the account behind `address`, the existential deposit included, in planck.
    fn balance_of_h160(&self, address: H160) -> Balance {
        self.account(&self.account_of(address)).free_planck
    }

    /// What a contract at `address` sees as its balance, in wei: without the existential deposit.
    fn spendable_wei(&self, address: H160) -> U256 {
        self.read(|| Revive::evm_balance(&address))
    }

    /// The contract at `address`, if there is one.
    fn contract(&self, address: H160) -> Option<Contract> {
        let info = self.read(|| AccountInfo::<Runtime>::load_contract(&address))?;
        Some(Contract {
            code_hash: info.code_hash,
            deposit_planck: info.total_deposit(),
            trie_id: info.trie_id.into_inner(),
        })
    }

    /// Hash of the code of the contract at `address`.
    fn code_at(&self, address: H160) -> Option<H256> {
        self.contract(address).map(|contract| contract.code_hash)
    }

    /// Whether a call of `address` runs anything: the code of a contract, or the chain's own behind a token.
    fn has_code(&self, address: H160) -> bool {
        self.read(|| !Revive::code(&address).is_empty())
    }

    /// The smallest balance that an account can have of an asset; `None` if there is no such asset.
    fn asset_minimum(&self, id: AssetId) -> Option<Balance> {
        self.read(|| Assets::asset_exists(id).then(|| Assets::minimum_balance(id)))
    }

    /// What is held from the approval of an asset until all of it is taken, in planck.
    fn approval_deposit(&self) -> Balance {
        self.read(<Runtime as pallet_assets::Config>::ApprovalDeposit::get)
    }

    /// What an account has of an asset, in the asset's smallest unit.
    fn asset_balance(&self, id: AssetId, who: &AccountId) -> Balance {
        self.read(|| Assets::balance(id, who))
    }

    /// Contract code by its hash.
    fn code(&self, code_hash: H256) -> Option<Vec<u8>> {
        let key = [
            &storage_prefix(b"Revive", b"PristineCode")[..],
            code_hash.as_bytes(),
        ]
        .concat();
        self.read(|| frame_support::storage::unhashed::get(&key))
    }

    /// What the contract at `address` has stored under `key`, as ink! writes it: a key of any length.
    /// `None` if there is no contract or no value.
    fn contract_storage(&self, address: H160, key: &[u8]) -> Option<Vec<u8>> {
        self.read(|| Revive::get_storage_var_key(address, key.to_vec()))
            .ok()
            .flatten()
    }

    /// What the contract at `address` has stored in a slot, as Solidity writes it.
    fn contract_slot(&self, address: H160, slot: [u8; 32]) -> Option<Vec<u8>> {
        self.read(|| Revive::get_storage(address, slot))
            .ok()
            .flatten()
    }

    /// The address that a contract gets if `deployer`'s next transaction creates it without salt.
    fn next_create1_address(&self, deployer: &AccountId) -> H160 {
        create1_address(h160_of(deployer), self.account(deployer).nonce)
    }
}

/// The address under which contracts know the account.
pub fn h160_of(account: &AccountId) -> H160 {
    Mapper::to_address(account)
}

/// The account that stands behind `address` if no other is mapped to it.
pub fn fallback_account(address: H160) -> AccountId {
    Mapper::to_fallback_account_id(&address)
}

/// The address of a contract that `deployer` creates without salt in the transaction with this nonce.
pub fn create1_address(deployer: H160, nonce: Nonce) -> H160 {
    pallet_revive::create1(&deployer, nonce.into())
}

/// The address of a contract that `deployer` creates from `code` and constructor `data` with `salt`,
/// whenever that is.
pub fn create2_address(deployer: H160, code: &[u8], data: &[u8], salt: &[u8; 32]) -> H160 {
    pallet_revive::create2(&deployer, code, data, salt)
}

/// The key in a contract's child trie under which a value lies that the contract stored under `key`.
pub fn child_trie_key(key: &[u8]) -> Vec<u8> {
    let mut hashed = sp_io::hashing::blake2_128(key).to_vec();
    hashed.extend_from_slice(key);
    hashed
}
