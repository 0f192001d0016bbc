//! Replaying takes the same memory however long the record is. `EXEQUATUR_RUNS` says how long the long one is.

mod support;

use exequatur_audit::{FoundEntry, Replay};
use exequatur_protocol::{Action, Call, Entry, State};
use support::{CHAIN_ID, Case};

const SHORT: u32 = 10_000;
const LONG: u32 = 100_000;

/// The most memory that this process ever had, in KiB, as Linux counts it.
fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("this is Linux");
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let digits = line.and_then(|line| line.split_whitespace().nth(1));
    digits
        .and_then(|digits| digits.parse().ok())
        .expect("a number")
}

/// Makes exhibits one after another and replays each at once; nothing of them is kept.
fn stream(exhibits: u32) -> u32 {
    let case = Case::disputed(1);
    let mut replay = Replay::new(case.contract, CHAIN_ID);
    for found in case.found() {
        replay.push(found).expect("it is honest");
    }
    let mut made = case.state;
    for number in 0..exhibits {
        let mut document = [7; 32];
        document[..4].copy_from_slice(&number.to_le_bytes());
        let manifest = document;
        let input = Action::Exhibit { document, manifest }.to_input(&[]);
        let call = Call {
            by: case.terms.payer,
            at: case.now + number / 1_000,
            value: 0,
            contract: case.contract,
            chain_id: CHAIN_ID,
            input: &input,
        };
        let number = made.map_or(0, |state| state.entries);
        State::execute(&mut made, &exequatur_audit::NativeHost, &call).expect("it is taken");
        let entry = Entry {
            number,
            at: call.at,
            by: call.by,
            value: 0,
            input: input.clone(),
        };
        let found = FoundEntry {
            contract: case.contract,
            block: 1_000 + call.at - case.now,
            block_hash: [0; 32],
            at: call.at,
            bytes: codec::Encode::encode(&entry),
        };
        replay.push(found).expect("it is honest");
    }
    assert_eq!(replay.state(), made.as_ref());
    made.map_or(0, |state| state.entries)
}

#[test]
fn memory_does_not_grow_with_the_record() {
    let long = match std::env::var("EXEQUATUR_RUNS") {
        Ok(text) => text.parse().expect("EXEQUATUR_RUNS is a number"),
        Err(_) => LONG,
    };
    stream(SHORT);
    let before = peak_kib();
    let entries = stream(long);
    assert!(entries > long);
    let peak = peak_kib();
    let grown = peak - before;
    println!("{entries} entries: {grown} KiB more than for {SHORT}, {peak} KiB at most");
    // Less than a byte for each entry more, and some slack for the allocator.
    assert!(grown < 256, "{grown} KiB more for {entries} entries");
}
