//! The cover sheet.

use exequatur_client::files::hash_text;
use exequatur_client::keys::checksummed;
use exequatur_paper::{Block, Paper, Table};

use super::requirements::{Requirement, Status};
use super::shelf::Named;
use super::signatures::SHEET;
use crate::reading::{Reading, Result, date, day, time};

/// Writes it.
pub fn cover(
    reading: &Reading,
    papers: &[Named],
    warnings: &[String],
    requirements: &[Requirement],
) -> Paper {
    let verification = &reading.verification;
    let count = |status| {
        requirements
            .iter()
            .filter(|one| one.status == status)
            .count()
    };
    let result = format!("{}: {}", verification.label(), verification.sentence);
    let mut blocks = vec![match verification.result {
        Result::Verified => Block::Text(result),
        Result::Incomplete | Result::Divergent => Block::Warning(result),
    }];
    blocks.extend(warnings.iter().cloned().map(Block::Warning));
    blocks.extend([
        Block::Text(format!(
            "Escrow {} on chain {}, as of block {} of {}. Whatever happened later is not in this dossier.",
            checksummed(&reading.contract.0),
            reading.chain_id,
            reading.block,
            time(reading.at)
        )),
        Block::Text(format!(
            "Requirements below{}: {} met, {} in part, {} not met, {} for a person to add.",
            if verification.anchored {
                ""
            } else {
                ", as far as a record that is NOT VERIFIED shows them"
            },
            count(Status::Met),
            count(Status::Partly),
            count(Status::NotMet),
            count(Status::ForAPerson)
        )),
        Block::Note(
            "This sheet says what the record and the papers show. Whether a clause, a notice or an award of this form is valid, and what a \
             court asks for beyond this list, is for the law of the seat and of the place of enforcement. Nothing here is legal advice."
                .to_owned(),
        ),
        Block::Heading(1, "What is asked for".to_owned()),
        Block::Note(
            "By the New York Convention of 1958 and the UNCITRAL Model Law of 1985, as amended in 2006, in our own words: the texts themselves, \
             and the law of the country in which they are relied on, decide."
                .to_owned(),
        ),
    ]);
    for part in requirements.chunk_by(|one, next| one.part == next.part) {
        blocks.push(Block::Heading(2, part[0].part.clone()));
        blocks.push(table(
            &[
                ("Requirement", 30),
                ("Text", 24),
                ("Status", 14),
                ("Where, or what is missing", 44),
            ],
            part.iter().map(|one| {
                vec![
                    one.what.clone(),
                    one.source.to_owned(),
                    one.status.word().to_owned(),
                    one.place.clone(),
                ]
            }),
        ));
    }
    blocks.push(Block::Heading(1, "The award in words".to_owned()));
    if !reading.decisions.is_empty() {
        blocks.push(Block::Note(
            "The list tells what was decided, and what followed from it by the terms on the day of its execution; the line above it, what became of it since."
                .to_owned(),
        ));
    }
    for decision in &reading.decisions {
        blocks.push(Block::Heading(2, decision.words[0].clone()));
        let took_effect = decision.took_effect;
        let took_effect = took_effect.map(|at| format!(" Took effect on {}.", time(at)));
        blocks.push(Block::Text(format!(
            "{}. {}. {}. {}.{}",
            decision.standing(),
            decision.finality(),
            decision.reasons(),
            decision.stay(),
            took_effect.unwrap_or_default()
        )));
        let rest = decision.words.iter().skip(1);
        blocks.push(Block::List(rest.cloned().collect()));
    }
    if reading.decisions.is_empty() {
        blocks.push(Block::Text("There is none.".to_owned()));
    }
    blocks.push(Block::Heading(1, "Papers that the record names".to_owned()));
    blocks.push(table(
        &[
            ("Paper", 24),
            ("Named by", 26),
            ("In this dossier", 40),
            ("SHA-256", 40),
        ],
        papers.iter().map(|paper| {
            vec![
                paper.what.clone(),
                format!("entry {}, {}", paper.entry, day(paper.at)),
                in_dossier(paper),
                hash_text::format(&paper.sha256),
            ]
        }),
    ));
    blocks.push(Block::Heading(1, "What else is in this dossier".to_owned()));
    blocks.push(Block::List(vec![
        "01-report.html: the case for people, to be opened in any browser".to_owned(),
        "02-terms.toml: the terms in full".to_owned(),
        "03-audit-export.json: the record with its proof; `exequatur audit verify` checks it without a network".to_owned(),
        format!(
            "{SHEET}.pdf and {SHEET}.md: every signature on record, and how to check it with other programs"
        ),
        "awards, consents, acceptances, splits, orders: what was signed, as files that this program, wallets and libraries of Ethereum read, as far as anything was signed"
            .to_owned(),
        "SHA256SUMS: the hashes of all files; `sha256sum -c SHA256SUMS` checks them".to_owned(),
    ]));
    blocks.push(Block::Heading(1, "How it was verified".to_owned()));
    blocks.push(table(
        &[("Check", 50), ("Result", 20), ("Found", 60)],
        verification.checks.iter().map(|check| {
            vec![
                check.what.clone(),
                match check.holds {
                    Some(true) => "holds".to_owned(),
                    Some(false) => "DOES NOT HOLD".to_owned(),
                    None => "not checked".to_owned(),
                },
                check.found.clone(),
            ]
        }),
    ));
    blocks.push(Block::Heading(1, "What this does not show".to_owned()));
    blocks.push(Block::List(verification.caveats.clone()));
    Paper {
        title: "Dossier for recognition and enforcement".to_owned(),
        language: "en",
        date: date(reading.at),
        blocks,
    }
}

/// Where a paper lies here, or why it does not.
fn in_dossier(paper: &Named) -> String {
    match (&paper.path, &paper.differs) {
        (Some(path), _) => path.clone(),
        (None, Some(how)) => format!("NOT HERE: WHAT WAS GIVEN DOES NOT FIT. {how}"),
        (None, None) => "NOT GIVEN".to_owned(),
    }
}

/// What a reader must not overlook in a table.
const OPEN: [&str; 4] = [
    "NOT MET",
    "DOES NOT HOLD",
    "NOT GIVEN",
    "NOT HERE: WHAT WAS GIVEN DOES NOT FIT",
];

fn table(columns: &[(&str, u16)], rows: impl Iterator<Item = Vec<String>>) -> Block {
    let columns = columns.iter();
    let rows: Vec<Vec<String>> = rows.collect();
    let places = rows.iter().enumerate().flat_map(|(row, cells)| {
        let cells = cells.iter().enumerate();
        let open = cells.filter(|(_, cell)| OPEN.iter().any(|words| cell.starts_with(words)));
        open.map(move |(column, _)| (row, column))
    });
    let marked = places.collect();
    Block::Table(Table {
        columns: columns
            .map(|(title, width)| ((*title).to_owned(), *width))
            .collect(),
        rows,
        marked,
    })
}
