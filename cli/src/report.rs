//! What a command prints: one value for programs, one text for people.

use std::io::{self, Write};
use std::process::ExitCode;

use serde_json::{Value, json};

use crate::error::{CliError, Kind};
use crate::text;

/// The result of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// For programs: an object. Amounts are strings of digits in planck, times are RFC 3339 in UTC.
    pub value: Value,
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
            text: text.into(),
            warnings: Vec::new(),
        }
    }

    /// Of a command that printed its report while it ran.
    pub fn printed_already() -> Self {
        Self::new(Value::Null, "")
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
            let mut document = json!({ "ok": true, "result": report.value });
            if !warnings.is_empty() {
                document["warnings"] = json!(warnings);
            }
            out_document(&document)
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
            let mut document = json!({ "ok": false, "error": error.to_json() });
            if !notices.is_empty() {
                document["warnings"] = json!(notices);
            }
            if let Some(report) = &error.report {
                document["result"] = report.value.clone();
            }
            // Nothing better can be done where standard output is gone; the exit code says it.
            out_document(&document).is_ok()
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
            .hint("the command itself was done; look at `escrow status` or `key list` before repeating it")
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

fn out(text: &str) -> io::Result<()> {
    out_line(&text::escape_lines(text))
}

fn out_document(document: &Value) -> io::Result<()> {
    out_line(&text::escape_json(&document.to_string()))
}

fn out_line(line: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "{line}")?;
    stdout.flush()
}
