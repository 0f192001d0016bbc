//! `audit verify`

use std::path::PathBuf;

use exequatur_client::audit::{Fact, Finding, Verdict, Verification};
use exequatur_client::counted::counted;
use exequatur_client::files::{AuditFile, Token};
use exequatur_client::finding_text::{expected_found, finding_in_words};
use exequatur_dossier::reading::papers_of;
use serde_json::{Value, json};

use super::showing::{lines, missing_in_words, value};
use crate::audited::{Audited, KnownArgs};
use crate::blob;
use crate::error::{CliError, Kind};
use crate::exhibit_files::{ExhibitFiles, Problem};
use crate::given_papers;
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
    } = Audited::new(AuditFile::read(&args.file)?, &known)?;
    let mut text = lines(&verification, &file, &denominated);
    let mut told = value(&verification, &file, &denominated);
    let papers = match &args.exhibits {
        Some(dir) => Some(compare(&file, &verification, dir)?),
        None => None,
    };
    if let Some(papers) = &papers {
        text.extend(papers.lines.iter().cloned());
        told["exhibit_files"] = json!(papers.values);
    }
    let (differ, absent) = papers
        .map(|papers| (papers.differ, papers.absent))
        .unwrap_or_default();
    let verdict = given_papers::verdict(&verification, &differ, &absent);
    let word = match verdict {
        Verdict::Verified => "verified",
        Verdict::Divergent => "divergent",
        Verdict::Incomplete => "incomplete",
    };
    told["verdict"] = json!(word);
    text.push(format!("verdict:   {word}"));
    let report = Report::new(told, text.join("\n"));
    match verdict {
        Verdict::Verified => Ok(report),
        Verdict::Divergent => {
            Err(divergent(&verification, &file, &denominated.token, &differ).report(report))
        }
        Verdict::Incomplete => Err(incomplete(&verification, &absent, "the file").report(report)),
    }
}

/// What is wrong with a case, as an error; `papers` are those that do not fit, where nothing else is wrong.
pub fn divergent(
    verification: &Verification,
    file: &AuditFile,
    token: &Token,
    papers: &[String],
) -> CliError {
    let Some(finding) = verification.findings.first() else {
        return CliError::verification(
            "ExhibitDiffers",
            format!(
                "{} {} not fit the record",
                counted(papers.len(), "paper", "papers"),
                if papers.len() == 1 { "does" } else { "do" }
            ),
        )
        .values(
            "every paper as the record names it, unaltered",
            papers.join("\n            "),
        )
        .hint("ask whoever filed the paper for it, and for its manifest if it is an exhibit");
    };
    let (expected, found) = expected_found(finding, token);
    let bound = bound_in_words(verification, file);
    let hint = match (finding, finding.entry()) {
        (Finding::OtherBlockHash { .. }, _) => {
            "ask for the case at that block (`audit export --block`), or look the block of the file up where you trust the answer".to_owned()
        }
        (_, Some(entry)) => format!(
            "entry {entry} is the first that is wrong, unless somebody noted new heads for altered ones before it{bound}: get the case from another source and compare it there"
        ),
        (Finding::Head { .. }, None) => {
            "an entry was altered, and new heads were noted for it and all that follow: get the case from another source and compare the entries there".to_owned()
        }
        (_, None) => "get the case from another source; what this file says of it cannot be trusted".to_owned(),
    };
    CliError::verification(finding.code(), finding_in_words(finding))
        .values(expected, found)
        .hint(hint)
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
pub fn incomplete(verification: &Verification, absent: &[String], said_by: &str) -> CliError {
    let missing: Vec<String> = verification
        .missing
        .iter()
        .map(|missing| missing_in_words(missing, said_by))
        .chain(absent.iter().cloned())
        .collect();
    CliError::new(
        Kind::Incomplete,
        "Incomplete",
        "nothing is wrong, and not everything was shown",
    )
    .values("everything shown", missing.join("\n            "))
    .hint("what is missing stands above; what you know from elsewhere is given with --block-hash, --chain-id and --token; papers lie in the folder of --exhibits or --papers")
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

/// What comparing files with exhibits showed.
struct Papers {
    lines: Vec<String>,
    values: Vec<Value>,
    differ: Vec<String>,
    absent: Vec<String>,
}

fn compare(
    file: &AuditFile,
    verification: &Verification,
    dir: &std::path::Path,
) -> Result<Papers, CliError> {
    let export = &file.export;
    let mut files = ExhibitFiles::read(dir, export.chain_id, export.contract)?;
    for manifest in &export.manifests {
        files.add_manifest(&manifest.text);
    }
    let named = verification.steps.iter();
    let named = named.flat_map(|step| papers_of(&step.action));
    files.name(named.map(|paper| paper.sha256));
    let mut papers = Papers {
        lines: Vec::new(),
        values: Vec::new(),
        differ: Vec::new(),
        absent: Vec::new(),
    };
    for exhibit in &verification.exhibits {
        let (manifest, problem) = files.check(exhibit);
        let line = crate::commands::evidence::line(exhibit, manifest.as_ref());
        let mut told = crate::commands::evidence::value(exhibit, manifest.as_ref());
        told["problem"] = json!(problem.as_ref().map(Problem::words));
        papers.values.push(told);
        match problem {
            None => papers.lines.push(format!("fits:      {line}")),
            Some(Problem::Differs { words, .. }) => papers.differ.push(format!("{line}: {words}")),
            Some(Problem::Absent(words)) => papers.absent.push(format!("{line}: {words}")),
        }
    }
    let differ = papers
        .differ
        .iter()
        .map(|line| format!("differs:   {line}"));
    let absent = papers
        .absent
        .iter()
        .map(|line| format!("not there: {line}"));
    let more: Vec<String> = differ.chain(absent).collect();
    papers.lines.extend(more);
    Ok(papers)
}
