//! `signature`

mod import;

use clap::Subcommand;

use crate::context::Context;
use crate::error::CliError;
use crate::report::Report;

/// The commands of signatures.
#[derive(Debug, Subcommand)]
pub enum SignatureCommand {
    Import(import::ImportArgs),
}

/// Runs a command.
pub fn run(ctx: &mut Context, command: SignatureCommand) -> Result<Report, CliError> {
    match command {
        SignatureCommand::Import(args) => import::run(ctx, args),
    }
}
