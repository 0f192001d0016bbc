//! Records that the rules accept, without a chain: people act, and each call becomes an entry.

// Each test file uses a part of it.
#![allow(dead_code)]

pub mod cases;
pub mod sheets;

use std::collections::BTreeMap;

use codec::Encode;
use exequatur_audit::{FoundEntry, Step, replay_record};
use exequatur_client::files::{Manifest, Message, Token, for_chain, hash_text, terms_hash};
use exequatur_client::keys::{KeyPair, Scheme};
use exequatur_dossier::reading::{AtHand, Check, Reading, Result, Source, Verification};
use exequatur_protocol::digest::Domain;
use exequatur_protocol::{
    Action, Address, Award, AwardKind, Code, Entry, Hash, Hours, Order, OrderKind, Periods,
    Seconds, Terms,
};

/// 2 March 2026, 09:00:00 UTC.
pub const START: Seconds = 1_772_442_000;
/// A day, in seconds.
pub const DAY: Seconds = 24 * 3600;

const CONTRACT: Address = Address([0xe5; 20]);
const CHAIN_ID: u64 = 420_420_420;

/// A case that is being played.
pub struct Docket {
    /// The terms.
    pub terms: Terms,
    /// Manifests that are at hand.
    pub manifests: BTreeMap<Hash, Manifest>,
    /// What comparing papers showed.
    pub papers: Option<BTreeMap<Hash, AtHand>>,
    entries: Vec<FoundEntry>,
    now: Seconds,
}

/// A development key's owner; Erin has a key of an Ethereum wallet.
pub fn key(name: &str) -> KeyPair {
    if name == "Erin" {
        return KeyPair::from_secret_hex(Scheme::Ecdsa, &"1f".repeat(32)).expect("in range");
    }
    KeyPair::development(&format!("//{name}")).expect("a development key")
}

/// Their address.
pub fn address(name: &str) -> Address {
    Address(key(name).h160())
}

/// The SHA-256 of a text.
pub fn paper(text: &str) -> Hash {
    hash_text::sha256(text.as_bytes())
}

pub fn code<const N: usize>(text: &str) -> Code<N> {
    let mut code = Code([0; N]);
    code.0[..text.len()].copy_from_slice(text.as_bytes());
    code
}

/// Alice pays Bob; Charlie decides; Dave appoints; Eve records stays.
pub fn terms() -> Terms {
    Terms {
        payer: address("Alice"),
        payee: address("Bob"),
        authority: address("Dave"),
        notary: address("Eve"),
        seat: code("DK-84"),
        periods: Periods {
            response: Hours(72),
            award: Hours(30 * 24),
            hold: Hours(30 * 24),
            longest_pause: Hours(14 * 24),
            longest_stay: Hours(60 * 24),
        },
        expiry: START + 180 * DAY,
        fallback_payer_bps: 5_000,
        unit: 8,
        tribunal: [address("Charlie"), Address::ZERO, Address::ZERO],
        seats: 1,
        threshold: 1,
        rules: code("UNCITRAL"),
        law: code("DK"),
        language: code("en"),
        amount: 1_200_000,
        tribunal_cap: 60_000,
        agreement: paper("agreement"),
        ..Terms::default()
    }
}

impl Docket {
    /// Opened by the payer and agreed by the payee, an hour apart.
    pub fn agreed() -> Self {
        Self::agreed_on(terms())
    }

    /// Before anything happened.
    fn before(terms: Terms) -> Self {
        Docket {
            terms,
            manifests: BTreeMap::new(),
            papers: None,
            entries: Vec::new(),
            now: START,
        }
    }

    /// The same on other terms.
    pub fn agreed_on(terms: Terms) -> Self {
        let mut docket = Self::before(terms);
        docket.sends("Alice", Action::Open { terms });
        docket.sends("Bob", Action::Consent { approve: true });
        docket
    }

    /// And funded.
    pub fn funded() -> Self {
        let mut docket = Self::agreed();
        docket.fund();
        docket
    }

    /// The payer locks the money.
    pub fn fund(&mut self) {
        self.call("Alice", self.terms.amount, &Action::Fund, &[]);
    }

    /// With an arbitrator who accepted, and a notice that was answered.
    pub fn disputed() -> Self {
        let mut docket = Self::funded();
        docket.accepts("Charlie");
        docket.sends(
            "Alice",
            Action::Dispute {
                notice: paper("notice"),
            },
        );
        docket.wait(DAY);
        docket.sends(
            "Bob",
            Action::Answer {
                answer: paper("answer"),
            },
        );
        docket
    }

    /// Time passes.
    pub fn wait(&mut self, seconds: Seconds) {
        self.now += seconds;
    }

    /// The moment of the next entry.
    pub fn now(&self) -> Seconds {
        self.now
    }

    /// Somebody sends an action without money and signatures.
    pub fn sends(&mut self, who: &str, action: Action) {
        self.call(who, 0, &action, &[]);
    }

    /// An arbitrator accepts.
    pub fn accepts(&mut self, who: &str) {
        self.sends(
            who,
            Action::Appointment {
                disclosure: paper("disclosure"),
                approve: true,
            },
        );
    }

    /// Somebody files an exhibit that this manifest describes.
    pub fn files(&mut self, who: &str, number: &str, title: &str) {
        let manifest = Manifest {
            chain_id: CHAIN_ID,
            contract: CONTRACT,
            number: number.to_owned(),
            title: title.to_owned(),
            author: "Bench 2".to_owned(),
            media_type: "text/plain".to_owned(),
            file: "report.txt".to_owned(),
            size: 17,
            sha256: paper(title),
        };
        let hash = manifest.hash();
        self.sends(
            who,
            Action::Exhibit {
                document: manifest.sha256,
                manifest: hash,
            },
        );
        self.manifests.insert(hash, manifest);
    }

    /// An award that these people signed; Ferdie, a stranger, has it executed.
    pub fn award(&mut self, kind: AwardKind, split: [u64; 3], signers: &[&str]) {
        let [to_payer, to_payee, to_tribunal] = split;
        let state = self.steps().last().expect("there are entries").after;
        let award = Award {
            number: state.awards + 1,
            kind,
            to_payer,
            to_payee,
            to_tribunal,
            document: paper("award"),
            reasons: (kind != AwardKind::Consent).then(|| paper("reasons")),
            omission: (signers.len() < self.terms.seats.into()).then(|| paper("omission")),
            seat: self.terms.seat,
            date: self.now,
            pause_until: 0,
        };
        let message = Message::Award(award.clone());
        self.call(
            "Ferdie",
            0,
            &Action::Award { award },
            &self.signed(&message, signers),
        );
    }

    /// The authority puts somebody on a seat.
    pub fn replaces(&mut self, seat: u8, appointee: &str) {
        self.directs("Dave", OrderKind::Replace, seat, 0, address(appointee));
    }

    /// An order that its author sends.
    pub fn order(&mut self, who: &str, kind: OrderKind, until: Seconds) {
        self.directs(who, kind, 0, until, Address::ZERO);
    }

    fn directs(
        &mut self,
        who: &str,
        kind: OrderKind,
        seat: u8,
        until: Seconds,
        appointee: Address,
    ) {
        let state = self.steps().last().expect("there are entries").after;
        let order = Order {
            sequence: state.orders,
            kind,
            document: paper("order"),
            appointee,
            seat,
            until,
        };
        self.sends(
            who,
            Action::Order {
                order,
                approve: true,
            },
        );
    }

    fn signed(&self, message: &Message, signers: &[&str]) -> Vec<exequatur_protocol::Signature> {
        let domain = Domain {
            chain_id: CHAIN_ID,
            contract: CONTRACT,
            terms_hash: terms_hash(&self.terms),
        };
        let digest = message.digest(&domain);
        let signers = signers.iter();
        signers
            .map(|name| for_chain(&key(name).sign_digest(&digest)))
            .collect()
    }

    fn call(
        &mut self,
        who: &str,
        value: u64,
        action: &Action,
        signatures: &[exequatur_protocol::Signature],
    ) {
        let number = self.entries.len() as u32;
        let entry = Entry {
            number,
            at: self.now,
            by: address(who),
            value,
            input: action.to_input(signatures),
        };
        self.entries.push(FoundEntry {
            contract: CONTRACT,
            block: number + 1,
            block_hash: [number as u8; 32],
            at: self.now,
            bytes: entry.encode(),
        });
        self.now += 3600;
    }

    /// The record as it replays; every entry does.
    pub fn steps(&self) -> Vec<Step> {
        let audit = replay_record(&CONTRACT, CHAIN_ID, &self.entries);
        assert_eq!(audit.finding, None);
        audit.steps
    }

    /// What people read of it, as of now.
    pub fn reading(&self) -> Reading {
        self.reading_in(&Token {
            symbol: "UNIT".to_owned(),
            decimals: 4,
        })
    }

    /// The same in another token.
    pub fn reading_in(&self, token: &Token) -> Reading {
        Reading::new(&Source {
            contract: CONTRACT,
            chain_id: CHAIN_ID,
            genesis_hash: [7; 32],
            token,
            block: self.entries.len() as u32,
            at: self.now,
            steps: &self.steps(),
            manifests: &self.manifests,
            papers: self.papers.as_ref(),
            verification: verified(),
        })
    }
}

/// What is read of a case whose first entry already does not replay.
pub fn unreadable() -> Reading {
    let mut verification = verified();
    verification.result = Result::Divergent;
    verification.sentence =
        "Do not rely on this case: entry 0 does not replay: the terms have no seat.".to_owned();
    verification.checks[0].holds = Some(false);
    Reading::new(&Source {
        contract: CONTRACT,
        chain_id: CHAIN_ID,
        genesis_hash: [7; 32],
        token: &Token {
            symbol: "UNIT".to_owned(),
            decimals: 4,
        },
        block: 9,
        at: START,
        steps: &[],
        manifests: &BTreeMap::new(),
        papers: None,
        verification,
    })
}

/// A verification that holds.
pub fn verified() -> Verification {
    Verification {
        result: Result::Verified,
        sentence: "The record is complete and unaltered.".to_owned(),
        checks: vec![
            Check {
                what: "Every entry replays by the rules".to_owned(),
                holds: Some(true),
                found: "9 entries".to_owned(),
            },
            Check {
                what: "The block is one of the chain".to_owned(),
                holds: None,
                found: "no block hash was named".to_owned(),
            },
        ],
        caveats: vec!["That the chain itself is honest.".to_owned()],
        anchored: true,
        later: 0,
    }
}
