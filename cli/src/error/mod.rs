//! Everything that can go wrong, for people and for programs. Library errors become one of these here and nowhere else.

mod from;
mod refusal;
mod refused;
mod token_says;
mod went_in;

pub use from::cancelled;
pub use refused::{call_refused, check_terms};
pub use went_in::WentIn;

use serde_json::{Value, json};

use crate::report::Report;

/// What kind of failure it is; decides the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The contract refused.
    Refused,
    /// The command line or an input file is wrong.
    Usage,
    /// A key, file, escrow or chain does not exist.
    NotFound,
    /// A key or password does not do.
    Key,
    /// The chain is busy, its storage damaged, or the disk refuses.
    Storage,
    /// Something was checked and is not as it should be.
    Verification,
    /// Nothing is wrong, and not everything that was asked was shown.
    Incomplete,
    /// Cancelled, or nobody was there to confirm.
    Cancelled,
    /// Sent, but failed in its block.
    FailedInBlock,
    /// A node cannot be reached, or did not answer as it should.
    Network,
    /// A mistake in this program.
    Bug,
}

impl Kind {
    /// The exit code; the table is in docs/reference/exit-codes.md.
    pub fn exit_code(self) -> u8 {
        match self {
            Kind::Refused => 1,
            Kind::Usage => 2,
            Kind::NotFound => 3,
            Kind::Key => 4,
            Kind::Storage => 5,
            Kind::Verification => 6,
            Kind::Cancelled => 7,
            Kind::FailedInBlock => 8,
            Kind::Network => 9,
            Kind::Incomplete => 10,
            Kind::Bug => 70,
        }
    }
}

/// A failure with all that its reader needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CliError {
    /// Decides the exit code.
    pub kind: Kind,
    /// Stable name for programs.
    pub code: String,
    /// What is wrong.
    pub message: String,
    /// What should have been there.
    pub expected: Option<String>,
    /// What was there.
    pub found: Option<String>,
    /// What to do next.
    pub hint: Option<String>,
    /// Whether a transaction went out.
    pub sent: bool,
    /// The command's transactions that are in final blocks, before what failed.
    pub went_in: Vec<WentIn>,
    /// What was found out all the same; printed where results are.
    pub report: Option<Box<Report>>,
}

impl CliError {
    /// A failure of a kind. `code` is a stable name in CamelCase.
    pub fn new(kind: Kind, code: impl Into<String>, message: impl Into<String>) -> Self {
        CliError {
            kind,
            code: code.into(),
            message: message.into(),
            expected: None,
            found: None,
            hint: None,
            sent: false,
            went_in: Vec::new(),
            report: None,
        }
    }

    /// The command line or an input file is wrong.
    pub fn usage(code: &str, message: impl Into<String>) -> Self {
        Self::new(Kind::Usage, code, message).hint("correct it and try again; --help explains it")
    }

    /// Something does not exist.
    pub fn not_found(code: &str, message: impl Into<String>) -> Self {
        Self::new(Kind::NotFound, code, message)
    }

    /// Something was checked and is not as it should be.
    pub fn verification(code: &str, message: impl Into<String>) -> Self {
        Self::new(Kind::Verification, code, message)
    }

    /// A mistake in this program.
    pub fn bug(message: impl Into<String>) -> Self {
        Self::new(Kind::Bug, "Bug", message)
            .hint("this is a mistake in exequatur: please report it")
    }

    /// With both values.
    pub fn values(mut self, expected: impl Into<String>, found: impl Into<String>) -> Self {
        self.expected = Some(expected.into());
        self.found = Some(found.into());
        self
    }

    /// With what was found out all the same.
    pub fn report(mut self, report: Report) -> Self {
        self.report = Some(Box::new(report));
        self
    }

    /// With what to do next.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same after transactions of its command went in, if any did. `again` says that it was to be sent even if it went in before: what was
    /// sent now is found only without that.
    pub fn after(mut self, went_in: &[WentIn], again: bool) -> Self {
        self.sent |= !went_in.is_empty();
        self.went_in = went_in.to_vec();
        if self.sent && again {
            let without = "type it without --again then, which would send it once more";
            self.hint = Some(match self.hint {
                Some(hint) => format!("{hint}; {without}"),
                None => without.to_owned(),
            });
        }
        self
    }

    /// For programs.
    pub fn to_json(&self) -> Value {
        let mut value = json!({
            "code": self.code,
            "message": self.message,
            "expected": self.expected,
            "found": self.found,
            "hint": self.hint,
            "sent": self.sent,
        });
        if !self.went_in.is_empty() {
            value["transactions"] = self.went_in.iter().map(WentIn::to_json).collect();
        }
        value
    }

    /// For people.
    pub fn to_text(&self) -> String {
        let mut text = format!("error: {}", self.message);
        if let Some(expected) = &self.expected {
            text += &format!("\n  expected: {expected}");
        }
        if let Some(found) = &self.found {
            text += &format!("\n  found:    {found}");
        }
        text += &format!("\n  code:     {}", self.code);
        if let Some(hint) = &self.hint {
            text += &format!("\n  next:     {hint}");
        }
        text += if self.sent {
            "\na transaction was sent"
        } else {
            "\nnothing was sent"
        };
        for one in &self.went_in {
            text += &format!("\n  {}", one.to_text());
        }
        if !self.went_in.is_empty() {
            text += if self.went_in.iter().any(|one| one.completes) {
                "\nthat was all that the command had to send: typed again, it reports that and sends nothing"
            } else {
                "\nthe command has more to send: typed again, it goes on from there"
            };
        }
        text
    }
}
