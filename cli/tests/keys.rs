//! `key`: files, names, passwords.

mod support;

use support::Place;

const PHRASE: &str = "bottom drive obey lake curtain smoke basket hold race lonely fit walk\n";

fn imported(place: &Place) {
    place.secret("phrase", PHRASE);
    place.done(&[
        "key",
        "import",
        "ada",
        "--phrase-file",
        "phrase",
        "--password-file",
        "password",
    ]);
}

#[test]
fn imported_phrase_gives_the_known_addresses() {
    let place = Place::empty();
    imported(&place);
    place.done(&[
        "key",
        "import",
        "eth",
        "--scheme",
        "ecdsa",
        "--phrase-file",
        "phrase",
        "--password-file",
        "password",
    ]);
    insta::assert_snapshot!(place.run(&["key", "list"]), @r"
    exit 0
    --- stdout
    ada              sr25519 5DfhGyQdFobKM8NsWvEeAKk5EQQgYe9AydgJ7rMB6E1EqRzV   0x35Cdb23fF7fc86E8DCcd577CA309bFEA9c978D20
    eth              ecdsa 5HYRCKHYJN9z5xUtfFkyMj4JUhsAwWyvuU8vKB1FcnYTf9ZQ   0xf24FF3a9CF04c71Dbc94D0b566f7A27B94566cac
    --- stderr
    ");
    insta::assert_snapshot!(place.run(&["key", "show", "eth"]), @r"
    exit 0
    --- stdout
    key:     eth
    scheme:  ecdsa (an Ethereum key; ss58 is its account on the chain)
    ss58:    5HYRCKHYJN9z5xUtfFkyMj4JUhsAwWyvuU8vKB1FcnYTf9ZQ
             16UiLeYcA9RTXVVQctoyVstTLKrpdpY4yxsQUTzcAsZyqewd on Polkadot Hub and its test network: the same account
    address: 0xf24FF3a9CF04c71Dbc94D0b566f7A27B94566cac
    file:    home/keys/eth.json
    --- stderr
    ");
}

#[test]
fn new_key_shows_its_phrase_on_standard_error_only() {
    let place = Place::empty();
    let output = place.output(&["key", "new", "ada", "--password-file", "password"]);
    let (stdout, stderr) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    let words = stderr
        .lines()
        .last()
        .unwrap_or_default()
        .split_whitespace()
        .collect::<Vec<_>>();
    assert_eq!(words.len(), 12, "{stderr}");
    assert!(!stdout.contains(&words.join(" ")));
    assert!(stdout.contains("sr25519"));
}

#[test]
fn no_key_is_overwritten() {
    let place = Place::empty();
    imported(&place);
    insta::assert_snapshot!(place.run(&["key", "new", "ada", "--password-file", "password"]), @r"
    exit 4
    --- stdout
    --- stderr
    error: a key named ada is in the store already
      expected: a key and a name that are new
      found:    one that is there already
      code:     KeyExists
      next:     no key is ever overwritten; choose another name
    nothing was sent
    ");
    insta::assert_snapshot!(place.run(&["key", "import", "other", "--phrase-file", "phrase", "--password-file", "password"]), @r"
    exit 4
    --- stdout
    --- stderr
    error: the key is in the store already, named ada
      expected: a key and a name that are new
      found:    one that is there already
      code:     KeyExists
      next:     no key is ever overwritten; choose another name
    nothing was sent
    ");
}

#[test]
fn missing_key_is_not_found() {
    insta::assert_snapshot!(Place::empty().run(&["key", "show", "nobody"]), @r"
    exit 3
    --- stdout
    --- stderr
    error: no key named nobody in the store
      expected: a key in the folder of keys
      found:    none
      code:     NoSuchKey
      next:     `key list` shows the keys; `key new` or `key import` adds one
    nothing was sent
    ");
}

#[test]
fn password_file_open_to_others_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::empty();
    let path = place.path().join("password");
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o644)).expect("ours");
    insta::assert_snapshot!(place.run(&["key", "new", "ada", "--password-file", "password"]), @r"
    exit 4
    --- stdout
    --- stderr
    error: password is open to others than its owner: expected mode 0600, found 0644; run: chmod 600 password
      expected: mode 0600
      found:    mode 0644
      code:     SecretFile
      next:     a file with a secret must be a short plain file that only its owner can read: chmod 600
    nothing was sent
    ");
}

#[test]
fn short_password_is_refused() {
    let place = Place::empty();
    place.secret("short", "seven77\n");
    insta::assert_snapshot!(place.run(&["key", "new", "ada", "--password-file", "short"]), @r"
    exit 4
    --- stdout
    --- stderr
    error: the password is too short for a new key: expected at least 8 characters, found 7
      expected: at least 8 characters
      found:    7
      code:     BadPassword
      next:     give the password as one line of text; a new one has at least 8 characters and is typed twice alike
    nothing was sent
    ");
}

#[test]
fn without_terminal_a_password_needs_a_source() {
    let output = Place::empty().run(&["key", "new", "ada"]);
    assert!(output.starts_with("exit 4"), "{output}");
    assert!(output.contains("NoPassword"), "{output}");
}

#[test]
fn wrong_password_sends_nothing() {
    let place = Place::with_chain();
    imported(&place);
    let ss58 = place.field("/result/ss58", &["key", "show", "ada"]);
    place.done(&["chain", "faucet", &ss58, "100"]);
    let escrow = place.funded();
    place.secret("wrong", "another password\n");
    place.done(&[
        "escrow",
        "release",
        &escrow,
        "--to-payer",
        "2.5",
        "--key",
        "//Alice",
        "--yes",
    ]);
    place.done(&[
        "escrow",
        "release",
        &escrow,
        "--to-payer",
        "2.5",
        "--key",
        "//Bob",
        "--yes",
    ]);
    let arguments = [
        "escrow",
        "withdraw",
        &escrow,
        "--owner",
        "payee",
        "--key",
        "ada",
        "--yes",
        "--password-file",
        "wrong",
    ];
    insta::assert_snapshot!(place.run(&arguments), @r"
    exit 4
    --- stdout
    --- stderr
    Pay 10 UNIT to the payee
      to 5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty = 0x41dCCBD49b26c50d34355Ed86ff0FA9E489d1e01
      Cannot be undone: a payment.
      escrow: 0x5801B439A678D9d3a68b8019dA6A4abFa507dE11
      chain:  local, id 420420420, SS58 prefix 42, genesis [hash]
      signer: ada 5DfhGyQdFobKM8NsWvEeAKk5EQQgYe9AydgJ7rMB6E1EqRzV = 0x35Cdb23fF7fc86E8DCcd577CA309bFEA9c978D20
      cost: [cost]
    error: key ada: wrong password
      expected: the password that the file was written with
      found:    another one
      code:     WrongPassword
      next:     try again
    nothing was sent
    ");
}
