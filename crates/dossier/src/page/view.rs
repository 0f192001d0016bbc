//! Words for the template.

use exequatur_audit::Form;
use exequatur_client::files::{hash_text, moment};
use exequatur_client::keys::checksummed;
use exequatur_client::record_text::roles_in_words;
use exequatur_protocol::{Address, Hash, Seconds};

use crate::reading::{
    AtHand, Author, Check, Deadline, Decision, Event, Exhibit, Kind, Moment, NamedPaper, Outcome,
    Reading, Result, day, time,
};

/// What the template asks for.
pub struct View<'a> {
    /// The case.
    pub reading: &'a Reading,
}

impl View<'_> {
    /// `0x…`
    pub fn address(&self, address: &Address) -> String {
        checksummed(&address.0)
    }

    /// `0x…`
    pub fn hash(&self, hash: &Hash) -> String {
        hash_text::format(hash)
    }

    /// `12.5`, without the symbol.
    pub fn plain(&self, units: &u64) -> String {
        self.reading.token.plain(*units)
    }

    /// `2 March 2026, 09:00:18 UTC`
    pub fn time(&self, at: &Seconds) -> String {
        time(*at)
    }

    /// `2 March 2026`
    pub fn day(&self, at: &Seconds) -> String {
        day(*at)
    }

    /// RFC 3339, for programs.
    pub fn machine_time(&self, at: &Seconds) -> String {
        moment::format(*at)
    }

    /// Class, mark and words of the result.
    pub fn result(&self) -> (&'static str, &'static str, String) {
        let verification = &self.reading.verification;
        let (class, mark, words) = match (verification.result, verification.anchored) {
            (Result::Verified, true) if verification.later != 0 => {
                let words = format!("Verified up to block {}", self.reading.block);
                return ("part", "!", words);
            }
            (Result::Verified, true) => ("good", "✓", "Verified"),
            (Result::Incomplete, true) => ("part", "!", "Verified in part"),
            (Result::Verified | Result::Incomplete, false) => ("part", "!", "Not verified"),
            (Result::Divergent, _) => ("bad", "✗", "Divergent"),
        };
        (class, mark, words.to_owned())
    }

    /// Class and word of a check.
    pub fn check(&self, check: &Check) -> (&'static str, &'static str) {
        match check.holds {
            Some(true) => ("good", "holds"),
            Some(false) => ("bad", "does not hold"),
            None => ("part", "not checked"),
        }
    }

    /// Class and word of what comparing a paper showed; `None` if nothing was compared.
    pub fn at_hand(&self, sha256: &Hash) -> Option<(&'static str, &'static str)> {
        let mut papers = self.reading.papers.iter();
        let paper = papers.find(|paper| paper.sha256 == *sha256)?;
        Some(match paper.at_hand.as_ref()? {
            AtHand::Fits { .. } => ("good", "fits"),
            AtHand::Missing => ("part", "not at hand"),
            AtHand::Differs { .. } => ("bad", "does not fit"),
        })
    }

    /// Whether papers were compared.
    pub fn compared(&self) -> bool {
        let mut papers = self.reading.papers.iter();
        papers.any(|paper| paper.at_hand.is_some())
    }

    /// What was found where the paper should be.
    pub fn found<'a>(&self, paper: &'a NamedPaper) -> &'a str {
        match &paper.at_hand {
            Some(AtHand::Fits { file }) => file,
            Some(AtHand::Missing) => "no file has this SHA-256",
            Some(AtHand::Differs { how }) => how,
            None => "",
        }
    }

    /// `the payer 0x…`
    pub fn author(&self, author: &Author) -> String {
        match author.roles.0 {
            0 => "somebody outside the escrow".to_owned(),
            _ => format!("the {}", roles_in_words(author.roles)),
        }
    }

    /// Class and word for what an event is about.
    pub fn kind(&self, event: &Event) -> (&'static str, &'static str) {
        match event.kind {
            Kind::Agreement => ("agreement", "Agreement"),
            Kind::Money => ("money", "Money"),
            Kind::Dispute => ("dispute", "Dispute"),
            Kind::Evidence => ("evidence", "Evidence"),
            Kind::Tribunal => ("tribunal-act", "Tribunal"),
            Kind::Award => ("award", "Award"),
            Kind::Clock => ("clock", "Clock"),
        }
    }

    /// Class of an event that may be as long as a sheet.
    pub fn length_of_event(&self, event: &Event) -> &'static str {
        let details = event.details.iter().map(String::len);
        length(event.what.len() + details.sum::<usize>())
    }

    /// Class of an exhibit that may be as long as a sheet.
    pub fn length_of_exhibit(&self, exhibit: &Exhibit) -> &'static str {
        let described = exhibit.described.as_ref();
        length(described.map_or(0, |described| {
            described.number.len() + described.title.len() + described.file.len()
        }))
    }

    /// `entry 3` or `by the clock`.
    pub fn moved_by(&self, moment: &Moment) -> String {
        match moment.entry {
            Some(entry) => format!("entry {entry}"),
            None => "by the clock".to_owned(),
        }
    }

    /// What an award on hold gave to whom.
    pub fn on_hold(&self, moment: &Moment) -> String {
        moment.on_hold.in_words(&self.reading.token)
    }

    /// What came of a deadline.
    pub fn outcome(&self, deadline: &Deadline) -> String {
        match deadline.outcome {
            Outcome::Met { at, entry } => format!("met on {} (entry {entry})", time(at)),
            Outcome::Late { at, entry } => format!("came late, on {} (entry {entry})", time(at)),
            Outcome::Passed => format!("passed: {}", deadline.then),
            Outcome::Moot { entry: Some(entry) } => {
                format!("no longer mattered from entry {entry} on")
            }
            Outcome::Moot { entry: None } => "no longer mattered: the escrow had ended".to_owned(),
            Outcome::Running => format!("still runs; then {}", deadline.then),
        }
    }

    /// By how much.
    pub fn margin(&self, deadline: &Deadline) -> String {
        let length = |seconds: i64| moment::show_length(seconds.unsigned_abs());
        match (deadline.outcome, deadline.margin()) {
            (_, Some(0)) => "on the last second".to_owned(),
            (_, Some(early)) if early > 0 => format!("{} early", length(early)),
            (_, Some(late)) => format!("{} late", length(late)),
            (Outcome::Running, None) => format!(
                "{} left",
                length(i64::from(deadline.due) - i64::from(self.reading.at))
            ),
            (_, None) => "–".to_owned(),
        }
    }

    /// Who signed a decision, of how many.
    pub fn signatures(&self, decision: &Decision) -> String {
        if decision.facts.form == Form::Ruling {
            return "The contract that the terms name as sole arbitrator ruled by its own call."
                .to_owned();
        }
        let signed = decision.facts.by.iter();
        format!(
            "{} of {} arbitrators signed; the terms require {}.",
            signed.filter(|(_, roles)| roles.seats() != 0).count(),
            decision.seats,
            decision.threshold
        )
    }

    /// Everybody who signed it, or called.
    pub fn signers(&self, decision: &Decision) -> Vec<Author> {
        let signed = decision.facts.by.iter();
        signed
            .map(|(address, roles)| Author {
                address: *address,
                roles: *roles,
            })
            .collect()
    }

    /// When its money was free.
    pub fn effect(&self, decision: &Decision) -> String {
        match decision.took_effect {
            Some(at) => format!("Took effect on {}", time(at)),
            None => "Has not taken effect".to_owned(),
        }
    }
}

/// What would not fit on what is left of most sheets is not kept together: it would leave that empty.
fn length(letters: usize) -> &'static str {
    if letters > 800 { " long" } else { "" }
}
