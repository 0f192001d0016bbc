//! A case as `audit report`, `dossier` and `request` read it: from the chain, or from a file that `audit export` wrote. Verified either
//! way.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use exequatur_client::audit::{Denominated, Manifest as Enclosed, Verdict, Verification, export};
use exequatur_client::chain::AtBlock;
use exequatur_client::files::{AuditFile, Manifest, hash_text};
use exequatur_dossier::reading::{BlockHash, Reading};

use crate::audited::{Audited, KnownArgs, Source};
use crate::blob;
use crate::commands::{self, evidence::manifest_files};
use crate::context::Context;
use crate::deal::Deal;
use crate::error::CliError;
use crate::exhibit_files::hashed;
use crate::given_papers::GivenPapers;
use crate::report::Report;
use crate::{patience, text};

/// Which case.
#[derive(Debug, clap::Args)]
pub struct CaseArgs {
    /// Address of the escrow, or a file that `audit export` wrote
    #[arg(value_name = "ESCROW|FILE")]
    pub case: String,
    /// What is known from elsewhere. Of a case that is read from the chain, the block hash says as of which block, too.
    #[command(flatten)]
    pub known: KnownArgs,
    /// Folder with the papers of the case: documents, exhibits, manifests. All that the record names are compared with it
    #[arg(long, value_name = "DIR")]
    pub papers: Option<PathBuf>,
}

/// A case that was verified.
pub struct Case {
    /// The case as a file.
    pub file: AuditFile,
    /// What the verification showed.
    pub verification: Verification,
    /// How its amounts are written.
    pub denominated: Denominated,
    /// Who named the hash of its block.
    pub block_hash_from: BlockHash,
    /// How many entries more the chain that was asked has; `None` if none was asked.
    pub later: Option<u32>,
    /// What people read of it.
    pub reading: Reading,
    /// The papers that were given, and what comparing them with the record showed; `None` without --papers.
    pub papers: Option<GivenPapers>,
}

impl Case {
    /// Takes it from where the arguments say, and verifies it.
    pub fn load(ctx: &mut Context, args: &CaseArgs) -> Result<Self, CliError> {
        let (files, manifests) = match &args.papers {
            Some(dir) => {
                let what = format!("hashing the files in {}", dir.display());
                (patience::with(what, || hashed(dir))?, manifest_files(dir)?)
            }
            None => (BTreeMap::new(), Vec::new()),
        };
        let known = args.known.read()?;
        let (file, later, from) = if is_address(&args.case) {
            // The block that an auditor knows, or the newest, of which only the chain that is asked says that there is such a block.
            let at = known.block_hash.map_or(AtBlock::Newest, AtBlock::Hash);
            let (file, later) = exported(ctx, &args.case, at, &manifests)?;
            (file, Some(later), Source::Chain)
        } else {
            let file = AuditFile::read(Path::new(&args.case))?;
            (file, None, Source::File)
        };
        let block_hash_from = match (known.block_hash, from) {
            (Some(_), _) => BlockHash::Auditor,
            (None, Source::Chain) => BlockHash::Chain,
            (None, Source::File) => BlockHash::File,
        };
        let Audited {
            file,
            verification,
            denominated,
        } = Audited::new(file, &known, from)?;
        let papers = args
            .papers
            .as_ref()
            .map(|dir| GivenPapers::compare(dir, files, &file, &verification));
        let (_, code) = blob::escrow()?;
        let manifests = manifests.into_iter().map(|(manifest, _)| manifest);
        let reading = Reading::of(
            &file,
            &denominated,
            &verification,
            block_hash_from,
            &code,
            manifests,
            papers.as_ref().map(|papers| &papers.at_hand),
        )
        .with_later(later.unwrap_or_default());
        Ok(Case {
            file,
            verification,
            denominated,
            block_hash_from,
            later,
            reading,
            papers,
        })
    }

    /// Refuses a case whose record is wrong. Papers that do not fit a record that holds are told beside it.
    pub fn require_unaltered(&self) -> Result<(), CliError> {
        self.divergent().map_or(Ok(()), Err)
    }

    /// The report of what was made of a case, with the exit code of what the case is worth.
    pub fn judged(&self, report: Report) -> Result<Report, CliError> {
        if let Some(error) = self.divergent() {
            return Err(error.report(report));
        }
        let papers = self.papers.as_ref();
        if let Some(error) = papers.and_then(GivenPapers::differing) {
            return Err(error.report(report));
        }
        let absent = papers.map(GivenPapers::absent).unwrap_or_default();
        if self.verification.verdict() == Verdict::Verified && absent.is_empty() {
            return Ok(report);
        }
        let said_by = match self.block_hash_from {
            BlockHash::Chain => "the chain that was asked",
            BlockHash::Auditor | BlockHash::File => "the file",
        };
        let error = commands::audit::incomplete(&self.verification, absent, said_by);
        Err(error.report(report))
    }

    /// What the case is worth.
    pub fn result_line(&self) -> String {
        let verification = &self.reading.verification;
        format!(
            "result:    {}: {}",
            verification.label(),
            verification.sentence
        )
    }

    /// As of when it is told.
    pub fn as_of_line(&self) -> String {
        as_of_line(&self.file, &self.verification)
    }

    fn divergent(&self) -> Option<CliError> {
        let finding = self.verification.findings.first()?;
        let token = &self.denominated.token;
        let error = commands::audit::divergent(finding, &self.verification, &self.file, token);
        Some(error)
    }
}

/// As of when a case is told.
pub fn as_of_line(file: &AuditFile, verification: &Verification) -> String {
    format!(
        "as of:     block {} of {}; whatever happened later is not shown",
        file.export.block.number,
        text::time(verification.at)
    )
}

/// A file may be called anything; what begins like an address is one.
fn is_address(case: &str) -> bool {
    case.starts_with("0x") && !Path::new(case).exists()
}

/// As it was at a block, and how many entries the chain has by now besides.
fn exported(
    ctx: &mut Context,
    escrow: &str,
    at: AtBlock,
    manifests: &[(Manifest, PathBuf)],
) -> Result<(AuditFile, u32), CliError> {
    let deal = Deal::load(ctx, escrow)?;
    let manifests = manifests.iter().map(|(manifest, _)| {
        let text = manifest.to_text();
        Enclosed {
            sha256: hash_text::sha256(text.as_bytes()),
            text,
        }
    });
    let (manifests, metadata) = (manifests.collect(), blob::metadata()?);
    let chain = ctx.chain()?;
    let export = patience::with("reading the record and its proof", || {
        export(chain, &deal.contract, at, metadata, manifests)
    })?;
    let later = deal.entries_after(&export);
    let file = AuditFile {
        export,
        token: deal.token,
        beside: None,
    };
    Ok((file, later))
}
