//! `chain`

mod advance;
mod faucet;
mod init;
mod pending;
mod repair;
mod status;

pub use status::describe;

use clap::Subcommand;

use crate::context::Context;
use crate::error::CliError;
use crate::report::Report;

/// The local chain: start it, move its clock.
#[derive(Debug, Subcommand)]
pub enum ChainCommand {
    /// Start a new local chain, for trying things out
    Init(init::InitArgs),
    /// Show which chain this is, its newest block and its clock
    Status(status::StatusArgs),
    /// Move the local chain's clock forward
    Advance(advance::AdvanceArgs),
    /// Give somebody money on the local chain (from //Alice, or from --key)
    Faucet(faucet::FaucetArgs),
    /// Find out what became of transactions whose command could not say so
    Pending(pending::PendingArgs),
    /// Bring a damaged local chain back to its last whole block
    Repair(repair::RepairArgs),
}

/// Runs a command.
pub fn run(ctx: &mut Context, command: ChainCommand) -> Result<Report, CliError> {
    match command {
        ChainCommand::Init(args) => init::run(ctx, args),
        ChainCommand::Status(args) => status::run(ctx, args),
        ChainCommand::Advance(args) => advance::run(ctx, args),
        ChainCommand::Faucet(args) => faucet::run(ctx, args),
        ChainCommand::Pending(args) => pending::run(ctx, args),
        ChainCommand::Repair(args) => repair::run(ctx, args),
    }
}
