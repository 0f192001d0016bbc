//! `evidence list`

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use exequatur_client::files::{FileError, Manifest, hash_text};
use exequatur_protocol::Hash;
use serde_json::json;

use super::record::{exhibits, line, value};
use crate::context::Context;
use crate::deal::Deal;
use crate::error::CliError;
use crate::report::Report;

/// List the exhibits on record
///
/// The chain knows hashes only. Titles are those of the manifests that lie in a folder and have the hashes on record.
#[derive(Debug, clap::Args)]
pub struct ListArgs {
    /// Address of the escrow
    pub escrow: String,
    /// The folder with manifests
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub dir: PathBuf,
}

/// Runs the command.
pub fn run(ctx: &mut Context, args: ListArgs) -> Result<Report, CliError> {
    let deal = Deal::load(ctx, &args.escrow)?;
    let exhibits = exhibits(ctx, &deal)?;
    let manifests = manifests(&args.dir)?;
    let values: Vec<_> = exhibits
        .iter()
        .map(|exhibit| value(exhibit, manifests.get(&exhibit.manifest)))
        .collect();
    let text = match exhibits.is_empty() {
        true => "no exhibit is on record".to_owned(),
        false => exhibits
            .iter()
            .map(|exhibit| line(exhibit, manifests.get(&exhibit.manifest)))
            .collect::<Vec<_>>()
            .join("\n"),
    };
    Ok(Report::new(json!({ "exhibits": values }), text))
}

/// Every manifest in a folder, by the hash under which the record knows it.
pub(super) fn manifests(dir: &Path) -> Result<BTreeMap<Hash, Manifest>, CliError> {
    let found = manifest_files(dir)?.into_iter();
    found
        .map(|(manifest, path)| Ok((hash_text::sha256_file(&path)?.0, manifest)))
        .collect()
}

/// Every manifest in a folder with its file. Other JSON files are none of ours.
pub fn manifest_files(dir: &Path) -> Result<Vec<(Manifest, PathBuf)>, CliError> {
    let failed = |error| FileError::folder(dir, error);
    let mut found = Vec::new();
    for item in std::fs::read_dir(dir).map_err(failed)? {
        let path = item.map_err(failed)?.path();
        let json = path.extension().is_some_and(|ending| ending == "json");
        if json
            && path.is_file()
            && let Ok(manifest) = Manifest::read(&path)
        {
            found.push((manifest, path));
        }
    }
    found.sort_by(|(_, one), (_, other)| one.cmp(other));
    Ok(found)
}
