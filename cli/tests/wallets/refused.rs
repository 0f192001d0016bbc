//! Signatures that do not fit, and exports that were altered.

use crate::case::{entries, expect, write};
use crate::support::Place;
use crate::wallet::{SECRET, address, wallet};
use crate::{CHARLIE, drafted, enforced, ethereum_sign, export, import, polkadot_sign};

#[test]
fn signature_that_does_not_fit_changes_nothing_and_says_why() {
    let (place, escrow) = drafted(&address(), ethereum_sign);
    let before = entries(&place, &escrow);
    place.done(&["award", "export", "award.toml", "--out", "typed.json"]);
    let award = std::fs::read_to_string(place.path().join("award.toml")).expect("it is there");
    let text = place.field("/result/sr25519_text", &["award", "export", "award.toml"]);
    let digest = place.field("/result/digest", &["award", "export", "award.toml"]);
    let typed = std::fs::read_to_string(place.path().join("typed.json")).expect("just written");
    write(
        &place,
        "altered.json",
        &typed.replace("\"toPayer\": \"", "\"toPayer\": \"1"),
    );
    let sign = |arguments: &[&str]| wallet(place.path(), arguments);
    let other = format!("0x{}", "11".repeat(32));
    let no_part = sign(&["polkadot-sign", "//Ferdie", &text]);
    let raw = sign(&["polkadot-sign", "//Charlie", &digest]);
    let refuse = |exit: i32, given: &[&str], parts: &[&str]| {
        let arguments = [
            &["award", "import-signature", "award.toml", "--signature"],
            given,
        ]
        .concat();
        expect(&place, exit, &arguments, parts);
        let found = std::fs::read_to_string(place.path().join("award.toml"));
        assert_eq!(found.expect("it is there"), award);
    };
    let named = format!("expected: a signature of {}", address());
    refuse(
        6,
        &[&sign(&["ethereum-sign", &other, "typed.json"])],
        &[
            "OtherSigner",
            &named,
            "found:    one of 0x19E7E376E7C213B7E7e7e46cc70A5dD086DAff2A",
        ],
    );
    refuse(
        6,
        &[&sign(&["ethereum-sign", SECRET, "altered.json"])],
        &["OtherSigner", &named, "export again"],
    );
    refuse(
        6,
        &[&sign(&["ethereum-sign-high-s", SECRET, "typed.json"])],
        &["SignatureDoesNotFit", "high s"],
    );
    refuse(
        6,
        &[
            &no_part,
            "--public",
            "5CiPPseXPECbkjWCa6MnjNokrgYjMqmKndv2rSnekmSK2DjL",
        ],
        &["OtherSigner", &named],
    );
    refuse(
        6,
        &[&raw, "--public", CHARLIE],
        &[
            "SignatureDoesNotFit",
            "the wallet signed the 32 bytes of the digest",
            "paste the whole text",
        ],
    );
    refuse(
        6,
        &[&no_part, "--public", CHARLIE],
        &["SignatureDoesNotFit", "invalid sr25519 signature"],
    );
    refuse(2, &[&no_part], &["BadWalletSignature", "--public"]);
    refuse(2, &["0x1234"], &["BadWalletSignature", "found 2"]);
    refuse(
        2,
        &["signature"],
        &["BadWalletSignature", "not hexadecimal"],
    );
    refuse(2, &[&no_part, "--public", &address()], &["BadPublicKey"]);
    refuse(3, &["@nothing.txt"], &["FileNotFound"]);
    // Nothing was lost by all this: v as some wallets write it.
    let signature = sign(&["ethereum-sign-y-parity", SECRET, "typed.json"]);
    assert!(["00", "01"].contains(&&signature[130..]), "{signature}");
    let arguments = [
        "award",
        "import-signature",
        "award.toml",
        "--signature",
        &signature,
    ];
    expect(
        &place,
        0,
        &[&arguments[..], &["--dry-run"]].concat(),
        &["nothing was written"],
    );
    expect(&place, 0, &arguments, &["signed by"]);
    assert_eq!(entries(&place, &escrow), before);
    enforced(&place);
}

#[test]
fn export_that_was_altered_is_not_imported() {
    let place = Place::with_chain();
    let escrow = place.funded();
    let release = ["escrow", "release", &escrow, "--to-payee", "2.5"];
    let text = export(&place, &release, "release.json");
    let signature = wallet(place.path(), &["polkadot-sign", "//Bob", &text]);
    let typed = std::fs::read_to_string(place.path().join("release.json")).expect("just written");
    for (from, to, exit, parts) in [
        (
            "\"Exequatur\"",
            "\"Exequatur2\"",
            2,
            ["BadField", "domain.name"],
        ),
        ("\"uint256\"", "\"uint128\"", 6, ["FieldDiffers", "types."]),
        (
            "\"toPayee\": \"",
            "\"toPayee\": \"1",
            6,
            ["SignatureDoesNotFit", "sign exactly"],
        ),
        (
            "\"primaryType\": \"Release\"",
            "\"primaryType\": \"Permit\"",
            2,
            ["BadField", "primaryType"],
        ),
        (
            "\"message\": {",
            "\"message\": {\"more\": 1,",
            2,
            ["UnknownField", "message.more"],
        ),
    ] {
        let altered = typed.replace(from, to);
        assert_ne!(altered, typed, "{from}");
        write(&place, "altered.json", &altered);
        expect(
            &place,
            exit,
            &[
                "signature",
                "import",
                "altered.json",
                "--signer",
                "//Bob",
                "--signature",
                &signature,
                "--out",
                "bob.json",
            ],
            &parts,
        );
        assert!(!place.path().join("bob.json").exists());
    }
    import(&place, "release.json", "//Bob", &signature, "bob.json");
}

#[test]
fn award_is_not_imported_as_a_signature_file() {
    let (place, _) = drafted(CHARLIE, polkadot_sign);
    place.done(&["award", "export", "award.toml", "--out", "typed.json"]);
    expect(
        &place,
        2,
        &[
            "signature",
            "import",
            "typed.json",
            "--signer",
            "//Charlie",
            "--signature",
            "0x00",
            "--out",
            "x.json",
        ],
        &["OtherMessage", "award import-signature"],
    );
}
