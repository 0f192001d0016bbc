//! `key list`

use serde_json::json;

use crate::context::Context;
use crate::error::CliError;
use crate::report::Report;
use crate::text;

/// List the keys
#[derive(Debug, clap::Args)]
pub struct ListArgs {}

/// Lists names and addresses; needs no password.
pub fn run(ctx: &mut Context, _: ListArgs) -> Result<Report, CliError> {
    let listing = ctx.keystore()?.list()?;
    let mut values = Vec::new();
    let mut lines = Vec::new();
    for key in &listing.keys {
        let (value, _) = super::show::describe(key);
        lines.push(format!(
            "{:<16} {:<8} {:<50} {}",
            key.name.as_str(),
            key.file.scheme(),
            value["ss58"].as_str().unwrap_or_default(),
            value["address"].as_str().unwrap_or_default(),
        ));
        values.push(value);
    }
    if lines.is_empty() && listing.problems.is_empty() {
        lines.push("no keys yet; `key new NAME` makes one".to_owned());
    }
    let mut report = Report::new(json!({ "keys": values }), lines.join("\n"));
    for open in listing.exposed {
        report = report.warn(text::escape(&format!(
            "{open}; until then the key signs nothing"
        )));
    }
    for (path, problem) in listing.problems {
        report = report.warn(text::escape(&format!("{}: {problem}", path.display())));
    }
    Ok(report)
}
