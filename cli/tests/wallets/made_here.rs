//! Signatures of this program hold for wallets.

use std::path::Path;

use crate::support::Place;
use crate::wallet::wallet;
use crate::{BOB, CHARLIE, agreed, drafted, enforced, export, polkadot_sign};

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

/// The signature in the award's file.
fn signature_in_award(place: &Place) -> String {
    let award = std::fs::read_to_string(place.path().join("award.toml")).expect("it is there");
    let signature = award
        .lines()
        .find_map(|line| line.strip_prefix("signature = \""))
        .expect("a signature");
    signature.trim_end_matches('"').to_owned()
}

#[test]
fn signatures_of_this_program_hold_for_ethers_and_polkadot_js() {
    let place = agreed(ALITH_ADDRESS);
    let escrow = place.field(
        "/result/escrow",
        &["escrow", "open", "terms.toml", "--key", "//Alice", "--yes"],
    );
    imported(&place);
    let consent = ["escrow", "accept", &escrow];
    let text = export(&place, &consent, "consent.json");
    let seat = ["tribunal", "accept", &escrow, "--disclosure"];
    let seat = [&seat[..], &["disclosure.md"]].concat();
    export(&place, &seat, "seat.json");
    for (signed, key, out) in [
        (&seat[..], "eth", "eth.json"),
        (&consent[..], "//Bob", "bob.json"),
    ] {
        place.done(
            &[
                signed,
                &[
                    "--sign-only",
                    "--out",
                    out,
                    "--key",
                    key,
                    "--password-file",
                    "password",
                    "--yes",
                ],
            ]
            .concat(),
        );
    }
    let file = |name: &str| -> serde_json::Value {
        let text = std::fs::read_to_string(place.path().join(name)).expect("just written");
        serde_json::from_str(&text).expect("JSON")
    };
    let signature = |name: &str| file(name)["signature"].as_str().expect("text").to_owned();
    let eth = place.field("/result/address", &["key", "show", "eth"]);
    assert_eq!(
        wallet(
            place.path(),
            &["ethereum-verify", "seat.json", &signature("eth.json")]
        ),
        eth
    );
    // The public key comes first in the file.
    let bob = format!("0x{}", &signature("bob.json")[2 + 64..]);
    let verify = |text: &str| wallet(place.path(), &["polkadot-verify", text, &bob, BOB]);
    assert_eq!(verify(&text), "true");
    assert_eq!(verify(&text.replace("<Bytes>0x", "<Bytes>0X")), "false");
}

#[test]
fn award_signed_here_with_a_polkadot_key_holds_for_polkadot_js() {
    let (place, _) = drafted(CHARLIE, polkadot_sign);
    place.done(&["award", "sign", "award.toml", "--key", "//Charlie", "--yes"]);
    let text = place.field("/result/sr25519_text", &["award", "export", "award.toml"]);
    // The public key comes first.
    let signature = format!("0x{}", &signature_in_award(&place)[2 + 64..]);
    let verified = wallet(
        place.path(),
        &["polkadot-verify", &text, &signature, CHARLIE],
    );
    assert_eq!(verified, "true");
}

#[test]
fn award_signed_here_with_an_ethereum_key_holds_for_ethers() {
    let sign = |place: &Path, file: &str, _: &str| wallet(place, &["ethereum-sign", ALITH, file]);
    let (place, _) = drafted(ALITH_ADDRESS, sign);
    imported(&place);
    place.done(&[
        "award",
        "sign",
        "award.toml",
        "--key",
        "eth",
        "--password-file",
        "password",
        "--yes",
    ]);
    place.done(&["award", "export", "award.toml", "--out", "typed.json"]);
    let signature = signature_in_award(&place);
    assert_eq!(
        wallet(place.path(), &["ethereum-verify", "typed.json", &signature]),
        place.field("/result/address", &["key", "show", "eth"])
    );
    // Deterministic (RFC 6979): the same bytes.
    assert_eq!(
        wallet(place.path(), &["ethereum-sign", ALITH, "typed.json"]),
        signature
    );
    enforced(&place);
}
