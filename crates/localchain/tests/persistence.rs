//! A chain in a directory: closing, opening, sharing it.

mod support;

use std::{
    io::{BufRead, BufReader},
    os::unix::fs::{MetadataExt, PermissionsExt},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use codec::Encode;
use exequatur_localchain::{
    AdvanceError, CreateError, LocalChain, OpenOptions, PlacedEvent, Repair, Signer, StoreError,
    SubmitError, TxOptions, View, calls,
};
use support::*;
use tempfile::TempDir;

fn directory() -> TempDir {
    tempfile::tempdir().expect("there is room for tests")
}

fn events(chain: &LocalChain) -> Vec<PlacedEvent> {
    chain
        .contract_events(0, None)
        .map(|event| event.expect("it is readable"))
        .collect()
}

fn impatient() -> OpenOptions {
    OpenOptions {
        wait: Duration::from_millis(100),
    }
}

#[test]
fn everything_is_there_after_reopening() {
    let dir = directory();
    let mut chain = LocalChain::create(dir.path(), &genesis()).expect("the directory is empty");
    let probe = probe(&mut chain, UNIT);
    call(&mut chain, &alice(), probe, message(NOTE, 1_u32));
    call(&mut chain, &alice(), probe, message(PUT, (0_u32, 3_u32)));
    call(&mut chain, &bob(), probe, message(CLEAR, (1_u32, 1_u32)));
    call(&mut chain, &bob(), probe, message(TRAP, ()));
    chain.advance(1_000).expect("time is left");
    let before = (snapshot(&chain), chain.identity().clone(), events(&chain));
    let hashes: Vec<_> = (0..8)
        .map(|n| chain.block_hash(n).expect("it is readable"))
        .collect();
    let contract = chain.contract(probe);
    drop(chain);

    let mut chain = LocalChain::open(dir.path()).expect("it was closed");
    assert_eq!(
        (snapshot(&chain), chain.identity().clone(), events(&chain)),
        before
    );
    let again: Vec<_> = (0..8)
        .map(|n| chain.block_hash(n).expect("it is readable"))
        .collect();
    assert_eq!(again, hashes);
    assert_eq!(chain.contract(probe), contract);
    assert_eq!(
        ask(&chain, probe, message(READ, (0_u32, 3_u32))),
        2_u32.encode()
    );

    // What comes next is what would have come without the break.
    let inclusion = call(&mut chain, &alice(), probe, message(FLIP, ()));
    assert_eq!(inclusion.block_number, 7);
    let mut twin = LocalChain::in_memory(&genesis()).expect("it is possible");
    replay(&mut twin, &chain);
    assert_eq!(snapshot(&twin), snapshot(&chain));
}

/// Brings `twin` through the same blocks.
fn replay(twin: &mut LocalChain, chain: &LocalChain) {
    for number in 1..=chain.block_number() {
        let transactions = chain
            .transactions(number)
            .expect("it is readable")
            .expect("it exists");
        let time_s = chain
            .block(number)
            .expect("it is readable")
            .expect("it exists")
            .time_s;
        match transactions.get(1) {
            Some(transaction) => {
                twin.submit(transaction).expect("it was valid");
            }
            None => {
                twin.advance(time_s - twin.now_s()).expect("time is left");
            }
        }
    }
}

#[test]
fn fork_of_a_chain_on_disk_lives_in_memory() {
    let dir = directory();
    let mut chain = LocalChain::create(dir.path(), &genesis()).expect("the directory is empty");
    let probe = probe(&mut chain, 0);
    call(&mut chain, &alice(), probe, message(NOTE, 1_u32));
    let mut fork = chain.fork().expect("it is readable");
    assert_eq!(events(&fork), events(&chain));
    call(&mut fork, &alice(), probe, message(NOTE, 2_u32));
    drop((chain, fork));
    assert_eq!(
        events(&LocalChain::open(dir.path()).expect("it was closed")).len(),
        1
    );
}

#[test]
fn missing_directory_is_said_and_not_created() {
    let dir = directory();
    let missing = dir.path().join("nothing");
    let error = LocalChain::open(&missing).expect_err("there is none");
    assert!(
        matches!(&error, StoreError::Missing { dir } if *dir == missing),
        "{error}"
    );
    assert!(!missing.exists());
}

#[test]
fn directory_without_a_chain_is_said() {
    let dir = directory();
    let error = LocalChain::open(dir.path()).expect_err("it is empty");
    assert!(matches!(error, StoreError::NoChain { .. }), "{error}");
}

#[test]
fn chain_is_not_created_over_another() {
    let dir = directory();
    let chain = LocalChain::create(dir.path(), &genesis()).expect("the directory is empty");
    let before = snapshot(&chain);
    drop(chain);
    let error = LocalChain::create(dir.path(), &genesis()).expect_err("there is one");
    assert!(
        matches!(error, CreateError::Store(StoreError::AlreadyExists { .. })),
        "{error}"
    );
    assert_eq!(
        snapshot(&LocalChain::open(dir.path()).expect("it is as it was")),
        before
    );
}

#[test]
fn creation_that_was_interrupted_can_be_repeated() {
    let dir = directory();
    std::fs::write(dir.path().join("chain.log.new"), b"half a chain").expect("it is writable");
    let error = LocalChain::open(dir.path()).expect_err("it was never complete");
    assert!(matches!(error, StoreError::NoChain { .. }), "{error}");
    LocalChain::create(dir.path(), &genesis()).expect("what is left over is in nobody's way");
}

#[test]
fn second_handle_waits_and_is_told_that_the_chain_is_in_use() {
    let dir = directory();
    let chain = LocalChain::create(dir.path(), &genesis()).expect("the directory is empty");
    let start = Instant::now();
    let error = LocalChain::open_with(dir.path(), impatient()).expect_err("it is in use");
    assert!(
        matches!(error, StoreError::Locked { waited_ms: 100, .. }),
        "{error}"
    );
    assert!(start.elapsed() >= Duration::from_millis(100));
    drop(chain);
    LocalChain::open_with(dir.path(), impatient()).expect("it was released");
}

#[test]
fn second_handle_gets_the_chain_when_the_first_is_done() {
    let dir = directory();
    let mut chain = LocalChain::create(dir.path(), &genesis()).expect("the directory is empty");
    let waiting = thread::spawn({
        let dir = dir.path().to_owned();
        move || LocalChain::open(&dir).map(|chain| chain.block_number())
    });
    thread::sleep(Duration::from_millis(200));
    send_ok(&mut chain, &alice(), calls::remark(vec![]));
    drop(chain);
    assert_eq!(
        waiting
            .join()
            .expect("it does not panic")
            .expect("it was released"),
        1
    );
}

/// Enough to meet every step of writing a block several times.
const KILLS: u64 = 200;

const CHILD_DIR: &str = "LOCALCHAIN_TEST_DIR";

fn add_blocks_until_killed(dir: &std::path::Path) -> ! {
    let mut chain = LocalChain::open(dir).expect("the parent made it");
    loop {
        let transaction = chain.sign(&alice(), calls::remark(vec![7; 300]), TxOptions::default());
        let inclusion = chain.submit(&transaction).expect("it is valid");
        println!("\nsealed {}", inclusion.block_number);
    }
}

fn spawn_child(dir: &TempDir) -> std::process::Child {
    Command::new(std::env::current_exe().expect("it is running"))
        .args([
            "--exact",
            "killed_process_loses_no_block_that_it_reported",
            "--nocapture",
        ])
        .env(CHILD_DIR, dir.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("it is this program")
}

/// Reads until the child sealed a block, and returns the number.
fn sealed(lines: &mut impl Iterator<Item = std::io::Result<String>>) -> Option<u32> {
    lines
        .map_while(Result::ok)
        .find_map(|line| line.strip_prefix("sealed ")?.parse().ok())
}

/// A process that may write files of at most this many KiB meets the same error as on a full disk.
const FULL_AT_KIB: u32 = 40;

#[test]
fn full_disk_is_said_and_the_chain_is_as_it_was() {
    if let Some(dir) = std::env::var_os(FULL_DIR) {
        return fill_up(dir.as_ref());
    }
    let dir = directory();
    drop(LocalChain::create(dir.path(), &genesis()).expect("the directory is empty"));
    let name = "full_disk_is_said_and_the_chain_is_as_it_was";
    let child = Command::new("bash")
        .args([
            "-c",
            "trap '' XFSZ; ulimit -f \"$1\"; shift; exec \"$@\"",
            "bash",
        ])
        .arg(FULL_AT_KIB.to_string())
        .arg(std::env::current_exe().expect("it is running"))
        .args(["--exact", name, "--nocapture"])
        .env(FULL_DIR, dir.path())
        .output()
        .expect("there is bash");
    assert!(
        child.status.success(),
        "{}",
        String::from_utf8_lossy(&child.stdout)
    );
    let mut chain = LocalChain::open(dir.path()).expect("it is as it was");
    assert!(chain.block_number() > 3);
    send_ok(&mut chain, &alice(), calls::remark(vec![]));
}

const FULL_DIR: &str = "LOCALCHAIN_TEST_FULL_DIR";

fn fill_up(dir: &std::path::Path) {
    let mut chain = LocalChain::open(dir).expect("the parent made it");
    loop {
        let before = snapshot(&chain);
        let transaction = chain.sign(&alice(), calls::remark(vec![7; 300]), TxOptions::default());
        let Err(error) = chain.submit(&transaction) else {
            continue;
        };
        let SubmitError::Store(StoreError::DiskFull { .. }) = error else {
            panic!("{error}")
        };
        assert_eq!(snapshot(&chain), before);
        let again = chain.advance(1).map(|block| block.number);
        // An empty block may just fit; if not, the reason is the same.
        assert!(matches!(
            again,
            Ok(_) | Err(AdvanceError::Store(StoreError::DiskFull { .. }))
        ));
        return;
    }
}

#[test]
fn killed_process_loses_no_block_that_it_reported() {
    if let Some(dir) = std::env::var_os(CHILD_DIR) {
        add_blocks_until_killed(dir.as_ref());
    }
    let dir = directory();
    drop(LocalChain::create(dir.path(), &genesis()).expect("the directory is empty"));
    let (mut reported, mut repaired) = (0, 0);
    for round in 0..KILLS {
        let mut child = spawn_child(&dir);
        let mut lines = BufReader::new(child.stdout.take().expect("it is piped")).lines();
        reported = sealed(&mut lines).expect("the child goes on until it is killed");
        // Spread over the steps of writing a block, which takes a few milliseconds.
        thread::sleep(Duration::from_micros(round * 7_919 % 9_000));
        child.kill().expect("it is still running");
        child.wait().expect("it ends");
        while let Some(number) = sealed(&mut lines) {
            reported = number;
        }

        if let Err(error) = LocalChain::read_from(dir.path(), impatient()) {
            assert!(matches!(error, StoreError::Unfinished { .. }), "{error}");
            let plan = Repair::plan(dir.path(), impatient())
                .expect("it can be repaired")
                .expect("it is damaged");
            assert_eq!(plan.lost_blocks(), Some(0));
            plan.carry_out(impatient()).expect("there is room");
            repaired += 1;
        }
        let chain = LocalChain::open(dir.path()).expect("the lock dies with its holder");
        let found = chain.block_number();
        assert!(
            (reported..=reported + 1).contains(&found),
            "{found}, reported {reported}"
        );
        assert_eq!(chain.account(&alice().account()).nonce, found);
    }
    println!("{KILLS} kills, {reported} blocks, {repaired} repairs");
}

#[test]
fn chain_is_in_use_while_another_process_writes() {
    let dir = directory();
    drop(LocalChain::create(dir.path(), &genesis()).expect("the directory is empty"));
    let mut child = spawn_child(&dir);
    let mut lines = BufReader::new(child.stdout.take().expect("it is piped")).lines();
    sealed(&mut lines).expect("the child goes on until it is killed");
    let locked = LocalChain::open_with(dir.path(), impatient()).expect_err("it is in use");
    assert!(matches!(locked, StoreError::Locked { .. }), "{locked}");
    let locked = LocalChain::read_from(dir.path(), impatient()).expect_err("it is in use");
    assert!(matches!(locked, StoreError::Locked { .. }), "{locked}");
    child.kill().expect("it is still running");
    child.wait().expect("it ends");
}

#[test]
fn readers_keep_nobody_from_writing_and_see_whole_blocks_only() {
    const READERS: usize = 6;
    const BLOCKS: u32 = 40;
    let dir = directory();
    drop(LocalChain::create(dir.path(), &genesis()).expect("the directory is empty"));
    let read = || LocalChain::read_from(dir.path(), OpenOptions::default());
    let readings: Vec<u32> = thread::scope(|scope| {
        let readers: Vec<_> = (0..READERS)
            .map(|_| {
                scope.spawn(|| {
                    let (mut newest, mut readings) = (0, 0);
                    while newest < BLOCKS {
                        let chain = read().expect("the writer is quick");
                        let number = chain.block_number();
                        assert_eq!(chain.account(&alice().account()).nonce, number);
                        assert!(number >= newest, "{number} after {newest}");
                        newest = number;
                        readings += 1;
                    }
                    readings
                })
            })
            .collect();
        // One handle a block, as one command after another has it.
        for _ in 0..BLOCKS {
            let mut chain = LocalChain::open(dir.path()).expect("the readers are quick");
            send_ok(&mut chain, &alice(), calls::remark(vec![7; 300]));
        }
        let results = readers.into_iter().map(|reader| reader.join());
        results
            .map(|result| result.expect("it does not panic"))
            .collect()
    });
    println!("{READERS} readers, {BLOCKS} blocks, {readings:?} readings");
    assert_eq!(readings.len(), READERS);
}

#[test]
fn chain_that_was_read_cannot_be_written_to_and_shows_what_was_there() {
    let dir = directory();
    let mut writer = LocalChain::create(dir.path(), &genesis()).expect("the directory is empty");
    send_ok(&mut writer, &alice(), calls::remark(vec![]));
    drop(writer);
    let mut reader = LocalChain::read_from(dir.path(), impatient()).expect("it is whole");
    let before = snapshot(&reader);
    let error = reader.advance(1).expect_err("it was only read");
    assert!(
        matches!(error, AdvanceError::Store(StoreError::ReadOnly { .. })),
        "{error}"
    );
    let mut writer =
        LocalChain::open_with(dir.path(), impatient()).expect("no reader is in the way");
    writer.advance(1).expect("there is room");
    assert_eq!(snapshot(&reader), before);
    assert_eq!(writer.block_number(), 2);
}

#[test]
fn directory_that_cannot_be_written_to_is_read() {
    if let Some(dir) = std::env::var_os(READ_ONLY_DIR) {
        return read_without_permission(dir.as_ref());
    }
    let dir = directory();
    let mut chain = LocalChain::create(dir.path(), &genesis()).expect("the directory is empty");
    chain.advance(1).expect("there is room");
    drop(chain);
    let file = dir.path().join("chain.log");
    set_mode(&file, 0o444);
    set_mode(dir.path(), 0o555);
    let program = std::env::current_exe().expect("it is running");
    // No permission stops root, unless it gives that power away.
    let root = std::fs::metadata("/proc/self")
        .expect("this is Linux")
        .uid()
        == 0;
    let mut child = if root {
        let mut setpriv = Command::new("setpriv");
        setpriv
            .args(["--inh-caps=-dac_override", "--bounding-set=-dac_override"])
            .arg(program);
        setpriv
    } else {
        Command::new(program)
    };
    child
        .args(["--exact", "directory_that_cannot_be_written_to_is_read"])
        .env(READ_ONLY_DIR, dir.path());
    let output = child
        .output()
        .expect("it is this program, or setpriv of util-linux");
    set_mode(dir.path(), 0o755);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stdout)
    );
}

const READ_ONLY_DIR: &str = "LOCALCHAIN_TEST_READ_ONLY_DIR";

fn set_mode(path: &std::path::Path, mode: u32) {
    let permissions = std::fs::Permissions::from_mode(mode);
    std::fs::set_permissions(path, permissions).expect("it is ours");
}

fn read_without_permission(dir: &std::path::Path) {
    std::fs::write(dir.join("other"), b"").expect_err("the directory cannot be written to");
    let chain = LocalChain::read_from(dir, impatient()).expect("it can be read");
    assert_eq!(chain.block_number(), 1);
    let plan = Repair::plan(dir, impatient()).expect("it can be read");
    assert!(plan.is_none());
    let error = LocalChain::open_with(dir, impatient()).expect_err("it cannot be written to");
    assert!(matches!(error, StoreError::Io { .. }), "{error}");
}
