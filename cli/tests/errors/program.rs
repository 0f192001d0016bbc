//! Errors of the program: command lines, keys, chains, what does not belong together.

use exequatur_client::chain::{Call, Chain};
use exequatur_client::host::NativeHost;
use exequatur_client::keys::KeyPair;
use exequatur_client::local::LocalChainClient;
use exequatur_protocol::next_head;
use serde_json::{Value, json};

use crate::stages::{At, DOCUMENT, Stages, edit};
use crate::support::{Place, words};
use crate::{Met, Provocation, case, meets, met, path_of};

const NOBODY: &str = "0x0000000000000000000000000000000000000009";

/// `terms new` with everything that it needs, and more.
fn new_terms(stages: &Stages, more: &[&str]) -> Met {
    let place = stages.chain();
    let line = "terms new other.toml --payer //Alice --payee //Bob --arbitrator //Charlie --authority //Dave \
                 --amount 1 --agreement agreement.md --law DK --language en --expiry 2026-09-01T00:00:00Z";
    let seat: &[&str] = if more.contains(&"--seat") {
        &[]
    } else {
        &["--seat", "DK-84"]
    };
    met(&place, &[&words(line)[..], seat, more].concat())
}

/// Exports a case, changes the file, and verifies it where there is no chain, beside the hash of the block.
fn audited(stages: &Stages, change: fn(&mut Value)) -> Met {
    let at = stages.disputed();
    at.place
        .done(&["audit", "export", &at.escrow, "-o", "case.json"]);
    let text = std::fs::read_to_string(at.place.path().join("case.json")).expect("written");
    let mut case: Value = serde_json::from_str(&text).expect("JSON");
    let hash = case["block"]["hash"].as_str().expect("text").to_owned();
    change(&mut case);
    case::write(&at.place, "case.json", &case.to_string());
    std::fs::remove_dir_all(at.place.path().join("home")).expect("ours");
    let verify = ["audit", "verify", "case.json", "--block-hash", &hash];
    met(&at.place, &verify)
}

fn entries(case: &mut Value) -> &mut Vec<Value> {
    case["record"].as_array_mut().expect("a list")
}

/// Notes the head of the last entry anew.
fn last_head_anew(case: &mut Value) {
    let bytes = |text: &Value| {
        let digits = text.as_str().expect("text").trim_start_matches("0x");
        hex::decode(digits).expect("digits")
    };
    let [.., before, last] = entries(case).as_mut_slice() else {
        panic!("there are entries");
    };
    let before: [u8; 32] = bytes(&before["head"]).try_into().expect("a hash");
    let head = next_head(&NativeHost, &before, &bytes(&last["entry"]));
    last["head"] = format!("0x{}", hex::encode(head)).into();
}

/// Changes the last digit of a text.
fn altered(digits: &mut Value) {
    let text = digits.as_str().expect("text");
    let (others, digit) = text.split_at(text.len() - 1);
    let other = if digit == "0" { "1" } else { "0" };
    *digits = format!("{others}{other}").into();
}

/// A consent that the payee signed off line.
fn consent(at: &At) {
    let accept = ["escrow", "accept", &at.escrow, "--key", "//Bob"];
    at.done(&[&accept[..], &["--sign-only", "--out", "bob.json"]].concat());
}

/// A consent goes to a wallet, and this comes back.
fn from_wallet(stages: &Stages, signature: &str, more: &[&str]) -> Met {
    let at = stages.opened();
    let accept = ["escrow", "accept", &at.escrow, "--eip712", "consent.json"];
    at.place.done(&accept);
    let import = ["signature", "import", "consent.json", "--signer", NOBODY];
    let given = ["--signature", signature, "--out", "signed.json"];
    met(&at.place, &[&import[..], &given, more].concat())
}

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

fn offline<'a>(noun: &'a str, verb: &'a str) -> Vec<&'a str> {
    vec![
        noun,
        verb,
        NOBODY,
        "--terms",
        "terms.toml",
        "--chain-id",
        "420420420",
        "--key",
        "//Bob",
        "--yes",
    ]
}

fn log(place: &Place) -> std::path::PathBuf {
    place.path().join("home/chain/chain.log")
}

pub const ALL: &[Provocation] = &[
    ("AmbiguousKey", |stages| {
        let place = stages.key();
        let keys = place.path().join("home/keys");
        std::fs::copy(keys.join("ada.json"), keys.join("bea.json")).expect("ours");
        let address = place.field("/result/address", &["key", "show", "ada"]);
        met(&place, &["key", "show", &address])
    }),
    ("BadAddress", |stages| {
        met(&stages.chain(), &["escrow", "status", "0x12"])
    }),
    ("BadAddress", |stages| {
        let bob = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";
        met(&stages.chain(), &["escrow", "status", bob])
    }),
    ("BadAmount", |stages| {
        met(&stages.chain(), &["chain", "faucet", "//Bob", "1,5"])
    }),
    ("BadCode", |stages| {
        new_terms(stages, &["--seat", "Copenhagen"])
    }),
    ("BadDevelopmentKey", |stages| {
        met(&stages.chain(), &["chain", "faucet", "//1"])
    }),
    ("BadKeyName", |stages| {
        met(&stages.chain(), &["key", "show", "Ada Lovelace"])
    }),
    ("BadMoment", |stages| {
        let at = stages.awarded();
        let stay = [
            "order",
            "stay",
            &at.escrow,
            "--until",
            "tomorrow",
            "--document",
            DOCUMENT,
        ];
        at.met(&[&stay[..], &["--key", "//Eve"]].concat())
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
    ("BadWalletSignature", |stages| {
        from_wallet(stages, "0x00", &[])
    }),
    ("BadWalletSignature", |stages| {
        from_wallet(stages, &format!("0x{}", "11".repeat(64)), &[])
    }),
    ("OtherSigner", |stages| {
        // Somebody's signature over something.
        let key = KeyPair::development_ethereum(0).expect("a known key");
        from_wallet(stages, &key.sign_digest(&[1; 32]).to_string(), &[])
    }),
    ("BadPeriod", |stages| {
        met(&stages.chain(), &["chain", "advance", "a month"])
    }),
    ("SecretInArguments", |_| {
        let phrase = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";
        import(&Place::empty(), &[phrase])
    }),
    ("EmptyDocument", |stages| {
        let at = stages.funded();
        case::write(&at.place, "nothing.md", "");
        let file = [
            "dispute",
            "file",
            &at.escrow,
            "nothing.md",
            "--key",
            "//Alice",
        ];
        at.met(&file)
    }),
    ("BadPhrase", |_| {
        let place = Place::empty();
        place.secret(
            "phrase",
            "twelve words that nobody ever wrote down on any piece of paper\n",
        );
        import(&place, &["--phrase-file", "phrase"])
    }),
    ("BadShare", |stages| {
        new_terms(stages, &["--fallback-to-payer", "101"])
    }),
    ("BadTribunal", |stages| {
        new_terms(stages, &["--arbitrator", "//Eve"])
    }),
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
    ("ConfirmationNeeded", |stages| {
        let at = stages.funded();
        met(&at.place, &at.release("12.5"))
    }),
    ("CountDiffers", |stages| {
        audited(stages, |case| drop(entries(case).pop()))
    }),
    ("EntryDiverges", |stages| {
        audited(stages, |case| drop(entries(case).remove(2)))
    }),
    ("HeadBreaks", |stages| {
        audited(stages, |case| altered(&mut entries(case)[2]["entry"]))
    }),
    ("HeadDiffers", |stages| {
        audited(stages, |case| {
            altered(&mut entries(case).last_mut().expect("there are entries")["entry"]);
            last_head_anew(case);
        })
    }),
    ("StateDiffers", |stages| {
        audited(stages, |case| {
            case["state"]["proof"] = json!([]);
            altered(&mut case["state"]["cell"]);
        })
    }),
    ("BalanceTooLow", |stages| {
        audited(stages, |case| {
            case["state"]["proof"] = json!([]);
            case["state"]["balance"] = "1".into();
        })
    }),
    ("ProofBroken", |stages| {
        audited(stages, |case| case["state"]["proof"] = json!([]))
    }),
    ("OtherTime", |stages| {
        audited(stages, |case| {
            entries(case)[1]["at"] = "2026-03-02T10:00:00Z".into()
        })
    }),
    ("OtherBlock", |stages| {
        audited(stages, |case| entries(case)[2]["block"] = 0.into())
    }),
    ("FileDiffers", |stages| {
        audited(stages, |case| case["block"]["number"] = 0.into())
    }),
    ("EntryDiffers", |stages| {
        audited(stages, |case| altered(&mut entries(case)[1]["block_hash"]))
    }),
    ("RecordEmpty", |stages| {
        audited(stages, |case| entries(case).clear())
    }),
    ("StrayManifest", |stages| {
        audited(stages, |case| {
            let hash = "0x2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881";
            case["manifests"] = json!([{ "sha256": hash, "text": "x" }]);
        })
    }),
    ("OtherBlockHash", |stages| {
        let at = stages.disputed();
        at.place
            .done(&["audit", "export", &at.escrow, "-o", "case.json"]);
        let hash = format!("0x{}", "7".repeat(64));
        let verify = ["audit", "verify", "case.json", "--block-hash", &hash];
        met(&at.place, &verify)
    }),
    ("Incomplete", |stages| {
        let at = stages.disputed();
        at.place
            .done(&["audit", "export", &at.escrow, "-o", "case.json"]);
        met(&at.place, &["audit", "verify", "case.json"])
    }),
    ("NoBlock", |stages| {
        let at = stages.funded();
        let export = ["audit", "export", &at.escrow, "-o", "case.json"];
        met(&at.place, &[&export[..], &["--block", "999"]].concat())
    }),
    ("NoClaimant", |stages| {
        let at = stages.funded();
        at.met(&["request", &at.escrow, "-o", "notice.md"])
    }),
    ("UnknownRules", |stages| {
        let at = stages.disputed();
        at.met(&["request", &at.escrow, "-o", "notice.md", "--rules", "AAA"])
    }),
    ("BadFileName", |stages| {
        met(&stages.chain(), &["request", NOBODY, "-o", "notice.doc"])
    }),
    ("BadBlock", |stages| {
        let at = stages.funded();
        let export = ["audit", "export", &at.escrow, "-o", "case.json"];
        met(&at.place, &[&export[..], &["--block", "newest"]].concat())
    }),
    ("BadCodeHash", |stages| {
        met(
            &stages.chain(),
            &["audit", "replay", "--all", "--code-hash", "0x12"],
        )
    }),
    ("DamagedKeyFile", |stages| {
        let place = stages.key();
        place.secret("home/keys/ada.json", "{");
        met(&place, &["key", "show", "ada"])
    }),
    ("DevelopmentKey", |_| {
        met(&Place::empty(), &["escrow", "list", "--of", "//Bob"])
    }),
    ("ExhibitDiffers", |stages| {
        let at = stages.disputed();
        let add = [
            "evidence",
            "add",
            &at.escrow,
            "agreement.md",
            "--number",
            "C-1",
            "--title",
            "The agreement",
        ];
        at.done(&[&add[..], &["--key", "//Alice"]].concat());
        case::write(&at.place, "agreement.md", "another agreement");
        met(&at.place, &["evidence", "verify", &at.escrow, "--dir", "."])
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
    ("NoChain", |_| met(&Place::empty(), &["chain", "status"])),
    ("NoContract", |stages| {
        met(&stages.chain(), &["escrow", "status", NOBODY])
    }),
    ("NoNotary", |stages| {
        let place = stages.chain();
        edit(&place, "terms.toml", "notary", "# notary");
        let open = ["escrow", "open", "terms.toml", "--key", "//Alice", "--yes"];
        let escrow = place.field("/result/escrow", &open);
        let lift = ["order", "lift", &escrow, "--document", DOCUMENT];
        met(&place, &[&lift[..], &["--key", "//Eve"]].concat())
    }),
    ("NoText", |stages| {
        let at = stages.disputed();
        let add = ["evidence", "add", &at.escrow, "agreement.md"];
        at.met(&[&add[..], &["--number", "C-1", "--title", " "]].concat())
    }),
    ("NoAmount", |stages| {
        let at = stages.funded();
        at.met(&["escrow", "settle", &at.escrow, "--key", "//Alice"])
    }),
    ("NoDryRun", |stages| {
        met(&stages.chain(), &["chain", "advance", "1h", "--dry-run"])
    }),
    ("NoKey", |stages| {
        let at = stages.funded();
        at.met(&["escrow", "release", &at.escrow, "--to-payee", "12.5"])
    }),
    ("NoPassword", |_| {
        met(&Place::empty(), &["key", "new", "ada"])
    }),
    ("NoSequence", |stages| {
        let place = stages.chain();
        let sign = ["--sign-only", "--out", "r.json"];
        met(&place, &[&offline("escrow", "release")[..], &sign].concat())
    }),
    ("NoSuchKey", |stages| {
        met(&stages.key(), &["key", "show", "bea"])
    }),
    ("NoThreshold", |stages| {
        new_terms(
            stages,
            &["--arbitrator", "//Eve", "--arbitrator", "//Ferdie"],
        )
    }),
    ("NoRole", |stages| {
        let at = stages.funded();
        let sign = ["--sign-only", "--out", "signed.json", "--key", "//Ferdie"];
        let release = ["escrow", "release", &at.escrow, "--to-payee", "1"];
        at.met(&[&release[..], &sign].concat())
    }),
    ("NotInTribunal", |stages| {
        let at = stages.awarded();
        at.met(&["award", "sign", "final.toml", "--key", "//Ferdie"])
    }),
    ("OtherAward", |stages| {
        let at = stages.disputed();
        for (name, amount) in [("a.toml", "1"), ("b.toml", "2")] {
            at.draft(
                name,
                &[
                    "--kind",
                    "final",
                    "--to-payer",
                    amount,
                    "--reasons",
                    DOCUMENT,
                ],
            );
        }
        met(&at.place, &["award", "verify", "a.toml", "b.toml"])
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
    ("OtherEscrow", |stages| {
        let at = stages.opened();
        consent(&at);
        let open = ["escrow", "open", "terms.toml", "--key", "//Alice", "--yes"];
        let other = at.place.field("/result/escrow", &open);
        at.met(&[
            "escrow",
            "accept",
            &other,
            "--signature",
            "bob.json",
            "--key",
            "//Ferdie",
        ])
    }),
    ("OtherMessage", |stages| {
        let at = stages.funded();
        let order = at.order("close", "//Charlie");
        at.done(&[&order[..], &["--sign-only", "--out", "close.json"]].concat());
        at.met(&[
            "escrow",
            "release",
            &at.escrow,
            "--signature",
            "close.json",
            "--key",
            "//Alice",
        ])
    }),
    ("OtherMessage", |stages| {
        let at = stages.opened();
        consent(&at);
        at.met(&[
            "tribunal",
            "accept",
            &at.escrow,
            "--signature",
            "bob.json",
            "--key",
            "//Alice",
        ])
    }),
    ("SecretFile", |_| {
        let place = Place::empty();
        case::write(&place, "open", "correct horse\n");
        met(&place, &["key", "new", "ada", "--password-file", "open"])
    }),
    ("TimeRunsForward", |stages| {
        met(
            &stages.chain(),
            &["chain", "advance", "2020-01-01T00:00:00Z"],
        )
    }),
    ("TooManySignatures", |stages| {
        let at = stages.opened();
        consent(&at);
        let six = ["--signature", "bob.json"].repeat(6);
        at.met(
            &[
                &["escrow", "accept", &at.escrow, "--key", "//Ferdie"][..],
                &six,
            ]
            .concat(),
        )
    }),
    ("UnsupportedKeyFile", |stages| {
        let place = stages.key();
        place.secret("other.json", "{\"version\": 99, \"crypto\": {}}");
        import(&place, &["other.json"])
    }),
    ("Usage", |stages| met(&stages.chain(), &["escrow", "close"])),
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
