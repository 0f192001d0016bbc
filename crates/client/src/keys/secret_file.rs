//! Files that nobody but their owner may touch: reading them only if that is so, and creating them so.

use std::fs::{self, File, Permissions};
use std::io::{self, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// Read and write for the owner, nothing for anybody else.
const OWNER_ONLY: u32 = 0o600;
/// Every permission of the group and of others.
const ANYBODY_ELSE: u32 = 0o077;

/// Why a file with a secret was not read or not created.
#[derive(Debug, thiserror::Error)]
pub enum SecretFileError {
    /// Returned when the group or others have any permission on the file.
    #[error("{} is open to others than its owner: expected mode 0600, found {found_mode:04o}; run: chmod 600 {}", quoted(.path), quoted(.path))]
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        found_mode: u32,
    },
    /// Returned for a directory, a pipe or a device.
    #[error("{} is not a regular file", quoted(.path))]
    NotAFile {
        /// The path.
        path: PathBuf,
    },
    /// Returned when the file is far longer than what it should hold.
    #[error("{} is too long: expected at most {limit_bytes} bytes, found {found_bytes}", quoted(.path))]
    TooLong {
        /// The file.
        path: PathBuf,
        /// Largest length read.
        limit_bytes: u64,
        /// Its length.
        found_bytes: u64,
    },
    /// Returned when something is there already: nothing is ever overwritten.
    #[error("{} exists already and is not overwritten", quoted(.path))]
    Exists {
        /// The path.
        path: PathBuf,
    },
    /// Returned when the operating system refuses.
    #[error("cannot {action} {}: {source}", quoted(.path))]
    Io {
        /// What was tried, as a verb.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// The operating system's reason.
        source: io::Error,
    },
}

/// The path for a person and for a POSIX shell: as it is if it is plain, else in single quotes; a control character,
/// which could rewrite the terminal's line, becomes `?`.
fn quoted(path: &Path) -> String {
    let shown: String = path
        .to_string_lossy()
        .chars()
        .map(|letter| if letter.is_control() { '?' } else { letter })
        .collect();
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "/._-+@%".contains(letter);
    if !shown.is_empty() && !shown.starts_with('-') && shown.chars().all(plain) {
        return shown;
    }
    format!("'{}'", shown.replace('\'', r"'\''"))
}

fn io_error(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> SecretFileError {
    move |source| SecretFileError::Io {
        action,
        path: path.to_owned(),
        source,
    }
}

/// The content of a regular file of at most `limit_bytes` on which nobody but the owner has any permission.
pub(super) fn read_private(
    path: &Path,
    limit_bytes: u64,
) -> Result<Zeroizing<Vec<u8>>, SecretFileError> {
    match read_exposed(path, limit_bytes)? {
        (content, None) => Ok(content),
        (_, Some(exposed)) => Err(exposed),
    }
}

/// The same of a file on which others may have permissions; then with the error that says so. For what is encrypted.
pub(super) fn read_exposed(
    path: &Path,
    limit_bytes: u64,
) -> Result<(Zeroizing<Vec<u8>>, Option<SecretFileError>), SecretFileError> {
    // Looked at before opening, because opening a pipe would wait for somebody to write to it.
    if !fs::metadata(path)
        .map_err(io_error("read", path))?
        .is_file()
    {
        return Err(SecretFileError::NotAFile {
            path: path.to_owned(),
        });
    }
    let mut file = File::open(path).map_err(io_error("read", path))?;
    // Asked of the open file: the path may have come to mean another one.
    let metadata = file.metadata().map_err(io_error("read", path))?;
    let found_mode = metadata.permissions().mode() & 0o7777;
    let exposed = (found_mode & ANYBODY_ELSE != 0).then(|| SecretFileError::Exposed {
        path: path.to_owned(),
        found_mode,
    });
    let too_long = |found_bytes| SecretFileError::TooLong {
        path: path.to_owned(),
        limit_bytes,
        found_bytes,
    };
    if metadata.len() > limit_bytes {
        return Err(too_long(metadata.len()));
    }
    // Room for everything from the start: a growing vector would leave copies behind.
    let mut content = Zeroizing::new(Vec::with_capacity(limit_bytes as usize + 1));
    (&mut file)
        .take(limit_bytes + 1)
        .read_to_end(&mut content)
        .map_err(io_error("read", path))?;
    if content.len() as u64 > limit_bytes {
        return Err(too_long(content.len() as u64));
    }
    Ok((content, exposed))
}

/// Creates a file with mode 0600 that holds `content`, all of it or none, and never in place of another one.
pub(super) fn create_private(path: &Path, content: &[u8]) -> Result<(), SecretFileError> {
    let directory = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let mut draft = tempfile::Builder::new()
        .prefix(".new-key-")
        .suffix(".tmp")
        .permissions(Permissions::from_mode(OWNER_ONLY))
        .tempfile_in(directory)
        .map_err(io_error("create", path))?;
    draft.write_all(content).map_err(io_error("write", path))?;
    draft
        .as_file()
        .sync_all()
        .map_err(io_error("write", path))?;
    draft
        .persist_noclobber(path)
        .map_err(|failure| match failure.error.kind() {
            io::ErrorKind::AlreadyExists => SecretFileError::Exists {
                path: path.to_owned(),
            },
            _ => io_error("create", path)(failure.error),
        })?;
    // The name is safe on disk only once the directory is.
    File::open(directory)
        .and_then(|directory| directory.sync_all())
        .map_err(io_error("create", path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_paths_are_shown_as_they_are_and_others_quoted_for_a_shell() {
        assert_eq!(quoted(Path::new("/home/a/key.json")), "/home/a/key.json");
        assert_eq!(quoted(Path::new("my key.json")), "'my key.json'");
        assert_eq!(quoted(Path::new("it's")), r"'it'\''s'");
        assert_eq!(quoted(Path::new("-rf")), "'-rf'");
        assert_eq!(quoted(Path::new("a\u{1b}[2Kb")), "'a?[2Kb'");
    }
}
