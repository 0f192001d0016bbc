//! Errors of the journal of what was sent.

use std::fs::{self, File};
use std::path::PathBuf;

use exequatur_client::keys::KeyPair;

use crate::support::Place;
use crate::{Provocation, case, met};

/// The page of //Alice on the place's chain, without an ending.
fn page(place: &Place) -> PathBuf {
    let genesis = place.field("/result/genesis_hash", &["chain", "status"]);
    let alice = KeyPair::development("//Alice").expect("everybody knows it");
    place
        .path()
        .join("home/journal")
        .join(&genesis[2..])
        .join(hex::encode(alice.account_id()))
}

/// Ways to meet them.
pub const ALL: &[Provocation] = &[
    ("JournalDamaged", |stages| {
        let place = stages.chain();
        place.done(&["chain", "faucet", "//Bob", "1"]);
        let page = page(&place).with_extension("json");
        let text = fs::read_to_string(&page).expect("something was sent");
        fs::write(&page, &text[..text.len() / 2]).expect("ours");
        met(&place, &["chain", "faucet", "//Bob", "1"])
    }),
    ("JournalUnusable", |stages| {
        let place = stages.chain();
        let journal = place.path().join("home/journal");
        if journal.exists() {
            fs::remove_dir_all(&journal).expect("ours");
        }
        case::write(&place, "home/journal", "no folder");
        met(&place, &["chain", "faucet", "//Bob", "1"])
    }),
    ("NoSuchTransaction", |stages| {
        let hash = "0x".to_owned() + &"ab".repeat(32);
        met(&stages.chain(), &["chain", "pending", "--forget", &hash])
    }),
    ("KeyBusy", |stages| {
        let place = stages.chain();
        place.done(&["chain", "faucet", "//Bob", "1"]);
        let lock = File::open(page(&place).with_extension("lock")).expect("something was sent");
        lock.lock().expect("nobody else has it");
        met(&place, &["chain", "faucet", "//Bob", "1", "--timeout", "1"])
    }),
];
