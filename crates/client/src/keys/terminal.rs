//! A terminal that does not show what is typed, and is itself again afterwards.

use rustix::termios::{
    LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr,
};
use std::fs::File;
use std::io::{self, Read, Write};
use zeroize::Zeroizing;

/// What the terminal sends for Ctrl-C while it makes no signal of it.
const INTERRUPT: u8 = 0x03;

/// Asks one question on the controlling terminal and returns the line typed, without its end.
pub(super) fn ask(question: &str) -> io::Result<Zeroizing<String>> {
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

/// Restores the terminal when dropped, and before an interrupt is acted upon: rpassword raises the signal while it still
/// holds the terminal, and a program that dies of it would leave its user typing blindly.
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

    fn restore(&self) -> io::Result<()> {
        Ok(tcsetattr(
            &self.terminal,
            OptionalActions::Now,
            &self.before,
        )?)
    }
}

impl Read for SilentTerminal {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.terminal.read(buffer)?;
        if buffer[..count].contains(&INTERRUPT) {
            self.terminal.write_all(b"\n")?;
            self.restore()?;
        }
        Ok(count)
    }
}

impl Drop for SilentTerminal {
    fn drop(&mut self) {
        // There is nobody to tell, and nothing else to try.
        let _ = self.restore();
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
    fn terminal_is_itself_again_before_an_interrupt_is_raised() {
        let (mut keyboard, program) = terminal();
        let mut silent = SilentTerminal::new(program.try_clone().expect("open")).expect("silent");
        assert!(!echoes(&program));
        keyboard.write_all(b"\x03").expect("the terminal takes it");
        let mut byte = [0; 1];
        silent.read_exact(&mut byte).expect("the byte just typed");
        assert_eq!(byte, [INTERRUPT]);
        assert!(echoes(&program), "while the reader is still there");
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
