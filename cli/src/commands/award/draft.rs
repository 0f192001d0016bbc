//! `award draft`

use std::path::PathBuf;

use exequatur_client::files::{AwardFile, moment, write_new};
use exequatur_protocol::{Award, AwardKind, Seconds};
use serde_json::json;

use super::{read, timing};
use crate::context::Context;
use crate::deal::Deal;
use crate::error::CliError;
use crate::paper::Paper;
use crate::report::Report;
use crate::text;

/// Draft an award as a file that the tribunal reads, corrects and signs away from any chain
///
/// Nothing is signed or sent. Amounts that are left out are zero, except that under an award that disposes of everything
/// the payee gets what the others do not.
#[derive(Debug, clap::Args)]
pub struct DraftArgs {
    /// Address of the escrow
    pub escrow: String,
    /// interim, partial, final, costs, correction, consent or termination
    #[arg(long, value_parser = kind)]
    pub kind: AwardKind,
    /// Awarded to the payer
    #[arg(long, value_name = "AMOUNT")]
    pub to_payer: Option<String>,
    /// Awarded to the payee
    #[arg(long, value_name = "AMOUNT")]
    pub to_payee: Option<String>,
    /// Fees and costs for the tribunal
    #[arg(long, value_name = "AMOUNT")]
    pub to_tribunal: Option<String>,
    /// The award as a document: a file, or its SHA-256
    #[arg(long, value_name = "FILE|HASH")]
    pub document: String,
    /// The reasons: a file, or its SHA-256
    #[arg(long, value_name = "FILE|HASH")]
    pub reasons: Option<String>,
    /// Why an arbitrator does not sign: a file, or its SHA-256
    #[arg(long, value_name = "FILE|HASH")]
    pub omission: Option<String>,
    /// When it is made [default: the time of the chain]
    #[arg(long, value_name = "TIME")]
    pub date: Option<String>,
    /// Interim awards: the pause that they order lasts until then; a moment up to the date ends a pause
    #[arg(long, value_name = "TIME")]
    pub pause_until: Option<String>,
    /// Where the draft goes
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
}

fn kind(word: &str) -> Result<AwardKind, String> {
    let found = AwardKind::ALL.into_iter().find(|kind| kind.word() == word);
    found.ok_or_else(|| {
        format!(
            "expected one of {}, found {word}",
            AwardKind::ALL.map(AwardKind::word).join(", ")
        )
    })
}

/// Runs the command.
pub fn run(ctx: &mut Context, args: DraftArgs) -> Result<Report, CliError> {
    let deal = Deal::load(ctx, &args.escrow)?;
    let terms = deal.terms(ctx)?;
    let facts = read::facts(&deal);
    let amount = |given: &Option<String>| {
        given
            .as_deref()
            .map(|text| text::parse_amount(text, &deal.token))
            .transpose()
    };
    let to_payer = amount(&args.to_payer)?.unwrap_or_default();
    let to_tribunal = amount(&args.to_tribunal)?.unwrap_or_default();
    let disposes = matches!(
        args.kind,
        AwardKind::Final | AwardKind::Correction | AwardKind::Consent
    );
    let rest = facts
        .held
        .saturating_sub(to_payer)
        .saturating_sub(to_tribunal);
    let to_payee = amount(&args.to_payee)?.unwrap_or(if disposes { rest } else { 0 });
    let paper = |given: &Option<String>| {
        given
            .as_deref()
            .map(Paper::of)
            .transpose()
            .map(|paper| paper.map(|paper| paper.hash))
    };
    let award = Award {
        number: deal.state.awards.saturating_add(1),
        kind: args.kind,
        to_payer,
        to_payee,
        to_tribunal,
        document: Paper::of(&args.document)?.hash,
        reasons: paper(&args.reasons)?,
        omission: paper(&args.omission)?,
        seat: terms.seat,
        date: time(&args.date, "--date")?.unwrap_or(deal.now),
        pause_until: time(&args.pause_until, "--pause-until")?.unwrap_or_default(),
    };
    let file = AwardFile {
        domain: deal.domain(),
        terms,
        escrow: facts,
        award,
        signatures: Vec::new(),
    };
    let accounts = read::accounts(ctx, &file)?;
    write_new(&args.out, &file.to_toml())?;
    let path = text::escape(&args.out.display().to_string());
    let lacks = file.lacks();
    let mut lines = read::in_words(&file, deal.stayed_until(), &accounts);
    lines.push(format!("draft:  {path}"));
    lines.extend(read::signers_in_words(&file, &lacks, &accounts));
    let mend: Vec<_> = lacks
        .iter()
        .filter(|lack| !lack.is_of_signatures())
        .map(|lack| lack.text.as_str())
        .collect();
    let sign = format!("each arbitrator reads the file and runs `award sign {path}`");
    lines.push(match mend.is_empty() {
        true => format!("next:   {sign}"),
        false => format!(
            "next:   complete the file, which nobody can sign as it is ({}); then {sign}",
            mend.join("; ")
        ),
    });
    let mut value = read::value(&file, &lacks, &accounts);
    value["file"] = json!(args.out.display().to_string());
    let untimely = timing::untimely(&file.award, &deal);
    let mut report = Report::new(value, lines.join("\n"));
    report
        .warnings
        .extend(untimely.into_iter().map(|lack| lack.text));
    report.warnings.extend(timing::doubts(&file.award, &deal));
    Ok(report)
}

fn time(given: &Option<String>, option: &str) -> Result<Option<Seconds>, CliError> {
    let parse = |text: &str| {
        moment::parse(text).map_err(|error| {
            CliError::usage("BadMoment", format!("{option} is no moment"))
                .values(error.to_string(), text::escape(text))
        })
    };
    given.as_deref().map(parse).transpose()
}
