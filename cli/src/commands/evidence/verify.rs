//! `evidence verify`

use std::path::PathBuf;

use exequatur_client::counted::counted;
use serde_json::{Value, json};

use super::record::{exhibits, line, value};
use crate::context::Context;
use crate::deal::Deal;
use crate::error::CliError;
use crate::exhibit_files::{ExhibitFiles, Problem};
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

/// Runs the command.
pub fn run(ctx: &mut Context, args: VerifyArgs) -> Result<Report, CliError> {
    let deal = Deal::load(ctx, &args.escrow)?;
    let mut files = ExhibitFiles::read(&args.dir, deal.identity.chain_id, deal.contract)?;
    let exhibits = exhibits(ctx, &deal)?;
    files.name(exhibits.iter().flat_map(|one| [one.document, one.manifest]));
    let mut lines = Vec::new();
    let mut values = Vec::new();
    let mut problems = Vec::new();
    for exhibit in &exhibits {
        let (manifest, problem) = files.check(exhibit);
        let line = line(exhibit, manifest.as_ref());
        match &problem {
            None => lines.push(format!("fits: {line}")),
            Some(problem) => problems.push(format!("{line}: {}", problem.words())),
        }
        let mut told = value(exhibit, manifest.as_ref());
        told["problem"] = json!(problem.as_ref().map(Problem::words));
        values.push(told);
    }
    let others = files.others(&exhibits);
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
