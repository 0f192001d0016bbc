//! Exhibits as the record has them.

use exequatur_client::audit::replay_record;
use exequatur_client::files::Manifest;
use exequatur_protocol::{Action, Address, Hash, Phase, Roles, Seconds};
use serde_json::{Value, json};

use crate::context::Context;
use crate::deal::{Deal, roles_in_words};
use crate::error::CliError;
use crate::text;

/// An exhibit on record.
#[derive(Clone, Debug)]
pub struct Exhibit {
    /// Number of its entry in the record.
    pub entry: u32,
    /// When it was filed.
    pub at: Seconds,
    /// Who filed it.
    pub by: Address,
    /// What they were then.
    pub role: Roles,
    /// SHA-256 of the document.
    pub document: Hash,
    /// SHA-256 of the manifest.
    pub manifest: Hash,
    /// Filed after the tribunal closed the record.
    pub late: bool,
}

/// Every exhibit, oldest first. The record is replayed, so that nothing invented is listed.
pub fn exhibits(ctx: &mut Context, deal: &Deal) -> Result<Vec<Exhibit>, CliError> {
    let entries = deal.entries(ctx)?;
    let audit = replay_record(&deal.contract, deal.identity.chain_id, &entries);
    if let Some(finding) = audit.finding {
        return Err(CliError::verification(finding.code(), finding.to_string())
            .hint("`audit replay` says more"));
    }
    let exhibits = audit.steps.iter().filter_map(|step| match &step.action {
        Action::Exhibit { document, manifest } => Some(Exhibit {
            entry: step.entry.number,
            at: step.entry.at,
            by: step.entry.by,
            role: step.sender,
            document: *document,
            manifest: *manifest,
            late: match step.after.phase {
                Phase::Disputed => step.after.dispute.record_closed,
                // An award was made: evidence cannot come in time any more.
                Phase::Awarded => true,
                Phase::Proposed
                | Phase::Agreed
                | Phase::Funded
                | Phase::Released
                | Phase::Settled
                | Phase::Enforced
                | Phase::Lapsed => false,
            },
        }),
        _ => None,
    });
    Ok(exhibits.collect())
}

impl Exhibit {
    /// For programs.
    pub fn value(&self, manifest: Option<&Manifest>) -> Value {
        json!({
            "entry": self.entry,
            "at": text::rfc3339(self.at),
            "by": text::address(&self.by),
            "role": roles_in_words(self.role),
            "document": text::hash(&self.document),
            "manifest": text::hash(&self.manifest),
            "late": self.late,
            "described_as": manifest.map(Manifest::to_json),
        })
    }

    /// For people.
    pub fn line(&self, manifest: Option<&Manifest>) -> String {
        let name = match manifest {
            Some(manifest) => format!(
                "{} {}",
                text::escape(&manifest.number),
                text::escape(&manifest.title)
            ),
            None => format!("document {}", text::hash(&self.document)),
        };
        let late = if self.late {
            ", LATE: after the record was closed"
        } else {
            ""
        };
        format!(
            "entry {}: {name}, by the {} at {}{late}",
            self.entry,
            roles_in_words(self.role),
            text::time(self.at)
        )
    }
}
