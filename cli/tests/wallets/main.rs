//! What wallets sign comes back and counts on chain; what the program signs holds for wallets. Both by the wallets' own
//! libraries and programs.

#[path = "../case/mod.rs"]
mod case;
mod made_here;
mod made_in_wallets;
mod refused;
#[path = "../support/mod.rs"]
mod support;
#[path = "../wallet/mod.rs"]
mod wallet;

use std::path::Path;

use case::{draft, expect, file, write};
use support::Place;
use wallet::{SECRET, cast, wallet};

/// //Charlie's account.
const CHARLIE: &str = "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y";
/// //Alice's and //Bob's.
const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
const BOB: &str = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";

const PHRASE: &str = "bottom drive obey lake curtain smoke basket hold race lonely fit walk\n";
/// The first Ethereum key of that phrase.
const ALITH: &str = "0x5fb92d6e98884f76de468fa3f6278f8807c48bebc13595d45af5bdc4da702133";
const ALITH_ADDRESS: &str = "0xf24FF3a9CF04c71Dbc94D0b566f7A27B94566cac";

/// Takes over the key, under the name `eth`.
fn imported(place: &Place) {
    place.secret("secret-phrase", PHRASE);
    place.done(&[
        "key",
        "import",
        "eth",
        "--scheme",
        "ecdsa",
        "--phrase-file",
        "secret-phrase",
        "--password-file",
        "password",
    ]);
}

/// A chain, papers, and terms between //Alice and //Bob before an arbitrator of one's choice.
fn agreed(arbitrator: &str) -> Place {
    let place = Place::with_chain();
    for name in ["disclosure.md", "notice.md", "award.md", "reasons.md"] {
        write(&place, name, name);
    }
    place.terms();
    let terms = std::fs::read_to_string(place.path().join("terms.toml")).expect("just written");
    let charlie = place.field("/result/tribunal/0", &["terms", "show", "terms.toml"]);
    let line = terms
        .lines()
        .find(|line| line.starts_with("arbitrators"))
        .expect("a list of arbitrators");
    write(
        &place,
        "terms.toml",
        &terms.replace(line, &format!("arbitrators = [\"{arbitrator}\"]")),
    );
    let found = place.field("/result/tribunal/0", &["terms", "show", "terms.toml"]);
    assert_eq!(found == charlie, arbitrator == CHARLIE);
    place
}

/// Writes what is to be signed, checks that ethers makes the same digest of it, and answers with the text for polkadot-js.
fn export(place: &Place, command: &[&str], file: &str) -> String {
    let printed = place.done(&[command, &["--eip712", file, "--json"]].concat());
    let document: serde_json::Value = serde_json::from_str(&printed).expect("one JSON document");
    let field = |name: &str| {
        let value = document["result"][name].as_str();
        value
            .unwrap_or_else(|| panic!("no {name} in {printed}"))
            .to_owned()
    };
    assert_eq!(
        wallet(place.path(), &["ethereum-digest", file]),
        field("digest")
    );
    field("sr25519_text")
}

fn import(place: &Place, file: &str, signer: &str, signature: &str, out: &str) {
    place.done(&[
        "signature",
        "import",
        file,
        "--signer",
        signer,
        "--signature",
        signature,
        "--out",
        out,
    ]);
}

/// From the terms to an award that nobody signed yet. Consent, acceptance and closing order are signed in wallets: the payee's in
/// polkadot-js, the arbitrator's by `sign`, which gets the export and the text for Polkadot wallets.
fn drafted(arbitrator: &str, sign: impl Fn(&Path, &str, &str) -> String) -> (Place, String) {
    let place = agreed(arbitrator);
    let escrow = place.field(
        "/result/escrow",
        &[
            "escrow",
            "open",
            "terms.toml",
            "--predict",
            "--key",
            "//Alice",
        ],
    );
    let away = ["--terms", "terms.toml", "--chain-id", "420420420"];
    let consent = [&["escrow", "accept", &escrow], &away[..]].concat();
    let text = export(&place, &consent, "consent.json");
    let signature = wallet(place.path(), &["polkadot-sign", "//Bob", &text]);
    import(&place, "consent.json", BOB, &signature, "consent.signed");
    let opened = place.field(
        "/result/escrow",
        &[
            "escrow",
            "open",
            "terms.toml",
            "--signature",
            "consent.signed",
            "--fund",
            "--key",
            "//Alice",
            "--yes",
        ],
    );
    assert_eq!(opened, escrow);

    let accept = [
        "tribunal",
        "accept",
        &escrow,
        "--disclosure",
        "disclosure.md",
    ];
    let text = export(&place, &[&accept[..], &away].concat(), "accept.json");
    let signature = sign(place.path(), "accept.json", &text);
    import(
        &place,
        "accept.json",
        arbitrator,
        &signature,
        "accept.signed",
    );
    place.done(&[
        "tribunal",
        "accept",
        &escrow,
        "--signature",
        "accept.signed",
        "--key",
        "//Bob",
        "--yes",
    ]);
    file(&place, &escrow);
    place.done(&["dispute", "acknowledge", &escrow, "--key", "//Bob", "--yes"]);

    let close = ["order", "close", &escrow, "--document", "notice.md"];
    let text = export(&place, &close, "close.json");
    let signature = sign(place.path(), "close.json", &text);
    import(&place, "close.json", arbitrator, &signature, "close.signed");
    place.done(&[
        "order",
        "close",
        &escrow,
        "--signature",
        "close.signed",
        "--key",
        "//Bob",
        "--yes",
    ]);
    draft(&place, &escrow);
    (place, escrow)
}

fn ethereum_sign(place: &Path, file: &str, _: &str) -> String {
    wallet(place, &["ethereum-sign", SECRET, file])
}

fn cast_sign(place: &Path, file: &str, _: &str) -> String {
    let sign = ["sign", "--private-key", ALITH, "--data", "--from-file"];
    cast(place, &[&sign[..], &[file]].concat())
}

fn polkadot_sign(place: &Path, _: &str, text: &str) -> String {
    wallet(place, &["polkadot-sign", "//Charlie", text])
}

fn enforced(place: &Place) {
    expect(
        place,
        0,
        &["award", "verify", "award.toml", "--complete"],
        &["complete: yes"],
    );
    expect(
        place,
        0,
        &[
            "award",
            "enforce",
            "award.toml",
            "--key",
            "//Ferdie",
            "--yes",
        ],
        &["status: awarded"],
    );
}
