//! What is asked for when somebody relies on an award, and whether the record and the papers show it.
//!
//! Sources: New York Convention (1958), Articles II, IV and V; UNCITRAL Model Law (1985, with the amendments of 2006), Articles 12, 28 to 36. In our
//! own words; the texts themselves decide.

use exequatur_audit::{Finality, Form, Reasons};
use exequatur_client::files::hash_text;
use exequatur_protocol::{AwardKind, Hash};

use super::shelf::Named;
use crate::reading::{Decision, Event, Kind, Outcome, Reading, code, due_notice, time};

/// Whether a requirement is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Shown by the record and the papers in the dossier.
    Met,
    /// Shown in part: the text says what is missing.
    Partly,
    /// Not shown.
    NotMet,
    /// Nothing that a program can do: a person has to add it.
    ForAPerson,
    /// Does not arise in this case.
    NotNeeded,
}

impl Status {
    /// In words.
    pub fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Partly => "in part",
            Self::NotMet => "NOT MET",
            Self::ForAPerson => "TO BE ADDED",
            Self::NotNeeded => "does not arise",
        }
    }
}

/// Something that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// What.
    pub what: String,
    /// By which text.
    pub source: &'static str,
    /// Whether it is there.
    pub status: Status,
    /// Where it is, or what is missing.
    pub place: String,
}

/// Everything that is asked for.
pub fn requirements(reading: &Reading, papers: &[Named]) -> Vec<Requirement> {
    let mut list = List {
        reading,
        papers,
        found: Vec::new(),
    };
    list.agreement();
    for decision in &reading.decisions {
        list.award(decision);
    }
    if reading.decisions.is_empty() {
        list.add(
            "An award",
            "New York Convention Art. IV(1)(a); Model Law Art. 31",
            Status::NotMet,
            "Nothing was decided by a tribunal in this escrow.",
        );
    }
    list.proceedings();
    list.by_people();
    list.found
}

struct List<'a> {
    reading: &'a Reading,
    papers: &'a [Named],
    found: Vec<Requirement>,
}

impl List<'_> {
    fn add(
        &mut self,
        what: impl Into<String>,
        source: &'static str,
        status: Status,
        place: impl Into<String>,
    ) {
        self.found.push(Requirement {
            what: what.into(),
            source,
            status,
            place: place.into(),
        });
    }

    /// Where a paper lies, or that it does not.
    fn paper(&self, sha256: &Hash) -> (bool, String) {
        let digits = hash_text::format(sha256);
        let path = self
            .papers
            .iter()
            .find(|paper| paper.sha256 == *sha256)
            .and_then(|paper| paper.path.as_deref());
        match path {
            Some(path) => (true, format!("{path} (SHA-256 {digits})")),
            None => (
                false,
                format!("not given: the paper with the SHA-256 {digits}"),
            ),
        }
    }

    fn events(&self, kind: Kind) -> impl DoubleEndedIterator<Item = &Event> {
        self.reading
            .events
            .iter()
            .filter(move |event| event.kind == kind)
    }

    fn agreement(&mut self) {
        const SOURCE: &str = "New York Convention Art. II, IV(1)(b); Model Law Art. 7";
        let Some(terms) = &self.reading.terms else {
            self.add(
                "The arbitration agreement",
                SOURCE,
                Status::NotMet,
                "The record does not begin with terms.",
            );
            return;
        };
        let (given, place) = self.paper(&terms.agreement);
        self.add(
            "The agreement that the terms name",
            SOURCE,
            if given { Status::Met } else { Status::NotMet },
            place,
        );
        let consents = |address| -> Vec<String> {
            let people = self.reading.people.iter();
            let notes = people.filter(|person| person.address == address);
            notes
                .flat_map(|person| &person.notes)
                .filter(|note| note.starts_with("consented"))
                .cloned()
                .collect()
        };
        let (payer, payee) = (consents(terms.payer), consents(terms.payee));
        let both = !payer.is_empty() && !payee.is_empty();
        let word = |notes: &[String]| notes.first().cloned().unwrap_or("did not consent".into());
        let hash = self.reading.terms_hash.map(|hash| hash_text::format(&hash));
        let place = format!(
            "02-terms.toml, hash {}; the payer {}; the payee {}",
            hash.unwrap_or_default(),
            word(&payer),
            word(&payee)
        );
        self.add(
            "Both parties’ consent to the terms, which contain the clause",
            SOURCE,
            if both { Status::Met } else { Status::NotMet },
            place,
        );
    }

    fn award(&mut self, decision: &Decision) {
        let number = decision.facts.number;
        let title = |what: &str| format!("Award {number}: {what}");
        let Some(award) = decision.facts.award.clone() else {
            self.add(
                title("in writing and signed"),
                "Model Law Art. 31(1)",
                Status::NotMet,
                "A contract ruled by its own call. No arbitrator signed a writing: this binds on chain only.",
            );
            return;
        };
        let (given, place) = self.paper(&award.document);
        self.add(
            title("the document"),
            "New York Convention Art. IV(1)(a); Model Law Art. 31(1), 35(2)",
            if given { Status::Met } else { Status::NotMet },
            place,
        );
        self.signatures(decision, award.omission.as_ref());
        let (status, place) = match decision.facts.reasons {
            Reasons::Given(hash) => match self.paper(&hash) {
                (true, place) => (Status::Met, place),
                (false, place) => (Status::NotMet, place),
            },
            Reasons::Waived => (
                Status::Met,
                "The parties waived reasons in the terms (02-terms.toml).".to_owned(),
            ),
            Reasons::ByConsent => (
                Status::Met,
                "An award on agreed terms needs no reasons (Model Law Art. 30).".to_owned(),
            ),
        };
        self.add(title("reasons"), "Model Law Art. 31(2)", status, place);
        self.add(
            title("date and place"),
            "Model Law Art. 31(3)",
            Status::Met,
            format!(
                "Made on {} at {}, as signed (entry {}).",
                time(decision.facts.date),
                code(award.seat.as_bytes()),
                decision.facts.entry
            ),
        );
        self.add(
            title("binding, not set aside, not suspended"),
            "New York Convention Art. V(1)(e), VI; Model Law Art. 34, 36",
            Status::Partly,
            format!(
                "On chain: {}; {}. Whether a court set it aside or suspended it shows there only if the notary recorded a stay.",
                decision.finality(),
                decision.stay().to_lowercase()
            ),
        );
        if decision.facts.form == Form::Award(AwardKind::Correction) {
            self.add(
                title("corrects an earlier award"),
                "Model Law Art. 33",
                Status::Met,
                format!(
                    "Entry {}; it restates the whole award.",
                    decision.facts.entry
                ),
            );
        }
        if let Finality::Restated { by } = decision.facts.finality {
            self.add(
                title("was corrected"),
                "Model Law Art. 33",
                Status::Met,
                format!("By award {by}, which is in this dossier too."),
            );
        }
    }

    fn signatures(&mut self, decision: &Decision, omission: Option<&Hash>) {
        let signed = decision.facts.by.iter();
        let signed = signed.filter(|(_, roles)| roles.seats() != 0).count();
        let all = signed == usize::from(decision.seats);
        let (status, rest) = match (all, omission) {
            (true, _) => (Status::Met, String::new()),
            (false, Some(hash)) => match self.paper(hash) {
                (true, place) => (Status::Met, format!(" Why one is missing: {place}.")),
                (false, place) => (
                    Status::Partly,
                    format!(" The statement why one is missing was {place}."),
                ),
            },
            (false, None) => (
                Status::NotMet,
                " No statement says why one is missing.".to_owned(),
            ),
        };
        self.add(
            format!("Award {}: signed by the arbitrators", decision.facts.number),
            "Model Law Art. 29, 31(1)",
            status,
            format!(
                "{signed} of {} arbitrators signed; {} had to: entry {} in 03-audit-export.json. The signatures are electronic, over a digest that \
                 names the document’s SHA-256; whether the law of the seat takes them for signatures is to be checked.{rest}",
                decision.seats, decision.threshold, decision.facts.entry
            ),
        );
    }

    fn proceedings(&mut self) {
        let accepted: Vec<String> = self
            .events(Kind::Tribunal)
            .filter(|event| {
                event
                    .papers
                    .iter()
                    .any(|paper| paper.what == "statement of disclosure")
            })
            .filter_map(|event| event.entry)
            .map(|entry| format!("entry {entry}"))
            .collect();
        let status = if accepted.is_empty() {
            Status::NotMet
        } else {
            Status::Met
        };
        let place = match accepted.is_empty() {
            true => "No arbitrator accepted on record.".to_owned(),
            false => format!(
                "Accepted with statements of disclosure: {}.",
                accepted.join(", ")
            ),
        };
        self.add(
            "The tribunal, composed as agreed",
            "New York Convention Art. V(1)(d); Model Law Art. 11, 12",
            status,
            place,
        );
        let state = self.reading.state;
        let Some(state) = state.filter(|state| state.dispute.number > 0) else {
            self.add(
                "Notice of the proceedings to the respondent",
                "New York Convention Art. V(1)(b); Model Law Art. 21, 36(1)(a)(ii)",
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
            "New York Convention Art. V(1)(b); Model Law Art. 36(1)(a)(ii)",
            if proven { Status::Met } else { Status::Partly },
            format!(
                "{word} on record: {why}. Proof that the paper itself was served is for a person to add."
            ),
        );
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
                "No answer is on record; the time for it ended on {} (entry {}).",
                time(deadline.due),
                deadline.set_by
            ),
            _ => "No answer is on record; the respondent acknowledged the notice, or the time to answer had not run out."
                .to_owned(),
        }
    }

    fn by_people(&mut self) {
        self.add(
            "The award authenticated, or a certified copy of it",
            "New York Convention Art. IV(1)(a)",
            Status::ForAPerson,
            "By a notary, a consul, the institution or whoever the court accepts. Hashes and signatures here help to certify it.",
        );
        self.add(
            "The original agreement, or a certified copy of it",
            "New York Convention Art. IV(1)(b)",
            Status::ForAPerson,
            "As for the award.",
        );
        self.add(
            "A certified translation, if the court’s language is another one",
            "New York Convention Art. IV(2); Model Law Art. 35(2)",
            Status::ForAPerson,
            "Of award and agreement, by an official or sworn translator or a diplomatic or consular agent.",
        );
        self.add(
            "A signed copy delivered to each party",
            "Model Law Art. 31(4)",
            Status::ForAPerson,
            "Execution on chain is public, but delivers no paper: add proof of delivery.",
        );
        self.add(
            "Who is behind each address",
            "New York Convention Art. IV, V(1)(a)",
            Status::ForAPerson,
            "The record knows keys only: add what ties the parties and the arbitrators to their addresses.",
        );
    }
}
