//! Reading the fields of one table, with errors that name file, line, field, expectation and finding.

use super::document::{Document, Node, Value};
use super::error::{FileError, Place};
use super::{amount, hash_text, moment, period};
use crate::keys::Address;
use exequatur_protocol::{Code, Hash, Hours, Seconds};
use std::cell::RefCell;
use std::path::Path;

/// One table of a file. Every field is asked for by name; [`Section::finish`] refuses those that nobody asked for.
pub(super) struct Section<'a> {
    path: &'a Path,
    prefix: String,
    line: Option<usize>,
    fields: &'a [(String, Node)],
    asked: RefCell<Vec<&'static str>>,
}

impl<'a> Section<'a> {
    pub(super) fn root(document: &'a Document) -> Self {
        Self {
            path: &document.path,
            prefix: String::new(),
            line: None,
            fields: &document.root,
            asked: RefCell::default(),
        }
    }

    /// The table of that name.
    pub(super) fn section(&self, name: &'static str) -> Result<Section<'a>, FileError> {
        self.optional_section(name)?
            .ok_or_else(|| self.missing(name, "a table"))
    }

    pub(super) fn optional_section(
        &self,
        name: &'static str,
    ) -> Result<Option<Section<'a>>, FileError> {
        let Some(node) = self.find(name) else {
            return Ok(None);
        };
        self.table(name.to_owned(), node).map(Some)
    }

    /// Whatever stands there, as JSON. It may be `null`, but must be there.
    pub(super) fn required_json(
        &self,
        name: &'static str,
        expected: &str,
    ) -> Result<serde_json::Value, FileError> {
        let node = self.find(name);
        node.map(Node::to_json)
            .ok_or_else(|| self.missing(name, expected))
    }

    /// The tables of a list that must be there.
    pub(super) fn required_sections(
        &self,
        name: &'static str,
    ) -> Result<Vec<Section<'a>>, FileError> {
        match self.find(name) {
            Some(_) => self.sections(name),
            None => Err(self.missing(name, "a list of tables")),
        }
    }

    /// The tables of a list.
    pub(super) fn sections(&self, name: &'static str) -> Result<Vec<Section<'a>>, FileError> {
        let Some(node) = self.find(name) else {
            return Ok(Vec::new());
        };
        let Value::List(items) = &node.value else {
            return Err(self.wrong(name, "a list of tables"));
        };
        items
            .iter()
            .enumerate()
            .map(|(i, item)| self.table(format!("{name}[{i}]"), item))
            .collect()
    }

    fn table(&self, name: String, node: &'a Node) -> Result<Section<'a>, FileError> {
        let field = format!("{}{name}", self.prefix);
        match &node.value {
            Value::Table(fields) => Ok(Section {
                path: self.path,
                prefix: format!("{field}."),
                line: node.line,
                fields,
                asked: RefCell::default(),
            }),
            other => Err(FileError::Field {
                place: self.place(node.line),
                field,
                expected: "a table".to_owned(),
                found: other.found(),
            }),
        }
    }

    /// Refuses fields that the format does not have.
    pub(super) fn finish(&self) -> Result<(), FileError> {
        let asked = self.asked.borrow();
        match self
            .fields
            .iter()
            .find(|(name, _)| !asked.contains(&name.as_str()))
        {
            None => Ok(()),
            Some((name, node)) => Err(FileError::Unknown {
                place: self.place(node.line),
                field: super::error::printable(&format!("{}{name}", self.prefix)),
                expected: asked.join(", "),
            }),
        }
    }

    fn find(&self, name: &'static str) -> Option<&'a Node> {
        let mut asked = self.asked.borrow_mut();
        if !asked.contains(&name) {
            asked.push(name);
        }
        self.fields
            .iter()
            .find(|(field, _)| field == name)
            .map(|(_, node)| node)
    }

    fn place(&self, line: Option<usize>) -> Place {
        Place {
            path: self.path.to_owned(),
            line,
        }
    }

    /// Where a field stands, or its table if it is missing.
    pub(super) fn place_of(&self, name: &'static str) -> Place {
        self.place(self.find(name).map_or(self.line, |node| node.line))
    }

    pub(super) fn field_name(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    pub(super) fn missing(&self, name: &'static str, expected: &str) -> FileError {
        FileError::Missing {
            place: self.place(self.line),
            field: self.field_name(name),
            expected: expected.to_owned(),
        }
    }

    /// The error for a field that holds something else than expected.
    pub(super) fn wrong(&self, name: &'static str, expected: impl Into<String>) -> FileError {
        let found = self
            .find(name)
            .map_or_else(|| "nothing".to_owned(), |node| node.value.found());
        self.ill_formed(name, expected, found)
    }

    /// The same, where what was found needs other words than the value's.
    pub(super) fn ill_formed(
        &self,
        name: &'static str,
        expected: impl Into<String>,
        found: impl Into<String>,
    ) -> FileError {
        FileError::Field {
            place: self.place_of(name),
            field: self.field_name(name),
            expected: expected.into(),
            found: found.into(),
        }
    }

    /// The field is well-formed and says something else than what it should agree with.
    pub(super) fn mismatch(
        &self,
        name: &'static str,
        expected: impl Into<String>,
        found: impl Into<String>,
    ) -> FileError {
        FileError::Differs {
            place: self.place_of(name),
            field: self.field_name(name),
            expected: expected.into(),
            found: found.into(),
        }
    }

    pub(super) fn optional_text(&self, name: &'static str) -> Result<Option<&'a str>, FileError> {
        match self.find(name).map(|node| &node.value) {
            None => Ok(None),
            Some(Value::Text(text)) => Ok(Some(text)),
            Some(_) => Err(self.wrong(name, "text in quotes")),
        }
    }

    pub(super) fn text(&self, name: &'static str) -> Result<&'a str, FileError> {
        self.optional_text(name)?
            .ok_or_else(|| self.missing(name, "text in quotes"))
    }

    /// Bytes in hexadecimal, with or without `0x`.
    pub(super) fn bytes(&self, name: &'static str) -> Result<Vec<u8>, FileError> {
        self.to_bytes(name, self.text(name)?)
    }

    pub(super) fn to_bytes(&self, name: &'static str, text: &str) -> Result<Vec<u8>, FileError> {
        hex::decode(text.strip_prefix("0x").unwrap_or(text))
            .map_err(|_| self.ill_formed(name, "hexadecimal digits", super::error::quoted(text)))
    }

    /// A list of texts.
    pub(super) fn texts(&self, name: &'static str) -> Result<Vec<&'a str>, FileError> {
        self.optional_texts(name)?
            .ok_or_else(|| self.missing(name, "a list of texts"))
    }

    pub(super) fn optional_texts(
        &self,
        name: &'static str,
    ) -> Result<Option<Vec<&'a str>>, FileError> {
        let Some(node) = self.find(name) else {
            return Ok(None);
        };
        let Value::List(items) = &node.value else {
            return Err(self.wrong(name, "a list of texts"));
        };
        let texts = items.iter().map(|item| match &item.value {
            Value::Text(text) => Ok(text.as_str()),
            other => Err(self.ill_formed(name, "text in quotes", other.found())),
        });
        texts.collect::<Result<_, _>>().map(Some)
    }

    pub(super) fn optional_flag(&self, name: &'static str) -> Result<Option<bool>, FileError> {
        match self.find(name).map(|node| &node.value) {
            None => Ok(None),
            Some(Value::Flag(flag)) => Ok(Some(*flag)),
            Some(_) => Err(self.wrong(name, "true or false")),
        }
    }

    pub(super) fn flag(&self, name: &'static str) -> Result<bool, FileError> {
        self.optional_flag(name)?
            .ok_or_else(|| self.missing(name, "true or false"))
    }

    /// A whole number up to `max`, as a number or in quotes.
    pub(super) fn optional_integer(
        &self,
        name: &'static str,
        max: u64,
    ) -> Result<Option<u64>, FileError> {
        let number = match self.find(name).map(|node| &node.value) {
            None => return Ok(None),
            Some(Value::Integer(number)) => u64::try_from(*number).ok(),
            Some(Value::Text(text)) if text.bytes().all(|byte| byte.is_ascii_digit()) => {
                text.parse().ok()
            }
            Some(_) => None,
        };
        match number {
            Some(number) if number <= max => Ok(Some(number)),
            _ => Err(self.wrong(name, format!("a whole number from 0 to {max}"))),
        }
    }

    pub(super) fn integer(&self, name: &'static str, max: u64) -> Result<u64, FileError> {
        self.optional_integer(name, max)?
            .ok_or_else(|| self.missing(name, &format!("a whole number from 0 to {max}")))
    }

    pub(super) fn address(&self, name: &'static str) -> Result<Address, FileError> {
        self.optional_address(name)?
            .ok_or_else(|| self.missing(name, "an address"))
    }

    pub(super) fn optional_address(
        &self,
        name: &'static str,
    ) -> Result<Option<Address>, FileError> {
        self.optional_text(name)?
            .map(|text| self.to_address(name, text))
            .transpose()
    }

    pub(super) fn to_address(&self, name: &'static str, text: &str) -> Result<Address, FileError> {
        text.trim().parse().map_err(|error| {
            self.ill_formed(
                name,
                "an address (0x and 40 hexadecimal digits, or SS58)",
                format!("{} ({error})", super::error::quoted(text)),
            )
        })
    }

    /// An amount in the token, for example `"12.5"`.
    pub(super) fn optional_amount(
        &self,
        name: &'static str,
        decimals: u8,
    ) -> Result<Option<u64>, FileError> {
        let Some(text) = self.optional_text(name)? else {
            return Ok(None);
        };
        amount::parse(text, decimals)
            .map(Some)
            .map_err(|error| self.wrong(name, error.to_string()))
    }

    pub(super) fn amount(&self, name: &'static str, decimals: u8) -> Result<u64, FileError> {
        self.optional_amount(name, decimals)?
            .ok_or_else(|| self.missing(name, "an amount in quotes, for example \"12.5\""))
    }

    pub(super) fn period(&self, name: &'static str) -> Result<Hours, FileError> {
        let Some(text) = self.optional_text(name)? else {
            return Err(self.missing(name, "a period, for example \"72h\" or \"30 days\""));
        };
        period::parse(text).map_err(|error| self.wrong(name, error.to_string()))
    }

    pub(super) fn optional_moment(&self, name: &'static str) -> Result<Option<Seconds>, FileError> {
        let Some(text) = self.optional_text(name)? else {
            return Ok(None);
        };
        moment::parse(text)
            .map(Some)
            .map_err(|error| self.wrong(name, error.to_string()))
    }

    pub(super) fn moment(&self, name: &'static str) -> Result<Seconds, FileError> {
        self.optional_moment(name)?
            .ok_or_else(|| self.missing(name, "a moment, for example \"2027-01-31T12:00:00Z\""))
    }

    pub(super) fn optional_hash(&self, name: &'static str) -> Result<Option<Hash>, FileError> {
        let Some(text) = self.optional_text(name)? else {
            return Ok(None);
        };
        hash_text::parse(text)
            .map(Some)
            .ok_or_else(|| self.wrong(name, "64 hexadecimal digits"))
    }

    pub(super) fn hash(&self, name: &'static str) -> Result<Hash, FileError> {
        self.optional_hash(name)?
            .ok_or_else(|| self.missing(name, "64 hexadecimal digits"))
    }

    /// A code of at most `N` printable ASCII characters without blanks.
    pub(super) fn code<const N: usize>(&self, name: &'static str) -> Result<Code<N>, FileError> {
        let text = self.text(name)?;
        let expected = || format!("1 to {N} letters, digits or hyphens");
        let fits = (1..=N).contains(&text.len())
            && text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if !fits {
            return Err(self.wrong(name, expected()));
        }
        let mut code = [0; N];
        code[..text.len()].copy_from_slice(text.as_bytes());
        Ok(Code(code))
    }
}
