//! Where the money was over time: one bar for each moment at which it moved or an award said whose it will be.

use crate::reading::{Moment, Reading, day};

/// Width of a whole bar, in units of the picture.
const WIDTH: f64 = 340.0;
/// Height of a bar with its label.
pub const ROW: f64 = 40.0;

/// The picture.
#[derive(Clone, Debug, Default)]
pub struct Bars {
    /// Height of the whole.
    pub height: f64,
    /// One a moment.
    pub rows: Vec<Row>,
}

/// A moment.
#[derive(Clone, Debug)]
pub struct Row {
    /// Where its label stands.
    pub label_y: f64,
    /// Top of its bar.
    pub top: f64,
    /// When, and which entry.
    pub label: String,
    /// Parts of the bar, from the left.
    pub parts: Vec<Part>,
}

/// A part of a bar.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// Class of its colour.
    pub class: &'static str,
    /// Left edge.
    pub x: f64,
    /// Width.
    pub width: f64,
}

impl Bars {
    /// Draws it. Empty if no money came in.
    pub fn new(reading: &Reading) -> Self {
        let money = &reading.money;
        if money.came_in == 0 {
            return Self::default();
        }
        let scale = WIDTH / money.came_in as f64;
        let rows = money.moments.iter().enumerate().map(|(number, moment)| {
            let top = number as f64 * ROW;
            let by = match moment.entry {
                Some(entry) => format!("entry {entry}"),
                None => "by the clock".to_owned(),
            };
            Row {
                label_y: top + 13.0,
                top: top + 18.0,
                label: format!("{}, {by}", day(moment.at)),
                parts: parts(moment, scale),
            }
        });
        Self {
            height: money.moments.len() as f64 * ROW,
            rows: rows.collect(),
        }
    }
}

fn parts(moment: &Moment, scale: f64) -> Vec<Part> {
    let Moment {
        on_hold,
        credit,
        paid,
        ..
    } = moment;
    let mut x = 0.0;
    let all = [
        ("payer", paid.payer),
        ("payer waits", credit.payer),
        ("payee", paid.payee),
        ("payee waits", credit.payee),
        ("tribunal", paid.tribunal),
        ("tribunal waits", credit.tribunal),
        ("payer hold", on_hold.payer),
        ("payee hold", on_hold.payee),
        ("tribunal hold", on_hold.tribunal),
        ("held", moment.nobodys()),
    ];
    let parts = all.into_iter().filter(|(_, units)| *units != 0);
    parts
        .map(|(class, units)| {
            let width = units as f64 * scale;
            let part = Part { class, x, width };
            x += width;
            part
        })
        .collect()
}
