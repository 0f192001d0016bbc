//! What the cover sheet says of notice and answer, of the tribunal, and of what became of an award.

mod support;

use exequatur_dossier::dossier::Status;
use exequatur_protocol::{Action, AwardKind, OrderKind, Phase, Terms};
use support::cases::{
    agreed_upon, by_default, contested, determined, enforced, lifted, measured, one_of_three,
    ruled, settled_after, stayed, turned,
};
use support::sheets::{ALL, made, row, top};
use support::{DAY, Docket, code, paper, terms};

#[test]
fn default_is_told_with_the_day_on_which_the_time_ended() {
    let dossier = made(&by_default().reading(), &ALL);
    let answer = dossier
        .requirements
        .iter()
        .find(|one| one.what.starts_with("The respondent’s answer"))
        .expect("it is asked for");
    assert_eq!(answer.status, Status::Partly);
    assert!(
        answer
            .place
            .starts_with("No answer is on record; the time for it ended on 5 March 2026"),
        "{}",
        answer.place
    );
    let binding = "Award 1: binding, not set aside, not suspended";
    assert_eq!(row(&dossier, binding).0, Status::Partly);
}

#[test]
fn silence_proves_no_notice_and_an_act_of_the_respondents_does() {
    let silent = made(&by_default().reading(), &ALL);
    let (status, place) = row(&silent, "Proof that the respondent had notice");
    assert_eq!(status, Status::ForAPerson);
    for part in [
        "By the escrow’s own rule that is enough to go on",
        "To add: proof that the notice reached the payee",
    ] {
        assert!(place.contains(part), "no {part} in {place}");
    }
    assert!(
        top(&silent).contains(
            "**NOTHING ON RECORD SHOWS THAT THE NOTICE OF ENTRY 4 REACHED THE PAYEE, who did nothing"
        ),
        "{}",
        top(&silent)
    );
    let answered = made(&enforced().reading(), &ALL);
    let (status, place) = row(&answered, "Proof that the respondent had notice");
    assert_eq!(status, Status::Met);
    let own_act = "Shown by the payee’s own act: the notice was answered (entry 5).";
    assert_eq!(place, own_act);
    assert!(!top(&answered).contains("NOTHING ON RECORD SHOWS"));
}

#[test]
fn acknowledgement_of_receipt_is_no_answer() {
    let answer = |docket: &Docket| {
        row(
            &made(&docket.reading(), &ALL),
            "The respondent’s answer, or default",
        )
    };
    let mut docket = Docket::funded();
    docket.accepts("Charlie");
    docket.sends(
        "Alice",
        Action::Dispute {
            notice: paper("notice"),
        },
    );
    docket.sends("Bob", Action::Acknowledge);
    let (status, place) = answer(&docket);
    assert_eq!(status, Status::Partly);
    let receipt =
        "No answer is on record. The payee acknowledged receipt of the notice (entry 5); ";
    assert!(place.starts_with(receipt), "{place}");
    assert!(
        place.contains("the time for it runs until 5 March 2026"),
        "{place}"
    );
    // Decided before the time had run: notice is shown, and that they were heard is not.
    docket.award(AwardKind::Final, [0, 1_200_000, 0], &["Charlie"]);
    let (_, place) = answer(&docket);
    assert!(place.contains("before the time for it had run"), "{place}");
    let (_, place) = answer(&ruled());
    assert!(place.contains("before the time for it had run"), "{place}");
    let mut late = Docket::funded();
    late.accepts("Charlie");
    late.sends(
        "Alice",
        Action::Dispute {
            notice: paper("notice"),
        },
    );
    late.sends("Bob", Action::Acknowledge);
    late.wait(4 * DAY);
    late.award(AwardKind::Final, [0, 1_200_000, 0], &["Charlie"]);
    let (_, place) = answer(&late);
    assert!(
        place.contains("; the time for it ended on 5 March 2026"),
        "{place}"
    );
}

#[test]
fn nothing_is_met_whose_own_words_leave_it_open() {
    let cases = [
        enforced(),
        by_default(),
        contested(),
        ruled(),
        turned(),
        agreed_upon(),
        one_of_three(),
        determined(),
        stayed(),
        settled_after(),
        measured(),
        lifted(),
    ];
    for docket in cases {
        let papers = [&ALL[..], &["omission", "order", "second notice"]].concat();
        for one in made(&docket.reading(), &papers).requirements {
            let open = [
                "To do:",
                "To add:",
                "whether",
                "Whether",
                "is for a",
                "to be shown",
                "to be checked",
            ];
            let open = open.iter().find(|words| one.place.contains(**words));
            assert!(
                one.status != Status::Met || open.is_none(),
                "{open:?} in {one:?}"
            );
        }
    }
}

#[test]
fn each_dispute_has_its_own_notice_proof_and_answer() {
    let papers = [&ALL[..], &["second notice"]].concat();
    let dossier = made(&turned().reading(), &papers);
    let (status, place) = row(&dossier, "The notice of arbitration (dispute 1)");
    assert_eq!(status, Status::Partly);
    assert!(
        place.ends_with("To add: when the payee received it. An arbitration begins with that day."),
        "{place}"
    );
    assert!(
        place.starts_with("By the payer (entry 4): papers/"),
        "{place}"
    );
    let (status, place) = row(&dossier, "The respondent’s answer, or default (dispute 1)");
    assert_eq!(status, Status::Met);
    assert!(place.starts_with("By the payee: papers/"), "{place}");
    let (_, place) = row(&dossier, "The notice of arbitration (dispute 2)");
    assert!(
        place.starts_with("By the payee (entry 7): papers/"),
        "{place}"
    );
    // The payer, who is the respondent now, was silent: the payee's old answer is none of theirs.
    let (status, place) = row(&dossier, "The respondent’s answer, or default (dispute 2)");
    assert_eq!(status, Status::Partly);
    assert!(
        place.starts_with("No answer is on record; the time for it ended on"),
        "{place}"
    );
    let proof = "Proof that the respondent had notice (dispute 2)";
    let (status, place) = row(&dossier, proof);
    assert_eq!(status, Status::ForAPerson);
    assert!(place.starts_with("The payer did nothing, "), "{place}");
}

#[test]
fn time_that_passed_after_an_award_on_agreed_terms_proves_no_notice() {
    let dossier = made(&agreed_upon().reading(), &ALL);
    let (status, place) = row(&dossier, "Proof that the respondent had notice");
    assert_eq!(status, Status::NotNeeded);
    assert!(
        place.starts_with("Both parties signed the award on agreed terms"),
        "{place}"
    );
    let (status, _) = row(&dossier, "The respondent’s answer, or default");
    assert_eq!(status, Status::NotNeeded);
    let (status, place) = row(
        &dossier,
        "Award 1: on agreed terms, and says that it is an award",
    );
    assert_eq!(status, Status::Partly);
    assert!(place.ends_with("To do: see that the document itself says that it is an award."));
    assert_eq!(
        row(
            &dossier,
            "Award 1: reasons, unless waived or on agreed terms"
        )
        .0,
        Status::NotNeeded
    );
    // The respondent's signature says more than the time that had passed before it.
    let mut late = Docket::funded();
    late.accepts("Charlie");
    late.sends(
        "Alice",
        Action::Dispute {
            notice: paper("notice"),
        },
    );
    late.wait(5 * DAY);
    let signers = ["Charlie", "Alice", "Bob"];
    late.award(AwardKind::Consent, [200_000, 1_000_000, 0], &signers);
    let dossier = made(&late.reading(), &ALL);
    let (status, _) = row(&dossier, "Proof that the respondent had notice");
    assert_eq!(status, Status::NotNeeded);
    assert!(!top(&dossier).contains("NOTHING ON RECORD SHOWS"));
}

#[test]
fn notice_of_a_dispute_that_still_runs_is_not_proven() {
    let dossier = made(&one_of_three().reading(), &ALL);
    let (status, place) = row(&dossier, "Proof that the respondent had notice");
    assert_eq!(status, Status::ForAPerson);
    assert!(
        place.starts_with("Nothing on record shows it yet"),
        "{place}"
    );
}

#[test]
fn tribunal_of_which_one_accepted_is_composed_in_part() {
    let dossier = made(&one_of_three().reading(), &ALL);
    let (status, place) = row(&dossier, "The tribunal, composed as agreed");
    assert_eq!(status, Status::Partly);
    assert!(
        place.starts_with("1 of 3 arbitrators accepted on record."),
        "{place}"
    );
    assert_eq!(place.matches("DID NOT ACCEPT").count(), 2, "{place}");
    let contested = made(&contested().reading(), &ALL);
    let (status, place) = row(&contested, "The tribunal, composed as agreed");
    assert_eq!(status, Status::Met);
    assert!(place.contains("put there by entry"), "{place}");
    // An institution confirms or appoints, whomever the terms name.
    let mut administered = Docket::agreed_on(Terms {
        rules: code("ICC"),
        ..terms()
    });
    administered.accepts("Charlie");
    let dossier = made(&administered.reading(), &ALL);
    let (status, place) = row(&dossier, "The tribunal, composed as agreed");
    assert_eq!(status, Status::Partly);
    assert!(
        place.contains("To add: that the ICC Court confirmed or appointed them"),
        "{place}"
    );
    let nobody = made(&Docket::funded().reading(), &ALL);
    let (status, _) = row(&nobody, "The tribunal, composed as agreed");
    assert_eq!(status, Status::NotMet);
}

#[test]
fn seat_is_told_by_its_name() {
    let dossier = made(&enforced().reading(), &ALL);
    let (status, place) = row(&dossier, "Award 1: date and place");
    assert_eq!(status, Status::Partly);
    assert!(
        place.contains(
            " at DK-84 (Hovedstaden, Denmark) (entry 7). To do: see that the document itself states"
        ),
        "{place}"
    );
}

#[test]
fn award_under_a_stay_is_told_from_a_good_one_in_its_rows_and_at_the_top() {
    let dossier = made(&stayed().reading(), &ALL);
    let (status, place) = row(&dossier, "Award 1: binding, not set aside, not suspended");
    assert_eq!(status, Status::NotMet);
    assert!(place.contains("under a court’s stay until"), "{place}");
    let (status, place) = row(&dossier, "Award 1: not suspended by a court");
    assert_eq!(status, Status::NotMet);
    assert!(place.starts_with("Suspended: "), "{place}");
    let top = top(&dossier);
    assert!(
        top.contains("**Award 1: final award IS UNDER A COURT’S STAY until"),
        "{top}"
    );
    assert!(top.contains(" 2 not met"), "{top}");
    // One that a stay does not hold up has neither.
    let good = made(&enforced().reading(), &ALL);
    let (status, _) = row(&good, "Award 1: binding, not set aside, not suspended");
    assert_eq!(status, Status::Partly);
    assert!(good.warnings.is_empty(), "{:?}", good.warnings);
}

#[test]
fn stay_that_ended_does_not_vanish() {
    let papers = [&ALL[..], &["order"]].concat();
    let stay = "Award 1: a court’s stay that ended (entry 7)";
    let dossier = made(&lifted().reading(), &papers);
    let (status, place) = row(&dossier, stay);
    assert_eq!(status, Status::ForAPerson);
    for part in [
        "A stay was recorded on ",
        "(entry 7, the order is papers/07-order-order.md); it was lifted on ",
        "(entry 8, the order is papers/07-order-order.md). To do: read the orders.",
        "because the award was set aside",
    ] {
        assert!(place.contains(part), "no {part} in {place}");
    }
    let binding = row(&dossier, "Award 1: binding, not set aside, not suspended");
    assert_eq!(binding.0, Status::Partly);
    assert!(
        binding.1.contains("A stay was recorded, and ended"),
        "{}",
        binding.1
    );
    // One that nobody prolonged.
    let mut docket = stayed();
    docket.wait(60 * DAY);
    let dossier = made(&docket.reading(), &ALL);
    let (status, place) = row(&dossier, stay);
    assert_eq!(status, Status::ForAPerson);
    assert!(
        place.contains("the order of entry 7 is not in this dossier); it ran out on "),
        "{place}"
    );
    // While it is in force it is told as such, and once; and of a contract's ruling, too.
    let in_force = made(&stayed().reading(), &ALL);
    let mut rows = in_force.requirements.iter();
    assert!(rows.all(|one| one.what != stay));
    let mut docket = ruled();
    docket.order("Eve", OrderKind::Stay, docket.now() + 20 * DAY);
    let dossier = made(&docket.reading(), &ALL);
    let (status, _) = row(&dossier, "Award 1: not suspended by a court");
    assert_eq!(status, Status::NotMet);
    docket.order("Eve", OrderKind::Lift, 0);
    let dossier = made(&docket.reading(), &ALL);
    row(&dossier, stay);
}

#[test]
fn award_that_a_settlement_overtook_is_told_as_such() {
    let docket = settled_after();
    let phase = docket.reading().state.map(|state| state.phase);
    assert_eq!(phase, Some(Phase::Settled));
    let dossier = made(&docket.reading(), &ALL);
    // No ground of refusal is about it: the law of the place of enforcement is.
    let binding = "Award 1: binding, not set aside, not suspended";
    assert_eq!(row(&dossier, binding).0, Status::Partly);
    let owed = "Award 1: still owed after the settlement";
    assert_eq!(row(&dossier, owed).0, Status::ForAPerson);
    let mut rows = dossier.requirements.iter();
    let owed = rows.find(|one| one.what == owed).expect("it is there");
    assert_eq!(
        owed.source,
        "The law of the place of enforcement (satisfaction, waiver)"
    );
    let top = top(&dossier);
    assert!(
        top.contains("**Award 1: final award WAS OVERTAKEN BY A SETTLEMENT"),
        "{top}"
    );
}

#[test]
fn award_that_was_restated_is_told_as_such_and_its_correction_is_stayed() {
    let dossier = made(&contested().reading(), &ALL);
    let binding = |number| {
        let what = format!("Award {number}: binding, not set aside, not suspended");
        row(&dossier, &what).0
    };
    let expected = [Status::Partly, Status::NotMet, Status::NotMet];
    assert_eq!([1, 2, 3].map(binding), expected);
    assert_eq!(
        row(&dossier, "Award 2: its correction, produced with it").0,
        Status::Partly
    );
    let top = top(&dossier);
    for part in [
        "**Award 2: final award WAS CORRECTED AND RESTATED by award 3: what that one says is to be enforced, and both are to be produced.**",
        "**Award 3: correction of the final award IS UNDER A COURT’S STAY until",
    ] {
        assert!(top.contains(part), "no {part} in {top}");
    }
    assert!(!top.contains("Award 2: final award IS UNDER"), "{top}");
}
