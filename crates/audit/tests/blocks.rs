//! In which blocks entries are is mostly what the file says. What contradicts the proven block is found all the same.

mod support;

use codec::{Compact, Decode, Encode};
use exequatur_audit::{Export, Finding, Header, Verdict, verify};
use exequatur_protocol::Hash;
use support::Case;

/// The last entry is so many blocks before the proven one.
fn exported(blocks: u32) -> (Export, Hash) {
    let mut case = Case::disputed(1);
    case.exhibits(3);
    case.exported_after(blocks)
}

/// Another header of the same block, with the hash that belongs to it.
fn another_header(export: &mut Export, entry: usize, number: u32, parent: Hash) {
    let entry = &mut export.entries[entry];
    let rest: (Hash, Compact<u32>, Hash, Hash) =
        Decode::decode(&mut &*entry.header).expect("a header");
    let digest: Vec<u8> = vec![1];
    entry.header = (parent, Compact(number), rest.2, rest.3, digest).encode();
    let header = Header::read(&entry.header).expect("a header");
    (entry.found.block, entry.found.block_hash) = (header.number, header.hash);
}

fn parent(export: &Export, entry: usize) -> Hash {
    let header = Header::read(&export.entries[entry].header);
    header.expect("a header").parent
}

/// What is found at which entry.
fn found(export: &Export, hash: &Hash) -> (usize, &'static str) {
    let findings = verify(export, Some(hash), None).findings;
    match findings.first() {
        Some(Finding::EntrySaid { number, part, .. }) => (*number, *part),
        other => panic!("{other:?}"),
    }
}

#[test]
fn honest_blocks_are_verified_however_near_the_proven_one_is() {
    for blocks in [0, 1, 2, 5] {
        let (export, hash) = exported(blocks);
        let verification = verify(&export, Some(&hash), None);
        assert_eq!(verification.findings, [], "{blocks}");
        assert_eq!(verification.verdict(), Verdict::Verified);
    }
}

#[test]
fn entry_in_the_proven_block_at_another_time_is_found() {
    let mut case = Case::disputed(1);
    case.exhibits(3);
    case.now += 60;
    let (mut export, hash) = case.exported();
    let last = export.entries.len() - 1;
    let (header, number) = (export.block.header.clone(), export.block.number);
    let entry = &mut export.entries[last];
    (entry.header, entry.found.block, entry.found.block_hash) = (header, number, hash);
    assert_eq!(found(&export, &hash), (last, "time of the block"));
}

#[test]
fn entry_in_the_proven_block_under_another_hash_is_found() {
    let (mut export, hash) = exported(0);
    let last = export.entries.len() - 1;
    let (number, parent) = (export.block.number, parent(&export, last));
    another_header(&mut export, last, number, parent);
    assert_eq!(found(&export, &hash), (last, "block hash"));
}

#[test]
fn entry_after_the_proven_block_is_found() {
    let (mut export, hash) = exported(1);
    let last = export.entries.len() - 1;
    let (number, parent) = (export.block.number + 1, parent(&export, last));
    another_header(&mut export, last, number, parent);
    assert_eq!(found(&export, &hash), (last, "block"));
}

/// Each header has the hash of the block before, so that entries in an unbroken row of blocks up to the proven one are in the blocks that the file names.
#[test]
fn entry_in_a_block_that_the_next_one_does_not_follow_is_found() {
    let (export, hash) = exported(1);
    let count = export.entries.len();
    for entry in 0..count {
        let mut altered = export.clone();
        let (number, parent) = (altered.entries[entry].found.block, parent(&altered, entry));
        another_header(&mut altered, entry, number, parent);
        assert_eq!(found(&altered, &hash), (entry, "block hash"));
    }
    // Where nothing leads from the proven block to them, two headers can still contradict each other.
    let (mut export, hash) = exported(5);
    let number = export.entries[4].found.block;
    another_header(&mut export, 4, number, [9; 32]);
    assert_eq!(found(&export, &hash), (4, "block before its block"));
}

#[test]
fn first_entry_in_a_block_0_that_is_not_the_chains_is_found() {
    let (mut export, hash) = exported(5);
    another_header(&mut export, 0, 0, [0; 32]);
    assert_eq!(found(&export, &hash), (0, "block hash"));
}
