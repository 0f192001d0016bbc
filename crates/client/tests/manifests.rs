//! Manifests of exhibits.

use std::path::Path;

use exequatur_client::files::{Manifest, hash_text};
use exequatur_protocol::Address;

fn manifest() -> Manifest {
    Manifest {
        chain_id: 7,
        contract: Address([9; 20]),
        number: "C-1".to_owned(),
        title: "The \"contract\"\n\u{1b}[2J".to_owned(),
        author: String::new(),
        media_type: "application/pdf".to_owned(),
        file: "contract.pdf".to_owned(),
        size: 11,
        sha256: hash_text::sha256(b"hello world"),
    }
}

#[test]
fn content_address_is_the_usual_one() {
    // Base 32 of 01 55 12 20 and the SHA-256, as computed apart from this code.
    assert_eq!(
        manifest().cid(),
        "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e"
    );
}

#[test]
fn manifest_survives_the_round_trip_byte_for_byte() {
    let text = manifest().to_text();
    let read = Manifest::parse(Path::new("m.json"), &text).expect("what was written is read");
    assert_eq!(read, manifest());
    assert_eq!(read.hash(), hash_text::sha256(text.as_bytes()));
}

#[test]
fn content_address_of_another_document_is_refused() {
    let other = Manifest {
        sha256: [1; 32],
        ..manifest()
    };
    let text = manifest()
        .to_text()
        .replace(&manifest().cid(), &other.cid());
    let error = Manifest::parse(Path::new("m.json"), &text)
        .expect_err("it does not fit")
        .to_string();
    assert!(error.starts_with("m.json: cid: expected"), "{error}");
}

#[test]
fn endless_title_is_refused() {
    let long = Manifest {
        title: "x".repeat(401),
        ..manifest()
    };
    let error = Manifest::parse(Path::new("m.json"), &long.to_text())
        .expect_err("too long")
        .to_string();
    assert_eq!(
        error,
        "m.json: title: expected at most 400 bytes, found 401 bytes"
    );
}
