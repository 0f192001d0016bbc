//! Files that are not as they were written: typed errors, no panic, nothing made worse; and going back to the last whole block.

mod support;

use std::{
    fs,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use exequatur_localchain::{H256, LocalChain, OpenOptions, Repair, StoreError};
use support::*;
use tempfile::TempDir;

const FILE: &str = "chain.log";

/// The file of a chain with some history, and the hashes of its blocks.
fn pristine() -> &'static (Vec<u8>, Vec<H256>) {
    static FILE_AND_HASHES: OnceLock<(Vec<u8>, Vec<H256>)> = OnceLock::new();
    FILE_AND_HASHES.get_or_init(|| {
        let dir = tempfile::tempdir().expect("there is room for tests");
        let mut chain = LocalChain::create(dir.path(), &genesis()).expect("it is empty");
        let probe = probe(&mut chain, UNIT);
        for number in 0..4_u32 {
            call(&mut chain, &alice(), probe, message(NOTE, number));
            call(
                &mut chain,
                &alice(),
                probe,
                message(PUT, (number * 10, 5_u32)),
            );
        }
        let hashes = hashes(&chain).expect("it is readable");
        drop(chain);
        (
            fs::read(dir.path().join(FILE)).expect("it is there"),
            hashes,
        )
    })
}

fn hashes(chain: &LocalChain) -> Result<Vec<H256>, StoreError> {
    (0..=chain.block_number())
        .map(|number| {
            chain.inclusions(number)?;
            Ok(chain.block_hash(number)?.expect("it exists"))
        })
        .collect()
}

fn with_file(contents: &[u8]) -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().expect("there is room for tests");
    let file = dir.path().join(FILE);
    fs::write(&file, contents).expect("it is writable");
    (dir, file)
}

/// Opens the chain and reads all of it.
fn read_all(dir: &Path) -> Result<Vec<H256>, StoreError> {
    hashes(&LocalChain::open(dir)?)
}

#[test]
fn unharmed_copy_is_read() {
    let (file, expected) = pristine();
    let (dir, _) = with_file(file);
    assert_eq!(read_all(dir.path()).expect("it is unharmed"), *expected);
}

#[test]
fn truncated_file_is_told_from_a_damaged_one() {
    let (file, _) = pristine();
    let step = file.len() / 97;
    let lengths =
        (0..file.len())
            .step_by(step)
            .chain([1, 20, 21, 63, 64, 4_095, 4_096, file.len() - 1]);
    for length in lengths {
        let (dir, path) = with_file(&file[..length]);
        let error = read_all(dir.path()).expect_err("the end is missing");
        let StoreError::Truncated {
            expected_bytes,
            found_bytes,
            ..
        } = error
        else {
            panic!("{length} of {} bytes: {error}", file.len());
        };
        assert_eq!(found_bytes, length as u64);
        assert!(expected_bytes > found_bytes);
        assert!(
            fs::read(path).expect("it is there") == file[..length],
            "it was changed"
        );
    }
}

#[test]
fn flipped_byte_is_noticed_or_was_not_in_use() {
    let (file, expected) = pristine();
    let mut noticed = 0;
    let header = (0..128)
        .chain(1_000..1_200)
        .chain(2_000..2_200)
        .chain(4_090..4_200);
    let positions = header
        .chain((4_200..file.len()).step_by(307))
        .chain([file.len() - 1]);
    for position in positions {
        let mut damaged = file.clone();
        damaged[position] ^= 0x55;
        let (dir, path) = with_file(&damaged);
        match read_all(dir.path()) {
            Ok(hashes) => assert_eq!(hashes, *expected, "byte {position}"),
            Err(
                StoreError::Corrupted { .. }
                | StoreError::Truncated { .. }
                | StoreError::WrongVersion { .. },
            ) => {
                noticed += 1;
                assert!(
                    fs::read(path).expect("it is there") == damaged,
                    "byte {position}: changed"
                );
            }
            Err(error) => panic!("byte {position}: {error}"),
        }
    }
    assert!(noticed > 100, "only {noticed}");
}

#[test]
fn file_that_is_no_chain_is_said() {
    for contents in [
        &b"a letter to the tribunal"[..],
        &[0; 100_000],
        &[0xff; 8_192],
    ] {
        let (dir, path) = with_file(contents);
        let error = read_all(dir.path()).expect_err("this is no chain");
        assert!(
            matches!(
                error,
                StoreError::Corrupted { .. } | StoreError::Truncated { .. }
            ),
            "{error}"
        );
        assert!(
            fs::read(path).expect("it is there") == contents,
            "it was changed"
        );
    }
}

#[test]
fn other_version_is_said_with_both_versions() {
    let (file, _) = pristine();
    let mut other = file.clone();
    let name = b"exequatur-localchain ";
    assert_eq!(other[..name.len()], *name);
    other[name.len()..][..5].copy_from_slice(b"2.7.1");
    let (dir, path) = with_file(&other);
    let error = read_all(dir.path()).expect_err("it is another version");
    let StoreError::WrongVersion {
        expected, found, ..
    } = &error
    else {
        panic!("{error}")
    };
    assert_eq!((&**expected, &**found), ("1.2.1", "2.7.1"));
    assert!(fs::read(path).expect("it is there") == other);
}

/// Plans a repair, carries it out, and returns the plan's figures and the backup.
fn repair(dir: &Path) -> (u32, Option<u64>, u64, PathBuf) {
    let plan = Repair::plan(dir, OpenOptions::default())
        .expect("it can be repaired")
        .expect("it is damaged");
    let figures = (plan.kept().number, plan.lost_blocks(), plan.removed_bytes());
    let backup = plan
        .carry_out(OpenOptions::default())
        .expect("there is room");
    (figures.0, figures.1, figures.2, backup)
}

#[test]
fn bytes_behind_the_end_are_refused_and_cut_off_by_a_repair() {
    let (file, expected) = pristine();
    let block_zero = &file[4_096..][..length_at(file, 4_096)];
    for rest in [&[0; 5_000][..], block_zero] {
        let longer = [&file[..], rest].concat();
        let (dir, path) = with_file(&longer);
        let error = read_all(dir.path()).expect_err("nobody knows what that is");
        assert!(
            matches!(error, StoreError::Unfinished { expected_bytes, found_bytes, .. }
                if expected_bytes == file.len() as u64 && found_bytes == longer.len() as u64),
            "{error}"
        );
        assert!(fs::read(&path).expect("it is there") == longer, "changed");

        let newest = expected.len() as u32 - 1;
        let (kept, lost, removed, backup) = repair(dir.path());
        assert_eq!((kept, lost, removed), (newest, Some(0), rest.len() as u64));
        assert!(fs::read(backup).expect("it is there") == longer);
        assert_eq!(read_all(dir.path()).expect("it is repaired"), *expected);
        let mut chain = LocalChain::open(dir.path()).expect("it is repaired");
        chain.advance(1).expect("there is room");
        let after = hashes(&chain).expect("it is readable");
        drop(chain);
        assert_eq!(read_all(dir.path()).expect("the chain is whole"), after);
    }
}

/// Whoever was killed while a block was written told nobody of it. The chain is as it was before, and goes on.
#[test]
fn part_of_a_block_behind_the_end_is_that_of_a_writer_that_died() {
    let (file, expected) = pristine();
    for rest in [&[1][..], &file[4_096..9_000]] {
        let longer = [&file[..], rest].concat();
        let (dir, path) = with_file(&longer);
        assert_eq!(read_all(dir.path()).expect("nothing is lost"), *expected);
        let plan = Repair::plan(dir.path(), OpenOptions::default()).expect("it is readable");
        assert!(plan.is_none());
        assert!(fs::read(&path).expect("it is there") == longer, "changed");
        let mut chain = LocalChain::open(dir.path()).expect("it is whole");
        chain.advance(1).expect("there is room");
        let after = hashes(&chain).expect("it is readable");
        drop(chain);
        assert_eq!(after[..expected.len()], *expected);
        assert_eq!(read_all(dir.path()).expect("the chain is whole"), after);
    }
}

#[test]
fn chain_cut_anywhere_is_repaired_up_to_its_last_whole_block() {
    let (file, expected) = pristine();
    let mut seen = std::collections::BTreeSet::new();
    let lengths = (4_200..file.len()).step_by(file.len() / 50);
    for length in lengths.chain([file.len() - 1]) {
        let (dir, path) = with_file(&file[..length]);
        let Ok(plan) = Repair::plan(dir.path(), OpenOptions::default()) else {
            assert!(length < 4_096 + length_at(file, 4_096), "block 0 is whole");
            continue;
        };
        let plan = plan.expect("it is damaged");
        let kept = plan.kept();
        assert_eq!(kept.hash, expected[kept.number as usize]);
        let blocks = expected.len() as u64 - 1;
        assert_eq!(plan.lost_blocks(), Some(blocks - u64::from(kept.number)));
        assert!(
            fs::read(&path).expect("it is there") == file[..length],
            "a plan changes nothing"
        );
        let backup = plan
            .carry_out(OpenOptions::default())
            .expect("there is room");
        assert!(fs::read(backup).expect("it is there") == file[..length]);
        let found = read_all(dir.path()).expect("it is repaired");
        assert_eq!(found, expected[..=kept.number as usize]);
        seen.insert(kept.number);
    }
    assert!(seen.len() > 5, "{seen:?}");
}

#[test]
fn second_repair_overwrites_no_backup() {
    let (file, _) = pristine();
    let (dir, path) = with_file(&file[..file.len() - 1]);
    let (_, lost, _, first) = repair(dir.path());
    assert_eq!(lost, Some(1));
    let mended = fs::read(&path).expect("it is there");
    fs::write(&path, [&mended[..], &[0; 5_000]].concat()).expect("it is writable");
    let (_, lost, _, second) = repair(dir.path());
    assert_eq!(lost, Some(0));
    assert_ne!(first, second);
    assert!(fs::read(first).expect("it is there") == file[..file.len() - 1]);
    let plan = Repair::plan(dir.path(), OpenOptions::default()).expect("it is whole");
    assert!(plan.is_none());
}

#[test]
fn what_no_repair_can_help_is_left_as_it_is() {
    let (file, _) = pristine();
    let mut no_first_block = file.clone();
    no_first_block[4_096 + 100] ^= 1;
    for contents in [
        &b"a letter to the tribunal"[..],
        &[0; 100_000],
        &no_first_block,
    ] {
        let (dir, path) = with_file(contents);
        let error = Repair::plan(dir.path(), OpenOptions::default()).expect_err("nothing is whole");
        assert!(error.is_damage(), "{error}");
        assert!(fs::read(path).expect("it is there") == contents, "changed");
    }
}

#[test]
fn repair_of_a_file_that_changed_since_is_refused() {
    let (file, _) = pristine();
    let (dir, path) = with_file(&file[..file.len() - 1]);
    let plan = Repair::plan(dir.path(), OpenOptions::default())
        .expect("it can be repaired")
        .expect("it is damaged");
    fs::write(&path, &file[..file.len() - 2]).expect("it is writable");
    let error = plan
        .carry_out(OpenOptions::default())
        .expect_err("it is another file");
    assert!(
        matches!(error, StoreError::ChangedMeanwhile { .. }),
        "{error}"
    );
    assert!(fs::read(&path).expect("it is there") == file[..file.len() - 2]);
    assert_eq!(
        fs::read_dir(dir.path()).expect("it is there").count(),
        1,
        "no backup"
    );
}

/// Length of the record at an offset, its own length and checksum included.
fn length_at(file: &[u8], offset: usize) -> usize {
    let bytes = file[offset..offset + 4].try_into().expect("these are four");
    4 + u32::from_le_bytes(bytes) as usize + 32
}

#[test]
fn one_unreadable_mark_of_the_end_is_no_loss() {
    let (file, expected) = pristine();
    for slot in [1_024, 2_048] {
        let mut damaged = file.clone();
        damaged[slot..slot + 80].fill(0);
        let (dir, _) = with_file(&damaged);
        assert_eq!(
            read_all(dir.path()).expect("the other mark is enough"),
            *expected
        );
    }
}

#[test]
fn swapped_blocks_are_noticed() {
    let (file, _) = pristine();
    let first = 4_096 + length_at(file, 4_096);
    let second = first + length_at(file, first);
    let third = second + length_at(file, second);
    let swapped = [
        &file[..first],
        &file[second..third],
        &file[first..second],
        &file[third..],
    ]
    .concat();
    let (dir, _) = with_file(&swapped);
    let error = read_all(dir.path()).expect_err("the order is another");
    let StoreError::Corrupted {
        what,
        expected,
        found,
        ..
    } = &error
    else {
        panic!("{error}")
    };
    assert_eq!(what, "block 1");
    assert_ne!(expected, found);
}
