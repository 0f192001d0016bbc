//! How it came to the award: tribunal, notice, answer or default.

use exequatur_client::keys::checksummed;
use exequatur_client::record_text::roles_in_words;

use super::{List, Status};
use crate::reading::{DueNotice, Proceeding, Seat, TimeToAnswer, code, time};
use crate::request::RuleSet;

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
        let institution = self.reading.terms.and_then(|terms| {
            RuleSet::of(&code(terms.rules.as_bytes())).and_then(RuleSet::institution)
        });
        let to_add = match institution {
            Some(institution) => format!(
                " To add: that {institution} confirmed or appointed them, as its rules have it."
            ),
            None => String::new(),
        };
        self.add(
            "The tribunal, composed as agreed",
            "New York Convention Art. V(1)(d); Model Law Art. 11, 12(1), 36(1)(a)(iv)",
            match accepted {
                0 => Status::NotMet,
                some if some == seats.len() && institution.is_none() => Status::Met,
                _ => Status::Partly,
            },
            format!(
                "{accepted} of {} arbitrators accepted on record. {}.{left}{to_add}",
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
        let by = roles_in_words(proceeding.claimant);
        let (entry, respondent) = (proceeding.entry, roles_in_words(proceeding.respondent()));
        self.add(
            format!("The notice of arbitration{which}"),
            "Model Law Art. 21",
            if given {
                Status::Partly
            } else {
                Status::NotMet
            },
            format!(
                "By the {by} (entry {entry}): {place}. To add: when the {respondent} received it. An arbitration begins with that day."
            ),
        );
    }

    /// An act of the respondent's shows notice. Silence is enough for the escrow, by its own rule, and for no court.
    fn due_notice(&mut self, proceeding: &Proceeding, which: &str) {
        let respondent = roles_in_words(proceeding.respondent());
        let to_add = format!(
            "To add: proof that the notice reached the {respondent}, such as how, where and when it was served."
        );
        let respond_by = time(proceeding.respond_by);
        let (status, words) = match proceeding.due_notice {
            DueNotice::Answered { entry } => (
                Status::Met,
                format!(
                    "Shown by the {respondent}’s own act: the notice was answered (entry {entry})."
                ),
            ),
            DueNotice::Acknowledged { entry, .. } => (
                Status::Met,
                format!(
                    "Shown by the {respondent}’s own act: receipt of the notice was acknowledged (entry {entry})."
                ),
            ),
            DueNotice::TimePassed => (
                Status::ForAPerson,
                format!(
                    "The {respondent} did nothing, and the time to answer ended on {respond_by}. By the escrow’s own rule that is enough to go on; \
                     it shows no court that the notice arrived. {to_add}"
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
                Status::ForAPerson,
                format!(
                    "Nothing on record shows it yet: the time to answer runs until {respond_by}. {to_add}"
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
        let (status, place) = match proceeding.answer {
            Some(answer) => {
                let (given, place) = self.paper(&answer);
                let status = if given { Status::Met } else { Status::NotMet };
                (status, format!("By the {respondent}: {place}"))
            }
            None => unanswered(proceeding),
        };
        self.add(
            format!("The respondent’s answer, or default{which}"),
            "New York Convention Art. V(1)(b); Model Law Art. 23, 25",
            status,
            place,
        );
    }
}

/// No answer is on record: why that is.
fn unanswered(proceeding: &Proceeding) -> (Status, String) {
    const OTHERWISE: &str = "Whether one came otherwise is for the award to say.";
    let respondent = roles_in_words(proceeding.respondent());
    let respond_by = time(proceeding.respond_by);
    let ended = format!("the time for it ended on {respond_by}");
    match proceeding.due_notice {
        DueNotice::TimePassed => (
            Status::Partly,
            format!(
                "No answer is on record; {ended} (entry {}). {OTHERWISE}",
                proceeding.entry
            ),
        ),
        DueNotice::Acknowledged { entry, time: left } => {
            let rest = match left {
                TimeToAnswer::RanOut => format!("{ended}. {OTHERWISE}"),
                TimeToAnswer::Running => format!("the time for it runs until {respond_by}."),
                TimeToAnswer::CutShort { at } => format!(
                    "the dispute was decided or ended on {}, before the time for it had run, on {respond_by}. That the {respondent} was heard \
                     all the same, or did not want to be, is to be shown otherwise.",
                    time(at)
                ),
            };
            (
                Status::Partly,
                format!(
                    "No answer is on record. The {respondent} acknowledged receipt of the notice (entry {entry}); {rest}"
                ),
            )
        }
        DueNotice::Consented { .. } | DueNotice::Ended => (
            Status::NotNeeded,
            "No answer is on record, and none was needed: see the row above.".to_owned(),
        ),
        DueNotice::Running | DueNotice::Answered { .. } => (
            Status::Partly,
            format!("No answer is on record; the time for it runs until {respond_by}."),
        ),
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
