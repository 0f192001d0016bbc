//! `award verify`

use std::path::PathBuf;

use super::read;
use crate::context::Context;
use crate::error::CliError;
use crate::report::Report;

/// Check an award: recompute its digest, check every signature, say what is missing (Model Law Art. 31)
///
/// Needs no chain. Several files are taken as copies of one award, and their signatures are put together.
#[derive(Debug, clap::Args)]
pub struct VerifyArgs {
    /// The award, or copies of it
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// Fail if anything is missing
    #[arg(long)]
    pub complete: bool,
}

/// Runs the command.
pub fn run(_: &mut Context, args: VerifyArgs) -> Result<Report, CliError> {
    let file = read::merged(&args.files)?;
    let lacks = file.lacks();
    if args.complete
        && let Some(lack) = lacks.first()
    {
        return Err(CliError::verification(
            lack.code,
            format!("the award is not complete: {}", lack.text),
        )
        .values(&lack.expected, &lack.found)
        .hint("`award verify` without --complete shows everything that is missing"));
    }
    let mut lines = read::in_words(&file);
    lines.push(format!("signatures that fit: {}", file.signatures.len()));
    lines.extend(read::signers_in_words(&file, &lacks));
    lines.push(match lacks.is_empty() {
        true => "complete: yes, as far as the file tells; the contract also checks time, notice and number".to_owned(),
        false => "complete: no".to_owned(),
    });
    Ok(Report::new(read::value(&file, &lacks), lines.join("\n")))
}
