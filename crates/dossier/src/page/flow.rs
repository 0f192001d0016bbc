//! Money in and out as a flow: one bar where it came in, one for each place where it is now.

use exequatur_client::files::Token;

use crate::reading::{Moment, Reading};

/// Height of the bar on the left, in units of the picture.
const HEIGHT: f64 = 180.0;
/// Least height of a place on the right, so that its label fits.
const SLOT: f64 = 52.0;
/// Where the ribbons begin and end.
const LEFT: f64 = 14.0;
const RIGHT: f64 = 158.0;
/// Room above the bars for what came in.
const ABOVE: f64 = 36.0;
/// Longest label, in units of the picture, and what letters take of it at most.
const LONGEST: f64 = 166.0;
const NARROW: f64 = 6.8;
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
    /// Middle, where the label is.
    pub middle: f64,
    /// Whose it is.
    pub who: &'static str,
    /// How much.
    pub amount: String,
    /// Paid, or still to be withdrawn.
    pub how: String,
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
        let slots: Vec<f64> = places
            .iter()
            .map(|place| (place.units as f64 * scale).max(SLOT))
            .collect();
        let height = slots.iter().sum::<f64>().max(HEIGHT);
        let top = ABOVE + (height - HEIGHT) / 2.0;
        let (mut from, mut slot_top) = (top, ABOVE + (height - slots.iter().sum::<f64>()) / 2.0);
        let mut drawn = Vec::new();
        for (place, slot) in places.iter().zip(&slots) {
            let bar = (place.units as f64 * scale).max(1.0);
            let to = slot_top + (slot - bar) / 2.0;
            drawn.push(Place {
                class: place.class,
                ribbon: ribbon(from, to, bar),
                top: to,
                bar,
                middle: slot_top + slot / 2.0,
                who: place.who,
                amount: short(&token.show(place.units)),
                how: place.how(token),
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
            came_in: short(&token.show(money.came_in)),
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
    fn how(&self, token: &Token) -> String {
        if self.class == "held" {
            return "nobody’s yet".to_owned();
        }
        match self.waiting {
            0 => "paid out".to_owned(),
            waiting if waiting == self.units => "waits to be withdrawn".to_owned(),
            waiting => short(&format!("{} to withdraw", token.show(waiting))),
        }
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

/// A label that fits into the picture; the table beside it has the whole.
fn short(label: &str) -> String {
    let width = |c: char| match c {
        '0'..='9' | 'a'..='l' | 'n'..='v' | 'x'..='z' | ' ' | '.' => NARROW,
        _ => BROAD,
    };
    if label.chars().map(width).sum::<f64>() <= LONGEST {
        return label.to_owned();
    }
    let mut room = LONGEST - BROAD;
    let mut short: String = label
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

    #[test]
    fn labels_are_cut_where_the_picture_ends() {
        assert_eq!(short("25.5 UNIT"), "25.5 UNIT");
        assert_eq!(short("18446744073709551615"), "18446744073709551615");
        assert_eq!(short(&"W".repeat(20)), format!("{}…", "W".repeat(13)));
    }
}
