//! JSON in which a key stands twice says two things; readers take the first or the last of them, as they like. Here nobody takes either. What takes
//! far more memory than its text, a long list of next to nothing, is refused before anybody reads it into memory; what is nested deeply is refused
//! by the reader of JSON itself.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// So many values any text may have …
const VALUES: u64 = 1 << 20;
/// … and one more for each so many bytes. Entries of a case have a value in some hundred bytes.
const BYTES_EACH: u64 = 16;

/// Any JSON without repeated keys; the values are read elsewhere.
#[derive(Clone, Copy)]
pub(super) struct DistinctKeys<'a> {
    /// How many more values there may be.
    left: &'a Cell<u64>,
}

impl DistinctKeys<'_> {
    /// Reads through a text without keeping it.
    pub(super) fn check(text: &str) -> Result<(), serde_json::Error> {
        let left = Cell::new(VALUES + text.len() as u64 / BYTES_EACH);
        let mut reader = serde_json::Deserializer::from_str(text);
        DistinctKeys { left: &left }.deserialize(&mut reader)?;
        reader.end()
    }
}

impl<'de> DeserializeSeed<'de> for DistinctKeys<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.left.get().checked_sub(1) {
            Some(left) => self.left.set(left),
            None => {
                return Err(D::Error::custom(
                    "too many values for a text of this length",
                ));
            }
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for DistinctKeys<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut keys = BTreeSet::new();
        while let Some(key) = map.next_key::<String>()? {
            if keys.contains(&key) {
                return Err(A::Error::custom(format_args!(
                    "the key {key:?} stands twice in one object"
                )));
            }
            keys.insert(key);
            map.next_value_seed(self)?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element_seed(self)?.is_some() {}
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}
