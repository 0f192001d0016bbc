//! Numbers of things in words.

/// `1 signature`, `2 signatures`: the number with the noun that goes with it.
pub fn counted(number: impl TryInto<u64>, one: &str, many: &str) -> String {
    // What does not fit into 64 bits is more than one.
    let number = number.try_into().unwrap_or(u64::MAX);
    format!("{number} {}", if number == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noun_agrees_with_its_number() {
        let signatures = |number: usize| counted(number, "signature", "signatures");
        assert_eq!(signatures(0), "0 signatures");
        assert_eq!(signatures(1), "1 signature");
        assert_eq!(signatures(2), "2 signatures");
    }
}
