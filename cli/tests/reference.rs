//! The pages of docs/reference are compared with the sources, so that an outsider can rely on them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use codec::Encode;
use core::mem::offset_of;

use exequatur_protocol::{
    Address, Award, CELL_LEN, Code, Dispute, Hours, Order, OrderKind, Periods, Phase, Refusal,
    State, TERMS_LEN, Terms, digest::types,
};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn page(name: &str) -> String {
    std::fs::read_to_string(root().join("docs/reference").join(name)).expect("the page exists")
}

/// The rows of the tables under a heading, a list of cells each, without the tables' heads.
fn rows(page: &str, heading: &str) -> Vec<Vec<String>> {
    let from = page
        .find(&format!("\n{heading}\n"))
        .expect("the heading is there")
        + heading.len();
    let text = &page[from + 2..];
    let text = &text[..text.find("\n## ").unwrap_or(text.len())];
    let mut found: Vec<Vec<String>> = Vec::new();
    for line in text.lines().filter(|line| line.starts_with('|')) {
        if line.starts_with("|--") {
            found.pop().expect("a head stands above the line");
            continue;
        }
        let cells = line.trim_matches('|').split('|');
        found.push(cells.map(|cell| cell.trim().to_owned()).collect());
    }
    found
}

/// Offset, length and text of the rows of one table.
fn fields(page: &str, heading: &str) -> Vec<(usize, usize, String)> {
    rows(page, heading)
        .into_iter()
        .filter_map(|row| Some((row[0].parse().ok()?, row[1].parse().ok()?, row[2].clone())))
        .collect()
}

fn assert_gapless(fields: &[(usize, usize, String)], length: usize) {
    let mut end = 0;
    for (offset, length, text) in fields {
        assert_eq!(*offset, end, "{text}");
        end += length;
    }
    assert_eq!(end, length);
}

/// The bytes of the field whose text begins with a word.
fn field<'a>(bytes: &'a [u8], fields: &[(usize, usize, String)], begins: &str) -> &'a [u8] {
    let (offset, length, _) = fields
        .iter()
        .find(|(.., text)| text.starts_with(begins))
        .unwrap_or_else(|| panic!("no field {begins}"));
    &bytes[*offset..offset + length]
}

fn terms() -> Terms {
    Terms {
        payer: Address([1; 20]),
        payee: Address([2; 20]),
        asset: Address([3; 20]),
        unit: 8,
        amount: 0x0102_0304_0506_0708,
        agreement: [4; 32],
        rules: Code(*b"UNCITRAL"),
        seat: Code(*b"DK-84\0"),
        law: Code(*b"NO\0\0\0\0"),
        language: Code(*b"en\0\0\0\0"),
        tribunal: [Address([5; 20]), Address([6; 20]), Address([7; 20])],
        seats: 3,
        threshold: 2,
        authority: Address([8; 20]),
        notary: Address([9; 20]),
        periods: Periods {
            response: Hours(11),
            award: Hours(12),
            hold: Hours(13),
            longest_pause: Hours(14),
            longest_stay: Hours(15),
        },
        expiry: 0x1112_1314,
        release_at_expiry: true,
        fallback_payer_bps: 3_333,
        tribunal_cap: 77,
        reasons_waived: false,
        consumer: true,
    }
}

#[test]
fn every_refusal_is_listed_with_its_number() {
    let expected: Vec<Vec<String>> = Refusal::ALL
        .iter()
        .map(|refusal| {
            let number = refusal.encode()[0].to_string();
            vec![number, format!("`{}`", refusal.code()), refusal.to_string()]
        })
        .collect();
    assert_eq!(
        rows(&page("errors.md"), "## Refusals of the contract"),
        expected
    );
}

/// Texts in CamelCase that the sources give as codes of errors.
fn codes_in(text: &str, codes: &mut BTreeSet<String>) {
    let tight: String = text.split_whitespace().collect();
    let doors = [
        "usage(",
        "not_found(",
        "verification(",
        "CliError::new(",
        "=>",
        "=>Usage,",
        "=>Key,",
        "=>Storage,",
    ];
    for door in doors {
        for after in tight.split(door).skip(1) {
            let after = match after.split_once(',') {
                Some((kind, rest)) if kind.starts_with("Kind::") => rest,
                _ => after,
            };
            let Some((code, _)) = after
                .strip_prefix('"')
                .and_then(|rest| rest.split_once('"'))
            else {
                continue;
            };
            if code.starts_with(|c: char| c.is_ascii_uppercase())
                && code.chars().all(|c| c.is_ascii_alphanumeric())
            {
                codes.insert(code.to_owned());
            }
        }
    }
}

fn sources(folder: &Path, read: &mut dyn FnMut(&str)) {
    for entry in std::fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("a readable folder").path();
        if path.is_dir() {
            sources(&path, read);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            read(&std::fs::read_to_string(&path).expect("text"));
        }
    }
}

#[test]
fn every_error_of_the_program_is_listed() {
    let page = page("errors.md");
    let mut listed: BTreeSet<String> = BTreeSet::new();
    for heading in ["## Errors of the program", "## Errors in files"] {
        for row in rows(&page, heading) {
            listed.insert(row[0].trim_matches('`').to_owned());
        }
    }
    let mut codes = BTreeSet::new();
    sources(&root().join("cli/src"), &mut |text| {
        codes_in(text, &mut codes)
    });
    codes.insert("Bug".to_owned());
    for source in ["client/src/files/error.rs", "audit/src/finding.rs"] {
        let path = root().join("crates").join(source);
        let text = std::fs::read_to_string(path).expect("the source is there");
        let from = text.find("pub fn code(").expect("the codes are there");
        codes_in(
            text[from..].split("pub fn").nth(1).expect("just found"),
            &mut codes,
        );
    }
    for refusal in Refusal::ALL {
        if !listed.contains(refusal.code()) {
            codes.remove(refusal.code());
        }
    }
    let missing: Vec<_> = codes.difference(&listed).collect();
    let unknown: Vec<_> = listed.difference(&codes).collect();
    assert!(missing.is_empty(), "not listed: {missing:?}");
    assert!(unknown.is_empty(), "listed, but in no source: {unknown:?}");
}

#[test]
fn terms_lie_as_described() {
    let fields = fields(&page("call-data.md"), "## Terms");
    assert_gapless(&fields, TERMS_LEN);
    let terms = terms();
    let bytes = terms.encode();
    for (begins, expected) in [
        ("payer", terms.payer.encode()),
        ("payee", terms.payee.encode()),
        ("asset", terms.asset.encode()),
        ("unit", terms.unit.encode()),
        ("amount", terms.amount.encode()),
        ("SHA-256 of the agreement", terms.agreement.encode()),
        ("rules", terms.rules.encode()),
        ("seat, code", terms.seat.encode()),
        ("law", terms.law.encode()),
        ("language", terms.language.encode()),
        ("three arbitrators", terms.tribunal.encode()),
        ("seats", terms.seats.encode()),
        ("threshold", terms.threshold.encode()),
        ("appointing authority", terms.authority.encode()),
        ("notary", terms.notary.encode()),
        ("response period", terms.periods.response.encode()),
        ("award period", terms.periods.award.encode()),
        ("hold period", terms.periods.hold.encode()),
        ("longest pause", terms.periods.longest_pause.encode()),
        ("longest stay", terms.periods.longest_stay.encode()),
        ("expiry", terms.expiry.encode()),
        ("release at expiry", terms.release_at_expiry.encode()),
        ("the payer's share", terms.fallback_payer_bps.encode()),
        ("the most for the tribunal", terms.tribunal_cap.encode()),
        ("reasons waived", terms.reasons_waived.encode()),
        ("consumer", terms.consumer.encode()),
    ] {
        assert_eq!(field(&bytes, &fields, begins), expected, "{begins}");
    }
}

#[test]
fn orders_and_awards_lie_as_described() {
    let page = page("call-data.md");
    let order_fields = fields(&page, "## Order");
    let order = Order {
        sequence: 1,
        kind: OrderKind::Replace,
        document: [2; 32],
        appointee: Address([3; 20]),
        seat: 2,
        until: 0x0405_0607,
    };
    let bytes = order.encode();
    assert_gapless(&order_fields, bytes.len());
    for (begins, expected) in [
        ("sequence", vec![1]),
        (
            "kind: 0 pause, 1 resume, 2 close, 3 replace, 4 stay, 5 lift",
            vec![3],
        ),
        ("SHA-256", vec![2; 32]),
        ("appointee", vec![3; 20]),
        ("seat", vec![2]),
        ("until", order.until.encode()),
    ] {
        assert_eq!(field(&bytes, &order_fields, begins), expected, "{begins}");
    }

    let shortest = Award::default().encode().len();
    let lengths = rows(&page, "## Award");
    let sum: usize = lengths
        .iter()
        .map(|row| {
            row[0]
                .split(',')
                .next()
                .unwrap_or_default()
                .parse::<usize>()
                .expect("a length")
        })
        .sum();
    assert_eq!(sum, shortest);
    assert!(page.contains(&format!("\n{shortest} bytes, and 32 for each of reasons")));
    assert!(page.contains(&format!("\n{} bytes.", bytes.len())));
    assert!(page.contains(&format!(
        "At most {} bytes in all",
        exequatur_protocol::MAX_INPUT
    )));
}

#[test]
fn the_storage_cell_lies_as_described() {
    let page = page("record.md");
    let fields = fields(&page, "## The storage cell");
    assert_gapless(&fields, CELL_LEN);

    let mut cell = [0; CELL_LEN];
    for (place, byte) in cell.iter_mut().enumerate() {
        *byte = place as u8;
    }
    for (place, value) in [
        (offset_of!(State, phase), 1),
        (
            offset_of!(State, dispute) + offset_of!(Dispute, response),
            2,
        ),
        (
            offset_of!(State, dispute) + offset_of!(Dispute, record_closed),
            1,
        ),
    ] {
        cell[place] = value;
    }
    let state = State::from_cell(&cell).expect("every byte is a value of its field");
    assert_eq!(state.phase, Phase::Agreed);
    for (begins, expected) in [
        ("head", state.head.encode()),
        ("entries", state.entries.encode()),
        ("terms hash", state.clause.terms_hash.encode()),
        ("payer", state.clause.payer.encode()),
        ("payee", state.clause.payee.encode()),
        ("asset", state.clause.asset.encode()),
        ("appointing authority", state.clause.authority.encode()),
        ("notary", state.clause.notary.encode()),
        ("seat", state.clause.seat.encode()),
        ("periods", state.clause.periods.encode()),
        ("expiry", state.clause.expiry.encode()),
        ("fallback", state.clause.fallback_payer_bps.encode()),
        ("unit", state.clause.unit.encode()),
        ("who sits", state.tribunal.seats.encode()),
        ("seats", state.tribunal.size.encode()),
        ("threshold", state.tribunal.threshold.encode()),
        ("accepted", state.tribunal.accepted.encode()),
        ("replacements", state.tribunal.replacements.encode()),
        ("held", state.money.held.encode()),
        ("credit of the payer", state.money.payer.encode()),
        ("credit of the payee", state.money.payee.encode()),
        ("credit of the tribunal", state.money.tribunal.encode()),
        (
            "what the tribunal may still",
            state.money.tribunal_cap.encode(),
        ),
        ("proposal: to the payer", state.proposal.to_payer.encode()),
        ("paused until", state.pause.until.encode()),
        (
            "proposal: when it executes",
            state.proposal.executes_at.encode(),
        ),
        ("proposal: sequence", state.proposal.sequence.encode()),
        ("who set the pause", state.pause.by.encode()),
        ("who has used a pause", state.pause.used.encode()),
        ("proposal: who approves", state.proposal.approvals.encode()),
        ("awards", state.awards.encode()),
        ("orders", state.orders.encode()),
        ("consents", state.consents.encode()),
        ("phase", state.phase.encode()),
        ("final award: to the payer", state.hold.to_payer.encode()),
        (
            "final award: to the tribunal",
            state.hold.to_tribunal.encode(),
        ),
        ("final award: on hold", state.hold.until.encode()),
        ("final award: stayed", state.hold.stayed_until.encode()),
        ("final award: stays", state.hold.stays.encode()),
        ("final award: corrections", state.hold.corrections.encode()),
        ("dispute: respond by", state.dispute.respond_by.encode()),
        ("dispute: award by", state.dispute.award_by.encode()),
        ("dispute: its number", state.dispute.number.encode()),
        ("dispute: claimant", state.dispute.claimant.encode()),
        ("dispute: response", state.dispute.response.encode()),
        (
            "dispute: record closed",
            state.dispute.record_closed.encode(),
        ),
    ] {
        assert_eq!(field(&cell, &fields, begins), expected, "{begins}");
    }
}

#[test]
fn the_types_that_are_signed_are_those_of_the_page() {
    let page = page("signatures.md");
    for text in [types::CONSENT, types::RELEASE, types::AWARD, types::ORDER] {
        assert!(page.contains(&format!("\n    {text}\n")), "{text}");
    }
}
