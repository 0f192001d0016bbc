//! What a reader has to know of the case before anything else: at the top of the page, and of a dossier's cover sheet.

use std::collections::BTreeSet;

use exequatur_audit::{Finality, Standing};
use exequatur_client::decision_text::standing_in_words;
use exequatur_client::record_text::roles_in_words;

use super::papers::{AtHand, NamedPaper};
use super::verification::Result;
use super::{Decision, DueNotice, Reading, time};

impl Reading {
    /// All of it, worst first; each a sentence.
    pub fn warnings(&self) -> Vec<String> {
        let mut warnings = unfit(&self.papers);
        let goes_on = self.verification.goes_on();
        warnings.extend(goes_on.map(|words| format!("{words}.")));
        if !self.has_award() {
            let words = match self.verification.result {
                // What comes after an entry that is wrong is not read.
                Result::Divergent => {
                    "NO ARBITRAL AWARD IS IN WHAT WAS READ OF THE RECORD: so far there is nothing that the New York Convention is about."
                }
                Result::Verified | Result::Incomplete => {
                    "NO ARBITRAL AWARD IS ON RECORD: there is nothing that the New York Convention is about."
                }
            };
            warnings.push(words.to_owned());
        }
        for decision in &self.decisions {
            warnings.extend(standing(decision));
            warnings.extend(fate(decision));
        }
        warnings.extend(self.silent());
        if self.terms.is_some_and(|terms| terms.consumer) {
            warnings.push(
                "ONE PARTY IS A CONSUMER, by the terms. Courts have refused to enforce awards against consumers under clauses of this kind: have the law of the \
                 consumer’s home checked first."
                    .to_owned(),
            );
        }
        warnings
    }

    /// That nothing but silence stands for notice to a respondent against whom an award may have been made.
    fn silent(&self) -> Vec<String> {
        let proceedings = self.proceedings.iter();
        let silent = proceedings.filter(|one| one.due_notice == DueNotice::TimePassed);
        silent
            .filter(|_| self.has_award())
            .map(|one| {
                format!(
                    "NOTHING ON RECORD SHOWS THAT THE NOTICE OF ENTRY {} REACHED THE {}, who did nothing: without proof of it a court may refuse the award.",
                    one.entry,
                    roles_in_words(one.respondent()).to_uppercase()
                )
            })
            .collect()
    }

    /// Whether anything that was decided is an award by its form.
    pub fn has_award(&self) -> bool {
        let mut decisions = self.decisions.iter();
        decisions.any(|decision| decision.facts.standing == Standing::Award)
    }
}

/// Papers whose files do not fit, each once.
fn unfit(papers: &[NamedPaper]) -> Vec<String> {
    let mut told = BTreeSet::new();
    let papers = papers.iter().filter(|paper| told.insert(paper.sha256));
    papers
        .filter_map(|paper| {
            let Some(AtHand::Differs { how }) = &paper.at_hand else {
                return None;
            };
            Some(format!(
                "A PAPER DOES NOT FIT THE RECORD: the {} of entry {}. {how}.",
                paper.what, paper.entry
            ))
        })
        .collect()
}

/// That a decision is no award.
fn standing(decision: &Decision) -> Option<String> {
    let title = &decision.words[0];
    let standing = decision.facts.standing;
    match standing {
        Standing::Award => None,
        Standing::InterimMeasure => Some(format!(
            "{title} IS AN INTERIM MEASURE: enforceable on its own terms, and for most courts no award under the New York Convention."
        )),
        Standing::BindingOnChainOnly | Standing::ExpertDetermination | Standing::Order => {
            Some(format!(
                "{title} IS NO ARBITRAL AWARD: {}.",
                standing_in_words(standing)
            ))
        }
    }
}

/// That something took its place, or holds it up.
fn fate(decision: &Decision) -> Option<String> {
    let title = &decision.words[0];
    match (decision.facts.finality, decision.facts.stayed_until) {
        (Finality::Restated { by }, _) => Some(format!(
            "{title} WAS CORRECTED AND RESTATED by award {by}: what that one says is to be enforced, and both are to be produced."
        )),
        (Finality::Settled, _) => Some(format!(
            "{title} WAS OVERTAKEN BY A SETTLEMENT: the parties agreed on another split while it was on hold, and the money went by that."
        )),
        (_, Some(until)) => Some(format!(
            "{title} IS UNDER A COURT’S STAY until {}: while it is suspended, courts elsewhere may refuse to enforce it.",
            time(until)
        )),
        (Finality::Interim | Finality::OnHold { .. } | Finality::Final, None) => None,
    }
}
