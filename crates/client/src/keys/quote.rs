/// A text as an error repeats it: in quotes and with control characters escaped, or only its length if it is longer than
/// any name — it may be a secret in the wrong place.
pub(super) fn quote(text: &str) -> String {
    match text.chars().count() {
        0..=32 => format!("{text:?}"),
        count => format!("{count} characters"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_and_control_characters_are_not_repeated() {
        assert_eq!(quote("Alice"), "\"Alice\"");
        assert_eq!(quote("a\u{1b}[2K\u{202e}"), "\"a\\u{1b}[2K\\u{202e}\"");
        assert_eq!(quote(&"5".repeat(64)), "64 characters");
    }
}
