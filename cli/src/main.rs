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

use clap::{ColorChoice, CommandFactory, FromArgMatches};

use crate::args::Cli;
use crate::context::Context;
use crate::report::Printer;

fn main() -> ExitCode {
    // Before anything is parsed: a program that asked for JSON gets JSON about a mistyped argument too.
    let json = std::env::args_os().any(|arg| arg == "--json");
    let parsed = Cli::command().color(color()).try_get_matches();
    let cli = match parsed.and_then(|matches| Cli::from_arg_matches(&matches)) {
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

/// `--color`, read before the rest: a mistyped argument is reported in the colours asked for.
fn color() -> ColorChoice {
    let arguments: Vec<_> = std::env::args_os().collect();
    let never = arguments.iter().any(|arg| arg == "--color=never")
        || arguments
            .windows(2)
            .any(|pair| pair[0] == "--color" && pair[1] == "never");
    if never {
        ColorChoice::Never
    } else {
        ColorChoice::Auto
    }
}
