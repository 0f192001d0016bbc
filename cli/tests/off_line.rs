//! Who signs off line learns on the spot whether it can count, whose money it is about, and what cannot be undone.

mod case;
mod support;

use case::{disputed, draft, expect, write};
use support::{Place, words};

/// The local chain's id.
const LOCAL: &str = "420420420";
const ALICE: &str = "0x9621DDe636dE098B43Efb0fA9b61fAcFE328F99D";
const BOB: &str = "0x41dCCBD49b26c50d34355Ed86ff0FA9E489d1e01";

fn exists(place: &Place, name: &str) -> bool {
    place.path().join(name).exists()
}

/// Every kind of thing that is signed off line, and whose signature can count.
fn kinds(escrow: &str) -> Vec<(String, &'static str)> {
    let until = "--until 2026-03-10T00:00:00Z";
    let order =
        |verb: &str, more: &str| format!("order {verb} {escrow} --document paper.md {more}");
    vec![
        (format!("escrow accept {escrow}"), "the payer or the payee"),
        (
            format!("escrow release {escrow} --to-payee 10"),
            "the payer, the payee, the presiding arbitrator",
        ),
        (
            format!("tribunal accept {escrow} --disclosure paper.md"),
            "the presiding arbitrator",
        ),
        (order("pause", until), "the presiding arbitrator"),
        (order("stay", until), "the notary"),
        (
            format!("tribunal replace {escrow} --seat 0 --appointee //Ferdie --document paper.md"),
            "the payer, the payee or the appointing authority",
        ),
    ]
}

#[test]
fn signature_of_somebody_without_the_role_is_refused_where_it_would_be_made() {
    let place = Place::with_chain();
    let escrow = place.funded();
    write(&place, "paper.md", "a paper");
    for (command, expected) in kinds(&escrow) {
        let sign = format!("{command} --sign-only --out signed.json --yes --key");
        let stranger = format!("{sign} //Ferdie");
        let parts = ["NoRole", expected, "which has no role in this escrow"];
        expect(&place, 4, &words(&stranger), &parts);
        assert!(!exists(&place, "signed.json"), "{command}");
    }
    let stay = &kinds(&escrow)[4].0;
    let party = format!("{stay} --sign-only --out signed.json --yes --key //Bob");
    let parts = [
        "NoRole",
        "the key of the notary",
        &format!("{BOB}, the payee"),
    ];
    expect(&place, 4, &words(&party), &parts);
    let notary = party.replace("//Bob", "//Eve");
    expect(&place, 0, &words(&notary), &["Cannot be undone: "]);
    assert!(exists(&place, "signed.json"));
}

#[test]
fn away_from_the_chain_an_arbitrator_appointed_later_signs_with_a_warning() {
    let place = Place::with_chain();
    let escrow = place.funded();
    write(&place, "paper.md", "a paper");
    let away =
        format!("--terms terms.toml --chain-id {LOCAL} --sign-only --yes --key //Ferdie --out");
    let accept = format!("escrow accept {escrow} {away} consent.json");
    expect(&place, 4, &words(&accept), &["NoRole"]);
    // Seat 0 is filled anew, which the terms do not tell.
    let decline = format!("tribunal decline {escrow} --reason paper.md --key //Charlie --yes");
    place.done(&words(&decline));
    let replace = format!(
        "tribunal replace {escrow} --seat 0 --appointee //Ferdie --document paper.md --key //Dave --yes"
    );
    place.done(&words(&replace));
    let accept = format!(
        "tribunal accept {escrow} --disclosure paper.md --appointment 1 {away} ferdie.json"
    );
    let parts = [
        "Warning: the terms name nobody with the address",
        "counts only if it was appointed to a seat since",
    ];
    expect(&place, 0, &words(&accept), &parts);
    let send = format!("tribunal accept {escrow} --signature ferdie.json --key //Bob --yes");
    place.done(&words(&send));
    expect(&place, 0, &["escrow", "status", &escrow], &[", accepted\n"]);
}

#[test]
fn development_key_signs_nothing_for_a_public_chain() {
    let place = Place::with_chain();
    let escrow = place.funded();
    let sign = format!(
        "escrow release {escrow} --to-payee 10 --sequence 0 --terms terms.toml --sign-only --out bob.json --key //Bob --yes"
    );
    let hub = format!("{sign} --chain-id 420420419");
    let parts = [
        "code:     DevelopmentKey",
        "something for the local chain, id 420420420",
        "chain id 420420419",
    ];
    expect(&place, 4, &words(&hub), &parts);
    assert!(!exists(&place, "bob.json"));
    let here = format!("{sign} --chain-id {LOCAL}");
    expect(&place, 0, &words(&here), &["signed: bob.json"]);
}

#[test]
fn release_of_more_than_the_terms_lock_is_signed_by_nobody() {
    let place = Place::with_chain();
    let escrow = place.funded();
    let sign = |held: &str| {
        format!(
            "escrow release {escrow} --to-payee 10 --held {held} --sequence 0 --terms terms.toml --chain-id {LOCAL} \
             --sign-only --out bob.json --key //Bob --yes"
        )
    };
    let parts = [
        "--held is more than the terms lock",
        "expected: at most 12.5 UNIT",
        "found:    12.5000000001 UNIT",
        "code:     MoreThanHeld",
    ];
    expect(&place, 2, &words(&sign("12.5000000001")), &parts);
    assert!(!exists(&place, "bob.json"));
    let parts = ["all that is held, 12.5 UNIT", "signed: bob.json"];
    expect(&place, 0, &words(&sign("12.5")), &parts);
}

#[test]
fn development_key_signs_no_award_for_a_public_chain() {
    let place = Place::with_chain();
    let escrow = disputed(&place);
    draft(&place, &escrow);
    let award = std::fs::read_to_string(place.path().join("award.toml")).expect("drafted");
    let hub = award.replace(LOCAL, "420420419");
    assert_ne!(award, hub);
    write(&place, "hub.toml", &hub);
    let sign = |file| ["award", "sign", file, "--key", "//Charlie", "--yes"];
    let parts = ["code:     DevelopmentKey", "chain id 420420419"];
    expect(&place, 4, &sign("hub.toml"), &parts);
    expect(&place, 0, &sign("award.toml"), &["signed: award.toml"]);
}

#[test]
fn page_of_a_release_says_whose_money_and_what_cannot_be_undone() {
    let place = Place::with_chain();
    let escrow = disputed(&place);
    let parts = [
        format!("2.5 UNIT to the payer {ALICE}"),
        format!("10 UNIT to the payee {BOB}"),
        "It counts for proposal number 1 only.".to_owned(),
        "Cannot be undone: ".to_owned(),
    ];
    let parts: Vec<_> = parts.iter().map(String::as_str).collect();
    let split = format!("{escrow} --to-payee 10");
    let away = format!("--terms terms.toml --chain-id {LOCAL} --sequence 1");
    for command in ["escrow release", "escrow settle"] {
        for how in [
            "--sign-only --out alice.json --key //Alice --dry-run",
            "--eip712 wallet.json --dry-run",
            "--key //Alice --dry-run",
        ] {
            expect(
                &place,
                0,
                &words(&format!("{command} {split} {how}")),
                &parts,
            );
        }
        let sign =
            format!("{command} {split} {away} --sign-only --out a.json --key //Alice --dry-run");
        expect(&place, 0, &words(&sign), &parts);
    }
}

const ALICE_IN_FULL: &str =
    "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY = 0x9621DDe636dE098B43Efb0fA9b61fAcFE328F99D";
const CHARLIE: &str = "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y";

#[test]
fn what_goes_to_a_wallet_says_whose_signature_counts() {
    let place = Place::with_chain();
    let escrow = place.funded();
    write(&place, "paper.md", "a paper");
    let exported = |command: &str| {
        let export = format!("{command} --eip712 wallet.json --dry-run");
        expect(&place, 0, &words(&export), &["may sign: "])
    };
    let kinds = kinds(&escrow);
    for (kind, roles) in [
        (0, &["payer", "payee"][..]),
        (1, &["payer", "payee", "presiding arbitrator"]),
        (2, &["presiding arbitrator"]),
        (4, &["notary"]),
        (5, &["payer", "payee", "appointing authority"]),
    ] {
        let page = exported(&kinds[kind].0);
        let may = page.split_once("may sign: ").expect("it says so").1;
        let may = may.split_once("domain hash").expect("it goes on").0;
        let said: Vec<_> = may
            .lines()
            .filter_map(|line| Some(line.split_once("the ")?.1.split_once(", 5")?.0))
            .collect();
        assert_eq!(said, roles, "{page}");
        if roles[0] == "payer" {
            assert!(may.contains(ALICE_IN_FULL), "{page}");
        }
    }
    // Away from the chain others may sit by now.
    let away = format!("{} --terms terms.toml --chain-id {LOCAL}", kinds[2].0);
    let page = exported(&away);
    assert!(
        page.contains("whoever was appointed to a seat since"),
        "{page}"
    );
    let stay = format!("{} --eip712 wallet.json --dry-run", kinds[4].0);
    let roles = place.field("/result/may_sign/0/role", &words(&stay));
    assert_eq!(roles, "notary");
}

#[test]
fn what_nobody_could_sign_goes_to_no_wallet() {
    let place = Place::with_chain();
    let escrow = place.funded();
    write(&place, "paper.md", "a paper");
    let decline = format!("tribunal decline {escrow} --reason paper.md --key //Charlie --yes");
    place.done(&words(&decline));
    let accept =
        format!("tribunal accept {escrow} --disclosure paper.md --eip712 wallet.json --dry-run");
    let parts = ["NoRole", "nobody with that role"];
    expect(&place, 4, &words(&accept), &parts);
}

#[test]
fn sheets_name_people_in_both_forms_as_far_as_they_are_known() {
    let place = Place::with_chain();
    let escrow = disputed(&place);
    draft(&place, &escrow);
    let sign = "award sign award.toml --key //Charlie";
    let release = format!("escrow release {escrow} --to-payee 10 --sign-only --out r.json");
    let both = format!("people:    payer: {ALICE_IN_FULL}");
    expect(
        &place,
        0,
        &words(&format!("{release} --key //Alice --dry-run")),
        &[&format!("You sign, as //Alice {ALICE_IN_FULL}:"), &both],
    );
    // Signing an award asks no chain, and an address cannot be turned back into an account.
    let page = expect(
        &place,
        0,
        &words(&format!("{sign} --dry-run")),
        &[
            &format!("You sign, as //Charlie {CHARLIE} = 0x"),
            &format!("people:    payer: {ALICE}\n"),
            "no chain was asked: SS58 with the generic prefix 42; whose SS58 form is missing is not known without a chain",
        ],
    );
    assert!(!page.contains(ALICE_IN_FULL), "{page}");
    place.done(&words(&format!("{sign} --yes")));
    // Beside its chain all are known; elsewhere those who signed with Polkadot keys.
    let signed = format!("signed by arbitrators: {CHARLIE} = 0x");
    let verify = ["award", "verify", "award.toml"];
    expect(&place, 0, &verify, &[&both, &signed]);
    let elsewhere = Place::empty();
    std::fs::copy(
        place.path().join("award.toml"),
        elsewhere.path().join("award.toml"),
    )
    .expect("ours");
    expect(
        &elsewhere,
        0,
        &verify,
        &[
            &format!("people:    payer: {ALICE}\n"),
            &signed,
            "no chain was asked",
        ],
    );
    let enforce = [
        "award",
        "enforce",
        "award.toml",
        "--key",
        "//Bob",
        "--dry-run",
    ];
    expect(&place, 0, &enforce, &[&both, &signed]);
}
