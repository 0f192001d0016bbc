//! `terms`: written, shown, hashed, checked.

mod support;

use support::{Place, words};

#[test]
fn terms_are_shown_in_words() {
    let place = Place::with_chain();
    place.terms();
    insta::assert_snapshot!(place.run(&["terms", "show", "terms.toml"]), @r"
    exit 0
    --- stdout
    The payer locks 12.5 UNIT for the payee.
      payer: 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY = 0x9621DDe636dE098B43Efb0fA9b61fAcFE328F99D
      payee: 5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty = 0x41dCCBD49b26c50d34355Ed86ff0FA9E489d1e01
      agreement: SHA-256 [hash]
    Disputes go to arbitration under UNCITRAL rules, seat DK-84, law DK, language en.
      arbitrator 0: 5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y = 0xe2235A2FfE0354B27A6a1c543be6BF2920ff2134
      signatures needed under an award: 1 of 1
      appointing authority: 5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy = 0xa799a942f85792dDC0028a7dd32b582E75d5E57b
      notary of court orders: 5HGjWAeFDfFCWPsjFQdVV2Msvz2XtMktvgocEZcCj68kUMaw = 0x203AEDc6e1eE061f55Ec52309d5Ac8674D4E8352
      the tribunal receives at most 1 UNIT
      awards state reasons: yes
      time to answer: 14 days
      time for the award: 30 days
      money waits after a final award: 30 days
      longest pause: 14 days; longest stay: 180 days
    Undisputed, it ends at 1 Sep 2026 00:00:00 UTC: the fallback split takes effect.
    If nobody ever decides, the payer gets 50 %, the payee the rest.
    Both parties sign the hash [hash]
    --- stderr
    ");
}

#[test]
fn written_terms_hash_to_what_is_written() {
    let place = Place::with_chain();
    place.terms();
    let shown = place.field("/result/terms_hash", &["terms", "show", "terms.toml"]);
    let hashed = place.field("/result/terms_hash", &["terms", "hash", "terms.toml"]);
    assert_eq!(shown, hashed);
}

#[test]
fn digest_of_a_consent_needs_no_chain() {
    let place = Place::with_chain();
    place.terms();
    std::fs::remove_dir_all(place.path().join("home")).expect("ours");
    let arguments = [
        "terms",
        "hash",
        "terms.toml",
        "--contract",
        "0x0000000000000000000000000000000000000009",
        "--chain-id",
        "7",
    ];
    insta::assert_snapshot!(place.run(&arguments), @r"
    exit 0
    --- stdout
    terms:     [hash] (keccak-256)
    agreement: [hash] (SHA-256)
    consent:   [hash] (EIP-712, chain 7, escrow 0x0000000000000000000000000000000000000009)
    --- stderr
    ");
}

#[test]
fn changed_agreement_shows() {
    let place = Place::with_chain();
    place.terms();
    std::fs::write(place.path().join("agreement.md"), "another agreement\n").expect("ours");
    insta::assert_snapshot!(place.run(&["terms", "hash", "terms.toml"]), @r"
    exit 6
    --- stdout
    --- stderr
    error: terms.toml:22: agreement.sha256: agreement.md is not the document that the file names: expected SHA-256 [hash], found [hash]
      expected: SHA-256 [hash], as the file says
      found:    SHA-256 [hash], that of agreement.md
      code:     OtherDocument
      next:     put back the document that the file names; or, if the other one is meant, correct the hash, and have signed again what was signed for the old one
    nothing was sent
    ");
}

#[test]
fn terms_that_no_rule_could_work_on_are_refused() {
    let place = Place::with_chain();
    place.terms();
    let path = place.path().join("terms.toml");
    let text = std::fs::read_to_string(&path).expect("written");
    std::fs::write(
        &path,
        text.replace("response = \"14 days\"", "response = \"3 hours\""),
    )
    .expect("ours");
    insta::assert_snapshot!(place.run(&["terms", "show", "terms.toml"]), @r"
    exit 2
    --- stdout
    --- stderr
    error: terms.toml: the response period is under 24 hours, or the award period is not longer than it
      expected: at least 1 day to answer
      found:    3 hours
      code:     BadPeriod
      next:     correct the terms file; `terms show` checks it
    nothing was sent
    ");
}

#[test]
fn consumers_and_strangers_to_the_chain_are_warned_about() {
    let place = Place::with_chain();
    let line = "terms new terms.toml --payer //Alice --payee 0x00000000000000000000000000000000000000AA --arbitrator \
                //Charlie --authority //Dave --amount 1 --agreement agreement.md --seat DK-84 --law DE --language en \
                --expiry 2026-09-01T00:00:00Z --consumer --response";
    let arguments = [&words(line)[..], &["3 days"]].concat();
    insta::assert_snapshot!(place.run(&arguments), @r"
    exit 0
    --- stdout
    written: terms.toml
    terms:   [hash]
    next:    both parties read it: `terms show`; then `escrow open`
    --- stderr
    warning: one party is a consumer: in many countries an arbitration clause agreed before the dispute does not bind consumers, and the courts of their home decide by its law
    warning: a consumer has less than 14 days to answer: a court may refuse the award for want of proper notice
    warning: seat and governing law are of different countries: make sure that this is meant
    warning: no court-order notary is named: nobody can record a court's stay, and a final award pays after the hold period even if a court is seized of it
    warning: the tribunal can receive nothing from the escrow: agree elsewhere on how its fees are paid
    warning: nobody registered 0x00000000000000000000000000000000000000AA (the payee) on this chain yet: money for it goes to an account that an Ethereum key of this address uses as its own, and from which a Polkadot key brings it back with `account recover`; a Polkadot key registers its address with the first contract call that it sends, or by `account register`
    ");
}

#[test]
fn impossible_amount_is_refused() {
    let place = Place::with_chain();
    let line = "terms new terms.toml --payer //Alice --payee //Bob --arbitrator //Charlie --authority //Dave --amount \
                1.00000000001 --agreement agreement.md --seat DK-84 --law DE --language en \
                --expiry 2026-09-01T00:00:00Z";
    let arguments = words(line);
    insta::assert_snapshot!(place.run(&arguments), @r#"
    exit 2
    --- stdout
    --- stderr
    error: not an amount of UNIT
      expected: an amount in quotes such as "12.5", with a point, at most 10 decimal places, and at most 1844674407 whole units
      found:    1.00000000001
      code:     BadAmount
      next:     correct it and try again; --help explains it
    nothing was sent
    "#);
}

#[test]
fn one_hash_of_terms_is_never_shown_as_two_amounts() {
    let place = Place::with_chain();
    place.terms();
    let text = std::fs::read_to_string(place.path().join("terms.toml")).expect("written");
    // The same signed numbers, a hundred times as much in words.
    let more = text
        .replace("amount = \"12.5\"", "amount = \"1250\"")
        .replace("most_for_tribunal = \"1\"", "most_for_tribunal = \"100\"")
        .replace("decimals = 10", "decimals = 8");
    std::fs::write(place.path().join("more.toml"), more).expect("the folder is ours");
    let contract = "0x0909090909090909090909090909090909090909";
    let away =
        "--terms more.toml --chain-id 420420420 --sign-only --out out.json --key //Bob --yes";
    for command in [
        "terms show more.toml".to_owned(),
        "terms hash more.toml".to_owned(),
        format!("escrow accept {contract} {away}"),
        format!("escrow release {contract} --to-payee 600 --sequence 0 {away}"),
    ] {
        let printed = place.run(&words(&command));
        for part in ["exit 6\n", "FieldDiffers", "expected: 10", "found:    8"] {
            assert!(printed.contains(part), "{part} of {command}: {printed}");
        }
    }
    // Amounts in another unit are for another chain, which the chain at hand tells.
    let other = text
        .replace("unit = 8", "unit = 6")
        .replace("decimals = 10", "decimals = 12");
    std::fs::write(place.path().join("other.toml"), other).expect("the folder is ours");
    let printed = place.run(&words("terms show other.toml"));
    assert!(
        printed.contains("warning: this chain counts in units of 10^8, the terms in units of 10^6"),
        "{printed}"
    );
}

#[test]
fn terms_beside_a_chain_are_refused_instead_of_ignored() {
    let place = Place::with_chain();
    let escrow = place.funded();
    let more = "--terms terms.toml --chain-id 5";
    for command in [
        format!("escrow accept {escrow} --key //Bob --yes {more}"),
        format!("escrow release {escrow} --to-payee 1 --key //Bob --dry-run {more}"),
        format!(
            "escrow release {escrow} --to-payee 1 --key //Bob --dry-run {more} --sequence 99 --held 1"
        ),
    ] {
        let printed = place.run(&words(&command));
        assert!(
            printed.starts_with("exit 2\n") && printed.contains("--sign-only"),
            "{command}: {printed}"
        );
    }
}
