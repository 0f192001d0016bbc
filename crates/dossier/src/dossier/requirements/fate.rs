//! What became of an award since: a correction, a settlement, a court's stay; and whether it binds.

use exequatur_audit::{Finality, Form};
use exequatur_protocol::AwardKind;

use super::award::title;
use super::{List, Status};
use crate::reading::{Decision, Stay, StayEnd, time};

const SUSPENDED: &str = "New York Convention Art. V(1)(e), VI; Model Law Art. 36(1)(a)(v), 36(2)";

impl List<'_> {
    /// That something took its place, or holds it up, or did.
    pub(super) fn fate(&mut self, decision: &Decision) {
        let number = decision.facts.number;
        match decision.facts.finality {
            Finality::Restated { by } => self.add(
                title(number, "its correction, produced with it"),
                "New York Convention Art. IV(1)(a); Model Law Art. 33(1), 33(5)",
                Status::Partly,
                format!(
                    "Corrected and restated by award {by}, which has rows of its own below. To do: produce both, each authenticated or certified; what is \
                     to be enforced is what award {by} says."
                ),
            ),
            // No ground of refusal of the Convention or the Model Law is about it.
            Finality::Settled => self.add(
                title(number, "still owed after the settlement"),
                "The law of the place of enforcement (satisfaction, waiver)",
                Status::ForAPerson,
                "While the award was on hold the parties agreed on another split, which the contract executed in its place. What that leaves of \
                 the award is no matter of the Convention or of the Model Law: show what the parties agreed.",
            ),
            Finality::Interim | Finality::OnHold { .. } | Finality::Final => {}
        }
        if let Some(until) = decision.facts.stayed_until {
            self.add(
                title(number, "not suspended by a court"),
                SUSPENDED,
                Status::NotMet,
                format!(
                    "Suspended: the notary recorded a court’s stay, which is in force until {}.",
                    time(until)
                ),
            );
        }
        let stays: Vec<Stay> = self.ended_stays(decision).copied().collect();
        for stay in stays {
            let place = self.ended(&stay);
            let what = format!("a court’s stay that ended (entry {})", stay.entry);
            self.add(title(number, &what), SUSPENDED, Status::ForAPerson, place);
        }
    }

    /// The stays that held this decision back, and do no more.
    fn ended_stays(&self, decision: &Decision) -> impl Iterator<Item = &Stay> {
        let (entry, at) = (decision.facts.entry, decision.facts.executed_at);
        // A stay holds back whatever the final award of the escrow is, a later correction too.
        let held = matches!(
            decision.facts.form,
            Form::Award(AwardKind::Final | AwardKind::Correction) | Form::Ruling
        );
        let stays = self.reading.stays.iter().filter(move |_| held);
        stays
            .filter(move |stay| stay.ended.is_some() && (stay.entry > entry || stay.over_at() > at))
    }

    fn ended(&self, stay: &Stay) -> String {
        let order = self.order(stay.entry, &stay.order);
        let end = match stay.ended {
            Some(StayEnd::Lifted { entry, at, order }) => format!(
                "it was lifted on {} (entry {entry}, {})",
                time(at),
                self.order(entry, &order)
            ),
            Some(StayEnd::Replaced { entry }) => {
                format!("another one took its place (entry {entry})")
            }
            Some(StayEnd::Settled { entry }) => {
                format!("the parties settled while it was in force (entry {entry})")
            }
            Some(StayEnd::RanOut) | None => format!("it ran out on {}", time(stay.until)),
        };
        format!(
            "A stay was recorded on {} (entry {}, {order}); {end}. To do: read the orders. A stay may end because the application was dismissed, \
             and because the award was set aside; the record does not say which.",
            time(stay.at),
            stay.entry
        )
    }

    /// Where the paper of an order is.
    fn order(&self, entry: u32, sha256: &exequatur_protocol::Hash) -> String {
        let (given, place) = self.paper(sha256);
        match given {
            true => format!("the order is {place}"),
            false => format!("the order of entry {entry} is not in this dossier"),
        }
    }

    pub(super) fn binding(&mut self, decision: &Decision) {
        // After an escrow has ended, money is withdrawn and nothing else.
        let ended = self.reading.state.is_none_or(|state| !state.is_open());
        let goes_on = self.reading.verification.goes_on().filter(|_| !ended);
        let status = match decision.facts.stayed_until.is_some() || goes_on.is_some() {
            true => Status::NotMet,
            false => Status::Partly,
        };
        let goes_on = goes_on
            .map(|words| format!(" {words}."))
            .unwrap_or_default();
        let before = match self.ended_stays(decision).next() {
            Some(_) => " A stay was recorded, and ended: see above.",
            None => "",
        };
        self.add(
            title(
                decision.facts.number,
                "binding, not set aside, not suspended",
            ),
            "New York Convention Art. V(1)(e), VI; Model Law Art. 34, 36(1)(a)(v), 36(2)",
            status,
            format!(
                "{}; {}.{before}{goes_on} Whether a court set it aside or suspended it shows there only if the notary recorded a stay. \
                 To add: what the courts of the seat say.",
                decision.finality(),
                lower_first(&decision.stay())
            ),
        );
    }
}

/// As it goes on in a sentence; names and months keep their capitals.
fn lower_first(words: &str) -> String {
    words[..1].to_ascii_lowercase() + &words[1..]
}
