//! `tribunal`

mod accept;
mod decline;
mod replace;

use clap::Subcommand;

use crate::context::Context;
use crate::error::CliError;
use crate::report::Report;

/// The commands about who sits.
#[derive(Debug, Subcommand)]
pub enum TribunalCommand {
    Accept(accept::AcceptArgs),
    Decline(decline::DeclineArgs),
    Replace(replace::ReplaceArgs),
}

/// Runs a command.
pub fn run(ctx: &mut Context, command: TribunalCommand) -> Result<Report, CliError> {
    match command {
        TribunalCommand::Accept(args) => accept::run(ctx, args),
        TribunalCommand::Decline(args) => decline::run(ctx, args),
        TribunalCommand::Replace(args) => replace::run(ctx, args),
    }
}
