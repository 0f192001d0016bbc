//! Every shorter, altered or interrupted file.

use std::fs;

use super::{examine::*, *};

const VERSION: &str = "1.2.3";

fn payloads() -> Vec<Vec<u8>> {
    (0..5_u8)
        .map(|number| vec![number; usize::from(number) * 7])
        .collect()
}

/// Writes the payloads and returns the file after each of them.
fn files() -> Vec<Vec<u8>> {
    let dir = tempfile::tempdir().expect("there is room");
    let path = dir.path().join("log");
    let payloads = payloads();
    let mut log = Log::create(&path, VERSION, &payloads[0]).expect("there is room");
    let mut files = vec![fs::read(&path).expect("it is there")];
    for payload in &payloads[1..] {
        log.append(payload).expect("there is room");
        files.push(fs::read(&path).expect("it is there"));
    }
    files
}

fn read(file: &[u8]) -> Result<Vec<Vec<u8>>, StoreError> {
    let (_, payloads) = examine(Path::new("log"), file, VERSION)?;
    Ok(payloads
        .into_iter()
        .map(|range| file[range].to_vec())
        .collect())
}

#[test]
fn what_was_added_is_read_after_each_addition() {
    for (number, file) in files().iter().enumerate() {
        let found = read(file).expect("it is whole");
        assert_eq!(found, payloads()[..=number]);
    }
}

#[test]
fn every_shorter_file_is_refused_with_both_lengths() {
    let file = files().pop().expect("there are some");
    for length in 0..file.len() {
        let error = read(&file[..length]).expect_err("the end is missing");
        let StoreError::Truncated {
            expected_bytes,
            found_bytes,
            ..
        } = error
        else {
            panic!("{length}: {error}");
        };
        assert_eq!(found_bytes, length as u64);
        assert!(expected_bytes == file.len() as u64 || expected_bytes == RECORDS_AT as u64);
    }
}

#[test]
fn every_changed_bit_is_noticed_or_makes_no_difference() {
    let file = files().pop().expect("there are some");
    let used = (0..NAME_BYTES)
        .chain(1_020..1_110)
        .chain(2_040..2_130)
        .chain(4_090..file.len());
    for position in used {
        for bit in 0..8 {
            let mut changed = file.clone();
            changed[position] ^= 1 << bit;
            match read(&changed) {
                Ok(found) => {
                    assert_eq!(found, payloads(), "byte {position}");
                    assert!(
                        (NAME_BYTES..RECORDS_AT).contains(&position),
                        "byte {position}"
                    );
                }
                Err(StoreError::Corrupted {
                    expected, found, ..
                }) => {
                    assert_ne!(expected, found);
                }
                Err(StoreError::WrongVersion { .. }) => {
                    assert!(
                        (NAME.len()..NAME_BYTES).contains(&position),
                        "byte {position}"
                    );
                }
                Err(error) => panic!("byte {position}: {error}"),
            }
        }
    }
}

/// Cuts a damaged file as a repair does, and returns what is left.
fn mended(file: &[u8]) -> Vec<u8> {
    let dir = tempfile::tempdir().expect("there is room");
    let path = dir.path().join("log");
    fs::write(&path, file).expect("there is room");
    let salvage = Log::salvage(&path, file, VERSION).expect("it has records");
    let (mut log, _) = Log::open_unexamined(&path)
        .expect("it is there")
        .expect("nobody has it");
    log.cut(&salvage).expect("there is room");
    fs::read(&path).expect("it is there")
}

/// Adds a record to a file, and returns all of it.
fn added(file: &[u8], payload: &[u8]) -> Vec<u8> {
    let dir = tempfile::tempdir().expect("there is room");
    let path = dir.path().join("log");
    fs::write(&path, file).expect("there is room");
    let (mut log, _) = Log::open(&path, VERSION)
        .expect("it is whole")
        .expect("nobody has it");
    log.append(payload).expect("there is room");
    fs::read(&path).expect("it is there")
}

/// An addition writes the record, then a slot. Whatever part of that reached the disk, the file
/// holds all that was there before, and at most the new record; a part of a record goes with the next addition.
#[test]
fn interrupted_addition_is_there_or_not() {
    let files = files();
    for (number, pair) in files.windows(2).enumerate() {
        let (before, after) = (&pair[0], &pair[1]);
        for length in before.len()..=after.len() {
            let torn = [&before[..], &after[before.len()..length]].concat();
            let complete = number + usize::from(length == after.len());
            assert_eq!(
                read(&torn).expect("nothing is lost"),
                payloads()[..=complete],
                "{length} bytes"
            );
            assert_eq!(
                read(&mended(&torn)).expect("nothing is lost"),
                payloads()[..=complete]
            );
            // Added anew, whatever lies behind the end; the file is what it would have been.
            if complete == number {
                assert!(
                    added(&torn, &payloads()[number + 1]) == *after,
                    "{length} bytes"
                );
            }
            // What is no part of a record was left by somebody else, and an unreadable mark is not explained by a writer that died.
            if length > before.len() && length < after.len() && number > 0 {
                let mut strange = torn.clone();
                strange[SLOT_AT[number % 2] as usize] ^= 1;
                assert!(read(&strange).is_err(), "{length} bytes");
            }
        }
        let strange = [&after[..], &[0; LENGTH_BYTES + CHECKSUM_BYTES]].concat();
        assert!(matches!(read(&strange), Err(StoreError::Unfinished { .. })));
        let slot = SLOT_AT[(number + 1) % 2] as usize;
        for written in 0..=SLOT_BYTES {
            let mut torn = after.clone();
            torn[slot + written..slot + SLOT_BYTES]
                .copy_from_slice(&before[slot + written..slot + SLOT_BYTES]);
            assert_eq!(
                read(&torn).expect("nothing is lost"),
                payloads()[..=number + 1]
            );
        }
    }
}

#[test]
fn every_shorter_file_is_mended_up_to_its_last_whole_record() {
    let files = files();
    let file = files.last().expect("there are some");
    for length in RECORDS_AT..file.len() {
        let whole = files.iter().filter(|one| one.len() <= length).count();
        let found = read(&mended(&file[..length])).expect("it is mended");
        assert_eq!(found, payloads()[..whole], "{length} bytes");
    }
}

#[test]
fn mending_that_was_interrupted_can_be_repeated() {
    let file = files().pop().expect("there are some");
    let torn = &file[..file.len() - 3];
    let whole = mended(torn);
    let left = read(&whole).expect("it is mended");
    let mut halfway = torn.to_vec();
    for slot in SLOT_AT {
        let slot = slot as usize;
        for written in [1, 40, SLOT_BYTES] {
            halfway[slot..slot + written].copy_from_slice(&whole[slot..slot + written]);
            // As soon as no mark speaks of the record any more, the rest of it is that of a writer that died.
            if let Ok(found) = read(&halfway) {
                assert!(slot == SLOT_AT[1] as usize || written == SLOT_BYTES);
                assert_eq!(found, left);
            }
            assert!(mended(&halfway) == whole, "slot at {slot}, {written} bytes");
        }
    }
}

#[test]
fn readers_share_a_file_and_the_writer_has_it_alone() {
    let dir = tempfile::tempdir().expect("there is room");
    let path = dir.path().join("log");
    let log = Log::create(&path, VERSION, b"1").expect("there is room");
    assert!(Log::read(&path).expect("it is there").is_none());
    drop(log);
    let reader = File::open(&path).expect("it is there");
    reader.lock_shared().expect("nobody writes");
    assert!(Log::read(&path).expect("it is there").is_some());
    assert!(Log::open(&path, VERSION).expect("it is whole").is_none());
    drop(reader);
    assert!(Log::open(&path, VERSION).expect("it is whole").is_some());
}

#[test]
fn record_of_another_file_is_refused() {
    let dir = tempfile::tempdir().expect("there is room");
    let file = files().pop().expect("there are some");
    let path = dir.path().join("other");
    let mut log = Log::create(&path, VERSION, b"another beginning").expect("there is room");
    for payload in &payloads()[1..] {
        log.append(payload).expect("there is room");
    }
    let other = fs::read(&path).expect("it is there");
    // The last record with the last slots: each whole, but not of one chain.
    let last = LENGTH_BYTES + 4 * 7 + CHECKSUM_BYTES;
    let mut mixed = file.clone();
    mixed[file.len() - last..].copy_from_slice(&other[other.len() - last..]);
    let error = read(&mixed).expect_err("the checksums are of another chain");
    assert!(
        matches!(&error, StoreError::Corrupted { what, .. } if what == "block 4"),
        "{error}"
    );
}

#[test]
fn open_file_is_locked() {
    let dir = tempfile::tempdir().expect("there is room");
    let path = dir.path().join("log");
    let log = Log::create(&path, VERSION, b"1").expect("there is room");
    assert!(Log::open(&path, VERSION).expect("it is whole").is_none());
    drop(log);
    assert!(Log::open(&path, VERSION).expect("it is whole").is_some());
}
