//! The record of an export through the rules, each entry with what the file says beside it.

use codec::DecodeAll;
use exequatur_protocol::{Divergence, Entry, Hash, next_head};

use crate::blocks::KnownBlocks;
use crate::finding::Fact;
use crate::{Export, ExportEntry, Finding, Header, NativeHost, Replay, Step, step_word};

/// Replays the entries, and stops at the first that is wrong.
pub(crate) fn record(
    export: &Export,
    proven_head: Option<Hash>,
    blocks: &KnownBlocks,
    replay: &mut Replay,
    steps: &mut Vec<Step>,
) -> Result<(), Finding> {
    let mut before = [0; 32];
    for (number, entry) in export.entries.iter().enumerate() {
        let bytes = &entry.found.bytes;
        let head = next_head(&NativeHost, &before, bytes);
        // The head is looked at before the rules: they may stumble over an altered entry long after it.
        if head != entry.head {
            well_formed(number, bytes)?;
            let entry_fits = match export.entries.get(number + 1) {
                Some(next) => next_head(&NativeHost, &head, &next.found.bytes) == next.head,
                None => Some(head) == proven_head,
            };
            return Err(Finding::Broken {
                number,
                expected: entry.head,
                found: head,
                entry_fits,
            });
        }
        let step = replay.push(entry.found.clone())?;
        let header = entry_said(number, entry, &step)?;
        let before_it = number.checked_sub(1).map(|last| &export.entries[last]);
        blocks.check(number, &entry.found, &header, before_it)?;
        before = head;
        steps.push(step);
    }
    Ok(())
}

/// Says of an entry what is plain without its history: that it is none, or that it is not in its place.
fn well_formed(number: usize, bytes: &[u8]) -> Result<(), Finding> {
    let why = match Entry::decode_all(&mut &*bytes) {
        Err(_) => Divergence::Unreadable,
        Ok(entry) if entry.number as usize != number => Divergence::OutOfOrder {
            found: entry.number,
        },
        Ok(_) => return Ok(()),
    };
    Err(Finding::Entry { number, why })
}

/// What the file says in clear of an entry, beside its bytes and its block's header. Answers with the header.
fn entry_said(number: usize, said: &ExportEntry, step: &Step) -> Result<Header, Finding> {
    let differs = |part, expected: Fact, found: Fact| match expected == found {
        true => Ok(()),
        false => Err(Finding::EntrySaid {
            number,
            part,
            expected,
            found,
        }),
    };
    differs(
        "number",
        Fact::Number(step.entry.number.into()),
        Fact::Number(said.number.into()),
    )?;
    differs(
        "step",
        Fact::Text(step_word(&step.action).to_owned()),
        Fact::Text(said.step.clone()),
    )?;
    differs(
        "sender",
        Fact::Address(step.entry.by),
        Fact::Address(said.by),
    )?;
    let signers = step.signers.iter().map(|(signer, _)| *signer).collect();
    differs(
        "list of signers",
        Fact::Addresses(signers),
        Fact::Addresses(said.signers.clone()),
    )?;
    let header = Header::read(&said.header).map_err(|_| Finding::EntrySaid {
        number,
        part: "block header",
        expected: Fact::Words("an encoded header"),
        found: Fact::Words("something else"),
    })?;
    differs(
        "block hash",
        Fact::Hash(header.hash),
        Fact::Hash(said.found.block_hash),
    )?;
    differs(
        "block",
        Fact::Number(header.number.into()),
        Fact::Number(said.found.block.into()),
    )?;
    Ok(header)
}
