use super::password::{MAX_PASSWORD_BYTES, Password, PasswordError};
use super::secret_file::read_private;
use crate::terminal::{self, Cancelled};
use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::os::fd::AsFd;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// Where a password comes from. Arguments and environment variables are not among the choices: other processes see them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PasswordSource {
    /// A file with one line, on which nobody but the owner has any permission.
    File(PathBuf),
    /// The next line of an open file descriptor; 0 is standard input. Each password asked for takes one line.
    Descriptor(u32),
    /// A question on the terminal, which does not show what is typed.
    Prompt,
}

impl PasswordSource {
    /// The password of an existing key. `label` says on the terminal what is asked for, such as `password of key "alice"`.
    ///
    /// # Errors
    /// [`PasswordError`] if there is none.
    pub fn read(&self, label: &str) -> Result<Password, PasswordError> {
        match self {
            Self::File(path) => from_file(path),
            Self::Descriptor(descriptor) => from_descriptor(*descriptor),
            Self::Prompt => ask(label),
        }
    }

    /// A password for a new key: long enough, and on the terminal typed twice.
    ///
    /// # Errors
    /// [`PasswordError`] if there is none, it is too short, or the two entries differ.
    pub fn read_new(&self, label: &str) -> Result<Password, PasswordError> {
        match self {
            Self::Prompt => confirmed(|again| {
                ask(&if again {
                    format!("{label} (again)")
                } else {
                    format!("new {label}")
                })
            }),
            Self::File(_) | Self::Descriptor(_) => self.read(label)?.long_enough(),
        }
    }
}

/// Asks once, checks, and asks again.
fn confirmed(
    mut ask: impl FnMut(bool) -> Result<Password, PasswordError>,
) -> Result<Password, PasswordError> {
    let first = ask(false)?.long_enough()?;
    let second = match ask(true) {
        Err(PasswordError::Empty) => return Err(PasswordError::Mismatch),
        other => other?,
    };
    if first.reveal() != second.reveal() {
        return Err(PasswordError::Mismatch);
    }
    Ok(first)
}

fn ask(label: &str) -> Result<Password, PasswordError> {
    // A label may quote a file, and a control character would reach the terminal.
    let label: String = label
        .chars()
        .filter(|letter| !letter.is_control())
        .collect();
    let typed =
        terminal::ask(&format!("{label}: ")).map_err(|source| {
            match Cancelled::is_reason_of(&source) {
                true => PasswordError::Cancelled,
                false => PasswordError::Terminal { source },
            }
        })?;
    Password::new(typed)
}

fn from_file(path: &Path) -> Result<Password, PasswordError> {
    let content = read_private(path, MAX_PASSWORD_BYTES as u64 + 2)?;
    let line = without_line_end(&content);
    if line.contains(&b'\n') {
        return Err(PasswordError::SeveralLines);
    }
    Password::from_line(line)
}

fn from_descriptor(descriptor: u32) -> Result<Password, PasswordError> {
    let failed = |source| PasswordError::Descriptor { descriptor, source };
    let file = open(descriptor).map_err(failed)?;
    if file.is_terminal() {
        return Err(PasswordError::DescriptorIsTerminal { descriptor });
    }
    let line = next_line(file).map_err(failed)?;
    if line.len() > MAX_PASSWORD_BYTES + 2 {
        return Err(PasswordError::TooLong {
            limit_bytes: MAX_PASSWORD_BYTES,
        });
    }
    Password::from_line(without_line_end(&line))
}

fn open(descriptor: u32) -> io::Result<File> {
    if descriptor == 0 {
        // A duplicate works for sockets too, which cannot be opened by name, and shares the place in a file.
        return Ok(File::from(io::stdin().as_fd().try_clone_to_owned()?));
    }
    // The way to an inherited descriptor that needs no unsafe code.
    File::open(format!("/dev/fd/{descriptor}"))
}

/// Reads up to and with the first line end, byte by byte: a buffer would swallow the next password and keep this one.
fn next_line(mut file: impl Read) -> io::Result<Zeroizing<Vec<u8>>> {
    let limit = MAX_PASSWORD_BYTES + 3;
    let mut line = Zeroizing::new(Vec::with_capacity(limit));
    let mut byte = Zeroizing::new([0; 1]);
    while line.len() < limit {
        match file.read(byte.as_mut_slice()) {
            Ok(0) => break,
            Ok(_) => line.push(byte[0]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        }
        if byte[0] == b'\n' {
            break;
        }
    }
    Ok(line)
}

fn without_line_end(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(texts: [&str; 2]) -> impl FnMut(bool) -> Result<Password, PasswordError> {
        move |again| Password::new(texts[usize::from(again)].to_owned())
    }

    #[test]
    fn new_password_must_be_typed_twice_alike() {
        let password = confirmed(answers(["correct horse", "correct horse"])).expect("alike");
        assert_eq!(password.reveal(), "correct horse");
        let differing = confirmed(answers(["correct horse", "correct house"]));
        assert!(matches!(differing, Err(PasswordError::Mismatch)));
        let empty = confirmed(answers(["correct horse", ""]));
        assert!(matches!(empty, Err(PasswordError::Mismatch)));
    }

    #[test]
    fn short_new_password_is_refused_before_it_is_asked_again() {
        let mut asked = 0;
        let result = confirmed(|_| {
            asked += 1;
            Password::new("short".to_owned())
        });
        assert!(matches!(
            result,
            Err(PasswordError::TooShort {
                expected: 8,
                found: 5
            })
        ));
        assert_eq!(asked, 1);
    }

    #[test]
    fn each_line_of_a_descriptor_is_one_password() {
        let mut input = &b"first\r\nsecond\nthird"[..];
        for expected in ["first", "second", "third"] {
            let line = next_line(&mut input).expect("reads from memory");
            assert_eq!(without_line_end(&line), expected.as_bytes());
        }
        assert!(next_line(&mut input).expect("reads from memory").is_empty());
    }

    #[test]
    fn endless_line_is_cut_off() {
        let line = next_line(io::repeat(b'a')).expect("reads from memory");
        assert_eq!(line.len(), MAX_PASSWORD_BYTES + 3);
    }

    #[test]
    fn closed_descriptor_is_an_error_with_its_number() {
        let result = PasswordSource::Descriptor(987).read("password");
        assert!(matches!(
            result,
            Err(PasswordError::Descriptor {
                descriptor: 987,
                ..
            })
        ));
    }
}
