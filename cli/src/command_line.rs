//! Command lines that clap refuses, or answers by itself with help or the version.

use std::ffi::{OsStr, OsString};
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{ColorChoice, Command, CommandFactory, FromArgMatches};
use exequatur_client::node_url::shown;
use serde_json::json;

use crate::args::Cli;
use crate::error::CliError;
use crate::named_files;
use crate::report::{Printer, Report, unwritten};
use crate::secret_arguments;

/// A command line, and the files that it names for reading.
type Typed = (Cli, Vec<PathBuf>);

/// Reads the command line; what clap answers by itself is printed, and is the exit code.
pub fn parse() -> Result<Typed, ExitCode> {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    // Before anything is parsed: a program that asked for JSON gets JSON about a mistyped argument too.
    let json = arguments.iter().any(|argument| asks_for_json(argument));
    if let Some(error) = secret_arguments::refused(&arguments) {
        return Err(Printer { json }.fail(&error, &[]).0);
    }
    let colour = colour(&arguments);
    read(&arguments, colour).map_err(|error| {
        let error = if json {
            help_asked_for(&arguments).unwrap_or(error)
        } else {
            error
        };
        answer(&error, json)
    })
}

fn read(arguments: &[OsString], colour: ColorChoice) -> Result<Typed, clap::Error> {
    let mut command = without_empty_variables(Cli::command());
    if is_typed(arguments, "--chain") {
        // What is typed goes before what was exported for all commands.
        command = command.mut_arg("url", |url| url.env(None::<&'static str>));
    }
    let matches = command.color(colour).try_get_matches_from(arguments)?;
    let cli = Cli::from_arg_matches(&matches)?;
    Ok((cli, named_files::of(&Cli::command(), &matches)))
}

/// A variable that is set to nothing is as good as none, as shells and scripts have it.
fn without_empty_variables(command: Command) -> Command {
    command.mut_args(|argument| {
        let is_empty = argument
            .get_env()
            .and_then(std::env::var_os)
            .is_some_and(|value| value.is_empty());
        if is_empty {
            argument.env(None::<&'static str>)
        } else {
            argument
        }
    })
}

/// Whether an option with a value stands on the command line.
fn is_typed(arguments: &[OsString], option: &str) -> bool {
    let mut options = arguments.iter().take_while(|argument| *argument != "--");
    options.any(|argument| {
        let argument = argument.to_string_lossy();
        let rest = argument.strip_prefix(option);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('='))
    })
}

fn asks_for_json(argument: &OsStr) -> bool {
    argument == "--json" || argument.to_string_lossy().starts_with("--json=")
}

/// `help --json`: the command `help` takes no options.
fn help_asked_for(arguments: &[OsString]) -> Option<clap::Error> {
    let others: Vec<_> = arguments
        .iter()
        .filter(|argument| !asks_for_json(argument))
        .cloned()
        .collect();
    let named = others.iter().any(|argument| argument == "help");
    let answer = read(&others, ColorChoice::Never).err();
    answer.filter(|answer| named && answer.kind() == ErrorKind::DisplayHelp)
}

/// `--color`, read before the rest: help is in the colours asked for.
fn colour(arguments: &[OsString]) -> ColorChoice {
    let never = arguments.iter().any(|argument| argument == "--color=never")
        || arguments
            .windows(2)
            .any(|pair| pair[0] == "--color" && pair[1] == "never");
    if never {
        ColorChoice::Never
    } else {
        ColorChoice::Auto
    }
}

fn answer(error: &clap::Error, json: bool) -> ExitCode {
    let printer = Printer { json };
    let text = error.to_string();
    let text = text.trim_end();
    match error.kind() {
        ErrorKind::DisplayHelp if json => {
            printer
                .print(&Report::new(json!({ "help": text }), text), &[])
                .0
        }
        ErrorKind::DisplayVersion if json => {
            let version = env!("CARGO_PKG_VERSION");
            printer
                .print(&Report::new(json!({ "version": version }), text), &[])
                .0
        }
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            // As clap prints it, which is in colours at a terminal.
            let printed = error.print().and_then(|()| io::stdout().flush());
            match printed {
                Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                    printer.fail(&unwritten(&error), &[]).0
                }
                Ok(()) | Err(_) => ExitCode::SUCCESS,
            }
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            if !json {
                // Only a closed stream can refuse it, and then nobody reads.
                let _ = error.print();
            }
            let missing = CliError::usage("Usage", "a command is missing")
                .values("one of the commands", "none")
                .hint("see --help");
            printer.fail(&missing, &[]).0
        }
        _ => printer.fail(&mistake(error, text), &[]).0,
    }
}

/// What is wrong with a command line.
fn mistake(error: &clap::Error, text: &str) -> CliError {
    let (said, _) = text.split_once("\n\nUsage:").unwrap_or((text, ""));
    let (said, _) = said
        .split_once("\n\nFor more information")
        .unwrap_or((said, ""));
    let (said, tips) = said.split_once("\n\n").unwrap_or((said, ""));
    let said: Vec<_> = said.lines().map(str::trim).collect();
    let message = said.join(" ");
    let message = message.strip_prefix("error: ").unwrap_or(&message);
    let of = |kind| {
        error
            .get(kind)
            .map(in_words)
            .filter(|words| !words.is_empty())
    };
    let usage = of(ContextKind::Usage).map(|usage| usage.replace("Usage: ", ""));
    let usage = usage
        .as_deref()
        .map(|usage| usage.split_whitespace().collect::<Vec<_>>().join(" "));
    let argument = of(ContextKind::InvalidArg);
    let is_url = argument
        .as_deref()
        .is_some_and(|argument| argument.starts_with("--url"));
    let url = of(ContextKind::InvalidValue).filter(|_| is_url);
    let without_key = |text: &str| match &url {
        Some(url) => text.replace(url, &shown(url)),
        None => text.to_owned(),
    };
    let message = without_key(message);
    let (expected, found) = if error.kind() == ErrorKind::MissingRequiredArgument {
        (argument, Some("nothing".to_owned()))
    } else {
        let wanted =
            std::error::Error::source(error).and_then(|source| wanted(&source.to_string()));
        let value = of(ContextKind::InvalidValue).or_else(|| of(ContextKind::InvalidSubcommand));
        let is_empty = error.kind() == ErrorKind::ValueValidation && value.is_none();
        let value = value.or_else(|| is_empty.then(|| "\"\"".to_owned()));
        let expected = of(ContextKind::ValidValue)
            .or(wanted)
            .or_else(|| usage.clone())
            .or_else(|| argument.clone());
        (expected, value.or(argument))
    };
    let see = match usage.as_deref().map(command_of) {
        Some(command) => format!("see `{command} --help`"),
        None => "see --help".to_owned(),
    };
    // Other tips say how such a thing would be passed on, which is never meant here.
    let similar = tips
        .lines()
        .map(str::trim)
        .filter(|tip| tip.contains("similar"));
    let hint: Vec<_> = similar
        .map(|tip| tip.trim_start_matches("tip: ").to_owned())
        .chain([see])
        .collect();
    let mistake = CliError::usage("Usage", &message).hint(hint.join("; "));
    match (expected, found) {
        (Some(expected), Some(found)) => mistake.values(expected, without_key(&found)),
        _ => mistake.values("a command line as --help shows", message),
    }
}

/// What the reader of a value wanted, out of its own words: "expected A, found B" or "B is not in A".
fn wanted(said: &str) -> Option<String> {
    let wanted = match said.split_once("expected ") {
        Some((_, rest)) => rest
            .rsplit_once(", found ")
            .map_or(rest, |(wanted, _)| wanted),
        None => said.split_once(" is not in ")?.1,
    };
    Some(wanted.to_owned())
}

/// `exequatur escrow open [OPTIONS] <TERMS>`: what comes before the arguments.
fn command_of(usage: &str) -> String {
    let words = usage.split(' ');
    let command = words.take_while(|word| !word.starts_with(['[', '<', '-']));
    command.collect::<Vec<_>>().join(" ")
}

fn in_words(value: &ContextValue) -> String {
    match value {
        ContextValue::Strings(several) => several.join(", "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(line: &str) -> CliError {
        let arguments: Vec<_> = line.split(' ').map(OsString::from).collect();
        let error = read(&arguments, ColorChoice::Never).expect_err("it is refused");
        mistake(&error, error.to_string().trim_end())
    }

    #[test]
    fn value_of_the_wrong_kind_is_told_what_is_meant() {
        let expected = |line| refused(line).expected.expect("something was meant");
        assert_eq!(expected("exequatur --timeout 0 chain status"), "1..=3600");
        assert_eq!(
            expected("exequatur --url http://a.example chain status"),
            "ws://… or wss://…"
        );
        assert_eq!(
            expected("exequatur key new Ada"),
            "1 to 32 of a-z, 0-9, - and _"
        );
    }

    #[test]
    fn empty_value_is_told_as_it_was_given() {
        let arguments = ["exequatur", "--url", "", "chain", "status"].map(OsString::from);
        let error = read(&arguments, ColorChoice::Never).expect_err("it is refused");
        let error = mistake(&error, error.to_string().trim_end());
        assert_eq!(error.found.as_deref(), Some("\"\""));
        assert_eq!(error.expected.as_deref(), Some("ws://… or wss://…"));
    }

    #[test]
    fn missing_arguments_are_all_named() {
        let error = refused("exequatur audit replay");
        assert!(error.message.contains("<ESCROW>"), "{error:?}");
        assert_eq!(error.expected.as_deref(), Some("<ESCROW>"));
        assert_eq!(error.found.as_deref(), Some("nothing"));
        let error = refused("exequatur evidence add 0x00");
        assert_eq!(
            error.expected.as_deref(),
            Some("--number <TEXT>, --title <TEXT>, <FILE>")
        );
        for argument in ["--number <TEXT>", "--title <TEXT>", "<FILE>"] {
            assert!(error.message.contains(argument), "{error:?}");
        }
        assert_eq!(
            error.hint.as_deref(),
            Some("see `exequatur evidence add --help`")
        );
    }

    #[test]
    fn mistyped_command_is_found_and_the_similar_one_is_named() {
        let error = refused("exequatur escrow stats");
        assert_eq!(error.found.as_deref(), Some("stats"));
        assert!(error.expected.is_some());
        let hint = error.hint.expect("a hint");
        assert!(
            hint.contains("'status'") && hint.contains("--help"),
            "{hint}"
        );
    }
}
