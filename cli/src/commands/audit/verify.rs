//! `audit verify`

use std::path::PathBuf;

use exequatur_client::audit::{Fact, Finding, Verdict, Verification};
use exequatur_client::files::{AuditFile, Token};
use exequatur_client::finding_text::{expected_found, finding_in_words};
use exequatur_dossier::reading::papers_of;
use exequatur_protocol::State;
use serde_json::json;

use super::exhibits::Comparison;
use super::facts::missing_in_words;
use super::showing::{lines, value};
use crate::audited::{Audited, KnownArgs, Source};
use crate::blob;
use crate::error::{CliError, Kind};
use crate::report::Report;

/// Verify an exported case, without a chain
///
/// Replays the record through the rules, checks every signature in it, and reads the contract's storage off the proof. All of it hangs on the
/// hash of one block: learn that hash from a source that you trust, such as a node or an explorer of your own choice, and give it
/// with --block-hash. Without it nothing can be called verified, however well the file fits together.
///
/// No signature binds how a token's amounts are written, and a record without signatures does not bind the chain's number. What neither the proof
/// nor you say of these is not believed: amounts are shown as whole numbers, and the verdict is incomplete.
///
/// Exit code 0: verified. 6: something is wrong; the first wrong entry is named, or the exhibit that was altered. 10: nothing is wrong, and something was
/// not shown, such as an exhibit that is not there.
#[derive(Debug, clap::Args)]
pub struct VerifyArgs {
    /// The file that `audit export` wrote
    pub file: PathBuf,
    /// What is known from elsewhere
    #[command(flatten)]
    pub known: KnownArgs,
    /// Compare the exhibits with the files in this folder
    #[arg(long, value_name = "DIR")]
    pub exhibits: Option<PathBuf>,
}

/// Runs the command.
pub fn run(args: VerifyArgs) -> Result<Report, CliError> {
    let known = args.known.read()?;
    let Audited {
        file,
        verification,
        denominated,
    } = Audited::new(AuditFile::read(&args.file)?, &known, Source::File)?;
    let mut text = lines(&verification, &file, &denominated);
    let mut told = value(&verification, &file, &denominated);
    let comparison = match &args.exhibits {
        Some(dir) => {
            let export = &file.export;
            let mut comparison =
                Comparison::with(dir, export.chain_id, export.contract, &export.manifests)?;
            let named = verification.steps.iter();
            let named = named.flat_map(|step| papers_of(&step.action));
            comparison.name(named.map(|paper| paper.sha256));
            let exhibits = verification.exhibits.iter();
            let mut compared: Vec<_> = exhibits.map(|one| comparison.take(one)).collect();
            told["exhibit_files"] = compared.iter().map(|one| one.value.clone()).collect();
            compared.sort_by_key(|one| one.fit);
            text.extend(compared.into_iter().map(|one| one.line));
            Some(comparison)
        }
        None => None,
    };
    let differing = comparison.as_ref().and_then(Comparison::differing);
    let absent = comparison.map(|one| one.absent()).unwrap_or_default();
    let wrong = verification.findings.first();
    let wrong = wrong.map(|finding| divergent(finding, &verification, &file, &denominated.token));
    let (word, error) = match (wrong.or(differing), verification.verdict()) {
        (Some(error), _) => ("divergent", Some(error)),
        (None, Verdict::Verified) if absent.is_empty() => ("verified", None),
        (None, _) => {
            let error = incomplete(&verification, absent, "the file");
            ("incomplete", Some(error))
        }
    };
    told["verdict"] = json!(word);
    text.push(format!("verdict:   {word}"));
    let report = Report::new(told, text.join("\n"));
    match error {
        None => Ok(report),
        Some(error) => Err(error.report(report)),
    }
}

/// What is wrong with a case, as an error.
pub fn divergent(
    finding: &Finding,
    verification: &Verification,
    file: &AuditFile,
    token: &Token,
) -> CliError {
    let (expected, found) = expected_found(finding, token);
    let hint = hint(finding, verification, file);
    CliError::verification(finding.code(), finding_in_words(finding))
        .values(expected, found)
        .hint(hint)
}

fn hint(finding: &Finding, verification: &Verification, file: &AuditFile) -> String {
    const ELSEWHERE: &str = "get the case from another source and compare the entries there";
    match (finding, finding.entry()) {
        (Finding::OtherBlockHash { .. }, _) => {
            "ask for the case at that block (`audit export --block`), or look the block of the file up where you trust the answer".to_owned()
        }
        (_, Some(entry)) if verification.is_first(entry) => {
            format!("entry {entry} is the first that is wrong: {ELSEWHERE}")
        }
        (Finding::Count { .. }, Some(entry)) => format!(
            "entry {entry}, or one before it, was dropped, added or altered: no head that is noted in the file leads to the one in storage, so which one cannot be told{}; {ELSEWHERE}",
            only_record_differs(verification)
        ),
        (_, Some(entry)) => format!(
            "entry {entry} is the first that is wrong, unless somebody noted new heads for altered ones before it{}: {ELSEWHERE}",
            bound_in_words(verification, file)
        ),
        (Finding::Head { .. }, None) => format!(
            "one of the entries 0 to {} was altered, moved, or put in the place of another, and new heads were noted for all that follow, so which one cannot be told{}; {ELSEWHERE}",
            file.export.entries.len().saturating_sub(1),
            only_record_differs(verification)
        ),
        (Finding::Balance { .. }, None) => {
            "if you named how accounts count the token (--token), look that up again; else get the case from another source".to_owned()
        }
        (_, None) => "get the case from another source; what this file says of it cannot be trusted".to_owned(),
    }
}

/// What the proven storage tells of entries that are not bound: whether the wrong ones changed anything that it remembers.
fn only_record_differs(verification: &Verification) -> &'static str {
    let Some((replayed, proven)) = verification.state.zip(verification.proven.as_ref()) else {
        return "";
    };
    let stored = &proven.holding.stored;
    let same_record = State {
        head: stored.head,
        entries: stored.entries,
        ..replayed
    };
    match same_record == *stored {
        true => " (it changed nothing else that the contract remembers, as exhibits do)",
        false => "",
    }
}

fn bound_in_words(verification: &Verification, file: &AuditFile) -> String {
    match verification.bound_from {
        from if from < file.export.entries.len() => {
            format!("; from entry {from} on the head in storage binds them")
        }
        _ => String::new(),
    }
}

/// What was not shown of a case in which nothing is wrong, as an error. `absent` are papers that are not at hand; `said_by` says of the block
/// that it is one.
pub fn incomplete(verification: &Verification, absent: Vec<String>, said_by: &str) -> CliError {
    let missing = verification.missing.iter();
    let missing = missing.map(|missing| missing_in_words(missing, said_by));
    not_shown(missing.chain(absent).collect())
        .hint("what is missing stands above; what you know from elsewhere is given with --block-hash, --chain-id and --token; papers lie in the folder of --exhibits or --papers")
}

/// Nothing is wrong, and this was not shown.
pub fn not_shown(missing: Vec<String>) -> CliError {
    CliError::new(
        Kind::Incomplete,
        "Incomplete",
        "nothing is wrong, and not everything was shown",
    )
    .values("everything shown", missing.join("\n            "))
}

/// What a file says wrongly beside its record and its proof: its terms in clear, how amounts are written, which is put right, and metadata that are
/// not those of the code, where the code is the one that this program knows.
pub fn said_beside(file: &mut AuditFile) -> Result<Vec<Finding>, CliError> {
    let mut findings: Vec<Finding> = file.beside.take().into_iter().collect();
    findings.extend(file.put_token_right());
    let (_, hash) = blob::escrow()?;
    let code = &file.export.code;
    if code.hash == hash && !code.metadata.is_empty() && code.metadata != blob::metadata()? {
        findings.push(Finding::Said {
            part: "metadata of the code",
            expected: Fact::Words("those of the code that this program was built with"),
            found: Fact::Words("others"),
        });
    }
    Ok(findings)
}
