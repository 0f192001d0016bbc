//! `request`

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use exequatur_client::audit::{self, Standing};
use exequatur_client::files::{FileError, write_new, write_new_bytes};
use exequatur_dossier::reading::code;
use exequatur_dossier::request::{Claimant, Request, RuleSet, consumer, futile, notice};
use exequatur_paper::{Fonts, Paper};
use exequatur_protocol::AwardKind;
use serde_json::json;

use crate::case::{Case, CaseArgs};
use crate::context::Context;
use crate::error::CliError;
use crate::given_papers::GivenPapers;
use crate::report::Report;
use crate::{patience, text};

/// Draw up a notice of arbitration for the rules of the clause
///
/// What the clause and the record know is filled in; what the rules ask for besides is marked TO BE COMPLETED. The file's ending decides:
/// .md to go on working with, .pdf to send. Nothing here is legal advice.
#[derive(Debug, clap::Args)]
pub struct RequestArgs {
    /// Which case
    #[command(flatten)]
    pub case: CaseArgs,
    /// Where the notice goes: a file that ends in .md or .pdf; may be given twice
    #[arg(long, short, value_name = "FILE", required = true)]
    pub out: Vec<PathBuf>,
    /// Who asks [default: whoever filed the last notice on record]
    #[arg(long, value_name = "PARTY")]
    pub claimant: Option<Party>,
    /// The rules [default: those that the terms name]: UNCITRAL, DDRR, JAMS, JAMS-SC, ICC, HKIAC or SIAC
    #[arg(long, value_name = "RULES")]
    pub rules: Option<String>,
}

/// A party.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Party {
    /// The one who locked the money
    Payer,
    /// The one who is to be paid
    Payee,
}

/// Runs the command.
pub fn run(ctx: &mut Context, args: RequestArgs) -> Result<Report, CliError> {
    for out in &args.out {
        form(out)?;
        // Of two files, neither is written if one is there already.
        if out.exists() {
            return Err(FileError::Exists(out.clone()).into());
        }
    }
    let case = Case::load(ctx, &args.case)?;
    case.require_unaltered()?;
    let reading = &case.reading;
    let terms = &case.file.export.terms;
    let claimant = match args.claimant {
        Some(Party::Payer) => Claimant::Payer,
        Some(Party::Payee) => Claimant::Payee,
        None => Claimant::on_record(reading).ok_or_else(|| {
            CliError::usage(
                "NoClaimant",
                "nobody filed a notice on record yet, so nobody is known to ask",
            )
            .values("--claimant payer or --claimant payee", "neither")
        })?,
    };
    let named = args.rules.clone().unwrap_or(code(terms.rules.as_bytes()));
    let by_rules = audit::standing(terms, audit::Form::Award(AwardKind::Final));
    let expert = args.rules.is_none() && by_rules == Standing::ExpertDetermination;
    let rules = RuleSet::of(&named).ok_or_else(|| {
        let known = RuleSet::ALL.map(RuleSet::code).join(", ");
        CliError::usage(
            "UnknownRules",
            "what a notice must contain under these rules is not known here",
        )
        .values(format!("one of {known}"), text::escape(&named))
        .hint(match expert {
            true => "these are rules of expert determination, which no notice of arbitration begins and which ends in no award: follow the rules themselves",
            false => "--rules UNCITRAL draws up a notice by that list, and marks that the terms name others",
        })
    })?;
    let request = Request {
        reading,
        terms,
        rules,
        claimant,
    };
    let paper = notice(&request);
    let mut without_font = BTreeSet::new();
    for out in &args.out {
        without_font.extend(write(out, &paper)?);
    }
    let files: Vec<String> = args
        .out
        .iter()
        .map(|out| out.display().to_string())
        .collect();
    let value = json!({
        "files": files,
        "escrow": text::address(&reading.contract),
        "title": paper.title,
        "rules": rules.code(),
        "edition": request.edition().name,
        "verdict": reading.verification.result.word(),
        "later_entries": case.later,
        "to_complete": paper.to_complete(),
        "characters_without_font": text::code_points(&without_font),
    });
    let mut lines = format!(
        "notice:    {}, under {}\nfiles:     {}\n{}\n{}\nto do:     {} places are marked TO BE COMPLETED",
        paper.title,
        request.edition().name,
        text::escape(&files.join(", ")),
        case.result_line(),
        case.as_of_line(),
        paper.to_complete(),
    );
    if let Some(note) = text::without_font(&without_font) {
        lines = format!("{lines}\n{note}");
    }
    let report = Report::new(value, lines);
    let differ = case.papers.iter().flat_map(GivenPapers::differ);
    let warnings = futile(reading)
        .into_iter()
        .chain(reading.verification.goes_on())
        .chain(consumer(terms, rules))
        .chain(differ.map(|paper| format!("a paper does not fit the record: {paper}")));
    Ok(warnings.fold(report, Report::warn))
}

#[derive(Clone, Copy)]
enum Form {
    Markdown,
    Pdf,
}

fn form(out: &Path) -> Result<Form, CliError> {
    match out.extension().and_then(|ending| ending.to_str()) {
        Some("md") => Ok(Form::Markdown),
        Some("pdf") => Ok(Form::Pdf),
        _ => Err(CliError::usage(
            "BadFileName",
            "the file's ending says in which form it is written",
        )
        .values(
            "a name that ends in .md or .pdf",
            text::escape(&out.display().to_string()),
        )),
    }
}

/// Writes it, and returns the characters for which there was no font.
fn write(out: &Path, paper: &Paper) -> Result<BTreeSet<char>, CliError> {
    match form(out)? {
        Form::Markdown => {
            write_new(out, &paper.to_markdown())?;
            Ok(BTreeSet::new())
        }
        Form::Pdf => {
            let fonts = Fonts::of_this_machine();
            let pdf = patience::with("setting the notice", || paper.to_pdf(&fonts))
                .map_err(|error| CliError::bug(format!("the notice: {error}")))?;
            write_new_bytes(out, &pdf.bytes)?;
            Ok(pdf.without_font)
        }
    }
}
