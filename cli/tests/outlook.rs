//! What the screens say will happen by itself is what then happens on the chain.

mod case;
mod support;

use case::{expect, write};
use exequatur_client::files::moment;
use serde_json::Value;
use support::{Place, words};

/// Runs a line that must succeed.
fn done(place: &Place, line: &str) -> String {
    place.done(&words(line))
}

/// Approves that so much goes to the payee.
fn approve(place: &Place, escrow: &str, to_payee: &str, key: &str, how: &str) -> String {
    let line = format!("escrow release {escrow} --to-payee {to_payee} --key {key} {how}");
    expect(place, 0, &words(&line), &[])
}

fn accept(place: &Place, escrow: &str) {
    write(place, "paper.md", "a paper");
    let line = format!("tribunal accept {escrow} --disclosure paper.md --key //Charlie --yes");
    done(place, &line);
}

fn status(place: &Place, escrow: &str) -> Value {
    let printed = done(place, &format!("escrow status {escrow} --json"));
    let document: Value = serde_json::from_str(&printed).expect("one JSON document");
    document["result"].clone()
}

fn status_text(place: &Place, escrow: &str) -> String {
    done(place, &format!("escrow status {escrow}"))
}

/// What was said to happen if nobody acts happens at that moment, and not a second before.
fn comes_true(place: &Place, escrow: &str) {
    let said = status(place, escrow);
    let then = &said["if_nobody_acts"];
    let at = then["at"].as_str().expect("a moment");
    let second_before = moment::parse(at).expect("a moment") - 1;
    let advance = format!("chain advance {}", moment::format(second_before));
    done(place, &advance);
    assert_eq!(status(place, escrow)["phase"], said["phase"]);
    done(place, &format!("chain advance {at}"));
    let now = status(place, escrow);
    for (found, expected) in [
        (&now["phase"], &then["becomes"]),
        (&now["money"]["payer"], &then["to_payer"]),
        (&now["money"]["payee"], &then["to_payee"]),
        (&now["money"]["tribunal"], &then["to_tribunal"]),
    ] {
        assert_eq!(found, expected, "of {now}, as said by {said}");
    }
}

#[test]
fn split_that_the_end_of_the_terms_overtakes_is_never_promised() {
    let place = Place::with_chain_until("2026-03-12T00:00:00Z");
    let escrow = place.funded();
    accept(&place, &escrow);
    let end = "the fallback split takes effect at 12 Mar 2026 00:00:00 UTC: 6.25 UNIT to the payer, 6.25 UNIT to the payee";
    let pending = "with the tribunal's approval it would wait 14 days for a dispute, and the terms end before: ";
    let first = approve(&place, &escrow, "12.5", "//Bob", "--yes");
    assert!(first.contains(&format!("{pending}{end}")), "{first}");
    let text = status_text(&place, &escrow);
    let next = "next:   the payer approves the proposed split";
    assert!(text.contains(&format!("{pending}{end}")), "{text}");
    assert!(text.contains(next), "{text}");
    let overtaken = format!(
        "the terms end first, so that it executes only if the payer approves it too: {end}"
    );
    let second = approve(&place, &escrow, "12.5", "//Charlie", "--yes");
    assert!(second.contains(&overtaken), "{second}");
    let text = status_text(&place, &escrow);
    assert!(text.contains(&overtaken), "{text}");
    assert!(
        text.contains(&format!("if nobody does anything {end}")),
        "{text}"
    );
    for text in [first, second, text] {
        assert!(!text.contains("it executes at 1"), "{text}");
    }
    let value = status(&place, &escrow);
    assert_eq!(value["proposed_split"]["executes_at"], Value::Null);
    assert_eq!(value["proposed_split"]["terms_end_first"], true);
    let other = format!("escrow release {escrow} --to-payee 3 --key //Alice --yes");
    let refused = "though the terms end before it could take effect, at 12 Mar 2026 00:00:00 UTC";
    expect(&place, 1, &words(&other), &["ProposalPending", refused]);
    comes_true(&place, &escrow);
    assert_eq!(status(&place, &escrow)["phase"], "lapsed");
}

#[test]
fn pause_moves_the_moment_of_a_split_on_every_screen() {
    let place = Place::with_chain();
    let escrow = place.funded();
    accept(&place, &escrow);
    let first = approve(&place, &escrow, "10", "//Bob", "--yes");
    let waits = "with the tribunal's approval it waits 14 days and executes then, unless a party files a dispute";
    assert!(first.contains(waits), "{first}");
    let text = status_text(&place, &escrow);
    let next = "next:   the payer or the tribunal approves the proposed split";
    assert!(text.contains(next), "{text}");
    approve(&place, &escrow, "10", "//Charlie", "--yes");
    let unpaused = status(&place, &escrow)["proposed_split"]["executes_at"].clone();
    place.done(&["chain", "advance", "13 days"]);
    let pause = ["pause", &escrow, "--for", "10 days", "--reason", "paper.md"];
    place.done(&[&pause[..], &["--key", "//Alice", "--yes"]].concat());
    let value = status(&place, &escrow);
    let executes = &value["proposed_split"]["executes_at"];
    assert_ne!(*executes, unpaused, "{value}");
    assert_eq!(*executes, value["paused_until"], "{value}");
    assert_eq!(*executes, value["due"], "{value}");
    assert_eq!(value["proposed_split"]["terms_end_first"], false);
    let at = executes.as_str().and_then(|at| moment::parse(at).ok());
    let at = moment::show(at.expect("a moment"));
    let text = status_text(&place, &escrow);
    assert!(text.contains(&format!("it executes at {at}")), "{text}");
    assert!(
        text.contains(&format!("the proposed split executes at {at}")),
        "{text}"
    );
    let next = "next:   the payer approves the proposed split (`escrow release --to-payee 10`), or objects";
    assert!(text.contains(next), "{text}");
    let other = format!("escrow release {escrow} --to-payee 3 --key //Alice --yes");
    let refused = format!("which takes effect at {at}");
    expect(&place, 1, &words(&other), &["ProposalPending", &refused]);
    comes_true(&place, &escrow);
    assert_eq!(status(&place, &escrow)["money"]["payee"], "100000000000");
}

#[test]
fn everybody_s_silence_is_foretold_from_the_lock_to_the_end() {
    let place = Place::with_chain();
    let escrow = place.funded();
    let text = status_text(&place, &escrow);
    let next = "next:   release or dispute; if nobody does anything the fallback split takes effect at 1 Sep 2026 00:00:00 UTC: 6.25 UNIT to the payer, 6.25 UNIT to the payee";
    assert!(text.contains(next), "{text}");
    write(&place, "paper.md", "a paper");
    done(
        &place,
        &format!("dispute file {escrow} paper.md --key //Bob --yes"),
    );
    let text = status_text(&place, &escrow);
    assert!(
        text.contains("next:   if nobody decides, the fallback split takes effect at"),
        "{text}"
    );
    comes_true(&place, &escrow);
}

/// Executes an award of a kind, signed by the arbitrator.
fn award(place: &Place, escrow: &str, name: &str, kind: &str) {
    let draft = format!(
        "award draft {escrow} --kind {kind} --document paper.md --reasons paper.md --out {name}"
    );
    done(place, &draft);
    done(place, &format!("award sign {name} --key //Charlie --yes"));
    done(place, &format!("award enforce {name} --key //Bob --yes"));
}

#[test]
fn after_the_last_dispute_neither_the_tribunal_nor_a_dispute_is_offered() {
    let place = Place::with_chain();
    let escrow = place.funded();
    accept(&place, &escrow);
    let dispute = format!("dispute file {escrow} paper.md --key //Alice --yes");
    for number in 0..3 {
        done(&place, &dispute);
        done(
            &place,
            &format!("dispute acknowledge {escrow} --key //Bob --yes"),
        );
        award(&place, &escrow, &format!("{number}.toml"), "termination");
    }
    let text = status_text(&place, &escrow);
    let next =
        "next:   both parties together release, since no further dispute can be filed; if nobody";
    assert!(text.contains(next), "{text}");
    let first = approve(&place, &escrow, "10", "//Bob", "--yes");
    let cannot = "pending: it executes at once when the payer approves the same split; the tribunal cannot approve it, since no further dispute could be filed to object";
    assert!(first.contains(cannot), "{first}");
    let text = status_text(&place, &escrow);
    let next = "next:   the payer approves the proposed split (`escrow release --to-payee 10`); no further dispute";
    assert!(text.contains(cannot) && text.contains(next), "{text}");
    // It is as it was said.
    let tribunal = format!("escrow release {escrow} --to-payee 10 --key //Charlie --yes");
    expect(&place, 1, &words(&tribunal), &["TooManyDisputes"]);
    expect(&place, 1, &words(&dispute), &["TooManyDisputes"]);
    approve(&place, &escrow, "10", "//Alice", "--yes");
    assert_eq!(status(&place, &escrow)["phase"], "released");
}

#[test]
fn final_award_over_nothing_is_not_said_to_keep_money_waiting() {
    let place = Place::with_chain();
    let escrow = place.funded();
    accept(&place, &escrow);
    done(
        &place,
        &format!("dispute file {escrow} paper.md --key //Alice --yes"),
    );
    done(
        &place,
        &format!("dispute acknowledge {escrow} --key //Bob --yes"),
    );
    award(&place, &escrow, "partial.toml", "partial --to-payee 12.5");
    award(&place, &escrow, "final.toml", "final");
    let text = status_text(&place, &escrow);
    assert!(
        text.contains(
            "next:   nothing is left in escrow for the award to move; it takes effect at"
        ),
        "{text}"
    );
    assert!(!text.contains("the money waits"), "{text}");
    let value = status(&place, &escrow);
    done(
        &place,
        &format!("chain advance {}", value["due"].as_str().expect("a moment")),
    );
    assert_eq!(status(&place, &escrow)["phase"], "enforced");
}

#[test]
fn pause_holds_up_what_its_page_says_and_no_more() {
    let place = Place::with_chain_until("2026-03-12T00:00:00Z");
    let escrow = place.funded();
    accept(&place, &escrow);
    let pause = format!("pause {escrow} --for 336h --reason paper.md --key //Alice");
    let page = done(&place, &format!("{pause} --dry-run"));
    let said = "UTC no split that a party and the tribunal approved executes, and the terms do not end; both parties together still release at once";
    let end = "if nobody does anything then, the fallback split takes effect at ";
    assert!(page.contains(said) && page.contains(end), "{page}");
    assert!(!page.contains("nothing is released"), "{page}");
    let end = page.split(end).nth(1).expect("a moment");
    let end = end.split(" UTC").next().expect("a moment").to_owned();
    done(&place, &format!("{pause} --yes"));
    let text = status_text(&place, &escrow);
    let paused = format!("paused: by the payer; until {end} {said}");
    assert!(text.contains(&paused), "{paused:?} is not in {text}");
    let next = format!("if nobody does anything the fallback split takes effect at {end} UTC");
    assert!(text.contains(&next), "{next:?} is not in {text}");
    // Both parties release all the same; and where they do not, it ends when it was said to, after the expiry of the terms.
    let other = place.copy();
    approve(&other, &escrow, "10", "//Alice", "--yes");
    let second = approve(&other, &escrow, "10", "//Bob", "--yes");
    assert!(second.contains("status: released"), "{second}");
    comes_true(&place, &escrow);
}

#[test]
fn pause_by_the_tribunal_is_called_so_and_no_pause_is_shown_after_an_award() {
    let place = Place::with_chain();
    let escrow = place.funded();
    accept(&place, &escrow);
    let order = format!(
        "order pause {escrow} --until 2026-03-14T00:00:00Z --document paper.md --key //Charlie --yes"
    );
    let page = expect(
        &place,
        0,
        &words(&order),
        &["The tribunal orders a pause: until 14 Mar 2026 00:00:00 UTC no split"],
    );
    assert!(!page.contains("nothing is released"), "{page}");
    let text = status_text(&place, &escrow);
    assert!(
        text.contains("paused: by the tribunal; until 14 Mar"),
        "{text}"
    );
    let used = order.replace("03-14", "03-15");
    expect(
        &place,
        1,
        &words(&used),
        &["AlreadyPaused", "a pause of the tribunal until"],
    );
    done(
        &place,
        &format!("dispute file {escrow} paper.md --key //Alice --yes"),
    );
    done(
        &place,
        &format!("dispute acknowledge {escrow} --key //Bob --yes"),
    );
    let text = status_text(&place, &escrow);
    let told = "paused: by the tribunal; should the dispute be terminated, until 14 Mar";
    assert!(text.contains(told), "{text}");
    assert_eq!(status(&place, &escrow)["paused_by"], "tribunal");
    award(&place, &escrow, "final.toml", "final");
    let text = status_text(&place, &escrow);
    assert!(!text.contains("paused"), "{text}");
    assert_eq!(status(&place, &escrow)["paused_until"], Value::Null);
}

#[test]
fn stay_by_a_court_is_shown_beside_the_hold_until_it_is_lifted() {
    let place = Place::with_chain();
    let escrow = place.funded();
    accept(&place, &escrow);
    done(
        &place,
        &format!("dispute file {escrow} paper.md --key //Alice --yes"),
    );
    done(
        &place,
        &format!("dispute acknowledge {escrow} --key //Bob --yes"),
    );
    award(&place, &escrow, "final.toml", "final --to-payer 2.5");
    let before = status(&place, &escrow);
    let free = before["due"].as_str().expect("a moment").to_owned();
    assert_eq!(before["hold"]["until"], free.as_str());
    assert_eq!(before["hold"]["stayed_until"], Value::Null);
    assert!(!status_text(&place, &escrow).contains("stayed"));
    let stay = format!(
        "order stay {escrow} --until 2026-08-01T00:00:00Z --document paper.md --key //Eve --yes"
    );
    done(&place, &stay);
    let value = status(&place, &escrow);
    assert_eq!(value["hold"]["until"], free.as_str());
    assert_eq!(value["hold"]["stayed_until"], "2026-08-01T00:00:00Z");
    assert_eq!(value["hold"]["stays"], 1);
    assert_eq!(value["hold"]["corrections"], 0);
    let shown = moment::show(moment::parse(&free).expect("a moment"));
    let stayed = format!(
        "stayed: by order of a court until 1 Aug 2026 00:00:00 UTC; without it free at {shown}\n\
                          so far: 1 stay of at most 2, 0 corrections of at most 2\n"
    );
    let next =
        "next:   the money waits, since a court stayed the award, until 1 Aug 2026 00:00:00 UTC";
    let text = status_text(&place, &escrow);
    assert!(text.contains(&stayed) && text.contains(next), "{text}");
    // The stay holds and ends as it was said; lifted, it does neither.
    let lifted = place.copy();
    comes_true(&place, &escrow);
    done(
        &lifted,
        &format!("order lift {escrow} --document paper.md --key //Eve --yes"),
    );
    assert_eq!(
        status(&lifted, &escrow)["hold"]["stayed_until"],
        Value::Null
    );
    assert_eq!(status(&lifted, &escrow)["due"], free.as_str());
    comes_true(&lifted, &escrow);
}

/// The terms of [`Place::terms`] with three arbitrators of whom two sign, funded and with a dispute.
fn disputed_before_three(place: &Place) -> String {
    write(place, "paper.md", "a paper");
    let new = "terms new terms.toml --payer //Alice --payee //Bob --arbitrator //Charlie --arbitrator //Eve --arbitrator //Ferdie \
               --threshold 2 --authority //Dave --amount 12.5 --agreement agreement.md --seat DK-84 --law DK --language en \
               --expiry 2026-09-01T00:00:00Z";
    done(place, new);
    let open = words("escrow open terms.toml --key //Alice --yes");
    let escrow = place.field("/result/escrow", &open);
    done(place, &format!("escrow accept {escrow} --key //Bob --yes"));
    done(place, &format!("escrow fund {escrow} --key //Alice --yes"));
    done(
        place,
        &format!("dispute file {escrow} paper.md --key //Alice --yes"),
    );
    escrow
}

/// Steps that the status names, without their mark.
fn next(place: &Place, escrow: &str) -> Vec<String> {
    let text = status_text(place, escrow);
    let steps = text
        .lines()
        .filter_map(|line| line.strip_prefix("next:   "));
    steps.map(str::to_owned).collect()
}

fn has(steps: &[String], part: &str) {
    assert!(
        steps.iter().any(|step| step.contains(part)),
        "{part:?} is not in {steps:?}"
    );
}

/// The authority tries to appoint a stranger to a seat, on a copy.
fn replace(place: &Place, escrow: &str, seat: u8) -> String {
    let stranger = "0x00000000000000000000000000000000000000AA";
    let line = format!(
        "tribunal replace {escrow} --seat {seat} --appointee {stranger} --document paper.md --key //Dave --yes"
    );
    place.copy().run(&words(&line))
}

#[test]
fn who_may_fill_a_seat_and_from_when_on_is_told_as_the_contract_has_it() {
    let place = Place::with_chain();
    let escrow = disputed_before_three(&place);
    let authority = "the appointing authority 0xa799a942f85792dDC0028a7dd32b582E75d5E57b";
    done(
        &place,
        &format!("tribunal accept {escrow} --disclosure paper.md --key //Ferdie --yes"),
    );
    let seat =
        |number: usize, field: &str| status(&place, &escrow)["tribunal"][number][field].clone();
    // Nobody let any time pass yet.
    has(
        &next(&place, &escrow),
        "the arbitrator in seat 1 accepts the appointment (`tribunal accept`); from ",
    );
    has(
        &next(&place, &escrow),
        "that time starts anew when its last seat accepts",
    );
    assert_eq!(seat(1, "authority_may_replace"), false);
    assert!(replace(&place, &escrow, 1).contains("SeatNotOpen"));
    // Who declined leaves a seat that is filled at once.
    done(
        &place,
        &format!("tribunal decline {escrow} --reason paper.md --key //Charlie --yes"),
    );
    let vacant = format!(
        "seat 0 is vacant: {authority} fills it now, or both parties do: `tribunal replace`"
    );
    has(&next(&place, &escrow), &vacant);
    assert_eq!(seat(0, "vacant"), true);
    assert_eq!(seat(0, "authority_may_replace"), true);
    assert!(replace(&place, &escrow, 0).starts_with("exit 0\n"));
    let draft = format!(
        "award draft {escrow} --kind final --document paper.md --reasons paper.md --out a.toml"
    );
    let drafted = expect(
        &place,
        0,
        &words(&draft),
        &["not signed for 1 vacant seat: nobody sits there"],
    );
    let stranger = format!("tribunal accept {escrow} --disclosure paper.md --key //Charlie --yes");
    let refused = expect(
        &place,
        1,
        &words(&stranger),
        &["NotAuthorised", "an arbitrator: the second arbitrator 0x"],
    );
    for printed in [drafted, refused] {
        assert!(!printed.contains("0x0000"), "{printed}");
        assert!(!printed.contains("nobody;"), "{printed}");
    }
    // Silence is over at the moment that the status names, and not a second before.
    let from = seat(1, "authority_may_replace_from");
    let from = moment::parse(from.as_str().expect("a moment")).expect("a moment");
    let shown = format!(
        "from {} on {authority} may appoint another",
        moment::show(from)
    );
    has(&next(&place, &escrow), &shown);
    // What is sent is in a block six seconds later.
    done(
        &place,
        &format!("chain advance {}", moment::format(from - 7)),
    );
    assert!(replace(&place, &escrow, 1).contains("SeatNotOpen"));
    done(
        &place,
        &format!("chain advance {}", moment::format(from - 6)),
    );
    assert!(replace(&place, &escrow, 1).starts_with("exit 0\n"));
    assert_eq!(seat(1, "authority_may_replace"), true);
    let silent = format!(
        "seat 1 let the time to accept pass: `tribunal accept` still fills it, or {authority} appoints another now"
    );
    has(&next(&place, &escrow), &silent);
    // After the time for the award, who accepted may be replaced too.
    assert!(replace(&place, &escrow, 2).contains("SeatNotOpen"));
    let award_by = status(&place, &escrow)["dispute"]["award_by"].clone();
    done(
        &place,
        &format!("chain advance {}", award_by.as_str().expect("a moment")),
    );
    done(&place, "chain advance 1h");
    let steps = next(&place, &escrow);
    has(&steps, "the time for the award ended at ");
    has(&steps, "an award dated by then can still be sent");
    has(
        &steps,
        &format!("{authority} may appoint another arbitrator to seat 2 now"),
    );
    assert!(
        !steps
            .iter()
            .any(|step| step.contains("makes its award until")),
        "{steps:?}"
    );
    assert!(replace(&place, &escrow, 2).starts_with("exit 0\n"));
    comes_true(&place, &escrow);
}
