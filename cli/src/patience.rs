//! What takes longer than a second says so: on standard error, if that is a terminal and somebody reads along; as a moving line, or as a
//! plain one where the terminal can move none.

use std::io::{self, IsTerminal};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::report::say;

const PATIENCE: Duration = Duration::from_secs(1);
const TICK: Duration = Duration::from_millis(120);

/// Whether somebody asked for one document and nothing beside it.
static QUIET: AtomicBool = AtomicBool::new(false);
/// Whether a line is kept already: a part of what it is about needs none of its own.
static KEPT: AtomicBool = AtomicBool::new(false);

/// Says nothing from now on.
pub fn quiet() {
    QUIET.store(true, Ordering::Relaxed);
}

/// Whether somebody sees standard error, where nothing gets between what a program reads.
pub fn is_at_terminal() -> bool {
    io::stderr().is_terminal()
}

/// Whether somebody sees how far things have come, and asked for more than one document.
fn is_watched() -> bool {
    !QUIET.load(Ordering::Relaxed) && is_at_terminal()
}

/// Frees the line when its work ends, or panics.
struct Line;

impl Drop for Line {
    fn drop(&mut self) {
        KEPT.store(false, Ordering::Relaxed);
    }
}

/// Does something that may take long; `what` says what is waited for. Nothing may be asked meanwhile.
pub fn with<T>(what: impl Into<String>, work: impl FnOnce() -> T) -> T {
    if !is_watched() || KEPT.swap(true, Ordering::Relaxed) {
        return work();
    }
    let _line = Line;
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
    let style = ProgressStyle::with_template("{spinner} {msg} {elapsed}");
    let line = ProgressBar::new_spinner()
        .with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()))
        .with_message(crate::text::escape(what))
        .with_elapsed(PATIENCE);
    if line.is_hidden() {
        say(&format!("{what} …"));
        return;
    }
    line.enable_steady_tick(TICK);
    // Nothing is ever sent: it ends when the other side is dropped.
    let _ = waiting.recv();
    line.finish_and_clear();
}
