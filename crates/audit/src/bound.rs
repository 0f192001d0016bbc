//! Which entries of an export the head in the contract's storage binds.

use std::ops::Range;

use exequatur_protocol::{Hash, next_head};

use crate::{Export, Finding, NativeHost};

/// The entries whose noted heads lead to the proven one. A forger would have to find two texts with one hash to alter any of these. Empty, at the
/// end, if there are none. What comes after them was added.
pub(crate) fn bound(export: &Export, proven_head: Option<Hash>) -> Range<usize> {
    let entries = &export.entries;
    let none = entries.len()..entries.len();
    let Some(last) = entries
        .iter()
        .rposition(|entry| Some(entry.head) == proven_head)
    else {
        return none;
    };
    let mut from = last + 1;
    while from > 0 {
        let before = match from - 1 {
            0 => [0; 32],
            number => entries[number - 1].head,
        };
        let (bytes, after) = (&entries[from - 1].found.bytes, entries[from - 1].head);
        if next_head(&NativeHost, &before, bytes) != after {
            break;
        }
        from -= 1;
    }
    match from <= last {
        true => from..last + 1,
        false => none,
    }
}

/// Of too many entries, which are too many: those after the one that leads to the proven head. Without such a one nobody can tell.
pub(crate) fn added_from(finding: Finding, export: &Export, proven_head: Option<Hash>) -> Finding {
    let Finding::Count {
        expected, found, ..
    } = finding
    else {
        return finding;
    };
    let bound = bound(export, proven_head);
    let added_from = (bound == (0..expected as usize)).then_some(bound.end);
    Finding::Count {
        expected,
        found,
        added_from,
    }
}
