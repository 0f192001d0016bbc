//! An award beside the chain: what `award draft`, `award verify` and `award enforce` say when the escrow can be looked at.

mod case;
mod support;

use case::{FINAL, accept, dispute, disputed, draft, draft_with, expect, papers, sign, write};
use support::Place;

const VERIFY: &[&str] = &["award", "verify", "award.toml"];
const COMPLETE: &[&str] = &["award", "verify", "award.toml", "--complete"];
const ENFORCE: &[&str] = &["award", "enforce", "award.toml", "--key", "//Bob", "--yes"];

/// Three arbitrators, all of whom must sign or be excused.
const THREE: &str = "--arbitrator //Charlie --arbitrator //Dave --arbitrator //Ferdie --threshold 2 --authority //Eve";

/// //Ferdie's address.
const FERDIE: &str = "0x21A8Aa80a3b05b3dd74E337F9a8F5ae4a8e39F22";

#[test]
fn signer_who_has_not_accepted_is_named_and_counts_once_they_have() {
    let place = Place::with_chain();
    let escrow = place.funded_with(THREE);
    papers(&place);
    for key in ["//Charlie", "//Dave"] {
        accept(&place, &escrow, key);
    }
    dispute(&place, &escrow);
    expect(
        &place,
        0,
        &draft_with(&escrow, FINAL),
        &[&format!(
            "warning: {FERDIE} has not accepted the appointment"
        )],
    );
    for key in ["//Charlie", "//Dave", "//Ferdie"] {
        sign(&place, key);
    }
    let early = format!("without having accepted the appointment: `tribunal accept` by {FERDIE}");
    expect(
        &place,
        0,
        VERIFY,
        &[
            "signatures that fit: 3",
            &early,
            "complete: no",
            "next:   whoever signed without having accepted",
        ],
    );
    expect(
        &place,
        6,
        COMPLETE,
        &["NoOmissionReason", &early, "  next:     whoever signed"],
    );
    let refused = expect(
        &place,
        1,
        ENFORCE,
        &[
            "NoOmissionReason",
            "found:    2 signed, and no statement; signed without having accepted the appointment",
            FERDIE,
            "`tribunal accept`",
            "nothing was sent",
        ],
    );
    assert!(!refused.contains("sign the award again"), "{refused}");
    // Away from the chain nobody knows who accepted, and it is said.
    let away = [COMPLETE, &["--chain", "nowhere"]].concat();
    expect(
        &place,
        0,
        &away,
        &[
            "complete: yes, as far as the file tells",
            "not compared with a chain (there is none at hand): who accepted the appointment",
        ],
    );
    accept(&place, &escrow, "//Ferdie");
    expect(
        &place,
        0,
        COMPLETE,
        &["complete: yes, and the contract would execute it now"],
    );
    expect(&place, 0, ENFORCE, &["status: awarded"]);
    expect(&place, 0, COMPLETE, &["complete: yes, and executed at "]);
}

#[test]
fn correction_shows_what_it_takes_the_place_of_and_is_doubted_if_antedated() {
    let place = Place::with_chain();
    let escrow = disputed(&place);
    draft(&place, &escrow);
    sign(&place, "//Charlie");
    place.done(ENFORCE);
    let old = "5 UNIT to the payer, 6.5 UNIT to the payee, 1 UNIT to the tribunal";
    let restated = format!("UTC: {old}.\n");
    let parts = [
        "It takes the place of the award on hold since 2 Mar 2026 ",
        &restated,
    ];
    let doubt = "the correction is dated 1 Jan 1971 00:00:00 UTC, before the award that it takes the place of was executed, 2 Mar 2026 ";
    let draft = |out: &str, more: &[&str]| {
        let line = [
            "award",
            "draft",
            &escrow,
            "--kind",
            "correction",
            "--to-payer",
            "12.5",
        ];
        let papers = [
            "--document",
            "award.md",
            "--reasons",
            "reasons.md",
            "--out",
            out,
        ];
        expect(&place, 0, &[&line[..], &papers, more].concat(), &parts)
    };
    let printed = draft("dated.toml", &[]);
    assert!(!printed.contains("is dated"), "{printed}");
    let printed = draft("co.toml", &["--date", "1971-01-01T00:00:00Z"]);
    assert!(printed.contains(&format!("warning: {doubt}")), "{printed}");
    let warned = format!("  Warning: {doubt}");
    let told = [&parts[..], &[warned.as_str()]].concat();
    let key = ["--key", "//Charlie"];
    // The file knows it away from the chain.
    let signing = [&["award", "sign", "co.toml"][..], &key].concat();
    expect(&place, 0, &[&signing[..], &["--yes"]].concat(), &told);
    let out = ["--out", "copy.toml", "--dry-run", "--json"];
    let json = place.done(&[&signing[..], &out].concat());
    let json: serde_json::Value = serde_json::from_str(&json).expect("one JSON document");
    let warning = json["warnings"][0].as_str().expect("a warning");
    assert!(warning.starts_with(doubt), "{json}");
    let compared = format!("compared with the chain: {doubt}");
    let verify = ["award", "verify", "co.toml"];
    let told_there = [&parts[..], &[compared.as_str()]].concat();
    expect(&place, 0, &verify, &told_there);
    // What the file says is compared with the chain.
    let text = std::fs::read_to_string(place.path().join("co.toml")).expect("written");
    let hold = text.find("[escrow.on_hold]").expect("it is there");
    let (before, after) = text.split_at(hold);
    let other = after
        .replacen("\"5\"", "\"6\"", 1)
        .replacen("\"6.5\"", "\"5.5\"", 1);
    write(&place, "other.toml", &format!("{before}{other}"));
    let differs = format!(
        "the award on hold: the file says 6 UNIT to the payer, 5.5 UNIT to the payee, 1 UNIT to the tribunal, the chain says {old}"
    );
    expect(&place, 0, &["award", "verify", "other.toml"], &[&differs]);
    let enforce = ["award", "enforce", "other.toml", "--key", "//Bob", "--yes"];
    expect(&place, 0, &enforce, &told);
}

#[test]
fn threshold_is_counted_among_arbitrators_who_accepted() {
    let place = Place::with_chain();
    let escrow = place.funded_with(THREE);
    papers(&place);
    accept(&place, &escrow, "//Charlie");
    dispute(&place, &escrow);
    let excused = [FINAL, &["--omission", "omission.md"]].concat();
    place.done(&draft_with(&escrow, &excused));
    for key in ["//Charlie", "//Ferdie"] {
        sign(&place, key);
    }
    expect(
        &place,
        6,
        COMPLETE,
        &["TooFewSignatures", "found 1, besides 1 signature", FERDIE],
    );
    expect(
        &place,
        1,
        ENFORCE,
        &[
            "TooFewSignatures",
            "signed without having accepted the appointment",
            FERDIE,
            "`tribunal accept`",
        ],
    );
    accept(&place, &escrow, "//Ferdie");
    expect(&place, 0, ENFORCE, &["status: awarded"]);
}

#[test]
fn award_is_compared_with_what_the_escrow_has_become() {
    let place = Place::with_chain();
    let escrow = disputed(&place);
    let partial = ["--kind", "partial", "--to-payee", "2.5"];
    place.done(&draft_with(&escrow, &partial));
    sign(&place, "//Charlie");
    let kept = place.path().join("partial.toml");
    std::fs::rename(place.path().join("award.toml"), kept).expect("the folder is ours");
    draft(&place, &escrow);
    sign(&place, "//Charlie");
    expect(
        &place,
        0,
        VERIFY,
        &["complete: yes, and the contract would execute it now"],
    );
    let enforce = [
        "award",
        "enforce",
        "partial.toml",
        "--key",
        "//Bob",
        "--yes",
    ];
    place.done(&enforce);
    // The other award 1 was made when more was left.
    expect(
        &place,
        0,
        VERIFY,
        &[
            "left in escrow: the file says 12.5 UNIT, the chain says 10 UNIT",
            "expected 10 UNIT in all, exactly what is left, found 12.5 UNIT",
            "expected award 2, found award 1",
            "complete: no",
        ],
    );
    let chain = place.field("/result/chain", VERIFY);
    let chain: serde_json::Value = serde_json::from_str(&chain).expect("an object");
    assert_eq!(
        (&chain["compared"], &chain["would_execute"]),
        (&true.into(), &false.into())
    );
    expect(&place, 6, COMPLETE, &["nothing was sent"]);
    expect(
        &place,
        0,
        &["award", "verify", "partial.toml", "--complete"],
        &["complete: yes, and executed at 2 Mar 2026"],
    );
}

#[test]
fn chain_that_does_not_know_the_escrow_is_not_compared() {
    let place = Place::with_chain();
    let escrow = disputed(&place);
    draft(&place, &escrow);
    sign(&place, "//Charlie");
    let other = Place::with_chain();
    let award = std::fs::read_to_string(place.path().join("award.toml")).expect("it is there");
    write(&other, "award.toml", &award);
    expect(
        &other,
        0,
        COMPLETE,
        &["not compared with a chain (the one at hand has no contract at 0x"],
    );
    let elsewhere = award.replace("chain_id = 420420420", "chain_id = 1");
    let elsewhere = elsewhere.split("[[signatures]]").next().expect("text");
    let (_, unsigned) = elsewhere.split_once("[escrow]").expect("a table");
    write(&other, "award.toml", &format!("[escrow]{unsigned}"));
    expect(
        &other,
        0,
        VERIFY,
        &[
            "complete: no",
            "not compared with a chain (the one at hand has the id 420420420, and the award is for the one with the id 1)",
        ],
    );
}

#[test]
fn award_without_a_hold_says_so_before_anybody_signs_it() {
    let place = Place::with_chain();
    let escrow = disputed(&place);
    let at_once = "credited at once, without a hold: this escrow can neither hold it back for a court nor call it back";
    for kind in ["partial", "costs"] {
        let all = ["--kind", kind, "--to-payee", "12.5"];
        let said = [at_once, "nothing remains for a final award"];
        let _ = std::fs::remove_file(place.path().join("award.toml"));
        expect(&place, 0, &draft_with(&escrow, &all), &said);
        for command in [
            &[
                "award",
                "sign",
                "award.toml",
                "--key",
                "//Charlie",
                "--dry-run",
            ][..],
            VERIFY,
            &["award", "sign", "award.toml", "--key", "//Charlie", "--yes"],
        ] {
            let shown = if command.contains(&"--yes") {
                &[][..]
            } else {
                &said
            };
            expect(&place, 0, command, shown);
        }
        let dry = [
            "award",
            "enforce",
            "award.toml",
            "--key",
            "//Bob",
            "--dry-run",
        ];
        expect(&place, 0, &dry, &said);
    }
    std::fs::remove_file(place.path().join("award.toml")).expect("drafted");
    let part = ["--kind", "partial", "--to-payee", "2"];
    let drafted = expect(&place, 0, &draft_with(&escrow, &part), &[at_once]);
    assert!(!drafted.contains("nothing remains"), "{drafted}");
}

#[test]
fn final_award_under_terms_without_a_hold_is_told_as_free_at_once() {
    let place = Place::with_chain();
    let terms = "--arbitrator //Charlie --authority //Dave --notary //Eve --hold";
    let escrow = place.funded_with(&format!("{terms} 0h"));
    papers(&place);
    accept(&place, &escrow, "//Charlie");
    dispute(&place, &escrow);
    expect(
        &place,
        0,
        &draft_with(&escrow, FINAL),
        &["The terms name no hold: the money is free at once"],
    );
    sign(&place, "//Charlie");
    expect(
        &place,
        0,
        ENFORCE,
        &["Cannot be undone: the money is free at once"],
    );
}

#[test]
fn termination_after_the_expiry_says_that_it_pays() {
    let place = Place::with_chain();
    let escrow = place.funded();
    place.done(&["chain", "advance", "175 days"]);
    papers(&place);
    accept(&place, &escrow, "//Charlie");
    dispute(&place, &escrow);
    let end = ["--kind", "termination"];
    let drafted = expect(
        &place,
        0,
        &draft_with(&escrow, &end),
        &[
            "It ends the reference, moves no money and puts the escrow back where it was.",
            "Sent after the expiry, 1 Sep 2026 00:00:00 UTC, it ends the escrow too",
            "the payer gets 50 %, the payee the rest, without a hold.",
        ],
    );
    assert!(!drafted.contains("warning"), "{drafted}");
    sign(&place, "//Charlie");
    let before = expect(&place, 0, &[ENFORCE, &["--dry-run"]].concat(), &[]);
    assert!(!before.contains("The terms have expired"), "{before}");
    place.done(&["chain", "advance", "14 days"]);
    let ends = "The terms have expired: this ends the escrow too, at once and without a hold; the payer gets 50 %, the payee the rest.";
    expect(
        &place,
        0,
        ENFORCE,
        &[ends, "status: lapsed", "credit of the payer: 6.25 UNIT"],
    );
}

#[test]
fn date_that_the_contract_refuses_or_a_court_may_ask_about_is_told_at_the_draft() {
    let place = Place::with_chain();
    let escrow = place.funded();
    papers(&place);
    dispute(&place, &escrow);
    place.done(&["chain", "advance", "2 days"]);
    accept(&place, &escrow, "//Charlie");
    for (date, warning) in [
        ("2020-01-01T00:00:00Z", "before the notice of arbitration"),
        ("2026-12-24T00:00:00Z", "which is in the future"),
        ("2026-03-03T00:00:00Z", "before the tribunal was complete"),
    ] {
        let _ = std::fs::remove_file(place.path().join("award.toml"));
        let dated = [FINAL, &["--date", date]].concat();
        let drafted = expect(&place, 0, &draft_with(&escrow, &dated), &[warning]);
        assert_eq!(drafted.matches("warning:").count(), 1, "{drafted}");
        sign(&place, "//Charlie");
        expect(&place, 0, VERIFY, &[warning]);
    }
    // The last of them is a doubt, and the contract takes it.
    expect(&place, 0, ENFORCE, &["status: awarded"]);
}

#[test]
fn withdrawal_during_the_hold_is_told_when_it_ends() {
    let place = Place::with_chain();
    let escrow = disputed(&place);
    draft(&place, &escrow);
    sign(&place, "//Charlie");
    place.done(ENFORCE);
    let withdraw = [
        "escrow", "withdraw", &escrow, "--owner", "payee", "--key", "//Bob", "--yes",
    ];
    let told = [
        "NothingToWithdraw",
        "nobody has one before the hold of the award ends, 1 Apr 2026",
        "next:     wait for the end of the hold",
    ];
    expect(&place, 1, &withdraw, &told);
    place.done(&["chain", "advance", "30 days"]);
    expect(&place, 0, &withdraw, &["Pay 6.5 UNIT to the payee"]);
}
