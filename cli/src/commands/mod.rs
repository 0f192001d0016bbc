//! Every command: noun, then verb.

pub mod audit;
pub mod award;
pub mod chain;
pub mod completions;
pub mod dispute;
pub mod escrow;
pub mod evidence;
pub mod key;
pub mod order;
pub mod pause;
pub mod resume;
pub mod terms;
pub mod tribunal;

use clap::Subcommand;

use crate::context::Context;
use crate::error::CliError;
use crate::report::Report;

/// Every noun.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Keys in encrypted files: make, import, look
    #[command(subcommand)]
    Key(key::KeyCommand),
    /// Terms: what both parties agree to
    #[command(subcommand)]
    Terms(terms::TermsCommand),
    /// Escrows: open, accept, fund, release, withdraw
    #[command(subcommand)]
    Escrow(escrow::EscrowCommand),
    /// The local chain: start it, move its clock
    #[command(subcommand)]
    Chain(chain::ChainCommand),
    /// Print a script that completes commands in a shell
    Completions(completions::CompletionsArgs),
}

/// Runs a command.
pub fn run(ctx: &mut Context, command: Command) -> Result<Report, CliError> {
    match command {
        Command::Key(command) => key::run(ctx, command),
        Command::Terms(command) => terms::run(ctx, command),
        Command::Escrow(command) => escrow::run(ctx, command),
        Command::Chain(command) => chain::run(ctx, command),
        Command::Completions(args) => completions::run(ctx, args),
    }
}
