//! Findings in words.

use crate::audit::{Fact, Finding};
use crate::files::{Token, hash_text, moment, printable};
use crate::keys::checksummed;
use exequatur_protocol::Divergence;

/// What is wrong.
pub fn finding_in_words(finding: &Finding) -> String {
    match finding {
        Finding::Empty => "the record is empty".to_owned(),
        Finding::Entry { number, why } => format!(
            "entry {number} does not replay: {}",
            divergence_in_words(*number, why)
        ),
        Finding::Broken {
            number,
            entry_fits: true,
            ..
        } => format!(
            "the head noted after entry {number} is not the one that the entry leads to; the entry fits what follows"
        ),
        Finding::Broken { number, .. } => {
            format!("entry {number} is not the one that the head noted after it commits to")
        }
        Finding::OtherContract { number, .. } => format!("entry {number} is another contract's"),
        Finding::OtherTime { number, .. } => {
            format!("the time in entry {number} is not its block's")
        }
        Finding::OtherBlock { number, .. } => {
            format!("entry {number} cannot be in the block that is named")
        }
        Finding::EntrySaid { number, part, .. } => {
            format!("what the file says of entry {number} is not so: the {part} differs")
        }
        Finding::Said { part, .. } => {
            format!("what the file says of the escrow is not so: the {part} differs")
        }
        Finding::StrayManifest { .. } => {
            "the file has a manifest that belongs to no exhibit on record".to_owned()
        }
        Finding::OtherBlockHash { .. } => {
            "the file is about another block than the one that was asked for".to_owned()
        }
        Finding::Unproven(why) => format!("the storage proof does not hold: {why}"),
        Finding::Count {
            expected,
            added_from: Some(number),
            ..
        } => format!(
            "entries were added at the end, from entry {number} on: the contract counted {expected}"
        ),
        Finding::Count {
            expected, found, ..
        } => format!(
            "the record has {found} entries, and the contract counted {expected}: {}",
            match found < expected {
                true => "one or more are missing",
                false => "one or more were added",
            }
        ),
        Finding::Head { .. } => {
            "the record replays but does not lead to the contract's head: an entry was altered, moved, or put in the place of another"
                .to_owned()
        }
        Finding::Cell { offset } => {
            format!("the contract's storage is not what the record leads to, from byte {offset} on")
        }
        Finding::Balance { .. } => "the contract has less money than it owes".to_owned(),
    }
}

/// What was expected and what was found.
pub fn expected_found(finding: &Finding, token: &Token) -> (String, String) {
    let hash = hash_text::format;
    match finding {
        Finding::Empty => ("at least one entry".to_owned(), "none".to_owned()),
        Finding::Entry { number, why } => (
            format!("an entry {number} that the contract could have written"),
            divergence_in_words(*number, why),
        ),
        Finding::OtherContract { found, .. } => (
            "an entry of this contract".to_owned(),
            checksummed(&found.0),
        ),
        Finding::OtherTime {
            expected, found, ..
        } => (moment::format(*expected), moment::format(*found)),
        Finding::OtherBlock { before, found, .. } => (
            format!("a block from {before} on, with one hash and one time"),
            format!("block {found}"),
        ),
        Finding::EntrySaid {
            expected, found, ..
        }
        | Finding::Said {
            expected, found, ..
        } => (fact(expected, token), fact(found, token)),
        Finding::StrayManifest { found } => (
            "a manifest whose SHA-256 is on record".to_owned(),
            hash(found),
        ),
        Finding::Broken {
            expected, found, ..
        }
        | Finding::Head { expected, found }
        | Finding::OtherBlockHash { expected, found } => (hash(expected), hash(found)),
        Finding::Unproven(why) => (
            "trie nodes from the block's state root to the contract's storage".to_owned(),
            why.to_string(),
        ),
        Finding::Count {
            expected, found, ..
        } => (format!("{expected} entries"), format!("{found}")),
        Finding::Cell { offset } => (
            "the contract's storage, byte for byte".to_owned(),
            format!("a difference at byte {offset}"),
        ),
        Finding::Balance { expected, found } => (token.show(*expected), token.show(*found)),
    }
}

fn fact(fact: &Fact, token: &Token) -> String {
    match fact {
        Fact::Hash(hash) => hash_text::format(hash),
        Fact::Number(number) => number.to_string(),
        Fact::Time(at) => moment::format(*at),
        Fact::Address(address) => checksummed(&address.0),
        Fact::Addresses(addresses) if addresses.is_empty() => "nobody".to_owned(),
        Fact::Addresses(addresses) => {
            let texts: Vec<_> = addresses.iter().map(|one| checksummed(&one.0)).collect();
            texts.join(", ")
        }
        Fact::Amount(amount) => token.show(*amount),
        Fact::Words(words) => (*words).to_owned(),
        Fact::Text(text) => printable(text),
    }
}

fn divergence_in_words(number: usize, why: &Divergence) -> String {
    match why {
        Divergence::Unreadable => "it is no entry".to_owned(),
        Divergence::OutOfOrder { found } => format!(
            "expected the number {number}, found {found}: an entry is missing, added or moved"
        ),
        Divergence::TimeRunsBackwards => "it is older than the entry before it".to_owned(),
        Divergence::NotACall => "its call data is none that the contract takes".to_owned(),
        Divergence::Refused(refusal) => format!(
            "the contract would have refused it: {refusal} ({})",
            refusal.code()
        ),
    }
}
