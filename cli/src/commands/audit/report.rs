//! `audit report`

use std::path::PathBuf;

use exequatur_client::files::write_new;
use exequatur_dossier::page::html;
use serde_json::json;

use crate::case::{Case, CaseArgs};
use crate::context::Context;
use crate::error::CliError;
use crate::given_papers::GivenPapers;
use crate::report::Report;
use crate::text;

/// Write a case as one page for people
///
/// The page is one HTML file for any browser and for paper: what was verified, what was decided, where the money went, what happened under
/// which authority, deadlines, exhibits. It asks for nothing from a network and runs no scripts.
///
/// A case in which something is wrong, or not everything was shown, is written too, and the page says so at its top. Exit code as of
/// `audit verify`: 0 verified, 6 divergent, 10 incomplete. With --papers every paper that the record names is compared with the files there: one that was
/// altered is divergent, one that is not there incomplete, as with `audit verify --exhibits`. A case that is read from a chain is incomplete, too, unless --block-hash names a block
/// that you know from elsewhere.
#[derive(Debug, clap::Args)]
pub struct ReportArgs {
    /// Which case
    #[command(flatten)]
    pub case: CaseArgs,
    /// Where the page goes
    #[arg(long, short, value_name = "FILE")]
    pub out: PathBuf,
}

/// Runs the command.
pub fn run(ctx: &mut Context, args: ReportArgs) -> Result<Report, CliError> {
    let case = Case::load(ctx, &args.case)?;
    let reading = &case.reading;
    write_new(&args.out, &html(reading))?;
    let word = reading.verification.result.word();
    let warnings = reading.warnings();
    let value = json!({
        "file": args.out.display().to_string(),
        "escrow": text::address(&reading.contract),
        "verdict": word,
        "later_entries": case.later,
        "beware": warnings,
        "entries": case.verification.steps.len(),
        "decisions": reading.decisions.len(),
        "exhibits": reading.exhibits.len(),
        "papers": case.papers.as_ref().map(GivenPapers::value),
    });
    let mut lines = vec![
        format!(
            "page:      {}",
            text::escape(&args.out.display().to_string())
        ),
        case.as_of_line(),
    ];
    let beware = warnings.iter();
    lines.extend(beware.map(|words| format!("beware:    {words}")));
    lines.extend(case.papers.iter().flat_map(GivenPapers::lines));
    lines.push(format!(
        "verdict:   {word}: {}",
        reading.verification.sentence
    ));
    lines.push("next:      open the page in a browser; print it from there".to_owned());
    let report = Report::new(value, lines.join("\n"));
    case.judged(report)
}
