use super::hash_text;
use exequatur_protocol::Hash;
use std::fmt;
use std::fs::Metadata;
use std::io;
use std::path::{Path, PathBuf};

/// Where in a file something stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub path: PathBuf,
    /// Line, counted from 1; `None` where the format does not tell.
    pub line: Option<usize>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", printable(&self.path.to_string_lossy()))?;
        match self.line {
            Some(line) => write!(f, ":{line}"),
            None => Ok(()),
        }
    }
}

/// Why a file could not be used.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// Returned when there is no such file.
    #[error("no such file: {}", printable(&.0.to_string_lossy()))]
    NotFound(PathBuf),
    /// Returned when a folder, a pipe or a device stands where a file is expected.
    #[error("not a file: {}", printable(&.path.to_string_lossy()))]
    NotAFile {
        /// What is there.
        path: PathBuf,
        /// In a word.
        found: &'static str,
    },
    /// Returned when there is no such folder.
    #[error("no such folder: {}", printable(&.0.to_string_lossy()))]
    NoFolder(PathBuf),
    /// Returned when something else stands where a folder is expected.
    #[error("not a folder: {}", printable(&.0.to_string_lossy()))]
    NotAFolder(PathBuf),
    /// Returned when the system does not let the file be read.
    #[error("cannot read {}: {reason}", printable(&.path.to_string_lossy()))]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        reason: io::Error,
    },
    /// Returned when the system does not let the file be written.
    #[error("cannot write {}: {reason}", printable(&.path.to_string_lossy()))]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        reason: io::Error,
    },
    /// Returned when a new file would replace one that is there.
    #[error("{} exists already and is not replaced", printable(&.0.to_string_lossy()))]
    Exists(PathBuf),
    /// Returned when the file is longer than any of its kind.
    #[error("{} is too long: expected at most {expected} bytes, found {found}", printable(&.path.to_string_lossy()))]
    TooLong {
        /// The file.
        path: PathBuf,
        /// Longest that is read.
        expected: u64,
        /// Bytes in the file.
        found: u64,
    },
    /// Returned when a file of one of the other formats was named.
    #[error("{}: expected {expected}, found {found}", printable(&.path.to_string_lossy()))]
    OtherKind {
        /// The file.
        path: PathBuf,
        /// What the command reads.
        expected: &'static str,
        /// What the file is.
        found: &'static str,
    },
    /// Returned when the text is not TOML or JSON.
    #[error("{place}: not {format}: {message}")]
    Syntax {
        /// Where.
        place: Place,
        /// The format expected.
        format: &'static str,
        /// What the reader of the format said.
        message: String,
    },
    /// Returned when a field is missing.
    #[error("{place}: the field \"{field}\" is missing: expected {expected}, found nothing")]
    Missing {
        /// Where the table begins.
        place: Place,
        /// Name of the field with the tables around it.
        field: String,
        /// What belongs there.
        expected: String,
    },
    /// Returned when a field holds something else than it should.
    #[error("{place}: {field}: expected {expected}, found {found}")]
    Field {
        /// Where.
        place: Place,
        /// Name of the field with the tables around it.
        field: String,
        /// What belongs there.
        expected: String,
        /// What stands there.
        found: String,
    },
    /// Returned when a field is well-formed and contradicts what it belongs to: something was altered.
    #[error("{place}: {field}: expected {expected}, found {found}")]
    Differs {
        /// Where.
        place: Place,
        /// Name of the field with the tables around it.
        field: String,
        /// What belongs there.
        expected: String,
        /// What stands there.
        found: String,
    },
    /// Returned when a document beside a file is not the one that the file names by its hash.
    #[error("{place}: {field}: {document} is not the document that the file names: expected SHA-256 {}, found {}", hash_text::format(.expected), hash_text::format(.found))]
    OtherDocument {
        /// Where the hash stands.
        place: Place,
        /// Name of the field with the tables around it.
        field: String,
        /// The document, as the file writes its path.
        document: String,
        /// SHA-256 that the file names.
        expected: Hash,
        /// SHA-256 of the document as it is.
        found: Hash,
    },
    /// Returned when a field is none of the format: most likely mistyped.
    #[error("{place}: unknown field \"{field}\": expected one of {expected}")]
    Unknown {
        /// Where.
        place: Place,
        /// Name of the field with the tables around it.
        field: String,
        /// The fields that there are.
        expected: String,
    },
    /// Returned when a signature does not fit the message beside it.
    #[error("{place}: {field}: the signature does not fit the message: {reason}")]
    Signature {
        /// Where.
        place: Place,
        /// The field that holds it.
        field: String,
        /// Why not.
        reason: crate::keys::SignatureError,
    },
}

impl FileError {
    /// A stable word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound(_) | Self::NoFolder(_) => "FileNotFound",
            Self::NotAFile { .. } => "NotAFile",
            Self::NotAFolder(_) => "NotAFolder",
            Self::Read { .. } => "FileUnreadable",
            Self::Write { .. } => "FileUnwritable",
            Self::Exists(_) => "FileExists",
            Self::TooLong { .. } => "FileTooLong",
            Self::OtherKind { .. } => "OtherKindOfFile",
            Self::Syntax { .. } => "BadSyntax",
            Self::Missing { .. } => "FieldMissing",
            Self::Field { .. } => "BadField",
            Self::Differs { .. } => "FieldDiffers",
            Self::OtherDocument { .. } => "OtherDocument",
            Self::Unknown { .. } => "UnknownField",
            Self::Signature { .. } => "SignatureDoesNotFit",
        }
    }

    /// What was expected and what was found.
    pub fn expected_found(&self) -> (String, String) {
        let both = |expected: &str, found: String| (expected.to_owned(), found);
        match self {
            Self::Missing { expected, .. } => both(expected, "nothing".to_owned()),
            Self::Field {
                expected, found, ..
            }
            | Self::Differs {
                expected, found, ..
            } => both(expected, found.clone()),
            Self::Unknown {
                expected, field, ..
            } => both(expected, field.clone()),
            Self::TooLong {
                expected, found, ..
            } => (
                format!("{expected} bytes at most"),
                format!("{found} bytes"),
            ),
            Self::NotFound(_) => both("a file", "nothing".to_owned()),
            Self::Exists(path) if path.is_dir() => both("no file", "a folder".to_owned()),
            Self::Exists(_) => both("no file", "a file".to_owned()),
            Self::NotAFile { found, .. } => both("a file", (*found).to_owned()),
            Self::NoFolder(_) => both("a folder", "nothing".to_owned()),
            Self::NotAFolder(_) => both("a folder", "something else".to_owned()),
            Self::OtherDocument {
                document,
                expected,
                found,
                ..
            } => (
                format!("SHA-256 {}, as the file says", hash_text::format(expected)),
                format!("SHA-256 {}, that of {document}", hash_text::format(found)),
            ),
            Self::OtherKind {
                expected, found, ..
            } => both(expected, (*found).to_owned()),
            Self::Read { reason, .. } => both("a file that can be read", reason.to_string()),
            Self::Write { reason, .. } => both("a file that can be written", reason.to_string()),
            Self::Syntax {
                format, message, ..
            } => both(format, message.clone()),
            Self::Signature { reason, .. } => both(
                "a signature by the signer over this content",
                reason.to_string(),
            ),
        }
    }

    /// A folder, a pipe or a device, where a file is expected: the last two may never end.
    pub fn not_a_file(path: &Path, about: &Metadata) -> Self {
        Self::NotAFile {
            path: path.to_owned(),
            found: if about.is_dir() {
                "a folder"
            } else {
                "a pipe or a device"
            },
        }
    }

    /// The system did not let the folder be looked into.
    pub fn folder(path: &Path, reason: io::Error) -> Self {
        match reason.kind() {
            io::ErrorKind::NotFound => Self::NoFolder(path.to_owned()),
            io::ErrorKind::NotADirectory => Self::NotAFolder(path.to_owned()),
            _ => Self::read(path, reason),
        }
    }

    /// The system did not let the file be read.
    pub fn read(path: &Path, reason: io::Error) -> Self {
        match reason.kind() {
            io::ErrorKind::NotFound => Self::NotFound(path.to_owned()),
            io::ErrorKind::IsADirectory => Self::NotAFile {
                path: path.to_owned(),
                found: "a folder",
            },
            io::ErrorKind::InvalidData => Self::Syntax {
                place: Place {
                    path: path.to_owned(),
                    line: None,
                },
                format: "UTF-8 text",
                message: "there are bytes that are none".to_owned(),
            },
            io::ErrorKind::NotADirectory if path.exists() => Self::NotAFolder(path.to_owned()),
            _ => Self::Read {
                path: path.to_owned(),
                reason,
            },
        }
    }
}

/// The text without anything that could act on a terminal or reorder what is read: control and format characters are
/// written as escapes.
pub fn printable(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        if acts_on_a_reader(c) {
            safe.extend(c.escape_unicode());
        } else {
            safe.push(c);
        }
    }
    safe
}

/// Whether a character moves a cursor, turns the direction of writing or cannot be seen, so that a text can look like another one.
pub fn acts_on_a_reader(c: char) -> bool {
    let hidden = matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{061c}' | '\u{e0000}'..='\u{e007f}');
    c.is_control() || hidden
}

/// A text as an error repeats it: in quotes, escaped, cut after 80 characters.
pub(super) fn quoted(text: &str) -> String {
    let mut short: String = text.chars().take(80).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    format!("\"{}\"", printable(&short))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printable_text_cannot_act_on_a_terminal() {
        assert_eq!(
            printable("a\u{1b}[2Kb\r\u{202e}é"),
            "a\\u{1b}[2Kb\\u{d}\\u{202e}é"
        );
    }

    #[test]
    fn quoted_text_is_cut() {
        assert_eq!(quoted(&"x".repeat(81)).chars().count(), 83);
    }
}
