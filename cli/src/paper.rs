//! Documents: named by a file or by a hash, kept on chain as a hash only.

use std::path::Path;

use exequatur_client::files::hash_text;
use exequatur_protocol::Hash;

use crate::error::CliError;
use crate::text;

/// A document of which the chain keeps the SHA-256.
#[derive(Clone, Debug)]
pub struct Paper {
    /// SHA-256.
    pub hash: Hash,
    name: String,
}

impl Paper {
    /// From the path of a file, or from 64 hexadecimal digits.
    pub fn of(argument: &str) -> Result<Self, CliError> {
        let path = Path::new(argument);
        if !path.exists()
            && let Some(hash) = hash_text::parse(argument)
        {
            return Ok(Paper {
                hash,
                name: String::new(),
            });
        }
        let (hash, _) = hash_text::sha256_file(path).map_err(|error| {
            CliError::from(error)
                .hint("name a file, or give the SHA-256 of the document as 64 hexadecimal digits")
        })?;
        Ok(Paper {
            hash,
            name: format!("{}, ", text::escape(argument)),
        })
    }

    /// The hash, and the file's name if there is one.
    pub fn text(&self) -> String {
        format!("{}SHA-256 {}", self.name, text::hash(&self.hash))
    }
}
