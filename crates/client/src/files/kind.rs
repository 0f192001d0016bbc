//! Which of the formats a file is in: whoever mixes up two files should read so, rather than which field the wrong one lacks.

use super::document::{Document, Value};
use super::error::FileError;
use super::{audit_file, manifest};

/// The formats of files that people hand to commands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Terms,
    Award,
    Signature,
    TypedData,
    Manifest,
    Case,
    Key,
}

impl Kind {
    /// What an error calls it.
    fn words(self) -> &'static str {
        match self {
            Self::Terms => "a file of terms",
            Self::Award => "an award",
            Self::Signature => "a signature file",
            Self::TypedData => "EIP-712 JSON for a wallet",
            Self::Manifest => "the manifest of an exhibit",
            Self::Case => "an exported case",
            Self::Key => "a key file",
        }
    }

    /// By the fields that only this format has. `None` for what is none of them, or too broken to tell.
    fn of(document: &Document) -> Option<Self> {
        let has = |names: &[&str]| {
            let mut names = names.iter();
            names.all(|name| document.root.iter().any(|(field, _)| field == name))
        };
        let format = document.root.iter().find(|(field, _)| field == "format");
        match format.map(|(_, node)| &node.value) {
            Some(Value::Text(text)) if text == audit_file::FORMAT => return Some(Self::Case),
            Some(Value::Text(text)) if text == manifest::FORMAT => return Some(Self::Manifest),
            _ => {}
        }
        let fields: [(Self, &[&str]); 6] = [
            (Self::TypedData, &["types", "primaryType"]),
            (Self::Signature, &["kind", "domain", "message"]),
            (Self::Award, &["escrow", "award"]),
            (Self::Terms, &["parties", "arbitration"]),
            (Self::Key, &["encoded", "encoding"]),
            (Self::Key, &["crypto", "version"]),
        ];
        let mut kinds = fields.into_iter();
        kinds.find(|(_, names)| has(names)).map(|(kind, _)| kind)
    }

    /// Refuses a file that is plainly of another format.
    pub(super) fn check(self, document: &Document) -> Result<(), FileError> {
        match Self::of(document) {
            Some(found) if found != self => Err(FileError::OtherKind {
                path: document.path.clone(),
                expected: self.words(),
                found: found.words(),
            }),
            Some(_) | None => Ok(()),
        }
    }
}
