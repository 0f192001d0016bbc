//! What a contract locks that keeps one bit: what no design with a contract for each escrow can do without.

use exequatur_client::host::NativeHost;
use exequatur_localchain::{CodeSource, Genesis, LocalChain};
use exequatur_protocol::Host;

use crate::people::Person;

/// ink!'s flipper, beside its source in `crates/localchain/tests/fixtures/flipper`.
pub const CODE: &[u8] =
    include_bytes!("../../crates/localchain/tests/fixtures/flipper/flipper.polkavm");

/// Selector of its constructor, and the bit.
const NEW: [u8; 5] = [0x9b, 0xae, 0x9d, 0x5e, 0];

/// What one of its contracts locks in planck, when its code is on the chain already.
pub fn deposit() -> u128 {
    let chain = LocalChain::in_memory(&Genesis::dev_with_seed([1; 32])).expect("the usual genesis");
    let mut scratch = chain.scratch();
    let account = Person::polkadot("//Ferdie").account();
    let stored = CodeSource::Stored(NativeHost.keccak_256(CODE).into());
    let [first, second] = [CodeSource::Blob(CODE.to_vec()), stored]
        .map(|code| scratch.instantiate(&account, code, 0, NEW.to_vec(), None));
    assert!(first.succeeded() && second.succeeded(), "{second:?}");
    second.storage_deposit.charged_planck()
}
