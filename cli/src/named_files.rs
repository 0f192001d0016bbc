//! The files that a command line names for reading. The same words mean another thing once such a file says something else.

use std::path::PathBuf;

use clap::builder::ValueHint;
use clap::{Arg, ArgMatches, Command};

/// Every value of an argument that may name a file; values that name none are among them. Options of every command are left out, and so
/// is what the command writes.
pub fn of(command: &Command, matches: &ArgMatches) -> Vec<PathBuf> {
    let (mut command, mut matches) = (command, matches);
    let mut files = Vec::new();
    loop {
        for argument in command.get_arguments().filter(|argument| is_read(argument)) {
            let values = matches.get_raw(argument.get_id().as_str());
            files.extend(values.into_iter().flatten().map(PathBuf::from));
        }
        let Some((name, inner)) = matches.subcommand() else {
            return files;
        };
        let Some(subcommand) = command.find_subcommand(name) else {
            return files;
        };
        (command, matches) = (subcommand, inner);
    }
}

/// `FILE|HASH` is a text that may name a file.
fn is_read(argument: &Arg) -> bool {
    let mut names = argument.get_value_names().into_iter().flatten();
    let may_name_a_file = argument.get_value_hint() == ValueHint::AnyPath
        || names.any(|name| name.as_str().starts_with("FILE"));
    let is_written = argument.get_id().as_str().ends_with("out");
    may_name_a_file && !is_written && !argument.is_global_set()
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::args::Cli;

    fn named(line: &str) -> Vec<PathBuf> {
        let command = Cli::command();
        let matches = command
            .clone()
            .try_get_matches_from(line.split(' '))
            .expect("a whole command line");
        of(&command, &matches)
    }

    fn paths(names: &[&str]) -> Vec<PathBuf> {
        names.iter().map(PathBuf::from).collect()
    }

    #[test]
    fn what_is_read_is_found_wherever_it_stands() {
        let line = "exequatur --home h escrow open t.toml --signature a.json --signature b.json --key k --password-file p";
        assert_eq!(named(line), paths(&["t.toml", "a.json", "b.json"]));
        let line = "exequatur evidence add E ex.md --number C-1 --title t --manifest-out m.json";
        assert_eq!(named(line), paths(&["ex.md"]));
        assert_eq!(named("exequatur dispute file E n.md"), paths(&["n.md"]));
        assert_eq!(named("exequatur award enforce a b"), paths(&["a", "b"]));
        assert!(named("exequatur chain faucet a 1").is_empty());
    }

    /// Every option that names what is written ends so, and nothing that is read does.
    #[test]
    fn what_is_written_is_told_by_its_name() {
        fn all(command: &Command, found: &mut Vec<String>) {
            let written = command
                .get_arguments()
                .filter(|argument| argument.get_id().as_str().ends_with("out"));
            found.extend(
                written.map(|argument| {
                    format!("{} {}", command.get_name(), argument.get_id().as_str())
                }),
            );
            for subcommand in command.get_subcommands() {
                all(subcommand, found);
            }
        }
        let mut found = Vec::new();
        all(&Cli::command(), &mut found);
        assert!(
            found.iter().any(|one| one == "add manifest_out"),
            "{found:?}"
        );
        assert!(
            found.iter().all(|one| one.ends_with(" out")
                || one.ends_with(" manifest_out")
                || one == "exequatur timeout"),
            "{found:?}"
        );
    }
}
