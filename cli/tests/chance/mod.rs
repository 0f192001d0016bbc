//! Chance that can be repeated, and how often it is tried.

#![allow(dead_code, reason = "each file of tests uses a part of it")]

/// SplitMix64.
pub struct Chance(u64);

impl Chance {
    /// The same seed always gives the same numbers.
    pub fn new(seed: u64) -> Self {
        Chance(seed)
    }

    /// A number below another one.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end
    }
}

/// How often something is tried: EXEQUATUR_RUNS, or so often.
pub fn runs(default: u64) -> u64 {
    match std::env::var("EXEQUATUR_RUNS") {
        Ok(text) => text.parse().expect("EXEQUATUR_RUNS is a number"),
        Err(_) => default,
    }
}
