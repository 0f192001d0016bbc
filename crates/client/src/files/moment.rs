//! Moments as people write them: RFC 3339, in whole seconds.

use exequatur_protocol::Seconds;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// Returned when a text is no moment that a chain can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a moment from 1970 to 2106 in whole seconds with its offset, such as \"2027-01-31T12:00:00Z\""
)]
pub struct MomentError;

/// Reads a moment. The offset is required: a time without it is a different moment in every office.
///
/// # Errors
/// For anything but RFC 3339 in whole seconds within the range of [`Seconds`].
pub fn parse(text: &str) -> Result<Seconds, MomentError> {
    let moment: Timestamp = text.trim().parse().map_err(|_| MomentError)?;
    if moment.subsec_nanosecond() != 0 {
        return Err(MomentError);
    }
    moment.as_second().try_into().map_err(|_| MomentError)
}

fn timestamp(at: Seconds) -> Timestamp {
    Timestamp::from_second(at.into())
        .expect("32 bits of seconds end in 2106, and the library's range in 9999")
}

/// RFC 3339 in UTC: `2027-01-31T12:00:00Z`.
pub fn format(at: Seconds) -> String {
    timestamp(at).to_string()
}

/// For people: `31 Jan 2027 12:00:00 UTC`, after the time of this machine's zone if that is another one.
pub fn show(at: Seconds) -> String {
    show_in(at, TimeZone::system())
}

fn show_in(at: Seconds, zone: TimeZone) -> String {
    let local = timestamp(at).to_zoned(zone);
    let utc = timestamp(at)
        .to_zoned(TimeZone::UTC)
        .strftime("%-d %b %Y %H:%M:%S UTC")
        .to_string();
    if local.offset().is_zero() {
        return utc;
    }
    format!("{} ({utc})", local.strftime("%-d %b %Y %H:%M:%S %:z"))
}

/// How long, roughly: `3 days`, `5 hours`, `40 minutes`.
pub fn show_length(seconds: u64) -> String {
    let (number, unit) = match seconds {
        0..=119 => (seconds, "second"),
        120..=7_199 => (seconds / 60, "minute"),
        7_200..=172_799 => (seconds / 3_600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    format!("{number} {unit}{}", if number == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn offsets_are_taken_into_account() {
        assert_eq!(parse("2027-01-31T12:00:00Z"), Ok(1_801_396_800));
        assert_eq!(parse("2027-01-31T13:00:00+01:00"), Ok(1_801_396_800));
        assert_eq!(format(1_801_396_800), "2027-01-31T12:00:00Z");
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        for text in [
            "",
            "2027-01-31",
            "2027-01-31T12:00:00",
            "2027-02-30T12:00:00Z",
            "2107-01-01T00:00:00Z",
            "1969-12-31T23:59:59Z",
            "2027-01-31T12:00:00.5Z",
            "1801396800",
        ] {
            assert_eq!(parse(text), Err(MomentError), "{text:?}");
        }
    }

    #[test]
    fn people_see_their_own_time_and_utc() {
        let zone = TimeZone::fixed(jiff::tz::offset(2));
        assert_eq!(
            show_in(1_801_396_800, zone),
            "31 Jan 2027 14:00:00 +02:00 (31 Jan 2027 12:00:00 UTC)"
        );
        assert_eq!(
            show_in(1_801_396_800, TimeZone::UTC),
            "31 Jan 2027 12:00:00 UTC"
        );
    }

    proptest! {
        #[test]
        fn moments_survive_the_round_trip(at: Seconds) {
            prop_assert_eq!(parse(&format(at)), Ok(at));
        }
    }
}
