//! A case in the order in which a reader asks: can I believe this, who is who, what happened, where is the money, what was due, what was decided.

mod authority;
mod clock;
mod deadlines;
mod decisions;
mod events;
mod exhibits;
mod money;
mod outlook;
mod papers;
mod people;
mod place;
mod proceedings;
mod signed;
mod stays;
mod summary;
mod tribunal;
mod verification;
mod warnings;

pub use deadlines::{Deadline, Outcome};
pub use decisions::Decision;
pub use events::{Author, Event, Kind, Paper, date, day, papers as papers_of, time};
pub use exhibits::{Description, Exhibit};
pub use money::{Moment, Money, Share};
pub use papers::{AtHand, NamedPaper};
pub use people::Person;
pub use place::place;
pub use proceedings::{DueNotice, Proceeding, TimeToAnswer};
pub use signed::{Signature, Signed};
pub use stays::{Stay, StayEnd};
pub use summary::Item;
pub use tribunal::Seat;
pub use verification::{BlockHash, Check, Result, Verification};

use std::collections::BTreeMap;
use std::path::Path;

use exequatur_audit::Step;
use exequatur_client::audit::Denominated;
use exequatur_client::files::{AuditFile, Manifest, Token, printable, terms_hash};
use exequatur_protocol::{Action, Address, Hash, Seconds, State, Terms};

/// What a reading is made from: a replayed record, and what was said of it.
#[derive(Clone, Debug)]
pub struct Source<'a> {
    /// The escrow.
    pub contract: Address,
    /// EIP-155 id of its chain.
    pub chain_id: u64,
    /// Hash of the chain's block 0.
    pub genesis_hash: Hash,
    /// How amounts are written.
    pub token: &'a Token,
    /// The block as of which everything is said.
    pub block: u32,
    /// Its time.
    pub at: Seconds,
    /// Every entry that replayed, oldest first.
    pub steps: &'a [Step],
    /// Manifests that are at hand, by their SHA-256.
    pub manifests: &'a BTreeMap<Hash, Manifest>,
    /// What comparing files with the papers that the record names showed, by their SHA-256; `None` if nobody has any. What is not in it is not at hand.
    pub papers: Option<&'a BTreeMap<Hash, AtHand>>,
    /// What was checked.
    pub verification: Verification,
}

/// A case as people read it. Amounts in units of the terms.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The escrow.
    pub contract: Address,
    /// EIP-155 id of its chain.
    pub chain_id: u64,
    /// Hash of the chain's block 0.
    pub genesis_hash: Hash,
    /// How amounts are written; its symbol is harmless text.
    pub token: Token,
    /// The block as of which everything is said.
    pub block: u32,
    /// Its time.
    pub at: Seconds,
    /// What was checked, and what came out.
    pub verification: Verification,
    /// The terms; `None` if not even the first entry replays.
    pub terms: Option<Terms>,
    /// Their hash, which both parties signed.
    pub terms_hash: Option<Hash>,
    /// The state as of [`Self::at`].
    pub state: Option<State>,
    /// Where the escrow is in its life, what comes next: the first things to know.
    pub summary: Vec<Item>,
    /// The clause in words.
    pub clause: Vec<Item>,
    /// Everybody whom the escrow names or ever named.
    pub people: Vec<Person>,
    /// The tribunal, seat by seat.
    pub seats: Vec<Seat>,
    /// Each dispute by itself, oldest first.
    pub proceedings: Vec<Proceeding>,
    /// What happened, oldest first.
    pub events: Vec<Event>,
    /// Where the money was, after each moment at which it moved.
    pub money: Money,
    /// What was due when.
    pub deadlines: Vec<Deadline>,
    /// What was filed as evidence.
    pub exhibits: Vec<Exhibit>,
    /// The papers that the record names, in its order.
    pub papers: Vec<NamedPaper>,
    /// What was declared by signature or by sending it, oldest first.
    pub signed: Vec<Signed>,
    /// What was decided.
    pub decisions: Vec<Decision>,
    /// What courts stayed, as far as the notary recorded it.
    pub stays: Vec<Stay>,
}

impl Reading {
    /// Reads a case.
    pub fn new(source: &Source) -> Self {
        let token = Token {
            symbol: outside(&source.token.symbol),
            decimals: source.token.decimals,
        };
        let terms = source.steps.first().and_then(|step| match &step.action {
            Action::Open { terms } => Some(*terms),
            _ => None,
        });
        let state = source.steps.last().map(|step| {
            let mut state = step.after;
            state.tick(source.at);
            state
        });
        let clocks = clock::turns(source.steps, source.at);
        let people = people::people(source.steps);
        let events = events::events(source.steps, &clocks, source.manifests, &token);
        let papers = papers::named(&events, source.papers);
        Self {
            contract: source.contract,
            chain_id: source.chain_id,
            genesis_hash: source.genesis_hash,
            block: source.block,
            at: source.at,
            verification: source.verification.clone().with_papers(&papers),
            terms_hash: terms.as_ref().map(terms_hash),
            summary: summary::summary(state.as_ref(), terms.as_ref(), source.at, &token),
            clause: summary::clause(terms.as_ref(), &token),
            events,
            papers,
            signed: signed::signed(source.contract, source.chain_id, source.steps),
            money: money::money(source.steps, &clocks),
            deadlines: deadlines::deadlines(source.steps, &clocks, source.at),
            exhibits: exhibits::exhibits(source.steps, source.manifests),
            decisions: decisions::decisions(terms.as_ref(), source.steps, source.at, &token),
            seats: tribunal::seats(source.steps),
            proceedings: proceedings::proceedings(source.steps, &clocks, source.at),
            stays: stays::stays(source.steps, source.at),
            people,
            terms,
            state,
            token,
        }
    }
}

impl Reading {
    /// The same, where the chain that was asked has so many entries more than were read.
    pub fn with_later(mut self, entries: u32) -> Self {
        self.verification.later = entries;
        self
    }

    /// Reads a case out of a file that was verified. `denominated` says how its amounts are to be written, `more` are manifests that lie elsewhere; `known` is the code whose rules this
    /// program has. `papers` as in [`Source`].
    pub fn of(
        file: &AuditFile,
        denominated: &Denominated,
        verified: &exequatur_audit::Verification,
        from: BlockHash,
        known: &Hash,
        more: impl IntoIterator<Item = Manifest>,
        papers: Option<&BTreeMap<Hash, AtHand>>,
    ) -> Self {
        let export = &file.export;
        let enclosed = export.manifests.iter();
        // One that cannot be read describes nothing; that its text is the one on record was verified all the same.
        let enclosed = enclosed.filter_map(|one| Manifest::parse(Path::new(""), &one.text).ok());
        let manifests = enclosed
            .chain(more)
            .map(|manifest| (manifest.hash(), manifest));
        Self::new(&Source {
            contract: export.contract,
            chain_id: export.chain_id,
            genesis_hash: export.genesis_hash,
            token: &denominated.token,
            block: export.block.number,
            at: verified.at,
            steps: &verified.steps,
            manifests: &manifests.collect(),
            papers,
            verification: Verification::of(file, denominated, verified, from, known),
        })
    }
}

/// Text from a chain or a file, made harmless: one line, nothing invisible, nothing that turns the writing. Markup is left to whoever
/// writes markup.
pub fn outside(text: &str) -> String {
    printable(text)
}

/// A code of the terms, as text.
pub fn code(bytes: &[u8]) -> String {
    outside(&String::from_utf8_lossy(bytes))
}
