//! Notices for each set of rules: what is known is there, what is not is marked.

mod support;

use exequatur_client::keys::checksummed;
use exequatur_dossier::reading::Result;
use exequatur_dossier::request::{Claimant, Element, Request, RuleSet, consumer, futile, notice};
use exequatur_paper::{Block, Fonts, Paper};
use exequatur_protocol::Terms;
use support::cases::{determined, enforced, stayed, turned};
use support::{DAY, Docket, address, code, terms};

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
                Element::Demand | Element::Place | Element::Proposals
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
            assert!(!edition.requirements.is_empty(), "{rules:?}");
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
        "What a notice may propose besides (Art. 3(4))",
        "rules UNCITRAL, seat DK-84 (Hovedstaden, Denmark), governing law DK (Denmark), language en",
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

#[test]
fn notice_on_record_is_the_claimants_own() {
    let service = |docket: &Docket, claimant| {
        let paper = drawn_up(docket, RuleSet::Siac, claimant);
        let blocks = section(&paper, "Service on the respondent");
        match blocks[0] {
            Block::Text(words) => words.clone(),
            other => panic!("{other:?}"),
        }
    };
    let disputed = Docket::disputed();
    let own = service(&disputed, Claimant::Payer);
    assert_eq!(
        own,
        "The record has the SHA-256 of a notice of the claimant since 2 March 2026, 13:00:00 UTC (entry 4)."
    );
    let other = service(&disputed, Claimant::Payee);
    assert_eq!(
        other,
        "The record has no notice of the claimant. The one that it has since 2 March 2026, 13:00:00 UTC (entry 4) is the respondent’s."
    );
    // Of two disputes each party began one; the first is over.
    let turned = turned();
    assert!(
        service(&turned, Claimant::Payer)
            .ends_with("(entry 4). The dispute that it began is over.")
    );
    assert!(service(&turned, Claimant::Payee).ends_with("(entry 7)."));
    let none = service(&Docket::funded(), Claimant::Payee);
    assert!(none.starts_with("The respondent has "), "{none}");
}

#[test]
fn no_notice_says_that_the_parties_chose_rules_which_they_did_not() {
    for rules in RuleSet::ALL {
        let text = drawn_up(&Docket::disputed(), rules, Claimant::Payer).to_markdown();
        assert!(!text.contains("the parties chose"), "{rules:?}: {text}");
    }
    let text = drawn_up(&determined(), RuleSet::Uncitral, Claimant::Payer).to_markdown();
    assert!(text.contains("refer every dispute to expert determination: rules DDRR-ED"));
    assert!(!text.contains("every dispute to arbitration"), "{text}");
    assert!(text.contains("TO BE COMPLETED: the agreement to arbitrate"));
}

#[test]
fn notice_after_an_award_is_marked_and_calls_no_money_free() {
    let docket = stayed();
    let text = drawn_up(&docket, RuleSet::Uncitral, Claimant::Payer).to_markdown();
    assert!(
        text.contains("120 UNIT of it are on hold, and award 1 disposes of them."),
        "{text}"
    );
    assert!(!text.contains("nobody’s yet"), "{text}");
    assert!(
        text.contains("**TO BE COMPLETED: what is left to decide: award 1 of 3 March 2026 disposes of everything that is held"),
        "{text}"
    );
    let ended = futile(&enforced().reading());
    assert!(ended.is_some_and(|why| why.contains("this escrow has ended")));
    assert_eq!(futile(&Docket::disputed().reading()), None);
    assert_eq!(futile(&Docket::funded().reading()), None);
}

#[test]
fn notice_from_a_record_that_is_not_verified_says_so() {
    let docket = Docket::disputed();
    let drawn_up = |change: fn(&mut exequatur_dossier::reading::Reading)| {
        let mut reading = docket.reading();
        change(&mut reading);
        let request = Request {
            reading: &reading,
            terms: &docket.terms,
            rules: RuleSet::Uncitral,
            claimant: Claimant::Payer,
        };
        notice(&request).to_markdown()
    };
    let text = drawn_up(|reading| {
        reading.verification.result = Result::Incomplete;
        reading.verification.anchored = false;
        reading.verification.sentence = "The block is only the file’s word.".to_owned();
    });
    assert!(
        text.contains(
            "TO BE COMPLETED: proof of what the record says. NOT VERIFIED: The block is only"
        ),
        "{text}"
    );
    let text = drawn_up(|reading| reading.verification.later = 4);
    assert!(
        text.contains("TO BE COMPLETED: The record goes on: "),
        "{text}"
    );
    assert!(!drawn_up(|_| ()).contains("proof of what the record says"));
}

/// The text below the heading that begins so.
fn told(paper: &Paper, heading: &str) -> String {
    let blocks = section(paper, heading).into_iter().cloned().collect();
    let part = Paper {
        blocks,
        ..Paper::default()
    };
    part.to_markdown()
}

#[test]
fn what_the_escrow_does_by_itself_is_told_as_it_does_it() {
    let docket = Docket::disputed();
    let ddrr = drawn_up(&docket, RuleSet::Ddrr, Claimant::Payer);
    let text = told(&ddrr, "Automatic dispute resolution");
    for part in [
        "While a dispute is pending, the escrow splits by itself what is held if no award is made within the time for it, 30 days, and 3 days more: \
         50 % to the payer, the rest to the payee.",
        "It executes a partial award, an award of costs and an award by consent at once, and a final award after a hold of 30 days.",
        "TO BE COMPLETED: whether the parties meant this as an automatic process in the sense of the rules, whose result binds them",
    ] {
        assert!(text.contains(part), "no {part} in {text}");
    }
    assert!(!text.contains("resolves nothing by itself"), "{text}");
}

#[test]
fn rules_with_a_seat_of_their_own_mark_that_the_terms_name_another() {
    let departs = "that the parties agreed to depart from the rules: by these the seat is in England and Wales";
    let seat = |docket: &Docket| {
        let ddrr = drawn_up(docket, RuleSet::Ddrr, Claimant::Payer);
        told(&ddrr, "Seat and law")
    };
    let text = seat(&Docket::disputed());
    assert!(text.contains(departs), "{text}");
    assert!(text.contains("DK-84 (Hovedstaden, Denmark)"), "{text}");
    let english = Docket::agreed_on(Terms {
        rules: code("DDRR"),
        seat: code("GB-EAW"),
        law: code("GB-EAW"),
        ..terms()
    });
    assert!(!seat(&english).contains(departs));
    let ddrr = drawn_up(&english, RuleSet::Ddrr, Claimant::Payer);
    let identity = told(&ddrr, "Anonymity, and proof of identity");
    assert!(
        identity.contains("shows the tribunal in confidence who it is"),
        "{identity}"
    );
    let tribunal = told(&ddrr, "Tribunal and preferences of the parties");
    assert!(
        tribunal.contains(
            "TO BE COMPLETED: who appoints: under the rules the Society for Computers and Law does"
        ),
        "{tribunal}"
    );
}

#[test]
fn institutions_that_confirm_or_appoint_are_named() {
    let docket = Docket::disputed();
    let confirms = |rules: RuleSet| {
        let text = drawn_up(&docket, rules, Claimant::Payer).to_markdown();
        text.contains("TO BE COMPLETED: confirmation or appointment by ")
    };
    for rules in RuleSet::ALL {
        let expected = !matches!(rules, RuleSet::Uncitral | RuleSet::Ddrr);
        assert_eq!(confirms(rules), expected, "{rules:?}");
        assert_eq!(rules.institution().is_none(), rules == RuleSet::Uncitral);
    }
}

#[test]
fn a_consumer_is_marked_and_warned_of() {
    let docket = determined();
    for rules in RuleSet::ALL {
        let text = drawn_up(&docket, rules, Claimant::Payer).to_markdown();
        assert!(
            text.contains("**TO BE COMPLETED: by the terms one party is a consumer: "),
            "{rules:?}: {text}"
        );
        let words = consumer(&docket.terms, rules).expect("one is");
        let standards = "the JAMS Policy on Consumer Arbitrations";
        let jams = matches!(rules, RuleSet::Jams | RuleSet::JamsSmart);
        assert_eq!(words.contains(standards), jams, "{rules:?}");
        assert_eq!(consumer(&terms(), rules), None);
    }
    let text = drawn_up(&Docket::disputed(), RuleSet::Jams, Claimant::Payer).to_markdown();
    assert!(!text.contains("consumer"), "{text}");
}

#[test]
fn the_rules_for_smart_contracts_of_jams_are_a_draft_and_no_others() {
    assert_eq!(RuleSet::of("JAMS-SC"), Some(RuleSet::JamsSmart));
    assert_eq!(RuleSet::of("JAMS-CP"), Some(RuleSet::Jams));
    let docket = Docket::agreed_on(Terms {
        rules: code("JAMS-SC"),
        ..terms()
    });
    let own = drawn_up(&docket, RuleSet::JamsSmart, Claimant::Payer).to_markdown();
    assert!(
        own.contains("it published them as a draft for comment"),
        "{own}"
    );
    assert!(
        !own.contains("the terms of the escrow name the rules"),
        "{own}"
    );
    let others = drawn_up(&docket, RuleSet::Jams, Claimant::Payer).to_markdown();
    assert!(others.contains("the terms of the escrow name the rules JAMS-SC"));
}

#[test]
fn counsel_of_the_claimant_is_asked_for_once() {
    for rules in RuleSet::ALL {
        let paper = drawn_up(&Docket::disputed(), rules, Claimant::Payer);
        let asked = paper.blocks.iter().filter(|block| match block {
            Block::ToComplete(words) => {
                words.contains("claimant’s counsel") || words.contains("represents the claimant")
            }
            _ => false,
        });
        assert_eq!(asked.count(), 1, "{rules:?}");
    }
}

#[test]
fn each_set_of_rules_asks_for_what_is_its_own() {
    let docket = Docket::disputed();
    for (rules, parts) in [
        (
            RuleSet::Siac,
            &[
                "Conduct of the arbitration (Rule 6.3)",
                "Streamlined or expedited procedure",
            ][..],
        ),
        (
            RuleSet::Jams,
            &["Place of a hearing", "Expedited procedures"],
        ),
        (RuleSet::Icc, &["Third-party funding (Art. 11(7))"]),
        (
            RuleSet::Hkiac,
            &["Relief sought (Art. 4.3(f))", "Registration fee (Art. 4.4)"],
        ),
    ] {
        let text = drawn_up(&docket, rules, Claimant::Payer).to_markdown();
        for part in parts {
            assert!(text.contains(part), "{rules:?}: no {part} in {text}");
        }
    }
}
