//! Periods in whole hours as people write them: `72h`, `30 days`, `2 weeks`.

use exequatur_protocol::Hours;

/// Returned when a text is no period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a period of at most 65535 hours such as \"72h\", \"30 days\" or \"2 weeks\"")]
pub struct PeriodError;

/// Reads a period. Months and years are refused: their length is a matter of dispute.
///
/// # Errors
/// For anything but a whole number and `h`, `hours`, `d`, `days`, `w` or `weeks`, and for more than 65535 hours.
pub fn parse(text: &str) -> Result<Hours, PeriodError> {
    let text = text.trim();
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .ok_or(PeriodError)?;
    let number: u32 = text[..end].parse().map_err(|_| PeriodError)?;
    let hours_each = match text[end..].trim() {
        "h" | "hour" | "hours" => 1,
        "d" | "day" | "days" => 24,
        "w" | "week" | "weeks" => 7 * 24,
        _ => return Err(PeriodError),
    };
    let hours = number
        .checked_mul(hours_each)
        .and_then(|hours| u16::try_from(hours).ok());
    hours.map(Hours).ok_or(PeriodError)
}

/// Writes a period in days if it is a whole number of them, else in hours.
pub fn format(period: Hours) -> String {
    match period.0 {
        24 => "1 day".to_owned(),
        hours if hours != 0 && hours % 24 == 0 => format!("{} days", hours / 24),
        1 => "1 hour".to_owned(),
        hours => format!("{hours} hours"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn periods_are_read_in_every_spelling() {
        for (text, hours) in [
            ("72h", 72),
            ("1 hour", 1),
            ("30 days", 720),
            ("3d", 72),
            ("2 weeks", 336),
            ("0h", 0),
        ] {
            assert_eq!(parse(text), Ok(Hours(hours)), "{text}");
        }
    }

    #[test]
    fn what_is_no_period_is_refused() {
        for text in [
            "",
            "72",
            "h",
            "1 month",
            "1.5 days",
            "-1 days",
            "65536h",
            "9999999999 days",
            "30 days or so",
        ] {
            assert_eq!(parse(text), Err(PeriodError), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn periods_survive_the_round_trip(hours: u16) {
            prop_assert_eq!(parse(&format(Hours(hours))), Ok(Hours(hours)));
        }
    }
}
