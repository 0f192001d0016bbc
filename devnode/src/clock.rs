//! The time that goes into blocks: that of the machine, moved forward by as much as somebody asked for.

use std::{
    sync::Mutex,
    time::{SystemTime, UNIX_EPOCH},
};

use exequatur_runtime::MAX_TIME_S;

/// A clock that goes forward in whole seconds, and never shows the same second twice.
#[derive(Debug)]
pub struct Clock {
    offset_s: Mutex<u64>,
}

/// Why the clock was not moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected a time of at most {latest_s} s, found {now_s} s plus {seconds} s: nothing was moved"
)]
pub struct TooFar {
    /// The latest possible time, in seconds since 1970.
    pub latest_s: u64,
    /// The time now.
    pub now_s: u64,
    /// The seconds to add.
    pub seconds: u64,
}

impl Clock {
    /// A clock that goes on from the newest block, if that is ahead of the machine's time.
    pub fn new(newest_block_s: u64) -> Self {
        Self {
            offset_s: Mutex::new(newest_block_s.saturating_sub(machine_s())),
        }
    }

    /// The time for a block after one of `parent_s`, in seconds since 1970.
    pub fn next(&self, parent_s: u64) -> u64 {
        self.now().max(parent_s + 1)
    }

    /// Moves the clock forward, so that the next block is at least `seconds` after `newest_block_s`.
    ///
    /// # Errors
    /// [`TooFar`] if the clock would leave its range.
    pub fn advance(&self, newest_block_s: u64, seconds: u64) -> Result<(), TooFar> {
        let now_s = self.now().max(newest_block_s);
        let target = now_s
            .checked_add(seconds)
            .filter(|time| *time <= MAX_TIME_S)
            .ok_or(TooFar {
                latest_s: MAX_TIME_S,
                now_s,
                seconds,
            })?;
        *self.offset() = target.saturating_sub(machine_s());
        Ok(())
    }

    fn now(&self) -> u64 {
        machine_s() + *self.offset()
    }

    fn offset(&self) -> std::sync::MutexGuard<'_, u64> {
        self.offset_s
            .lock()
            .expect("nothing that holds the lock can panic")
    }
}

fn machine_s() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_within_a_second_get_different_times() {
        let clock = Clock::new(0);
        let first = clock.next(0);
        assert!(first >= 1_700_000_000, "{first} is before this was written");
        assert_eq!(clock.next(first + 100), first + 101);
    }

    #[test]
    fn a_clock_that_was_ahead_stays_ahead_after_a_restart() {
        let ahead = machine_s() + 1_000_000;
        let restarted = Clock::new(ahead).next(ahead);
        assert!((ahead + 1..ahead + 60).contains(&restarted), "{restarted}");
    }

    #[test]
    fn advance_counts_from_the_newest_block_and_stops_at_the_end_of_time() {
        let clock = Clock::new(0);
        let newest = machine_s() + 50;
        clock.advance(newest, 3_600).expect("there is time left");
        let next = clock.next(newest);
        assert!((newest + 3_600..newest + 3_660).contains(&next), "{next}");
        let refused = clock.advance(newest, u64::MAX).expect_err("it is too far");
        assert_eq!((refused.latest_s, refused.seconds), (MAX_TIME_S, u64::MAX));
        assert!(clock.next(newest) < newest + 3_700, "it did not move");
    }
}
