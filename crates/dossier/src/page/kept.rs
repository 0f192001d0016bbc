//! Money in one place: whose it is, and what became of it. The picture and what is said of it are made from the same.

use exequatur_client::files::Token;
use exequatur_protocol::{Seconds, State};

use super::fit;
use crate::reading::{Moment, day, time};

/// Money in one place.
pub struct Kept {
    /// `payer`, `payee`, `tribunal` or `held`.
    class: &'static str,
    /// What became of how much of it; nothing is without units.
    fates: Vec<(Fate, u64)>,
}

/// What became of money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// It left the contract.
    Paid,
    /// Its owner may withdraw it.
    Waits,
    /// An award gives it, and is on hold.
    OnHold(Wait),
    /// No award says whose it will be.
    Nobodys,
}

/// What an award on hold waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Wait {
    /// Its end, as things stand.
    until: Seconds,
    /// Whether that is the end of a court's stay.
    stayed: bool,
}

/// A part of a bar.
#[derive(Clone, Debug)]
pub struct Part {
    /// Classes of its look.
    pub class: String,
    /// Its top.
    pub top: f64,
    /// Its height.
    pub height: f64,
}

/// Where the money is at the end: what is anybody's, what an award that is on hold gives, and the rest.
pub fn kept(last: &Moment, state: Option<&State>) -> Vec<Kept> {
    let [paid, waits, on_hold] = [last.paid, last.credit, last.on_hold].map(|share| {
        [
            ("payer", share.payer),
            ("payee", share.payee),
            ("tribunal", share.tribunal),
        ]
    });
    let owned = paid.into_iter().zip(waits);
    let mut all: Vec<Kept> = owned
        .map(|((class, paid), (_, waits))| Kept {
            class,
            fates: vec![(Fate::Paid, paid), (Fate::Waits, waits)],
        })
        .collect();
    let mut rest = last.held;
    if let Some(wait) = state.and_then(Wait::of) {
        all.extend(on_hold.map(|(class, units)| Kept {
            class,
            fates: vec![(Fate::OnHold(wait), units)],
        }));
        rest = last.nobodys();
    }
    all.push(Kept {
        class: "held",
        fates: vec![(Fate::Nobodys, rest)],
    });
    for one in &mut all {
        one.fates.retain(|(_, units)| *units != 0);
    }
    all.retain(|one| !one.fates.is_empty());
    all
}

impl Kept {
    /// How much it is.
    pub fn units(&self) -> u64 {
        self.fates.iter().map(|(_, units)| units).sum()
    }

    /// The lines beside it, with the class of each.
    pub fn label(&self, token: &Token) -> Vec<(&'static str, String)> {
        let (who, how) = match self.fates[..] {
            [(Fate::OnHold(wait), _)] => (
                format!("For the {}", self.class),
                vec![wait.how().to_owned(), day(wait.until)],
            ),
            [(Fate::Nobodys, _)] => ("Held in escrow".to_owned(), vec!["nobody’s yet".to_owned()]),
            ref fates => (format!("To the {}", self.class), owned(token, fates)),
        };
        let amount = fit::wrapped(token, self.units(), "");
        [("who", who)]
            .into_iter()
            .chain(amount.into_iter().map(|line| ("much", line)))
            .chain(how.into_iter().map(|line| ("how", line)))
            .collect()
    }

    /// What is said of it to whoever does not see the picture.
    pub fn words(&self, token: &Token) -> Vec<String> {
        let fates = self.fates.iter();
        fates
            .map(|(fate, units)| {
                let (much, who) = (token.show(*units), self.class);
                match fate {
                    Fate::Paid => format!("{much} was paid out to the {who}"),
                    Fate::Waits => format!("{much} is free to be withdrawn by the {who}"),
                    Fate::OnHold(wait) => {
                        let (how, until) = (wait.how(), time(wait.until));
                        format!("{much} for the {who} is {how} {until}")
                    }
                    Fate::Nobodys => format!("{much} is held in escrow and nobody’s yet"),
                }
            })
            .collect()
    }

    /// Classes of its look as a whole.
    pub fn look(&self) -> String {
        let first = self.fates.first();
        self.look_of(first.map_or(Fate::Nobodys, |(fate, _)| *fate))
    }

    /// Its bar.
    pub fn parts(&self, top: f64, height: f64) -> Vec<Part> {
        let scale = height / self.units() as f64;
        let mut top = top;
        let fates = self.fates.iter();
        fates
            .map(|(fate, units)| {
                let part = Part {
                    class: self.look_of(*fate),
                    top,
                    height: *units as f64 * scale,
                };
                top += part.height;
                part
            })
            .collect()
    }

    fn look_of(&self, fate: Fate) -> String {
        let how = match fate {
            Fate::Paid | Fate::Nobodys => "",
            Fate::Waits => " waits",
            Fate::OnHold(_) => " hold",
        };
        format!("{}{how}", self.class)
    }
}

/// Whether it was paid out.
fn owned(token: &Token, fates: &[(Fate, u64)]) -> Vec<String> {
    match fates {
        [(Fate::Paid, _)] => vec!["paid out".to_owned()],
        [(Fate::Waits, _)] => vec!["waits to be withdrawn".to_owned()],
        fates => {
            let waiting = fates.iter().filter(|(fate, _)| *fate == Fate::Waits);
            waiting
                .flat_map(|(_, units)| fit::wrapped(token, *units, " to withdraw"))
                .collect()
        }
    }
}

impl Wait {
    fn of(state: &State) -> Option<Self> {
        Some(Self {
            until: state.due()?,
            stayed: state.hold.stayed_until > state.hold.until,
        })
    }

    fn how(self) -> &'static str {
        match self.stayed {
            true => "awarded, stayed until",
            false => "awarded, on hold until",
        }
    }
}
