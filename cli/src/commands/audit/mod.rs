//! `audit`

mod replay;

use clap::Subcommand;

use crate::context::Context;
use crate::error::CliError;
use crate::report::Report;

/// The commands of an auditor.
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    Replay(replay::ReplayArgs),
}

/// Runs a command.
pub fn run(ctx: &mut Context, command: AuditCommand) -> Result<Report, CliError> {
    match command {
        AuditCommand::Replay(args) => replay::run(ctx, args),
    }
}
