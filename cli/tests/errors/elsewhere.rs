//! Codes that are met by another test, and whether that test really asserts them.

use syn::visit::{self, Visit};

/// Codes that only a person at a terminal meets, or that a local chain does not answer with, with the test that does.
pub const ELSEWHERE: &[(&str, &str, &str)] = &[
    (
        "Unsettled",
        "tests/over_rpc.rs",
        "transaction_whose_fate_is_unknown_counts_as_sent",
    ),
    (
        "EarlierPending",
        "tests/over_rpc.rs",
        "transaction_whose_fate_is_unknown_counts_as_sent",
    ),
    (
        "ChainChanged",
        "tests/another_chain.rs",
        "nothing_is_read_from_another_chain",
    ),
    (
        "LeftOnAnotherChain",
        "tests/another_chain.rs",
        "what_was_meant_for_one_chain_is_not_sent_on_another",
    ),
    (
        "MayStillGoIn",
        "tests/forgotten.rs",
        "spoilt_extrinsic_blocks_its_key_until_it_is_forgotten",
    ),
    (
        "InexactToken",
        "tests/plain_token.rs",
        "token_that_keeps_a_fee_is_told_as_what_it_is_before_anything_is_paid",
    ),
    (
        "Untrusted",
        "tests/secure_connection.rs",
        "node_proves_its_name_to_somebody_who_trusts_the_authority",
    ),
    (
        "Bug",
        "src/main.rs",
        "mistake_of_the_program_exits_with_70_and_asks_for_a_report",
    ),
    (
        "BadClock",
        "src/clock.rs",
        "clock_before_1970_or_after_2106_is_refused",
    ),
    (
        "NoHome",
        "src/context.rs",
        "without_any_folder_for_data_one_must_be_named",
    ),
    (
        "NoRandomness",
        "src/error/from.rs",
        "system_without_randomness_is_said_to_be_the_reason",
    ),
    (
        "NoRecord",
        "src/deal.rs",
        "record_without_the_terms_of_the_contract_is_refused",
    ),
    (
        "NoTerms",
        "src/deal.rs",
        "record_without_the_terms_of_the_contract_is_refused",
    ),
    (
        "OtherTerms",
        "src/deal.rs",
        "record_without_the_terms_of_the_contract_is_refused",
    ),
    (
        "NotLocal",
        "src/commands/chain/advance.rs",
        "clock_of_a_public_chain_is_not_moved",
    ),
    (
        "Cancelled",
        "tests/terminal.rs",
        "yes_at_the_terminal_sends_and_anything_else_does_not",
    ),
    (
        "FailedInBlock",
        "tests/race.rs",
        "second_of_two_in_one_block_fails_there_and_is_told_that_it_was_sent",
    ),
    (
        "NoUnit",
        "src/asset.rs",
        "unit_must_be_given_where_nobody_says_what_the_smallest_balance_is",
    ),
];

/// Whether the test of that name asserts the code: in the body of the function, within `assert!` or one of its kin, as a whole word.
///
/// # Errors
/// With what is missing.
pub fn asserts(source: &str, test: &str, code: &str) -> Result<(), String> {
    let file = syn::parse_file(source).map_err(|error| format!("no Rust: {error}"))?;
    let mut search = Search {
        test,
        code: format!("\"{code}\""),
        inside: false,
        found_test: false,
        found_code: false,
    };
    search.visit_file(&file);
    match (search.found_test, search.found_code) {
        (true, true) => Ok(()),
        (true, false) => Err(format!("the test {test} does not assert {code}")),
        (false, _) => Err(format!("no test {test}")),
    }
}

struct Search<'a> {
    test: &'a str,
    /// As it stands in a source.
    code: String,
    inside: bool,
    found_test: bool,
    found_code: bool,
}

impl<'ast> Visit<'ast> for Search<'_> {
    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        let mut attributes = function.attrs.iter();
        if self.inside || function.sig.ident != self.test {
            return visit::visit_item_fn(self, function);
        }
        self.found_test = attributes.any(|attribute| attribute.path().is_ident("test"));
        self.inside = true;
        visit::visit_item_fn(self, function);
        self.inside = false;
    }

    fn visit_macro(&mut self, called: &'ast syn::Macro) {
        let name = called
            .path
            .segments
            .last()
            .map(|last| last.ident.to_string());
        let asserts = name.is_some_and(|name| name.starts_with("assert"));
        self.found_code |= self.inside && asserts && called.tokens.to_string().contains(&self.code);
    }
}

#[test]
fn code_counts_only_where_the_named_test_asserts_it() {
    let found = |source: &str| asserts(source, "it_is_refused", "Unsettled");
    let test = |body: &str| format!("mod tests {{ #[test] fn it_is_refused() {{ {body} }} }}");
    let asserted = "assert_eq!(error.code, \"Unsettled\");";
    assert_eq!(found(&test(asserted)), Ok(()));
    assert_eq!(
        found(&test(
            "for _ in 0..2 { assert!(shown.contains(\"Unsettled\")); }"
        )),
        Ok(())
    );
    let without = [
        test("let code = \"Unsettled\"; assert!(true);"),
        test("/* assert_eq!(error.code, \"Unsettled\"); */"),
        test("assert_eq!(error.code, \"UnsettledYet\");"),
        format!("{} fn other() {{ {asserted} }}", test("")),
        format!("fn it_is_refused() {{ {asserted} }}"),
        format!("#[test] fn another() {{ {asserted} }}"),
    ];
    for source in without {
        assert!(found(&source).is_err(), "{source}");
    }
}
