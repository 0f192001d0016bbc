//! Where two builds part: the first byte of the code, the first place in the description.

use serde_json::Value;

/// Longer values are shown by their beginning.
const SHOWN: usize = 60;

/// The index of the first byte that differs, or of the end of the shorter one.
pub fn first_byte(expected: &[u8], found: &[u8]) -> Option<usize> {
    let common = expected
        .iter()
        .zip(found)
        .take_while(|(a, b)| a == b)
        .count();
    (common < expected.len() || common < found.len()).then_some(common)
}

/// The first place where `found` differs, in words: a JSON pointer and both values.
pub fn first_place(expected: &Value, found: &Value) -> Option<String> {
    place(expected, found, "")
}

fn place(expected: &Value, found: &Value, at: &str) -> Option<String> {
    match (expected, found) {
        (Value::Object(a), Value::Object(b)) => a
            .iter()
            .find_map(|(key, value)| {
                let at = format!("{at}/{key}");
                match b.get(key) {
                    Some(other) => place(value, other, &at),
                    None => Some(format!("{at}: expected {}, found nothing", shown(value))),
                }
            })
            .or_else(|| {
                let (key, value) = b.iter().find(|(key, _)| !a.contains_key(*key))?;
                Some(format!(
                    "{at}/{key}: expected nothing, found {}",
                    shown(value)
                ))
            }),
        (Value::Array(a), Value::Array(b)) => a
            .iter()
            .zip(b)
            .enumerate()
            .find_map(|(index, (x, y))| place(x, y, &format!("{at}/{index}")))
            .or_else(|| {
                (a.len() != b.len())
                    .then(|| format!("{at}: expected {} items, found {}", a.len(), b.len()))
            }),
        _ => (expected != found)
            .then(|| format!("{at}: expected {}, found {}", shown(expected), shown(found))),
    }
}

fn shown(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn equal_code_has_no_first_byte() {
        assert_eq!(first_byte(b"abc", b"abc"), None);
    }

    #[test]
    fn code_parts_at_the_first_byte_or_at_the_shorter_end() {
        assert_eq!(first_byte(b"abc", b"axc"), Some(1));
        assert_eq!(first_byte(b"abc", b"ab"), Some(2));
        assert_eq!(first_byte(b"", b"a"), Some(0));
    }

    #[test]
    fn equal_descriptions_have_no_place() {
        let value = json!({ "a": [1, { "b": null }] });
        assert_eq!(first_place(&value, &value.clone()), None);
    }

    #[test]
    fn a_changed_value_is_named_with_both() {
        let place = first_place(
            &json!({ "a": [1, { "b": "x" }] }),
            &json!({ "a": [1, { "b": "y" }] }),
        );
        assert_eq!(place.unwrap(), "/a/1/b: expected \"x\", found \"y\"");
    }

    #[test]
    fn missing_added_and_surplus_are_named() {
        let missing = first_place(&json!({ "a": 1 }), &json!({}));
        assert_eq!(missing.unwrap(), "/a: expected 1, found nothing");
        let added = first_place(&json!({}), &json!({ "a": 1 }));
        assert_eq!(added.unwrap(), "/a: expected nothing, found 1");
        let surplus = first_place(&json!({ "a": [1] }), &json!({ "a": [1, 2] }));
        assert_eq!(surplus.unwrap(), "/a: expected 1 items, found 2");
    }

    #[test]
    fn long_values_are_shown_by_their_beginning() {
        let place = first_place(&json!("é".repeat(100)), &json!("")).unwrap();
        assert_eq!(
            place,
            format!(": expected \"{}…, found \"\"", "é".repeat(59))
        );
    }
}
