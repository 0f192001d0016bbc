//! Each award: what Article 31 of the Model Law asks of its form, paragraph by paragraph, and what a court asks beside it.

use exequatur_audit::{Reasons, Standing};
use exequatur_protocol::{Award, AwardKind, Hash};

use super::{List, Status, signatures};
use crate::reading::{Decision, place, time};

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
            self.fate(decision);
            return;
        };
        let (given, path) = self.paper(&award.document);
        self.add(
            title(number, "the document"),
            "New York Convention Art. IV(1)(a); Model Law Art. 31(1), 35(2)",
            if given { Status::Met } else { Status::NotMet },
            path,
        );
        if decision.facts.standing == Standing::Order {
            return;
        }
        self.signatures(decision, award.omission.as_ref());
        self.reasons(decision);
        self.add(
            title(number, "date and place"),
            "Model Law Art. 20(1), 31(3)",
            Status::Partly,
            format!(
                "With the document’s SHA-256 the arbitrators signed that it was made on {} at {} (entry {}). To do: see that the document itself \
                 states this date and this place.",
                time(decision.facts.date),
                place(award.seat.as_bytes()),
                decision.facts.entry
            ),
        );
        if award.kind == AwardKind::Consent {
            self.add(
                title(number, "on agreed terms, and says that it is an award"),
                "Model Law Art. 30(2)",
                Status::Partly,
                "Signed as an award by consent, by both parties too; the rows about Art. 31 are about its form. To do: see that the document \
                 itself says that it is an award.",
            );
        }
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
                Status::Partly,
                "By its form it is one: a decision that arbitrators signed, with date and seat. Whether a court takes it for one is for the court.",
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
                Status::Partly
            } else {
                Status::NotMet
            },
            format!(
                "{signed} of {seats} arbitrators signed; {} had to. {} The signatures are electronic, over a digest that names the document’s SHA-256. \
                 To do: check that the law of the seat takes them for signatures.",
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
                Status::NotNeeded,
                "An award on agreed terms needs none.".to_owned(),
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
        if award.kind != AwardKind::Correction {
            return;
        }
        self.add(
            title(
                decision.facts.number,
                "a correction, in time and of a kind that is allowed",
            ),
            "Model Law Art. 33(1), 33(2), 33(5)",
            Status::ForAPerson,
            format!(
                "Entry {}; it restates the whole award, in the form of an award. Produce it together with the award that it corrects. The Model \
                 Law allows for corrections of errors in computation, of clerical or typographical errors, within 30 days unless agreed \
                 otherwise: what was corrected, and who was told, is in the document.",
                decision.facts.entry
            ),
        );
    }
}

pub(super) fn title(number: u8, what: &str) -> String {
    format!("Award {number}: {what}")
}
