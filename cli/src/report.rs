//! What a command prints: one value for programs, one text for people.

use std::io::{self, Write};
use std::process::ExitCode;

use serde_json::{Value, json};

use crate::error::{CliError, Kind};
use crate::spool::Rows;
use crate::text;

/// The result of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// For programs: an object. Amounts are strings of digits in planck, times are RFC 3339 in UTC.
    pub value: Value,
    /// Lists of the object, by their names, that are too long to be kept in it.
    pub rows: Vec<(&'static str, Rows)>,
    /// For people; without a line end at its end.
    pub text: String,
    /// Things to know that are no error; shown on standard error.
    pub warnings: Vec<String>,
}

impl Report {
    /// A report without warnings.
    pub fn new(value: Value, text: impl Into<String>) -> Self {
        Report {
            value,
            rows: Vec::new(),
            text: text.into(),
            warnings: Vec::new(),
        }
    }

    /// Of a command that printed its report while it ran.
    pub fn printed_already() -> Self {
        Self::new(Value::Null, "")
    }

    /// The same with a list of the object.
    pub fn rows(mut self, name: &'static str, rows: Rows) -> Self {
        self.rows.push((name, rows));
        self
    }

    /// The same with a warning.
    pub fn warn(mut self, warning: impl Into<String>) -> Self {
        self.warnings.push(warning.into());
        self
    }
}

/// Prints results on standard output, everything else on standard error.
#[derive(Clone, Copy, Debug)]
pub struct Printer {
    /// Whether the reader is a program.
    pub json: bool,
}

impl Printer {
    /// Prints a result, and what else there is to say; answers with the exit code and whether it reached its reader.
    pub fn print(self, report: &Report, notices: &[String]) -> (ExitCode, bool) {
        let warnings = [notices, &report.warnings].concat();
        for warning in &warnings {
            say(&format!("warning: {warning}"));
        }
        let written = if report.value.is_null() {
            Ok(())
        } else if self.json {
            let ok = json!(true);
            let mut document = vec![("ok", Part::Value(&ok)), ("result", Part::Report(report))];
            let warnings = json!(warnings);
            if warnings != json!([]) {
                document.push(("warnings", Part::Value(&warnings)));
            }
            print_document(&document)
        } else if report.text.is_empty() {
            Ok(())
        } else {
            out(&report.text)
        };
        match written {
            // Whoever reads has had enough, as `head` does.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => (ExitCode::SUCCESS, false),
            Err(error) => {
                say(&lost(report, &error).to_text());
                (ExitCode::from(Kind::Storage.exit_code()), false)
            }
            Ok(()) => (ExitCode::SUCCESS, true),
        }
    }

    /// Prints an error, and what else there is to say; answers with its exit code and whether it reached its reader.
    pub fn fail(self, error: &CliError, notices: &[String]) -> (ExitCode, bool) {
        for notice in notices {
            say(&format!("warning: {notice}"));
        }
        let printed = if self.json {
            let (ok, told, notices) = (json!(false), error.to_json(), json!(notices));
            let mut document = vec![("ok", Part::Value(&ok)), ("error", Part::Value(&told))];
            if notices != json!([]) {
                document.push(("warnings", Part::Value(&notices)));
            }
            if let Some(report) = &error.report {
                document.push(("result", Part::Report(report)));
            }
            // Nothing better can be done where standard output is gone; the exit code says it.
            print_document(&document).is_ok()
        } else {
            if let Some(report) = &error.report {
                let _ = out(&report.text);
            }
            say(&error.to_text());
            true
        };
        (ExitCode::from(error.kind.exit_code()), printed)
    }
}

/// The result could not be printed; what was sent is sent all the same.
fn lost(report: &Report, error: &io::Error) -> CliError {
    CliError {
        sent: report.value.get("tx_hash").is_some(),
        ..unwritten(error)
            .hint("the command itself was done, and only what it prints is lost: repeat what only reads, somewhere that takes it; before repeating anything else look at `escrow status` or `key list`")
    }
}

/// Standard output does not take what is to be printed.
pub fn unwritten(error: &io::Error) -> CliError {
    let message = format!("cannot write to standard output: {error}");
    CliError::new(Kind::Storage, "FileUnwritable", message)
        .values("a place that takes what is printed", error.to_string())
        .hint("free space, or send the output somewhere else")
}

/// One line or more on standard error: status, questions, warnings. Control characters are escaped.
pub fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{}", text::escape_lines(line));
}

/// One line or more of a result that is printed while it is made, for people. Whoever reads may have had enough, as `head` does.
pub fn print_line(line: &str) {
    let _ = out(line);
}

/// What stands behind a name in a document.
enum Part<'a> {
    Value(&'a Value),
    Report(&'a Report),
    Rows(&'a Rows),
}

impl Part<'_> {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Part::Value(value) => out.write_all(text::json(value).as_bytes()),
            Part::Rows(rows) => rows.write(out),
            Part::Report(report) => match report.value.as_object() {
                Some(fields) if !report.rows.is_empty() => {
                    let fields = fields.iter();
                    let fields = fields.map(|(name, value)| (name.as_str(), Part::Value(value)));
                    let rows = report.rows.iter();
                    let rows = rows.map(|(name, rows)| (*name, Part::Rows(rows)));
                    write_object(&fields.chain(rows).collect::<Vec<_>>(), out)
                }
                _ => Part::Value(&report.value).write(out),
            },
        }
    }
}

fn write_object(parts: &[(&str, Part)], out: &mut dyn Write) -> io::Result<()> {
    for (place, (name, part)) in parts.iter().enumerate() {
        let before = if place == 0 { "{" } else { "," };
        write!(out, "{before}{}:", text::json(&json!(name)))?;
        part.write(out)?;
    }
    out.write_all(b"}")
}

fn print_document(parts: &[(&str, Part)]) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    write_object(parts, &mut stdout)?;
    stdout.write_all(b"\n")?;
    stdout.flush()
}

fn out(text: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "{}", text::escape_lines(text))?;
    stdout.flush()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spool::Spool;

    #[test]
    fn lists_that_are_not_kept_stand_in_the_object_that_they_belong_to() {
        let hostile = "C-1\u{202e} \"quoted\"\n";
        let mut spool = Spool::default();
        for number in 0..3 {
            let row = json!({ "entry": number, "title": hostile });
            spool.push(&row).expect("there is room");
        }
        let entries = spool.rows().expect("there is room");
        let none = Spool::default().rows().expect("there is room");
        let report = Report::new(json!({ "escrow": hostile, "count": 3 }), "three")
            .rows("entries", entries)
            .rows("deadlines", none);
        let (ok, result) = (json!(false), Part::Report(&report));
        let mut printed = Vec::new();
        let document = [("ok", Part::Value(&ok)), ("result", result)];
        write_object(&document, &mut printed).expect("memory takes it");
        let printed = String::from_utf8(printed).expect("text");
        assert_eq!(text::escape(&printed), printed);
        let read: Value = serde_json::from_str(&printed).expect("one JSON document");
        let row = |number| json!({ "entry": number, "title": hostile });
        let expected = json!({
            "ok": false,
            "result": {
                "escrow": hostile,
                "count": 3,
                "entries": [row(0), row(1), row(2)],
                "deadlines": [],
            },
        });
        assert_eq!(read, expected);
    }
}
