//! A paper as Markdown.

use crate::{Block, Paper, TO_COMPLETE, Table};

/// The document's text.
pub fn write(paper: &Paper) -> String {
    let mut text = format!("# {}\n", escaped(&paper.title));
    for block in &paper.blocks {
        text.push('\n');
        match block {
            Block::Heading(level, words) => {
                let marks = "#".repeat(usize::from(*level) + 1);
                text += &format!("{marks} {}\n", escaped(words));
            }
            Block::Text(words) => text += &format!("{}\n", escaped(words)),
            Block::Note(words) => text += &format!("*{}*\n", escaped(words)),
            Block::Warning(words) => text += &format!("**{}**\n", escaped(words)),
            Block::ToComplete(words) => {
                text += &format!("**{TO_COMPLETE} {}**\n", escaped(words));
            }
            // Indented: no letter in it can end it.
            Block::Verbatim(letters) => text += &format!("    {}\n", one_line(letters)),
            Block::List(items) => {
                for item in items {
                    text += &format!("- {}\n", escaped(item));
                }
            }
            Block::Table(table) => text += &rows(table),
        }
    }
    text
}

fn rows(table: &Table) -> String {
    let line = |cells: &mut dyn Iterator<Item = String>| {
        format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "))
    };
    let mut text = line(&mut table.columns.iter().map(|(title, _)| escaped(title)));
    text += &line(&mut table.columns.iter().map(|_| "---".to_owned()));
    for (number, row) in table.rows.iter().enumerate() {
        let cells = row.iter().enumerate();
        text += &line(&mut cells.map(
            |(place, cell)| match table.marked.contains(&(number, place)) {
                true => format!("**{}**", escaped(cell)),
                false => escaped(cell),
            },
        ));
    }
    text
}

fn one_line(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
}

/// Text in which no character acts: those that Markdown or HTML give a meaning are escaped, and it stays on its line.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut at_start = true;
    for c in text.chars() {
        match c {
            '\n' | '\r' => safe.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' => {
                safe.push('\\');
                safe.push(c);
            }
            // These act at the beginning of a line only.
            '#' | '+' | '-' | '=' if at_start => {
                safe.push('\\');
                safe.push(c);
            }
            c => safe.push(c),
        }
        at_start = false;
    }
    ordinal_is_no_list(safe)
}

/// `1. …` at the beginning would become a list.
fn ordinal_is_no_list(text: String) -> String {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    match text.as_bytes().get(digits) {
        Some(b'.' | b')') if digits > 0 && !text[digits + 1..].starts_with(|c: char| c != ' ') => {
            format!("{}\\{}", &text[..digits], &text[digits..])
        }
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_to_be_copied_keeps_its_letters_and_its_line() {
        let paper = Paper {
            blocks: vec![Block::Verbatim("a '<b>_x_' `c`\n# d".to_owned())],
            ..Paper::default()
        };
        assert_eq!(write(&paper), "# \n\n    a '<b>_x_' `c` # d\n");
    }

    #[test]
    fn no_text_becomes_markup() {
        for (text, expected) in [
            ("a *b* _c_", r"a \*b\* \_c\_"),
            ("<img onerror=x>", r"\<img onerror=x\>"),
            ("[a](http://b)", r"\[a\](http://b)"),
            ("a | b", r"a \| b"),
            ("# a", r"\# a"),
            ("- a", r"\- a"),
            ("12. a", r"12\. a"),
            ("12.", r"12\."),
            ("12.5 a", "12.5 a"),
            ("a\n\n# b", "a  # b"),
            ("&lt;", r"\&lt;"),
            ("C-1", "C-1"),
        ] {
            assert_eq!(escaped(text), expected);
        }
    }
}
