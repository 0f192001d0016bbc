//! How it came to the award: tribunal, notice, answer or default.

use exequatur_client::keys::checksummed;
use exequatur_client::record_text::roles_in_words;

use super::{List, Status};
use crate::reading::{DueNotice, Proceeding, Seat, time};

const NOTICE: &str = "New York Convention Art. V(1)(b); Model Law Art. 36(1)(a)(ii)";

impl List<'_> {
    /// Tribunal, notice, answer or default.
    pub(super) fn proceedings(&mut self) {
        self.tribunal();
        let proceedings = &self.reading.proceedings;
        if proceedings.is_empty() {
            self.add(
                "Notice of the proceedings to the respondent",
                NOTICE,
                Status::NotMet,
                "No notice of arbitration is on record.",
            );
        }
        for proceeding in proceedings {
            // A case with one dispute needs no numbers.
            let which = match proceedings.len() {
                1 => String::new(),
                _ => format!(" (dispute {})", proceeding.number),
            };
            self.notice(proceeding, &which);
            self.due_notice(proceeding, &which);
            self.answer(proceeding, &which);
        }
    }

    /// Who sits, by what agreement, and who accepted.
    fn tribunal(&mut self) {
        let seats = &self.reading.seats;
        let accepted = seats.iter().filter(|seat| seat.accepted_by.is_some());
        let accepted = accepted.count();
        let in_words: Vec<String> = seats.iter().map(seat_in_words).collect();
        let people = self.reading.people.iter();
        let left: Vec<String> = people
            .flat_map(|person| {
                let notes = person.notes.iter();
                let left = notes.filter(|note| note.starts_with("left the tribunal"));
                left.map(|note| format!("{} {note}", checksummed(&person.address.0)))
            })
            .collect();
        let left = match left.is_empty() {
            true => String::new(),
            false => format!(" Before that: {}.", left.join("; ")),
        };
        self.add(
            "The tribunal, composed as agreed",
            "New York Convention Art. V(1)(d); Model Law Art. 11, 12(1), 36(1)(a)(iv)",
            match accepted {
                0 => Status::NotMet,
                some if some == seats.len() => Status::Met,
                _ => Status::Partly,
            },
            format!(
                "{accepted} of {} arbitrators accepted on record. {}.{left}",
                seats.len(),
                in_words.join("; ")
            ),
        );
        self.add(
            "Notice to the respondent of the arbitrators’ appointment",
            NOTICE,
            match accepted {
                0 => Status::NotMet,
                _ => Status::Partly,
            },
            match accepted {
                0 => "Nobody accepted an appointment on record.",
                _ => {
                    "Both parties consented to terms that name the first tribunal; acceptances and changes are on the public record. Proof \
                     that the respondent was told of them is for a person to add."
                }
            },
        );
    }

    fn notice(&mut self, proceeding: &Proceeding, which: &str) {
        let (given, place) = self.paper(&proceeding.notice);
        self.add(
            format!("The notice of arbitration{which}"),
            "Model Law Art. 21",
            if given { Status::Met } else { Status::NotMet },
            format!(
                "By the {} (entry {}): {place}",
                roles_in_words(proceeding.claimant),
                proceeding.entry
            ),
        );
    }

    fn due_notice(&mut self, proceeding: &Proceeding, which: &str) {
        let respondent = roles_in_words(proceeding.respondent());
        let served = "Proof that the paper itself was served is for a person to add.";
        let (status, words) = match proceeding.due_notice {
            DueNotice::Answered => (
                Status::Met,
                format!("Proven on record: the {respondent} answered. {served}"),
            ),
            DueNotice::Acknowledged => (
                Status::Met,
                format!("Proven on record: the {respondent} acknowledged the notice. {served}"),
            ),
            DueNotice::TimePassed => (
                Status::Met,
                format!(
                    "Proven on record: the {respondent} let the whole time to answer pass, until {}. {served}",
                    time(proceeding.respond_by)
                ),
            ),
            DueNotice::Consented { entry } => (
                Status::NotNeeded,
                format!(
                    "Both parties signed the award on agreed terms (entry {entry}), the {respondent} too."
                ),
            ),
            DueNotice::Ended => (
                Status::NotNeeded,
                format!(
                    "The dispute ended before the time to answer had run, and before any answer. Nothing was decided against the {respondent} in it."
                ),
            ),
            DueNotice::Running => (
                Status::Partly,
                format!(
                    "Not proven yet on record: the time to answer runs until {}. {served}",
                    time(proceeding.respond_by)
                ),
            ),
        };
        self.add(
            format!("Proof that the respondent had notice{which}"),
            NOTICE,
            status,
            words,
        );
    }

    fn answer(&mut self, proceeding: &Proceeding, which: &str) {
        let respondent = roles_in_words(proceeding.respondent());
        let (status, place) = match (proceeding.answer, proceeding.due_notice) {
            (Some(answer), _) => match self.paper(&answer) {
                (true, place) => (Status::Met, format!("By the {respondent}: {place}")),
                (false, place) => (Status::NotMet, format!("By the {respondent}: {place}")),
            },
            (None, DueNotice::TimePassed) => (
                Status::Partly,
                format!(
                    "No answer is on record; the time for it ended on {} (entry {}). Whether one came otherwise is for the award to say.",
                    time(proceeding.respond_by),
                    proceeding.entry
                ),
            ),
            (None, DueNotice::Consented { .. } | DueNotice::Ended) => (
                Status::NotNeeded,
                "No answer is on record, and none was needed: see the row above.".to_owned(),
            ),
            (None, _) => (
                Status::Partly,
                "No answer is on record; the respondent acknowledged the notice, or the time to answer had not run out."
                    .to_owned(),
            ),
        };
        self.add(
            format!("The respondent’s answer, or default{which}"),
            "New York Convention Art. V(1)(b); Model Law Art. 23, 25",
            status,
            place,
        );
    }
}

fn seat_in_words(seat: &Seat) -> String {
    let which = match seat.number {
        0 => "The presiding or sole arbitrator".to_owned(),
        number => format!("seat {number}"),
    };
    if seat.arbitrator.is_zero() {
        return format!("{which}: vacant since entry {}", seat.named_by);
    }
    let named = match seat.named_by {
        0 => "named in the terms to which both parties consented".to_owned(),
        entry => format!("put there by entry {entry}, as the terms allow"),
    };
    let accepted = match seat.accepted_by {
        Some(entry) => format!("accepted with a statement of disclosure (entry {entry})"),
        None => "DID NOT ACCEPT on record".to_owned(),
    };
    format!(
        "{which}: {}, {named}, {accepted}",
        checksummed(&seat.arbitrator.0)
    )
}
