//! `award verify`

use std::path::PathBuf;

use exequatur_client::files::Lack;

use super::on_chain::{Comparison, Sight};
use super::read;
use crate::context::Context;
use crate::error::CliError;
use crate::report::Report;
use crate::text;

/// Check an award: recompute its digest, check every signature, say what is missing (Model Law Art. 31)
///
/// Needs no chain. With one at hand that knows the escrow, the award is compared with it: who of the signers accepted the
/// appointment, what is left, number, time and notice, and whether the contract would execute it now. Several files are taken as
/// copies of one award, and their signatures are put together.
#[derive(Debug, clap::Args)]
pub struct VerifyArgs {
    /// The award, or copies of it
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// Fail if anything is missing
    #[arg(long)]
    pub complete: bool,
}

const ACCEPT: &str = "whoever signed without having accepted the appointment accepts it (`tribunal accept`); then the same award counts";

/// Runs the command.
pub fn run(ctx: &mut Context, args: VerifyArgs) -> Result<Report, CliError> {
    let file = read::merged(&args.files)?;
    let sight = Sight::of(ctx, &file)?;
    let lacks = match &sight {
        Sight::None(_) | Sight::Executed(_) => file.lacks(),
        Sight::Compared(comparison) => comparison.lacks.clone(),
    };
    if args.complete
        && let Some(lack) = lacks.first()
    {
        return Err(incomplete(lack, &sight));
    }
    let accounts = match &sight {
        Sight::None(_) => read::accounts_off_line(ctx, &file),
        Sight::Executed(_) | Sight::Compared(_) => read::accounts(ctx, &file)?,
    };
    let mut lines = read::in_words(&file, sight.stayed_until(), &accounts);
    lines.push(format!("signatures that fit: {}", file.signatures.len()));
    lines.extend(read::signers_in_words(&file, &lacks, &accounts));
    if let Sight::Compared(comparison) = &sight {
        lines.extend(compared(comparison));
    }
    lines.push(verdict(&lacks, &sight));
    if !early(&sight).is_empty() {
        lines.push(format!("next:   {ACCEPT}"));
    }
    let mut value = read::value(&file, &lacks, &accounts);
    value["chain"] = sight.value();
    Ok(Report::new(value, lines.join("\n")))
}

fn incomplete(lack: &Lack, sight: &Sight) -> CliError {
    let error = CliError::verification(
        lack.code,
        format!("the award is not complete: {}", lack.text),
    )
    .values(&lack.expected, &lack.found);
    match early(sight).is_empty() || !lack.is_of_signatures() {
        true => error.hint("`award verify` without --complete shows everything that is missing"),
        false => error.hint(ACCEPT),
    }
}

/// Who signed before they accepted.
fn early(sight: &Sight) -> Vec<String> {
    match sight {
        Sight::None(_) | Sight::Executed(_) => Vec::new(),
        Sight::Compared(comparison) => comparison.early.iter().map(text::address).collect(),
    }
}

fn compared(comparison: &Comparison) -> Vec<String> {
    let differences = comparison.differences.iter();
    differences
        .map(|line| format!("compared with the chain: {line}"))
        .collect()
}

fn verdict(lacks: &[Lack], sight: &Sight) -> String {
    match (lacks.is_empty(), sight) {
        (true, Sight::Compared(_)) => {
            "complete: yes, and the contract would execute it now".to_owned()
        }
        (true, Sight::Executed(at)) => {
            format!("complete: yes, and executed at {}", text::time(*at))
        }
        (false, Sight::Executed(at)) => format!(
            "complete: not as the file tells; the contract executed it at {}",
            text::time(*at)
        ),
        (complete, Sight::None(why)) => format!(
            "complete: {}\nnot compared with a chain ({why}): who accepted the appointment, what is left, number, time and notice",
            if complete {
                "yes, as far as the file tells"
            } else {
                "no"
            }
        ),
        (false, Sight::Compared(_)) => "complete: no".to_owned(),
    }
}
