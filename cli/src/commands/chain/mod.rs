//! `chain`

use clap::Subcommand;

use crate::context::Context;
use crate::error::CliError;
use crate::report::Report;

/// placeholder
#[derive(Debug, Subcommand)]
pub enum ChainCommand {}

/// Runs a command.
pub fn run(_: &mut Context, command: ChainCommand) -> Result<Report, CliError> {
    match command {}
}
