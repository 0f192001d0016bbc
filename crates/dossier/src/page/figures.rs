//! How the table of money is set: an amount is not broken, so where the columns do not fit beside one another each moment has its amounts below
//! its name.

use crate::reading::{Moment, Reading};

/// What the titles of the columns need at least, in digits.
const TITLES: [usize; 7] = [5, 6, 5, 6, 5, 8, 5];
/// Digits that fit beside the first column on the narrowest screen that has a table, in a broad font.
const ROOM: usize = 48;
/// The longest amount that fits on a phone.
const LONGEST: usize = 24;

/// More classes of the table.
pub fn class(reading: &Reading) -> &'static str {
    let lengths = |moment: &Moment| {
        let Moment {
            held, paid, credit, ..
        } = *moment;
        let amounts = [
            held,
            paid.payer,
            credit.payer,
            paid.payee,
            credit.payee,
            paid.tribunal,
            credit.tribunal,
        ];
        amounts.map(|units| reading.token.plain(units).len())
    };
    let mut columns = TITLES;
    for moment in &reading.money.moments {
        for (column, length) in columns.iter_mut().zip(lengths(moment)) {
            *column = (*column).max(length);
        }
    }
    if columns.iter().any(|column| *column > LONGEST) {
        " stacked endless"
    } else if columns.iter().sum::<usize>() > ROOM {
        " stacked"
    } else {
        ""
    }
}
