//! What wallets sign comes back and counts on chain; what the program signs holds for wallets. Both by the wallets' own
//! libraries.

mod case;
mod support;
mod wallet;

use std::path::Path;

use case::{draft, entries, expect, write};
use support::Place;
use wallet::{SECRET, address, wallet};

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

/// //Charlie's account.
const CHARLIE: &str = "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y";
/// //Alice's and //Bob's.
const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
const BOB: &str = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";

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
    place.done(&[
        "dispute",
        "file",
        &escrow,
        "notice.md",
        "--key",
        "//Alice",
        "--yes",
    ]);
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
        &["signed by 0x"],
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

#[test]
fn signatures_of_this_program_hold_for_ethers_and_polkadot_js() {
    let place = agreed(&address());
    let escrow = place.field(
        "/result/escrow",
        &["escrow", "open", "terms.toml", "--key", "//Alice", "--yes"],
    );
    imported(&place);
    let consent = ["escrow", "accept", &escrow];
    let text = export(&place, &consent, "typed.json");
    for (key, out) in [("eth", "eth.json"), ("//Bob", "bob.json")] {
        place.done(
            &[
                &consent[..],
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
            &["ethereum-verify", "typed.json", &signature("eth.json")]
        ),
        eth
    );
    // The public key comes first in the file.
    let bob = format!("0x{}", &signature("bob.json")[2 + 64..]);
    let verify = |text: &str| wallet(place.path(), &["polkadot-verify", text, &bob, BOB]);
    assert_eq!(verify(&text), "true");
    assert_eq!(verify(&text.replace("<Bytes>0x", "<Bytes>0X")), "false");
}

const PHRASE: &str = "bottom drive obey lake curtain smoke basket hold race lonely fit walk\n";
/// The first Ethereum key of that phrase.
const ALITH: &str = "0x5fb92d6e98884f76de468fa3f6278f8807c48bebc13595d45af5bdc4da702133";

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
    let (place, _) = drafted("0xf24FF3a9CF04c71Dbc94D0b566f7A27B94566cac", sign);
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
