//! What people need in order to talk to a chain: keys that sign, and the encrypted files that hold them.
#![deny(missing_docs)]

pub mod asset;
pub mod audit;
pub mod award_effect;
mod before_sending;
pub mod chain;
pub mod counted;
pub mod decision_text;
pub mod erc20;
pub mod ethereum;
mod evm;
pub mod files;
pub mod finding_text;
pub mod host;
pub mod journal;
pub mod keys;
pub mod local;
pub mod node_url;
pub mod outlook;
pub mod record_text;
pub mod refusal_facts;
pub mod repair;
pub mod rpc;
pub mod statement;
pub mod terminal;
pub mod transaction;
