//! How large tests with random input are, and where what they need at random comes from.

use proptest::prelude::*;
use proptest::test_runner::TestRunner;

/// The variable that says it for long runs.
pub const VARIABLE: &str = "EXEQUATUR_RUNS";

/// `usual`, unless the environment asks for another number.
pub fn runs(usual: u32) -> u32 {
    match std::env::var(VARIABLE) {
        Ok(text) => text
            .parse()
            .unwrap_or_else(|_| panic!("{VARIABLE}: expected a number, found {text}")),
        Err(_) => usual,
    }
}

/// As many cases, and nothing written to disk about a failure: it is printed.
pub fn config(usual: u32) -> ProptestConfig {
    ProptestConfig {
        cases: runs(usual),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// Runs a property over random values; stops at the first that does not have it, made as small as possible.
pub fn check<S: Strategy>(name: &str, usual: u32, values: &S, property: impl Fn(S::Value)) {
    TestRunner::new(config(usual))
        .run(values, |value| {
            property(value);
            Ok(())
        })
        .unwrap_or_else(|failure| panic!("{name}: {failure}"));
}
