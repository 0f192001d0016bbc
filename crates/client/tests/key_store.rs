//! A folder of keys.

mod support;

use exequatur_client::keys::{
    KeyFileError, KeyName, KeyPair, KeyStore, KeyStoreError, Scheme, SecretFileError, checksummed,
};
use std::fs;
use support::{PASSWORD, known_pair, mode, password, scratch, vector, write_with_mode};

fn name(text: &str) -> KeyName {
    text.parse().expect("a good name")
}

#[test]
fn keys_are_found_by_name_and_by_either_form_of_the_address() {
    let folder = scratch();
    let store = KeyStore::new(folder.path().join("new/keys"));
    assert!(store.list().expect("an empty store").keys.is_empty());
    store
        .add(
            &name("sub"),
            &known_pair(Scheme::Sr25519),
            &password(PASSWORD),
        )
        .expect("a new key");
    store
        .add(
            &name("eth"),
            &known_pair(Scheme::Ecdsa),
            &password(PASSWORD),
        )
        .expect("a new key");

    assert_eq!(mode(store.folder()), 0o700);
    assert_eq!(mode(&store.path(&name("sub"))), 0o600);
    let listing = store.list().expect("readable");
    assert!(listing.problems.is_empty());
    assert_eq!(
        listing
            .keys
            .iter()
            .map(|key| key.name.as_str())
            .collect::<Vec<_>>(),
        ["eth", "sub"]
    );

    let public = *known_pair(Scheme::Sr25519).public();
    for text in [
        "sub".to_owned(),
        public.eip55(),
        public.address().to_string(),
    ] {
        let key = store
            .load(&text)
            .unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!((key.name.as_str(), key.file.name()), ("sub", Some("sub")));
        assert_eq!(key.path, store.path(&key.name));
        assert_eq!(key.file.h160(), public.h160());
    }
    let public = *known_pair(Scheme::Ecdsa).public();
    for text in [
        "eth".to_owned(),
        public.eip55(),
        public.eip55().to_lowercase(),
    ] {
        assert_eq!(store.load(&text).expect("it is there").name.as_str(), "eth");
    }
    let unlocked = store
        .load("eth")
        .expect("there")
        .file
        .unlock(&password(PASSWORD))
        .expect("right password");
    assert_eq!(unlocked.public(), &public);
}

#[test]
fn taken_names_and_keys_are_refused_and_nothing_changes() {
    let folder = scratch();
    let store = KeyStore::new(folder.path());
    store
        .add(
            &name("a"),
            &known_pair(Scheme::Sr25519),
            &password(PASSWORD),
        )
        .expect("a new key");
    let before = fs::read(store.path(&name("a"))).expect("there");

    let other = KeyPair::development("//Bob").expect("a known path");
    let result = store.add(&name("a"), &other, &password(PASSWORD));
    assert!(
        matches!(&result, Err(KeyStoreError::NameTaken { name }) if name.as_str() == "a"),
        "{result:?}"
    );
    let result = store.add(
        &name("a"),
        &known_pair(Scheme::Sr25519),
        &password(PASSWORD),
    );
    assert!(
        matches!(&result, Err(KeyStoreError::NameTaken { .. })),
        "{result:?}"
    );
    let result = store.add(
        &name("b"),
        &known_pair(Scheme::Sr25519),
        &password(PASSWORD),
    );
    assert!(
        matches!(&result, Err(KeyStoreError::KeyTaken { name }) if name.as_str() == "a"),
        "{result:?}"
    );

    assert_eq!(fs::read(store.path(&name("a"))).expect("there"), before);
    assert_eq!(fs::read_dir(folder.path()).expect("readable").count(), 1);
}

#[test]
fn what_is_not_there_is_called_by_its_name() {
    let folder = scratch();
    let store = KeyStore::new(folder.path());
    let result = store.load("nobody");
    assert!(
        matches!(&result, Err(KeyStoreError::NoSuchName { name }) if name.as_str() == "nobody"),
        "{result:?}"
    );
    let address = known_pair(Scheme::Ecdsa).public().eip55();
    let error = store.load(&address).expect_err("an empty store");
    assert_eq!(
        error.to_string(),
        format!("no key for {address} in the store (0 files could not be read)")
    );
    let result = store.load("No Name");
    assert!(
        matches!(&result, Err(KeyStoreError::NameOrAddress { .. })),
        "{result:?}"
    );
    // A secret in the wrong place is not repeated.
    let error = store
        .load(support::SECRET)
        .expect_err("neither name nor address");
    assert!(
        !error.to_string().contains(&support::SECRET[..8]),
        "{error}"
    );
}

#[test]
fn bad_files_are_listed_as_problems_and_hide_no_other_key() {
    let folder = scratch();
    let store = KeyStore::new(folder.path());
    let file = |name: &str| folder.path().join(name);
    write_with_mode(&file("good.json"), &vector("ethers-6.json"), 0o600);
    write_with_mode(&file("exposed.json"), &vector("polkadot-12.json"), 0o644);
    write_with_mode(&file("Bad Name.json"), &vector("polkadot-12.json"), 0o600);
    write_with_mode(&file("torn.json"), b"{", 0o600);
    write_with_mode(&file(".hidden.json"), b"{", 0o600);
    write_with_mode(&file("notes.txt"), b"{", 0o600);

    let listing = store.list().expect("readable");
    assert_eq!(
        listing
            .keys
            .iter()
            .map(|key| key.name.as_str())
            .collect::<Vec<_>>(),
        ["exposed", "good"]
    );
    assert!(
        matches!(
            listing.exposed.as_slice(),
            [KeyStoreError::File { name, source: KeyFileError::File(SecretFileError::Exposed { .. }) }] if name.as_str() == "exposed"
        ),
        "{:?}",
        listing.exposed
    );
    // Who it is can be told; to be used it must be nobody else's to read, by whatever it is called.
    let by_address = checksummed(&listing.keys[0].file.h160());
    for called in ["exposed", &by_address] {
        let result = store.load(called);
        assert!(
            matches!(
                &result,
                Err(KeyStoreError::File {
                    source: KeyFileError::File(SecretFileError::Exposed { .. }),
                    ..
                })
            ),
            "{result:?}"
        );
    }
    let problems: Vec<_> = listing
        .problems
        .iter()
        .map(|(path, problem)| (path.clone(), problem))
        .collect();
    assert!(
        matches!(
            problems.as_slice(),
            [
                (bad_name, KeyStoreError::Name(_)),
                (torn, KeyStoreError::File { source: KeyFileError::NotJson, .. }),
            ] if *bad_name == file("Bad Name.json") && *torn == file("torn.json")
        ),
        "{problems:?}"
    );
    let missing = known_pair(Scheme::Sr25519).public().eip55();
    let result = store.load(&missing);
    assert!(
        matches!(
            &result,
            Err(KeyStoreError::NoSuchAddress { unreadable: 2, .. })
        ),
        "{result:?}"
    );
    let error = store.load("torn").expect_err("not JSON");
    assert_eq!(
        error.to_string(),
        "key torn: damaged key file: not a JSON object"
    );
}

#[test]
fn two_files_for_one_address_are_ambiguous() {
    let folder = scratch();
    for copy in ["first.json", "second.json"] {
        write_with_mode(&folder.path().join(copy), &vector("ethers-6.json"), 0o600);
    }
    let store = KeyStore::new(folder.path());
    let error = store
        .load(&known_pair(Scheme::Ecdsa).public().eip55())
        .expect_err("two files");
    assert!(matches!(error, KeyStoreError::Ambiguous { .. }), "{error}");
    assert!(
        error
            .to_string()
            .ends_with("expected one, found first, second"),
        "{error}"
    );
    assert!(store.load("second").is_ok());
}

#[test]
fn folder_that_is_a_file_is_an_error_with_its_path() {
    let folder = scratch();
    let file = folder.path().join("file");
    fs::write(&file, "").expect("writable");
    let store = KeyStore::new(&file);
    assert!(matches!(store.list(), Err(KeyStoreError::Folder { folder, .. }) if folder == file));
    let result = store.add(&name("a"), &known_pair(Scheme::Ecdsa), &password(PASSWORD));
    assert!(
        matches!(result, Err(KeyStoreError::Folder { .. })),
        "{result:?}"
    );
}
