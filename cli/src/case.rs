//! A case as `audit report`, `dossier` and `request` read it: from the chain, or from a file that `audit export` wrote. Verified either
//! way.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use exequatur_client::audit::{Manifest as Enclosed, Verification, export, verify};
use exequatur_client::chain::AtBlock;
use exequatur_client::files::{AuditFile, FileError, Manifest, hash_text};
use exequatur_dossier::reading::{BlockHash, Reading};
use exequatur_protocol::Hash;

use crate::blob;
use crate::commands::evidence::manifest_files;
use crate::context::Context;
use crate::deal::Deal;
use crate::error::CliError;
use crate::patience;
use crate::text;

/// Which case.
#[derive(Debug, clap::Args)]
pub struct CaseArgs {
    /// Address of the escrow, or a file that `audit export` wrote
    #[arg(value_name = "ESCROW|FILE")]
    pub case: String,
    /// Hash of the file's block, from a source of your own
    #[arg(long, value_name = "HASH")]
    pub block_hash: Option<String>,
    /// Folder with the papers of the case: documents, exhibits, manifests
    #[arg(long, value_name = "DIR")]
    pub papers: Option<PathBuf>,
}

/// A case that was verified.
pub struct Case {
    /// The case as a file.
    pub file: AuditFile,
    /// What the verification showed.
    pub verification: Verification,
    /// What people read of it.
    pub reading: Reading,
    /// The papers that are at hand, by their SHA-256.
    pub papers: BTreeMap<Hash, PathBuf>,
}

impl Case {
    /// Takes it from where the arguments say, and verifies it.
    pub fn load(ctx: &mut Context, args: &CaseArgs) -> Result<Self, CliError> {
        let (papers, manifests) = match &args.papers {
            Some(dir) => {
                let what = format!("hashing the files in {}", dir.display());
                (patience::with(what, || hashed(dir))?, manifest_files(dir)?)
            }
            None => (BTreeMap::new(), Vec::new()),
        };
        let (mut file, block_hash, from) = if is_address(&args.case) {
            let file = exported(ctx, &args.case, &manifests)?;
            if args.block_hash.is_some() {
                return Err(CliError::usage(
                    "BadBlock",
                    "--block-hash is for a file; a chain says it itself",
                )
                .values("a file, or no --block-hash", text::escape(&args.case)));
            }
            let hash = file.export.block.hash;
            (file, Some(hash), BlockHash::Chain)
        } else {
            let file = AuditFile::read(Path::new(&args.case))?;
            match args.block_hash.as_deref().map(parse_hash).transpose()? {
                Some(hash) => (file, Some(hash), BlockHash::Auditor),
                None => (file, None, BlockHash::File),
            }
        };
        let mut verification = patience::with("replaying the record", || {
            verify(&file.export, block_hash.as_ref())
        });
        verification
            .findings
            .extend(crate::commands::audit::said_beside(&mut file)?);
        let (_, known) = blob::escrow()?;
        verification.expect_code(&known);
        let manifests = manifests.into_iter().map(|(manifest, _)| manifest);
        let reading = Reading::of(&file, &verification, from, &known, manifests);
        Ok(Case {
            file,
            verification,
            reading,
            papers,
        })
    }

    /// Refuses a case in which something is wrong.
    pub fn require_unaltered(&self) -> Result<(), CliError> {
        match self.verification.findings.is_empty() {
            true => Ok(()),
            false => Err(crate::commands::audit::divergent(
                &self.verification,
                &self.file,
                &[],
            )),
        }
    }
}

/// A file may be called anything; what begins like an address is one.
fn is_address(case: &str) -> bool {
    case.starts_with("0x") && !Path::new(case).exists()
}

fn parse_hash(text: &str) -> Result<Hash, CliError> {
    hash_text::parse(text).ok_or_else(|| {
        CliError::usage("BadBlock", "this is no hash of a block")
            .values("0x and 64 hexadecimal digits", text::escape(text))
    })
}

fn exported(
    ctx: &mut Context,
    escrow: &str,
    manifests: &[(Manifest, PathBuf)],
) -> Result<AuditFile, CliError> {
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
        export(chain, &deal.contract, AtBlock::Newest, metadata, manifests)
    })?;
    Ok(AuditFile {
        export,
        token: deal.token,
    })
}

/// Every file of a folder, by its SHA-256.
fn hashed(dir: &Path) -> Result<BTreeMap<Hash, PathBuf>, CliError> {
    let mut files = BTreeMap::new();
    let items = std::fs::read_dir(dir).map_err(|error| FileError::folder(dir, error))?;
    let mut paths = Vec::new();
    for item in items {
        paths.push(item.map_err(|error| FileError::read(dir, error))?.path());
    }
    // In the order of their names, so that of two equal files the same one is taken everywhere.
    paths.sort();
    for path in paths.into_iter().filter(|path| path.is_file()) {
        let (hash, _) = hash_text::sha256_file(&path)?;
        files.entry(hash).or_insert(path);
    }
    Ok(files)
}
