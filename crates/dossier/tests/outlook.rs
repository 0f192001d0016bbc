//! What a case has to say first: what is held for whom, what the clock does next, and what to beware of.

mod support;

use exequatur_dossier::reading::Reading;
use exequatur_protocol::{Action, AwardKind, Terms};
use support::cases::{
    agreed_upon, contested, determined, enforced, measured, ruled, settled_after, stayed,
};
use support::sheets::{ALL, made};
use support::{DAY, Docket, terms};

fn item(reading: &Reading, name: &str) -> Option<String> {
    let mut items = reading.summary.iter();
    let found = items.find(|item| item.name == name)?;
    Some(found.value.clone())
}

fn next(docket: &Docket) -> String {
    item(&docket.reading(), "What the clock does next").expect("there are terms")
}

#[test]
fn during_a_hold_the_clock_frees_what_the_award_gives() {
    let mut docket = Docket::disputed();
    docket.award(AwardKind::Final, [255_000, 900_000, 45_000], &["Charlie"]);
    let reading = docket.reading();
    let shares = "25.5 UNIT to the payer, 90 UNIT to the payee, 4.5 UNIT to the tribunal";
    assert_eq!(
        next(&docket),
        format!(
            "as things stand, what the award gives is free to be withdrawn from 2 April 2026, 15:00:00 UTC, in 29 days: {shares}"
        )
    );
    assert_eq!(
        item(&reading, "Still held"),
        Some(format!("120 UNIT, awarded and on hold: {shares}"))
    );
    assert_eq!(item(&reading, "Free to be withdrawn"), None);
    // Nobody touched it since.
    docket.wait(40 * DAY);
    let reading = docket.reading();
    assert_eq!(next(&docket), "nothing falls due");
    assert_eq!(item(&reading, "Still held"), Some("0 UNIT".to_owned()));
    assert_eq!(
        item(&reading, "Free to be withdrawn"),
        Some(shares.to_owned())
    );
}

#[test]
fn before_an_award_the_clock_ends_the_escrow_as_the_terms_say() {
    let halves = "60 UNIT to the payer, 60 UNIT to the payee";
    let expires = "29 August 2026, 09:00:00 UTC";
    let funded = next(&Docket::funded());
    let fallback = format!("undisputed, the escrow ends with the fallback split at {expires}, in ");
    assert!(funded.starts_with(&fallback), "{funded}");
    assert!(funded.ends_with(halves), "{funded}");
    let mut released = Docket::agreed_on(Terms {
        release_at_expiry: true,
        ..terms()
    });
    released.fund();
    let said = next(&released);
    let everything = "undisputed, the escrow ends with everything to the payee at ";
    assert!(said.starts_with(everything), "{said}");
    assert!(said.ends_with(": 120 UNIT to the payee"), "{said}");
    let disputed = next(&Docket::disputed());
    let undecided = "unless it is decided or settled before, the fallback split takes effect at ";
    assert!(disputed.starts_with(undecided), "{disputed}");
    assert!(disputed.ends_with(halves), "{disputed}");
    let mut approved = Docket::funded();
    approved.accepts("Charlie");
    for who in ["Bob", "Charlie"] {
        approved.sends(
            who,
            Action::Release {
                to_payer: 200_000,
                sequence: 0,
                approve: true,
                pay: false,
            },
        );
    }
    let said = next(&approved);
    let split = "unless somebody objects, the approved split takes effect at ";
    assert!(said.starts_with(split), "{said}");
    assert!(
        said.ends_with(": 20 UNIT to the payer, 100 UNIT to the payee"),
        "{said}"
    );
    assert_eq!(next(&Docket::agreed()), "nothing falls due");
}

#[test]
fn page_and_cover_sheet_warn_of_the_same() {
    let cases = [
        enforced(),
        stayed(),
        contested(),
        settled_after(),
        determined(),
        measured(),
        ruled(),
        agreed_upon(),
        Docket::disputed(),
    ];
    for docket in cases {
        let reading = docket.reading().with_later(1);
        assert!(!reading.warnings().is_empty());
        assert_eq!(made(&reading, &ALL).warnings, reading.warnings());
    }
    assert_eq!(enforced().reading().warnings(), [""; 0]);
}

#[test]
fn what_a_divergent_record_has_no_award_in_may_have_one_later() {
    let reading = support::unreadable();
    let warnings = reading.warnings();
    assert_eq!(warnings.len(), 1);
    assert!(warnings[0].starts_with("NO ARBITRAL AWARD IS IN WHAT WAS READ OF THE RECORD"));
}
