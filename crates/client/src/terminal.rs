//! Questions at a terminal: for secrets, which it does not show, and for a word of confirmation. Ctrl-C is an answer to both, and the
//! terminal is itself again afterwards.

use rustix::termios::{
    LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr,
};
use std::fs::File;
use std::io::{self, Read, Write};
use std::os::fd::AsFd;
use zeroize::Zeroizing;

/// What the terminal sends for Ctrl-C while it makes no signal of it.
const INTERRUPT: u8 = 0x03;

/// Stands for "no key" among a terminal's special characters.
const DISABLED: u8 = 0;

/// Somebody typed Ctrl-C instead of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cancelled with Ctrl-C")]
pub struct Cancelled;

impl Cancelled {
    /// Whether that is the reason of an error.
    pub(crate) fn is_reason_of(error: &io::Error) -> bool {
        error.get_ref().is_some_and(|reason| reason.is::<Self>())
    }
}

/// Asks on standard error what is answered on standard input, both of which are a terminal; the line typed, without its end. The end of
/// input is an empty line.
///
/// # Errors
/// [`Cancelled`] for Ctrl-C, within an error of the kind [`io::ErrorKind::Other`]; or what the system says.
pub fn answer(question: &str) -> io::Result<String> {
    let terminal = File::from(io::stdin().as_fd().try_clone_to_owned()?);
    let listening = Listening::new(terminal)?;
    io::stderr().write_all(question.as_bytes())?;
    let typed = listening.line();
    if typed.as_ref().is_err_and(Cancelled::is_reason_of) {
        io::stderr().write_all(b"\n")?;
    }
    typed
}

/// A terminal that hands Ctrl-C over as the end of a line, instead of killing the program with it. Restored when dropped.
struct Listening {
    terminal: File,
    before: Termios,
    interrupt: u8,
}

impl Listening {
    fn new(terminal: File) -> io::Result<Self> {
        let before = tcgetattr(&terminal)?;
        let mut listening = before.clone();
        let interrupt = match before.special_codes[SpecialCodeIndex::VINTR] {
            DISABLED => INTERRUPT,
            key => key,
        };
        // Whatever else makes signals, Ctrl-Z for instance, goes on doing so.
        listening.special_codes[SpecialCodeIndex::VINTR] = DISABLED;
        listening.special_codes[SpecialCodeIndex::VEOL] = interrupt;
        tcsetattr(&terminal, OptionalActions::Now, &listening)?;
        Ok(Self {
            terminal,
            before,
            interrupt,
        })
    }

    /// What is typed up to the line end, or to Ctrl-C.
    fn line(&self) -> io::Result<String> {
        let mut typed = Vec::new();
        let mut buffer = [0; 256];
        loop {
            let count = match (&self.terminal).read(&mut buffer) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                other => other?,
            };
            typed.extend_from_slice(&buffer[..count]);
            if typed.contains(&self.interrupt) {
                return Err(io::Error::other(Cancelled));
            }
            if count == 0 || typed.ends_with(b"\n") {
                let text = String::from_utf8_lossy(&typed);
                return Ok(text.trim_end_matches(['\n', '\r']).to_owned());
            }
        }
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        // There is nobody to tell, and nothing else to try.
        let _ = tcsetattr(&self.terminal, OptionalActions::Now, &self.before);
    }
}

/// Asks one question on the controlling terminal and returns the line typed, without its end.
///
/// # Errors
/// As [`answer`].
pub(crate) fn ask(question: &str) -> io::Result<Zeroizing<String>> {
    // Not standard input and output: they may well be a file and a pipe.
    let terminal = File::options().read(true).write(true).open("/dev/tty")?;
    ask_on(terminal, question)
}

fn ask_on(terminal: File, question: &str) -> io::Result<Zeroizing<String>> {
    let silent = SilentTerminal::new(terminal.try_clone()?)?;
    (&terminal).write_all(question.as_bytes())?;
    let config = rpassword::ConfigBuilder::new()
        .input_reader(silent)
        .output_discard()
        .build();
    let typed = rpassword::read_password_with_config(config).map(Zeroizing::new);
    // The line end that was typed has not been shown either.
    (&terminal).write_all(b"\n")?;
    typed
}

/// Restores the terminal when dropped. Ctrl-C never reaches rpassword, which would raise the signal while it still holds the terminal:
/// a program that dies of it leaves its user typing blindly, and without a word on whether anything was sent.
struct SilentTerminal {
    terminal: File,
    before: Termios,
}

impl SilentTerminal {
    fn new(terminal: File) -> io::Result<Self> {
        let before = tcgetattr(&terminal)?;
        let mut silent = before.clone();
        silent
            .local_modes
            .remove(LocalModes::ECHO | LocalModes::ECHONL | LocalModes::ICANON | LocalModes::ISIG);
        silent.special_codes[SpecialCodeIndex::VMIN] = 1;
        silent.special_codes[SpecialCodeIndex::VTIME] = 0;
        tcsetattr(&terminal, OptionalActions::Now, &silent)?;
        Ok(Self { terminal, before })
    }
}

impl Read for SilentTerminal {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.terminal.read(buffer)?;
        match buffer[..count].contains(&INTERRUPT) {
            true => Err(io::Error::other(Cancelled)),
            false => Ok(count),
        }
    }
}

impl Drop for SilentTerminal {
    fn drop(&mut self) {
        // There is nobody to tell, and nothing else to try.
        let _ = tcsetattr(&self.terminal, OptionalActions::Now, &self.before);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::{PasswordError, PasswordSource};
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
    use std::os::fd::AsRawFd;

    /// The keyboard's and the program's end of a new terminal.
    fn terminal() -> (File, File) {
        let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY;
        let keyboard = openpt(flags).expect("a pseudo-terminal");
        grantpt(&keyboard).expect("it is ours");
        unlockpt(&keyboard).expect("it is ours");
        let path = ptsname(&keyboard, Vec::new()).expect("it has a name");
        let path = path.to_str().expect("ASCII");
        let program = File::options()
            .read(true)
            .write(true)
            .open(path)
            .expect("unlocked");
        (File::from(keyboard), program)
    }

    fn shown(mut keyboard: &File) -> String {
        let mut screen = [0; 256];
        let count = keyboard.read(&mut screen).expect("something is shown");
        String::from_utf8_lossy(&screen[..count]).into_owned()
    }

    fn echoes(program: &File) -> bool {
        let modes = tcgetattr(program).expect("a terminal").local_modes;
        modes.contains(LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG)
    }

    #[test]
    fn typed_line_is_returned_and_not_shown() {
        let (mut keyboard, program) = terminal();
        let asking = program.try_clone().expect("open");
        let asked = std::thread::spawn(move || ask_on(asking, "password: "));
        // The question appears once the terminal is silent.
        assert_eq!(shown(&keyboard), "password: ");
        assert!(!echoes(&program));
        keyboard
            .write_all("open säsame\u{7F}e!\r".as_bytes())
            .expect("the terminal takes it");
        let typed = asked.join().expect("no panic").expect("a line");
        assert_eq!(typed.as_str(), "open säsame!");
        assert_eq!(shown(&keyboard), "\r\n");
        assert!(echoes(&program));
    }

    #[test]
    fn interrupt_instead_of_a_secret_is_an_error_and_the_terminal_itself_again() {
        let (mut keyboard, program) = terminal();
        let asking = program.try_clone().expect("open");
        let asked = std::thread::spawn(move || ask_on(asking, "password: "));
        assert_eq!(shown(&keyboard), "password: ");
        keyboard
            .write_all(b"open s\x03")
            .expect("the terminal takes it");
        let error = asked.join().expect("no panic").expect_err("no secret");
        assert!(Cancelled::is_reason_of(&error), "{error:?}");
        assert!(echoes(&program));
    }

    #[test]
    fn interrupt_instead_of_an_answer_is_an_error_and_the_terminal_itself_again() {
        let (mut keyboard, program) = terminal();
        let before = tcgetattr(&program).expect("a terminal").special_codes;
        let listening = Listening::new(program.try_clone().expect("open")).expect("a terminal");
        keyboard
            .write_all(b"ye\x03")
            .expect("the terminal takes it");
        let error = listening.line().expect_err("no answer");
        assert!(Cancelled::is_reason_of(&error), "{error:?}");
        keyboard.write_all(b"yes\r").expect("the terminal takes it");
        assert_eq!(listening.line().expect("an answer"), "yes");
        drop(listening);
        let after = tcgetattr(&program).expect("a terminal").special_codes;
        for code in [SpecialCodeIndex::VINTR, SpecialCodeIndex::VEOL] {
            assert_eq!(after[code], before[code]);
        }
        assert!(echoes(&program));
    }

    #[test]
    fn descriptor_that_would_show_the_password_is_refused() {
        let (mut keyboard, program) = terminal();
        keyboard
            .write_all(b"open sesame\r")
            .expect("the terminal takes it");
        let descriptor = program.as_raw_fd() as u32;
        let result = PasswordSource::Descriptor(descriptor).read("password");
        assert!(
            matches!(result, Err(PasswordError::DescriptorIsTerminal { descriptor: found }) if found == descriptor),
            "{result:?}"
        );
    }

    #[test]
    fn what_is_no_terminal_is_an_error() {
        let file = tempfile::tempfile().expect("a file");
        assert!(ask_on(file, "password: ").is_err());
    }
}
