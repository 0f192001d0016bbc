//! `order`: what a tribunal or a notary directs

mod close;
mod give;
mod lift;
mod pause;
mod resume;
mod stay;

pub use give::{Given, give};

use clap::Subcommand;

use crate::context::Context;
use crate::error::CliError;
use crate::report::Report;

/// Every kind of order but a replacement, which is `tribunal replace`.
#[derive(Debug, Subcommand)]
pub enum OrderCommand {
    Pause(pause::PauseArgs),
    Resume(resume::ResumeArgs),
    Close(close::CloseArgs),
    Stay(stay::StayArgs),
    Lift(lift::LiftArgs),
}

/// Runs a command.
pub fn run(ctx: &mut Context, command: OrderCommand) -> Result<Report, CliError> {
    match command {
        OrderCommand::Pause(args) => pause::run(ctx, args),
        OrderCommand::Resume(args) => resume::run(ctx, args),
        OrderCommand::Close(args) => close::run(ctx, args),
        OrderCommand::Stay(args) => stay::run(ctx, args),
        OrderCommand::Lift(args) => lift::run(ctx, args),
    }
}
