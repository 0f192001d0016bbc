//! `escrow`

use clap::Subcommand;

use crate::context::Context;
use crate::error::CliError;
use crate::report::Report;

/// placeholder
#[derive(Debug, Subcommand)]
pub enum EscrowCommand {}

/// Runs a command.
pub fn run(_: &mut Context, command: EscrowCommand) -> Result<Report, CliError> {
    match command {}
}
