//! What was filed as evidence.

use std::collections::BTreeMap;

use exequatur_audit::Step;
use exequatur_client::files::Manifest;
use exequatur_protocol::{Action, Hash, Phase, Seconds};

use super::events::Author;
use super::outside;

/// An exhibit on record.
#[derive(Clone, Debug)]
pub struct Exhibit {
    /// Its entry.
    pub entry: u32,
    /// When it was filed.
    pub at: Seconds,
    /// Who filed it.
    pub by: Author,
    /// SHA-256 of the document.
    pub document: Hash,
    /// SHA-256 of the manifest.
    pub manifest: Hash,
    /// Filed after the record was closed.
    pub late: bool,
    /// What it is, where its manifest is at hand; harmless text.
    pub described: Option<Description>,
}

/// What a manifest says. Its hash is on record, so it was said by whoever filed the exhibit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Description {
    /// How the parties number it.
    pub number: String,
    /// What it is.
    pub title: String,
    /// Who made it; empty if that is not known.
    pub author: String,
    /// Media type.
    pub media_type: String,
    /// File name.
    pub file: String,
    /// Bytes.
    pub size: u64,
}

/// Every exhibit, oldest first.
pub fn exhibits(steps: &[Step], manifests: &BTreeMap<Hash, Manifest>) -> Vec<Exhibit> {
    let exhibits = steps.iter().filter_map(|step| match &step.action {
        Action::Exhibit { document, manifest } => Some(Exhibit {
            entry: step.entry.number,
            at: step.entry.at,
            by: Author {
                address: step.entry.by,
                roles: step.sender,
            },
            document: *document,
            manifest: *manifest,
            late: step.after.phase == Phase::Awarded || step.after.dispute.record_closed,
            // A manifest that describes another document describes nothing here.
            described: manifests
                .get(manifest)
                .filter(|found| found.sha256 == *document)
                .map(described),
        }),
        _ => None,
    });
    exhibits.collect()
}

fn described(manifest: &Manifest) -> Description {
    Description {
        number: outside(&manifest.number),
        title: outside(&manifest.title),
        author: outside(&manifest.author),
        media_type: outside(&manifest.media_type),
        file: outside(&manifest.file),
        size: manifest.size,
    }
}
