//! What all tests of the rules share: a native host, people with real keys, a case to act on, and random moves.
// Every test file is a program of its own and uses only part of this.
#![allow(dead_code, unused_imports)]

pub mod arbitrary;
pub mod case;
pub mod explore;
pub mod host;
pub mod long;
pub mod people;

pub use case::{Case, H, Step};
pub use exequatur_protocol::{
    Action, Address, Award, AwardKind, Call, Code, Dispute, Hash, Hold, Hours, Money, Order,
    OrderKind, Payments, Periods, Phase, Refusal, Response, Role, Seconds, Signature, State, Terms,
    digest,
};
pub use host::Native;
pub use people::{Who, Who::*, panel, sole};

/// One hour in seconds.
pub const HOUR: Seconds = 3600;
/// Time of the first call of every case.
pub const START: Seconds = 1_800_000_000;

/// A hash that stands for some document.
pub fn doc(n: u8) -> Hash {
    [n; 32]
}

/// A small unsigned integer as Solidity passes it: 32 bytes, big-endian.
pub fn uint(n: u8) -> Hash {
    let mut word = [0; 32];
    word[31] = n;
    word
}
