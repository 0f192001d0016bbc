//! A TOML or JSON file as a tree that remembers where each field stands.

use super::distinct_keys::DistinctKeys;
use super::error::{FileError, Place, quoted};
use super::kind::Kind;
use std::path::{Path, PathBuf};

/// No file of these formats is longer; what is, is something else.
const MAX_LEN: u64 = 1 << 20;

#[derive(Clone, Debug)]
pub(super) enum Value {
    Text(String),
    Integer(i128),
    Flag(bool),
    List(Vec<Node>),
    Table(Vec<(String, Node)>),
    /// Something that no field of any format holds; its name.
    Other(&'static str),
}

#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) value: Value,
    pub(super) line: Option<usize>,
}

impl Value {
    /// What an error calls the value.
    pub(super) fn found(&self) -> String {
        match self {
            Self::Text(text) => quoted(text),
            Self::Integer(number) => format!("the number {number}"),
            Self::Flag(flag) => flag.to_string(),
            Self::List(items) => format!("a list of {}", items.len()),
            Self::Table(_) => "a table".to_owned(),
            Self::Other(name) => (*name).to_owned(),
        }
    }
}

impl Node {
    /// The value as JSON. What no format holds becomes null.
    pub(super) fn to_json(&self) -> serde_json::Value {
        match &self.value {
            Value::Text(text) => text.as_str().into(),
            Value::Integer(number) => match u64::try_from(*number) {
                Ok(number) => number.into(),
                Err(_) => i64::try_from(*number).ok().into(),
            },
            Value::Flag(flag) => (*flag).into(),
            Value::List(items) => items.iter().map(Self::to_json).collect(),
            Value::Table(fields) => table_to_json(fields),
            Value::Other(_) => serde_json::Value::Null,
        }
    }
}

fn table_to_json(fields: &[(String, Node)]) -> serde_json::Value {
    let fields = fields.iter();
    let fields = fields.map(|(name, node)| (name.clone(), node.to_json()));
    serde_json::Value::Object(fields.collect())
}

/// A file that was read.
#[derive(Clone, Debug)]
pub(super) struct Document {
    pub(super) path: PathBuf,
    pub(super) root: Vec<(String, Node)>,
}

impl Document {
    /// The whole file as JSON.
    pub(super) fn to_json(&self) -> serde_json::Value {
        table_to_json(&self.root)
    }

    /// A file of that kind, TOML or JSON.
    pub(super) fn of(kind: Kind, path: &Path, text: &str) -> Result<Self, FileError> {
        let document = Self::parse(path, text)?;
        kind.check(&document)?;
        Ok(document)
    }

    /// A file of a kind that is always JSON.
    pub(super) fn json_of(kind: Kind, path: &Path, text: &str) -> Result<Self, FileError> {
        let document = match Self::parse_json(path, text) {
            Ok(document) => document,
            Err(error) => {
                // Terms and awards are written as TOML: say that it is one of them before saying that it is no JSON. Neither is long, and reading
                // TOML takes many times the memory of its text.
                if text.len() as u64 <= MAX_LEN
                    && let Ok(other) = Self::parse(path, text)
                {
                    kind.check(&other)?;
                }
                return Err(error);
            }
        };
        kind.check(&document)?;
        Ok(document)
    }

    /// TOML, or JSON if the first character is a brace.
    pub(super) fn parse(path: &Path, text: &str) -> Result<Self, FileError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        if text.trim_start().starts_with('{') {
            Self::parse_json(path, text)
        } else {
            Self::parse_toml(path, text)
        }
    }

    pub(super) fn parse_json(path: &Path, text: &str) -> Result<Self, FileError> {
        let read = DistinctKeys::check(text);
        let read = read.and_then(|()| serde_json::from_str::<serde_json::Value>(text));
        let value = read.map_err(|error| FileError::Syntax {
            place: Place {
                path: path.to_owned(),
                line: Some(error.line()),
            },
            format: "JSON",
            message: error.to_string(),
        })?;
        let node = from_json(value);
        match node.value {
            Value::Table(root) => Ok(Self {
                path: path.to_owned(),
                root,
            }),
            other => Err(FileError::Field {
                place: Place {
                    path: path.to_owned(),
                    line: None,
                },
                field: "file".to_owned(),
                expected: "one JSON object".to_owned(),
                found: other.found(),
            }),
        }
    }

    fn parse_toml(path: &Path, text: &str) -> Result<Self, FileError> {
        let lines = Lines::of(text);
        let document = toml_edit::Document::parse(text).map_err(|error| FileError::Syntax {
            place: Place {
                path: path.to_owned(),
                line: error.span().map(|span| lines.at(span.start)),
            },
            format: "TOML",
            message: error.message().replace('\n', ", "),
        })?;
        let root = table(document.iter(), &lines, |name| {
            document.key(name).and_then(|key| key.span())
        });
        Ok(Self {
            path: path.to_owned(),
            root,
        })
    }
}

/// Reads a text file that somebody may have prepared in bad faith: bounded, and UTF-8.
pub(super) fn read_text(path: &Path) -> Result<String, FileError> {
    read_text_up_to(path, MAX_LEN)
}

/// The same with another bound.
pub(super) fn read_text_up_to(path: &Path, expected: u64) -> Result<String, FileError> {
    let about = std::fs::metadata(path).map_err(|error| FileError::read(path, error))?;
    if !about.is_file() {
        return Err(FileError::not_a_file(path, &about));
    }
    let found = about.len();
    if found > expected {
        return Err(FileError::TooLong {
            path: path.to_owned(),
            expected,
            found,
        });
    }
    std::fs::read_to_string(path).map_err(|error| FileError::read(path, error))
}

fn from_json(value: serde_json::Value) -> Node {
    use serde_json::Value as Json;
    let value = match value {
        Json::Null => Value::Other("null"),
        Json::Bool(flag) => Value::Flag(flag),
        Json::Number(number) => match number.as_i128() {
            Some(number) => Value::Integer(number),
            None => Value::Other("a fraction"),
        },
        Json::String(text) => Value::Text(text),
        Json::Array(items) => Value::List(items.into_iter().map(from_json).collect()),
        Json::Object(fields) => Value::Table(
            fields
                .into_iter()
                .map(|(name, value)| (name, from_json(value)))
                .collect(),
        ),
    };
    Node { value, line: None }
}

fn table<'a>(
    items: impl Iterator<Item = (&'a str, &'a toml_edit::Item)>,
    lines: &Lines,
    span_of: impl Fn(&str) -> Option<std::ops::Range<usize>>,
) -> Vec<(String, Node)> {
    items
        .map(|(name, item)| {
            let mut node = from_item(item, lines);
            if let Some(span) = span_of(name) {
                node.line = Some(lines.at(span.start));
            }
            (name.to_owned(), node)
        })
        .collect()
}

fn from_item(item: &toml_edit::Item, lines: &Lines) -> Node {
    use toml_edit::Item;
    let line = item.span().map(|span| lines.at(span.start));
    let value = match item {
        Item::None => Value::Other("nothing"),
        Item::Value(value) => return from_value(value, lines),
        Item::Table(fields) => Value::Table(table(fields.iter(), lines, |name| {
            fields.key(name).and_then(|key| key.span())
        })),
        Item::ArrayOfTables(tables) => Value::List(
            tables
                .iter()
                .map(|fields| Node {
                    line: fields.span().map(|span| lines.at(span.start)),
                    value: Value::Table(table(fields.iter(), lines, |name| {
                        fields.key(name).and_then(|key| key.span())
                    })),
                })
                .collect(),
        ),
    };
    Node { value, line }
}

fn from_value(value: &toml_edit::Value, lines: &Lines) -> Node {
    use toml_edit::Value as Toml;
    let line = value.span().map(|span| lines.at(span.start));
    let value = match value {
        Toml::String(text) => Value::Text(text.value().clone()),
        Toml::Integer(number) => Value::Integer((*number.value()).into()),
        Toml::Boolean(flag) => Value::Flag(*flag.value()),
        Toml::Float(_) => Value::Other("a fraction without quotes"),
        // A date needs no quotes in TOML; in its own text it is the RFC 3339 that fields hold.
        Toml::Datetime(moment) => Value::Text(moment.value().to_string()),
        Toml::Array(items) => {
            Value::List(items.iter().map(|item| from_value(item, lines)).collect())
        }
        Toml::InlineTable(fields) => Value::Table(
            fields
                .iter()
                .map(|(name, value)| (name.to_owned(), from_value(value, lines)))
                .collect(),
        ),
    };
    Node { value, line }
}

/// Offsets at which lines begin.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        let starts = text
            .bytes()
            .enumerate()
            .filter(|(_, byte)| *byte == b'\n')
            .map(|(at, _)| at + 1);
        Self(std::iter::once(0).chain(starts).collect())
    }

    fn at(&self, offset: usize) -> usize {
        self.0.partition_point(|start| *start <= offset)
    }
}
