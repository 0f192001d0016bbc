//! Terms files: every field survives, and every mistake is named with its line.

use std::path::Path;

use exequatur_client::files::{FileError, TermsFile, Token, hash_text, warnings};
use exequatur_protocol::{Address, Code, Hours, Periods, Terms};
use proptest::prelude::*;

fn address(byte: u8) -> Address {
    Address([byte; 20])
}

fn code<const N: usize>(text: &str) -> Code<N> {
    let mut code = [0; N];
    code[..text.len()].copy_from_slice(text.as_bytes());
    Code(code)
}

fn example() -> TermsFile {
    let terms = Terms {
        payer: address(1),
        payee: address(2),
        asset: Address::ZERO,
        unit: 8,
        amount: 125_000_000_000,
        agreement: [7; 32],
        rules: code("UNCITRAL"),
        seat: code("US-NY"),
        law: code("NL"),
        language: code("en"),
        tribunal: [address(3), address(4), address(5)],
        seats: 3,
        threshold: 2,
        authority: address(6),
        notary: address(7),
        periods: Periods {
            response: Hours(72),
            award: Hours(720),
            hold: Hours(1),
            longest_pause: Hours(25),
            longest_stay: Hours(65_535),
        },
        expiry: 1_801_396_800,
        release_at_expiry: true,
        fallback_payer_bps: 3_333,
        tribunal_cap: 1,
        reasons_waived: true,
        consumer: true,
    };
    TermsFile::from_terms(
        terms,
        Token {
            symbol: "UNIT".to_owned(),
            decimals: 10,
        },
    )
}

fn parse(text: &str) -> Result<TermsFile, FileError> {
    TermsFile::parse(Path::new("terms.toml"), text)
}

/// The error for the example after `from` was replaced.
fn error_after(from: &str, to: &str) -> String {
    let text = example().to_toml();
    assert!(text.contains(from), "{from} is not in the example");
    parse(&text.replacen(from, to, 1))
        .expect_err(to)
        .to_string()
}

#[test]
fn every_field_survives_the_round_trip() {
    let read = parse(&example().to_toml()).expect("what was written is read");
    assert_eq!(read.terms, example().terms);
    assert_eq!(read.token, example().token);
    assert_eq!(read.hash(), example().hash());
}

#[test]
fn hash_of_the_example_stays_what_it_is() {
    assert_eq!(
        hash_text::format(&example().hash()),
        "0x0a11879cf781671196d342b54753158e9c0190fdc75daf24b6b720bd8bb5ecdf"
    );
}

#[test]
fn json_is_read_like_toml() {
    let json = r#"{"parties":{"payer":"0x0101010101010101010101010101010101010101","payee":"5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY","consumer":false},
        "money":{"amount":"1","asset":"native","symbol":"UNIT","decimals":10,"unit":8},
        "agreement":{"sha256":"0x0707070707070707070707070707070707070707070707070707070707070707"},
        "arbitration":{"rules":"DDRR","seat":"NL","law":"NL","language":"nl","arbitrators":["0x0303030303030303030303030303030303030303"],
            "appointing_authority":"0x0606060606060606060606060606060606060606","most_for_tribunal":"0","reasons_waived":false},
        "periods":{"response":"3 days","award":"30 days","hold":"2 weeks","longest_pause":"72h","longest_stay":"90 days"},
        "end":{"expiry":"2027-01-31T13:00:00+01:00","at_expiry":"fallback","fallback_to_payer":"50 %"}}"#;
    let file = parse(json).expect("complete");
    assert_eq!(file.terms.expiry, 1_801_396_800);
    assert_eq!(file.terms.threshold, 1);
    assert_eq!(file.terms.periods.hold, Hours(336));
    assert_eq!(file.terms.fallback_payer_bps, 5_000);
    assert!(file.terms.payee != Address::ZERO && file.terms.notary.is_zero());
}

#[test]
fn mistakes_are_named_with_line_expectation_and_finding() {
    let cases = [
        (
            "payee = \"0x",
            "payee = \"0y",
            "terms.toml:6: parties.payee: expected an address (0x and 40 hexadecimal digits, or SS58), found \"0y0202020202020202020202020202020202020202\" (not an address: expected 0x and 40 hexadecimal digits, or SS58)",
        ),
        (
            "\"12.5\"",
            "\"12,5\"",
            "terms.toml:11: money.amount: expected an amount in quotes such as \"12.5\", with a point, at most 10 decimal places, and at most 1844674407 whole units, found \"12,5\"",
        ),
        (
            "\"12.5\"",
            "12.5",
            "terms.toml:11: money.amount: expected text in quotes, found a fraction without quotes",
        ),
        (
            "\"3 days\"",
            "\"3 months\"",
            "terms.toml:42: periods.response: expected a period of at most 65535 hours such as \"72h\", \"30 days\" or \"2 weeks\", found \"3 months\"",
        ),
        (
            "consumer = true",
            "consumer = \"yes\"",
            "terms.toml:8: parties.consumer: expected true or false, found \"yes\"",
        ),
        (
            "threshold = 2",
            "treshold = 2",
            "terms.toml:23: the field \"arbitration.threshold\" is missing: expected how many of the three must sign an award: 2 or 3, found nothing",
        ),
        (
            "unit = 8",
            "unit = 8\nunits = 8",
            "terms.toml:18: unknown field \"money.units\": expected one of asset, unit, symbol, decimals, amount",
        ),
        (
            "at_expiry = \"release\"",
            "at_expiry = \"maybe\"",
            "terms.toml:54: end.at_expiry: expected \"release\" (everything to the payee) or \"fallback\" (the fallback split), found \"maybe\"",
        ),
        (
            "\"33.33 %\"",
            "\"101 %\"",
            "terms.toml:56: end.fallback_to_payer: expected a share from \"0 %\" to \"100 %\" with at most two decimal places, found \"101 %\"",
        ),
        (
            "\"US-NY\"",
            "\"New York\"",
            "terms.toml:26: arbitration.seat: expected 1 to 6 letters, digits or hyphens, found \"New York\"",
        ),
    ];
    for (from, to, expected) in cases {
        assert_eq!(error_after(from, to), expected);
    }
}

#[test]
fn broken_toml_names_its_line() {
    let error = parse("[parties]\npayer = \n")
        .expect_err("not TOML")
        .to_string();
    assert!(error.starts_with("terms.toml:2: not TOML: "), "{error}");
}

#[test]
fn one_hash_of_terms_cannot_be_read_as_two_amounts() {
    // 12.5 UNIT as 1250 UNIT, with every signed number as it was.
    let text = example()
        .to_toml()
        .replace("amount = \"12.5\"", "amount = \"1250\"")
        .replace(
            "most_for_tribunal = \"0.0000000001\"",
            "most_for_tribunal = \"0.00000001\"",
        )
        .replace("decimals = 10", "decimals = 8");
    let error = parse(&text).expect_err("another amount").to_string();
    assert!(
        error.contains("money.decimals: expected 10") && error.contains("found 8"),
        "{error}"
    );
    assert!(error_after("symbol = \"UNIT\"", "symbol = \"USDt\"").contains("money.symbol"));
    assert!(error_after("unit = 8", "unit = 19").contains("0 to 18"));
}

#[test]
fn agreement_is_hashed_from_its_file_and_must_fit_the_hash_beside_it() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("agreement.pdf"), "the agreement").expect("writable");
    let path = folder.path().join("terms.toml");
    let hash = hash_text::format(&hash_text::sha256(b"the agreement"));
    let other = hash_text::format(&[7; 32]);
    let text = example().to_toml();
    let with = |lines: &str| {
        TermsFile::parse(
            &path,
            &text.replace(&format!("sha256 = \"{other}\""), lines),
        )
    };
    let read = with("file = \"agreement.pdf\"").expect("the file is there");
    assert_eq!(hash_text::format(&read.terms.agreement), hash);
    with(&format!("file = \"agreement.pdf\"\nsha256 = \"{hash}\"")).expect("it fits");
    let error = with(&format!("file = \"agreement.pdf\"\nsha256 = \"{other}\""))
        .expect_err("it does not fit")
        .to_string();
    assert!(error.contains(&hash) && error.contains(&other), "{error}");
    assert!(matches!(
        with("file = \"gone.pdf\""),
        Err(FileError::NotFound(_))
    ));
}

#[test]
fn warnings_name_what_may_harm_somebody() {
    let mut terms = example().terms;
    let codes = |terms: &Terms| {
        warnings(terms)
            .into_iter()
            .map(|warning| warning.code)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        codes(&terms),
        [
            "Consumer",
            "ShortResponseForConsumer",
            "SeatAndLawDiffer",
            "ReasonsWaived"
        ]
    );
    terms.notary = Address::ZERO;
    terms.periods.hold = Hours(0);
    terms.periods.longest_pause = Hours(0);
    terms.tribunal_cap = terms.amount;
    terms.law = terms.seat;
    assert_eq!(
        codes(&terms),
        [
            "Consumer",
            "ShortResponseForConsumer",
            "NoNotary",
            "NoHold",
            "ReasonsWaived",
            "HighCap",
            "NoPause"
        ]
    );
}

proptest! {
    #[test]
    fn terms_survive_the_round_trip(
        amount: u64, cap: u64, unit in 0u8..=18, hours: [u16; 5], expiry: u32, bps in 0u16..=10_000, flags: [bool; 3],
        people: [[u8; 20]; 7],
    ) {
        prop_assume!(people[6] != [0; 20]);
        let mut file = example();
        file.token.decimals = 18 - unit;
        let terms = &mut file.terms;
        terms.unit = unit;
        (terms.amount, terms.tribunal_cap, terms.expiry, terms.fallback_payer_bps) = (amount, cap, expiry, bps);
        [terms.release_at_expiry, terms.reasons_waived, terms.consumer] = flags;
        let [response, award, hold, longest_pause, longest_stay] = hours.map(Hours);
        terms.periods = Periods { response, award, hold, longest_pause, longest_stay };
        let [payer, payee, a, b, c, authority, notary] = people.map(Address);
        terms.tribunal = [a, b, c];
        (terms.payer, terms.payee, terms.authority, terms.notary) = (payer, payee, authority, notary);
        let file = TermsFile::from_terms(file.terms, file.token);
        let read = parse(&file.to_toml()).expect("what was written is read");
        prop_assert_eq!(read.terms, file.terms);
    }

    #[test]
    fn no_text_makes_the_reader_panic(text: String) {
        let _ = parse(&text);
    }

    #[test]
    fn no_damage_makes_the_reader_panic(at in 0usize..2_500, with: char) {
        let mut text: Vec<char> = example().to_toml().chars().collect();
        let at = at % text.len();
        text[at] = with;
        let _ = parse(&text.into_iter().collect::<String>());
    }
}
