//! What a reading says of cases that the rules accept.

mod support;

use exequatur_dossier::reading::{AtHand, Kind, Result, Share};
use exequatur_protocol::{Address, OrderKind};
use support::cases::enforced;
use support::{Docket, address, paper};

#[test]
fn events_are_told_with_who_did_them_and_what_the_clock_did() {
    let reading = enforced().reading();
    let told: Vec<(Option<u32>, Kind, &str)> = reading
        .events
        .iter()
        .map(|event| (event.entry, event.kind, event.what.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (Some(0), Kind::Agreement, "Terms put on chain"),
            (Some(1), Kind::Agreement, "Terms consented to"),
            (Some(2), Kind::Money, "120 UNIT locked"),
            (
                Some(3),
                Kind::Tribunal,
                "An arbitrator accepted the appointment"
            ),
            (Some(4), Kind::Dispute, "Notice of arbitration 1 filed"),
            (Some(5), Kind::Dispute, "The notice was answered"),
            (Some(6), Kind::Evidence, "Exhibit C-1 filed"),
            (Some(7), Kind::Award, "Final award executed (award 1)"),
            (None, Kind::Clock, "The final award took effect"),
            (Some(8), Kind::Money, "A credit was withdrawn"),
            (Some(9), Kind::Money, "A credit was withdrawn"),
        ]
    );
    let award = &reading.events[7];
    assert_eq!(award.sender.map(|sender| sender.roles.0), Some(0));
    assert_eq!(award.signers.len(), 1);
    assert_eq!(award.signers[0].address, address("Charlie"));
    assert!(award.authority.contains("Art. 29, 31"));
    assert_eq!(
        reading.events[8].details,
        [
            "25.5 UNIT became the payer’s to withdraw.",
            "90 UNIT became the payee’s to withdraw.",
            "4.5 UNIT became the tribunal’s to withdraw."
        ]
    );
    assert_eq!(
        reading.events[9].details,
        ["90 UNIT paid out to the payee."]
    );
}

#[test]
fn money_is_followed_to_the_last_unit_at_every_moment() {
    let reading = enforced().reading();
    let money = &reading.money;
    assert_eq!(money.came_in, 1_200_000);
    for moment in &money.moments {
        assert_eq!(
            moment.held + moment.credit.sum() + moment.paid.sum(),
            1_200_000
        );
    }
    let entries: Vec<_> = money.moments.iter().map(|moment| moment.entry).collect();
    // Locked, awarded, free by the clock, and withdrawn twice.
    assert_eq!(entries, [Some(2), Some(7), None, Some(8), Some(9)]);
    let awarded = Share {
        payer: 255_000,
        payee: 900_000,
        tribunal: 45_000,
    };
    let on_hold: Vec<_> = money.moments.iter().map(|moment| moment.on_hold).collect();
    let none = Share::default();
    assert_eq!(on_hold, [none, awarded, none, none, none]);
    assert_eq!(money.moments[1].nobodys(), 0);
    let last = money.last().expect("money moved");
    let paid = Share {
        payer: 255_000,
        payee: 900_000,
        tribunal: 0,
    };
    assert_eq!((last.held, last.paid), (0, paid));
    assert_eq!(last.credit.tribunal, 45_000);
}

#[test]
fn a_late_award_and_a_late_exhibit_are_called_late() {
    let mut docket = Docket::disputed();
    docket.order("Charlie", OrderKind::Close, 0);
    docket.files("Bob", "R-1", "Invoice");
    let reading = docket.reading();
    assert!(reading.exhibits[0].late);
    let described = reading.exhibits[0].described.as_ref().expect("at hand");
    assert_eq!(described.title, "Invoice");
    docket.manifests.clear();
    assert_eq!(docket.reading().exhibits[0].described, None);
}

#[test]
fn people_are_told_with_what_they_did_in_their_role() {
    let reading = Docket::disputed().reading();
    let told: Vec<(&str, Address)> = reading
        .people
        .iter()
        .map(|person| (person.role.as_str(), person.address))
        .collect();
    assert_eq!(
        told,
        [
            ("payer", address("Alice")),
            ("payee", address("Bob")),
            ("presiding arbitrator", address("Charlie")),
            ("appointing authority", address("Dave")),
            ("notary", address("Eve")),
        ]
    );
    assert_eq!(
        reading.people[2].notes,
        ["accepted the appointment on 2 March 2026 (entry 3)"]
    );
}

#[test]
fn papers_are_told_as_they_compare() {
    let mut docket = enforced();
    let all = docket.reading().papers;
    assert!(all.iter().all(|paper| paper.at_hand.is_none()));
    // Agreement, disclosure, notice, answer, exhibit with manifest, award, reasons.
    assert_eq!(all.len(), 8);
    let fits = |name: &str| AtHand::Fits {
        file: name.to_owned(),
    };
    let found: std::collections::BTreeMap<_, _> = all
        .iter()
        .map(|paper| (paper.sha256, fits(&paper.what)))
        .collect();
    docket.papers = Some(found.clone());
    let reading = docket.reading();
    assert_eq!(reading.verification.result, Result::Verified);
    let check = reading
        .verification
        .checks
        .last()
        .expect("there are checks");
    assert_eq!(check.holds, Some(true));
    assert_eq!(check.found, "8 of 8 at hand and as on record");

    let mut without = found.clone();
    without.remove(&paper("notice"));
    docket.papers = Some(without);
    let reading = docket.reading();
    assert_eq!(reading.verification.result, Result::Incomplete);
    let missing =
        "The record is complete and unaltered. Of the 8 papers that it names 1 is not at hand.";
    assert_eq!(reading.verification.sentence, missing);

    let how = "notes\u{202e}txt.exe was altered".to_owned();
    let mut altered = found;
    altered.insert(paper("Acceptance test"), AtHand::Differs { how });
    docket.papers = Some(altered);
    let reading = docket.reading();
    assert_eq!(reading.verification.result, Result::Divergent);
    assert!(
        reading.verification.sentence.ends_with(
            r"does not fit it, the exhibit of entry 6: notes\u{202e}txt.exe was altered."
        ),
        "{}",
        reading.verification.sentence
    );
    let check = reading
        .verification
        .checks
        .last()
        .expect("there are checks");
    assert_eq!(check.holds, Some(false));
    assert!(check.found.starts_with("7 of 8"), "{}", check.found);
}
