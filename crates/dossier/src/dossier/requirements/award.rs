//! Each award: what Article 31 of the Model Law asks of its form, paragraph by paragraph, and what a court asks beside it.

use exequatur_audit::{Finality, Reasons, Standing};
use exequatur_protocol::{Award, AwardKind, Hash};

use super::{List, Status, signatures};
use crate::reading::{Decision, code, time};

impl List<'_> {
    /// One award, or what looks like one.
    pub(super) fn award(&mut self, decision: &Decision) {
        let number = decision.facts.number;
        self.kind(decision);
        let Some(award) = decision.facts.award.clone() else {
            self.add(
                title(number, "in writing and signed"),
                "Model Law Art. 31(1)",
                Status::NotMet,
                "A contract ruled by its own call. No arbitrator signed a writing: this binds on chain only.",
            );
            return;
        };
        let (given, place) = self.paper(&award.document);
        self.add(
            title(number, "the document"),
            "New York Convention Art. IV(1)(a); Model Law Art. 31(1), 35(2)",
            if given { Status::Met } else { Status::NotMet },
            place,
        );
        if decision.facts.standing == Standing::Order {
            return;
        }
        self.signatures(decision, award.omission.as_ref());
        self.reasons(decision);
        self.add(
            title(number, "date and place"),
            "Model Law Art. 20(1), 31(3)",
            Status::Met,
            format!(
                "Made on {} at {}, as signed (entry {}). That the document states the same is for a reader.",
                time(decision.facts.date),
                code(award.seat.as_bytes()),
                decision.facts.entry
            ),
        );
        self.add(
            title(number, "a signed copy delivered to each party"),
            "Model Law Art. 31(4)",
            Status::ForAPerson,
            format!(
                "Execution on chain (entry {}) is public, but delivers no paper: add proof of delivery. Times that run from receipt, \
                 such as those to ask for a correction or to set the award aside, begin with it.",
                decision.facts.entry
            ),
        );
        self.corrections(decision, &award);
        self.fate(decision);
        self.binding(decision);
    }

    /// That something took its place, or holds it up.
    fn fate(&mut self, decision: &Decision) {
        const WHAT: &str = "what became of it";
        let number = decision.facts.number;
        match (decision.facts.finality, decision.facts.stayed_until) {
            (Finality::Restated { by }, _) => self.add(
                title(number, WHAT),
                "Model Law Art. 33(1), 33(5)",
                Status::NotMet,
                format!("Corrected and restated by award {by}, which is in this dossier too: rely on that one."),
            ),
            (Finality::Settled, _) => self.add(
                title(number, WHAT),
                "New York Convention Art. V(1)(e); Model Law Art. 36(1)(a)(v)",
                Status::NotMet,
                "Overtaken by a settlement: while it was on hold the parties agreed on another split, which the contract executed in its place. \
                 What they still owe each other follows from what they agreed.",
            ),
            (_, Some(until)) => self.add(
                title(number, WHAT),
                "New York Convention Art. V(1)(e), VI; Model Law Art. 36(1)(a)(v), 36(2)",
                Status::NotMet,
                format!(
                    "Suspended: the notary recorded a court’s stay, which is in force until {}.",
                    time(until)
                ),
            ),
            (Finality::Interim | Finality::OnHold { .. } | Finality::Final, None) => {}
        }
    }

    fn binding(&mut self, decision: &Decision) {
        let (finality, stayed) = (decision.facts.finality, decision.facts.stayed_until);
        let replaced = matches!(finality, Finality::Restated { .. } | Finality::Settled);
        // After an escrow has ended, money is withdrawn and nothing else.
        let ended = self.reading.state.is_none_or(|state| !state.is_open());
        let goes_on = self.reading.verification.goes_on().filter(|_| !ended);
        let status = match replaced || stayed.is_some() || goes_on.is_some() {
            true => Status::NotMet,
            false => Status::Partly,
        };
        let goes_on = goes_on
            .map(|words| format!(" {words}."))
            .unwrap_or_default();
        self.add(
            title(decision.facts.number, "binding, not set aside, not suspended"),
            "New York Convention Art. V(1)(e), VI; Model Law Art. 34, 36(1)(a)(v), 36(2)",
            status,
            format!(
                "On chain: {}; {}.{goes_on} Whether a court set it aside or suspended it shows there only if the notary recorded a stay.",
                decision.finality(),
                lower_first(&decision.stay())
            ),
        );
    }

    /// The Convention is about awards; not all that a tribunal decides is one.
    fn kind(&mut self, decision: &Decision) {
        let (status, words) = match decision.facts.standing {
            Standing::ExpertDetermination => (
                Status::NotMet,
                "By the rules that the terms name this is an expert determination: it binds as a contract does, and is enforced as one.",
            ),
            Standing::BindingOnChainOnly => (
                Status::NotMet,
                "The ruling of a contract, which the escrow executed. It binds on chain only.",
            ),
            Standing::Order => (
                Status::NotNeeded,
                "An order that ends the reference. It decides nothing between the parties that could be enforced.",
            ),
            Standing::InterimMeasure => (
                Status::NotMet,
                "An interim measure. Most courts take only what decides an issue for good for an award; where the Model Law of 2006 applies a \
                 measure is binding and enforced on terms of its own (Art. 17 H, 17 I).",
            ),
            Standing::Award => (
                Status::Met,
                "By its form: a decision that arbitrators signed, with date and seat. Whether a court agrees is for the court.",
            ),
        };
        self.add(
            title(decision.facts.number, "an arbitral award"),
            "New York Convention Art. I; Model Law Art. 17, 17 H, 17 I, 32, 35",
            status,
            words,
        );
    }

    fn signatures(&mut self, decision: &Decision, omission: Option<&Hash>) {
        let number = decision.facts.number;
        let signed = decision.facts.by.iter();
        let signed = signed.filter(|(_, roles)| roles.seats() != 0).count();
        let seats = usize::from(decision.seats);
        self.add(
            title(number, "signed by the arbitrators, or by most of them"),
            "Model Law Art. 29, 31(1)",
            if signed * 2 > seats {
                Status::Met
            } else {
                Status::NotMet
            },
            format!(
                "{signed} of {seats} arbitrators signed; {} had to. {} The signatures are electronic, over a digest that names the document’s SHA-256; \
                 whether the law of the seat takes them for signatures is to be checked.",
                decision.threshold,
                self.signed_award(decision)
            ),
        );
        let (status, place) = match (signed == seats, omission) {
            (true, _) => (Status::NotNeeded, "All signed.".to_owned()),
            (false, Some(hash)) => match self.paper(hash) {
                (true, place) => (Status::Met, place),
                (false, place) => (Status::NotMet, place),
            },
            (false, None) => (Status::NotMet, "No statement says it.".to_owned()),
        };
        self.add(
            title(number, "the reason for a signature that is missing"),
            "Model Law Art. 31(1)",
            status,
            place,
        );
    }

    /// Where the signatures are.
    fn signed_award(&self, decision: &Decision) -> String {
        let entry = decision.facts.entry;
        let mut declared = self.reading.signed.iter();
        let declared = declared.find(|declared| declared.entry == entry);
        let mut signers = decision.facts.by.iter();
        let files = declared
            .zip(signers.next())
            .and_then(|(declared, (who, _))| signatures::places(declared, who, self.signed));
        match files {
            Some(files) => format!("Award and signatures: {files}."),
            None => format!("The signatures are in entry {entry} of 03-audit-export.json."),
        }
    }

    fn reasons(&mut self, decision: &Decision) {
        let (status, place) = match decision.facts.reasons {
            Reasons::Given(hash) => match self.paper(&hash) {
                (true, place) => (Status::Met, place),
                (false, place) => (Status::NotMet, place),
            },
            Reasons::Waived => (
                Status::Met,
                "The parties agreed in the terms that none are given (02-terms.toml).".to_owned(),
            ),
            Reasons::ByConsent => (
                Status::Met,
                "An award on agreed terms needs none (Model Law Art. 30).".to_owned(),
            ),
        };
        self.add(
            title(
                decision.facts.number,
                "reasons, unless waived or on agreed terms",
            ),
            "Model Law Art. 31(2)",
            status,
            place,
        );
    }

    fn corrections(&mut self, decision: &Decision, award: &Award) {
        let number = decision.facts.number;
        if award.kind == AwardKind::Correction {
            self.add(
                title(number, "a correction, in time and of a kind that is allowed"),
                "Model Law Art. 33(1), 33(2), 33(5)",
                Status::ForAPerson,
                format!(
                    "Entry {}; it restates the whole award, in the form of an award. The Model Law allows for corrections of errors in \
                     computation, of clerical or typographical errors, within 30 days unless agreed otherwise: what was corrected, and \
                     who was told, is in the document.",
                    decision.facts.entry
                ),
            );
        }
    }
}

fn title(number: u8, what: &str) -> String {
    format!("Award {number}: {what}")
}

/// As it goes on in a sentence; names and months keep their capitals.
fn lower_first(words: &str) -> String {
    words[..1].to_ascii_lowercase() + &words[1..]
}
