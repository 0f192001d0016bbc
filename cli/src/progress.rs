//! How far a long replay has come: how many, how fast, how long still. On standard error, and only after a second.

use std::time::{Duration, Instant};

use exequatur_client::files::moment;

use crate::report::say;

const EVERY: Duration = Duration::from_secs(1);

/// Counts entries, and says so now and then.
pub struct Progress {
    silent: bool,
    began: Instant,
    said: Instant,
    entries: u64,
    /// How much there is to do, and how much of it is done, in entries or in escrows.
    all: u64,
    done: u64,
    by_escrow: bool,
}

impl Progress {
    /// One record with this many entries. Whoever asked for one document gets one document, on standard output; this is beside it.
    pub fn entries(silent: bool, all: u64) -> Self {
        let now = Instant::now();
        Progress {
            silent,
            began: now,
            said: now,
            entries: 0,
            all,
            done: 0,
            by_escrow: false,
        }
    }

    /// This many records, of which nobody knows how long they are.
    pub fn escrows(silent: bool, all: u64) -> Self {
        Progress {
            by_escrow: true,
            ..Self::entries(silent, all)
        }
    }

    /// An entry was read.
    pub fn one_more(&mut self) {
        self.entries += 1;
        if !self.by_escrow {
            self.done += 1;
        }
        if !self.silent && self.said.elapsed() >= EVERY {
            self.said = Instant::now();
            say(&self.line(self.began.elapsed()));
        }
    }

    /// A record was read to its end.
    pub fn next_escrow(&mut self) {
        self.done += 1;
    }

    /// All were read; says how long it took if that was said to take long.
    pub fn end(&self) {
        let took = self.began.elapsed();
        if !self.silent && took >= EVERY {
            say(&format!(
                "  … {} entries, {} a second",
                self.entries,
                rate(self.entries, took)
            ));
        }
    }

    fn line(&self, took: Duration) -> String {
        let of = match self.by_escrow {
            true => format!(
                "{} of {} escrows, {} entries",
                self.done, self.all, self.entries
            ),
            false => format!("{} of {} entries", self.done, self.all),
        };
        let left = match self.done {
            0 => "how long still is not known yet".to_owned(),
            done => {
                let left = self.all.saturating_sub(done);
                let seconds = took.as_secs_f64() * left as f64 / done as f64;
                format!("about {} left", moment::show_length(seconds as u64))
            }
        };
        format!("  … {of}, {} a second, {left}", rate(self.entries, took))
    }
}

fn rate(count: u64, took: Duration) -> u64 {
    (count as f64 / took.as_secs_f64().max(0.001)) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_says_rate_and_time_left() {
        let mut one = Progress::entries(true, 100);
        (0..25).for_each(|_| one.one_more());
        assert_eq!(
            one.line(Duration::from_secs(50)),
            "  … 25 of 100 entries, 0 a second, about 2 minutes left"
        );
        let mut many = Progress::escrows(true, 4);
        (0..5_000).for_each(|_| many.one_more());
        assert_eq!(
            many.line(Duration::from_secs(5)),
            "  … 0 of 4 escrows, 5000 entries, 1000 a second, how long still is not known yet"
        );
        many.next_escrow();
        assert_eq!(
            many.line(Duration::from_secs(5)),
            "  … 1 of 4 escrows, 5000 entries, 1000 a second, about 15 seconds left"
        );
    }
}
