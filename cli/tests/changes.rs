//! What the pages of settlements, orders and appointments say that they change is what they then change.

mod case;
mod support;

use case::{FINAL, accept, dispute, disputed, draft_with, expect, file, papers, sign};
use exequatur_client::files::moment;
use serde_json::Value;
use support::{Place, words};

fn status(place: &Place, escrow: &str) -> Value {
    let printed = place.done(&["escrow", "status", escrow, "--json"]);
    let document: Value = serde_json::from_str(&printed).expect("one JSON document");
    document["result"].clone()
}

/// A moment of the status as pages write it.
fn shown(value: &Value) -> String {
    let text = value.as_str().expect("a moment");
    moment::show(moment::parse(text).expect("a moment"))
}

fn done(place: &Place, line: &str) -> String {
    place.done(&words(line))
}

/// The page of a line that must succeed.
fn page(place: &Place, line: &str, parts: &[&str]) -> String {
    expect(place, 0, &words(line), parts)
}

/// What a program is told to look at twice.
fn warnings(place: &Place, line: &str) -> Vec<String> {
    let printed = done(place, &format!("{line} --json"));
    let document: Value = serde_json::from_str(&printed).expect("one JSON document");
    serde_json::from_value(document["warnings"].clone()).unwrap_or_default()
}

/// An escrow whose final award is on hold: [`FINAL`].
fn awarded(place: &Place) -> String {
    let escrow = disputed(place);
    place.done(&draft_with(&escrow, FINAL));
    sign(place, "//Charlie");
    done(place, "award enforce award.toml --key //Bob --yes");
    escrow
}

#[test]
fn settlement_in_place_of_an_award_says_which_and_that_no_stay_stops_it() {
    let place = Place::with_chain();
    let escrow = disputed(&place);
    let settle = format!("escrow settle {escrow} --to-payee 10");
    let by_alice = format!("{settle} --key //Alice --sign-only --out alice.json");
    let away = "--terms terms.toml --chain-id 420420420 --sequence 0";
    let parties = "Both parties' approvals execute it at once. Then it cannot be undone.";
    let printed = page(&place, &format!("{by_alice} --dry-run"), &[parties]);
    assert!(!printed.contains("takes the place"), "{printed}");
    place.done(&draft_with(&escrow, FINAL));
    sign(&place, "//Charlie");
    done(&place, "award enforce award.toml --key //Bob --yes");
    let hold = status(&place, &escrow)["hold"].clone();
    let replaced = format!(
        "once both parties approve it, this split takes the place of award 1, which is on hold until {} and gives 5 UNIT to the payer, \
         6.5 UNIT to the payee, 1 UNIT to the tribunal: the tribunal then gets none of that",
        shown(&hold["until"])
    );
    assert_eq!(
        warnings(&place, &format!("{by_alice} --dry-run")),
        [replaced.as_str()]
    );
    done(
        &place,
        &format!(
            "order stay {escrow} --until 2026-08-01T00:00:00Z --document order.md --key //Eve --yes"
        ),
    );
    let replaced =
        format!("{replaced}; the court's stay until 1 Aug 2026 00:00:00 UTC does not stop it");
    let warning = format!("Warning: {replaced}\n");
    let printed = page(&place, &format!("{by_alice} --yes"), &[&warning, parties]);
    assert!(!printed.contains("the tribunal's after"), "{printed}");
    // Away from the chain nobody knows how far it is, and what holds in every phase is said.
    let signed = format!("{settle} {away} --key //Alice --sign-only --out away.json --dry-run");
    page(
        &place,
        &signed,
        &["in a dispute and in place of an award on hold too"],
    );
    // One approval alone.
    let pending =
        "pending: it executes, and takes the place of the award on hold, when the payee approves";
    let alone = format!("{settle} --key //Alice --dry-run");
    page(&place, &alone, &[pending, &warning]);
    // Both.
    let both = format!("{settle} --key //Bob --signature alice.json --approve --pay");
    assert_eq!(
        warnings(&place, &format!("{both} --dry-run")),
        [replaced.as_str()]
    );
    let printed = page(&place, &format!("{both} --yes"), &[&warning, parties]);
    assert!(!printed.contains("ends the dispute"), "{printed}");
    let ended = status(&place, &escrow);
    assert_eq!(ended["phase"], "closed", "{ended}");
    assert_eq!(ended["ended_as"], "settled", "{ended}");
}

#[test]
fn stay_says_when_the_money_is_free_and_warns_if_it_keeps_nothing_back() {
    let place = Place::with_chain();
    let escrow = awarded(&place);
    let stay = |until: &str| {
        format!("order stay {escrow} --until {until}T00:00:00Z --document order.md --key //Eve")
    };
    let (short, long) = (stay("2026-03-14"), stay("2026-05-01"));
    let until = status(&place, &escrow)["hold"]["until"].clone();
    let hold = shown(&until);
    // Before the hold ends.
    let idle = format!(
        "this stay keeps nothing back: the money is not free before {hold} as it is; it is stay 1 of at most 2 all the same"
    );
    let as_before = format!("the money is free at {hold}, as before");
    let dry = format!("{short} --dry-run");
    page(&place, &dry, &[&as_before, &format!("Warning: {idle}\n")]);
    assert_eq!(warnings(&place, &dry), [idle]);
    // Beyond it.
    let free = "1 May 2026 00:00:00 UTC";
    let later = format!("the money is free at {free} then (until now: {hold})");
    let printed = page(&place, &format!("{long} --yes"), &[&later]);
    assert!(!printed.contains("Warning"), "{printed}");
    assert_eq!(status(&place, &escrow)["due"], "2026-05-01T00:00:00Z");
    // Lifted, and stayed for less.
    let earlier = format!("the money is free at {hold} then (until now: {free})");
    let lift = format!("order lift {escrow} --document order.md --key //Eve --dry-run");
    page(&place, &lift, &[&earlier]);
    let sooner = format!(
        "this stay takes the place of the one until {free} and ends sooner, so that the money is free earlier than without it; it is stay 2 of \
         at most 2 all the same"
    );
    let warning = format!("Warning: {sooner}\n");
    let in_place = "stayed until 14 Mar 2026 00:00:00 UTC, in place of any stay before.";
    let signed = format!("{short} --sign-only --out stay.json --dry-run");
    let now = format!("Sent now: {earlier}.\n");
    page(&place, &signed, &[in_place, &now, &warning]);
    assert_eq!(warnings(&place, &signed), [sooner.as_str()]);
    page(&place, &format!("{short} --yes"), &[&earlier, &warning]);
    assert_eq!(status(&place, &escrow)["due"], until);
}

/// Three arbitrators, of whom two sign.
const THREE: &str = "--arbitrator //Charlie --arbitrator //Eve --arbitrator //Ferdie --threshold 2 --authority //Dave";

/// What somebody who agrees to decide is told of the case.
const TERMS: [&str; 6] = [
    "The payer locks 12.5 UNIT for the payee.\n",
    "payer: 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY = 0x9621",
    "Disputes go to arbitration under UNCITRAL rules, seat DK-84, law DK, language en.\n",
    "the tribunal receives at most 1 UNIT\n",
    "time for the award: 30 days\n",
    "Both parties sign the hash ",
];

#[test]
fn arbitrator_is_shown_what_is_accepted() {
    let place = Place::with_chain();
    let escrow = place.funded();
    papers(&place);
    let accept = format!("tribunal accept {escrow} --disclosure disclosure.md --key //Charlie");
    let away = format!("{accept} --terms terms.toml --chain-id 420420420 --sign-only --out a.json");
    let seat = "This is seat 0, which presides and receives the tribunal's share.\n";
    let address = format!("escrow: {escrow}\n");
    for how in [
        &format!("{accept} --dry-run"),
        &format!("{accept} --sign-only --out c.json --yes"),
        &format!("{away} --dry-run"),
        &format!("tribunal accept {escrow} --signature c.json --key //Bob --dry-run"),
    ] {
        let parts = [&TERMS[..], &[seat, &address]].concat();
        page(&place, how, &parts);
    }
    // Whose wallet it will be is not known.
    let wallet = format!("tribunal accept {escrow} --disclosure disclosure.md --eip712 w.json");
    let printed = page(&place, &format!("{wallet} --dry-run"), &TERMS);
    assert!(!printed.contains("This is seat"), "{printed}");
}

#[test]
fn acceptance_and_replacement_say_how_they_move_the_time_for_the_award() {
    let place = Place::with_chain();
    let escrow = place.funded_with(THREE);
    papers(&place);
    for key in ["//Charlie", "//Ferdie"] {
        accept(&place, &escrow, key);
    }
    file(&place, &escrow);
    let award_by = || shown(&status(&place, &escrow)["dispute"]["award_by"]);
    let foretold = |was: &str| {
        let status = status(&place, &escrow);
        let end = shown(&status["if_nobody_acts"]["at"]);
        let is = shown(&status["dispute"]["award_by"]);
        assert_ne!(is, was);
        (
            format!("the time for the award ends at {is} then (until now: {was})"),
            format!("if nobody decides, the fallback split takes effect at {end}: 6.25 UNIT"),
        )
    };
    let anew = "; it starts anew when the last seat accepts; if nobody decides, ";
    // The authority fills a seat that fell vacant.
    done(&place, "chain advance 48h");
    let decline = format!("tribunal decline {escrow} --reason answer.md --key //Charlie");
    done(&place, &format!("{decline} --yes"));
    let was = award_by();
    let stranger = "0x00000000000000000000000000000000000000AA";
    let replace = format!("tribunal replace {escrow} --seat 0 --document order.md --appointee");
    let printed = page(
        &place,
        &format!("{replace} {stranger} --key //Dave --yes"),
        &[anew],
    );
    let (time, end) = foretold(&was);
    assert!(
        printed.contains(&time) && printed.contains(&end),
        "{printed}"
    );
    // Both parties fill it again.
    done(&place, "chain advance 72h");
    let was = award_by();
    let signed = format!("{replace} //Charlie --sign-only --out bob.json --key //Bob --yes");
    page(
        &place,
        &signed,
        &["Sent now: the time for the award ends at ", anew],
    );
    let send = format!("{replace} //Charlie --signature bob.json --approve --key //Alice --yes");
    let printed = page(&place, &send, &[anew]);
    let (time, end) = foretold(&was);
    assert!(
        printed.contains(&time) && printed.contains(&end),
        "{printed}"
    );
    // One of two who are missing accepts, which moves nothing; then the last one, relayed.
    let accept = format!("tribunal accept {escrow} --disclosure disclosure.md");
    let was = award_by();
    let seat = "This is seat 1.\n";
    let as_before = format!("the time for the award ends at {was}, as before{anew}");
    page(
        &place,
        &format!("{accept} --key //Eve --yes"),
        &[seat, &as_before],
    );
    assert_eq!(award_by(), was);
    done(&place, "chain advance 24h");
    let signed = format!("{accept} --key //Charlie --sign-only --out charlie.json --yes");
    let printed = page(
        &place,
        &signed,
        &["Sent now: the time for the award ends at "],
    );
    assert!(!printed.contains("starts anew"), "{printed}");
    let send = format!("tribunal accept {escrow} --signature charlie.json --key //Bob --yes");
    let printed = page(&place, &send, &[]);
    let (time, end) = foretold(&was);
    assert!(
        printed.contains(&time) && printed.contains(&end),
        "{printed}"
    );
}

#[test]
fn every_page_of_a_step_names_its_escrow() {
    let place = Place::with_chain();
    let escrow = place.funded();
    papers(&place);
    accept(&place, &escrow, "//Charlie");
    let named = |line: &str| {
        let line = format!("{} --dry-run", line.replace("ESCROW", &escrow));
        page(&place, &line, &[&format!("\n  escrow: {escrow}\n")]);
        let json = place.field("/result/escrow", &words(&line));
        assert_eq!(json, escrow, "{line}");
    };
    let until = "--until 2026-03-14T00:00:00Z --document order.md";
    for line in [
        "pause ESCROW --for 48h --reason order.md --key //Alice",
        "escrow release ESCROW --to-payee 10 --key //Alice",
        "escrow settle ESCROW --to-payee 10 --key //Alice",
        "escrow revoke ESCROW --key //Alice",
        "dispute file ESCROW notice.md --key //Alice",
        "tribunal decline ESCROW --reason order.md --key //Charlie",
        &format!("order pause ESCROW {until} --key //Charlie"),
    ] {
        named(line);
    }
    dispute(&place, &escrow);
    for line in [
        "evidence add ESCROW order.md --number C-1 --title Paper --key //Alice",
        "order close ESCROW --document order.md --key //Charlie",
    ] {
        named(line);
    }
    // Allowing an escrow to take tokens is a call of the token.
    let dollars = "terms new dollars.toml --asset USDt --payer //Alice --payee //Bob --arbitrator //Charlie --authority //Dave \
                   --amount 3 --agreement agreement.md --seat DK-84 --law DK --language en --expiry 2026-09-01T00:00:00Z";
    done(&place, dollars);
    let escrow = place.field(
        "/result/escrow",
        &words("escrow open dollars.toml --key //Alice --yes"),
    );
    done(&place, &format!("escrow accept {escrow} --key //Bob --yes"));
    let fund = format!("escrow fund {escrow} --key //Alice --dry-run");
    let line = format!("\n  escrow: {escrow}\n");
    page(&place, &fund, &[&line, "two transactions"]);
    assert_eq!(place.field("/result/escrow", &words(&fund)), escrow);
}

#[test]
fn who_approved_nothing_is_not_told_that_an_approval_dies() {
    let place = Place::with_chain();
    let escrow = place.funded();
    papers(&place);
    accept(&place, &escrow, "//Charlie");
    let none = "you have no approval on chain; what you only signed for proposal 0 dies";
    let own = "your approval of proposal 0 dies, sent or only signed";
    let revoke = |key: &str, said: &str, not: &str| {
        let line = format!("escrow revoke {escrow} --key {key} --dry-run");
        let printed = page(&place, &line, &[said]);
        assert!(!printed.contains(not), "{printed}");
    };
    revoke("//Charlie", none, own);
    let release = format!("escrow release {escrow} --to-payee 10 --key //Bob --yes");
    done(&place, &release);
    revoke("//Bob", own, none);
    revoke("//Charlie", none, own);
}

/// A split by a party and the tribunal is dated; whoever of the two takes it back stops it, and so does an arbitrator who leaves.
#[test]
fn who_takes_back_or_leaves_is_told_what_stops() {
    let place = Place::with_chain();
    let escrow = place.funded();
    papers(&place);
    accept(&place, &escrow, "//Charlie");
    let release = format!("escrow release {escrow} --to-payee 10 --yes --key");
    done(&place, &format!("{release} //Bob"));
    let stops = "the split that would execute by itself does not";
    let revoke = format!("escrow revoke {escrow} --key //Bob --yes");
    let printed = page(&place, &format!("{revoke} --dry-run"), &[]);
    assert!(!printed.contains(stops), "it is not dated: {printed}");
    done(&place, &format!("{release} //Charlie"));
    let dated = |place: &Place| status(place, &escrow)["proposed_split"]["executes_at"].is_string();
    assert!(dated(&place), "{}", status(&place, &escrow));
    page(&place, &revoke, &[stops]);
    assert!(!dated(&place), "{}", status(&place, &escrow));
    let leave = format!("tribunal decline {escrow} --reason reasons.md --key //Charlie --yes");
    page(
        &place,
        &leave,
        &["approvals of a release that wait are void, whoever gave them"],
    );
    assert!(status(&place, &escrow)["proposed_split"].is_null());
}

#[test]
fn award_says_who_can_still_change_what_it_gives() {
    let place = Place::with_chain();
    let escrow = disputed(&place);
    place.done(&draft_with(&escrow, FINAL));
    sign(&place, "//Charlie");
    let both = "during the hold period only a correction, or both parties together by a settlement, can change what it gives; a court's stay delays it.";
    page(
        &place,
        "award enforce award.toml --key //Bob --yes",
        &[both],
    );
}

/// Outside the phase funded nobody but both parties releases anything.
#[test]
fn arbitrators_signature_under_a_settlement_is_refused_where_it_cannot_count() {
    let place = Place::with_chain();
    let escrow = place.funded();
    papers(&place);
    accept(&place, &escrow, "//Charlie");
    let sign = format!(
        "escrow release {escrow} --to-payee 10 --key //Charlie --sign-only --out c.json --dry-run"
    );
    page(&place, &sign, &["You sign, as //Charlie"]);
    dispute(&place, &escrow);
    let refused = ["NoRole", "the key of the payer or the payee"];
    expect(&place, 4, &words(&sign), &refused);
}

#[test]
fn correction_beyond_the_last_is_told_at_its_draft() {
    let place = Place::with_chain();
    let escrow = awarded(&place);
    let more = [
        "--kind",
        "correction",
        "--to-payer",
        "4",
        "--to-tribunal",
        "1",
    ];
    let again = |place: &Place| {
        std::fs::remove_file(place.path().join("award.toml")).expect("it was drafted");
        expect(place, 0, &draft_with(&escrow, &more), &[])
    };
    for _ in 0..2 {
        let drafted = again(&place);
        assert!(!drafted.contains("cannot be corrected again"), "{drafted}");
        sign(&place, "//Charlie");
        done(&place, "award enforce award.toml --key //Bob --yes");
    }
    let drafted = again(&place);
    assert!(drafted.contains("cannot be corrected again"), "{drafted}");
    sign(&place, "//Charlie");
    let before = status(&place, &escrow);
    let enforce = words("award enforce award.toml --key //Bob --yes");
    expect(&place, 1, &enforce, &["TooManyTimes"]);
    assert_eq!(status(&place, &escrow), before);
}
