//! The contract's real blob beside the model: every call goes to both, and both must agree on everything.
#![deny(missing_docs)]

pub mod bench;
pub mod beside_peer;
pub mod costs;
pub mod hub_costs;
pub mod mirror;
pub mod peer;
pub mod people;
pub mod recipient;
pub mod runs;
pub mod sender;
pub mod smallest;
pub mod solidity;

pub use bench::{Bench, Outcome, blob};
pub use people::{People, Person};
pub use sender::{Sender, Unpaid};
