//! What was decided, in words, and what it is worth.

use exequatur_audit::{Decision as Facts, Reasons, Shares, Step};
use exequatur_client::award_effect;
use exequatur_client::decision_text::{finality_in_words, standing_in_words, unsigned_in_words};
use exequatur_client::files::Token;
use exequatur_protocol::{Action, Seconds, Terms};

use super::events::{Paper, papers, time};
use super::place;

/// A decision of the tribunal that was executed.
#[derive(Clone, Debug)]
pub struct Decision {
    /// What the auditor computed of it.
    pub facts: Facts,
    /// When its money was free: at once, or when the hold had run out; `None` if not yet, or if another decision took its place.
    pub took_effect: Option<Seconds>,
    /// What it says; the first line is its title.
    pub words: Vec<String>,
    /// How many arbitrators there were.
    pub seats: u8,
    /// How many had to sign.
    pub threshold: u8,
    /// Documents.
    pub papers: Vec<Paper>,
}

/// Every decision, oldest first.
pub fn decisions(
    terms: Option<&Terms>,
    steps: &[Step],
    now: Seconds,
    token: &Token,
) -> Vec<Decision> {
    let (Some(terms), Some(last)) = (terms, steps.last()) else {
        return Vec::new();
    };
    let all = Facts::all(terms, steps, last.after, now).into_iter();
    all.filter_map(|facts| {
        let step = steps.get(facts.entry as usize)?;
        Some(Decision {
            took_effect: facts.carried_out_at,
            words: in_words(step, &facts, token),
            seats: step.after.tribunal.size,
            threshold: step.after.tribunal.threshold,
            papers: papers(&step.action),
            facts,
        })
    })
    .collect()
}

/// The decision, line by line, in UTC whatever this machine's zone is: the page says the same everywhere.
fn in_words(step: &Step, facts: &Facts, token: &Token) -> Vec<String> {
    let clause = &step.after.clause;
    let stayed_until = facts.stayed_until;
    let Action::Award { award } = &step.action else {
        return vec![
            format!(
                "Award {}: final award by an arbitrator contract",
                step.after.awards
            ),
            split(token, facts.shares),
            award_effect::disposal(clause, stayed_until.map(time)),
        ];
    };
    let title = award_effect::title(award.kind);
    let mut words = vec![format!("Award {}: {title}", award.number)];
    if award_effect::moves_money(award.kind) {
        words.push(split(token, facts.shares));
    }
    words.extend(award_effect::effect(award, clause, stayed_until, time));
    words.push(format!(
        "Made on {} at {}.",
        time(award.date),
        place(award.seat.as_bytes())
    ));
    let earlier = facts.dated_before;
    words.extend(
        earlier.map(|number| format!("It is dated before award {number}, which it corrects.")),
    );
    let unsigned = unsigned_in_words(facts);
    words.extend(unsigned.map(|words| sentence(&words) + "."));
    words
}

fn split(token: &Token, shares: Shares) -> String {
    format!(
        "{} to the payer, {} to the payee, {} to the tribunal.",
        token.show(shares.to_payer),
        token.show(shares.to_payee),
        token.show(shares.to_tribunal)
    )
}

impl Decision {
    /// What it is, before a court and on chain.
    pub fn standing(&self) -> String {
        sentence(standing_in_words(self.facts.standing))
    }

    /// What became of it on chain.
    pub fn finality(&self) -> String {
        sentence(&finality_in_words(&self.facts, time))
    }

    /// Whether reasons were given.
    pub fn reasons(&self) -> &'static str {
        match self.facts.reasons {
            Reasons::Given(_) => "Reasons given",
            Reasons::Waived => "Reasons waived in the terms",
            Reasons::ByConsent => "By consent: needs no reasons",
        }
    }

    /// Whether a court stays it.
    pub fn stay(&self) -> String {
        match self.facts.stayed_until {
            Some(until) => format!("Under a court’s stay until {}", time(until)),
            None => "Not under stay".to_owned(),
        }
    }
}

/// The same words at the beginning of a sentence.
fn sentence(words: &str) -> String {
    words[..1].to_ascii_uppercase() + &words[1..]
}
