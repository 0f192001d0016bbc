//! Findings that no file of entries and no honest chain leads to.

use exequatur_client::audit::{Finding, replay_record};
use exequatur_client::chain::FoundEntry;
use exequatur_client::files::Token;
use exequatur_client::finding_text::{expected_found, finding_in_words};
use exequatur_protocol::Address;

#[test]
fn entry_of_another_contract_is_named_before_it_is_read() {
    let (ours, other) = (Address([1; 20]), Address([2; 20]));
    let entry = FoundEntry {
        contract: other,
        block: 1,
        block_hash: [0; 32],
        at: 0,
        bytes: Vec::new(),
    };
    let finding = replay_record(&ours, 7, &[entry]).finding;
    let expected = Finding::OtherContract {
        number: 0,
        found: other,
    };
    assert_eq!(finding, Some(expected.clone()));
    assert_eq!(
        (expected.code(), expected.entry()),
        ("OtherContract", Some(0))
    );
    let token = Token {
        symbol: "UNIT".into(),
        decimals: 10,
    };
    let (_, found) = expected_found(&expected, &token);
    assert!(found.starts_with("0x0202"), "{found}");
}

/// Which entry is missing cannot be told from how many there are.
#[test]
fn count_that_differs_says_what_is_known_and_no_more() {
    let count = |found, added_from| {
        finding_in_words(&Finding::Count {
            expected: 13,
            found,
            added_from,
        })
    };
    let told = count(12, None);
    assert!(
        told.ends_with("counted 13: one or more are missing"),
        "{told}"
    );
    assert!(!told.contains("at the end"), "{told}");
    let told = count(14, None);
    assert!(
        told.ends_with("counted 13: one or more were added"),
        "{told}"
    );
    let told = count(15, Some(13));
    assert!(
        told.contains("added at the end, from entry 13 on"),
        "{told}"
    );
}
