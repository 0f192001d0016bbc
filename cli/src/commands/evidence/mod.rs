//! `evidence`

mod add;
mod doubts;
mod list;
mod record;
mod verify;

use clap::Subcommand;

pub use list::manifest_files;
pub use record::{line, value};

use crate::context::Context;
use crate::error::CliError;
use crate::report::Report;

/// The commands about exhibits.
#[derive(Debug, Subcommand)]
pub enum EvidenceCommand {
    Add(add::AddArgs),
    List(list::ListArgs),
    Verify(verify::VerifyArgs),
}

/// Runs a command.
pub fn run(ctx: &mut Context, command: EvidenceCommand) -> Result<Report, CliError> {
    match command {
        EvidenceCommand::Add(args) => add::run(ctx, args),
        EvidenceCommand::List(args) => list::run(ctx, args),
        EvidenceCommand::Verify(args) => verify::run(ctx, args),
    }
}
