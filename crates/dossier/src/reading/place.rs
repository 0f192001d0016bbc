//! Countries and places, which terms have as codes of ISO 3166, with their names.

use super::code;

/// `DK-84 (Hovedstaden, Denmark)`, `DK (Denmark)`; of a place that is not in the list the country alone; a code that is none stands for itself.
pub fn place(bytes: &[u8]) -> String {
    let code = code(bytes);
    match name(&code.to_ascii_uppercase()) {
        Some(name) => format!("{code} ({name})"),
        None => code,
    }
}

fn name(code: &str) -> Option<String> {
    let country = rust_iso3166::from_alpha2(code.split('-').next()?)?.name;
    let part = match rust_iso3166::iso3166_2::from_code(code) {
        Some(part) => Some(part.name),
        // England and Wales have their courts and their law in common; the list has the two apart only.
        None if code == "GB-EAW" => Some("England and Wales"),
        None => None,
    };
    Some(match part {
        Some(part) => format!("{part}, {country}"),
        None => country.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_told_with_the_names_of_their_places() {
        for (code, told) in [
            ("DK-84", "DK-84 (Hovedstaden, Denmark)"),
            ("dk-84", "dk-84 (Hovedstaden, Denmark)"),
            ("DK", "DK (Denmark)"),
            ("CH-GE", "CH-GE (Genève, Switzerland)"),
            ("HK", "HK (Hong Kong)"),
            // No such region is in the list.
            ("DK-99", "DK-99 (Denmark)"),
            ("ZZ-84", "ZZ-84"),
            ("", ""),
        ] {
            assert_eq!(place(code.as_bytes()), told);
        }
        assert!(place(b"GB-EAW").starts_with("GB-EAW (England and Wales, United Kingdom"));
        assert_eq!(place(b"D\n<"), code(b"D\n<"));
    }
}
