//! `evidence verify`

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use exequatur_client::counted::counted;
use exequatur_client::files::{FileError, Manifest, hash_text};
use exequatur_protocol::Hash;
use serde_json::{Value, json};

use super::record::{Exhibit, exhibits};
use crate::context::Context;
use crate::deal::Deal;
use crate::error::CliError;
use crate::report::Report;
use crate::text;

/// Compare the files of a folder with the exhibits on record
///
/// Every exhibit must be there, unaltered, with its manifest. Files that are not on record are counted; with --json they are listed.
#[derive(Debug, clap::Args)]
pub struct VerifyArgs {
    /// Address of the escrow
    pub escrow: String,
    /// The folder with documents and manifests
    #[arg(long, value_name = "DIR")]
    pub dir: PathBuf,
}

/// A file of the folder, by its hash.
type Files = BTreeMap<Hash, PathBuf>;

/// Runs the command.
pub fn run(ctx: &mut Context, args: VerifyArgs) -> Result<Report, CliError> {
    let files = hashed(&args.dir)?;
    let deal = Deal::load(ctx, &args.escrow)?;
    let exhibits = exhibits(ctx, &deal)?;
    let mut lines = Vec::new();
    let mut values = Vec::new();
    let mut problems = Vec::new();
    for exhibit in &exhibits {
        let (manifest, problem) = check(exhibit, &files, &args.dir, &deal);
        let line = exhibit.line(manifest.as_ref());
        match &problem {
            None => lines.push(format!("fits: {line}")),
            Some(problem) => problems.push(format!("{line}: {problem}")),
        }
        let mut value = exhibit.value(manifest.as_ref());
        value["problem"] = json!(problem);
        values.push(value);
    }
    let known = |hash: &Hash| {
        exhibits
            .iter()
            .any(|one| one.document == *hash || one.manifest == *hash)
    };
    let others: Vec<String> = files
        .iter()
        .filter(|(hash, _)| !known(hash))
        .map(|(_, path)| path.display().to_string())
        .collect();
    if let Some(first) = problems.first() {
        return Err(CliError::verification(
            "ExhibitDiffers",
            format!(
                "{} of {} {} not fit the record; the first is {first}",
                problems.len(),
                counted(exhibits.len(), "exhibit", "exhibits"),
                if problems.len() == 1 { "does" } else { "do" },
            ),
        )
        .values(
            "every exhibit and its manifest, unaltered",
            problems.join("\n            "),
        )
        .hint("ask whoever filed the exhibit for the document and its manifest"));
    }
    lines.push(match exhibits.len() {
        0 => "no exhibit is on record".to_owned(),
        1 => "1 exhibit on record, and it fits".to_owned(),
        many => format!("{many} exhibits on record, all of them fit"),
    });
    if !others.is_empty() {
        lines.push(format!(
            "not on record: {} of the files in {}",
            others.len(),
            text::escape(&args.dir.display().to_string())
        ));
    }
    let value: Value = json!({ "exhibits": values, "not_on_record": others });
    Ok(Report::new(value, lines.join("\n")))
}

/// The exhibit's manifest if it is there, and what is wrong.
fn check(
    exhibit: &Exhibit,
    files: &Files,
    dir: &Path,
    deal: &Deal,
) -> (Option<Manifest>, Option<String>) {
    let Some(path) = files.get(&exhibit.manifest) else {
        let document = if files.contains_key(&exhibit.document) {
            "the document is there, its manifest"
        } else {
            "document and manifest"
        };
        return (
            None,
            Some(format!(
                "{document} with SHA-256 {} not found in {}",
                text::hash(&exhibit.manifest),
                text::escape(&dir.display().to_string())
            )),
        );
    };
    let manifest = match Manifest::read(path) {
        Ok(manifest) => manifest,
        Err(error) => return (None, Some(format!("its manifest is unreadable: {error}"))),
    };
    let problem =
        if manifest.contract != deal.contract || manifest.chain_id != deal.identity.chain_id {
            Some("its manifest is for another escrow".to_owned())
        } else if manifest.sha256 != exhibit.document {
            Some(format!(
                "its manifest describes another document: expected SHA-256 {}, found {}",
                text::hash(&exhibit.document),
                text::hash(&manifest.sha256)
            ))
        } else if files.contains_key(&exhibit.document) {
            None
        } else {
            Some(missing_document(exhibit, &manifest, dir))
        };
    (Some(manifest), problem)
}

/// The document is not there; a file of its name may be, altered. The name comes from outside: only its last part counts.
fn missing_document(exhibit: &Exhibit, manifest: &Manifest, dir: &Path) -> String {
    let expected = text::hash(&exhibit.document);
    let name = Path::new(&manifest.file).file_name();
    match name.map(|name| hash_text::sha256_file(&dir.join(name))) {
        Some(Ok((found, _))) => {
            format!(
                "{} was altered: expected SHA-256 {expected}, found {}",
                text::escape(&manifest.file),
                text::hash(&found)
            )
        }
        Some(Err(_)) | None => format!("the document with SHA-256 {expected} is not there"),
    }
}

fn hashed(dir: &Path) -> Result<Files, CliError> {
    let mut files = Files::new();
    for item in std::fs::read_dir(dir).map_err(|error| FileError::read(dir, error))? {
        let path = item.map_err(|error| FileError::read(dir, error))?.path();
        if path.is_file() {
            files.insert(hash_text::sha256_file(&path)?.0, path);
        }
    }
    Ok(files)
}
