//! Signatures of this program hold for wallets.

use std::path::Path;
use std::process::Command;

use crate::case::expect;
use crate::support::Place;
use crate::wallet::{cast, libraries, path_with_programs, wallet};
use crate::{
    ALITH, ALITH_ADDRESS, BOB, CHARLIE, agreed, drafted, enforced, export, imported, polkadot_sign,
};

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
fn award_signed_here_with_an_ethereum_key_holds_for_ethers_and_cast() {
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
    let verify = [
        "verify",
        "--address",
        ALITH_ADDRESS,
        "--data",
        "--from-file",
    ];
    let verified = cast(
        place.path(),
        &[&verify[..], &["typed.json", &signature]].concat(),
    );
    assert!(verified.contains(ALITH_ADDRESS), "{verified}");
    // Deterministic (RFC 6979): the same bytes.
    assert_eq!(
        wallet(place.path(), &["ethereum-sign", ALITH, "typed.json"]),
        signature
    );
    enforced(&place);
}

/// Everything that a dossier says of signatures holds for the programs that it names. Nothing of ours is run.
#[test]
fn signatures_of_a_dossier_are_checked_by_ethers_cast_and_polkadot_js() {
    let sign = |place: &Path, file: &str, _: &str| wallet(place, &["ethereum-sign", ALITH, file]);
    let (place, escrow) = drafted(ALITH_ADDRESS, sign);
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
    enforced(&place);
    let dossier = ["dossier", &escrow, "-o", "dossier"];
    expect(&place, 10, &dossier, &["signed:    04-signatures.pdf"]);
    let folder = place.path().join("dossier");
    let sheet = std::fs::read_to_string(folder.join("04-signatures.md")).expect("it is there");
    let run = |command: &str| {
        let output = Command::new("sh")
            .args(["-c", command])
            .current_dir(&folder)
            .env("NODE_PATH", libraries().join("node_modules"))
            .env("PATH", path_with_programs())
            .output()
            .expect("there is a shell");
        String::from_utf8(output.stdout)
            .expect("text")
            .trim()
            .to_owned()
    };
    let commands = |begins: &str| -> Vec<&str> {
        let lines = sheet.lines().filter_map(|line| line.strip_prefix("    "));
        lines.filter(|line| line.starts_with(begins)).collect()
    };
    let (ethers, polkadot): (Vec<&str>, Vec<&str>) = commands("node -e ")
        .into_iter()
        .partition(|command| command.contains("ethers"));
    // The arbitrator's acceptance, order and award; the payee's consent.
    assert_eq!((ethers.len(), polkadot.len()), (3, 1), "{sheet}");
    for command in &ethers {
        assert_eq!(run(command), ALITH_ADDRESS, "{command}");
    }
    for command in &polkadot {
        assert_eq!(run(command), "sr25519 true", "{command}");
    }
    // Another digit, and they say otherwise.
    let altered = |command: &str| {
        let at = command.rfind(" 0x").expect("a signature") + 10;
        let digit = if &command[at..=at] == "0" { "1" } else { "0" };
        format!("{}{digit}{}", &command[..at], &command[at + 1..])
    };
    for command in &ethers {
        assert_ne!(run(&altered(command)), ALITH_ADDRESS, "{command}");
    }
    for command in &polkadot {
        assert_ne!(run(&altered(command)), "sr25519 true", "{command}");
    }
    let cast = commands("cast wallet verify ");
    assert_eq!(cast.len(), 3);
    for command in &cast {
        let address = format!("Address {ALITH_ADDRESS} signed this message.");
        let said = run(command);
        assert!(said.contains("Validation succeeded"), "{command}: {said}");
        assert!(said.contains(&address), "{command}: {said}");
        assert_eq!(run(&altered(command)), "", "{command}");
    }
}
