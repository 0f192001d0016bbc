//! Files that people write, sign and exchange: terms, awards, signatures, manifests of exhibits; and the text forms of amounts,
//! periods, moments and hashes in them.
//!
//! All of them are read strictly: a field that is missing, mistyped or unknown is an error that names the file, the line, the
//! field, what was expected and what was found. Whatever carries a signature is checked against it while it is read.

pub mod amount;
mod audit_file;
mod award_file;
mod award_lacks;
mod award_text;
mod denomination;
mod distinct_keys;
mod document;
mod error;
pub mod hash_text;
mod kind;
mod manifest;
mod message;
pub mod moment;
mod output;
pub mod period;
mod section;
mod signature_file;
mod terms;
mod terms_text;
mod terms_warnings;
mod typed_data;
mod wallet_signature;

pub use amount::Token;
pub use audit_file::AuditFile;
pub use award_file::{AwardFile, AwardSignature, EscrowFacts, OnHold, OtherAward};
pub use award_lacks::{Lack, Signers};
pub use denomination::{Denomination, raw_amounts};
pub use error::{FileError, Place, acts_on_a_reader, printable};
pub use manifest::{Manifest, media_type};
pub use message::Message;
pub use output::{replace, write_new, write_new_bytes};
pub use signature_file::{SignatureFile, for_chain, from_chain, same_domain};
pub use terms::{People, TermsFile, terms_hash};
pub use terms_warnings::{Warning, expiry_warning, warnings};
pub use typed_data::TypedData;
pub use wallet_signature::read_wallet_signature;
