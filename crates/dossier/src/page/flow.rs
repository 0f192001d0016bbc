//! Money in and out as a flow: one bar where it came in, one for each place where it is now.

use super::fit;
use super::kept::{Part, kept};
use crate::reading::Reading;

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
    /// Classes of its ribbon.
    pub class: String,
    /// The ribbon that leads to it.
    pub ribbon: String,
    /// Parts of its bar, from the top.
    pub parts: Vec<Part>,
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
        let kept = kept(last, reading.state.as_ref());
        let scale = HEIGHT / money.came_in as f64;
        let labels: Vec<Vec<(&str, String)>> = kept.iter().map(|one| one.label(token)).collect();
        let slots: Vec<f64> = kept
            .iter()
            .zip(&labels)
            .map(|(one, label)| (one.units() as f64 * scale).max(height_of(label.len())))
            .collect();
        let height = slots.iter().sum::<f64>().max(HEIGHT);
        let top = ABOVE + (height - HEIGHT) / 2.0;
        let (mut from, mut slot_top) = (top, ABOVE + (height - slots.iter().sum::<f64>()) / 2.0);
        let mut places = Vec::new();
        for ((one, label), slot) in kept.iter().zip(labels).zip(&slots) {
            let bar = (one.units() as f64 * scale).max(1.0);
            let to = slot_top + (slot - bar) / 2.0;
            places.push(Place {
                class: one.look(),
                ribbon: ribbon(from, to, bar),
                parts: one.parts(to, bar),
                label: standing(label, slot_top + slot / 2.0),
            });
            from += one.units() as f64 * scale;
            slot_top += slot;
        }
        let parts: Vec<String> = kept.iter().flat_map(|one| one.words(token)).collect();
        Self {
            height: ABOVE + height,
            came_in: fit::in_one_line(token, money.came_in, fit::ROOM_ABOVE),
            top,
            bar: HEIGHT,
            words: format!(
                "{} came in from the payer. Of it: {}.",
                token.show(money.came_in),
                parts.join("; ")
            ),
            places,
        }
    }
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
