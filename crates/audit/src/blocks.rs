//! What the proven block says of the blocks in which a file says that entries were found.

use std::collections::BTreeMap;

use exequatur_protocol::{Hash, Seconds};

use crate::finding::Fact;
use crate::proof::Proven;
use crate::{Export, ExportEntry, Finding, FoundEntry, Header};

/// Blocks whose hashes are known. The proven header has its own hash and that of the block before; its state has that of block 0; and a header with a
/// known hash has that of the block before it, in turn. Of all other blocks nothing is known.
#[derive(Debug, Default)]
pub(crate) struct KnownBlocks {
    hashes: BTreeMap<u32, Hash>,
    /// Number and time of the proven block.
    proven: Option<(u32, Seconds)>,
}

impl KnownBlocks {
    /// Those of an export; none where nothing is proven.
    pub(crate) fn of(export: &Export, proven: Option<&Proven>) -> Self {
        let Some(proven) = proven else {
            return Self::default();
        };
        let mut hashes = BTreeMap::from([(proven.header.number, proven.header.hash)]);
        let genesis = proven.genesis_hash.map(|hash| (0, hash));
        hashes.extend(genesis);
        add_parent(&mut hashes, &proven.header);
        // Entries run forward: a later one's header is known before it says what comes before it.
        for entry in export.entries.iter().rev() {
            if let Ok(header) = Header::read(&entry.header)
                && hashes.get(&header.number) == Some(&header.hash)
            {
                add_parent(&mut hashes, &header);
            }
        }
        Self {
            hashes,
            proven: Some((proven.header.number, proven.at)),
        }
    }

    /// Holds the block of an entry, with its header, against what is known, and against the entry `before` it.
    pub(crate) fn check(
        &self,
        number: usize,
        entry: &FoundEntry,
        header: &Header,
        before: Option<&ExportEntry>,
    ) -> Result<(), Finding> {
        let differs = |part, expected: Fact, found: Fact| {
            Err(Finding::EntrySaid {
                number,
                part,
                expected,
                found,
            })
        };
        if let Some((newest, at)) = self.proven {
            if header.number > newest {
                let expected = Fact::Words("a block up to the one whose state is proven");
                return differs("block", expected, Fact::Number(header.number.into()));
            }
            if entry.at > at || header.number == newest && entry.at != at {
                return differs("time of the block", Fact::Time(at), Fact::Time(entry.at));
            }
        }
        if let Some(known) = self.hashes.get(&header.number)
            && *known != header.hash
        {
            return differs("block hash", Fact::Hash(*known), Fact::Hash(header.hash));
        }
        match before {
            Some(before)
                if before.found.block.checked_add(1) == Some(header.number)
                    && before.found.block_hash != header.parent =>
            {
                differs(
                    "block before its block",
                    Fact::Hash(before.found.block_hash),
                    Fact::Hash(header.parent),
                )
            }
            _ => Ok(()),
        }
    }
}

fn add_parent(hashes: &mut BTreeMap<u32, Hash>, header: &Header) {
    if let Some(before) = header.number.checked_sub(1) {
        hashes.entry(before).or_insert(header.parent);
    }
}
