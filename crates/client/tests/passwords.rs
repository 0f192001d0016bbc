//! Where passwords come from.

mod support;

use exequatur_client::keys::{PasswordError, PasswordSource, SecretFileError};
use std::io::Write;
use std::net::Shutdown;
use std::os::fd::{AsRawFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::process::{Command, Stdio};
use support::{scratch, write_with_mode};

fn from_file(content: &[u8], mode: u32) -> Result<String, PasswordError> {
    let folder = scratch();
    let path = folder.path().join("password");
    write_with_mode(&path, content, mode);
    PasswordSource::File(path)
        .read("password")
        .map(|password| password.reveal().to_owned())
}

#[test]
fn password_file_holds_one_line() {
    for content in ["open sesame", "open sesame\n", "open sesame\r\n"] {
        assert_eq!(
            from_file(content.as_bytes(), 0o600).expect("one line"),
            "open sesame"
        );
    }
    assert_eq!(
        from_file(b" blanks stay \n", 0o400).expect("one line"),
        " blanks stay "
    );
    assert!(matches!(
        from_file(b"one\ntwo\n", 0o600),
        Err(PasswordError::SeveralLines)
    ));
    assert!(matches!(
        from_file(b"one\n\n", 0o600),
        Err(PasswordError::SeveralLines)
    ));
    assert!(matches!(from_file(b"\n", 0o600), Err(PasswordError::Empty)));
    assert!(matches!(from_file(b"", 0o600), Err(PasswordError::Empty)));
    assert!(matches!(
        from_file(b"\xFF\xFE", 0o600),
        Err(PasswordError::NotText)
    ));
    let long = from_file(&[b'a'; 2000], 0o600);
    assert!(
        matches!(
            long,
            Err(PasswordError::File(SecretFileError::TooLong { .. }))
        ),
        "{long:?}"
    );
}

#[test]
fn password_file_open_to_others_is_refused() {
    let error = from_file(b"open sesame", 0o640).expect_err("open to others");
    assert!(
        matches!(
            &error,
            PasswordError::File(SecretFileError::Exposed {
                found_mode: 0o640,
                ..
            })
        ),
        "{error}"
    );
    assert!(
        error.to_string().contains("run: chmod 600 /") && !error.to_string().contains("sesame"),
        "{error}"
    );
}

#[test]
fn new_password_from_a_file_must_be_long_enough() {
    let folder = scratch();
    let path = folder.path().join("password");
    write_with_mode(&path, b"seven77\n", 0o600);
    let result = PasswordSource::File(path.clone()).read_new("password");
    assert!(
        matches!(
            result,
            Err(PasswordError::TooShort {
                expected: 8,
                found: 7
            })
        ),
        "{result:?}"
    );
    assert!(
        PasswordSource::File(path).read("password").is_ok(),
        "an old key may have a short one"
    );
}

#[test]
fn inherited_descriptor_gives_a_line_for_each_password() {
    let (reader, mut writer) = std::io::pipe().expect("a pipe");
    writer
        .write_all("first secret\nsecond secret\n".as_bytes())
        .expect("the pipe has room");
    drop(writer);
    let source = PasswordSource::Descriptor(reader.as_raw_fd() as u32);
    for expected in ["first secret", "second secret"] {
        assert_eq!(source.read("password").expect("a line").reveal(), expected);
    }
    assert!(matches!(source.read("password"), Err(PasswordError::Empty)));
}

/// Runs this test program again as a child that reads its standard input; a test process has only one.
const CHILD: &str = "EXEQUATUR_TEST_CHILD_READS_STANDARD_INPUT";

fn child(input: Stdio) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command.args([
        "--exact",
        "standard_input_gives_a_line_for_each_password",
        "--nocapture",
    ]);
    command.env(CHILD, "1").stdin(input).stdout(Stdio::piped());
    command
}

#[test]
fn standard_input_gives_a_line_for_each_password() {
    if std::env::var_os(CHILD).is_some() {
        for _ in 0..2 {
            let password = PasswordSource::Descriptor(0)
                .read("password")
                .expect("a line");
            println!("<{}>", password.reveal());
        }
        return;
    }
    let content = b"first secret\nsecond secret\n";
    // A file, and a socket as some programs give to their children.
    let folder = scratch();
    let path = folder.path().join("input");
    write_with_mode(&path, content, 0o600);
    let (ours, theirs) = UnixStream::pair().expect("a pair of sockets");
    (&ours).write_all(content).expect("the socket has room");
    ours.shutdown(Shutdown::Write).expect("connected");
    let file = std::fs::File::open(&path).expect("just written");
    for input in [Stdio::from(file), Stdio::from(OwnedFd::from(theirs))] {
        let output = child(input).output().expect("this program runs");
        let printed = String::from_utf8_lossy(&output.stdout);
        assert!(
            printed.contains("<first secret>\n<second secret>\n"),
            "{printed}"
        );
    }
}
