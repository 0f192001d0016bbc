//! `dispute`

mod acknowledge;
mod answer;
mod file;

use clap::Subcommand;

use crate::context::Context;
use crate::error::CliError;
use crate::report::Report;

/// The commands of a dispute.
#[derive(Debug, Subcommand)]
pub enum DisputeCommand {
    File(file::FileArgs),
    Acknowledge(acknowledge::AcknowledgeArgs),
    Answer(answer::AnswerArgs),
}

/// Runs a command.
pub fn run(ctx: &mut Context, command: DisputeCommand) -> Result<Report, CliError> {
    match command {
        DisputeCommand::File(args) => file::run(ctx, args),
        DisputeCommand::Acknowledge(args) => acknowledge::run(ctx, args),
        DisputeCommand::Answer(args) => answer::run(ctx, args),
    }
}
