//! What an auditor computes about an escrow, trusting neither the parties, nor a node, nor whoever wrote a file.
//!
//! [`Replay`] runs a record through the rules, entry by entry, in constant memory. [`verify`] takes an [`Export`], the whole case
//! in one value, and says what it shows: the record replayed, its head compared with the contract's storage, the storage proven against a block's
//! hash. Nothing here reads a file or asks a chain, and nothing that builds a chain is linked.
#![deny(missing_docs)]

mod blocks;
mod bound;
mod deadline;
mod decision;
mod docket;
mod exhibit;
mod export;
mod finding;
mod header;
mod holding;
mod host;
mod keys;
mod many;
mod native;
mod proof;
mod record;
mod replay;
mod verify;

pub use deadline::{Deadline, Window};
pub use decision::{
    Decision, Directs, Finality, Form, Reasons, Shares, Standing, Unsigned, standing,
};
pub use docket::Docket;
pub use exhibit::Exhibit;
pub use export::{Block, Code, Export, ExportEntry, Manifest, step_word};
pub use finding::{Fact, Finding};
pub use header::{Header, HeaderError};
pub use holding::{Holding, compare, held, owed};
pub use host::NativeHost;
pub use keys::{StorageKeys, child_trie_key, child_trie_of, trust_backed};
pub use many::{Checked, Feed, replay_many};
pub use native::{NativeToken, WEI_DECIMALS, native_of};
pub use proof::{AssetName, Proven, Unproven, prove};
pub use replay::{FoundEntry, Replay, Replayed, Step, replay_record};
pub use verify::{Anchor, CHAIN_ID_PART, Missing, Verdict, Verification, verify};
