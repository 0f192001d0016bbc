//! Signatures as wallets hand them out: hexadecimal text, pasted or in a file.

use super::document::read_text_up_to;
use super::error::FileError;
use std::path::Path;

/// Whatever is longer is no signature.
const MAX_LEN: u64 = 1 << 10;

/// The text given, or what stands in the file if the text is `@` and a path; without blanks and quotes around it.
///
/// # Errors
/// [`FileError`] if there is no such file, or one that cannot be a signature's.
pub fn read_wallet_signature(argument: &str) -> Result<String, FileError> {
    let text = match argument.strip_prefix('@') {
        Some(path) => read_text_up_to(Path::new(path), MAX_LEN)?,
        None => argument.to_owned(),
    };
    let text = text.trim();
    let unquoted = text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'));
    Ok(unquoted.unwrap_or(text).to_owned())
}
