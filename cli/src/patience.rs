//! What takes longer than a second says so on standard error: as a moving line at a terminal, as a plain one elsewhere.

use std::io::{self, IsTerminal};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::report::say;

const PATIENCE: Duration = Duration::from_secs(1);
const TICK: Duration = Duration::from_millis(120);

/// Does something that may take long; `what` says what is waited for.
pub fn with<T>(what: impl Into<String>, work: impl FnOnce() -> T) -> T {
    let what = what.into();
    let (done, waiting) = channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || watch(&what, &waiting));
        // Dropped also if the work panics, which ends the watch.
        let done = done;
        let result = work();
        drop(done);
        result
    })
}

fn watch(what: &str, waiting: &Receiver<()>) {
    if waiting.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
        return;
    }
    if !io::stderr().is_terminal() {
        say(&format!("{what} …"));
        return;
    }
    let style = ProgressStyle::with_template("{spinner} {msg} {elapsed}");
    let line = ProgressBar::new_spinner()
        .with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()))
        .with_message(crate::text::escape(what))
        .with_elapsed(PATIENCE);
    line.enable_steady_tick(TICK);
    // Nothing is ever sent: it ends when the other side is dropped.
    let _ = waiting.recv();
    line.finish_and_clear();
}
