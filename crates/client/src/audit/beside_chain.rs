//! Somebody's copy of a record beside the chain's own: what differs is told exactly.

use super::{Audit, Finding, Holding, audit};
use crate::chain::FoundEntry;
use crate::files::{RecordFile, hash_text, moment};
use exequatur_protocol::{Address, Seconds};

/// The newest block that a chain knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Newest {
    /// Its number.
    pub block: u32,
    /// Its time.
    pub at: Seconds,
}

/// Replays a copy of a record as [`audit`] does, and compares it entry by entry with the chain's own. A replay alone may stumble over an
/// altered entry late, where a rule first meets what was altered; beside the chain's record the altered entry itself is named.
pub fn audit_beside(
    contract: &Address,
    chain_id: u64,
    copy: &[FoundEntry],
    own: &[FoundEntry],
    holding: &Holding,
) -> Audit {
    let mut audit = audit(contract, chain_id, copy, holding);
    let Some((number, differs)) = first_difference(copy, own) else {
        return audit;
    };
    // Where the replay stumbles over the same entry, it says more about why.
    let named = audit.finding.as_ref().and_then(Finding::entry);
    if named.is_none_or(|named| named > number) {
        audit.steps.truncate(number);
        audit.state = audit.steps.last().map(|step| step.after);
        audit.finding = Some(differs);
    }
    audit
}

fn first_difference(copy: &[FoundEntry], own: &[FoundEntry]) -> Option<(usize, Finding)> {
    own.iter()
        .zip(copy)
        .enumerate()
        .find_map(|(number, (own, copy))| {
            let (part, expected, found) = difference(own, copy)?;
            let finding = Finding::Differs {
                number,
                part,
                expected,
                found,
            };
            Some((number, finding))
        })
}

/// The first part of an entry that differs, as the chain has it and as the copy has it.
fn difference(own: &FoundEntry, copy: &FoundEntry) -> Option<(&'static str, String, String)> {
    if own.bytes != copy.bytes {
        let same = own.bytes.iter().zip(&copy.bytes);
        let at = same.take_while(|(own, copy)| own == copy).count();
        let show = |bytes: &[u8]| match bytes.get(at) {
            Some(byte) => format!("0x{byte:02x} at byte {at}"),
            None => format!("its end after {at} bytes"),
        };
        return Some(("content", show(&own.bytes), show(&copy.bytes)));
    }
    if own.at != copy.at {
        return Some(("time", moment::format(own.at), moment::format(copy.at)));
    }
    if own.block != copy.block {
        return Some(("block", own.block.to_string(), copy.block.to_string()));
    }
    if own.block_hash != copy.block_hash {
        let show = hash_text::format;
        return Some(("block hash", show(&own.block_hash), show(&copy.block_hash)));
    }
    None
}

/// What a file says of the contract at its newest block that cannot be so, by its own entries; and, where a chain is at hand, by the chain. Meant
/// for a file whose entries all fit: then the contract's storage is what it was when the file was written, and its balance is
/// not less.
pub fn stated(file: &RecordFile, chain: Option<(Newest, &Holding)>) -> Option<Finding> {
    let differs = |part, expected, found| {
        Some(Finding::Stated {
            part,
            expected,
            found,
        })
    };
    if let Some(last) = file.entries.last() {
        if file.block < last.block {
            let expected = format!("{} or later, the last entry's", last.block);
            return differs("block", expected, file.block.to_string());
        }
        if file.at < last.at || file.block == last.block && file.at != last.at {
            let expected = format!("{} or later, the last entry's", moment::format(last.at));
            return differs("time", expected, moment::format(file.at));
        }
    }
    let (newest, holding) = chain?;
    if file.block > newest.block {
        let expected = format!("{} at most, the newest", newest.block);
        return differs("block", expected, file.block.to_string());
    }
    if file.at > newest.at || file.block == newest.block && file.at != newest.at {
        let expected = format!("{} at most, the newest block's", moment::format(newest.at));
        return differs("time", expected, moment::format(file.at));
    }
    if file.holding.cell != holding.cell {
        let show = |cell: &[u8]| format!("0x{}", hex::encode(cell));
        return differs("storage", show(&holding.cell), show(&file.holding.cell));
    }
    let (stated, now) = (file.holding.balance, holding.balance);
    // Whoever gives the contract money leaves no entry; but money leaves it with an entry only.
    if stated > now || file.block == newest.block && stated != now {
        let expected = file.token.show(now);
        return differs("balance", expected, file.token.show(stated));
    }
    None
}
