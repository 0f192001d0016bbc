//! `escrow`

mod accept;
mod fund;
mod list;
mod open;
mod release;
mod revoke;
mod settle;
mod split;
mod status;
mod withdraw;

use clap::Subcommand;

use crate::context::Context;
use crate::error::CliError;
use crate::report::Report;

/// Escrows: open, accept, fund, release, withdraw.
#[derive(Debug, Subcommand)]
pub enum EscrowCommand {
    /// Put terms on chain as a new escrow
    Open(open::OpenArgs),
    /// Consent to the terms of an escrow
    Accept(accept::AcceptArgs),
    /// Lock the money (payer)
    Fund(fund::FundArgs),
    /// Show where an escrow is and what can be done next
    Status(status::StatusArgs),
    /// Approve a split of what is held; two of payer, payee and tribunal execute it
    Release(release::ReleaseArgs),
    /// End a dispute or an escrow by agreement of both parties, at once
    Settle(settle::SettleArgs),
    /// Take back an approval
    Revoke(revoke::RevokeArgs),
    /// Pay an owner what is theirs
    Withdraw(withdraw::WithdrawArgs),
    /// List the escrows of this chain
    List(list::ListArgs),
}

/// Runs a command.
pub fn run(ctx: &mut Context, command: EscrowCommand) -> Result<Report, CliError> {
    match command {
        EscrowCommand::Open(args) => open::run(ctx, args),
        EscrowCommand::Accept(args) => accept::run(ctx, args),
        EscrowCommand::Fund(args) => fund::run(ctx, args),
        EscrowCommand::Status(args) => status::run(ctx, args),
        EscrowCommand::Release(args) => release::run(ctx, args),
        EscrowCommand::Settle(args) => settle::run(ctx, args),
        EscrowCommand::Revoke(args) => revoke::run(ctx, args),
        EscrowCommand::Withdraw(args) => withdraw::run(ctx, args),
        EscrowCommand::List(args) => list::run(ctx, args),
    }
}
