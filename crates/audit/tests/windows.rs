//! Every window of time that the rules know, and by how much it was kept.

mod support;

use exequatur_audit::{Window, verify};
use exequatur_protocol::{Action, Address, Award, AwardKind, Hours, Order, OrderKind};
use support::{Case, HASH};

const HOUR: i64 = 3600;
const RESPONSE: i64 = 72 * HOUR;
const HOLD: i64 = 720 * HOUR;

/// The margins of one window, by entry.
fn margins(case: &Case, window: Window) -> Vec<(Option<u32>, i64)> {
    let (export, hash) = case.exported();
    let verification = verify(&export, Some(&hash), Some(10));
    assert_eq!(verification.findings, []);
    let deadlines = verification.deadlines.into_iter();
    deadlines
        .filter(|one| one.window == window)
        .map(|one| (one.entry, one.margin_s))
        .collect()
}

/// The number of the last entry.
fn last(case: &Case) -> Option<u32> {
    Some(case.entries.len() as u32 - 1)
}

fn notice(case: &mut Case) {
    let payer = case.terms.payer;
    case.does(payer, 0, &Action::Dispute { notice: HASH }, &[]);
}

fn releases(case: &mut Case, by: Address, to_payer: u64) {
    let release = Action::Release {
        to_payer,
        sequence: case.state.expect("it is open").proposal.sequence,
        approve: true,
        pay: false,
    };
    case.does(by, 0, &release, &[]);
}

#[test]
fn award_without_a_response_waits_until_the_notice_has_run() {
    let mut case = Case::funded(1);
    notice(&mut case);
    case.now += 73 * 3600;
    case.award(AwardKind::Final, 0, 1_000_000, 0);
    assert_eq!(margins(&case, Window::DueNotice), [(last(&case), HOUR + 6)]);
    // That nobody answered is told by it, and by nothing else.
    assert_eq!(margins(&case, Window::Response), []);
}

#[test]
fn stay_correction_and_settlement_come_before_the_money_is_free() {
    let mut case = Case::disputed(1);
    case.award(AwardKind::Final, 0, 1_000_000, 0);
    case.stays(case.now + 10 * 3600);
    let stay = last(&case);
    assert_eq!(margins(&case, Window::StayLength), [(stay, 14 * HOUR + 6)]);
    case.award(AwardKind::Correction, 1, 999_999, 0);
    let correction = last(&case);
    let (payer, payee) = (case.terms.payer, case.terms.payee);
    releases(&mut case, payer, 5);
    releases(&mut case, payee, 5);
    let expected = [
        (stay, HOLD - 6),
        (correction, HOLD - 12),
        // The correction began another hold; who only approves settles nothing.
        (last(&case), HOLD - 12),
    ];
    assert_eq!(margins(&case, Window::Hold), expected);
}

#[test]
fn notice_against_an_approved_split_is_an_objection() {
    let mut case = Case::funded(1);
    let by = [
        case.terms.payer,
        case.terms.tribunal[0],
        case.terms.tribunal[1],
    ];
    by.into_iter().for_each(|by| releases(&mut case, by, 5));
    case.now += 10 * 3600;
    notice(&mut case);
    assert_eq!(
        margins(&case, Window::Objection),
        [(last(&case), 62 * HOUR - 6)]
    );
    assert_eq!(margins(&case, Window::Notice), []);
}

#[test]
fn arbitrator_accepts_before_and_is_replaced_after_the_time_for_it() {
    let mut case = Case::unsigned(1);
    let [first, ..] = case.terms.tribunal;
    let accept = Action::Appointment {
        disclosure: HASH,
        approve: true,
    };
    case.does(first, 0, &accept, &[]);
    // The exhibit came in between.
    assert_eq!(
        margins(&case, Window::Acceptance),
        [(last(&case), RESPONSE - 12)]
    );
    case.now += 72 * 3600;
    let replace = Order {
        kind: OrderKind::Replace,
        sequence: 0,
        document: HASH,
        seat: 1,
        appointee: Address([0x42; 20]),
        ..Order::default()
    };
    let replace = Action::Order {
        order: replace,
        approve: true,
    };
    let authority = case.terms.authority;
    case.does(authority, 0, &replace, &[]);
    assert_eq!(margins(&case, Window::Replacement), [(last(&case), 18)]);
}

#[test]
fn pauses_end_within_the_longest_that_the_terms_allow() {
    let mut case = Case::funded(1);
    let payer = case.terms.payer;
    let pause = Action::Pause {
        hours: Hours(10),
        reason: HASH,
    };
    case.does(payer, 0, &pause, &[]);
    let by_payer = last(&case);
    case.now += 11 * 3600;
    notice(&mut case);
    let payee = case.terms.payee;
    case.does(payee, 0, &Action::Answer { answer: HASH }, &[]);
    let award = Award {
        pause_until: case.now + 3600,
        ..case.interim()
    };
    case.makes(award, &[0, 1, 2]);
    assert_eq!(
        margins(&case, Window::PauseLength),
        [(by_payer, 14 * HOUR), (last(&case), 23 * HOUR + 6)]
    );
}

#[test]
fn what_nobody_did_in_time_is_told_too() {
    let mut case = Case::new(1);
    let terms = case.terms;
    case.does(terms.payer, 0, &Action::Open { terms }, &[]);
    case.now = terms.expiry + 60;
    assert_eq!(margins(&case, Window::Expiry)[1..], [(None, -60)]);

    let mut case = Case::funded(1);
    notice(&mut case);
    assert_eq!(margins(&case, Window::Response), []);
    let lapses = case.state.expect("it is open").due().expect("in a dispute");
    case.now = lapses - 1;
    let before = margins(&case, Window::AwardMade);
    assert_eq!(before, [(None, -RESPONSE)]);
    // From the lapse on nothing changes any more, whether or not somebody takes the money.
    let missed = [(None, -RESPONSE - 1)];
    case.now = lapses + 1_000_000;
    assert_eq!(margins(&case, Window::AwardMade), missed);
    let owner = terms.payee;
    case.does(owner, 0, &Action::Withdraw { owner }, &[]);
    assert_eq!(margins(&case, Window::AwardMade), missed);
    assert_eq!(margins(&case, Window::Response).len(), 1);
    assert_eq!(margins(&case, Window::HoldOver), []);
}
