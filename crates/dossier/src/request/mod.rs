//! A notice of arbitration, drawn up from the clause and the record for the rules that the parties chose. What the record knows is filled in;
//! what it cannot know is marked.

mod editions;
mod elements;
mod own_rules;
mod prospects;
mod rules;

pub use editions::{Edition, Requirement};
pub use own_rules::consumer;
pub use prospects::futile;
pub use rules::{Element, RuleSet};

use exequatur_client::files::hash_text;
use exequatur_client::keys::checksummed;
use exequatur_paper::{Block, Paper};
use exequatur_protocol::{Address, Role, Roles, Terms};

use crate::reading::{Reading, Result, code, date, day};

/// Which party asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claimant {
    /// The one who locked the money.
    Payer,
    /// The one who is to be paid.
    Payee,
}

impl Claimant {
    /// The party that filed the last notice on record, if one did.
    pub fn on_record(reading: &Reading) -> Option<Self> {
        let dispute = reading.state.as_ref()?.dispute;
        match dispute.number {
            0 => None,
            _ if dispute.claimant == Role::Payer as u8 => Some(Self::Payer),
            _ => Some(Self::Payee),
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Payer => "payer",
            Self::Payee => "payee",
        }
    }

    fn other(self) -> Self {
        match self {
            Self::Payer => Self::Payee,
            Self::Payee => Self::Payer,
        }
    }

    fn roles(self) -> Roles {
        Roles(match self {
            Self::Payer => Role::Payer,
            Self::Payee => Role::Payee,
        } as u8)
    }

    fn address(self, terms: &Terms) -> Address {
        match self {
            Self::Payer => terms.payer,
            Self::Payee => terms.payee,
        }
    }
}

/// What a notice is drawn up from.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The case.
    pub reading: &'a Reading,
    /// Its terms.
    pub terms: &'a Terms,
    /// The rules whose requirements it follows.
    pub rules: RuleSet,
    /// Who asks.
    pub claimant: Claimant,
}

impl Request<'_> {
    /// The edition of the rules that an arbitration falls under which begins when this case was read.
    pub fn edition(&self) -> &'static Edition {
        self.rules.edition(self.reading.at)
    }
}

/// Draws it up.
pub fn notice(request: &Request) -> Paper {
    let Request {
        reading,
        terms,
        rules,
        claimant,
    } = request;
    let edition = request.edition();
    let mut blocks = vec![
        Block::Text(format!(
            "To {}. Under {}. Drawn up from the escrow {} on chain {} as of {}.",
            rules.addressee(),
            edition.name,
            checksummed(&reading.contract.0),
            reading.chain_id,
            day(reading.at)
        )),
        Block::Note(format!(
            "This draft follows the list of what a notice must contain under {}. Whether they are the ones in force for this case, \
             and whether the clause is valid, is for the claimant and its counsel. Nothing here is legal advice.",
            edition.name
        )),
    ];
    blocks.extend(to_compare(edition));
    let caution = edition.caution.map(str::to_owned).into_iter();
    let caution = caution.chain(consumer(terms, *rules));
    blocks.extend(caution.map(Block::ToComplete));
    let named = code(terms.rules.as_bytes());
    if RuleSet::of(&named) != Some(*rules) {
        blocks.push(Block::ToComplete(format!(
            "why {} apply: the terms of the escrow name the rules {named}",
            edition.name
        )));
    }
    if let Some(why) = futile(reading) {
        blocks.push(Block::ToComplete(format!("what is left to decide: {why}")));
    }
    for (number, requirement) in edition.requirements.iter().enumerate() {
        let source = match requirement.source {
            Some(source) => format!(" ({source})"),
            None => String::new(),
        };
        blocks.push(Block::Heading(
            1,
            format!("{}. {}{source}", number + 1, requirement.what),
        ));
        blocks.extend(elements::blocks(request, requirement.element));
    }
    blocks.push(Block::Heading(1, "Signature".to_owned()));
    blocks.push(Block::ToComplete(format!(
        "place, date and signature of the claimant (the {}) or its counsel",
        claimant.word()
    )));
    blocks.push(Block::Heading(1, "What the record shows".to_owned()));
    blocks.extend(to_verify(reading));
    blocks.push(elements::record(reading));
    if let Some(hash) = &reading.terms_hash {
        blocks.push(Block::Note(format!(
            "The terms have the hash {}; both parties sign it. Papers are named by their SHA-256: whoever has a paper can compare it.",
            hash_text::format(hash)
        )));
    }
    Paper {
        title: rules.title().to_owned(),
        language: "en",
        date: date(reading.at),
        blocks,
    }
}

/// What the record's facts lack of proof.
fn to_verify(reading: &Reading) -> Vec<Block> {
    let verification = &reading.verification;
    let missing = (verification.result != Result::Verified).then(|| {
        format!(
            "proof of what the record says. {}: {}",
            verification.label(),
            verification.sentence
        )
    });
    let marked = missing.into_iter().chain(verification.goes_on());
    marked.map(Block::ToComplete).collect()
}

/// What nobody compared with the rules' own text when this program was made.
fn to_compare(edition: &Edition) -> Option<Block> {
    let numbered = edition.requirements.iter().enumerate();
    let open: Vec<String> = numbered
        .filter(|(_, requirement)| !requirement.compared)
        .map(|(number, _)| (number + 1).to_string())
        .collect();
    if open.is_empty() {
        return None;
    }
    let all = open.len() == edition.requirements.len();
    let sections = match (all, open.len()) {
        (true, _) => "all sections".to_owned(),
        (false, 1) => format!("section {}", open[0]),
        (false, _) => format!("sections {}", open.join(", ")),
    };
    Some(Block::ToComplete(format!(
        "compare {sections} with the text of {}: what they ask for, its numbers, and whether they ask for more. The text was not at \
         hand when this list was made",
        edition.name
    )))
}
