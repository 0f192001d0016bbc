//! What a reading says of cases that the rules accept.

mod support;

use exequatur_dossier::reading::{AtHand, Deadline, Kind, Outcome, Result, Share};
use exequatur_protocol::{Action, Address, AwardKind, Hours, OrderKind, Seconds, Terms};
use support::cases::enforced;
use support::{DAY, Docket, START, address, paper, terms};

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

/// A party and the tribunal approve a split.
fn approved(docket: &mut Docket) {
    for who in ["Alice", "Charlie"] {
        let state = docket.steps().last().expect("there are entries").after;
        docket.sends(
            who,
            Action::Release {
                to_payer: 300_000,
                sequence: state.proposal.sequence,
                approve: true,
                pay: false,
            },
        );
    }
}

/// The deadlines whose name begins so.
fn of(docket: &Docket, what: &str) -> Vec<Deadline> {
    let deadlines = docket.reading().deadlines.into_iter();
    deadlines.filter(|one| one.what.starts_with(what)).collect()
}

#[test]
fn a_pause_moves_the_moment_at_which_an_approved_split_executes() {
    let mut docket = Docket::funded();
    docket.accepts("Charlie");
    approved(&mut docket);
    let approved_at = docket.now() - 3600;
    let objection = of(&docket, "Objection");
    assert_eq!(objection.len(), 1);
    assert_eq!(objection[0].due, approved_at + 3 * DAY);
    assert_eq!(objection[0].outcome, Outcome::Running);
    let paused_at = docket.now();
    docket.sends(
        "Bob",
        Action::Pause {
            hours: Hours(5 * 24),
            reason: paper("reason"),
        },
    );
    let moved = of(&docket, "Objection");
    let dues: Vec<_> = moved.iter().map(|one| (one.due, one.outcome)).collect();
    let moot = Outcome::Moot { entry: Some(6) };
    assert_eq!(
        dues,
        [
            (approved_at + 3 * DAY, moot),
            (paused_at + 5 * DAY, Outcome::Running)
        ]
    );
    // The rules agree: until then nothing is executed, and then the split is.
    docket.wait(4 * DAY);
    assert_eq!(of(&docket, "Objection")[1].outcome, Outcome::Running);
    docket.wait(DAY);
    let last = &of(&docket, "Objection")[1];
    assert_eq!(
        (last.outcome, last.then.as_str()),
        (Outcome::Passed, "the split executes")
    );
    let reading = docket.reading();
    let event = reading.events.last().expect("there are events");
    assert_eq!(event.at, paused_at + 5 * DAY);
    assert_eq!(
        event.what,
        "Nobody objected: the approved split took effect"
    );
}

#[test]
fn terms_that_end_before_an_approved_split_decide_and_it_does_not() {
    for release_at_expiry in [false, true] {
        let mut docket = Docket::agreed_on(Terms {
            release_at_expiry,
            ..terms()
        });
        docket.fund();
        docket.accepts("Charlie");
        let expiry = docket.terms.expiry;
        docket.wait(expiry - DAY - docket.now());
        approved(&mut docket);
        let objection = of(&docket, "Objection");
        assert_eq!(objection.len(), 1);
        assert_eq!(objection[0].due, expiry);
        assert!(
            objection[0]
                .then
                .starts_with("the terms end before the split"),
            "{}",
            objection[0].then
        );
        docket.wait(2 * DAY);
        let reading = docket.reading();
        let event = reading.events.last().expect("there are events");
        assert_eq!(event.at, expiry);
        assert!(
            event.what.starts_with("The terms expired: "),
            "{}",
            event.what
        );
        assert!(event.authority.contains("at expiry"), "{}", event.authority);
    }
}

#[test]
fn what_follows_a_hold_is_told_by_the_stay_that_is_in_force() {
    let then = |docket: &Docket| {
        let hold = of(docket, "Hold of the award").pop().expect("there is one");
        (hold.outcome, hold.then)
    };
    let words = |docket: &Docket| docket.reading().decisions[0].words.join(" ");
    let mut docket = Docket::disputed();
    docket.award(AwardKind::Final, [0, 1_200_000, 0], &["Charlie"]);
    let possible = "the award takes effect, unless a court stays it".to_owned();
    assert_eq!(then(&docket), (Outcome::Running, possible));
    assert!(words(&docket).contains("30 days, unless a court stays the award."));

    docket.order("Eve", OrderKind::Stay, docket.now() + 50 * DAY);
    let (outcome, told) = then(&docket);
    assert_eq!(outcome, Outcome::Running);
    assert!(
        told.starts_with("a court’s stay holds the award back until 2"),
        "{told}"
    );
    let said = words(&docket);
    assert!(
        said.contains("30 days; and a court stays the award until 2") && !said.contains("unless"),
        "{said}"
    );
    docket.wait(35 * DAY);
    assert_eq!(then(&docket), (Outcome::Passed, told));
    docket.order("Eve", OrderKind::Lift, 0);
    docket.wait(DAY);
    assert_eq!(
        docket.reading().state.map(|state| state.is_open()),
        Some(false)
    );

    // Two stays are all that one award can have.
    let mut docket = Docket::disputed();
    docket.award(AwardKind::Final, [0, 1_200_000, 0], &["Charlie"]);
    for _ in 0..2 {
        docket.order("Eve", OrderKind::Stay, docket.now() + DAY);
        docket.order("Eve", OrderKind::Lift, 0);
    }
    let certain = "the award takes effect".to_owned();
    assert_eq!(then(&docket), (Outcome::Running, certain.clone()));

    let mut docket = Docket::agreed_on(Terms {
        notary: Address::ZERO,
        ..terms()
    });
    docket.fund();
    docket.accepts("Charlie");
    docket.sends(
        "Alice",
        Action::Dispute {
            notice: paper("notice"),
        },
    );
    docket.sends("Bob", Action::Acknowledge);
    docket.award(AwardKind::Final, [0, 1_200_000, 0], &["Charlie"]);
    assert_eq!(then(&docket), (Outcome::Running, certain.clone()));
    docket.wait(40 * DAY);
    assert_eq!(then(&docket), (Outcome::Passed, certain));
}

#[test]
fn a_settlement_ends_hold_and_stay() {
    let mut docket = Docket::disputed();
    docket.award(AwardKind::Final, [0, 1_200_000, 0], &["Charlie"]);
    docket.order("Eve", OrderKind::Stay, docket.now() + 50 * DAY);
    for who in ["Alice", "Bob"] {
        let state = docket.steps().last().expect("there are entries").after;
        docket.sends(
            who,
            Action::Release {
                to_payer: 300_000,
                sequence: state.proposal.sequence,
                approve: true,
                pay: false,
            },
        );
    }
    docket.wait(100 * DAY);
    let moot = Outcome::Moot { entry: Some(9) };
    for what in ["Hold of the award", "Stay by a court"] {
        assert_eq!(of(&docket, what)[0].outcome, moot, "{what}");
    }
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
