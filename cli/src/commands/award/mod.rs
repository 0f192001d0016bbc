//! `award`

mod draft;
mod enforce;
mod export;
mod import_signature;
mod on_chain;
mod read;
mod sign;
mod timing;
mod verify;

use clap::Subcommand;

use crate::context::Context;
use crate::error::CliError;
use crate::report::Report;

/// The commands of an award.
#[derive(Debug, Subcommand)]
pub enum AwardCommand {
    Draft(draft::DraftArgs),
    Sign(sign::SignArgs),
    Export(export::ExportArgs),
    ImportSignature(import_signature::ImportSignatureArgs),
    Verify(verify::VerifyArgs),
    Enforce(enforce::EnforceArgs),
}

/// Runs a command.
pub fn run(ctx: &mut Context, command: AwardCommand) -> Result<Report, CliError> {
    match command {
        AwardCommand::Draft(args) => draft::run(ctx, args),
        AwardCommand::Sign(args) => sign::run(ctx, args),
        AwardCommand::Export(args) => export::run(ctx, args),
        AwardCommand::ImportSignature(args) => import_signature::run(ctx, args),
        AwardCommand::Verify(args) => verify::run(ctx, args),
        AwardCommand::Enforce(args) => enforce::run(ctx, args),
    }
}
