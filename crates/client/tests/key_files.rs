//! Encrypted key files: those of wallets open here, ours are whole, private and never overwritten.

mod support;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use exequatur_client::keys::{KeyFile, KeyFileError, Scheme, SecretFileError};
use serde_json::Value;
use std::fs;
use support::{
    PASSWORD, SECRET, known_pair, mode, password, scratch, sealed, text, vector, vector_path,
    vectors, write_with_mode,
};

const SCHEMES: [Scheme; 2] = [Scheme::Sr25519, Scheme::Ecdsa];

#[test]
fn files_written_by_wallets_open() {
    let files = vectors("key-files.json");
    assert!(files.len() >= 6, "found {} vectors", files.len());
    for vector_facts in files {
        let name = text(&vector_facts, "file");
        let file = KeyFile::parse(&vector(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        // Without the password:
        assert_eq!(file.address().to_string(), text(&vector_facts, "address"));
        let (scheme, shown_name) = match name.starts_with("polkadot") {
            true => (Scheme::Sr25519, Some("Vector")),
            false => (Scheme::Ecdsa, None),
        };
        assert_eq!((file.scheme(), file.name()), (scheme, shown_name));
        // With it:
        let pair = file
            .unlock(&password(text(&vector_facts, "password")))
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(
            pair.public().address().to_string(),
            text(&vector_facts, "address")
        );
    }
}

#[test]
fn files_of_ours_open_again() {
    for scheme in SCHEMES {
        let folder = scratch();
        let path = folder.path().join("key.json");
        sealed(scheme).create(&path).expect("a new file");
        let file = KeyFile::read(&path).expect("a file of ours");
        assert_eq!(file.name(), Some("case-7"));
        assert_eq!(file.scheme(), scheme);
        assert_eq!(file.address(), known_pair(scheme).public().address());
        let pair = file
            .unlock(&password(PASSWORD))
            .expect("the right password");
        assert_eq!(pair.public(), known_pair(scheme).public());
        assert!(!file.to_json().contains(&SECRET[..8]));
        // Written again, nothing is lost.
        assert_eq!(
            KeyFile::parse(file.to_json().as_bytes()).expect("a file of ours"),
            file
        );
    }
}

#[test]
fn password_may_have_any_characters() {
    for scheme in SCHEMES {
        let odd = "o\u{FB03}ce \u{1F512} cafe\u{301} \u{2116}";
        let file = KeyFile::seal(&known_pair(scheme), "a", &password(odd)).expect("randomness");
        assert!(file.unlock(&password(odd)).is_ok());
    }
}

#[test]
fn wrong_password_is_called_that() {
    for scheme in SCHEMES {
        for wrong in [
            "correct horse battery stapl",
            "Correct horse battery staple",
            " ",
        ] {
            let result = sealed(scheme).unlock(&password(wrong));
            assert!(
                matches!(result, Err(KeyFileError::WrongPassword)),
                "{result:?}"
            );
        }
    }
}

#[test]
fn new_files_are_private_and_leave_no_draft() {
    let folder = scratch();
    let path = folder.path().join("key.json");
    sealed(Scheme::Sr25519).create(&path).expect("a new file");
    assert_eq!(mode(&path), 0o600);
    let names: Vec<_> = fs::read_dir(folder.path())
        .expect("ours")
        .map(|entry| entry.expect("ours").file_name())
        .collect();
    assert_eq!(names, ["key.json"]);
}

#[test]
fn existing_file_is_not_overwritten() {
    let folder = scratch();
    let path = folder.path().join("key.json");
    fs::write(&path, "something precious").expect("writable");
    let result = sealed(Scheme::Ecdsa).create(&path);
    assert!(
        matches!(result, Err(SecretFileError::Exists { .. })),
        "{result:?}"
    );
    assert_eq!(
        fs::read_to_string(&path).expect("still there"),
        "something precious"
    );
    assert_eq!(
        fs::read_dir(folder.path()).expect("ours").count(),
        1,
        "no draft is left"
    );
    // A dangling link is something, too.
    let link = folder.path().join("link.json");
    std::os::unix::fs::symlink("nowhere", &link).expect("writable");
    let result = sealed(Scheme::Ecdsa).create(&link);
    assert!(
        matches!(result, Err(SecretFileError::Exists { .. })),
        "{result:?}"
    );
}

#[test]
fn file_open_to_others_is_refused_with_the_command_that_mends_it() {
    let folder = scratch();
    let path = folder.path().join("my key.json");
    for bad in [0o644, 0o640, 0o604, 0o620, 0o602, 0o610, 0o601, 0o666] {
        write_with_mode(&path, &vector("ethers-6.json"), bad);
        let error = KeyFile::read(&path).expect_err("open to others");
        assert!(
            matches!(&error, KeyFileError::File(SecretFileError::Exposed { found_mode, .. }) if *found_mode == bad),
            "{error}"
        );
        let command = format!("run: chmod 600 '{}'", path.display());
        assert!(error.to_string().ends_with(&command), "{error}");
    }
    for good in [0o600, 0o400] {
        write_with_mode(
            &folder.path().join(format!("{good}.json")),
            &vector("ethers-6.json"),
            good,
        );
        assert!(KeyFile::read(&folder.path().join(format!("{good}.json"))).is_ok());
    }
}

#[test]
fn missing_huge_and_irregular_files_have_their_own_errors() {
    let folder = scratch();
    let missing = KeyFile::read(&folder.path().join("missing.json"));
    assert!(
        matches!(missing, Err(KeyFileError::File(SecretFileError::Io { .. }))),
        "{missing:?}"
    );
    let irregular = KeyFile::read(folder.path());
    assert!(
        matches!(
            irregular,
            Err(KeyFileError::File(SecretFileError::NotAFile { .. }))
        ),
        "{irregular:?}"
    );
    let huge = folder.path().join("huge.json");
    write_with_mode(&huge, &vec![b' '; 70_000], 0o600);
    let huge = KeyFile::read(&huge);
    assert!(
        matches!(
            huge,
            Err(KeyFileError::File(SecretFileError::TooLong {
                limit_bytes: 65_536,
                found_bytes: 70_000,
                ..
            }))
        ),
        "{huge:?}"
    );
}

/// Slow enough for whoever guesses passwords, and no slower than a person waits: about a tenth and a fifth of a second.
#[test]
fn derivations_have_the_costs_that_wallets_choose() {
    let file = |scheme| -> Value { serde_json::from_str(&sealed(scheme).to_json()).expect("JSON") };
    let polkadot = file(Scheme::Sr25519);
    let encoded = polkadot["encoded"].as_str().expect("text");
    let encoded = STANDARD.decode(encoded).expect("base64");
    // After the salt: n, p, r, each in four bytes, the lowest first.
    let number = |at: usize| {
        let bytes = encoded[at..at + 4].try_into().expect("four");
        u32::from_le_bytes(bytes)
    };
    assert_eq!((number(32), number(36), number(40)), (1 << 15, 1, 8));
    let ethereum = file(Scheme::Ecdsa);
    let cost = &ethereum["crypto"]["kdfparams"];
    let parts = ["n", "p", "r"].map(|part| cost[part].as_u64());
    assert_eq!(parts, [Some(1 << 16), Some(1), Some(8)]);
}

#[test]
fn vectors_of_the_list_are_all_there() {
    let listed: Vec<String> = vectors("key-files.json")
        .iter()
        .map(|facts| text(facts, "file").to_owned())
        .collect();
    for entry in fs::read_dir(vector_path("")).expect("the folder") {
        let name = entry
            .expect("an entry")
            .file_name()
            .into_string()
            .expect("ASCII");
        if name.starts_with("polkadot-") || name.starts_with("ethers-") {
            assert!(listed.contains(&name), "{name} is tested by nothing");
        }
    }
}
