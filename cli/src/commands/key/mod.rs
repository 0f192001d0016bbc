//! `key`

mod import;
mod list;
mod new;
mod show;

use clap::Subcommand;

use crate::context::Context;
use crate::error::CliError;
use crate::report::Report;

/// Keys in encrypted files.
#[derive(Debug, Subcommand)]
pub enum KeyCommand {
    /// Make a new key and show its recovery phrase once
    New(new::NewArgs),
    /// Import a key: a key file of a wallet, or a recovery phrase
    Import(import::ImportArgs),
    /// List the keys
    List(list::ListArgs),
    /// Show a key's addresses
    Show(show::ShowArgs),
}

/// Runs a command.
pub fn run(ctx: &mut Context, command: KeyCommand) -> Result<Report, CliError> {
    match command {
        KeyCommand::New(args) => new::run(ctx, args),
        KeyCommand::Import(args) => import::run(ctx, args),
        KeyCommand::List(args) => list::run(ctx, args),
        KeyCommand::Show(args) => show::run(ctx, args),
    }
}
