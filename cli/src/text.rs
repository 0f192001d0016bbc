//! Amounts, times, addresses and hashes as people read them, and text from elsewhere made harmless.

use exequatur_client::chain::Identity;
use exequatur_client::keys::{AccountId, Address as Account, Ss58Prefix, checksummed};
use exequatur_protocol::{Address, Hash, Seconds};
use jiff::{Timestamp, tz::TimeZone};

/// `12.5 UNIT`. `planck` counts the smallest unit.
pub fn amount(planck: impl Into<u128>, identity: &Identity) -> String {
    format!("{} {}", decimal(planck.into(), identity.decimals), identity.symbol)
}

/// The number alone, without zeros at its end.
pub fn decimal(units: u128, decimals: u8) -> String {
    let digits = format!("{units:0>width$}", width = decimals as usize + 1);
    let (whole, fraction) = digits.split_at(digits.len() - decimals as usize);
    match fraction.trim_end_matches('0') {
        "" => whole.to_owned(),
        fraction => format!("{whole}.{fraction}"),
    }
}

/// `2026-01-31 14:00 CET (2026-01-31 13:00:00 UTC)`; only UTC where that is the local time.
pub fn time(at: Seconds) -> String {
    let Ok(stamp) = Timestamp::from_second(at.into()) else { return format!("second {at}") };
    let utc = stamp.strftime("%Y-%m-%d %H:%M:%S UTC");
    let local = stamp.to_zoned(TimeZone::system());
    if local.offset().is_zero() { utc.to_string() } else { format!("{} ({utc})", local.strftime("%Y-%m-%d %H:%M %Z")) }
}

/// RFC 3339 in UTC, for programs.
pub fn rfc3339(at: Seconds) -> String {
    Timestamp::from_second(at.into()).map_or_else(|_| at.to_string(), |stamp| stamp.to_string())
}

/// `3 days 4 h`, `59 min`.
pub fn period(seconds: u64) -> String {
    let (days, hours, minutes) = (seconds / 86_400, seconds % 86_400 / 3_600, seconds % 3_600 / 60);
    let mut parts = Vec::new();
    if days > 0 {
        parts.push(format!("{days} {}", if days == 1 { "day" } else { "days" }));
    }
    if hours > 0 {
        parts.push(format!("{hours} h"));
    }
    if minutes > 0 && days == 0 {
        parts.push(format!("{minutes} min"));
    }
    if parts.is_empty() { format!("{seconds} s") } else { parts.join(" ") }
}

/// Checksummed `0x` form.
pub fn address(address: &Address) -> String {
    checksummed(&address.0)
}

/// `5… = 0x…`: SS58 with the chain's prefix and the checksummed address that contracts know.
pub fn both_forms(account: &AccountId, address: &Address, prefix: u16) -> String {
    format!("{} = {}", ss58(account, prefix), checksummed(&address.0))
}

/// SS58 with a chain's prefix.
pub fn ss58(account: &AccountId, prefix: u16) -> String {
    let prefix = Ss58Prefix::new(prefix).unwrap_or_default();
    Account::Substrate { account_id: *account, prefix }.to_string()
}

/// `0x` and the digits.
pub fn hash(hash: &Hash) -> String {
    format!("0x{}", hex::encode(hash))
}

/// Makes text from files or chains harmless on a terminal: one line, nothing that moves the cursor or turns the writing.
pub fn escape(text: &str) -> String {
    escaped(text, |_| false)
}

/// The same, but line ends and tabs stay: for whole pages whose parts are known.
pub fn escape_lines(text: &str) -> String {
    escaped(text, |letter| letter == '\n' || letter == '\t')
}

fn escaped(text: &str, keep: impl Fn(char) -> bool) -> String {
    let turns = |letter: char| {
        matches!(letter, '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
    };
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if (letter.is_control() || turns(letter)) && !keep(letter) {
            out.extend(letter.escape_default());
        } else {
            out.push(letter);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_no_needless_zeros() {
        assert_eq!(decimal(125_000_000_000, 10), "12.5");
        assert_eq!(decimal(10_000_000_000, 10), "1");
        assert_eq!(decimal(1, 10), "0.0000000001");
        assert_eq!(decimal(0, 10), "0");
        assert_eq!(decimal(7, 0), "7");
    }

    #[test]
    fn hostile_text_moves_no_cursor() {
        assert_eq!(escape("a\u{1b}[2Jb\nc\u{202e}d"), "a\\u{1b}[2Jb\\nc\\u{202e}d");
        assert_eq!(escape_lines("a\nb\u{1b}"), "a\nb\\u{1b}");
        assert_eq!(escape("café"), "café");
    }

    #[test]
    fn periods_are_short() {
        assert_eq!(period(72 * 3600), "3 days");
        assert_eq!(period(25 * 3600), "1 day 1 h");
        assert_eq!(period(59 * 60), "59 min");
        assert_eq!(period(5), "5 s");
    }
}
