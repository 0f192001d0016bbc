//! `audit`

mod exhibits;
mod export;
mod facts;
mod replay;
mod report;
mod showing;
mod verify;

pub use verify::{divergent, incomplete, said_beside};

use clap::Subcommand;

use crate::context::Context;
use crate::error::CliError;
use crate::report::Report;

/// The commands of an auditor.
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    Export(export::ExportArgs),
    Verify(verify::VerifyArgs),
    Replay(replay::ReplayArgs),
    Report(report::ReportArgs),
}

/// Runs a command.
pub fn run(ctx: &mut Context, command: AuditCommand) -> Result<Report, CliError> {
    match command {
        AuditCommand::Export(args) => export::run(ctx, args),
        AuditCommand::Verify(args) => verify::run(args),
        AuditCommand::Replay(args) => replay::run(ctx, args),
        AuditCommand::Report(args) => report::run(ctx, args),
    }
}
