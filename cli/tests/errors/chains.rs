//! Errors of the chain: its folder, its clock, what it does not take.

use exequatur_client::chain::{Call, Chain};
use exequatur_client::keys::KeyPair;
use exequatur_client::local::LocalChainClient;

use crate::stages::{NOBODY, edit};
use crate::support::Place;
use crate::{Provocation, meets, met, path_of};

fn log(place: &Place) -> std::path::PathBuf {
    place.path().join("home/chain/chain.log")
}

/// Ways to meet them.
pub const ALL: &[Provocation] = &[
    ("CallFailed", |stages| {
        // Less than an account needs to exist.
        met(
            &stages.chain(),
            &[
                "chain",
                "faucet",
                "0x00000000000000000000000000000000000000cc",
                "0.001",
            ],
        )
    }),
    ("CannotPay", |stages| {
        let at = stages.opened();
        at.done(&["escrow", "accept", &at.escrow, "--key", "//Bob"]);
        let away = "999990";
        at.done(&["chain", "faucet", "//Bob", away, "--key", "//Alice"]);
        at.met(&["escrow", "fund", &at.escrow, "--key", "//Alice"])
    }),
    ("ChainBusy", |stages| {
        let place = stages.chain();
        let file = std::fs::File::open(log(&place)).expect("it is there");
        file.lock().expect("nobody else has it");
        met(&place, &["chain", "advance", "1h"])
    }),
    ("ChainDamaged", |stages| {
        let place = stages.chain();
        let bytes = std::fs::read(log(&place)).expect("it is there");
        std::fs::write(log(&place), &bytes[..bytes.len() - 1]).expect("ours");
        met(&place, &["chain", "status"])
    }),
    ("ChainExists", |stages| {
        met(&stages.chain(), &["chain", "init"])
    }),
    ("ChainStorage", |stages| {
        meets(
            stages
                .chain()
                .on_full_disk(0, &["chain", "advance", "1h", "--json"]),
        )
    }),
    ("NoChain", |_| met(&Place::empty(), &["chain", "status"])),
    ("NoContract", |stages| {
        met(&stages.chain(), &["escrow", "status", NOBODY])
    }),
    ("OtherChain", |stages| {
        let place = stages.chain();
        edit(
            &place,
            "terms.toml",
            "symbol = \"UNIT\"",
            "symbol = \"DOT\"",
        );
        met(
            &place,
            &["escrow", "open", "terms.toml", "--key", "//Alice"],
        )
    }),
    ("TimeRunsForward", |stages| {
        met(
            &stages.chain(),
            &["chain", "advance", "2020-01-01T00:00:00Z"],
        )
    }),
    ("WrongCode", |stages| {
        let place = stages.chain();
        let flipper = path_of("../crates/localchain/tests/fixtures/flipper/flipper.polkavm");
        let call = Call::Instantiate {
            code: std::fs::read(flipper).expect("the fixture is there"),
            input: hex::decode("9bae9d5e01").expect("digits"),
            value: 0,
        };
        let mut chain = LocalChainClient::open(&place.path().join("home/chain")).expect("ours");
        let alice = KeyPair::development("//Alice").expect("everybody knows it");
        let receipt = chain.submit(&alice, &call).expect("it is a contract");
        drop(chain);
        let contract = receipt.contract.expect("it was made");
        met(
            &place,
            &[
                "escrow",
                "status",
                &format!("0x{}", hex::encode(contract.0)),
            ],
        )
    }),
    ("Rejected", |stages| {
        let place = stages.chain();
        let mut chain = LocalChainClient::open(&place.path().join("home/chain")).expect("ours");
        // To the end of the chain's time, by ever smaller steps; one too far moves nothing.
        let steps = (0..u64::BITS).rev().map(|bit| chain.advance(1 << bit));
        assert!(steps.filter(Result::is_ok).count() > 1);
        drop(chain);
        met(&place, &["chain", "advance", "1h"])
    }),
];
