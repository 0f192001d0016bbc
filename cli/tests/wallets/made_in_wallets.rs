//! Signatures of wallets count on chain.

use crate::case::{expect, write};
use crate::support::Place;
use crate::wallet::{SECRET, address, cast, wallet};
use crate::{
    ALICE, ALITH, ALITH_ADDRESS, BOB, CHARLIE, cast_sign, drafted, enforced, ethereum_sign, export,
    import, imported, polkadot_sign,
};

#[test]
fn award_signed_by_ethers_is_enforced() {
    let (place, _) = drafted(&address(), ethereum_sign);
    expect(
        &place,
        0,
        &["award", "export", "award.toml", "--out", "typed.json"],
        &[
            "6.5 UNIT to the payee",
            "cast wallet sign --data --from-file typed.json",
            "next:   `award import-signature award.toml --signature 0x…`",
            "written: typed.json",
        ],
    );
    let printed = place.done(&["award", "export", "award.toml"]);
    let written = std::fs::read_to_string(place.path().join("typed.json")).expect("just written");
    assert_eq!(printed, written);
    let digest = place.field("/result/digest", &["award", "export", "award.toml"]);
    assert_eq!(
        wallet(place.path(), &["ethereum-digest", "typed.json"]),
        digest
    );
    let field = |name| place.field(name, &["award", "export", "award.toml"]);
    assert_eq!(
        wallet(place.path(), &["ethereum-hashes", "typed.json"]),
        format!(
            "{} {}",
            field("/result/domain_hash"),
            field("/result/message_hash")
        )
    );
    let signature = wallet(place.path(), &["ethereum-sign", SECRET, "typed.json"]);
    write(&place, "signature.txt", &format!("{signature}\n"));
    let arguments = [
        "award",
        "import-signature",
        "award.toml",
        "--signature",
        "@signature.txt",
    ];
    expect(
        &place,
        0,
        &arguments,
        &[&format!("signed by {}", address())],
    );
    // A second time nothing changes.
    let signed = std::fs::read_to_string(place.path().join("award.toml")).expect("it is there");
    expect(&place, 0, &arguments, &["signed this award before"]);
    assert_eq!(
        std::fs::read_to_string(place.path().join("award.toml")).expect("it is there"),
        signed
    );
    enforced(&place);
}

/// Acceptance and order with the bare key, the award with a key file of this program.
#[test]
fn award_signed_by_cast_is_enforced() {
    let (place, _) = drafted(ALITH_ADDRESS, cast_sign);
    imported(&place);
    place.done(&["award", "export", "award.toml", "--out", "typed.json"]);
    let sign = ["sign", "--data", "--from-file", "typed.json"];
    let with = [
        "--keystore",
        "home/keys/eth.json",
        "--password-file",
        "password",
    ];
    let signature = cast(place.path(), &[&sign[..], &with].concat());
    // Deterministic (RFC 6979): what ethers signs.
    assert_eq!(
        wallet(place.path(), &["ethereum-sign", ALITH, "typed.json"]),
        signature
    );
    let import = ["award", "import-signature", "award.toml", "--signature"];
    expect(
        &place,
        0,
        &[&import[..], &[&signature]].concat(),
        &[&format!("= {ALITH_ADDRESS}: award.toml")],
    );
    enforced(&place);
}

#[test]
fn award_signed_by_polkadot_js_is_enforced() {
    let (place, _) = drafted(CHARLIE, polkadot_sign);
    let text = place.field("/result/sr25519_text", &["award", "export", "award.toml"]);
    let signature = wallet(
        place.path(),
        &["polkadot-sign-with-type", "//Charlie", &text],
    );
    assert_eq!(signature.len(), 2 + 2 * 65);
    expect(
        &place,
        0,
        &[
            "award",
            "import-signature",
            "award.toml",
            "--signature",
            &signature,
            "--public",
            CHARLIE,
        ],
        &[&format!("signed by {CHARLIE} = 0x")],
    );
    enforced(&place);
}

#[test]
fn release_signed_in_two_wallets_is_executed() {
    let place = Place::with_chain();
    let escrow = place.funded();
    let release = ["escrow", "release", &escrow, "--to-payee", "2.5"];
    let text = export(&place, &release, "release.json");
    for (uri, account, file) in [("//Alice", ALICE, "alice"), ("//Bob", BOB, "bob")] {
        let signature = wallet(place.path(), &["polkadot-sign", uri, &text]);
        import(&place, "release.json", account, &signature, file);
    }
    expect(
        &place,
        0,
        &[
            "escrow",
            "release",
            &escrow,
            "--to-payee",
            "2.5",
            "--signature",
            "alice",
            "--signature",
            "bob",
            "--pay",
            "--key",
            "//Ferdie",
            "--yes",
        ],
        &["status: closed"],
    );
}
