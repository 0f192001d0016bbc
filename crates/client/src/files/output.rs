//! Writing files so that nothing is half written and nothing is lost.

use super::error::FileError;
use std::io::{ErrorKind, Write};
use std::path::Path;
use tempfile::NamedTempFile;

fn prepared(path: &Path, bytes: &[u8]) -> Result<NamedTempFile, FileError> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let failed = |reason| FileError::Write {
        path: path.to_owned(),
        reason,
    };
    let mut file = NamedTempFile::new_in(folder).map_err(failed)?;
    file.write_all(bytes).map_err(failed)?;
    // Signed files go to others: readable like any document, not private like a temporary file.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        file.as_file()
            .set_permissions(std::fs::Permissions::from_mode(0o644))
            .map_err(failed)?;
    }
    file.as_file().sync_all().map_err(failed)?;
    Ok(file)
}

/// Writes a file that must not exist yet.
///
/// # Errors
/// [`FileError::Exists`] if it does; [`FileError::Write`] if the system refuses.
pub fn write_new(path: &Path, text: &str) -> Result<(), FileError> {
    write_new_bytes(path, text.as_bytes())
}

/// The same for what is no text.
///
/// # Errors
/// As [`write_new`].
pub fn write_new_bytes(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    match prepared(path, bytes)?.persist_noclobber(path) {
        Ok(_) => Ok(()),
        Err(error) if error.error.kind() == ErrorKind::AlreadyExists => {
            Err(FileError::Exists(path.to_owned()))
        }
        Err(error) => Err(FileError::Write {
            path: path.to_owned(),
            reason: error.error,
        }),
    }
}

/// Writes a file, in the place of an older one if there is one. At every moment one of the two is whole.
///
/// # Errors
/// [`FileError::Write`] if the system refuses.
pub fn replace(path: &Path, text: &str) -> Result<(), FileError> {
    let failed = |reason| FileError::Write {
        path: path.to_owned(),
        reason,
    };
    // The file that a link leads to is meant, not the link.
    let target = if path.is_symlink() {
        path.canonicalize().map_err(failed)?
    } else {
        path.to_owned()
    };
    prepared(&target, text.as_bytes())?
        .persist(&target)
        .map(drop)
        .map_err(|error| failed(error.error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_existing_file_is_not_replaced_by_accident() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("award.toml");
        write_new(&path, "one").expect("nothing is there");
        assert!(matches!(write_new(&path, "two"), Err(FileError::Exists(_))));
        assert_eq!(std::fs::read_to_string(&path).expect("it is there"), "one");
        replace(&path, "two").expect("asked for");
        assert_eq!(std::fs::read_to_string(&path).expect("it is there"), "two");
    }

    #[cfg(unix)]
    #[test]
    fn what_a_link_leads_to_is_replaced_and_the_link_stays() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("award.toml");
        let link = folder.path().join("link");
        write_new(&path, "one").expect("nothing is there");
        std::os::unix::fs::symlink("award.toml", &link).expect("nothing is there");
        replace(&link, "two").expect("it leads to a file");
        assert!(link.is_symlink());
        assert_eq!(std::fs::read_to_string(&path).expect("it is there"), "two");
    }
}
