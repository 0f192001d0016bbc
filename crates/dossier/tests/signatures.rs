//! What was signed, as files of a dossier that others read and check.

mod support;

use std::path::Path;

use exequatur_client::files::{AwardFile, Message, SignatureFile, TypedData, hash_text};
use exequatur_client::keys::checksummed;
use exequatur_dossier::dossier::{Dossier, LIST, Status};
use exequatur_protocol::{Action, Address};
use support::cases::{contested, enforced, off_line, ruled};
use support::sheets::{ALL, made, row, text};

/// The paths in a folder.
fn folder(dossier: &Dossier, name: &str) -> Vec<String> {
    let paths = dossier.files.iter().map(|file| file.path.clone());
    paths.filter(|path| path.starts_with(name)).collect()
}

#[test]
fn everything_signed_is_in_files_that_others_check() {
    let docket = off_line();
    let dossier = made(&docket.reading(), &ALL);
    assert_eq!(
        folder(&dossier, "consents/"),
        [
            "consents/00-consent.eip712.json",
            "consents/00-consent-by-payer.signature.json",
            "consents/00-consent-by-payee.signature.json",
        ]
    );
    assert_eq!(
        folder(&dossier, "acceptances/"),
        [
            "acceptances/02-acceptance.eip712.json",
            "acceptances/02-acceptance-by-presiding-arbitrator.signature.json",
        ]
    );
    assert_eq!(
        folder(&dossier, "orders/"),
        [
            "orders/05-order-0-close.eip712.json",
            "orders/05-order-0-close-by-presiding-arbitrator.signature.json",
        ]
    );
    assert_eq!(
        folder(&dossier, "awards/"),
        [
            "awards/06-award-1.eip712.json",
            "awards/06-award-1.toml",
            "awards/07-award-2.eip712.json",
            "awards/07-award-2.toml",
        ]
    );
    assert_eq!(folder(&dossier, "splits/").len(), 3);
    let sheet = text(&dossier, "04-signatures.md");
    let list = text(&dossier, LIST);
    let steps = docket.steps();
    let mut seen = 0;
    for (number, step) in steps.iter().enumerate() {
        let of_entry = |ending: &str| -> Vec<String> {
            let part = format!("/{number:02}-");
            let paths = dossier.files.iter().map(|file| file.path.clone());
            paths
                .filter(|path| path.contains(&part) && path.ends_with(ending))
                .collect()
        };
        let typed = of_entry(".eip712.json");
        assert_eq!(typed.len(), usize::from(!step.signers.is_empty()));
        let Some(path) = typed.first() else { continue };
        let typed = TypedData::parse(Path::new(path), &text(&dossier, path)).expect("it is read");
        let expected = steps[number.saturating_sub(1)].after;
        let message = Message::of(&expected, &step.action, step.entry.at).expect("it is signed");
        assert_eq!(typed.message, message);
        assert!(
            sheet.contains(&hash_text::format(&typed.digest())),
            "{sheet}"
        );
        let signers: Vec<Address> = step.signers.iter().map(|(signer, _)| *signer).collect();
        let mut found: Vec<(Address, String)> = Vec::new();
        for path in of_entry(".signature.json") {
            let file = SignatureFile::parse(Path::new(&path), &text(&dossier, &path));
            let file = file.expect("it is read and fits");
            assert_eq!(file.digest(), typed.digest());
            found.push((file.signer, file.signature.to_string()));
        }
        for path in of_entry(".toml") {
            let file = AwardFile::parse(Path::new(&path), &text(&dossier, &path));
            let file = file.expect("it is read and fits");
            assert_eq!(file.digest(), typed.digest());
            assert!(file.lacks().is_empty(), "{:?}", file.lacks());
            assert_eq!(file.escrow.held, expected.money.held);
            assert_eq!(file.escrow.tribunal_cap, expected.money.tribunal_cap);
            let Action::Award { award } = &step.action else {
                panic!("only awards have such a file");
            };
            assert_eq!(file.award, *award);
            let signatures = file.signatures.iter();
            found.extend(signatures.map(|one| (one.signer, one.signature.to_string())));
        }
        let who: Vec<Address> = found.iter().map(|(signer, _)| *signer).collect();
        assert_eq!(who, signers, "entry {number}");
        for (signer, signature) in found {
            // Of an sr25519 key the public key stands by itself.
            let end = &signature[signature.len() - 128..];
            assert!(sheet.contains(end), "{signature}: {sheet}");
            assert!(sheet.contains(&checksummed(&signer.0)));
            seen += 1;
        }
        assert!(list.contains(&format!("  {path}\n")), "{list}");
    }
    // Two consents, an acceptance, an order, two awards, two under the split.
    assert_eq!(seen, 8);
    assert_eq!(sheet.matches("    node -e ").count(), 8);
    assert_eq!(sheet.matches("    cast wallet verify ").count(), 4);
}

#[test]
fn rows_of_consents_and_awards_lead_to_files_that_are_there() {
    let dossier = made(&off_line().reading(), &ALL);
    let there = |place: &str, path: &str| {
        assert!(place.contains(path), "{place}");
        assert_eq!(folder(&dossier, path), [path]);
    };
    let (status, place) = row(
        &dossier,
        "Both parties’ consent to the terms, which contain the clause",
    );
    assert_eq!(status, Status::Met);
    there(&place, "consents/00-consent-by-payer.signature.json");
    there(&place, "consents/00-consent-by-payee.signature.json");
    there(&place, "04-signatures.pdf");
    for (number, entry) in [(1, 6), (2, 7)] {
        let what = format!("Award {number}: signed by the arbitrators, or by most of them");
        let (status, place) = row(&dossier, &what);
        assert_eq!(status, Status::Partly);
        there(&place, &format!("awards/0{entry}-award-{number}.toml"));
        there(
            &place,
            &format!("awards/0{entry}-award-{number}.eip712.json"),
        );
    }
    // Who sent a transaction signed that, and nothing else.
    let sent = made(&enforced().reading(), &ALL);
    let (status, place) = row(
        &sent,
        "Both parties’ consent to the terms, which contain the clause",
    );
    assert_eq!(status, Status::Met);
    assert!(
        place.contains("by the transaction of entry 0 in block 1,")
            && place.contains("by the transaction of entry 1 in block 2,"),
        "{place}"
    );
    assert_eq!(folder(&sent, "consents/"), [""; 0]);
    let sheet = text(&sent, "04-signatures.md");
    assert!(sheet.contains("## Declared by sending it"), "{sheet}");
    assert!(sheet.contains("Consent to the terms, entry 1"), "{sheet}");
}

#[test]
fn each_award_of_a_contested_case_is_complete_as_a_file() {
    let dossier = made(&contested().reading(), &ALL);
    let awards = folder(&dossier, "awards/");
    let awards: Vec<_> = awards
        .iter()
        .filter(|path| path.ends_with(".toml"))
        .collect();
    assert_eq!(awards.len(), 3);
    for path in awards {
        let file = AwardFile::parse(Path::new(path), &text(&dossier, path)).expect("it is read");
        assert!(file.lacks().is_empty(), "{path}: {:?}", file.lacks());
        // Ivan sits where the terms name Grace.
        assert!(file.seats_changed(), "{path}");
    }
    // A ruling was signed by nobody.
    assert_eq!(folder(&made(&ruled().reading(), &ALL), "awards/"), [""; 0]);
}
