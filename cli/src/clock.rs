//! This machine's clock, where no chain's is at hand.

use std::time::{SystemTime, UNIX_EPOCH};

use exequatur_protocol::Seconds;

use crate::error::CliError;

/// What this machine's clock says.
///
/// # Errors
/// If it is set to a moment that no chain can hold.
pub fn now() -> Result<Seconds, CliError> {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .ok()
        .and_then(|since| Seconds::try_from(since.as_secs()).ok())
        .ok_or_else(|| {
            CliError::usage(
                "BadClock",
                "this machine's clock is not between 1970 and 2106",
            )
            .hint("set this machine's clock; for a new chain name a moment: --clock")
        })
}
