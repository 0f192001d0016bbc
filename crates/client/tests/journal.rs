//! The journal: what is on disk before anything goes out, and what is found out from it afterwards.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::time::Duration;

use exequatur_client::chain::{Call, Chain};
use exequatur_client::journal::{
    Earlier, Entry, Journal, JournalError, Outcome, Purpose, call_digest, digest, send, settle,
};
use exequatur_client::keys::KeyPair;
use exequatur_client::local::LocalChainClient;
use exequatur_client::transaction::{BlockId, Transaction};
use exequatur_protocol::{Address, Hash};
use tempfile::TempDir;

const GENESIS: [u8; 32] = [7; 32];
const ACCOUNT: [u8; 32] = [8; 32];
const AT_ONCE: Duration = Duration::ZERO;

fn journal() -> (TempDir, Journal) {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let journal = Journal::new(folder.path().join("journal"));
    (folder, journal)
}

fn transfer(value: u128) -> Call {
    Call::Transfer { to: [9; 32], value }
}

fn purpose(command: &str) -> Purpose {
    Purpose {
        what: command.to_owned(),
        command: digest(command),
        completes: true,
    }
}

fn entry(nonce: u64) -> Entry {
    let transaction = Transaction {
        account: ACCOUNT,
        nonce,
        bytes: vec![1, 2, 3],
        hash: [nonce as u8; 32],
        signed_after: BlockId {
            number: 5,
            hash: [6; 32],
        },
        valid_until: nonce.is_multiple_of(2).then_some(69),
        highest_gas_price_wei: (!nonce.is_multiple_of(2)).then_some(1_000),
        is_call: true,
    };
    let call = Call::Message {
        contract: Address([4; 20]),
        input: vec![1],
        value: 2,
    };
    Entry::new(transaction, &call, &purpose(&format!("command {nonce}")))
}

fn in_block(number: u32) -> Outcome {
    Outcome::InBlock {
        number,
        hash: [number as u8; 32],
    }
}

fn page_file(folder: &TempDir) -> PathBuf {
    let chain = folder.path().join("journal").join(hex::encode(GENESIS));
    chain.join(format!("{}.json", hex::encode(ACCOUNT)))
}

#[test]
fn page_says_tomorrow_what_was_noted_today() {
    let (folder, journal) = journal();
    let mut page = journal.lock(&GENESIS, &ACCOUNT, AT_ONCE).expect("free");
    let entries = [entry(0), entry(1), entry(2)];
    for entry in &entries {
        page.note(entry.clone()).expect("there is room");
    }
    page.settle(&[1; 32], in_block(9)).expect("there is room");
    let failed = Outcome::Failed {
        number: 10,
        reason: "Revive.OutOfGas".to_owned(),
    };
    page.settle(&[2; 32], failed).expect("there is room");
    let noted = page.entries().to_vec();
    drop(page);
    let page = journal.lock(&GENESIS, &ACCOUNT, AT_ONCE).expect("free");
    assert_eq!(page.entries(), noted);
    assert_eq!(page.entries()[0], entries[0]);
    let mode = |path: PathBuf| fs::metadata(path).expect("written").permissions().mode();
    assert_eq!(mode(page_file(&folder)) & 0o777, 0o600);
    let chain = page_file(&folder).parent().expect("a folder").to_owned();
    assert_eq!(mode(chain) & 0o777, 0o700);
}

/// What a command left, on any chain.
fn left_by(journal: &Journal, command: &str) -> Vec<(Hash, Entry)> {
    journal.left(|entry| entry.command == digest(command))
}

#[test]
fn what_was_told_is_forgotten_but_for_the_last_that_went_in() {
    let (_folder, journal) = journal();
    let mut page = journal.lock(&GENESIS, &ACCOUNT, AT_ONCE).expect("free");
    for nonce in 0..4 {
        page.note(entry(nonce)).expect("there is room");
    }
    for nonce in 0..2 {
        page.settle(&[nonce; 32], in_block(nonce.into()))
            .expect("there is room");
    }
    let never = Outcome::Never("its time is over".to_owned());
    page.settle(&[2; 32], never).expect("there is room");
    // One is still open, and nobody can have been told about it.
    page.told(|_| true).expect("there is room");
    let left: Vec<_> = page
        .entries()
        .iter()
        .map(|one| (one.transaction.nonce, one.told))
        .collect();
    assert_eq!(left, [(1, true), (3, false)]);
    assert!(left_by(&journal, "command 1").is_empty());
    assert_eq!(left_by(&journal, "command 3").len(), 1);
    assert_eq!(journal.accounts(&GENESIS).expect("whole"), [ACCOUNT]);
    assert!(journal.accounts(&[0; 32]).expect("whole").is_empty());
    // With the next one, what was told is gone.
    page.note(entry(4)).expect("there is room");
    let left: Vec<_> = page
        .entries()
        .iter()
        .map(|one| one.transaction.nonce)
        .collect();
    assert_eq!(left, [3, 4]);
}

#[test]
fn what_was_only_warned_of_stays_for_its_own_command() {
    let (_folder, journal) = journal();
    let mut page = journal.lock(&GENESIS, &ACCOUNT, AT_ONCE).expect("free");
    for nonce in 0..2 {
        page.note(entry(nonce)).expect("there is room");
        page.settle(&[nonce as u8; 32], in_block(9))
            .expect("there is room");
    }
    page.warned(|entry| entry.transaction.nonce == 0)
        .expect("there is room");
    page.told(|entry| entry.transaction.nonce == 1)
        .expect("there is room");
    page.note(entry(2)).expect("there is room");
    drop(page);
    let page = journal.lock(&GENESIS, &ACCOUNT, AT_ONCE).expect("free");
    let left: Vec<_> = page
        .entries()
        .iter()
        .map(|one| (one.transaction.nonce, one.warned))
        .collect();
    assert_eq!(left, [(0, true), (2, false)]);
    assert_eq!(left_by(&journal, "command 0").len(), 1);
}

#[test]
fn page_is_one_process_alone() {
    let (_folder, journal) = journal();
    let page = journal.lock(&GENESIS, &ACCOUNT, AT_ONCE).expect("free");
    let second = journal.lock(&GENESIS, &ACCOUNT, Duration::from_millis(120));
    assert!(
        matches!(second, Err(JournalError::Busy { .. })),
        "{second:?}"
    );
    // Others are free.
    journal.lock(&GENESIS, &[1; 32], AT_ONCE).expect("free");
    journal.lock(&[1; 32], &ACCOUNT, AT_ONCE).expect("free");
    drop(page);
    journal
        .lock(&GENESIS, &ACCOUNT, AT_ONCE)
        .expect("free again");
}

#[test]
fn every_cut_page_is_an_error_and_half_a_draft_is_none() {
    let (folder, journal) = journal();
    let mut page = journal.lock(&GENESIS, &ACCOUNT, AT_ONCE).expect("free");
    page.note(entry(0)).expect("there is room");
    drop(page);
    let file = page_file(&folder);
    let whole = fs::read(&file).expect("written");
    fs::write(file.with_extension("new"), &whole[..whole.len() / 2]).expect("ours");
    let mut page = journal.lock(&GENESIS, &ACCOUNT, AT_ONCE).expect("whole");
    page.note(entry(1)).expect("there is room");
    assert_eq!(page.entries().len(), 2);
    drop(page);
    assert!(!file.with_extension("new").exists());
    for length in 0..whole.len() - 1 {
        fs::write(&file, &whole[..length]).expect("ours");
        let found = journal.lock(&GENESIS, &ACCOUNT, AT_ONCE);
        assert!(
            matches!(found, Err(JournalError::Damaged { .. })),
            "{length}"
        );
    }
    let other = String::from_utf8(whole)
        .expect("text")
        .replace("journal 1", "journal 2");
    fs::write(&file, other).expect("ours");
    let found = journal.lock(&GENESIS, &ACCOUNT, AT_ONCE);
    let Err(JournalError::Damaged { reason, .. }) = found else {
        panic!("{found:?}");
    };
    assert!(reason.contains("exequatur journal 2"), "{reason}");
}

#[test]
fn calls_that_differ_anywhere_have_other_digests() {
    let message = |contract: u8, input: &[u8], value: u128| Call::Message {
        contract: Address([contract; 20]),
        input: input.to_vec(),
        value,
    };
    let made = |code: &[u8], input: &[u8]| Call::Instantiate {
        code: code.to_vec(),
        input: input.to_vec(),
        value: 0,
    };
    let calls = [
        message(1, b"ab", 0),
        message(2, b"ab", 0),
        message(1, b"a", 0),
        message(1, b"ab", 1),
        made(b"ab", b"c"),
        made(b"a", b"bc"),
        made(b"", b"abc"),
        transfer(0),
        transfer(1),
    ];
    let digests: std::collections::BTreeSet<_> = calls.iter().map(call_digest).collect();
    assert_eq!(digests.len(), calls.len());
    assert_eq!(call_digest(&calls[0]), call_digest(&calls[0].clone()));
}

/// What the program would find if it had been killed at each of its steps.
#[test]
fn fate_is_found_whichever_step_was_the_last() {
    let (folder, journal) = journal();
    let path = folder.path().join("chain");
    let mut chain = LocalChainClient::create(&path, 1_772_000_000).expect("a new folder");
    let alice = KeyPair::development("//Alice").expect("everybody knows it");
    let genesis = chain.identity().genesis_hash;
    let mut page = journal
        .lock(&genesis, &alice.account_id(), AT_ONCE)
        .expect("free");
    let never_asked = &mut |_: &Entry| -> bool { panic!("this chain has no pool") };
    let call = transfer(10_000_000_000);

    // Killed before it was handed over: it is not in the chain, and never will be.
    let signed = chain.sign(&alice, &call).expect("it can pay");
    page.note(Entry::new(signed.clone(), &call, &purpose("one")))
        .expect("there is room");
    let found = settle(&mut chain, &mut page, never_asked).expect("whole");
    assert!(matches!(found[..], [(_, Earlier::Never(_))]), "{found:?}");
    page.told(|_| true).expect("there is room");
    assert!(page.entries().is_empty());

    // Killed after it went in.
    page.note(Entry::new(signed.clone(), &call, &purpose("one")))
        .expect("there is room");
    let receipt = chain.deliver(&signed, false).expect("it can pay");
    let found = settle(&mut chain, &mut page, never_asked).expect("whole");
    let [(_, Earlier::Done(found))] = &found[..] else {
        panic!("{found:?}");
    };
    assert_eq!(
        (found.block, found.tx_hash),
        (receipt.block, receipt.tx_hash)
    );
    assert_eq!(found.cost, receipt.cost);
    // Killed before anybody was told: found once more, and then no longer.
    assert_eq!(
        settle(&mut chain, &mut page, never_asked)
            .expect("whole")
            .len(),
        1
    );
    page.told(|_| true).expect("there is room");
    assert!(
        settle(&mut chain, &mut page, never_asked)
            .expect("whole")
            .is_empty()
    );

    // Not killed at all.
    let mut went_in = Vec::new();
    let sent = send(
        &mut chain,
        &mut page,
        &alice,
        &call,
        &purpose("two"),
        &mut |entry, receipt| went_in.push((entry.what.clone(), receipt.block)),
    )
    .expect("it can pay");
    assert_eq!(sent.block, receipt.block + 1);
    assert_eq!(went_in, [("two".to_owned(), sent.block)]);
    let outcome = page
        .entries()
        .last()
        .and_then(|entry| entry.outcome.clone());
    let expected = Outcome::InBlock {
        number: sent.block,
        hash: sent.block_hash,
    };
    assert_eq!(outcome, Some(expected));

    // The same bytes do not go in twice.
    assert!(chain.deliver(&signed, true).is_err());
    drop(chain);
    let other = LocalChainClient::open(&path).expect("it is whole");
    assert_eq!(other.balance(&[9; 32]).expect("whole"), 20_000_000_000);
}
