//! One interface to a chain that runs escrows: look, dry-run, submit.

use std::ops::ControlFlow;

use exequatur_audit::Block;
pub use exequatur_audit::FoundEntry;
use exequatur_protocol::{Address, Hash, Seconds, State};

use crate::before_sending;
use crate::keys::KeyPair;
use crate::transaction::{Fate, Never, Transaction};

/// Which chain this is and how it counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Hash of block 0.
    pub genesis_hash: Hash,
    /// EIP-155 chain id.
    pub chain_id: u64,
    /// Number in SS58 addresses.
    pub ss58_prefix: u16,
    /// Name of the chain's own token.
    pub symbol: String,
    /// Decimal places of the token's smallest unit (planck).
    pub decimals: u8,
    /// One planck is 10^this wei: the `unit` that terms in the chain's own token must have.
    pub unit: u8,
    /// Smallest balance that an account can have, in planck.
    pub existential_deposit: u128,
    /// Whether this chain is for trying things out, on this machine: in a folder, or of a node that runs here and says that its
    /// chain is for development. Development keys and moving the clock are for such chains only.
    pub is_local: bool,
}

/// A call that is to be made.
#[derive(Clone, Debug)]
pub enum Call {
    /// Creates a contract. Its code goes along only where the chain does not have it yet.
    Instantiate {
        /// The contract's blob.
        code: Vec<u8>,
        /// Selector and arguments.
        input: Vec<u8>,
        /// Money sent along, in planck.
        value: u128,
    },
    /// Calls one.
    Message {
        /// Which.
        contract: Address,
        /// Selector and arguments.
        input: Vec<u8>,
        /// Money sent along, in planck.
        value: u128,
    },
    /// Sends the chain's own token to an account, in planck.
    Transfer {
        /// To whom: 32-byte account id.
        to: [u8; 32],
        /// How much.
        value: u128,
    },
    /// Registers the sender's account, so that contracts and payments find it behind its address. For Polkadot keys.
    Register,
    /// Moves everything that lies on the fallback account of the sender's address to the sender's own account: what was paid to the
    /// address before it was registered. For Polkadot keys; an Ethereum key's account is its fallback account.
    BringBack {
        /// The number of a trust-backed asset; `None` for the chain's own token.
        asset: Option<u32>,
    },
}

/// What a call would do or did cost, in planck.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// Computation time, picoseconds of the reference machine.
    pub ref_time: u64,
    /// Bytes of proof.
    pub proof_size: u64,
    /// Fee for including the transaction.
    pub fee: u128,
    /// Deposit for storage, which stays locked while the storage is used; and the smallest balance of each account that comes into being
    /// because a contract or an Ethereum transaction pays it.
    pub deposit: u128,
}

/// What an account must have for what it is about to send, in planck.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Needed {
    /// Money that goes along.
    pub value: u128,
    /// What is held for storage.
    pub deposit: u128,
    /// The fee, as much of it as is taken beforehand: what is not used comes back.
    pub fee: u128,
    /// What has to stay in the account.
    pub stays: u128,
    /// Whether fee and deposit are missing here, because the chain does not tell them to somebody without the money.
    pub is_least: bool,
}

impl Needed {
    /// All of it together.
    pub fn total(&self) -> u128 {
        let parts = [self.value, self.deposit, self.fee, self.stays];
        parts.into_iter().fold(0, u128::saturating_add)
    }

    /// With what another transaction costs that goes out before or after.
    pub fn and(mut self, other: &Cost) -> Self {
        self.deposit = self.deposit.saturating_add(other.deposit);
        self.fee = self.fee.saturating_add(other.fee);
        self
    }
}

/// What a dry run showed.
#[derive(Clone, Debug)]
pub struct DryRun {
    /// Where a new contract would be.
    pub contract: Option<Address>,
    /// What the contract answered.
    pub output: Vec<u8>,
    /// What it would cost.
    pub cost: Cost,
}

/// Proof that a transaction went in.
#[derive(Clone, Debug)]
pub struct Receipt {
    /// Hash of the transaction: BLAKE2b-256 of a signed extrinsic, keccak-256 of an Ethereum transaction.
    pub tx_hash: Hash,
    /// Number of its block.
    pub block: u32,
    /// Hash of its block.
    pub block_hash: Hash,
    /// Time of its block.
    pub at: Seconds,
    /// The contract that it created.
    pub contract: Option<Address>,
    /// Entries that it added to records, as the contracts emitted them.
    pub entries: Vec<(Address, Vec<u8>)>,
    /// What it cost.
    pub cost: Cost,
}

/// A block that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AtBlock {
    /// The newest that is final.
    Newest,
    /// By its number.
    Number(u32),
    /// By its hash.
    Hash(Hash),
}

/// A block with the trie nodes that show what its state says of a contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProvenBlock {
    /// The block.
    pub block: Block,
    /// Trie nodes, each once.
    pub nodes: Vec<Vec<u8>>,
}

/// Takes entries as they are found, and says whether to go on.
pub type Visit<'a> = dyn FnMut(FoundEntry) -> Result<ControlFlow<()>, ChainError> + 'a;

/// Why a chain did not do what was asked. [`ChainError::was_sent`] tells whether a transaction may have gone in.
#[derive(Debug, thiserror::Error)]
pub enum ChainError {
    /// Thrown when the contract refused; nothing was changed.
    #[error("the contract refused: {0}")]
    Refused(exequatur_protocol::Refusal),
    /// Thrown when the call failed below the contract (a trap, no such contract, not enough weight …).
    #[error("the chain refused the call: {0}")]
    Failed(String),
    /// Thrown when the call of a transaction failed in its block; the fee is spent.
    #[error("in block {block}: {reason}")]
    FailedInBlock {
        /// Number of the block.
        block: u32,
        /// What failed.
        reason: String,
    },
    /// Thrown when there is no contract at the address.
    #[error("no contract at {}", crate::keys::checksummed(&.0.0))]
    NoContract(Address),
    /// Thrown when a block that was asked for is not there.
    #[error("there is no such final block: expected {expected}, found {found}")]
    NoBlock {
        /// What there is, in words.
        expected: String,
        /// What was asked for.
        found: String,
    },
    /// Thrown when what is at the address is no escrow of this version.
    #[error("the contract at {} is no escrow of this version: expected code {}, found {}", crate::keys::checksummed(&.contract.0), hex::encode(.expected), hex::encode(.found))]
    WrongCode {
        /// The contract.
        contract: Address,
        /// Code hash in `artifacts/`.
        expected: Hash,
        /// Code hash found.
        found: Hash,
    },
    /// Thrown when the account cannot pay.
    #[error("the account cannot pay: needed {}, found {found} planck", .needed.total())]
    CannotPay {
        /// What it takes.
        needed: Needed,
        /// Found, in planck.
        found: u128,
    },
    /// Thrown when a chain would be started where there is one.
    #[error("{0}")]
    Exists(String),
    /// Thrown when the state directory is in use by another process.
    #[error("{0}")]
    Busy(String),
    /// Thrown when the file of the chain is not as it was written. [`crate::repair`] may help.
    #[error("{what}")]
    Damaged {
        /// The sentence: which file, and how.
        what: String,
        /// What should stand there.
        expected: String,
        /// What stands there.
        found: String,
    },
    /// Thrown when the state directory is missing, cannot be used or is of another version.
    #[error("{0}")]
    Storage(String),
    /// Thrown when a transaction was rejected before it entered a block.
    #[error("the transaction was rejected: {0}")]
    Rejected(String),
    /// Thrown when a transaction that was handed over is in no block and can never be in one.
    #[error("the transaction can never go in: {0}")]
    NeverIn(Never),
    /// Thrown when no node can be reached by a URL.
    #[error("no node answers at {url}: {reason}")]
    Unreachable {
        /// The URL.
        url: String,
        /// What stands in the way.
        reason: String,
    },
    /// Thrown when a certificate does not prove that the node is the one of the URL.
    #[error("{url} does not prove who it is: {reason}")]
    Untrusted {
        /// The URL.
        url: String,
        /// What is wrong with its certificate.
        reason: String,
    },
    /// Thrown when what answers is no chain that runs contracts of pallet-revive, or one of another version.
    #[error("{url} leads to no chain with pallet-revive that this program knows: {reason}")]
    Foreign {
        /// The URL.
        url: String,
        /// What is missing or different.
        reason: String,
    },
    /// Thrown when a URL leads to another chain than when it was opened.
    #[error("{url} leads to another chain by now: expected the one with block 0 0x{}, found 0x{}", hex::encode(.expected), hex::encode(.found))]
    OtherChain {
        /// The URL.
        url: String,
        /// Hash of block 0 when it was opened.
        expected: Hash,
        /// Hash of block 0 now.
        found: Hash,
    },
    /// Thrown when a connection broke and could not be made again.
    #[error("the connection to {url} broke and did not come back: {reason}")]
    ConnectionLost {
        /// The URL.
        url: String,
        /// What happened.
        reason: String,
    },
    /// Thrown when a node did not answer in time.
    #[error("{url} did not answer {question} within {seconds} s")]
    NoAnswer {
        /// The URL.
        url: String,
        /// What it was asked.
        question: String,
        /// How long was waited.
        seconds: u64,
    },
    /// Thrown when a node answered that it will not or cannot.
    #[error("{url} refused {question}: {reason}")]
    NodeRefused {
        /// The URL.
        url: String,
        /// What it was asked.
        question: String,
        /// What it said.
        reason: String,
    },
    /// Thrown when a transaction was handed to a node, and what became of it is not known.
    #[error("the transaction 0x{} was handed over, and what became of it is not known: {reason}", hex::encode(.transaction))]
    Unsettled {
        /// Its hash.
        transaction: Hash,
        /// Why it is not known.
        reason: Box<ChainError>,
    },
}

impl ChainError {
    /// Of a balance that no chain can have.
    pub(crate) fn beyond_all() -> Self {
        Self::Failed("the contract's balance is beyond what there is".to_owned())
    }

    /// Whether a transaction went out: into a block, where its call failed and a fee was paid, or nobody knows whether into one.
    pub fn was_sent(&self) -> bool {
        matches!(
            self,
            ChainError::FailedInBlock { .. } | ChainError::Unsettled { .. }
        )
    }
}

/// A chain.
pub trait Chain {
    /// Which chain this is.
    fn identity(&self) -> &Identity;
    /// Time of the newest block that is final: what contracts take for now.
    fn now(&self) -> Seconds;
    /// What a dry run takes for now: on a local chain the time of the next block, elsewhere that of the newest final one.
    fn next_at(&self) -> Seconds;
    /// Number of the newest block that is final.
    fn block(&self) -> u32;
    /// Free balance in planck.
    fn balance(&self, account: &[u8; 32]) -> Result<u128, ChainError>;
    /// The account that money sent to an address reaches, and whether somebody registered it (mapped) as theirs.
    fn account_of(&self, address: &Address) -> Result<([u8; 32], bool), ChainError>;
    /// Runs a call without changing anything. A contract's refusal is [`ChainError::Refused`].
    fn dry_run(&self, from: &[u8; 32], call: &Call) -> Result<DryRun, ChainError>;
    /// What a contract would answer to an address, whoever that is and whatever it has: for questions, and for steps that somebody
    /// else would take. Changes nothing.
    fn ask(&self, by: &Address, contract: &Address, input: Vec<u8>) -> Result<Vec<u8>, ChainError> {
        let (account, _) = self.account_of(by)?;
        let call = Call::Message {
            contract: *contract,
            input,
            value: 0,
        };
        self.dry_run(&account, &call).map(|run| run.output)
    }
    /// What a contract would answer to an address after another call of the same address, which fails if that one does. `None` where a chain
    /// cannot suppose that something happened before. Changes nothing.
    fn ask_after(
        &self,
        by: &Address,
        first: &Call,
        contract: &Address,
        input: Vec<u8>,
    ) -> Result<Option<Vec<u8>>, ChainError>;
    /// What registering an account costs, if that has to be done before it can call contracts: the transaction that
    /// [`Chain::sign`] signs first. `None` for accounts that are registered, of Ethereum keys, or not there yet on a chain that
    /// registers new accounts by itself.
    fn registration(&self, account: &[u8; 32]) -> Result<Option<Cost>, ChainError>;
    /// What an account has of a trust-backed asset, whether or not its address leads to it.
    fn asset_balance(&self, asset: u32, account: &[u8; 32]) -> Result<u128, ChainError>;
    /// What is held, in planck, from the approval of a token until all of it is taken.
    fn approval_deposit(&self, token: &Address) -> Result<u128, ChainError>;
    /// The smallest balance of a token that an account can have, in what the token's contract counts in; less cannot be paid, and is
    /// swept away. `None` if it is not known.
    fn minimum_balance(&self, token: &Address) -> Result<Option<u128>, ChainError> {
        Ok(crate::asset::known_minimum(token))
    }
    /// Signs the next transaction on the way to a call, and sends nothing: an sr25519 key signs an extrinsic, which registers its
    /// account's address first if it is not registered yet; an Ethereum key signs an Ethereum transaction.
    fn sign(&mut self, key: &KeyPair, call: &Call) -> Result<Transaction, ChainError>;
    /// Hands a transaction over and waits until it is in a final block. Bytes that may have gone out before are handed over `again`:
    /// that a node refuses them then says nothing, since it may be because they went in.
    fn deliver(&mut self, transaction: &Transaction, again: bool) -> Result<Receipt, ChainError>;
    /// What became of a transaction, by the blocks that are final by now.
    fn fate(&mut self, transaction: &Transaction) -> Result<Fate, ChainError>;
    /// Whether the chain's node keeps a transaction of the account with this number ready for a block.
    fn waits(&self, transaction: &Transaction) -> Result<bool, ChainError>;
    /// Hash of a final block; `None` if the chain does not have as many.
    fn final_block(&mut self, number: u32) -> Result<Option<Hash>, ChainError>;
    /// Signs, hands over and waits, without a journal: for callers that cannot be killed in between.
    fn submit(&mut self, key: &KeyPair, call: &Call) -> Result<Receipt, ChainError> {
        let mut registered = false;
        loop {
            let transaction = self.sign(key, call)?;
            before_sending::once(&transaction, &mut registered)?;
            let receipt = self.deliver(&transaction, false)?;
            if transaction.is_call {
                return Ok(receipt);
            }
        }
    }
    /// The address that the next contract instantiated by this account gets: known before, so that consents can name it.
    fn next_contract(&self, deployer: &[u8; 32]) -> Result<Address, ChainError>;
    /// Whether the chain has code, so that a new contract needs only its hash.
    fn knows_code(&self, code_hash: &Hash) -> Result<bool, ChainError>;
    /// Code hash of a contract; `None` if there is none.
    fn code_hash(&self, contract: &Address) -> Result<Option<Hash>, ChainError>;
    /// The contract's storage cell as it lies in storage.
    fn cell(&self, contract: &Address) -> Result<Vec<u8>, ChainError>;
    /// The contract's storage cell, decoded.
    fn state(&self, contract: &Address) -> Result<State, ChainError> {
        State::from_cell(&self.cell(contract)?).map_err(ChainError::Refused)
    }
    /// What the contract has of the chain's own token, in wei.
    fn contract_wei(&self, contract: &Address) -> Result<u128, ChainError>;
    /// Shows a contract's entries one after another, oldest first, without keeping them.
    fn each_entry(&self, contract: &Address, visit: &mut Visit) -> Result<(), ChainError>;
    /// Every entry of a contract, oldest first.
    fn entries(&self, contract: &Address) -> Result<Vec<FoundEntry>, ChainError> {
        let mut found = Vec::new();
        self.each_entry(contract, &mut |entry| {
            found.push(entry);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(found)
    }
    /// The entry with which a contract's record begins; `None` if it has none.
    fn first_entry(&self, contract: &Address) -> Result<Option<FoundEntry>, ChainError> {
        let mut first = None;
        self.each_entry(contract, &mut |entry| {
            first = Some(entry);
            Ok(ControlFlow::Break(()))
        })?;
        Ok(first)
    }
    /// Shows every contract that runs this code. None is ever removed, so these are all that there ever were. Oldest first where the chain tells.
    fn each_contract(
        &self,
        code_hash: &Hash,
        visit: &mut dyn FnMut(Address) -> Result<(), ChainError>,
    ) -> Result<(), ChainError>;
    /// The encoded header of the block in which an entry was found.
    fn header(&self, entry: &FoundEntry) -> Result<Vec<u8>, ChainError>;
    /// A block with a proof of what its state says of a contract and of its balance of `asset`.
    ///
    /// # Errors
    /// [`ChainError::NoBlock`] if there is no such block, or if its state is gone; [`ChainError::NoContract`] if the contract was not there yet.
    fn proven_block(
        &self,
        contract: &Address,
        asset: &Address,
        at: AtBlock,
    ) -> Result<ProvenBlock, ChainError>;
    /// Moves the clock forward by at least this much and seals a block. Local chains only.
    fn advance(&mut self, seconds: u64) -> Result<Seconds, ChainError>;
}
