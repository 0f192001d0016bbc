//! What a chain on a pipe is asked and what it answers: a line each, SCALE in hexadecimal. Both ends read this file, since they are
//! compiled in workspaces of their own.

use codec::{Decode, Encode};

/// What somebody does.
#[derive(Clone, Debug, Encode, Decode)]
pub enum Call {
    /// Calls a contract.
    Message {
        /// Its address.
        to: [u8; 20],
        /// Money sent along, in planck.
        value: u128,
        /// Selector and arguments.
        input: Vec<u8>,
    },
    /// Creates one.
    Instantiate {
        /// Its code.
        code: Vec<u8>,
        /// Money sent along, in planck.
        value: u128,
        /// Selector and arguments.
        input: Vec<u8>,
    },
    /// Stores code.
    Upload {
        /// The code.
        code: Vec<u8>,
    },
    /// Pays an account, in planck.
    Transfer {
        /// Whom.
        to: [u8; 32],
        /// How much.
        value: u128,
    },
    /// Makes the sender's account usable with contracts.
    MapAccount,
}

/// Beyond what a transaction fails.
#[derive(Clone, Copy, Debug, Encode, Decode)]
pub struct Limits {
    /// Picoseconds.
    pub ref_time: u64,
    /// Bytes.
    pub proof_size: u64,
    /// Planck.
    pub deposit: u128,
}

/// A question.
#[derive(Clone, Debug, Encode, Decode)]
pub enum Question {
    /// What a call would do: [`Answer::Run`].
    Try {
        /// Who would make it.
        from: [u8; 32],
        /// The call.
        call: Call,
    },
    /// What the sender of a transaction signs: [`Answer::Bytes`].
    Payload {
        /// The sender.
        from: [u8; 32],
        /// The call.
        call: Call,
        /// Its limits.
        limits: Limits,
    },
    /// Sends the transaction whose payload was asked for last: [`Answer::Included`].
    Submit {
        /// Its sr25519 signature.
        signature: [u8; 64],
    },
    /// What an account has: [`Answer::Planck`].
    Balance([u8; 32]),
    /// The account behind an address: [`Answer::Bytes`].
    AccountOf([u8; 20]),
    /// Moves the clock: [`Answer::Chain`].
    Advance {
        /// By so much.
        seconds: u64,
    },
}

/// What a call would do.
#[derive(Clone, Debug, Encode, Decode)]
pub struct Run {
    /// Whether the contract refused.
    pub reverted: bool,
    /// What it answered.
    pub data: Vec<u8>,
    /// The contract that would be made.
    pub contract: Option<[u8; 20]>,
    /// Picoseconds and bytes that it takes.
    pub consumed: (u64, u64),
    /// Picoseconds and bytes that it must be allowed.
    pub required: (u64, u64),
    /// Planck.
    pub deposit: u128,
}

/// An answer.
#[derive(Clone, Debug, Encode, Decode)]
pub enum Answer {
    /// To [`Question::Try`].
    Run(Run),
    /// Bytes.
    Bytes(Vec<u8>),
    /// Money.
    Planck(u128),
    /// The transaction is in a block and took effect.
    Included {
        /// The contract that it made.
        contract: Option<[u8; 20]>,
        /// What contracts emitted.
        events: Vec<Vec<u8>>,
    },
    /// The chain's id and the time of its newest block.
    Chain {
        /// EIP-155.
        id: u64,
        /// Seconds since 1970.
        now_s: u64,
    },
    /// It could not be, in words.
    Failed(String),
}

/// As a line.
pub fn to_line(value: &impl Encode) -> String {
    hex::encode(value.encode())
}

/// From a line.
pub fn from_line<T: Decode>(line: &str) -> T {
    let bytes = hex::decode(line.trim()).expect("a line of hexadecimal digits");
    T::decode(&mut &bytes[..]).expect("both ends read the same file")
}
