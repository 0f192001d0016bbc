//! How it came to the award: tribunal, notice, answer or default.

use exequatur_client::keys::checksummed;
use exequatur_protocol::Hash;

use super::{List, Status};
use crate::reading::{Kind, Outcome, due_notice, time};

const NOTICE: &str = "New York Convention Art. V(1)(b); Model Law Art. 36(1)(a)(ii)";

impl List<'_> {
    /// Tribunal, notice, answer or default.
    pub(super) fn proceedings(&mut self) {
        self.tribunal();
        let state = self.reading.state;
        let Some(state) = state.filter(|state| state.dispute.number > 0) else {
            self.add(
                "Notice of the proceedings to the respondent",
                NOTICE,
                Status::NotMet,
                "No notice of arbitration is on record.",
            );
            return;
        };
        let notices: Vec<Hash> = self
            .events(Kind::Dispute)
            .flat_map(|event| &event.papers)
            .filter(|paper| paper.what == "notice of arbitration")
            .map(|paper| paper.sha256)
            .collect();
        for notice in notices {
            let (given, place) = self.paper(&notice);
            self.add(
                "The notice of arbitration",
                "Model Law Art. 21",
                if given { Status::Met } else { Status::NotMet },
                place,
            );
        }
        let (proven, why) = due_notice(&state, self.reading.at);
        let word = if proven { "Proven" } else { "Not proven yet" };
        self.add(
            "Proof that the respondent had notice",
            NOTICE,
            if proven { Status::Met } else { Status::Partly },
            format!(
                "{word} on record: {why}. Proof that the paper itself was served is for a person to add."
            ),
        );
        self.answer();
    }

    /// Who sat, by what agreement, and who took whose place.
    fn tribunal(&mut self) {
        let accepted: Vec<String> = self
            .events(Kind::Tribunal)
            .filter(|event| {
                let mut papers = event.papers.iter();
                papers.any(|paper| paper.what == "statement of disclosure")
            })
            .filter_map(|event| event.entry)
            .map(|entry| format!("entry {entry}"))
            .collect();
        let people = self.reading.people.iter();
        let changed: Vec<String> = people
            .flat_map(|person| {
                let notes = person.notes.iter();
                let changes = notes.filter(|note| {
                    note.starts_with("was appointed") || note.starts_with("left the tribunal")
                });
                changes.map(|note| format!("{} {note}", checksummed(&person.address.0)))
            })
            .collect();
        let (status, place) = match accepted.is_empty() {
            true => (
                Status::NotMet,
                "No arbitrator accepted on record.".to_owned(),
            ),
            false => (
                Status::Met,
                format!(
                    "Named in the terms to which both parties consented{}. Accepted with statements of disclosure: {}.",
                    match changed.is_empty() {
                        true => String::new(),
                        false => format!(", and then: {}", changed.join("; ")),
                    },
                    accepted.join(", ")
                ),
            ),
        };
        self.add(
            "The tribunal, composed as agreed",
            "New York Convention Art. V(1)(d); Model Law Art. 11, 12(1), 36(1)(a)(iv)",
            status,
            place,
        );
        self.add(
            "Notice to the respondent of the arbitrators’ appointment",
            NOTICE,
            match accepted.is_empty() {
                true => Status::NotMet,
                false => Status::Partly,
            },
            match accepted.is_empty() {
                true => "Nobody was appointed on record.".to_owned(),
                false => format!(
                    "The respondent consented to terms that name the first tribunal; acceptances{} are on the public record. Proof \
                     that the respondent was told of them is for a person to add.",
                    match changed.is_empty() {
                        true => "",
                        false => " and changes",
                    }
                ),
            },
        );
    }

    fn answer(&mut self) {
        let answer = self
            .events(Kind::Dispute)
            .flat_map(|event| &event.papers)
            .rfind(|paper| paper.what == "answer to the notice")
            .map(|paper| paper.sha256);
        let (status, place) = match answer {
            Some(answer) => match self.paper(&answer) {
                (true, place) => (Status::Met, place),
                (false, place) => (Status::NotMet, place),
            },
            None => (Status::Partly, self.default_in_words()),
        };
        self.add(
            "The respondent’s answer, or default",
            "New York Convention Art. V(1)(b); Model Law Art. 23, 25",
            status,
            place,
        );
    }

    fn default_in_words(&self) -> String {
        let mut deadlines = self.reading.deadlines.iter();
        let last = deadlines.rfind(|deadline| deadline.what.starts_with("Answer"));
        match last {
            Some(deadline) if deadline.outcome == Outcome::Passed => format!(
                "No answer is on record; the time for it ended on {} (entry {}). Whether one came otherwise is for the award to say.",
                time(deadline.due),
                deadline.set_by
            ),
            _ => "No answer is on record; the respondent acknowledged the notice, or the time to answer had not run out."
                .to_owned(),
        }
    }
}
