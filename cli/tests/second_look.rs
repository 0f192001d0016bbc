//! What a person is told before a slip of the hand does harm.

mod case;
mod support;

use std::os::unix::fs::PermissionsExt;

use case::{disputed, expect, write};
use support::{Place, words};

const SOMEBODY: &str = "0x00000000000000000000000000000000000000AA";

fn chmod(place: &Place, name: &str, mode: u32) {
    let mode = std::fs::Permissions::from_mode(mode);
    std::fs::set_permissions(place.path().join(name), mode).expect("ours");
}

/// A key of each kind.
fn keys(place: &Place) {
    for (name, scheme) in [("ada", "ecdsa"), ("bea", "sr25519")] {
        let new = ["key", "new", name, "--scheme", scheme, "--no-phrase"];
        place.done(&[&new[..], &["--password-file", "password"]].concat());
    }
}

/// The terms of [`Place::terms`] with another arbitrator and without a notary.
fn terms(place: &Place, out: &str, arbitrator: &str) -> String {
    let line = "--payer //Alice --payee //Bob --authority //Dave --amount 12.5 --agreement agreement.md --seat DK-84 --law DK \
                 --language en --expiry 2026-09-01T00:00:00Z";
    let new = ["terms", "new", out, "--arbitrator", arbitrator];
    expect(place, 0, &[&new[..], &words(line)].concat(), &[])
}

#[test]
fn stay_where_the_terms_name_no_notary_is_refused_before_anything() {
    let place = Place::with_chain();
    terms(&place, "terms.toml", "//Charlie");
    let escrow = place.field(
        "/result/escrow",
        &["escrow", "open", "terms.toml", "--key", "//Alice", "--yes"],
    );
    let stay = ["order", "stay", &escrow, "--document", "agreement.md"];
    let until = ["--until", "2026-12-01T00:00:00Z", "--key", "//Dave"];
    let parts = ["can stay an award", "name none", "code:     NoNotary"];
    expect(&place, 2, &[&stay[..], &until].concat(), &parts);
    let offline = ["--terms", "terms.toml", "--chain-id", "7", "--sign-only"];
    let signed = [&stay[..], &until, &offline, &["--out", "stay.json"]].concat();
    expect(&place, 2, &signed, &parts);
    assert!(!place.path().join("stay.json").exists());
}

#[test]
fn draft_says_what_is_missing_and_that_there_is_no_dispute() {
    let place = Place::with_chain();
    let escrow = place.funded();
    write(&place, "award.md", "an award");
    let draft = ["award", "draft", &escrow, "--document", "award.md"];
    let printed = expect(
        &place,
        0,
        &[&draft[..], &["--kind", "final", "--out", "a.toml"]].concat(),
        &[
            "warning: there is no dispute to decide: the escrow is funded",
            "missing: expected 1 signature of an arbitrator, found 0",
        ],
    );
    let next = printed.lines().find(|line| line.starts_with("next:"));
    assert_eq!(
        next,
        Some(
            "next:   complete the file, which nobody can sign as it is (reasons are not waived and \"reasons\" is missing (Art. 31(2))); \
             then each arbitrator reads the file and runs `award sign a.toml`"
        )
    );
    let correction = ["--kind", "correction", "--out", "b.toml"];
    let reasons = ["--reasons", "award.md"];
    let printed = expect(
        &place,
        0,
        &[&draft[..], &correction, &reasons].concat(),
        &["warning: there is no final award to correct"],
    );
    assert!(
        printed.contains("\nnext:   each arbitrator reads the file"),
        "{printed}"
    );
}

#[test]
fn split_of_an_escrow_that_ended_is_refused_for_its_phase() {
    let place = Place::with_chain();
    let escrow = place.funded();
    let settle = ["escrow", "settle", &escrow, "--to-payer", "5", "--yes"];
    for key in ["//Alice", "//Bob"] {
        place.done(&[&settle[..], &["--key", key]].concat());
    }
    expect(
        &place,
        1,
        &[&settle[..], &["--key", "//Bob"]].concat(),
        &[
            "WrongPhase",
            "found:    the phase released",
            "nothing was sent",
        ],
    );
}

#[test]
fn numbers_and_their_nouns_agree() {
    let place = Place::with_chain();
    place.terms();
    let open = [
        "escrow",
        "open",
        "terms.toml",
        "--key",
        "//Charlie",
        "--yes",
    ];
    let escrow = place.field("/result/escrow", &open);
    let status = ["escrow", "status", &escrow];
    let parts = ["next:   both parties consent before", "record: 1 entry, "];
    expect(&place, 0, &status, &parts);
    place.done(&["escrow", "accept", &escrow, "--key", "//Alice", "--yes"]);
    let parts = ["next:   the payee consents before", "record: 2 entries, "];
    expect(&place, 0, &status, &parts);
    let verify = ["evidence", "verify", &escrow, "--dir", "."];
    expect(&place, 0, &verify, &["\nno exhibit is on record\n"]);
}

#[test]
fn key_that_others_can_read_is_listed_with_what_to_do_and_signs_nothing() {
    let place = Place::with_chain();
    keys(&place);
    chmod(&place, "home/keys/bea.json", 0o640);
    let mend = "found 0640; run: chmod 600 home/keys/bea.json";
    let address = place.field("/result/keys/1/address", &["key", "list"]);
    expect(&place, 0, &["key", "list"], &["\nbea ", &address, mend]);
    for who in ["bea", &address] {
        expect(&place, 4, &["key", "show", who], &["SecretFile", mend]);
    }
}

#[test]
fn wallet_export_that_others_can_read_is_imported_with_a_warning() {
    let place = Place::empty();
    keys(&place);
    std::fs::rename(
        place.path().join("home/keys/ada.json"),
        place.path().join("export.json"),
    )
    .expect("ours");
    chmod(&place, "export.json", 0o644);
    let import = ["key", "import", "eve", "export.json"];
    expect(
        &place,
        0,
        &[&import[..], &["--password-file", "password"]].concat(),
        &["chmod 600 export.json; or remove it", "key:     eve"],
    );
    let made = place.path().join("home/keys/eve.json");
    let mode = made.metadata().expect("it is there").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn development_key_is_shown_where_it_can_be_used() {
    let alice = ["key", "show", "//Alice"];
    let parts = [
        "everybody knows its secret",
        "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
        "0x9621DDe636dE098B43Efb0fA9b61fAcFE328F99D",
    ];
    expect(&Place::with_chain(), 0, &alice, &parts);
    expect(&Place::empty(), 4, &alice, &["DevelopmentKey"]);
}

#[test]
fn descriptor_that_is_not_open_is_told_how_to_open_it() {
    let place = Place::empty();
    let new = ["key", "new", "ada", "--password-fd", "77"];
    let parts = [
        "expected: file descriptor 77 open for reading",
        "--password-fd 3 3<FILE",
    ];
    expect(&place, 4, &new, &parts);
}

#[test]
fn doubtful_exhibits_are_warned_about() {
    let place = Place::with_chain();
    let escrow = disputed(&place);
    let add = |file: &str, number: &str, exit, parts: &[&str]| {
        let add = ["evidence", "add", &escrow, file, "--number", number];
        let rest = ["--title", "A paper", "--key", "//Alice", "--yes"];
        expect(&place, exit, &[&add[..], &rest].concat(), parts)
    };
    let printed = add("notice.md", "C-1", 0, &[]);
    assert!(!printed.contains("Warning"), "{printed}");
    write(&place, "empty.txt", "");
    let empty = "Warning: the document is empty.";
    let taken = "Warning: the number C-1 is taken by entry 6: A paper.";
    add("empty.txt", "C-1", 0, &[empty, taken]);
    std::fs::copy(place.path().join("notice.md"), place.path().join("copy.md")).expect("ours");
    let again = "Warning: this document is on record already, as entry 6.";
    let printed = add("copy.md", "C-2", 0, &[again]);
    assert!(!printed.contains("is taken"), "{printed}");
    write(&place, "blank.md", "text");
    add("blank.md", "", 2, &["NoText", "--number says nothing"]);
}

#[test]
fn nothing_is_no_time_and_no_gift() {
    let place = Place::with_chain();
    for period in ["0 days", "0h"] {
        let parts = ["BadPeriod", "the clock would stay where it is"];
        expect(&place, 2, &["chain", "advance", period], &parts);
    }
    let parts = ["BadAmount", "nothing would be given"];
    expect(&place, 2, &["chain", "faucet", "//Bob", "0"], &parts);
    expect(&place, 0, &["chain", "status"], &["block:  0"]);
}

#[test]
fn own_ethereum_key_needs_no_registration_and_is_not_warned_about() {
    let place = Place::with_chain();
    keys(&place);
    let warning = "nobody registered";
    let printed = terms(&place, "ada.toml", "ada");
    assert!(!printed.contains(warning), "{printed}");
    let printed = terms(&place, "bea.toml", "bea");
    assert!(printed.contains(warning), "{printed}");
    let printed = terms(&place, "other.toml", SOMEBODY);
    assert!(printed.contains(warning), "{printed}");
}

#[test]
fn people_are_shown_in_both_forms() {
    let place = Place::with_chain();
    keys(&place);
    let both = |key: &str| {
        let show = ["key", "show", key];
        let form = |name: &str| place.field(&format!("/result/{name}"), &show);
        format!("{} = {}", form("ss58"), form("address"))
    };
    let (alice, bob, ada) = (both("//Alice"), both("//Bob"), both("ada"));
    terms(&place, "terms.toml", "ada");
    let open = ["escrow", "open", "terms.toml", "--key", "//Alice", "--yes"];
    let (payer, payee) = (format!("payer: {alice}"), format!("payee: {bob}"));
    let parties = [payer.as_str(), &payee];
    expect(&place, 0, &open, &parties);
    let escrow = place.field("/result/escrows/0/escrow", &["escrow", "list"]);
    let arbitrator = format!("arbitrator 0: {ada}");
    for show in [&["terms.toml"][..], &["--escrow", &escrow]] {
        let show = [&["terms", "show"][..], show].concat();
        expect(&place, 0, &show, &[&payer, &payee, &arbitrator]);
    }
    let status = ["escrow", "status", &escrow];
    let seat = format!("seat 0: {ada}, not accepted yet");
    let authority = format!("authority: {}", both("//Dave"));
    let (payer, payee) = (format!("payer:  {alice}"), format!("payee:  {bob}"));
    expect(&place, 0, &status, &[&payer, &payee, &seat, &authority]);
    let accounts = place.field("/result/accounts", &status);
    assert!(
        accounts.contains(&ada.replace(" = ", "")[..40]),
        "{accounts}"
    );
    let faucet = ["chain", "faucet", "ada", "3"];
    expect(&place, 0, &faucet, &[&format!("3 UNIT to {ada}")]);
    let balance = ["chain", "status", "--balance", "ada"];
    expect(&place, 0, &balance, &[&format!("3 UNIT of {ada}")]);
    // Nobody knows which account a stranger's address leads to before it is registered.
    terms(&place, "other.toml", SOMEBODY);
    let parts = [format!("arbitrator 0: {SOMEBODY}\n")];
    expect(&place, 0, &["terms", "show", "other.toml"], &[&parts[0]]);
}

#[test]
fn consent_to_other_terms_is_told_to_be_signed_again() {
    let place = Place::with_chain();
    terms(&place, "terms.toml", "//Charlie");
    terms(&place, "other.toml", "//Ferdie");
    let escrow = place.field(
        "/result/escrow",
        &["escrow", "open", "terms.toml", "--key", "//Alice", "--yes"],
    );
    let chain = place.field("/result/chain_id", &["chain", "status"]);
    let accept = ["escrow", "accept", &escrow, "--key", "//Bob", "--yes"];
    let sign = ["--sign-only", "--out", "bob.json", "--terms", "other.toml"];
    place.done(&[&accept[..], &sign, &["--chain-id", &chain]].concat());
    let parts = [
        "bob.json was signed for other terms",
        "code:     OtherEscrow",
        "have it signed again, for this escrow under these terms",
    ];
    expect(
        &place,
        6,
        &[&accept[..], &["--signature", "bob.json"]].concat(),
        &parts,
    );
}

/// What a page of consequences says of the escrow of [`Place::terms`].
const STAKES: [&str; 7] = [
    "payer: 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY = 0x9621",
    "payee: 5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty = 0x41dC",
    "The payer locks 12.5 UNIT for the payee.",
    "the tribunal receives at most 1 UNIT",
    "Undisputed, it ends at 1 Sep 2026 00:00:00 UTC: ",
    "If nobody ever decides, the payer gets 50 %",
    "Both parties sign the hash 0x",
];

/// The consequences in a command's JSON, without effect.
fn consequences(place: &Place, arguments: &[&str]) -> Vec<String> {
    let listed = place.field(
        "/result/consequences",
        &[arguments, &["--dry-run"]].concat(),
    );
    serde_json::from_str(&listed).expect("a list of lines")
}

#[test]
fn whoever_consents_or_locks_sees_whose_money_goes_where_and_when() {
    let place = Place::with_chain();
    place.terms();
    let told = |command: &[&str]| {
        let lines = consequences(&place, command);
        for part in STAKES {
            assert!(
                lines.iter().any(|line| line.starts_with(part)),
                "{part:?} is not in {lines:?}"
            );
        }
    };
    let open = ["escrow", "open", "terms.toml", "--key", "//Alice"];
    told(&open);
    let escrow = place.field("/result/escrow", &[&open[..], &["--yes"]].concat());
    let accept = ["escrow", "accept", &escrow, "--key", "//Bob"];
    told(&accept);
    let sign = ["--sign-only", "--out", "bob.json", "--yes"];
    place.done(&[&accept[..], &sign].concat());
    let signed = ["escrow", "accept", &escrow, "--signature", "bob.json"];
    let signed = [&signed[..], &["--key", "//Ferdie"]].concat();
    told(&signed);
    // Whoever says yes beforehand reads it all the same.
    expect(&place, 0, &[&signed[..], &["--yes"]].concat(), &STAKES[..6]);
    let fund = ["escrow", "fund", &escrow, "--key", "//Alice"];
    told(&fund);
    expect(&place, 0, &[&fund[..], &["--yes"]].concat(), &STAKES[..6]);
}

/// What a program is told to look at twice.
fn warnings(place: &Place, arguments: &[&str]) -> Vec<String> {
    let printed = place.done(&[arguments, &["--json"]].concat());
    let document: serde_json::Value = serde_json::from_str(&printed).expect("one JSON document");
    serde_json::from_value(document["warnings"].clone()).unwrap_or_default()
}

#[test]
fn whoever_consents_locks_or_judges_is_warned_of_what_the_terms_may_do() {
    let place = Place::with_chain();
    let line = "terms new harsh.toml --payer //Alice --payee //Bob --arbitrator //Charlie --authority //Dave --amount 120 \
                --agreement agreement.md --seat DK-84 --law DK --language en --expiry 2026-09-01T00:00:00Z \
                --consumer --most-for-tribunal 100 --hold 0h";
    place.done(&words(line));
    let expected = warnings(&place, &["terms", "show", "harsh.toml"]);
    for word in ["a consumer", "notary", "hold", "more than half"] {
        let told = expected.iter().any(|warning| warning.contains(word));
        assert!(told, "{word:?} is not in {expected:?}");
    }
    let warned = |command: &[&str], words: &[&str]| {
        let page = place.run(&[command, &["--dry-run"]].concat());
        let pages = expected
            .iter()
            .map(|warning| format!("Warning: {warning}\n"));
        for part in pages.chain(words.iter().map(|word| (*word).to_owned())) {
            assert!(page.contains(&part), "{part:?} is not in {page}");
        }
        // Programs are told too, when nothing is sent yet and with the result.
        for how in ["--dry-run", "--yes"] {
            let found = warnings(&place, &[command, &[how]].concat());
            assert_eq!(found, expected, "{command:?} {how}");
        }
    };
    let terms = ["One party is a consumer.\n", "receives at most 100 UNIT\n"];
    warned(
        &["escrow", "open", "harsh.toml", "--key", "//Alice"],
        &terms,
    );
    let escrow = place.field("/result/escrows/0/escrow", &["escrow", "list"]);
    let accept = ["escrow", "accept", &escrow, "--key", "//Bob"];
    let beside = ["--sign-only", "--out", "beside.json"];
    warned(&[&accept[..], &beside].concat(), &terms);
    let away = ["--terms", "harsh.toml", "--chain-id", "420420420"];
    let away = [&away[..], &["--sign-only", "--out", "away.json"]].concat();
    warned(&[&accept[..], &away].concat(), &terms);
    let wallet = [&accept[..], &["--eip712", "wallet.json"]].concat();
    assert_eq!(warnings(&place, &wallet), expected);
    warned(&accept, &terms);
    warned(&["escrow", "fund", &escrow, "--key", "//Alice"], &terms);
    let seat = [
        "tribunal",
        "accept",
        &escrow,
        "--disclosure",
        "agreement.md",
    ];
    warned(&[&seat[..], &["--key", "//Charlie"]].concat(), &[]);
}

const CHARLIE: &str =
    "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y = 0xe2235A2FfE0354B27A6a1c543be6BF2920ff2134";
const DAVE: &str =
    "5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy = 0xa799a942f85792dDC0028a7dd32b582E75d5E57b";
const FERDIE: &str =
    "5CiPPseXPECbkjWCa6MnjNokrgYjMqmKndv2rSnekmSK2DjL = 0x21A8Aa80a3b05b3dd74E337F9a8F5ae4a8e39F22";

#[test]
fn whoever_consents_or_locks_is_told_who_sits_if_not_whom_the_terms_name() {
    let place = Place::with_chain();
    place.terms();
    write(&place, "paper.md", "a paper");
    let open = words("escrow open terms.toml --key //Alice --yes");
    let escrow = place.field("/result/escrow", &open);
    let done = |place: &Place, line: &str| place.done(&words(&line.replace("ESCROW", &escrow)));
    let told = |place: &Place, line: &str, now: &str, warning: &str| {
        let line = format!("{} --dry-run", line.replace("ESCROW", &escrow));
        let lines = format!("  arbitrator 0: {CHARLIE}\n  seat 0 now: {now}\n");
        let page = format!("Warning: {warning}\n");
        expect(place, 0, &words(&line), &[&lines, &page]);
        assert_eq!(warnings(place, &words(&line)), [warning], "{line}");
    };
    let accept = "escrow accept ESCROW --key //Bob";
    let signed = format!("{accept} --sign-only --out bob.json");
    let fund = "escrow fund ESCROW --key //Alice";
    let seat = "tribunal accept ESCROW --disclosure paper.md --key //Ferdie";
    // The arbitrator leaves before anybody else consents.
    done(
        &place,
        "tribunal decline ESCROW --reason paper.md --key //Charlie --yes",
    );
    let vacant = "nobody: it is vacant";
    let nobody = format!(
        "nobody sits in seat 0: {CHARLIE}, whom the terms name, left, and the appointing authority {DAVE}, or both parties, appoint somebody else once both parties have consented"
    );
    told(&place, accept, vacant, &nobody);
    told(&place, &signed, vacant, &nobody);
    done(&place, &format!("{accept} --yes"));
    told(&place, fund, vacant, &nobody);
    // Somebody else is appointed: by both parties, or by the authority.
    let replace = "tribunal replace ESCROW --seat 0 --appointee //Ferdie --document paper.md";
    let agreed = place.copy();
    done(
        &agreed,
        &format!("{replace} --sign-only --out order.json --key //Bob --yes"),
    );
    done(
        &agreed,
        &format!("{replace} --signature order.json --approve --key //Alice --yes"),
    );
    done(&place, &format!("{replace} --key //Dave --yes"));
    let another = |who: &str, accepted: &str| {
        let named = format!("for seat 0 the terms name {CHARLIE}, who sits there no more");
        format!("{named}: {who} appointed {FERDIE}, {accepted}")
    };
    let waiting = "who has not accepted yet";
    let now = format!("{FERDIE}, {waiting}");
    told(&agreed, fund, &now, &another("both parties", waiting));
    let authority = format!("the appointing authority {DAVE}");
    told(&place, fund, &now, &another(&authority, waiting));
    // Whoever is to decide sees whose place it is.
    let page = done(&place, &format!("{seat} --dry-run"));
    assert!(page.contains(&format!("  seat 0 now: {now}\n")), "{page}");
    done(&place, &format!("{seat} --yes"));
    let now = format!("{FERDIE}, who accepted");
    told(&place, fund, &now, &another(&authority, "who accepted"));
    let locked = format!("{fund} --yes").replace("ESCROW", &escrow);
    assert_eq!(
        warnings(&place, &words(&locked)),
        [another(&authority, "who accepted")]
    );
}

#[test]
fn whoever_sends_the_money_on_its_way_is_told_that_the_payee_is_not_registered() {
    let place = Place::with_chain();
    keys(&place);
    let line = "terms new sold.toml --payer //Alice --payee bea --arbitrator //Charlie --authority //Dave --amount 12.5 \
                --agreement agreement.md --seat DK-84 --law DK --language en --expiry 2026-09-01T00:00:00Z";
    place.done(&words(line));
    let bea = place.field("/result/address", &["key", "show", "bea"]);
    let warning = format!("Warning: nobody registered {bea} (the payee)");
    let warned = |command: &[&str]| {
        let lines = consequences(&place, command);
        let found = lines
            .iter()
            .filter(|line| line.starts_with(&warning))
            .count();
        assert_eq!(found, 1, "{command:?}: {lines:?}");
    };
    let open = ["escrow", "open", "sold.toml", "--key", "//Alice", "--yes"];
    let escrow = place.field("/result/escrow", &open);
    let password = ["--password-file", "password", "--yes"];
    let sign = ["escrow", "accept", &escrow, "--key", "bea", "--sign-only"];
    place.done(&[&sign[..], &password, &["--out", "bea.json"]].concat());
    let send = ["escrow", "accept", &escrow, "--signature", "bea.json"];
    let send = [&send[..], &["--key", "//Alice"]].concat();
    warned(&send);
    place.done(&[&send[..], &["--yes"]].concat());
    let fund = ["escrow", "fund", &escrow, "--key", "//Alice"];
    warned(&fund);
    place.done(&[&fund[..], &["--yes"]].concat());
    let release = ["escrow", "release", &escrow, "--to-payee", "10", "--pay"];
    let paying = [&release[..], &["--key", "//Alice"]].concat();
    let refused = [
        "ReceiverUnregistered",
        "its key is in this home",
        "nothing is approved or released until then; without --pay it is",
    ];
    expect(&place, 1, &paying, &refused);
    let anyway = [&paying[..], &["--to-unregistered", "--dry-run"]].concat();
    let words = format!("Warning: {bea} (the payee) is the address of 5");
    expect(&place, 0, &anyway, &[&words, "`account recover`"]);
    // Once somebody pays the account, the chain knows it, and nobody is warned.
    place.done(&["chain", "faucet", "bea", "5"]);
    let lines = consequences(&place, &[&release[..], &["--key", "//Alice"]].concat());
    assert!(
        !lines.iter().any(|line| line.contains("registered")),
        "{lines:?}"
    );
}
