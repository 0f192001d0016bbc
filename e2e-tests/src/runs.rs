//! How often a test with random input is repeated.

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
