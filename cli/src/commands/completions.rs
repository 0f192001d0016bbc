//! `completions`

use clap::CommandFactory;
use clap_complete::Shell;
use serde_json::json;

use crate::args::Cli;
use crate::context::Context;
use crate::error::CliError;
use crate::report::Report;

/// Print a script that completes commands in a shell
#[derive(Debug, clap::Args)]
pub struct CompletionsArgs {
    /// The shell
    pub shell: Shell,
}

/// Prints the script.
pub fn run(_: &mut Context, args: CompletionsArgs) -> Result<Report, CliError> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "exequatur", &mut script);
    let script = String::from_utf8(script)
        .map_err(|_| CliError::bug("the completion script is not UTF-8"))?;
    let script = script.trim_end().to_owned();
    Ok(Report::new(
        json!({ "shell": args.shell.to_string(), "script": script }),
        script,
    ))
}
