//! Exports that somebody altered: every one is found, at the right entry. `EXEQUATUR_RUNS` says how many.

mod support;

use exequatur_audit::{Export, NativeHost, Verdict, Verification, verify};
use exequatur_protocol::{Hash, next_head};
use support::{Case, Dice};

const RUNS: usize = 10_000;

fn runs() -> usize {
    match std::env::var("EXEQUATUR_RUNS") {
        Ok(text) => text.parse().expect("EXEQUATUR_RUNS is a number"),
        Err(_) => RUNS,
    }
}

/// Records of different lengths, in different states.
fn honest() -> Vec<(Export, Hash)> {
    let cases = (0..8u8).map(|number| {
        let mut case = Case::disputed(number + 1);
        case.exhibits(u32::from(number) + 1);
        case.interim_awards(number % 3);
        if number % 2 == 0 {
            case.ends();
        }
        case.exported()
    });
    cases.collect()
}

fn flip(bytes: &mut [u8], dice: &mut Dice) {
    let bit = dice.below(bytes.len() * 8);
    bytes[bit / 8] ^= 1 << (bit % 8);
}

/// Somebody who only passes the file on, and the entry at which it must show.
fn alter(export: &mut Export, dice: &mut Dice) -> (&'static str, usize) {
    let count = export.entries.len();
    let place = dice.below(count);
    let entry = &mut export.entries[place];
    match dice.below(14) {
        0..=3 => {
            flip(&mut entry.found.bytes, dice);
            ("a bit of an entry", place)
        }
        4 => {
            flip(&mut entry.head, dice);
            ("a bit of a noted head", place)
        }
        5 => {
            flip(&mut entry.header, dice);
            ("a bit of a block's header", place)
        }
        6 => {
            flip(&mut entry.found.block_hash, dice);
            ("a bit of a block's hash", place)
        }
        7 => {
            entry.found.at ^= 1 << dice.below(32);
            ("a bit of a block's time", place)
        }
        8 => {
            entry.found.block ^= 1 << dice.below(32);
            ("a bit of a block's number", place)
        }
        9 => {
            flip(&mut entry.by.0, dice);
            ("a bit of a sender", place)
        }
        10 => {
            export.entries.remove(place);
            ("an entry dropped", place)
        }
        11 => {
            let again = entry.clone();
            export.entries.insert(place + 1, again);
            ("an entry repeated", place + 1)
        }
        12 => {
            let (first, second) = (dice.below(count - 1), place);
            let second = if first == second { first + 1 } else { second };
            export.entries.swap(first, second);
            ("two entries exchanged", first.min(second))
        }
        _ => {
            // Well formed, in its place, with all later ones counted on.
            let mut made_up = entry.clone();
            made_up.found.bytes[8] ^= 1;
            export.entries.insert(place, made_up);
            for (number, later) in export.entries.iter_mut().enumerate().skip(place) {
                later.number = number as u32;
                later.found.bytes[..4].copy_from_slice(&(number as u32).to_le_bytes());
            }
            ("an entry invented", place)
        }
    }
}

/// Somebody who knows how heads follow, and notes new ones from the altered entry up to another.
fn forge(export: &mut Export, dice: &mut Dice) -> (usize, usize) {
    let count = export.entries.len();
    let first = dice.below(count);
    let end = first + 1 + dice.below(count - first);
    // Behind the number: that would show at once.
    let bytes = &mut export.entries[first].found.bytes;
    flip(&mut bytes[4..], dice);
    let mut head = match first {
        0 => [0; 32],
        _ => export.entries[first - 1].head,
    };
    for entry in &mut export.entries[first..end] {
        head = next_head(&NativeHost, &head, &entry.found.bytes);
        entry.head = head;
    }
    (first, end)
}

fn named(verification: &Verification) -> Option<usize> {
    verification
        .findings
        .first()
        .and_then(|first| first.entry())
}

#[test]
fn altered_records_are_found_at_the_right_entry() {
    let honest = honest();
    for (export, hash) in &honest {
        assert_eq!(
            verify(export, Some(hash), None).verdict(),
            Verdict::Verified
        );
    }
    let mut dice = Dice(1);
    for run in 0..runs() {
        let (export, hash) = &honest[dice.below(honest.len())];
        let mut altered = export.clone();
        let (what, place) = alter(&mut altered, &mut dice);
        let verification = verify(&altered, Some(hash), None);
        let findings = &verification.findings;
        assert_eq!(
            (verification.verdict(), named(&verification)),
            (Verdict::Divergent, Some(place)),
            "run {run}: {what} at {place} of {}: {findings:?}",
            export.entries.len()
        );
    }
}

#[test]
fn forged_heads_are_found_and_never_name_an_earlier_entry() {
    let honest = honest();
    let mut dice = Dice(2);
    for run in 0..runs() {
        let (export, hash) = &honest[dice.below(honest.len())];
        let mut forged = export.clone();
        let (first, end) = forge(&mut forged, &mut dice);
        let verification = verify(&forged, Some(hash), None);
        let findings = &verification.findings;
        assert_eq!(verification.verdict(), Verdict::Divergent, "run {run}");
        // Where the rules take what was forged, the heads break where the forger stopped; where nothing is left, only the end is wrong.
        let count = forged.entries.len();
        let found = named(&verification).unwrap_or(count);
        assert!(
            (first..=end).contains(&found),
            "run {run}: entry {first} forged, heads up to {end} of {count}: {findings:?}"
        );
        // Nothing that was forged counts as bound by the head in storage.
        assert!(verification.bound_from >= end, "run {run}: {findings:?}");
    }
}
