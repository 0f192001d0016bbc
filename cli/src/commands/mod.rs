//! Every command: noun, then verb.

pub mod account;
pub mod audit;
pub mod award;
pub mod chain;
pub mod completions;
mod devnet;
pub mod dispute;
pub mod dossier;
pub mod escrow;
pub mod evidence;
pub mod key;
pub mod order;
pub mod pause;
pub mod request;
pub mod resume;
pub mod signature;
pub mod terms;
pub mod tribunal;

use clap::Subcommand;

use crate::context::Context;
use crate::earlier;
use crate::error::CliError;
use crate::report::Report;

/// Every noun.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Keys in encrypted files: make, import, look
    #[command(subcommand)]
    Key(key::KeyCommand),
    /// The account behind a Polkadot key's address: register it, bring back what went astray before
    #[command(subcommand)]
    Account(account::AccountCommand),
    /// Terms: what both parties agree to
    #[command(subcommand)]
    Terms(terms::TermsCommand),
    /// Escrows: open, accept, fund, release, withdraw
    #[command(subcommand)]
    Escrow(escrow::EscrowCommand),
    /// The tribunal: accept or decline an appointment, replace an arbitrator
    #[command(subcommand)]
    Tribunal(tribunal::TribunalCommand),
    Pause(pause::PauseArgs),
    Resume(resume::ResumeArgs),
    /// Disputes: file a notice of arbitration, acknowledge or answer it
    #[command(subcommand)]
    Dispute(dispute::DisputeCommand),
    /// Exhibits: file, list, compare with the record
    #[command(subcommand)]
    Evidence(evidence::EvidenceCommand),
    /// Awards: draft, sign away from any chain, check, execute
    #[command(subcommand)]
    Award(award::AwardCommand),
    /// Orders of the tribunal and of the court-order notary
    #[command(subcommand)]
    Order(order::OrderCommand),
    /// Signatures that wallets made
    #[command(subcommand)]
    Signature(signature::SignatureCommand),
    /// For auditors: replay records, export a case, verify it without a chain
    #[command(subcommand)]
    Audit(audit::AuditCommand),
    Dossier(dossier::DossierArgs),
    Request(request::RequestArgs),
    /// The local chain: start it, move its clock
    #[command(subcommand)]
    Chain(chain::ChainCommand),
    /// Run a node of one's own, for rehearsals with --url: it runs until Ctrl-C
    Devnet(devnet::DevnetArgs),
    /// Print a script that completes commands in a shell
    Completions(completions::CompletionsArgs),
}

/// Runs a command.
pub fn run(ctx: &mut Context, command: Command) -> Result<Report, CliError> {
    if ctx.options.dry_run && writes_without_sending(&command) {
        return Err(CliError::usage(
            "NoDryRun",
            "this command sends nothing to a chain that could be tried first",
        )
        .values("no --dry-run", "--dry-run")
        .hint("nothing was done; leave --dry-run out"));
    }
    if let Some(report) = earlier::of_same_command(ctx)? {
        return Ok(report);
    }
    match command {
        Command::Key(command) => key::run(ctx, command),
        Command::Account(command) => account::run(ctx, command),
        Command::Terms(command) => terms::run(ctx, command),
        Command::Escrow(command) => escrow::run(ctx, command),
        Command::Tribunal(command) => tribunal::run(ctx, command),
        Command::Pause(args) => pause::run(ctx, args),
        Command::Resume(args) => resume::run(ctx, args),
        Command::Dispute(command) => dispute::run(ctx, command),
        Command::Evidence(command) => evidence::run(ctx, command),
        Command::Award(command) => award::run(ctx, command),
        Command::Order(command) => order::run(ctx, command),
        Command::Signature(command) => signature::run(ctx, command),
        Command::Audit(command) => audit::run(ctx, command),
        Command::Dossier(args) => dossier::run(ctx, args),
        Command::Request(args) => request::run(ctx, args),
        Command::Chain(command) => chain::run(ctx, command),
        Command::Devnet(args) => devnet::run(ctx, args),
        Command::Completions(args) => completions::run(ctx, args),
    }
}

/// Commands that write files or move the clock at once: `--dry-run` must not look as if it held them back.
fn writes_without_sending(command: &Command) -> bool {
    use chain::ChainCommand::{Advance, Init};
    use key::KeyCommand::{Import, New};
    matches!(
        command,
        Command::Key(New(_) | Import(_))
            | Command::Terms(terms::TermsCommand::New(_))
            | Command::Chain(Init(_) | Advance(_))
            | Command::Devnet(_)
            | Command::Dossier(_)
            | Command::Request(_)
            | Command::Audit(audit::AuditCommand::Export(_) | audit::AuditCommand::Report(_))
    )
}
