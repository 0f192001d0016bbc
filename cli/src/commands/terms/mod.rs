//! `terms`

use clap::Subcommand;

use crate::context::Context;
use crate::error::CliError;
use crate::report::Report;

/// placeholder
#[derive(Debug, Subcommand)]
pub enum TermsCommand {}

/// Runs a command.
pub fn run(_: &mut Context, command: TermsCommand) -> Result<Report, CliError> {
    match command {}
}
