//! One transaction in the journal.

use blake2::digest::consts::U32;
use blake2::{Blake2b, Digest};
use exequatur_protocol::{Address, Hash};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::chain::Call;
use crate::transaction::{BlockId, Transaction};

/// What a transaction is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Purpose {
    /// In plain words: who does what.
    pub what: String,
    /// Stands for the command as it was typed.
    pub command: Hash,
    /// Whether the command is done when this went in; another transaction may have to follow.
    pub completes: bool,
}

/// A transaction that was signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// All that is needed to send it again and to find it.
    pub transaction: Transaction,
    /// What it is for.
    pub what: String,
    /// Stands for the command.
    pub command: Hash,
    /// Stands for the call.
    pub call: Hash,
    /// The contract that is called, if one is.
    pub contract: Option<Address>,
    /// Whether the command is done when it went in.
    pub completes: bool,
    /// When it was signed, by this machine's clock (RFC 3339).
    pub signed_at: String,
    /// What became of it, as far as that was found out.
    pub outcome: Option<Outcome>,
    /// Whether another command warned of it. Its own command has yet to say what became of it.
    pub warned: bool,
    /// Whether somebody was told what became of it.
    pub told: bool,
}

/// What became of a transaction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It is in a final block.
    InBlock {
        /// Its number.
        number: u32,
        /// Its hash.
        #[serde(with = "hex_array")]
        hash: Hash,
    },
    /// It is in a final block, where its call failed.
    Failed {
        /// The block's number.
        number: u32,
        /// Why.
        reason: String,
    },
    /// It can never be in one.
    Never(String),
}

impl Entry {
    /// An entry for a transaction that is about to go out.
    pub fn new(transaction: Transaction, call: &Call, purpose: &Purpose) -> Self {
        Entry {
            what: if transaction.is_call {
                purpose.what.clone()
            } else {
                format!(
                    "Register the signer's account with contracts, before this: {}",
                    purpose.what
                )
            },
            command: purpose.command,
            call: call_digest(call),
            contract: match call {
                Call::Message { contract, .. } => Some(*contract),
                Call::Instantiate { .. }
                | Call::Transfer { .. }
                | Call::Register
                | Call::BringBack { .. } => None,
            },
            completes: purpose.completes && transaction.is_call,
            signed_at: Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            outcome: None,
            warned: false,
            told: false,
            transaction,
        }
    }

    /// Whether it is in a final block, or nobody knows that it is not.
    pub fn may_be_in(&self) -> bool {
        !matches!(
            self.outcome,
            Some(Outcome::Failed { .. } | Outcome::Never(_))
        )
    }
}

/// Stands for a text: BLAKE2b-256.
pub fn digest(text: &str) -> Hash {
    Blake2b::<U32>::digest(text).into()
}

/// The same for calls that do the same: BLAKE2b-256.
pub fn call_digest(call: &Call) -> Hash {
    let mut digest = Blake2b::<U32>::new();
    let mut part = |bytes: &[u8]| {
        digest.update((bytes.len() as u64).to_le_bytes());
        digest.update(bytes);
    };
    match call {
        Call::Instantiate { code, input, value } => {
            part(b"instantiate");
            part(code);
            part(input);
            part(&value.to_le_bytes());
        }
        Call::Message {
            contract,
            input,
            value,
        } => {
            part(b"message");
            part(&contract.0);
            part(input);
            part(&value.to_le_bytes());
        }
        Call::Transfer { to, value } => {
            part(b"transfer");
            part(to);
            part(&value.to_le_bytes());
        }
        Call::Register => part(b"register"),
        Call::BringBack { asset } => {
            part(b"bring back");
            part(&asset.map_or_else(Vec::new, |asset| asset.to_le_bytes().to_vec()));
        }
    }
    digest.finalize().into()
}

/// An entry as it lies on disk.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    what: String,
    signed_at: String,
    #[serde(with = "hex_array")]
    account: [u8; 32],
    nonce: u64,
    #[serde(with = "hex_array")]
    tx_hash: Hash,
    signed_after: WrittenBlock,
    valid_until: Option<u32>,
    highest_gas_price_wei: Option<u64>,
    #[serde(with = "hex_list")]
    transaction: Vec<u8>,
    is_call: bool,
    completes: bool,
    #[serde(with = "hex_array")]
    command: Hash,
    #[serde(with = "hex_array")]
    call: Hash,
    contract: Option<WrittenAddress>,
    outcome: Option<Outcome>,
    #[serde(default)]
    warned: bool,
    told: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenBlock {
    number: u32,
    #[serde(with = "hex_array")]
    hash: Hash,
}

#[derive(Serialize, Deserialize)]
struct WrittenAddress(#[serde(with = "hex_array")] [u8; 20]);

impl From<&Entry> for Written {
    fn from(entry: &Entry) -> Self {
        let transaction = &entry.transaction;
        Written {
            what: entry.what.clone(),
            signed_at: entry.signed_at.clone(),
            account: transaction.account,
            nonce: transaction.nonce,
            tx_hash: transaction.hash,
            signed_after: WrittenBlock {
                number: transaction.signed_after.number,
                hash: transaction.signed_after.hash,
            },
            valid_until: transaction.valid_until,
            highest_gas_price_wei: transaction.highest_gas_price_wei,
            transaction: transaction.bytes.clone(),
            is_call: transaction.is_call,
            completes: entry.completes,
            command: entry.command,
            call: entry.call,
            contract: entry.contract.map(|address| WrittenAddress(address.0)),
            outcome: entry.outcome.clone(),
            warned: entry.warned,
            told: entry.told,
        }
    }
}

impl From<Written> for Entry {
    fn from(written: Written) -> Self {
        Entry {
            transaction: Transaction {
                account: written.account,
                nonce: written.nonce,
                bytes: written.transaction,
                hash: written.tx_hash,
                signed_after: BlockId {
                    number: written.signed_after.number,
                    hash: written.signed_after.hash,
                },
                valid_until: written.valid_until,
                highest_gas_price_wei: written.highest_gas_price_wei,
                is_call: written.is_call,
            },
            what: written.what,
            command: written.command,
            call: written.call,
            contract: written.contract.map(|address| Address(address.0)),
            completes: written.completes,
            signed_at: written.signed_at,
            outcome: written.outcome,
            warned: written.warned,
            told: written.told,
        }
    }
}

/// `0x…` of a fixed length.
mod hex_array {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer, const N: usize>(
        bytes: &[u8; N],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        super::hex_list::serialize(bytes, serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>, const N: usize>(
        deserializer: D,
    ) -> Result<[u8; N], D::Error> {
        let text = String::deserialize(deserializer)?;
        let mut bytes = [0; N];
        let digits = text.strip_prefix("0x").unwrap_or(&text);
        hex::decode_to_slice(digits, &mut bytes).map_err(D::Error::custom)?;
        Ok(bytes)
    }
}

/// `0x…` of any length.
mod hex_list {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&format!("0x{}", hex::encode(bytes)))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(deserializer)?;
        hex::decode(text.strip_prefix("0x").unwrap_or(&text)).map_err(D::Error::custom)
    }
}
