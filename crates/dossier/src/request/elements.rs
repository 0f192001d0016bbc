//! What answers each requirement: facts of the record, and marks where a person has to write.

use exequatur_audit::{Form, Standing, standing};
use exequatur_client::files::{hash_text, period};
use exequatur_client::keys::checksummed;
use exequatur_paper::{Block, Table};
use exequatur_protocol::{Address, AwardKind, Phase, Terms};

use super::prospects::disposing;
use super::{Claimant, Element, Request, own_rules};
use crate::reading::{Reading, code, place, time};

pub(super) fn text(words: impl Into<String>) -> Block {
    Block::Text(words.into())
}

pub(super) fn missing(words: impl Into<String>) -> Block {
    Block::ToComplete(words.into())
}

/// The blocks that answer a requirement.
pub fn blocks(request: &Request, element: Element) -> Vec<Block> {
    match element {
        Element::Demand => vec![text(format!(
            "The claimant demands that the dispute described below be referred to arbitration and decided under {}.",
            request.edition().name
        ))],
        Element::Parties => parties(request),
        Element::Counsel => vec![missing(
            "name in full, postal address, e-mail and telephone of whoever represents the claimant",
        )],
        Element::Clause => clause(request),
        Element::Contract => contract(request),
        Element::Claim => claim(request),
        Element::Relief => relief(request),
        Element::Tribunal => tribunal(request),
        Element::Place => vec![agreed_place(request)],
        Element::TribunalAndPlace => [tribunal(request), vec![agreed_place(request)]].concat(),
        Element::Funding => vec![missing(
            "whether anybody who is not a party pays for the claim or has an interest in it, and who; or that nobody does",
        )],
        Element::Connections => vec![missing(
            "every person and entity that arbitrators must know of to see whether they are independent: owners and groups of the parties, \
             counsel, who pays for the claim, others with an interest in the outcome",
        )],
        Element::Service => service(request),
        Element::Fee => vec![missing(
            "proof that the fee which the rules ask for on filing has been paid",
        )],
        Element::Automatic => own_rules::automatic(request),
        Element::Proposals => vec![text(
            "A notice may also propose an appointing authority (a) and a sole arbitrator (b), and notify the appointment of an arbitrator (c). The \
             terms name arbitrators and authority, see above: this notice proposes no others.",
        )],
        Element::Conduct => own_rules::conduct(request),
        Element::Expedited => vec![missing(
            "whether the claimant asks for a shorter procedure that the rules offer, streamlined or expedited, and on which ground",
        )],
        Element::Hearing => vec![missing(
            "where a hearing is to be held, or that none is asked for",
        )],
        Element::EnglishSeat => own_rules::english_seat(request),
        Element::Identity => own_rules::identity(),
    }
}

fn parties(request: &Request) -> Vec<Block> {
    let requirements = request.edition().requirements;
    let counsel_apart = requirements
        .iter()
        .any(|one| one.element == Element::Counsel);
    let party = |title: &str, who: Claimant| {
        let mut blocks = vec![
            Block::Heading(2, format!("{title} (the {})", who.word())),
            text(format!(
                "Acts in the escrow by the address {}.",
                checksummed(&who.address(request.terms).0)
            )),
            missing(format!(
                "name in full, description, postal address, e-mail and telephone of the {}",
                title.to_lowercase()
            )),
        ];
        if who != request.claimant || !counsel_apart {
            blocks.push(missing(format!(
                "name and contact details of the {}’s counsel, if there is any",
                title.to_lowercase()
            )));
        }
        blocks
    };
    let claimant = party("Claimant", request.claimant);
    claimant
        .into_iter()
        .chain(party("Respondent", request.claimant.other()))
        .collect()
}

fn clause(request: &Request) -> Vec<Block> {
    let terms = request.terms;
    let consents = request
        .reading
        .people
        .iter()
        .filter(|person| person.address == terms.payer || person.address == terms.payee);
    let consents: Vec<String> = consents
        .flat_map(|person| {
            let notes = person.notes.iter();
            notes.map(|note| format!("The {} {note}.", person.role))
        })
        .collect();
    let mut blocks = vec![text(format!(
        "The terms of the escrow, which both parties sign by their hash, refer every dispute to {}: rules {}, seat {}, governing law {}, \
         language {}, {}.",
        match is_for_experts(terms) {
            true => "expert determination",
            false => "arbitration",
        },
        code(terms.rules.as_bytes()),
        place(terms.seat.as_bytes()),
        place(terms.law.as_bytes()),
        code(terms.language.as_bytes()),
        seats(terms.seats)
    ))];
    if consents.is_empty() {
        blocks.push(missing("proof that both parties consented to the terms"));
    } else {
        blocks.push(Block::List(consents));
    }
    if is_for_experts(terms) {
        blocks.push(missing(
            "the agreement to arbitrate: rules of expert determination are none, and what they end in is no award",
        ));
    }
    blocks.push(missing(
        "the words of the arbitration clause in the agreement, and where it stands there; a copy of the agreement is attached",
    ));
    blocks
}

fn seats(seats: u8) -> String {
    match seats {
        1 => "one arbitrator".to_owned(),
        seats => format!("{seats} arbitrators"),
    }
}

fn contract(request: &Request) -> Vec<Block> {
    let token = &request.reading.token;
    let terms = request.terms;
    vec![
        text(format!(
            "The agreement is the document with the SHA-256 {}. Under it {} are in escrow at {} on chain {}.",
            hash_text::format(&terms.agreement),
            token.show(terms.amount),
            checksummed(&request.reading.contract.0),
            request.reading.chain_id
        )),
        missing("date and title of the agreement; a copy is attached"),
    ]
}

fn claim(request: &Request) -> Vec<Block> {
    let reading = request.reading;
    let token = &reading.token;
    let held = reading
        .state
        .as_ref()
        .filter(|state| state.is_open())
        .map_or(0, |state| state.money.held);
    let held = match disposing(reading) {
        // It waits for its hold, and is somebody's by an award.
        Some(decision) => format!(
            "{} of it are on hold, and award {} disposes of them",
            token.show(held),
            decision.facts.number
        ),
        None => format!("{} of it are still held and nobody’s yet", token.show(held)),
    };
    let mut blocks = vec![
        missing("what happened, and on which ground the claim stands"),
        text(format!(
            "The amount of the escrow is {}; {held}.",
            token.show(request.terms.amount)
        )),
        missing("the amount in dispute"),
    ];
    let exhibits = reading.exhibits.iter().map(|exhibit| {
        let name = match &exhibit.described {
            Some(described) => format!("{} {}", described.number, described.title),
            None => "exhibit without its manifest".to_owned(),
        };
        format!("{name}: SHA-256 {}", hash_text::format(&exhibit.document))
    });
    let exhibits: Vec<String> = exhibits.collect();
    if !exhibits.is_empty() {
        blocks.push(text("Exhibits on record:"));
        blocks.push(Block::List(exhibits));
    }
    blocks
}

fn relief(request: &Request) -> Vec<Block> {
    vec![
        missing(format!(
            "what the tribunal is asked to award: how much of what is held to the {} and how much to the {}, interest, costs",
            request.claimant.word(),
            request.claimant.other().word()
        )),
        text(format!(
            "An award moves what is in escrow only. The tribunal may receive at most {} in all, fees and costs together.",
            request.reading.token.show(request.terms.tribunal_cap)
        )),
    ]
}

fn tribunal(request: &Request) -> Vec<Block> {
    let terms = request.terms;
    let named = terms.tribunal.iter().take(terms.seats.into());
    let named: Vec<String> = named
        .enumerate()
        .map(|(seat, address)| {
            let presides = if seat == 0 && terms.seats > 1 {
                ", presides"
            } else {
                ""
            };
            format!("{}{presides}", checksummed(&address.0))
        })
        .collect();
    let mut blocks = vec![
        text(match terms.seats {
            1 => "The parties agreed on one arbitrator, and named by address:".to_owned(),
            number => format!(
                "The parties agreed on {}, {} of whom must sign an award, and named by their addresses:",
                seats(number),
                terms.threshold
            ),
        }),
        Block::List(named),
    ];
    let sitting = request.reading.state.as_ref().map(|state| &state.tribunal);
    let changed = sitting.is_some_and(|sitting| sitting.seats != terms.tribunal);
    if changed {
        let seats = sitting.iter().flat_map(|sitting| &sitting.seats);
        let seats = seats.filter(|seat| **seat != Address::ZERO);
        blocks.push(text("Now sit, after replacements on record:"));
        blocks.push(Block::List(
            seats.map(|seat| checksummed(&seat.0)).collect(),
        ));
    }
    blocks.push(text(format!(
        "The appointing authority is {}.",
        checksummed(&terms.authority.0)
    )));
    blocks.push(missing(
        "names and contact details of the arbitrators and of the appointing authority",
    ));
    blocks.extend(own_rules::appointment(request));
    blocks
}

/// Seat, law and language, as the terms have them.
pub(super) fn agreed_place(request: &Request) -> Block {
    let terms = request.terms;
    text(format!(
        "Agreed in the terms: seat {}, governing law {}, language {}.",
        place(terms.seat.as_bytes()),
        place(terms.law.as_bytes()),
        code(terms.language.as_bytes())
    ))
}

fn service(request: &Request) -> Vec<Block> {
    let proceedings = &request.reading.proceedings;
    let own = proceedings
        .iter()
        .rfind(|one| one.claimant == request.claimant.roles());
    let mut blocks = match (own, proceedings.last()) {
        (Some(own), _) => {
            let over = match is_pending(request.reading, own.number) {
                true => "",
                false => " The dispute that it began is over.",
            };
            vec![text(format!(
                "The record has the SHA-256 of a notice of the claimant {}.{over}",
                since(request.reading, own.entry)
            ))]
        }
        (None, Some(other)) => vec![text(format!(
            "The record has no notice of the claimant. The one that it has {} is the respondent’s.",
            since(request.reading, other.entry)
        ))],
        (None, None) => Vec::new(),
    };
    blocks.push(text(format!(
        "The respondent has {} from the filing in the escrow to answer there.",
        period::format(request.terms.periods.response)
    )));
    blocks.push(missing(
        "how and when this notice was sent to the respondent, with proof; a hash on chain serves no paper",
    ));
    blocks
}

/// `since 2 March 2026, 09:00:18 UTC (entry 4)`
fn since(reading: &Reading, entry: u32) -> String {
    let mut events = reading.events.iter();
    let filed = events.find(|event| event.entry == Some(entry));
    match filed {
        Some(filed) => format!("since {} (entry {entry})", time(filed.at)),
        None => format!("as entry {entry}"),
    }
}

fn is_pending(reading: &Reading, dispute: u8) -> bool {
    reading.state.is_some_and(|state| {
        matches!(state.phase, Phase::Disputed | Phase::Awarded) && state.dispute.number == dispute
    })
}

/// Whether the terms name rules of expert determination.
fn is_for_experts(terms: &Terms) -> bool {
    standing(terms, Form::Award(AwardKind::Final)) == Standing::ExpertDetermination
}

/// Every event, as a table.
pub fn record(reading: &Reading) -> Block {
    let rows = reading.events.iter().map(|event| {
        vec![
            time(event.at),
            match event.entry {
                Some(entry) => entry.to_string(),
                None => "clock".to_owned(),
            },
            event.what.clone(),
        ]
    });
    Block::Table(Table {
        columns: vec![
            ("When".to_owned(), 30),
            ("Entry".to_owned(), 10),
            ("What".to_owned(), 60),
        ],
        rows: rows.collect(),
        marked: Vec::new(),
    })
}
