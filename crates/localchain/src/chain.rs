//! The chain: its newest block, its state, and how blocks are added.

use std::{path::Path, sync::Arc};

use sp_core::H256;
use sp_runtime::transaction_validity::{InvalidTransaction, TransactionSource};

use crate::{
    block_zero,
    error::{AdvanceError, Circumstances, SubmitError},
    fees::base_weight,
    outcome::{CallFailure, Inclusion},
    pending::{Built, FIRST_INDEX, Head, Pending},
    runtime::{Executive, Genesis, MAX_TIME_S, UncheckedExtrinsic, params},
    state::State,
    store::{CreateError, Loaded, OpenOptions, Store, StoreError, StoredBlock},
    tx,
    view::View,
};

/// A chain in the process.
///
/// Every transaction gets a block of its own. The clock moves by [`params::BLOCK_TIME_S`] with each
/// block and by [`LocalChain::advance`], and never otherwise.
pub struct LocalChain {
    identity: Identity,
    head: Head,
    state: Arc<State>,
    store: Store,
}

/// What tells this chain from others, and how its amounts and addresses are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Hash of block 0.
    pub genesis_hash: H256,
    /// The number that Ethereum-style signatures name the chain by.
    pub chain_id: u64,
    /// Prefix of account addresses in text.
    pub ss58_prefix: u16,
    /// What the token is called.
    pub token_symbol: &'static str,
    /// Decimals of the token.
    pub token_decimals: u8,
    /// Wei per planck.
    pub native_to_eth_ratio: u32,
    /// Version of the runtime's rules.
    pub spec_version: u32,
    /// Version of the encoding of transactions.
    pub transaction_version: u32,
}

/// A block by its place in the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlockRef {
    /// Its number.
    pub number: u32,
    /// Its hash.
    pub hash: H256,
    /// Its time as contracts see it, in seconds since 1970.
    pub time_s: u64,
}

impl LocalChain {
    /// Starts a chain that lives in `dir`, which is created if it does not exist.
    ///
    /// # Errors
    /// [`CreateError`] if the genesis is impossible, if `dir` holds a chain already, or if the disk
    /// refuses. A chain that could not be created completely is not there at all.
    pub fn create(dir: &Path, genesis: &Genesis) -> Result<Self, CreateError> {
        genesis.check()?;
        Ok(Self::start(genesis, |block, sealed| {
            Store::create(dir, block, &sealed.delta)
        })?)
    }

    /// Opens the chain that lives in `dir` for writing, waiting a few seconds for other processes to finish with it.
    /// As long as it is open nobody else can read or write it.
    ///
    /// # Errors
    /// [`StoreError`] says what was expected and found. The files are left as they are.
    pub fn open(dir: &Path) -> Result<Self, StoreError> {
        Self::open_with(dir, OpenOptions::default())
    }

    /// Like [`LocalChain::open`], with a choice of how long to wait.
    ///
    /// # Errors
    /// Those of [`LocalChain::open`].
    pub fn open_with(dir: &Path, options: OpenOptions) -> Result<Self, StoreError> {
        Store::open(dir, options).map(Self::opened)
    }

    /// Reads the chain that lives in `dir` as it is now. Any number of readers may do so at once; the directory need not
    /// be writable, and once this returns nobody has to wait for it any more. What others add later does not show.
    ///
    /// # Errors
    /// [`StoreError`] as for [`LocalChain::open`]. Adding a block fails with [`StoreError::ReadOnly`].
    pub fn read_from(dir: &Path, options: OpenOptions) -> Result<Self, StoreError> {
        Store::read(dir, options).map(Self::opened)
    }

    fn opened((store, loaded): (Store, Loaded)) -> Self {
        Self {
            identity: Identity::read(&loaded.state, loaded.genesis_hash),
            head: loaded.head.as_head(),
            state: Arc::new(loaded.state),
            store,
        }
    }

    /// Starts a chain that ends with this value, for tests and experiments.
    ///
    /// # Errors
    /// [`CreateError::Genesis`] if the genesis is impossible.
    pub fn in_memory(genesis: &Genesis) -> Result<Self, CreateError> {
        genesis.check()?;
        Ok(Self::start(genesis, |block, _| {
            Ok(Store::in_memory(block))
        })?)
    }

    fn start(
        genesis: &Genesis,
        store: impl FnOnce(StoredBlock, &crate::state::Sealed) -> Result<Store, StoreError>,
    ) -> Result<Self, StoreError> {
        let (mut state, sealed, header) = block_zero::build(genesis);
        let block = StoredBlock {
            header,
            time_ms: genesis.start_time_s * 1_000,
            transactions: Vec::new(),
            inclusions: Vec::new(),
        };
        let head = block.as_head();
        let store = store(block, &sealed)?;
        state.apply(sealed);
        let identity = Identity::read(&state, head.hash);
        Ok(Self {
            identity,
            head,
            state: Arc::new(state),
            store,
        })
    }

    /// A copy of this chain that goes its own way, in memory. It shares what both have in common, so
    /// that it costs little.
    ///
    /// # Errors
    /// [`StoreError`] if the blocks cannot be read from disk.
    pub fn fork(&self) -> Result<Self, StoreError> {
        Ok(Self {
            identity: self.identity.clone(),
            head: self.head.clone(),
            state: Arc::clone(&self.state),
            store: self.store.fork(self.head.header.number)?,
        })
    }

    /// What tells this chain from others.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// Number of the newest block.
    pub fn block_number(&self) -> u32 {
        self.head.header.number
    }

    /// The newest block.
    pub fn head(&self) -> BlockRef {
        BlockRef {
            number: self.head.header.number,
            hash: self.head.hash,
            time_s: self.head.time_ms / 1_000,
        }
    }

    /// Time of the newest block, in seconds since 1970.
    pub fn now_s(&self) -> u64 {
        self.head.time_ms / 1_000
    }

    /// Root of the state after the newest block, as its header has it.
    pub fn state_root(&self) -> H256 {
        self.head.header.state_root
    }

    /// Moves the clock forward by `seconds` and seals an empty block.
    ///
    /// # Errors
    /// [`AdvanceError`] if the clock would leave its range or the block cannot be stored.
    pub fn advance(&mut self, seconds: u64) -> Result<BlockRef, AdvanceError> {
        let now_s = self.now_s();
        let time_s = now_s
            .checked_add(seconds)
            .filter(|time| *time <= MAX_TIME_S);
        let Some(time_s) = time_s else {
            return Err(AdvanceError::TooFar {
                latest_s: MAX_TIME_S,
                now_s,
                seconds,
            });
        };
        let built = Pending::after(&self.head, &self.state, time_s * 1_000).finish();
        self.commit(built, None)?;
        Ok(self.head())
    }

    /// Puts a transaction, signed by its sender or by an Ethereum wallet, into a block of its own.
    ///
    /// Its call may fail: then it changes nothing, but its fee is charged, and the answer says why.
    ///
    /// # Errors
    /// [`SubmitError`] if it gets into no block. Then nothing happened.
    pub fn submit(&mut self, extrinsic: &[u8]) -> Result<Inclusion, SubmitError> {
        let (built, inclusion) = self.try_block(extrinsic)?;
        self.commit(built, Some((extrinsic.to_vec(), inclusion.clone())))?;
        Ok(inclusion)
    }

    /// What [`LocalChain::submit`] would answer now. Changes nothing.
    ///
    /// # Errors
    /// Those of [`LocalChain::submit`].
    pub fn preview(&self, extrinsic: &[u8]) -> Result<Inclusion, SubmitError> {
        self.try_block(extrinsic).map(|(_, inclusion)| inclusion)
    }

    /// The block after the newest one, as a transaction would find it.
    pub(crate) fn pending(&self) -> Pending {
        let time_ms = self.head.time_ms + params::BLOCK_TIME_S * 1_000;
        Pending::after(&self.head, &self.state, time_ms)
    }

    pub(crate) fn state(&self) -> &Arc<State> {
        &self.state
    }

    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    fn try_block(&self, extrinsic: &[u8]) -> Result<(Built, Inclusion), SubmitError> {
        let transaction = tx::decode(extrinsic).map_err(SubmitError::malformed)?;
        self.validate(&transaction)?;
        let pending = self.pending();
        let result = match pending.apply(transaction.clone()) {
            Ok(result) => result.map_err(CallFailure::from),
            Err(error) => return Err(self.circumstances(&transaction).explain(error)),
        };
        let mut summary = pending.summary_of(FIRST_INDEX);
        // What a failed call was rounded up by is given back with the rest of its effects.
        if result.is_ok()
            && summary.ethereum_failure.is_none()
            && self
                .ethereum_claim(&transaction)
                .is_some_and(|claim| claim.whole_gas)
        {
            summary.fee_planck +=
                self.rounded_up_planck(summary.fee_planck, summary.storage_deposit());
        }
        let built = pending.finish();
        let inclusion = Inclusion {
            block_number: built.header.number,
            block_hash: built.hash,
            time_s: built.time_ms / 1_000,
            extrinsic_index: FIRST_INDEX,
            tx_hash: tx::tx_hash(extrinsic),
            result: result.and(summary.ethereum_failure.clone().map_or(Ok(()), Err)),
            storage_deposit: summary.storage_deposit(),
            instantiated: summary.instantiated,
            events: summary.events,
            weight: summary.weight.saturating_sub(base_weight()),
            fee_planck: summary.fee_planck,
            tip_planck: summary.tip_planck,
        };
        Ok((built, inclusion))
    }

    fn validate(&self, transaction: &UncheckedExtrinsic) -> Result<(), SubmitError> {
        let validity = self.state.read(|| {
            Executive::validate_transaction(
                TransactionSource::External,
                transaction.clone(),
                self.head.hash,
            )
        });
        let refused = match validity {
            Err(error) => error,
            // A pool would keep it until the earlier ones arrive. Here nothing ever arrives.
            Ok(valid) if !valid.requires.is_empty() => InvalidTransaction::Future.into(),
            Ok(_) => return Ok(()),
        };
        Err(self.circumstances(transaction).explain(refused))
    }

    fn circumstances(&self, transaction: &UncheckedExtrinsic) -> Circumstances {
        let ethereum = self.ethereum_claim(transaction);
        let needed_planck = match &ethereum {
            Some(claim) => claim.highest_fee_planck,
            None => self.highest_fee(transaction).total(),
        };
        let claimed = match ethereum {
            Some(claim) => Some((claim.sender, claim.nonce)),
            None => tx::claimed_sender(transaction),
        };
        let account = claimed.as_ref().map(|(sender, _)| self.account(sender));
        Circumstances {
            nonce: account
                .zip(claimed)
                .map(|(account, (_, found))| (account.nonce, found)),
            needed_planck,
            free_planck: account.map_or(0, |account| account.free_planck),
            block_number: self.block_number(),
        }
    }

    fn commit(
        &mut self,
        built: Built,
        transaction: Option<(Vec<u8>, Inclusion)>,
    ) -> Result<(), StoreError> {
        let mut transactions = vec![codec::Encode::encode(&built.clock)];
        let mut inclusions = Vec::new();
        if let Some((bytes, inclusion)) = transaction {
            transactions.push(bytes);
            inclusions.push(inclusion);
        }
        let block = StoredBlock {
            header: built.header,
            time_ms: built.time_ms,
            transactions,
            inclusions,
        };
        let head = block.as_head();
        self.store.append(block, &built.sealed.delta)?;
        Arc::make_mut(&mut self.state).apply(built.sealed);
        self.head = head;
        Ok(())
    }
}

impl View for LocalChain {
    fn read<R>(&self, code: impl FnOnce() -> R) -> R {
        self.state.read(code)
    }
}

impl Identity {
    fn read(state: &State, genesis_hash: H256) -> Self {
        Self {
            genesis_hash,
            chain_id: state.read(params::ChainId::get),
            ss58_prefix: params::SS58_PREFIX,
            token_symbol: params::TOKEN_SYMBOL,
            token_decimals: params::TOKEN_DECIMALS,
            native_to_eth_ratio: params::NATIVE_TO_ETH_RATIO,
            spec_version: params::VERSION.spec_version,
            transaction_version: params::VERSION.transaction_version,
        }
    }
}

impl std::fmt::Debug for LocalChain {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("LocalChain")
            .field("head", &self.head())
            .finish_non_exhaustive()
    }
}
