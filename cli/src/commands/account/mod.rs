//! `account`

mod recover;
mod register;

use clap::Subcommand;

use crate::context::Context;
use crate::error::CliError;
use crate::report::Report;

/// The account behind a key's address.
#[derive(Debug, Subcommand)]
pub enum AccountCommand {
    Register(register::RegisterArgs),
    Recover(recover::RecoverArgs),
}

/// Runs a command.
pub fn run(ctx: &mut Context, command: AccountCommand) -> Result<Report, CliError> {
    match command {
        AccountCommand::Register(args) => register::run(ctx, args),
        AccountCommand::Recover(args) => recover::run(ctx, args),
    }
}
