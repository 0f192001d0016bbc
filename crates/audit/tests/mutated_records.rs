//! Exports that somebody altered: every one is found, at the right entry. `EXEQUATUR_RUNS` says how many.

mod support;

use exequatur_audit::{Export, Finding, NativeHost, Verdict, Verification, verify};
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

/// Somebody who knows how heads follow: alters, drops, makes up or moves an entry, counts the others anew, and notes new heads from there up to another
/// entry. Answers with both places.
fn forge(export: &mut Export, dice: &mut Dice) -> (&'static str, usize, usize) {
    let first = dice.below(export.entries.len());
    let what = match dice.below(4) {
        0 => {
            // Behind the number: that would show at once.
            let bytes = &mut export.entries[first].found.bytes;
            flip(&mut bytes[4..], dice);
            "altered"
        }
        1 => {
            export.entries.remove(first);
            "dropped"
        }
        2 => {
            let mut made_up = export.entries[first].clone();
            // Of an exhibit that is its document, which no rule looks at.
            let end = made_up.found.bytes.len() - 1;
            made_up.found.bytes[end] ^= 1;
            export.entries.insert(first, made_up);
            "made up"
        }
        _ => {
            let second = dice.below(export.entries.len());
            export.entries.swap(first, second);
            "moved"
        }
    };
    counted_anew(export);
    let honest_until = export.entries.len().min(first);
    let end = honest_until + 1 + dice.below(export.entries.len() + 1 - honest_until);
    let end = end.min(export.entries.len());
    noted_anew(export, 0, end);
    (what, first, end)
}

/// Numbers as places have them.
fn counted_anew(export: &mut Export) {
    for (number, entry) in export.entries.iter_mut().enumerate() {
        entry.number = number as u32;
        entry.found.bytes[..4].copy_from_slice(&(number as u32).to_le_bytes());
    }
}

/// Heads as the entries lead to them.
fn noted_anew(export: &mut Export, from: usize, end: usize) {
    let mut head = match from {
        0 => [0; 32],
        _ => export.entries[from - 1].head,
    };
    for entry in &mut export.entries[from..end] {
        head = next_head(&NativeHost, &head, &entry.found.bytes);
        entry.head = head;
    }
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
        let (what, place, end) = forge(&mut forged, &mut dice);
        if forged == *export {
            // Exchanged with itself.
            continue;
        }
        // What was moved to the front is wrong from there on.
        let mut pairs = export.entries.iter().zip(&forged.entries);
        let differs = pairs.position(|(one, other)| one.found.bytes != other.found.bytes);
        let first = differs.unwrap_or(export.entries.len().min(forged.entries.len()));
        let verification = verify(&forged, Some(hash), None);
        let findings = &verification.findings;
        assert_eq!(
            verification.verdict(),
            Verdict::Divergent,
            "run {run}: {what}"
        );
        // Where the rules take what was forged, the heads break where the forger stopped; where nothing is left, only the end is wrong.
        let count = forged.entries.len();
        let found = named(&verification).unwrap_or(count);
        assert!(
            (first..=end.max(first)).contains(&found),
            "run {run}: entry {place} {what}, heads up to {end} of {count}: {findings:?}"
        );
        // Nothing that was forged counts as bound by the head in storage, and what is called the first that is wrong is.
        let bound = verification.bound_from..verification.bound_to;
        assert!(
            bound.is_empty() || bound.start >= end || bound.end <= first,
            "run {run}: {bound:?} of {count}: {findings:?}"
        );
        if verification.is_first(found) {
            assert_eq!(found, first, "run {run}: {what} at {place}: {findings:?}");
        }
    }
}

/// Exhibits are entries that change nothing but the record: no rule misses one.
#[test]
fn exhibit_dropped_from_the_middle_is_not_said_to_be_missing_at_the_end() {
    let mut case = Case::disputed(1);
    case.exhibits(6);
    let (mut export, hash) = case.exported();
    let count = export.entries.len() as u32;
    export.entries.remove(8);
    counted_anew(&mut export);
    noted_anew(&mut export, 0, count as usize - 1);
    let verification = verify(&export, Some(&hash), None);
    let expected = Finding::Count {
        expected: count,
        found: count - 1,
        added_from: None,
    };
    assert_eq!(verification.findings[0], expected);
    assert!(!verification.is_first(count as usize - 1));
}

#[test]
fn what_was_added_after_the_last_entry_is_told_for_certain() {
    let mut case = Case::disputed(1);
    case.exhibits(3);
    let (honest, hash) = case.exported();
    let count = honest.entries.len();
    case.exhibits(1);
    let mut export = honest.clone();
    export
        .entries
        .push(case.exported().0.entries.pop().expect("it has one more"));
    let last = &mut export.entries[count];
    // In a block before the proven one.
    last.header.clone_from(&honest.entries[count - 1].header);
    (last.found.block, last.found.block_hash, last.found.at) = {
        let found = &honest.entries[count - 1].found;
        (found.block, found.block_hash, found.at)
    };
    last.found.bytes[4..8].copy_from_slice(&last.found.at.to_le_bytes());
    noted_anew(&mut export, count, count + 1);
    let verification = verify(&export, Some(&hash), None);
    assert!(
        matches!(
            verification.findings[0],
            Finding::Count { added_from: Some(from), .. } if from == count
        ),
        "{:?}",
        verification.findings
    );
    assert!(verification.is_first(count));
}
