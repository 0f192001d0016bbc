//! Errors of keys, passwords, recovery phrases and their files.

use crate::signatures::from_wallet;
use crate::stages::NOBODY;
use crate::support::Place;
use crate::{Met, Provocation, case, met};

fn import(place: &Place, more: &[&str]) -> Met {
    met(
        place,
        &[
            &["key", "import", "bea", "--password-file", "password"],
            more,
        ]
        .concat(),
    )
}

/// Ways to meet them.
pub const ALL: &[Provocation] = &[
    ("AmbiguousKey", |stages| {
        let place = stages.key();
        let keys = place.path().join("home/keys");
        std::fs::copy(keys.join("ada.json"), keys.join("bea.json")).expect("ours");
        let address = place.field("/result/address", &["key", "show", "ada"]);
        met(&place, &["key", "show", &address])
    }),
    ("BadDevelopmentKey", |stages| {
        met(&stages.chain(), &["chain", "faucet", "//1"])
    }),
    ("BadKeyName", |stages| {
        met(&stages.chain(), &["key", "show", "Ada Lovelace"])
    }),
    ("BadPassword", |_| {
        let place = Place::empty();
        place.secret("password", "short\n");
        met(
            &place,
            &["key", "new", "ada", "--password-file", "password"],
        )
    }),
    ("BadPublicKey", |stages| {
        from_wallet(stages, "0x00", &["--public", NOBODY])
    }),
    ("SecretInArguments", |_| {
        let phrase = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";
        import(&Place::empty(), &[phrase])
    }),
    ("BadPhrase", |_| {
        let place = Place::empty();
        place.secret(
            "phrase",
            "twelve words that nobody ever wrote down on any piece of paper\n",
        );
        import(&place, &["--phrase-file", "phrase"])
    }),
    ("DamagedKeyFile", |stages| {
        let place = stages.key();
        place.secret("home/keys/ada.json", "{");
        met(&place, &["key", "show", "ada"])
    }),
    ("DevelopmentKey", |_| {
        met(&Place::empty(), &["escrow", "list", "--of", "//Bob"])
    }),
    ("KeyExists", |stages| {
        met(
            &stages.key(),
            &["key", "new", "ada", "--password-file", "password"],
        )
    }),
    ("KeyFolder", |_| {
        let place = Place::empty();
        std::fs::create_dir(place.path().join("home")).expect("ours");
        case::write(&place, "home/keys", "a file");
        met(&place, &["key", "list"])
    }),
    ("NoKey", |stages| {
        let at = stages.funded();
        at.met(&["escrow", "release", &at.escrow, "--to-payee", "12.5"])
    }),
    ("NoPassword", |_| {
        met(&Place::empty(), &["key", "new", "ada"])
    }),
    ("NoSuchKey", |stages| {
        met(&stages.key(), &["key", "show", "bea"])
    }),
    ("SecretFile", |_| {
        let place = Place::empty();
        case::write(&place, "open", "correct horse\n");
        met(&place, &["key", "new", "ada", "--password-file", "open"])
    }),
    ("UnsupportedKeyFile", |stages| {
        let place = stages.key();
        place.secret("other.json", "{\"version\": 99, \"crypto\": {}}");
        import(&place, &["other.json"])
    }),
    ("WrongPassword", |stages| {
        let place = stages.key();
        place.secret("wrong", "another sentence\n");
        place.done(&["chain", "init"]);
        place.done(&["chain", "faucet", "ada", "5"]);
        let give = [
            "chain",
            "faucet",
            "//Bob",
            "1",
            "--key",
            "ada",
            "--password-file",
            "wrong",
        ];
        met(&place, &give)
    }),
];
