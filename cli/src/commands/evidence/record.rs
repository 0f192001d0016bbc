//! Exhibits as the record has them.

use exequatur_client::audit::{Exhibit, replay_record};
use exequatur_client::files::Manifest;
use exequatur_client::finding_text::finding_in_words;
use serde_json::{Value, json};

use crate::context::Context;
use crate::deal::{Deal, roles_in_words};
use crate::error::CliError;
use crate::text;

/// Every exhibit, oldest first. The record is replayed, so that nothing invented is listed.
pub fn exhibits(ctx: &mut Context, deal: &Deal) -> Result<Vec<Exhibit>, CliError> {
    let entries = deal.entries(ctx)?;
    let audit = replay_record(&deal.contract, deal.identity.chain_id, &entries);
    if let Some(finding) = audit.finding {
        return Err(
            CliError::verification(finding.code(), finding_in_words(&finding))
                .hint("`audit replay` says more"),
        );
    }
    Ok(audit.steps.iter().filter_map(Exhibit::of).collect())
}

/// For programs.
pub fn value(exhibit: &Exhibit, manifest: Option<&Manifest>) -> Value {
    json!({
        "entry": exhibit.entry,
        "at": text::rfc3339(exhibit.at),
        "by": text::address(&exhibit.by),
        "role": roles_in_words(exhibit.role),
        "document": text::hash(&exhibit.document),
        "manifest": text::hash(&exhibit.manifest),
        "late": exhibit.late,
        "described_as": manifest.map(Manifest::to_json),
    })
}

/// For people.
pub fn line(exhibit: &Exhibit, manifest: Option<&Manifest>) -> String {
    let name = match manifest {
        Some(manifest) => format!(
            "{} {}",
            text::escape(&manifest.number),
            text::escape(&manifest.title)
        ),
        None => format!("document {}", text::hash(&exhibit.document)),
    };
    let late = if exhibit.late {
        ", LATE: after the record was closed"
    } else {
        ""
    };
    format!(
        "entry {}: {name}, by the {} at {}{late}",
        exhibit.entry,
        roles_in_words(exhibit.role),
        text::time(exhibit.at)
    )
}
