//! Notices for each set of rules: what is known is there, what is not is marked.

mod support;

use exequatur_client::keys::checksummed;
use exequatur_dossier::request::{Claimant, Element, Request, RuleSet, notice};
use exequatur_paper::{Block, Fonts, Paper};
use support::{DAY, Docket, address, terms};

fn drawn_up(docket: &Docket, rules: RuleSet, claimant: Claimant) -> Paper {
    let reading = docket.reading();
    notice(&Request {
        reading: &reading,
        terms: &docket.terms,
        rules,
        claimant,
    })
}

/// The blocks below the heading that begins so, up to the next.
fn section<'a>(paper: &'a Paper, heading: &str) -> Vec<&'a Block> {
    let mut blocks = paper.blocks.iter();
    blocks
        .find(|block| matches!(block, Block::Heading(1, words) if words.contains(heading)))
        .unwrap_or_else(|| panic!("no {heading} in {paper:#?}"));
    blocks
        .take_while(|block| !matches!(block, Block::Heading(1, _)))
        .collect()
}

#[test]
fn every_requirement_of_every_set_of_rules_is_answered_or_marked() {
    let docket = Docket::disputed();
    for rules in RuleSet::ALL {
        let paper = drawn_up(&docket, rules, Claimant::Payer);
        let edition = rules.edition(docket.now());
        for requirement in edition.requirements {
            let blocks = section(&paper, requirement.what);
            assert!(!blocks.is_empty(), "{rules:?}: {requirement:?}");
            // What no record can know is marked in every notice.
            let marked = blocks
                .iter()
                .any(|block| matches!(block, Block::ToComplete(_)));
            let known = matches!(
                requirement.element,
                Element::Demand | Element::Place | Element::Automatic
            );
            assert_eq!(marked, !known, "{rules:?}: {requirement:?}");
        }
        assert!(paper.to_pdf(&Fonts::own()).is_ok());
    }
}

#[test]
fn what_nobody_compared_with_the_rules_is_marked_for_who_sends_it() {
    let docket = Docket::disputed();
    let mark = |rules| {
        let paper = drawn_up(&docket, rules, Claimant::Payer);
        paper.blocks.iter().find_map(|block| match block {
            Block::ToComplete(words) if words.starts_with("compare ") => Some(words.clone()),
            _ => None,
        })
    };
    assert_eq!(mark(RuleSet::Uncitral), None);
    let begins = |rules| {
        let words = mark(rules).expect("something was not compared");
        words.split(" with ").next().map(str::to_owned)
    };
    for rules in RuleSet::ALL
        .into_iter()
        .filter(|one| *one != RuleSet::Uncitral)
    {
        assert_eq!(begins(rules).as_deref(), Some("compare all sections"));
    }
    for rules in RuleSet::ALL {
        for edition in rules.editions() {
            for requirement in edition.requirements {
                // A number that nobody compared may stand there; what was compared has one.
                assert!(!requirement.compared || requirement.source.is_some());
            }
        }
    }
}

#[test]
fn an_arbitration_falls_under_the_edition_of_the_day_on_which_it_begins() {
    let icc = |at| RuleSet::Icc.edition(at).name;
    // 31 May and 1 June 2026.
    assert_eq!(icc(1_780_271_999), "the ICC Arbitration Rules (2021)");
    assert_eq!(icc(1_780_272_000), "the ICC Arbitration Rules (2026)");
    let mut docket = Docket::disputed();
    docket.wait(100 * DAY);
    let text = drawn_up(&docket, RuleSet::Icc, Claimant::Payer).to_markdown();
    for part in [
        "the ICC Arbitration Rules (2026)",
        "Persons and entities of whom arbitrators must know (Art. 5(3), 12(5), 12(6))",
        "compare all sections with the text",
    ] {
        assert!(text.contains(part), "no {part} in {text}");
    }
}

#[test]
fn the_record_fills_in_what_it_knows() {
    let text = drawn_up(&Docket::disputed(), RuleSet::Uncitral, Claimant::Payer).to_markdown();
    for part in [
        "# Notice of arbitration\n",
        "(Art. 3(3)(g))",
        "seat DK-84, governing law DK, language en",
        "The payer consented to the terms on 2 March 2026 (entry 0).",
        "The payee consented to the terms on 2 March 2026 (entry 1).",
        "120 UNIT of it are still held",
        "Notice of arbitration 1 filed",
        &checksummed(&address("Charlie").0),
    ] {
        assert!(text.contains(part), "no {part} in {text}");
    }
}

#[test]
fn claimant_and_respondent_are_who_they_are() {
    let docket = Docket::disputed();
    assert_eq!(
        Claimant::on_record(&docket.reading()),
        Some(Claimant::Payer)
    );
    assert_eq!(Claimant::on_record(&Docket::funded().reading()), None);
    let parties = |claimant| {
        let paper = drawn_up(&docket, RuleSet::Icc, claimant);
        let blocks = section(&paper, "The parties");
        blocks
            .into_iter()
            .filter_map(|block| match block {
                Block::Text(words) => Some(words.clone()),
                _ => None,
            })
            .collect::<Vec<_>>()
    };
    let by = |name| {
        format!(
            "Acts in the escrow by the address {}.",
            checksummed(&address(name).0)
        )
    };
    assert_eq!(parties(Claimant::Payer), [by("Alice"), by("Bob")]);
    assert_eq!(parties(Claimant::Payee), [by("Bob"), by("Alice")]);
}

#[test]
fn other_rules_than_those_of_the_terms_are_marked() {
    let docket = Docket::disputed();
    let marks = |rules| {
        let paper = drawn_up(&docket, rules, Claimant::Payer);
        let text = paper.to_markdown();
        text.contains("the terms of the escrow name the rules UNCITRAL")
    };
    assert!(!marks(RuleSet::Uncitral));
    assert!(marks(RuleSet::Hkiac));
    assert_eq!(RuleSet::of("uncitral"), Some(RuleSet::Uncitral));
    assert_eq!(RuleSet::of("ADHOC"), None);
    assert_eq!(terms().rules.as_bytes(), b"UNCITRAL");
}

#[test]
fn hostile_text_in_a_notice_stays_text() {
    let mut docket = Docket::disputed();
    docket.files(
        "Bob",
        "R-1",
        "[click](http://x) <script> | `x` \u{202e}\n# Heading",
    );
    let text = drawn_up(&docket, RuleSet::Siac, Claimant::Payee).to_markdown();
    assert!(
        text.contains(r"R-1 \[click\](http://x) \<script\> \| \`x\`"),
        "{text}"
    );
    assert!(
        !text.contains("<script>") && !text.contains("\n# Heading") && !text.contains('\u{202e}')
    );
}
