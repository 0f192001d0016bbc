//! What the tests of the chain have in common.
#![allow(dead_code, reason = "each test file uses its part")]

use codec::Encode;
use exequatur_localchain::{
    AccountId, Balance, CodeSource, Genesis, H160, Inclusion, LocalChain, MultiSignature,
    RuntimeCall, Signer, TxOptions, View, calls, calls::Limits, max_transaction_weight,
};
use sp_core::{Pair, sr25519};

pub const PROBE: &[u8] = include_bytes!("../fixtures/probe/probe.polkavm");
pub const UNIT: Balance = exequatur_localchain::runtime::params::UNIT;

pub struct Key(sr25519::Pair);

impl Key {
    pub fn new(path: &str) -> Self {
        Self(sr25519::Pair::from_string(path, None).expect("the paths in tests are valid"))
    }
}

impl Signer for Key {
    fn account(&self) -> AccountId {
        self.0.public().into()
    }

    fn sign(&self, payload: &[u8]) -> MultiSignature {
        self.0.sign(payload).into()
    }
}

pub fn alice() -> Key {
    Key::new("//Alice")
}

pub fn bob() -> Key {
    Key::new("//Bob")
}

pub fn genesis() -> Genesis {
    Genesis::dev_with_seed([1; 32])
}

pub fn chain() -> LocalChain {
    LocalChain::in_memory(&genesis()).expect("the genesis of tests is possible")
}

/// Signs and submits; the transaction must get into a block.
pub fn send(chain: &mut LocalChain, key: &Key, call: RuntimeCall) -> Inclusion {
    let transaction = chain.sign(key, call, TxOptions::default());
    chain
        .submit(&transaction)
        .expect("the transaction is valid")
}

/// Like [`send`]; the call must take effect too.
pub fn send_ok(chain: &mut LocalChain, key: &Key, call: RuntimeCall) -> Inclusion {
    let inclusion = send(chain, key, call);
    assert_eq!(inclusion.result, Ok(()));
    inclusion
}

pub fn limits(value: Balance) -> Limits {
    Limits {
        value,
        // A transaction cannot ask for all of a block: the call itself costs too.
        weight: max_transaction_weight().saturating_div(2),
        storage_deposit: 100 * UNIT,
    }
}

pub const CONSTRUCTOR: [u8; 4] = [0x9b, 0xae, 0x9d, 0x5e];

pub fn constructor_data() -> Vec<u8> {
    (CONSTRUCTOR, false).encode()
}

pub fn message(selector: u8, arguments: impl Encode) -> Vec<u8> {
    ([0, 0, 0, selector], arguments).encode()
}

pub const FLIP: u8 = 1;
pub const FLAG: u8 = 2;
pub const NOTE: u8 = 3;
pub const NOW_S: u8 = 4;
pub const PAY: u8 = 5;
pub const PUT: u8 = 6;
pub const CLEAR: u8 = 7;
pub const REFUSE: u8 = 8;
pub const TRAP: u8 = 9;
pub const CALLER: u8 = 10;
pub const BALANCE: u8 = 11;
pub const NOTHING: u8 = 12;
pub const READ: u8 = 13;

/// A probe that Alice created, with `value` planck in it.
pub fn probe(chain: &mut LocalChain, value: Balance) -> H160 {
    let call =
        calls::instantiate_with_code(PROBE.to_vec(), limits(value), constructor_data(), None);
    send_ok(chain, &alice(), call).instantiated[0]
}

pub fn call(chain: &mut LocalChain, key: &Key, dest: H160, data: Vec<u8>) -> Inclusion {
    send(chain, key, calls::call(dest, limits(0), data))
}

/// What a message that only reads answers, without the leading zero byte that says "ok".
pub fn ask(chain: &LocalChain, dest: H160, data: Vec<u8>) -> Vec<u8> {
    let run = chain.dry_run_call(&alice().account(), dest, 0, data);
    let returned = run.result.expect("messages that read do not trap");
    assert!(!returned.reverted);
    returned.data[1..].to_vec()
}

pub fn blob() -> CodeSource {
    CodeSource::Blob(PROBE.to_vec())
}

/// Everything that must not change when nothing happened.
pub fn snapshot(chain: &LocalChain) -> impl PartialEq + std::fmt::Debug + use<> {
    (
        chain.head(),
        chain.state_root(),
        chain.account(&alice().account()),
    )
}
