//! Each award: what Article 31 of the Model Law asks of its form, paragraph by paragraph, and what a court asks beside it.

use exequatur_audit::{Finality, Form, Reasons, Standing};
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
        self.add(
            title(number, "binding, not set aside, not suspended"),
            "New York Convention Art. V(1)(e), VI; Model Law Art. 34, 36(1)(a)(v), 36(2)",
            Status::Partly,
            format!(
                "On chain: {}; {}. Whether a court set it aside or suspended it shows there only if the notary recorded a stay.",
                decision.finality(),
                lower_first(&decision.stay())
            ),
        );
    }

    /// The Convention is about awards; not all that a tribunal decides is one.
    fn kind(&mut self, decision: &Decision) {
        let (status, words) = match (decision.facts.standing, decision.facts.form) {
            (Standing::ExpertDetermination, _) => (
                Status::NotMet,
                "By the rules that the terms name this is an expert determination: it binds as a contract does, and is enforced as one.",
            ),
            (Standing::BindingOnChainOnly, _) => (
                Status::NotMet,
                "The ruling of a contract, which the escrow executed. It binds on chain only.",
            ),
            (Standing::Order, _) => (
                Status::NotNeeded,
                "An order that ends the reference. It decides nothing between the parties that could be enforced.",
            ),
            (Standing::Award, Form::Award(AwardKind::Interim)) => (
                Status::NotMet,
                "An interim measure. Many courts take only what decides an issue for good for an award; the Model Law has rules of its own.",
            ),
            (Standing::Award, _) => (
                Status::Met,
                "By its form: a decision that arbitrators signed, with date and seat. Whether a court agrees is for the court.",
            ),
        };
        self.add(
            title(decision.facts.number, "an arbitral award"),
            "New York Convention Art. I; Model Law Art. 17H, 32, 35",
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
        if let Finality::Restated { by } = decision.facts.finality {
            self.add(
                title(number, "what became of it"),
                "Model Law Art. 33(1), 33(5)",
                Status::Partly,
                format!("Corrected and restated by award {by}, which is in this dossier too: rely on that one."),
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
