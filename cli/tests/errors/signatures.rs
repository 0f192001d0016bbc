//! Errors of what is signed away from the chain, in files and in wallets.

use exequatur_client::keys::KeyPair;

use crate::stages::{At, DOCUMENT, NOBODY, Stages};
use crate::{Met, Provocation, met};

/// A consent that the payee signed off line.
fn consent(at: &At) {
    let accept = ["escrow", "accept", &at.escrow, "--key", "//Bob"];
    at.done(&[&accept[..], &["--sign-only", "--out", "bob.json"]].concat());
}

/// A consent goes to a wallet, and this comes back.
pub fn from_wallet(stages: &Stages, signature: &str, more: &[&str]) -> Met {
    let at = stages.opened();
    let accept = ["escrow", "accept", &at.escrow, "--eip712", "consent.json"];
    at.place.done(&accept);
    let import = ["signature", "import", "consent.json", "--signer", NOBODY];
    let given = ["--signature", signature, "--out", "signed.json"];
    met(&at.place, &[&import[..], &given, more].concat())
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

/// Ways to meet them.
pub const ALL: &[Provocation] = &[
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
    ("NoSequence", |stages| {
        let place = stages.chain();
        let sign = ["--sign-only", "--out", "r.json"];
        met(&place, &[&offline("escrow", "release")[..], &sign].concat())
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
];
