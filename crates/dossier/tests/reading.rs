//! What a reading says of cases that the rules accept.

mod support;

use exequatur_dossier::reading::{Kind, Outcome, Share};
use exequatur_protocol::{Action, Address, AwardKind, OrderKind, Seconds};
use support::cases::enforced;
use support::{DAY, Docket, START, address, paper};

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
    assert_eq!(entries, [Some(2), None, Some(8), Some(9)]);
    let last = money.last().expect("money moved");
    let paid = Share {
        payer: 255_000,
        payee: 900_000,
        tribunal: 0,
    };
    assert_eq!((last.held, last.paid), (0, paid));
    assert_eq!(last.credit.tribunal, 45_000);
}

/// What came of each deadline, with its margin in hours.
fn outcomes(docket: &Docket) -> Vec<(String, Outcome, Option<i64>)> {
    let deadlines = docket.reading().deadlines;
    deadlines
        .into_iter()
        .map(|one| {
            let margin = one.margin().map(|seconds| seconds / 3600);
            (one.what, one.outcome, margin)
        })
        .collect()
}

fn met(at: Seconds, entry: u32) -> Outcome {
    Outcome::Met { at, entry }
}

#[test]
fn deadlines_are_told_with_their_margins() {
    let hours = |n: u32| START + n * 3600;
    let answered = hours(5) + DAY;
    let awarded = answered + 2 * 3600 + 5 * DAY;
    assert_eq!(
        outcomes(&enforced()),
        [
            (
                "Locking the money".to_owned(),
                met(hours(2), 2),
                Some(180 * 24 - 2)
            ),
            (
                "Answer to notice 1".to_owned(),
                met(answered, 5),
                Some(72 - 25)
            ),
            (
                "Award in dispute 1".to_owned(),
                met(awarded, 7),
                Some(30 * 24 - (25 + 2 + 5 * 24))
            ),
            ("Hold of the award".to_owned(), Outcome::Passed, None),
        ]
    );
}

#[test]
fn silence_passes_deadlines_and_the_clock_ends_the_case() {
    let mut docket = Docket::funded();
    docket.sends(
        "Alice",
        Action::Dispute {
            notice: paper("notice"),
        },
    );
    let running = outcomes(&docket);
    assert!(
        running[1..]
            .iter()
            .all(|(_, outcome, _)| *outcome == Outcome::Running)
    );
    docket.wait(100 * DAY);
    let reading = docket.reading();
    let last = reading.events.last().expect("there are events");
    assert_eq!(
        last.what,
        "Nobody decided in time: the fallback split took effect"
    );
    assert_eq!(last.entry, None);
    assert!(
        reading.deadlines[1..]
            .iter()
            .all(|one| one.outcome == Outcome::Passed)
    );
    assert!(reading.decisions.is_empty());
}

#[test]
fn a_stay_that_is_lifted_and_a_correction_end_what_they_replace() {
    let mut docket = Docket::disputed();
    docket.award(AwardKind::Final, [0, 1_200_000, 0], &["Charlie"]);
    docket.award(AwardKind::Correction, [200_000, 1_000_000, 0], &["Charlie"]);
    let until = docket.now() + 50 * DAY;
    docket.order("Eve", OrderKind::Stay, until);
    docket.order("Eve", OrderKind::Lift, 0);
    let ends: Vec<_> = outcomes(&docket)
        .into_iter()
        .skip(3)
        .map(|(what, outcome, _)| (what, outcome))
        .collect();
    let moot = |entry| Outcome::Moot { entry: Some(entry) };
    assert_eq!(
        ends,
        [
            ("Hold of the award".to_owned(), moot(7)),
            ("Hold of the award".to_owned(), Outcome::Running),
            ("Stay by a court".to_owned(), moot(9)),
        ]
    );
}

#[test]
fn a_stay_from_before_a_correction_is_told_beside_the_decision() {
    let mut docket = Docket::disputed();
    docket.award(AwardKind::Final, [0, 1_200_000, 0], &["Charlie"]);
    let until = docket.now() + 50 * DAY;
    docket.order("Eve", OrderKind::Stay, until);
    docket.award(AwardKind::Correction, [200_000, 1_000_000, 0], &["Charlie"]);
    let reading = docket.reading();
    let running = reading.deadlines.iter().find(|one| one.due == until);
    assert_eq!(running.map(|one| one.outcome), Some(Outcome::Running));
    for decision in &reading.decisions {
        let stay = decision.stay();
        assert!(stay.starts_with("Under a court’s stay until "), "{stay}");
    }
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
