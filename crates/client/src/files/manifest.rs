//! The manifest of an exhibit: what a hash on chain stands for.

use super::document::{Document, read_text};
use super::error::FileError;
use super::hash_text;
use super::kind::Kind;
use super::section::Section;
use crate::keys::checksummed;
use cid::Cid;
use cid::multihash::Multihash;
use exequatur_protocol::{Address, Hash};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;

/// What an exhibit is. The record keeps the SHA-256 of the file's bytes, as [`Manifest::to_text`] writes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// The chain on which it is filed.
    pub chain_id: u64,
    /// The escrow in which it is filed.
    pub contract: Address,
    /// How the parties number it, for example `C-1`.
    pub number: String,
    /// What it is.
    pub title: String,
    /// Who made the document; empty if that is not known.
    pub author: String,
    /// Media type, for example `application/pdf`.
    pub media_type: String,
    /// The document's file name, without folders.
    pub file: String,
    /// The document's length in bytes.
    pub size: u64,
    /// SHA-256 of the document.
    pub sha256: Hash,
}

pub(super) const FORMAT: &str = "exequatur exhibit manifest 1";
/// Multicodec numbers: raw bytes, and sha2-256.
const RAW: u64 = 0x55;
const SHA2_256: u64 = 0x12;
/// Longest text of a field in bytes.
const MAX_TEXT: usize = 400;

impl Manifest {
    /// Content address of the document: CIDv1, raw, sha2-256. The same for a file of up to 256 KiB that is added to IPFS with raw leaves.
    pub fn cid(&self) -> String {
        let hash = Multihash::<64>::wrap(SHA2_256, &self.sha256).expect("32 bytes fit into 64");
        Cid::new_v1(RAW, hash).to_string()
    }

    /// The hash that the record keeps.
    pub fn hash(&self) -> Hash {
        hash_text::sha256(self.to_text().as_bytes())
    }

    /// The content, with the content address that follows from it.
    pub fn to_json(&self) -> Value {
        json!(self.fields())
    }

    // Sorted by name whatever map the JSON library uses: the bytes are hashed, so equal manifests must have equal bytes.
    fn fields(&self) -> BTreeMap<&'static str, Value> {
        BTreeMap::from([
            ("format", json!(FORMAT)),
            ("chain_id", json!(self.chain_id)),
            ("contract", json!(checksummed(&self.contract.0))),
            ("number", json!(self.number)),
            ("title", json!(self.title)),
            ("author", json!(self.author)),
            ("media_type", json!(self.media_type)),
            ("file", json!(self.file)),
            ("size", json!(self.size)),
            ("sha256", json!(hash_text::format(&self.sha256))),
            ("cid", json!(self.cid())),
        ])
    }

    /// The file's text.
    pub fn to_text(&self) -> String {
        let text = serde_json::to_string_pretty(&self.fields());
        text.expect("texts and numbers always become JSON") + "\n"
    }

    /// Reads a file.
    ///
    /// # Errors
    /// If a field is missing, mistyped or unknown, or if the content address is not the hash's.
    pub fn read(path: &Path) -> Result<Self, FileError> {
        Self::parse(path, &read_text(path)?)
    }

    /// Reads a text; `path` is for errors.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn parse(path: &Path, text: &str) -> Result<Self, FileError> {
        let document = Document::json_of(Kind::Manifest, path, text)?;
        let root = Section::root(&document);
        if root.text("format")? != FORMAT {
            return Err(root.wrong("format", format!("\"{FORMAT}\"")));
        }
        let short = |name| {
            let text = root.text(name)?;
            if text.len() > MAX_TEXT {
                return Err(root.ill_formed(
                    name,
                    format!("at most {MAX_TEXT} bytes"),
                    format!("{} bytes", text.len()),
                ));
            }
            Ok(text.to_owned())
        };
        let manifest = Self {
            chain_id: root.integer("chain_id", u64::MAX)?,
            contract: Address(root.address("contract")?.h160()),
            number: short("number")?,
            title: short("title")?,
            author: short("author")?,
            media_type: short("media_type")?,
            file: short("file")?,
            size: root.integer("size", u64::MAX)?,
            sha256: root.hash("sha256")?,
        };
        let written = root.text("cid")?;
        if written != manifest.cid() {
            return Err(root.wrong(
                "cid",
                format!("\"{}\", the content address of the hash", manifest.cid()),
            ));
        }
        root.finish()?;
        Ok(manifest)
    }
}

/// The media type that a file name suggests.
pub fn media_type(path: &Path) -> &'static str {
    let extension = path
        .extension()
        .and_then(|extension| extension.to_str())
        .unwrap_or_default()
        .to_ascii_lowercase();
    match extension.as_str() {
        "pdf" => "application/pdf",
        "txt" | "md" => "text/plain",
        "csv" => "text/csv",
        "html" | "htm" => "text/html",
        "json" => "application/json",
        "xml" => "application/xml",
        "eml" => "message/rfc822",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "tif" | "tiff" => "image/tiff",
        "mp3" => "audio/mpeg",
        "mp4" => "video/mp4",
        "zip" => "application/zip",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "odt" => "application/vnd.oasis.opendocument.text",
        _ => "application/octet-stream",
    }
}
