//! What is asked for when somebody relies on an award, and whether the record and the papers show it.
//!
//! Sources: New York Convention (1958), Articles II, IV to VI; UNCITRAL Model Law (1985, with the amendments of 2006), Articles 7 to 36. In our
//! own words; the texts themselves decide. What was compared with which copy of them stands in `docs/design/audit.md`.

mod award;
mod fate;
mod proceedings;
mod refusal;

use exequatur_client::files::{Message, hash_text};
use exequatur_protocol::{Address, Hash};

use super::shelf::Named;
use super::signatures;
use crate::reading::{Reading, day};

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
    /// The part of the list to which it belongs.
    pub part: String,
    /// What.
    pub what: String,
    /// By which text.
    pub source: &'static str,
    /// Whether it is there.
    pub status: Status,
    /// Where it is, or what is missing.
    pub place: String,
}

/// Everything that is asked for. `signed` are the files of what was signed.
pub(super) fn requirements(
    reading: &Reading,
    papers: &[Named],
    signed: &[(String, String)],
) -> Vec<Requirement> {
    let mut list = List {
        reading,
        papers,
        signed,
        part: String::new(),
        found: Vec::new(),
    };
    list.part("The agreement to arbitrate");
    list.agreement();
    if !reading.has_award() {
        list.part("Awards");
        list.add(
            "An award on record",
            "New York Convention Art. IV(1)(a); Model Law Art. 31",
            Status::NotMet,
            match reading.decisions.is_empty() {
                true => "Nothing was decided by a tribunal in this escrow.",
                false => "None of what was decided is an arbitral award by its form: see below.",
            },
        );
    }
    for decision in &reading.decisions {
        list.part(format!("Award {}", decision.facts.number));
        list.award(decision);
    }
    list.part("Certificates, translations, people");
    list.papers();
    list.part("Tribunal, notice, answer");
    list.proceedings();
    list.part("Other grounds on which recognition may be refused");
    list.refusal();
    list.found
}

struct List<'a> {
    reading: &'a Reading,
    papers: &'a [Named],
    signed: &'a [(String, String)],
    part: String,
    found: Vec<Requirement>,
}

impl List<'_> {
    fn part(&mut self, title: impl Into<String>) {
        self.part = title.into();
    }

    fn add(
        &mut self,
        what: impl Into<String>,
        source: &'static str,
        status: Status,
        place: impl Into<String>,
    ) {
        self.found.push(Requirement {
            part: self.part.clone(),
            what: what.into(),
            source,
            status,
            place: place.into(),
        });
    }

    /// Where a paper lies, or that it does not.
    fn paper(&self, sha256: &Hash) -> (bool, String) {
        let digits = hash_text::format(sha256);
        let paper = self.papers.iter().find(|paper| paper.sha256 == *sha256);
        if let Some(path) = paper.and_then(|paper| paper.path.as_deref()) {
            return (true, path.to_owned());
        }
        let words = match paper.and_then(|paper| paper.differs.as_deref()) {
            Some(how) => format!("what was given does not fit the record: {how}"),
            None => format!("not given: the paper with the SHA-256 {digits}"),
        };
        (false, words)
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
        // Who consented, when, and where that is to be seen.
        let consent = |address: &Address| -> Option<String> {
            let declared = self.reading.signed.iter();
            let mut consents = declared.filter(|one| one.message == Message::Consent);
            consents.find_map(|one| {
                let proof = signatures::proof(one, address, self.signed)?;
                Some(format!(
                    "consented on {} (entry {}), {proof}",
                    day(one.at),
                    one.entry
                ))
            })
        };
        let (payer, payee) = (consent(&terms.payer), consent(&terms.payee));
        let both = payer.is_some() && payee.is_some();
        let word = |consent: Option<String>| consent.unwrap_or("did not consent".to_owned());
        let hash = self.reading.terms_hash.map(|hash| hash_text::format(&hash));
        let place = format!(
            "02-terms.toml, hash {}; the payer {}; the payee {}",
            hash.unwrap_or_default(),
            word(payer),
            word(payee)
        );
        self.add(
            "Both parties’ consent to the terms, which contain the clause",
            SOURCE,
            if both { Status::Met } else { Status::NotMet },
            place,
        );
    }
}
