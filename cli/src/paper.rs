//! Documents: named by a file or by a hash, kept on chain as a hash only.

use std::path::Path;

use exequatur_client::files::hash_text;
use exequatur_protocol::Hash;

use crate::error::CliError;
use crate::text;

/// SHA-256 of no bytes at all.
const NOTHING: Hash = [
    0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9, 0x24,
    0x27, 0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55,
];

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
            if hash == NOTHING {
                return Err(empty(
                    "the SHA-256 of nothing stands in the place of a document's",
                ));
            }
            return Ok(Paper {
                hash,
                name: String::new(),
            });
        }
        let (hash, length) = hash_text::sha256_file(path).map_err(|error| {
            CliError::from(error)
                .hint("name a file, or give the SHA-256 of the document as 64 hexadecimal digits")
        })?;
        if length == 0 {
            return Err(empty(&format!("{} is empty", text::escape(argument))));
        }
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

/// A notice, an answer or reasons without a word would meet the rules, and say nothing.
fn empty(message: &str) -> CliError {
    CliError::usage("EmptyDocument", message)
        .values("a document with something in it", "0 bytes")
        .hint("name the document that is meant")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn document_without_a_word_is_none_by_file_and_by_hash() {
        let file = tempfile::NamedTempFile::new().expect("a temporary file");
        let (hash, _) = hash_text::sha256_file(file.path()).expect("it is there");
        assert_eq!(hash, NOTHING);
        let path = file.path().to_str().expect("UTF-8").to_owned();
        for argument in [path, text::hash(&NOTHING)] {
            let error = Paper::of(&argument).expect_err("nothing is in it");
            assert_eq!(error.code, "EmptyDocument", "{error:?}");
        }
    }
}
