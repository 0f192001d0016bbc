//! docs/reference/commands.md is the program's own help, command by command. After a change of the command line:
//! `UPDATE_EXPECT=1 cargo test -p exequatur --test commands`.

mod support;

use expect_test::expect_file;
use support::Place;

const HEAD: &str = "# Commands

What `--help` prints for each command, without the options of every command, which stand at the first. A test writes and compares this page.
";

/// Options that every command has; printed once.
const COMMON: &str = "\nOptions of every command:\n";

/// The commands below one, as its help lists them.
fn below(help: &str) -> Vec<String> {
    let Some((_, list)) = help.split_once("\nCommands:\n") else {
        return Vec::new();
    };
    let lines = list.lines().take_while(|line| !line.is_empty());
    // A line that goes on with the text of the one above begins further in.
    let names = lines.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names = names.filter_map(|line| line.split_whitespace().next());
    names
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}

fn describe(place: &Place, path: &[String], page: &mut String) -> usize {
    let words: Vec<_> = path.iter().map(String::as_str).collect();
    let help = place.done(&[&words[..], &["--help"]].concat());
    let shown = match path.is_empty() {
        true => help.as_str(),
        false => help.split(COMMON).next().expect("text before"),
    };
    // Spaces at the ends of lines are clap's, and no editor keeps them.
    let lines: Vec<_> = shown.trim_end().lines().map(str::trim_end).collect();
    let name = [&["exequatur"], &words[..]].concat().join(" ");
    *page += &format!("\n## `{name}`\n\n```text\n{}\n```\n", lines.join("\n"));
    let mut count = 1;
    for name in below(&help) {
        count += describe(place, &[path, &[name]].concat(), page);
    }
    count
}

#[test]
fn every_command_is_described_as_the_page_has_it() {
    let place = Place::empty();
    let mut page = HEAD.to_owned();
    let count = describe(&place, &[], &mut page);
    assert!(count > 50, "found {count} commands only");
    expect_file!["../../docs/reference/commands.md"].assert_eq(&page);
}
