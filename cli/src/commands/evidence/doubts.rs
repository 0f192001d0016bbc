//! What is worth a second look before an exhibit is filed: it stays on record for ever.

use std::path::Path;

use exequatur_client::files::Manifest;

use super::list::manifests;
use super::record::exhibits;
use crate::context::Context;
use crate::deal::Deal;
use crate::error::CliError;
use crate::text;

/// Refuses an exhibit that nobody could name or recognise.
pub fn nameless(manifest: &Manifest) -> Result<(), CliError> {
    for (option, text) in [("--number", &manifest.number), ("--title", &manifest.title)] {
        if text.trim().is_empty() {
            return Err(CliError::usage("NoText", format!("{option} says nothing"))
                .values(format!("{option} with a text"), "an empty text")
                .hint(
                    "number an exhibit as the parties call it, for example C-1, and say what it is",
                ));
        }
    }
    Ok(())
}

/// What may be a mistake, in words. Which numbers are taken is known of those manifests that lie in the same folder.
pub fn doubts(
    ctx: &mut Context,
    deal: &Deal,
    manifest: &Manifest,
    folder: &Path,
) -> Result<Vec<String>, CliError> {
    let mut doubts = Vec::new();
    if manifest.size == 0 {
        doubts.push("the document is empty".to_owned());
    }
    let known = manifests(folder)?;
    for there in exhibits(ctx, deal)? {
        let entry = there.entry;
        if there.document == manifest.sha256 {
            doubts.push(format!(
                "this document is on record already, as entry {entry}"
            ));
        }
        let same_number = |other: &&Manifest| other.number.trim() == manifest.number.trim();
        if let Some(other) = known.get(&there.manifest).filter(same_number) {
            doubts.push(format!(
                "the number {} is taken by entry {entry}: {}",
                text::escape(&other.number),
                text::escape(&other.title)
            ));
        }
    }
    Ok(doubts)
}
