//! `exequatur`: escrow with arbitration, from the command line.

mod accounts;
mod args;
mod arrived;
mod asset;
mod audited;
mod blob;
mod case;
mod clock;
mod command_line;
mod commands;
mod context;
mod contract_arbitrators;
mod deal;
mod earlier;
mod enclosed;
mod error;
mod exhibit_files;
mod frame;
mod given_papers;
mod named_files;
mod outlook;
mod paper;
mod patience;
mod progress;
mod report;
mod secret_arguments;
mod signing;
mod sitting;
mod spool;
mod stakes;
mod status;
mod text;
mod wallet;
mod write;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use crate::context::Context;
use crate::error::CliError;
use crate::report::{Printer, Report};

fn main() -> ExitCode {
    let (cli, files) = match command_line::parse() {
        Ok(typed) => typed,
        Err(exit) => return exit,
    };
    if cli.global.json {
        patience::quiet();
    }
    let printer = Printer {
        json: cli.global.json,
    };
    let command = earlier::command_digest(&cli, &files);
    let mut context = Context::new(cli.global, command);
    let outcome = guarded(&mut context, |context| commands::run(context, cli.command));
    let (code, printed) = match &outcome {
        Ok(report) => printer.print(report, context.notices()),
        Err(error) => printer.fail(error, context.notices()),
    };
    // Only now somebody knows what became of what was sent; a command that is killed before leaves it to the next one to say.
    if printed && let Err(error) = context.told(outcome.is_ok()) {
        report::say(&format!("warning: {}", error.message));
    }
    code
}

/// A mistake of this program is an error like any other to its reader: it has a code, and says whether anything was sent.
fn guarded(
    context: &mut Context,
    run: impl FnOnce(&mut Context) -> Result<Report, CliError>,
) -> Result<Report, CliError> {
    // The context is only asked afterwards whether sending had begun.
    let outcome = catch_unwind(AssertUnwindSafe(|| run(context)));
    let outcome = outcome.unwrap_or_else(|_| {
        Err(CliError {
            sent: context.sending(),
            ..CliError::bug(
                "the program stopped at a mistake of its own; standard error says where",
            )
        })
    });
    // Whatever fails after a transaction went in, it went in.
    outcome.map_err(|error| error.after(&context.went_in, context.options.again))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::Cli;

    #[test]
    fn mistake_of_the_program_exits_with_70_and_asks_for_a_report() {
        let arguments = ["exequatur", "--home", "/nowhere", "chain", "status"];
        let cli = <Cli as clap::Parser>::parse_from(arguments);
        let mut context = Context::new(cli.global, [0; 32]);
        let error = guarded(&mut context, |_| panic!("a mistake")).expect_err("it panicked");
        assert_eq!(error.kind.exit_code(), 70);
        assert_eq!((error.code.as_str(), error.sent), ("Bug", false));
        assert!(error.to_text().contains("please report it"), "{error:?}");
    }
}
