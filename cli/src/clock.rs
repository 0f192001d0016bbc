//! This machine's clock, where no chain's is at hand, or beside a chain's.

use std::time::{SystemTime, UNIX_EPOCH};

use exequatur_client::chain::Chain;
use exequatur_protocol::Seconds;

use crate::error::CliError;
use crate::text;

/// A public chain makes a block every few seconds. A final one that is older, in seconds, means that something is wrong.
const BEHIND: Seconds = 600;

/// What this machine's clock says.
///
/// # Errors
/// If it is set to a moment that no chain can hold.
pub fn now() -> Result<Seconds, CliError> {
    seconds(SystemTime::now())
}

/// What is to be said of a node whose newest final block is old: it is catching up, or cut off, and deadlines look later than they are.
/// Chains for development make blocks when they are needed.
pub fn behind(chain: &dyn Chain) -> Option<String> {
    if chain.identity().is_local {
        return None;
    }
    let block = chain.now();
    let here = match now() {
        Ok(here) => here,
        Err(error) => {
            return Some(format!(
                "{}: whether this node is behind cannot be told",
                error.message
            ));
        }
    };
    (here.saturating_sub(block) > BEHIND).then(|| {
        format!(
            "this node's newest final block is of {}, and this machine's clock says {}: what it shows may be old, and deadlines nearer than they look; ask another node of the same chain, or set this machine's clock",
            text::time(block),
            text::time(here)
        )
    })
}

fn seconds(moment: SystemTime) -> Result<Seconds, CliError> {
    moment
        .duration_since(UNIX_EPOCH)
        .ok()
        .and_then(|since| Seconds::try_from(since.as_secs()).ok())
        .ok_or_else(|| {
            CliError::usage(
                "BadClock",
                "this machine's clock is not between 1970 and 2106",
            )
            .values("1970 to 2106", "another time")
            .hint("set this machine's clock; for a new chain name a moment: --clock")
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn clock_before_1970_or_after_2106_is_refused() {
        let second = Duration::from_secs(1);
        let last = UNIX_EPOCH + Duration::from_secs(u32::MAX.into());
        for moment in [UNIX_EPOCH - second, last + second] {
            let error = seconds(moment).expect_err("no chain can hold it");
            assert_eq!(error.code, "BadClock");
            assert!(error.hint.is_some_and(|hint| hint.contains("--clock")));
        }
        assert_eq!(seconds(last), Ok(u32::MAX));
        assert_eq!(seconds(UNIX_EPOCH), Ok(0));
    }
}
