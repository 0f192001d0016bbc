//! `terms`

mod hash;
mod new;
mod show;

pub use show::words;

use clap::Subcommand;

use crate::context::Context;
use crate::error::CliError;
use crate::report::Report;

/// Terms: what both parties agree to.
#[derive(Debug, Subcommand)]
pub enum TermsCommand {
    /// Write a terms file
    New(Box<new::NewArgs>),
    /// Show a terms file in words, check it and warn
    Show(show::ShowArgs),
    /// Print the hash that both parties sign
    Hash(hash::HashArgs),
}

/// Runs a command.
pub fn run(ctx: &mut Context, command: TermsCommand) -> Result<Report, CliError> {
    match command {
        TermsCommand::New(args) => new::run(ctx, *args),
        TermsCommand::Show(args) => show::run(ctx, args),
        TermsCommand::Hash(args) => hash::run(ctx, args),
    }
}
