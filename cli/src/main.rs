//! `exequatur`: escrow with arbitration, from the command line.

mod args;
mod blob;
mod commands;
mod context;
mod deal;
mod error;
mod frame;
mod paper;
mod report;
mod signing;
mod status;
mod text;
mod write;

use std::process::ExitCode;

use clap::Parser;

use crate::args::Cli;
use crate::context::Context;
use crate::report::Printer;

fn main() -> ExitCode {
    // Before anything is parsed: a program that asked for JSON gets JSON about a mistyped argument too.
    let json = std::env::args_os().any(|arg| arg == "--json");
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return report::usage(&error, json),
    };
    let printer = Printer {
        json: cli.global.json,
    };
    let mut context = Context::new(cli.global);
    match commands::run(&mut context, cli.command) {
        Ok(report) => printer.print(&report),
        Err(error) => printer.fail(&error),
    }
}
