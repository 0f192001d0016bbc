//! `evidence add`

use std::path::{Path, PathBuf};

use exequatur_client::files::{Manifest, hash_text, media_type};
use exequatur_protocol::{Action, Phase};
use serde_json::json;

use super::doubts::{doubts, nameless};
use crate::context::Context;
use crate::deal::Deal;
use crate::enclosed::Enclosed;
use crate::error::CliError;
use crate::report::Report;
use crate::write::{Step, act_with};
use crate::{patience, text};

/// File an exhibit: as a party or an arbitrator
///
/// Only hashes go on chain: of the document, and of a manifest that says what it is. Keep both files, and give them to
/// the other side and to the tribunal.
#[derive(Debug, clap::Args)]
pub struct AddArgs {
    /// Address of the escrow
    pub escrow: String,
    /// The document
    pub file: PathBuf,
    /// Its number, for example C-1
    #[arg(long, value_name = "TEXT")]
    pub number: String,
    /// What it is
    #[arg(long, value_name = "TEXT")]
    pub title: String,
    /// Who made the document
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub author: String,
    /// Media type [default: by the file's name]
    #[arg(long, value_name = "TYPE")]
    pub media_type: Option<String>,
    /// Where the manifest goes [default: beside the document, with .manifest.json]
    #[arg(long, value_name = "FILE")]
    pub manifest_out: Option<PathBuf>,
}

/// Runs the command.
pub fn run(ctx: &mut Context, args: AddArgs) -> Result<Report, CliError> {
    let what = format!("hashing {}", args.file.display());
    let (sha256, size) = patience::with(what, || hash_text::sha256_file(&args.file))?;
    let deal = Deal::load(ctx, &args.escrow)?;
    let name = args
        .file
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let manifest = Manifest {
        chain_id: deal.identity.chain_id,
        contract: deal.contract,
        number: args.number,
        title: args.title,
        author: args.author,
        media_type: args
            .media_type
            .unwrap_or_else(|| media_type(&args.file).to_owned()),
        file: name,
        size,
        sha256,
    };
    let out = args.manifest_out.unwrap_or_else(|| {
        let mut path = args.file.clone().into_os_string();
        path.push(".manifest.json");
        path.into()
    });
    nameless(&manifest)?;
    // Read back before anything is sent: a manifest that its readers would refuse is worth nothing on chain.
    let content = manifest.to_text();
    Manifest::parse(&out, &content)?;
    let hash = hash_text::sha256(content.as_bytes());
    let late = match deal.state.phase {
        Phase::Disputed => deal.state.dispute.record_closed,
        Phase::Awarded => true,
        _ => false,
    };
    let mut step = Step::new(
        format!("You file the exhibit {}: {}", text::escape(&manifest.number), text::escape(&manifest.title)),
        Action::Exhibit { document: sha256, manifest: hash },
    )
    .consequence(format!("document: {size} bytes, SHA-256 {}", text::hash(&sha256)))
    .consequence(format!("content address: {}", manifest.cid()))
    .consequence(format!("manifest: {}, SHA-256 {}", text::escape(&out.display().to_string()), text::hash(&hash)))
    .irreversible("an exhibit stays on record for ever; its hash proves the document, which everybody who has it can show.");
    if late {
        step = step.consequence("the record is closed: the exhibit is kept and counts as late");
    }
    let folder = match out.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let doubts = doubts(ctx, &deal, &manifest, folder)?;
    for doubt in &doubts {
        step = step.consequence(format!("Warning: {doubt}."));
    }
    // First the manifest, then the hash: were it the other way round, a full disk would leave a hash of nothing.
    let enclosed = Enclosed {
        path: out.clone(),
        content,
        option: "--manifest-out",
    };
    enclosed.is_there()?;
    let mut report = act_with(ctx, &deal, step, Some(&enclosed))?;
    if ctx.options.json {
        // People have read them above.
        report.warnings.extend(doubts);
    }
    report.value["manifest_file"] = json!(out.display().to_string());
    report.value["manifest"] = manifest.to_json();
    report.value["manifest_sha256"] = json!(text::hash(&hash));
    if !ctx.options.dry_run {
        report.text += &format!(
            "\nmanifest: {}\nnext:   give document and manifest to the other side and to the tribunal",
            text::escape(&out.display().to_string())
        );
    }
    Ok(report)
}
