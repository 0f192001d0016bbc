//! The chain on this machine, behind the common interface.

mod ethereum;
mod money;
mod record;
mod sending;

use std::cell::OnceCell;
use std::path::{Path, PathBuf};

pub use exequatur_localchain::CHAIN_FILE;
use exequatur_localchain::{
    AccountId, AdvanceError, CodeSource, ContractRun, CreateError, Genesis, H160, H256, LocalChain,
    OpenOptions, RuntimeCall, StoreError, Supposed, View, Weight, calls, create1_address, h160_of,
};
use exequatur_protocol::{Address, Hash, Host, Seconds};

use crate::asset::{known_minimum, trust_backed};
use crate::before_sending::{ethereum_sender, refusal, tenth_more};
use crate::chain::{
    AtBlock, Call, Chain, ChainError, Cost, DryRun, FoundEntry, Identity, ProvenBlock, Receipt,
    Visit,
};
use crate::host::NativeHost;
use crate::keys::{KeyPair, Scheme};
use crate::transaction::{Fate, Transaction};
use record::{Index, found};

/// Where ink! keeps the root cell.
pub(crate) const ROOT_KEY: [u8; 4] = [0; 4];

/// A [`LocalChain`] as a [`Chain`].
///
/// A chain in a folder is read as it is found, so that whoever only looks, or thinks before confirming, keeps nobody
/// else waiting. It is opened again for writing when something is sent, with what others added in between.
pub struct LocalChainClient {
    chain: LocalChain,
    identity: Identity,
    /// The folder that the chain was read from, until it is open for writing.
    read_from: Option<PathBuf>,
    /// Where contracts left entries, once somebody asked.
    index: OnceCell<Index>,
}

impl LocalChainClient {
    /// Starts a new chain in `dir`, with the development accounts endowed and the clock at `now`.
    ///
    /// # Errors
    /// [`ChainError::Exists`] if `dir` holds a chain already, [`ChainError::Storage`] if it cannot be written.
    pub fn create(dir: &Path, now: Seconds) -> Result<Self, ChainError> {
        Self::create_with(dir, now, true)
    }

    /// The same, where new accounts are registered by themselves (`auto_map`, as on Polkadot Hub) or by their owners.
    ///
    /// # Errors
    /// As for [`LocalChainClient::create`].
    pub fn create_with(dir: &Path, now: Seconds, auto_map: bool) -> Result<Self, ChainError> {
        let genesis = Genesis {
            start_time_s: now.into(),
            auto_map,
            ..Genesis::dev().map_err(|error| ChainError::Storage(error.to_string()))?
        };
        LocalChain::create(dir, &genesis)
            .map(Self::over)
            .map_err(|error| match error {
                CreateError::Store(error @ StoreError::AlreadyExists { .. }) => {
                    ChainError::Exists(error.to_string())
                }
                CreateError::Store(error) => storage(error),
                other => ChainError::Storage(other.to_string()),
            })
    }

    /// Opens the chain in `dir`, which need not be writable as long as nothing is sent.
    ///
    /// # Errors
    /// [`ChainError::Busy`] if another process is writing and does not finish, [`ChainError::Damaged`] or [`ChainError::Storage`]
    /// if the chain is missing or cannot be read; the files are left as they are.
    pub fn open(dir: &Path) -> Result<Self, ChainError> {
        let chain = LocalChain::read_from(dir, OpenOptions::default()).map_err(storage)?;
        let mut client = Self::over(chain);
        client.read_from = Some(dir.to_owned());
        Ok(client)
    }

    /// Takes the chain for this process alone, as it is by now.
    fn for_writing(&mut self) -> Result<(), ChainError> {
        // Whatever comes next may leave entries.
        self.index = OnceCell::new();
        let Some(dir) = &self.read_from else {
            return Ok(());
        };
        let chain = LocalChain::open(dir).map_err(storage)?;
        let (expected, found) = (self.identity.genesis_hash, chain.identity().genesis_hash.0);
        if found != expected {
            return Err(ChainError::Rejected(format!(
                "the folder holds another chain by now: expected genesis 0x{}, found 0x{}",
                hex::encode(expected),
                hex::encode(found)
            )));
        }
        self.chain = chain;
        self.read_from = None;
        Ok(())
    }

    /// Reads the chain as it is by now, unless it is open for writing, when nobody else changes it.
    fn look_again(&mut self) -> Result<(), ChainError> {
        if let Some(dir) = &self.read_from {
            self.chain = LocalChain::read_from(dir, OpenOptions::default()).map_err(storage)?;
            self.index = OnceCell::new();
        }
        Ok(())
    }

    /// Puts the interface over a chain.
    pub fn over(chain: LocalChain) -> Self {
        let found = chain.identity();
        let identity = Identity {
            genesis_hash: found.genesis_hash.0,
            chain_id: found.chain_id,
            ss58_prefix: found.ss58_prefix,
            symbol: found.token_symbol.to_string(),
            decimals: found.token_decimals,
            existential_deposit: exequatur_localchain::runtime::params::EXISTENTIAL_DEPOSIT,
            unit: found.native_to_eth_ratio.ilog10() as u8,
            is_local: true,
        };
        LocalChainClient {
            chain,
            identity,
            read_from: None,
            index: OnceCell::new(),
        }
    }

    /// The chain itself, for tests.
    pub fn inner(&mut self) -> &mut LocalChain {
        self.index = OnceCell::new();
        &mut self.chain
    }

    /// What a contract call does in the next block; `None` for a payment, which calls none.
    fn run(&self, next: Supposed, from: &AccountId, call: &Call) -> Option<ContractRun> {
        match call {
            Call::Instantiate { code, input, value } => {
                Some(next.instantiate(from, self.source(code), *value, input.clone()))
            }
            Call::Message {
                contract,
                input,
                value,
            } => Some(next.call(from, H160(contract.0), *value, input.clone())),
            Call::Transfer { .. } | Call::Register | Call::BringBack { .. } => None,
        }
    }

    /// Code that the chain has is named, other code goes along.
    fn source(&self, code: &[u8]) -> CodeSource {
        let hash = H256(NativeHost.keccak_256(code));
        if self.chain.code(hash).is_some() {
            CodeSource::Stored(hash)
        } else {
            CodeSource::Blob(code.to_vec())
        }
    }

    /// The call of an account as the runtime takes it, limited to what the dry run needed and a tenth more.
    fn runtime_call(
        &self,
        from: &AccountId,
        call: &Call,
        run: Option<&ContractRun>,
    ) -> RuntimeCall {
        let limits = |value: u128| {
            let (required, deposit) = run.map_or((Weight::zero(), 0), |run| {
                (run.weight_required, run.storage_deposit.charged_planck())
            });
            calls::Limits {
                value,
                weight: Weight::from_parts(
                    tenth_more(required.ref_time()),
                    tenth_more(required.proof_size()),
                ),
                storage_deposit: deposit + deposit / 10 + self.identity.existential_deposit,
            }
        };
        match call {
            Call::Instantiate { code, input, value } => {
                let (limits, input) = (limits(*value), input.clone());
                match self.source(code) {
                    CodeSource::Stored(hash) => calls::instantiate(hash, limits, input, None),
                    CodeSource::Blob(code) => {
                        calls::instantiate_with_code(code, limits, input, None)
                    }
                }
            }
            Call::Message {
                contract,
                input,
                value,
            } => calls::call(H160(contract.0), limits(*value), input.clone()),
            Call::Transfer { to, value } => calls::transfer_keep_alive(AccountId::new(*to), *value),
            Call::Register => self.registering(from),
            Call::BringBack { asset } => calls::bring_back(*asset, from.clone()),
        }
    }

    /// Whether there is code: a contract's, or the chain's own behind a token.
    fn can_be_called(&self, contract: &Address) -> bool {
        self.chain.has_code(H160(contract.0))
    }

    /// What the call would do, and what the contract would answer; a refusal is an error.
    fn tried(
        &self,
        from: &AccountId,
        call: &Call,
    ) -> Result<(Option<ContractRun>, Vec<u8>), ChainError> {
        if let Call::Message { contract, .. } = call
            && !self.can_be_called(contract)
        {
            return Err(ChainError::NoContract(*contract));
        }
        // What a first call costs is asked before the account is registered for it.
        let mut run = self.run(self.chain.supposed().registered(from), from, call);
        if run.as_ref().is_some_and(|run| !run.succeeded()) {
            // Whether it is for want of money shows when there is enough; then the rest of the cost shows too.
            run = self.run(self.with_plenty(from).registered(from), from, call);
        }
        let output = match &run {
            None => Vec::new(),
            Some(run) => {
                let returned = run
                    .result
                    .as_ref()
                    .map_err(|failure| ChainError::Failed(failure.to_string()))?;
                if returned.reverted {
                    return Err(refusal(&returned.data));
                }
                returned.data.clone()
            }
        };
        Ok((run, output))
    }

    fn checked(&self, from: &AccountId, call: &Call) -> Result<(DryRun, RuntimeCall), ChainError> {
        let (run, output) = self.tried(from, call)?;
        let runtime_call = self.runtime_call(from, call, run.as_ref());
        let trial = self.payable(
            from,
            runtime_call.clone(),
            call.value(),
            call.needs_registration(),
        )?;
        let consumed = run
            .as_ref()
            .map_or(Weight::zero(), |run| run.weight_consumed);
        let cost = Cost {
            ref_time: consumed.ref_time(),
            proof_size: consumed.proof_size(),
            fee: trial.fee_planck,
            deposit: trial.deposit.charged_planck(),
        };
        let dry_run = DryRun {
            contract: instantiated(run.as_ref()),
            output,
            cost,
        };
        Ok((dry_run, runtime_call))
    }
}

impl Chain for LocalChainClient {
    fn identity(&self) -> &Identity {
        &self.identity
    }

    fn now(&self) -> Seconds {
        seconds(self.chain.now_s())
    }

    fn next_at(&self) -> Seconds {
        seconds(self.chain.now_s() + exequatur_localchain::runtime::params::BLOCK_TIME_S)
    }

    fn block(&self) -> u32 {
        self.chain.block_number()
    }

    fn balance(&self, account: &[u8; 32]) -> Result<u128, ChainError> {
        Ok(self.chain.account(&AccountId::new(*account)).free_planck)
    }

    fn account_of(&self, address: &Address) -> Result<([u8; 32], bool), ChainError> {
        let address = H160(address.0);
        let registered = self.chain.is_mapped(address) || self.chain.contract(address).is_some();
        Ok((self.chain.account_of(address).into(), registered))
    }

    fn dry_run(&self, from: &[u8; 32], call: &Call) -> Result<DryRun, ChainError> {
        match ethereum_sender(from) {
            Some(sender) => self.estimated(sender, call).map(|estimate| estimate.run),
            None => self
                .checked(&AccountId::new(*from), call)
                .map(|(run, _)| run),
        }
    }

    fn ask(&self, by: &Address, contract: &Address, input: Vec<u8>) -> Result<Vec<u8>, ChainError> {
        if !self.can_be_called(contract) {
            return Err(ChainError::NoContract(*contract));
        }
        let by = self.chain.account_of(H160(by.0));
        answered(self.chain.dry_run_call(&by, H160(contract.0), 0, input))
    }

    fn ask_after(
        &self,
        by: &Address,
        first: &Call,
        contract: &Address,
        input: Vec<u8>,
    ) -> Result<Option<Vec<u8>>, ChainError> {
        if !self.can_be_called(contract) {
            return Err(ChainError::NoContract(*contract));
        }
        let by = self.chain.account_of(H160(by.0));
        let ready = || self.with_plenty(&by).registered(&by);
        let run = self.run(ready(), &by, first);
        let first = self.runtime_call(&by, first, run.as_ref());
        let next = ready()
            .after(&by, first)
            .map_err(|failure| ChainError::Failed(failure.to_string()))?;
        answered(next.call(&by, H160(contract.0), 0, input)).map(Some)
    }

    fn registration(&self, account: &[u8; 32]) -> Result<Option<Cost>, ChainError> {
        self.registration_of(&AccountId::new(*account))
    }

    fn asset_balance(&self, asset: u32, account: &[u8; 32]) -> Result<u128, ChainError> {
        Ok(self.chain.asset_balance(asset, &AccountId::new(*account)))
    }

    fn approval_deposit(&self, token: &Address) -> Result<u128, ChainError> {
        Ok(match trust_backed(token) {
            Some(_) => self.chain.approval_deposit(),
            None => 0,
        })
    }

    fn minimum_balance(&self, token: &Address) -> Result<Option<u128>, ChainError> {
        Ok(match trust_backed(token) {
            Some(number) => self.chain.asset_minimum(number),
            None => known_minimum(token),
        })
    }

    fn sign(&mut self, key: &KeyPair, call: &Call) -> Result<Transaction, ChainError> {
        self.for_writing()?;
        match key.scheme() {
            Scheme::Ecdsa => self.sign_ethereum(key, call),
            Scheme::Sr25519 => self.sign_extrinsic(key, call),
        }
    }

    fn deliver(&mut self, transaction: &Transaction, _again: bool) -> Result<Receipt, ChainError> {
        self.for_writing()?;
        self.include(transaction)
    }

    fn fate(&mut self, transaction: &Transaction) -> Result<Fate, ChainError> {
        self.look_again()?;
        self.found(transaction)
    }

    fn waits(&self, _: &Transaction) -> Result<bool, ChainError> {
        Ok(false)
    }

    fn final_block(&mut self, number: u32) -> Result<Option<Hash>, ChainError> {
        self.look_again()?;
        let hash = self.chain.block_hash(number).map_err(storage)?;
        Ok(hash.map(|hash| hash.0))
    }

    fn next_contract(&self, deployer: &[u8; 32]) -> Result<Address, ChainError> {
        let deployer = AccountId::new(*deployer);
        // Registering takes a number too.
        let before = u32::from(self.chain.must_register(&deployer));
        let nonce = self.chain.account(&deployer).nonce + before;
        Ok(Address(create1_address(h160_of(&deployer), nonce).0))
    }

    fn knows_code(&self, code_hash: &Hash) -> Result<bool, ChainError> {
        Ok(self.chain.code(H256(*code_hash)).is_some())
    }

    fn code_hash(&self, contract: &Address) -> Result<Option<Hash>, ChainError> {
        Ok(self.chain.code_at(H160(contract.0)).map(|hash| hash.0))
    }

    fn cell(&self, contract: &Address) -> Result<Vec<u8>, ChainError> {
        self.chain
            .contract_storage(H160(contract.0), &ROOT_KEY)
            .ok_or(ChainError::NoContract(*contract))
    }

    fn contract_wei(&self, contract: &Address) -> Result<u128, ChainError> {
        let wei = self.chain.spendable_wei(H160(contract.0));
        u128::try_from(wei).map_err(|_| ChainError::beyond_all())
    }

    fn each_entry(&self, contract: &Address, visit: &mut Visit) -> Result<(), ChainError> {
        for block in self.blocks_of(contract)? {
            for placed in self.chain.events_in(*block).map_err(storage)? {
                if placed.event.address.0 == contract.0 && visit(found(placed))?.is_break() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn each_contract(
        &self,
        code_hash: &Hash,
        visit: &mut dyn FnMut(Address) -> Result<(), ChainError>,
    ) -> Result<(), ChainError> {
        for contract in &self.index()?.contracts {
            if self.code_hash(contract)? == Some(*code_hash) {
                visit(*contract)?;
            }
        }
        Ok(())
    }

    fn header(&self, entry: &FoundEntry) -> Result<Vec<u8>, ChainError> {
        let header = self.chain.encoded_header(entry.block).map_err(storage)?;
        header.ok_or_else(|| self.no_block(entry.block.to_string()))
    }

    fn proven_block(
        &self,
        contract: &Address,
        asset: &Address,
        at: AtBlock,
    ) -> Result<ProvenBlock, ChainError> {
        self.prove(contract, asset, at)
    }

    fn advance(&mut self, by: u64) -> Result<Seconds, ChainError> {
        self.for_writing()?;
        match self.chain.advance(by) {
            Ok(block) => Ok(seconds(block.time_s)),
            Err(AdvanceError::Store(error)) => Err(storage(error)),
            Err(other) => Err(ChainError::Rejected(other.to_string())),
        }
    }
}

/// What a contract answered; a refusal is an error.
fn answered(run: ContractRun) -> Result<Vec<u8>, ChainError> {
    let returned = run
        .result
        .map_err(|failure| ChainError::Failed(failure.to_string()))?;
    if returned.reverted {
        return Err(refusal(&returned.data));
    }
    Ok(returned.data)
}

fn instantiated(run: Option<&ContractRun>) -> Option<Address> {
    run.and_then(|run| run.instantiated)
        .map(|address| Address(address.0))
}

pub(crate) fn storage(error: StoreError) -> ChainError {
    if let Some((expected, found)) = error.damage() {
        return ChainError::Damaged {
            what: error.to_string(),
            expected,
            found,
        };
    }
    match error {
        StoreError::Locked { .. } => ChainError::Busy(error.to_string()),
        other => ChainError::Storage(other.to_string()),
    }
}

/// The protocol's clock ends in 2106; a local chain can be moved beyond, where every deadline has passed.
pub(crate) fn seconds(time: u64) -> Seconds {
    Seconds::try_from(time).unwrap_or(Seconds::MAX)
}
