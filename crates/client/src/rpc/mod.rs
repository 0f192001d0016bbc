//! Any chain with pallet-revive, behind the common interface: over the JSON-RPC of one of its nodes.
//!
//! Everything is read at the newest block that was final when the chain was opened, or when something was sent last: what was
//! decided on cannot be undone, and all that one command shows belongs together.

mod connection;
mod dry_run;
mod ethereum;
mod fate;
mod identify;
mod node;
mod proof;
mod receipt;
mod record;
mod registration;
mod runtime;
mod shapes;
mod signed;
mod submission;
mod supposed;
mod wire;

use std::sync::Arc;
use std::time::{Duration, Instant};

use exequatur_localchain::create1_address;
use exequatur_protocol::{Address, Hash, Seconds};
use subxt::dynamic::Value;
use subxt::rpcs::rpc_params;

use crate::asset::{known_minimum, trust_backed};
use crate::before_sending::ethereum_sender;
use crate::chain::{
    AtBlock, Call, Chain, ChainError, Cost, DryRun, FoundEntry, Identity, ProvenBlock, Receipt,
    Visit,
};
use crate::keys::{KeyPair, Scheme, fallback_account, h160_of_account};
use crate::transaction::{Fate, Transaction};
use connection::Connection;
use node::Head;
use runtime::Runtime;
use shapes::{Account, AccountData, Asset, Wide};
use wire::bytes;

/// Told what the waiting is for, in one line, when it takes longer than a second or cannot be taken back.
pub type Progress = Box<dyn Fn(&str)>;

/// A chain reached by URL, as a [`Chain`].
pub struct RpcChain {
    connection: Connection,
    identity: Identity,
    runtime: Arc<Runtime>,
    head: Head,
    progress: Progress,
}

impl RpcChain {
    /// Connects to a node (`ws://` or `wss://`) and finds out which chain it belongs to. `patience` is how long each answer may
    /// take, and the next final block.
    ///
    /// # Errors
    /// [`ChainError::Unreachable`] if nothing answers there, [`ChainError::Untrusted`] if its certificate does not do, [`ChainError::Foreign`] if what answers is no chain with
    /// pallet-revive, and what happens to connections.
    pub fn open(url: &str, patience: Duration, progress: Progress) -> Result<Self, ChainError> {
        let connection = Connection::open(url, patience)?;
        let genesis = connection.genesis()?;
        let (identity, runtime) = identify::identity(&connection, &genesis)?;
        let mut chain = RpcChain {
            connection,
            identity,
            runtime,
            head: Head {
                number: 0,
                hash: genesis,
                at: 0,
            },
            progress,
        };
        chain.head = chain.newest()?;
        Ok(chain)
    }

    fn balances(&self, account: &[u8; 32]) -> Result<Option<AccountData>, ChainError> {
        let key = vec![bytes(account)];
        let found: Option<Account> =
            self.stored(&self.runtime, &self.head.hash, "System", "Account", key)?;
        Ok(found.map(|account| account.data))
    }

    /// Whether so much can be paid to an account: the first payment must be enough for it to exist.
    fn arrives(&self, to: &[u8; 32], value: u128) -> Result<(), ChainError> {
        let enough = self.identity.existential_deposit;
        if value < enough && self.balances(to)?.is_none_or(|data| data.free < enough) {
            return Err(ChainError::Failed("Token.BelowMinimum".to_owned()));
        }
        Ok(())
    }

    /// Looks at the chain as it is now.
    fn refresh(&mut self) -> Result<(), ChainError> {
        self.head = self.newest()?;
        self.runtime = self.runtime_at(&self.head.hash)?;
        Ok(())
    }
}

impl Chain for RpcChain {
    fn identity(&self) -> &Identity {
        &self.identity
    }

    fn now(&self) -> Seconds {
        self.head.at
    }

    fn next_at(&self) -> Seconds {
        self.head.at
    }

    fn block(&self) -> u32 {
        self.head.number
    }

    fn balance(&self, account: &[u8; 32]) -> Result<u128, ChainError> {
        Ok(self.balances(account)?.map_or(0, |data| data.free))
    }

    fn account_of(&self, address: &Address) -> Result<([u8; 32], bool), ChainError> {
        let key = vec![bytes(&address.0)];
        let mapped: Option<[u8; 32]> = self.stored(
            &self.runtime,
            &self.head.hash,
            "Revive",
            "OriginalAccount",
            key,
        )?;
        match mapped {
            Some(account) => Ok((account, true)),
            None => {
                let is_contract = self.contract_info(address)?.is_some();
                Ok((fallback_account(&address.0), is_contract))
            }
        }
    }

    fn dry_run(&self, from: &[u8; 32], call: &Call) -> Result<DryRun, ChainError> {
        match ethereum_sender(from) {
            Some(sender) => self.estimated(sender, call).map(|estimate| estimate.run),
            None => self.checked(from, call).map(|(run, _)| run),
        }
    }

    fn ask(&self, by: &Address, contract: &Address, input: Vec<u8>) -> Result<Vec<u8>, ChainError> {
        let (account, _) = self.account_of(by)?;
        let call = Call::Message {
            contract: *contract,
            input,
            value: 0,
        };
        Ok(self.tried(&account, &call)?.output)
    }

    fn ask_after(
        &self,
        by: &Address,
        first: &Call,
        contract: &Address,
        input: Vec<u8>,
    ) -> Result<Option<Vec<u8>>, ChainError> {
        self.asked_after(by, first, contract, input)
    }

    fn registration(&self, account: &[u8; 32]) -> Result<Option<Cost>, ChainError> {
        self.registration_of(account)
    }

    fn asset_balance(&self, asset: u32, account: &[u8; 32]) -> Result<u128, ChainError> {
        self.holding(asset, account)
    }

    fn approval_deposit(&self, token: &Address) -> Result<u128, ChainError> {
        match trust_backed(token) {
            Some(_) => self.runtime.constant("Assets", "ApprovalDeposit"),
            None => Ok(0),
        }
    }

    fn minimum_balance(&self, token: &Address) -> Result<Option<u128>, ChainError> {
        let Some(number) = trust_backed(token) else {
            return Ok(known_minimum(token));
        };
        let key = vec![Value::u128(number.into())];
        let asset: Option<Asset> =
            self.stored(&self.runtime, &self.head.hash, "Assets", "Asset", key)?;
        Ok(asset.map(|asset| asset.min_balance))
    }

    fn sign(&mut self, key: &KeyPair, call: &Call) -> Result<Transaction, ChainError> {
        self.refresh()?;
        if key.scheme() == Scheme::Ecdsa {
            return self.sign_ethereum(key, call);
        }
        let account = key.account_id();
        let is_call = !(call.needs_registration() && self.must_register(&account)?);
        if !is_call {
            (self.progress)("registering the account's address first");
        }
        let first = if is_call { call } else { &Call::Register };
        let (_, first) = self.checked(&account, first)?;
        self.signed(key, &first, is_call)
    }

    fn deliver(&mut self, transaction: &Transaction, again: bool) -> Result<Receipt, ChainError> {
        self.included(transaction, again)
    }

    fn fate(&mut self, transaction: &Transaction) -> Result<Fate, ChainError> {
        self.refresh()?;
        self.fate_at(transaction)
    }

    fn waits(&self, transaction: &Transaction) -> Result<bool, ChainError> {
        Ok(self.nonce(&transaction.account)? > transaction.nonce)
    }

    fn final_block(&mut self, number: u32) -> Result<Option<Hash>, ChainError> {
        let (newest, _) = self.finalized()?;
        (number <= newest)
            .then(|| self.block_hash(number))
            .transpose()
    }

    fn next_contract(&self, deployer: &[u8; 32]) -> Result<Address, ChainError> {
        // Registering takes a number too.
        let before = u64::from(self.must_register(deployer)?);
        let nonce = u32::try_from(self.nonce(deployer)? + before).unwrap_or(u32::MAX);
        let deployer = h160_of_account(deployer).into();
        Ok(Address(create1_address(deployer, nonce).0))
    }

    fn knows_code(&self, code_hash: &Hash) -> Result<bool, ChainError> {
        let key = vec![bytes(code_hash)];
        let key = self.runtime.storage_key("Revive", "CodeInfoOf", key)?;
        Ok(self.raw(&self.head.hash, &key)?.is_some())
    }

    fn code_hash(&self, contract: &Address) -> Result<Option<Hash>, ChainError> {
        Ok(self.contract_info(contract)?.map(|info| info.code_hash))
    }

    fn cell(&self, contract: &Address) -> Result<Vec<u8>, ChainError> {
        let info = self.contract_info(contract)?;
        let info = info.ok_or(ChainError::NoContract(*contract))?;
        self.cell_at(&info.trie_id, &self.head.hash)?
            .ok_or(ChainError::NoContract(*contract))
    }

    fn contract_wei(&self, contract: &Address) -> Result<u128, ChainError> {
        let Wide([low, high, 0, 0]) = self.api("ReviveApi", "balance", (contract.0,))? else {
            return Err(ChainError::beyond_all());
        };
        Ok(u128::from(high) << 64 | u128::from(low))
    }

    fn each_entry(&self, contract: &Address, visit: &mut Visit) -> Result<(), ChainError> {
        self.entries_of(contract, visit)
    }

    fn each_contract(
        &self,
        code_hash: &Hash,
        visit: &mut dyn FnMut(Address) -> Result<(), ChainError>,
    ) -> Result<(), ChainError> {
        self.contracts_with(code_hash, visit)
    }

    fn header(&self, entry: &FoundEntry) -> Result<Vec<u8>, ChainError> {
        self.encoded_header(&entry.block_hash)
    }

    fn proven_block(
        &self,
        contract: &Address,
        asset: &Address,
        at: AtBlock,
    ) -> Result<ProvenBlock, ChainError> {
        self.prove(contract, asset, at)
    }

    fn advance(&mut self, seconds: u64) -> Result<Seconds, ChainError> {
        if !identify::has_method(&self.connection, identify::ADVANCE)? {
            return Err(ChainError::Rejected(
                "only a development node moves its clock, and this node does not".to_owned(),
            ));
        }
        let question = rpc_params![seconds];
        let made: serde_json::Value = self.connection.ask(identify::ADVANCE, question)?;
        let number = made["number"].as_u64().unwrap_or_default();
        let start = Instant::now();
        while u64::from(self.finalized()?.0) < number {
            if start.elapsed() > self.connection.patience() {
                return Err(ChainError::NoAnswer {
                    url: self.connection.url().to_owned(),
                    question: format!("with a final block {number}"),
                    seconds: self.connection.patience().as_secs(),
                });
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        self.refresh()?;
        Ok(self.head.at)
    }
}

fn blake2_256(bytes: &[u8]) -> Hash {
    use blake2::digest::consts::U32;
    use blake2::{Blake2b, Digest};
    Blake2b::<U32>::digest(bytes).into()
}
