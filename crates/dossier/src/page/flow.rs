//! Money in and out as a flow: one bar where it came in, one for each place where it is now.

use exequatur_client::files::Token;

use crate::reading::{Moment, Reading};

/// Height of the bar on the left, in units of the picture.
const HEIGHT: f64 = 180.0;
/// From line to line of a label, and the room between two labels.
const LINE: f64 = 14.0;
const BETWEEN: f64 = 10.0;
/// Where the ribbons begin and end.
const LEFT: f64 = 14.0;
const RIGHT: f64 = 158.0;
/// Room above the bars for what came in.
const ABOVE: f64 = 36.0;
/// Room for a label on the right, and for the one above the bar on the left.
const ROOM: f64 = 166.0;
const ROOM_ABOVE: f64 = 336.0;
/// What letters take of it at most.
const NARROW: f64 = 6.8;
const CAPITAL: f64 = 8.8;
const BROAD: f64 = 11.5;

/// The picture.
#[derive(Clone, Debug, Default)]
pub struct Flow {
    /// Height of the whole.
    pub height: f64,
    /// What came in.
    pub came_in: String,
    /// Top of the bar on the left.
    pub top: f64,
    /// Its height.
    pub bar: f64,
    /// Where it is now.
    pub places: Vec<Place>,
    /// The picture in words.
    pub words: String,
}

/// A place where money is.
#[derive(Clone, Debug)]
pub struct Place {
    /// Class of its colour.
    pub class: &'static str,
    /// The ribbon that leads to it.
    pub ribbon: String,
    /// Top of its bar.
    pub top: f64,
    /// Height of its bar.
    pub bar: f64,
    /// Whose it is, how much, and whether it was paid.
    pub label: Vec<Line>,
}

/// A line of a label.
#[derive(Clone, Debug)]
pub struct Line {
    /// Class of its look.
    pub class: &'static str,
    /// Where it stands.
    pub y: f64,
    /// Its words.
    pub words: String,
}

impl Flow {
    /// Draws it. Empty if no money came in.
    pub fn new(reading: &Reading) -> Self {
        let money = &reading.money;
        let (Some(last), true) = (money.last(), money.came_in != 0) else {
            return Self::default();
        };
        let token = &reading.token;
        let places = places(last);
        let scale = HEIGHT / money.came_in as f64;
        let labels: Vec<Vec<(&str, String)>> =
            places.iter().map(|place| place.label(token)).collect();
        let slots: Vec<f64> = places
            .iter()
            .zip(&labels)
            .map(|(place, label)| (place.units as f64 * scale).max(height_of(label.len())))
            .collect();
        let height = slots.iter().sum::<f64>().max(HEIGHT);
        let top = ABOVE + (height - HEIGHT) / 2.0;
        let (mut from, mut slot_top) = (top, ABOVE + (height - slots.iter().sum::<f64>()) / 2.0);
        let mut drawn = Vec::new();
        for ((place, label), slot) in places.iter().zip(labels).zip(&slots) {
            let bar = (place.units as f64 * scale).max(1.0);
            let to = slot_top + (slot - bar) / 2.0;
            drawn.push(Place {
                class: place.class,
                ribbon: ribbon(from, to, bar),
                top: to,
                bar,
                label: standing(label, slot_top + slot / 2.0),
            });
            from += place.units as f64 * scale;
            slot_top += slot;
        }
        let parts: Vec<String> = places
            .iter()
            .map(|place| format!("{} {}", token.show(place.units), place.in_words()))
            .collect();
        Self {
            height: ABOVE + height,
            came_in: in_one_line(token, money.came_in, ROOM_ABOVE),
            top,
            bar: HEIGHT,
            words: format!(
                "{} came in from the payer: {}.",
                token.show(money.came_in),
                parts.join("; ")
            ),
            places: drawn,
        }
    }
}

struct Kept {
    class: &'static str,
    who: &'static str,
    units: u64,
    /// Of it, still in the contract.
    waiting: u64,
}

impl Kept {
    /// Its lines, with the class of each.
    fn label(&self, token: &Token) -> Vec<(&'static str, String)> {
        let how = match self.waiting {
            _ if self.class == "held" => vec!["nobody’s yet".to_owned()],
            0 => vec!["paid out".to_owned()],
            waiting if waiting == self.units => vec!["waits to be withdrawn".to_owned()],
            waiting => wrapped(token, waiting, " to withdraw"),
        };
        let amount = wrapped(token, self.units, "");
        [("who", self.who.to_owned())]
            .into_iter()
            .chain(amount.into_iter().map(|line| ("much", line)))
            .chain(how.into_iter().map(|line| ("how", line)))
            .collect()
    }

    fn in_words(&self) -> &'static str {
        match self.class {
            "held" => "is still held and nobody’s yet",
            "payer" => "went to the payer",
            "payee" => "went to the payee",
            _ => "went to the tribunal",
        }
    }
}

fn places(last: &Moment) -> Vec<Kept> {
    let owners = [
        ("payer", "To the payer", last.credit.payer, last.paid.payer),
        ("payee", "To the payee", last.credit.payee, last.paid.payee),
        (
            "tribunal",
            "To the tribunal",
            last.credit.tribunal,
            last.paid.tribunal,
        ),
    ];
    let mut places: Vec<Kept> = owners
        .into_iter()
        .map(|(class, who, waiting, paid)| Kept {
            class,
            who,
            units: waiting + paid,
            waiting,
        })
        .collect();
    places.push(Kept {
        class: "held",
        who: "Held in escrow",
        units: last.held,
        waiting: last.held,
    });
    places.retain(|place| place.units != 0);
    places
}

/// A band of one height from one bar to another.
fn ribbon(from: f64, to: f64, height: f64) -> String {
    let middle = (LEFT + RIGHT) / 2.0;
    let (from_end, to_end) = (from + height, to + height);
    format!(
        "M{LEFT} {from:.1}C{middle} {from:.1} {middle} {to:.1} {RIGHT} {to:.1}V{to_end:.1}\
         C{middle} {to_end:.1} {middle} {from_end:.1} {LEFT} {from_end:.1}Z"
    )
}

fn height_of(lines: usize) -> f64 {
    lines as f64 * LINE + BETWEEN
}

/// The lines of a label around its middle.
fn standing(label: Vec<(&'static str, String)>, middle: f64) -> Vec<Line> {
    // Letters stand on their line.
    let first = middle - label.len() as f64 * LINE / 2.0 + LINE - 3.0;
    let lines = label.into_iter().enumerate();
    lines
        .map(|(number, (class, words))| Line {
            class,
            y: first + number as f64 * LINE,
            words,
        })
        .collect()
}

/// An amount and what is said of it, on a second line what does not fit on the first. The digits are cut last.
fn wrapped(token: &Token, units: u64, then: &str) -> Vec<String> {
    let whole = format!("{}{then}", token.show(units));
    if width_of(&whole) <= ROOM {
        return vec![whole];
    }
    let symbol = cut(&token.symbol, ROOM - width_of(then));
    vec![cut(&token.plain(units), ROOM), format!("{symbol}{then}")]
}

/// An amount in one line, whose symbol is cut first.
fn in_one_line(token: &Token, units: u64, room: f64) -> String {
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
fn cut(words: &str, room: f64) -> String {
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
