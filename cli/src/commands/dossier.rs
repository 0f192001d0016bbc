//! `dossier`

use std::path::{Path, PathBuf};

use exequatur_client::files::{FileError, TermsFile, hash_text};
use exequatur_dossier::dossier::{Content, Dossier, Enclosed, Given, Status, dossier};
use exequatur_paper::Fonts;
use serde_json::json;

use crate::case::{Case, CaseArgs};
use crate::context::Context;
use crate::error::CliError;
use crate::given_papers::GivenPapers;
use crate::report::Report;
use crate::{patience, text};

/// Collect what a court asks for when somebody relies on an award
///
/// Terms, notice, answer, awards, reasons, the audit export and a cover sheet that says for each requirement of the New York Convention and
/// the Model Law where it is met, or that it is not. Papers are taken from --papers by their SHA-256; those that are missing are named.
/// The same case and papers give the same files.
///
/// Awards, consents and whatever else was signed off line are in it as files that other programs check too, with a sheet that says how.
///
/// Exit code as of `audit verify`: 0 verified, 10 where not everything was shown or a paper is not in the folder; the dossier says what. A case whose record
/// is wrong gets no dossier (6). An altered paper is left out of the dossier, which says so on its cover sheet (6).
#[derive(Debug, clap::Args)]
pub struct DossierArgs {
    /// Which case
    #[command(flatten)]
    pub case: CaseArgs,
    /// The folder that is made
    #[arg(long, short, value_name = "DIR")]
    pub out: PathBuf,
}

/// Runs the command.
pub fn run(ctx: &mut Context, args: DossierArgs) -> Result<Report, CliError> {
    let case = Case::load(ctx, &args.case)?;
    case.require_unaltered()?;
    if args.out.exists() {
        return Err(FileError::Exists(args.out).into());
    }
    let export = &case.file.export;
    let files = case.papers.iter().flat_map(|papers| &papers.files);
    let given = files.map(|(hash, path)| {
        let name = path.file_name().unwrap_or_default();
        let name = name.to_string_lossy().into_owned();
        (*hash, Given { name })
    });
    let enclosed = Enclosed {
        terms: TermsFile::from_terms(export.terms, case.file.token.clone()).to_toml(),
        export: case.file.to_text().into_bytes(),
        given: given.collect(),
        fonts: Fonts::of_this_machine(),
    };
    let dossier = patience::with("setting the cover sheet", || {
        dossier(&case.reading, &enclosed)
    })
    .map_err(|error| CliError::bug(format!("the cover sheet: {error}")))?;
    let what = format!("writing {}", args.out.display());
    patience::with(what, || write(&case, &dossier, &args.out))?;
    case.judged(told(&case, &dossier, &args.out))
}

/// Writes everything beside its place and moves it there when it is whole.
fn write(case: &Case, dossier: &Dossier, out: &Path) -> Result<(), CliError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |reason| FileError::Write { path, reason }
    };
    let beside = match out.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let work = tempfile::Builder::new()
        .prefix(".dossier-")
        .tempdir_in(beside)
        .map_err(failed(out))?;
    for file in &dossier.files {
        let path = work.path().join(&file.path);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(failed(out))?;
        }
        match &file.content {
            Content::Made(bytes) => std::fs::write(&path, bytes).map_err(failed(out))?,
            Content::Given(hash) => {
                let given = case.papers.as_ref();
                let from = given
                    .and_then(|papers| papers.files.get(hash))
                    .ok_or_else(|| CliError::bug("a paper was given and is not there"))?;
                std::fs::copy(from, &path).map_err(failed(out))?;
                // Somebody may have written to it since it was hashed.
                let (found, _) = hash_text::sha256_file(&path)?;
                if found != *hash {
                    return Err(CliError::verification(
                        "ExhibitDiffers",
                        format!("{} changed while it was copied", text::escape(&from.display().to_string())),
                    )
                    .values(text::hash(hash), text::hash(&found))
                    .hint("nothing was written; run the command again when nobody writes to the papers"));
                }
            }
        }
    }
    // A temporary folder is private; a dossier is for others.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(work.path(), std::fs::Permissions::from_mode(0o755))
            .map_err(failed(out))?;
    }
    std::fs::rename(work.path(), out).map_err(failed(out))?;
    Ok(())
}

fn told(case: &Case, dossier: &Dossier, out: &Path) -> Report {
    let count = |status| {
        let requirements = dossier.requirements.iter();
        requirements.filter(|one| one.status == status).count()
    };
    let missing: Vec<String> = dossier
        .papers
        .iter()
        .filter(|paper| paper.path.is_none())
        .map(|paper| {
            format!(
                "{} of entry {}, SHA-256 {}",
                paper.what,
                paper.entry,
                text::hash(&paper.sha256)
            )
        })
        .collect();
    let requirements = dossier.requirements.iter().map(|one| {
        json!({ "what": one.what, "source": one.source, "status": one.status.word(), "where": one.place })
    });
    let value = json!({
        "folder": out.display().to_string(),
        "escrow": text::address(&case.reading.contract),
        "verdict": case.reading.verification.result.word(),
        "later_entries": case.later,
        "beware": dossier.warnings,
        "files": dossier.files.iter().map(|file| json!({
            "path": file.path, "sha256": text::hash(&file.sha256),
        })).collect::<Vec<_>>(),
        "requirements": requirements.collect::<Vec<_>>(),
        "missing_papers": missing,
        "papers": case.papers.as_ref().map(GivenPapers::value),
        "characters_without_font": text::code_points(&dossier.without_font),
    });
    let mut lines = vec![
        format!(
            "dossier:   {}, {} files",
            text::escape(&out.display().to_string()),
            dossier.files.len()
        ),
        case.result_line(),
        case.as_of_line(),
    ];
    let warnings = dossier.warnings.iter();
    lines.extend(warnings.map(|words| format!("beware:    {words}")));
    lines.push(format!(
        "asked for: {} met, {} in part, {} not met, {} for a person to add{}",
        count(Status::Met),
        count(Status::Partly),
        count(Status::NotMet),
        count(Status::ForAPerson),
        match case.reading.verification.anchored {
            true => "",
            false => ", as far as a record that is not verified shows them",
        }
    ));
    if let Some(papers) = &case.papers {
        let differ = papers.differ().into_iter();
        lines.extend(differ.map(|paper| format!("differs:   {paper}")));
    }
    lines.extend(missing.iter().map(|paper| format!("not given: {paper}")));
    lines.extend(text::without_font(&dossier.without_font));
    lines.push(
        "signed:    04-signatures.pdf says who signed what, and how to check it with other programs"
            .to_owned(),
    );
    lines.push("next:      read 00-cover-sheet.pdf; it says what to add".to_owned());
    Report::new(value, lines.join("\n"))
}
