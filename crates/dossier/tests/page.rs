//! The page, and what hostile text can do to it: nothing.

mod support;

use exequatur_client::files::Token;
use exequatur_dossier::page::html;
use exequatur_dossier::reading::{AtHand, Result};
use exequatur_protocol::AwardKind;
use support::cases::{
    agreed_upon, contested, determined, enforced, hostile, large, measured, settled_after, stayed,
};
use support::{DAY, Docket, paper};

#[test]
fn hostile_text_stays_text() {
    let token = Token {
        symbol: "<b>U\u{202e}".to_owned(),
        decimals: 4,
    };
    let calm = html(&Docket::disputed().reading());
    let page = html(&hostile().reading_in(&token));
    for tag in [
        "<script",
        "<img",
        "<b>",
        "onload=alert(1)>",
        "onmouseover='",
    ] {
        assert!(!page.contains(tag), "{tag}");
    }
    // Exactly the elements that can act or end another one, as often as in a calm page.
    for tag in ["<style", "</style", "<title>", "<meta", "<link", "<a "] {
        assert_eq!(
            page.matches(tag).count(),
            calm.matches(tag).count(),
            "{tag}"
        );
    }
    let acts = |c: char| {
        c.is_control() && c != '\n'
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
    };
    assert_eq!(page.chars().find(|c| acts(*c)), None);
    // It is shown all the same, so that nobody can hide an exhibit behind its title.
    assert!(page.contains("document.title = "));
    assert!(page.contains(r"\u{202e}fdp.exe"));
    assert!(page.contains(&"W".repeat(10_000)));
    assert!(page.contains("{{ 7 * 7 }}"));
}

#[test]
fn page_asks_for_nothing_from_elsewhere() {
    let page = html(&Docket::disputed().reading());
    for part in [
        "http:", "https:", "src=", "url(http", "@import", "<link", "<script", " style=",
    ] {
        assert!(!page.contains(part), "{part}");
    }
    assert!(page.contains("default-src 'none'; style-src 'sha256-"));
}

#[test]
fn page_says_the_result_before_anything_else() {
    let page = html(&Docket::disputed().reading());
    let at = |part: &str| page.find(part).unwrap_or_else(|| panic!("no {part}"));
    assert!(at("Verified</h2>") < at("At a glance"));
    assert!(page.contains("Answer to notice 1"));
    assert!(page.contains("47 hours early"));
}

#[test]
fn page_of_what_nothing_anchors_is_called_not_verified() {
    let mut reading = Docket::disputed().reading();
    reading.verification.result = Result::Incomplete;
    reading.verification.sentence = "The block is only the file’s word.".to_owned();
    let in_part = html(&reading);
    assert!(in_part.contains("Verified in part</h2>"));
    reading.verification.anchored = false;
    let page = html(&reading);
    assert!(page.contains("Not verified</h2>\n<p>The block is only the file’s word.</p>"));
    assert!(!page.contains("Verified in part"));
}

#[test]
fn page_says_that_the_record_goes_on() {
    let calm = html(&Docket::disputed().reading());
    assert!(calm.contains("Whatever happened after this block is not shown here."));
    assert!(!calm.contains("The record goes on") && calm.contains("</span> Verified</h2>"));
    let page = html(&Docket::disputed().reading().with_later(3));
    let at = page.find("The record goes on: the chain that was asked has 3 later entries");
    assert!(at.is_some() && at < page.find("At a glance"));
    // What is verified is not all there is.
    assert!(page.contains("<section class=\"result part\""));
    assert!(page.contains("</span> Verified up to block 6</h2>"));
    assert!(html(&Docket::disputed().reading().with_later(1)).contains("has 1 later entry,"));
}

#[test]
fn page_begins_with_what_to_beware_of() {
    let cases = [
        (stayed(), "IS UNDER A COURT’S STAY until"),
        (contested(), "WAS CORRECTED AND RESTATED by award 3"),
        (settled_after(), "WAS OVERTAKEN BY A SETTLEMENT"),
        (determined(), "ONE PARTY IS A CONSUMER"),
        (measured(), "IS AN INTERIM MEASURE"),
        (Docket::disputed(), "NO ARBITRAL AWARD IS ON RECORD"),
    ];
    for (docket, warning) in cases {
        let reading = docket.reading();
        let page = html(&reading);
        let from = page.find("</span> Beware</h2>").expect(warning);
        let to = page.find("At a glance").expect("a summary");
        let top = &page[from..to];
        assert!(top.contains(warning), "no {warning} in {top}");
        for one in reading.warnings() {
            assert!(
                top.contains(&format!("<li>{one}</li>")),
                "no {one} in {top}"
            );
        }
    }
    assert!(!html(&enforced().reading()).contains("Beware"));
}

/// What is said of the picture to whoever does not see it.
fn spoken(docket: &Docket) -> String {
    let page = html(&docket.reading());
    let from = page.find("<desc id=\"flow-words\">").expect("a picture") + 22;
    page[from..]
        .split("</desc>")
        .next()
        .expect("it ends")
        .to_owned()
}

#[test]
fn picture_tells_apart_what_was_paid_what_is_free_what_is_on_hold_and_what_is_nobodys() {
    let said = |parts: &str| format!("120 UNIT came in from the payer. Of it: {parts}.");
    let mut docket = Docket::disputed();
    assert_eq!(
        spoken(&docket),
        said("120 UNIT is held in escrow and nobody’s yet")
    );
    let split = [255_000, 900_000, 45_000];
    docket.award(AwardKind::Final, split, &["Charlie"]);
    let until = "awarded, on hold until 2 April 2026, 15:00:00 UTC";
    assert_eq!(
        spoken(&docket),
        said(&format!(
            "25.5 UNIT for the payer is {until}; 90 UNIT for the payee is {until}; 4.5 UNIT for the tribunal is {until}"
        ))
    );
    // The hold ran out, and nobody touched it.
    docket.wait(31 * DAY);
    assert_eq!(
        spoken(&docket),
        said(
            "25.5 UNIT is free to be withdrawn by the payer; 90 UNIT is free to be withdrawn by the payee; 4.5 UNIT is free to be withdrawn by the tribunal"
        )
    );
    assert_eq!(
        spoken(&enforced()),
        said(
            "25.5 UNIT was paid out to the payer; 90 UNIT was paid out to the payee; 4.5 UNIT is free to be withdrawn by the tribunal"
        )
    );
    assert_eq!(
        spoken(&agreed_upon()),
        said(
            "20 UNIT is free to be withdrawn by the payer; 100 UNIT is free to be withdrawn by the payee"
        )
    );
    let until = "awarded, stayed until";
    let stayed = spoken(&stayed());
    assert!(
        stayed.contains(&format!("110 UNIT for the payee is {until} ")),
        "{stayed}"
    );
    // Nobody decided.
    let mut silent = Docket::disputed();
    silent.wait(60 * DAY);
    assert_eq!(
        spoken(&silent),
        said(
            "60 UNIT is free to be withdrawn by the payer; 60 UNIT is free to be withdrawn by the payee"
        )
    );
}

#[test]
fn picture_shows_what_is_on_hold_otherwise_than_by_its_colour() {
    let mut docket = Docket::disputed();
    docket.award(AwardKind::Final, [0, 1_155_000, 45_000], &["Charlie"]);
    let page = html(&docket.reading());
    for part in [
        "<path class=\"ribbon payee hold\"",
        "<rect class=\"part payee hold\" x=\"158\"",
        "<rect class=\"part tribunal hold\" x=\"158\"",
        "class=\"who\">For the payee</text>",
        "class=\"how\">awarded, on hold until</text>",
        "class=\"how\">2 April 2026</text>",
        "dotted: awarded, and on hold",
        "on hold: 115.5 UNIT to the payee, 4.5 UNIT to the tribunal</span>",
    ] {
        assert!(page.contains(part), "no {part}");
    }
    // The bar of the award's moment, beside that of the moment before.
    assert_eq!(page.matches("<rect class=\"part payee hold\"").count(), 2);
    assert_eq!(page.matches("<rect class=\"part held\"").count(), 1);
    assert!(!page.contains("nobody’s yet</text>") && !page.contains("payer hold\""));
    let before = html(&Docket::disputed().reading());
    assert!(before.contains("nobody’s yet</text>") && !before.contains("dotted: "));
}

#[test]
fn no_label_of_a_picture_loses_digits_unit_or_fate() {
    let reading = large().reading_in(&Token {
        symbol: "UNIT".to_owned(),
        decimals: 10,
    });
    let page = html(&reading);
    let from = page.find("<svg class=\"picture\"").expect("a picture");
    let to = page.find("id=\"bars-title\"").expect("another one");
    let flow = &page[from..to];
    for part in [
        ">123456.0123456789 UNIT<",
        ">66555.2716049413<",
        ">UNIT to withdraw<",
        ">50000.0000000023 UNIT<",
    ] {
        assert!(flow.contains(part), "no {part} in {flow}");
    }
    assert!(!flow.contains('…'), "{flow}");
}

#[test]
fn table_whose_amounts_do_not_fit_beside_one_another_is_stacked() {
    let short = html(&Docket::disputed().reading());
    assert!(short.contains("<table class=\"wide\" role=\"table\">\n<caption>Where the money"));
    let table = |decimals| {
        let token = Token {
            symbol: "UNIT".to_owned(),
            decimals,
        };
        html(&large().reading_in(&token))
    };
    assert!(table(10).contains("<table class=\"wide stacked\" role"));
    assert!(table(38).contains("<table class=\"wide stacked endless\" role"));
}

#[test]
fn page_shows_which_papers_fit_and_which_were_altered() {
    let mut docket = enforced();
    let without = html(&docket.reading());
    assert!(without.contains("no files were compared with it"));
    assert!(!without.contains("id=\"papers\"") && !without.contains("does not fit"));
    let fits = AtHand::Fits {
        file: "notice <b>.md".to_owned(),
    };
    let differs = AtHand::Differs {
        how: "<i>report</i>.txt was altered".to_owned(),
    };
    docket.papers = Some([(paper("notice"), fits), (paper("Acceptance test"), differs)].into());
    let page = html(&docket.reading());
    assert!(page.contains("Divergent</h2>"));
    for part in [
        "<span class=\"mark bad\">does not fit</span>",
        "&#60;i&#62;report&#60;/i&#62;.txt was altered",
        "<span class=\"mark good\">fits</span>",
        "notice &#60;b&#62;.md",
        "<span class=\"mark part\">not at hand</span>",
        "no file has this SHA-256",
    ] {
        assert!(page.contains(part), "no {part}");
    }
    assert!(!page.contains("no files were compared with it"));
}
