//! Words in a picture, which has no lines of its own: what fits stays whole.

use exequatur_client::files::Token;

/// Room for a label on the right, and for the one above the bar on the left.
pub const ROOM: f64 = 166.0;
pub const ROOM_ABOVE: f64 = 336.0;
/// What letters take of it at most.
const NARROW: f64 = 6.8;
const CAPITAL: f64 = 8.8;
const BROAD: f64 = 11.5;

/// An amount and what is said of it, on a second line what does not fit on the first. The digits are cut last.
pub fn wrapped(token: &Token, units: u64, then: &str) -> Vec<String> {
    let whole = format!("{}{then}", token.show(units));
    if width_of(&whole) <= ROOM {
        return vec![whole];
    }
    let symbol = cut(&token.symbol, ROOM - width_of(then));
    vec![cut(&token.plain(units), ROOM), format!("{symbol}{then}")]
}

/// An amount in one line, whose symbol is cut first.
pub fn in_one_line(token: &Token, units: u64, room: f64) -> String {
    let digits = cut(&token.plain(units), room - 2.0 * BROAD);
    let symbol = cut(&token.symbol, room - width_of(&digits) - NARROW);
    format!("{digits} {symbol}")
}

fn width_of(words: &str) -> f64 {
    words.chars().map(width).sum()
}

fn width(c: char) -> f64 {
    match c {
        '0'..='9' | 'a'..='l' | 'n'..='v' | 'x'..='z' | ' ' | '.' => NARROW,
        'A'..='L' | 'N'..='V' | 'X'..='Z' => CAPITAL,
        _ => BROAD,
    }
}

/// Words that fit; the table beside the picture has the whole.
pub fn cut(words: &str, room: f64) -> String {
    if width_of(words) <= room {
        return words.to_owned();
    }
    let mut room = room - BROAD;
    let mut short: String = words
        .chars()
        .take_while(|c| {
            room -= width(*c);
            room >= 0.0
        })
        .collect();
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(symbol: &str) -> Token {
        Token {
            symbol: symbol.to_owned(),
            decimals: 10,
        }
    }

    #[test]
    fn amounts_keep_their_digits_and_what_is_said_of_them() {
        let unit = token("UNIT");
        assert_eq!(wrapped(&unit, 255_000_000_000, ""), ["25.5 UNIT"]);
        let much = 1_234_560_123_456_789;
        assert_eq!(wrapped(&unit, much, ""), ["123456.0123456789 UNIT"]);
        assert_eq!(
            wrapped(&unit, 665_552_716_049_414, " to withdraw"),
            ["66555.2716049414", "UNIT to withdraw"]
        );
        assert_eq!(
            wrapped(&unit, u64::MAX, ""),
            ["1844674407.3709551615", "UNIT"]
        );
        assert_eq!(
            in_one_line(&unit, u64::MAX, ROOM_ABOVE),
            "1844674407.3709551615 UNIT"
        );
        let broad = token(&"W".repeat(40));
        let lines = wrapped(&broad, much, " to withdraw");
        assert_eq!(lines[0], "123456.0123456789");
        assert!(lines[1].ends_with("W… to withdraw"), "{lines:?}");
        assert!(lines.iter().all(|line| width_of(line) <= ROOM));
        let line = in_one_line(&broad, much, ROOM_ABOVE);
        assert!(line.starts_with("123456.0123456789 WW") && line.ends_with('…'));
        assert!(width_of(&line) <= ROOM_ABOVE);
    }

    #[test]
    fn labels_are_cut_where_the_picture_ends() {
        assert_eq!(cut("25.5 UNIT", ROOM), "25.5 UNIT");
        assert_eq!(cut(&"W".repeat(20), ROOM), format!("{}…", "W".repeat(13)));
    }
}
