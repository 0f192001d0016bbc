//! What a person has to add, and the grounds of refusal about which a record says nothing.

use super::{List, Status};

impl List<'_> {
    /// Certificates, translations, people.
    pub(super) fn papers(&mut self) {
        for (what, source, place) in [
            (
                "The award authenticated, or a certified copy of it",
                "New York Convention Art. IV(1)(a)",
                "By a notary, a consul, the institution or whoever the court accepts. Hashes and signatures here help to certify it. Where \
                 the Model Law of 2006 applies, the award or a copy will do (Art. 35(2)).",
            ),
            (
                "The original agreement, or a certified copy of it",
                "New York Convention Art. IV(1)(b)",
                "As for the award.",
            ),
            (
                "A certified translation, if the court’s language is another one",
                "New York Convention Art. IV(2); Model Law Art. 35(2)",
                "Of award and agreement, by an official or sworn translator or a diplomatic or consular agent. Under the Model Law of \
                 2006 the court may ask for one of the award.",
            ),
            (
                "Who is behind each address",
                "New York Convention Art. IV, V(1)(a)",
                "The record knows keys only: add what ties the parties and the arbitrators to their addresses.",
            ),
        ] {
            self.add(what, source, Status::ForAPerson, place);
        }
    }

    /// Grounds of refusal about which a record says little or nothing; those about notice, tribunal and finality stand with what they are about.
    pub(super) fn refusal(&mut self) {
        for (what, source, place) in [
            (
                "Capacity of the parties, and a valid agreement to arbitrate",
                "New York Convention Art. V(1)(a); Model Law Art. 36(1)(a)(i)",
                "The record shows consent by keys. Who may bind whom, and by which law the clause is valid, is to be shown otherwise.",
            ),
            (
                "An award within what was submitted",
                "New York Convention Art. V(1)(c); Model Law Art. 36(1)(a)(iii)",
                "The contract lets no award dispose of more than is in escrow, nor of more for the tribunal than the terms allow. Whether \
                 the document keeps to the clause and the claims is for a reader.",
            ),
            (
                "A full hearing of both sides, and the agreed procedure",
                "New York Convention Art. V(1)(b), V(1)(d); Model Law Art. 18, 36(1)(a)(ii), 36(1)(a)(iv)",
                "The record shows notice, answer, exhibits and deadlines. What happened outside it, such as hearings, is to be shown otherwise.",
            ),
            (
                "A dispute that may be arbitrated, and no conflict with public policy",
                "New York Convention Art. V(2); Model Law Art. 36(1)(b)",
                "The court looks at this of its own motion, by its own law.",
            ),
        ] {
            self.add(what, source, Status::ForAPerson, place);
        }
    }
}
