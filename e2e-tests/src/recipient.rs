//! A contract that does its worst when it is paid: what it takes, beside its source in
//! `crates/localchain/tests/fixtures/hostile`.

use exequatur_client::host::NativeHost;
use exequatur_localchain::{
    CodeSource, Genesis, H160, LocalChain, TxOptions, View, calls, max_transaction_weight,
    runtime::params::UNIT,
};
use exequatur_protocol::{Address, Host};

use crate::{People, blob};

const CODE: &[u8] =
    include_bytes!("../../crates/localchain/tests/fixtures/hostile/hostile.polkavm");

/// What the contract does with a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conduct {
    /// Takes it.
    Accept = 0,
    /// Reverts.
    Revert = 1,
    /// Traps.
    Trap = 2,
    /// Computes until the weight is used up.
    Burn = 3,
    /// Calls somebody, and takes the money whatever comes of it.
    Reenter = 4,
    /// Calls somebody, and refuses the money if that fails.
    ReenterOrRefuse = 5,
    /// Writes two hundred long values into its storage.
    Grow = 6,
    /// Writes one byte into its storage.
    GrowByAByte = 7,
    /// Answers 100,000 bytes.
    AnswerLong = 8,
    /// Sends the money on at once, and refuses it if that fails.
    PassOn = 9,
}

/// Call data that makes the contract behave like this from now on. `to` and `data` are for what it calls.
pub fn behave(conduct: Conduct, to: Address, data: &[u8]) -> Vec<u8> {
    [&[b'm', conduct as u8][..], &to.0, data].concat()
}

/// Call data that makes the contract call `to`, with the money that comes along.
pub fn forward(to: Address, data: &[u8]) -> Vec<u8> {
    [&b"f"[..], &to.0, data].concat()
}

/// A chain on which the escrow's code and two such contracts are, so that each test begins there.
pub struct Ground {
    /// The chain.
    pub chain: LocalChain,
    /// The escrow's code.
    pub code: CodeSource,
    /// The contract.
    pub recipient: Address,
    /// Another one of the same code, through which the first can call.
    pub go_between: Address,
}

impl Ground {
    /// The same ground every time.
    pub fn new() -> Self {
        let mut chain =
            LocalChain::in_memory(&Genesis::dev_with_seed([1; 32])).expect("the usual genesis");
        let People {
            stranger,
            arbitrators,
            ..
        } = People::new();
        let mut send = |call| {
            let transaction = chain.sign(&stranger, call, TxOptions::default());
            let inclusion = chain.submit(&transaction).expect("the stranger is rich");
            assert_eq!(inclusion.result, Ok(()));
            inclusion.instantiated.first().map(|address| address.0)
        };
        let limits = calls::Limits {
            value: 0,
            weight: max_transaction_weight().saturating_div(2),
            storage_deposit: u128::MAX,
        };
        // Whose account exists is paid to the planck.
        for arbitrator in &arbitrators {
            send(calls::transfer_keep_alive(arbitrator.account(), UNIT));
        }
        let escrow = blob();
        let code = CodeSource::Stored(NativeHost.keccak_256(&escrow).into());
        send(calls::upload_code(escrow, u128::MAX));
        let mut create = || {
            let call = calls::instantiate_with_code(CODE.to_vec(), limits, Vec::new(), None);
            Address(send(call).expect("a contract was created"))
        };
        let (recipient, go_between) = (create(), create());
        assert!(chain.contract(H160(recipient.0)).is_some());
        Ground {
            chain,
            code,
            recipient,
            go_between,
        }
    }
}

impl Default for Ground {
    fn default() -> Self {
        Self::new()
    }
}
