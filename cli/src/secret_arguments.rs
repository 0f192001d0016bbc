//! Secrets on the command line: refused before anything is parsed, and repeated by no message.
//!
//! Others can read a command line while it runs, and the shell keeps it afterwards.

use std::ffi::OsString;

use exequatur_client::keys::Phrase;

use crate::error::CliError;

/// Digits of a private key, of either scheme.
const KEY_DIGITS: usize = 64;

/// The refusal of a command line that holds a recovery phrase, as one argument or as many, or a private key where a key is meant.
pub fn refused(arguments: &[OsString]) -> Option<CliError> {
    let texts: Vec<_> = arguments
        .iter()
        .map(|argument| argument.to_string_lossy())
        .collect();
    let words = texts.iter().flat_map(|text| text.split_whitespace());
    let found = if Phrase::is_among(words) {
        "a recovery phrase"
    } else if holds_private_key(&texts) {
        "a private key"
    } else {
        return None;
    };
    Some(
        CliError::usage("SecretInArguments", format!("the command line holds {found}"))
            .values("no secret: a key's name, a key file, or a phrase typed when asked for", found)
            .hint("it is in the history of the shell now, and others on this machine may have read it: whoever can, moves what belongs to it to a new key. A phrase is typed when asked for, or read from --phrase-file"),
    )
}

/// Hashes look like private keys. So only what stands where a key or a password belongs counts.
fn holds_private_key(texts: &[impl AsRef<str>]) -> bool {
    let about_keys = texts.get(1..).unwrap_or_default();
    let noun = about_keys
        .iter()
        .find(|text| !text.as_ref().starts_with('-'));
    let about_keys = noun.is_some_and(|noun| noun.as_ref() == "key");
    texts.iter().enumerate().any(|(place, text)| {
        let text = text.as_ref();
        let (option, value) = match text.split_once('=') {
            Some((option, value)) if option.starts_with("--") => (option, value),
            _ => (
                place
                    .checked_sub(1)
                    .map_or("", |before| texts[before].as_ref()),
                text,
            ),
        };
        let names_key = matches!(option, "--key" | "--password-file" | "--phrase-file");
        (about_keys || names_key) && is_private_key(value)
    })
}

fn is_private_key(text: &str) -> bool {
    let digits = text.strip_prefix("0x").unwrap_or(text);
    digits.len() == KEY_DIGITS && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PHRASE: &str = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";
    const PRIVATE: &str = "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318";

    fn found(arguments: &[&str]) -> Option<String> {
        let arguments: Vec<_> = arguments.iter().map(OsString::from).collect();
        let error = refused(&arguments)?;
        let shown = format!("{} {}", error.to_text(), error.to_json());
        assert!(
            !shown.contains("curtain") && !shown.contains(PRIVATE),
            "{shown}"
        );
        error.found
    }

    #[test]
    fn phrase_is_found_wherever_it_stands() {
        let some = Some("a recovery phrase".to_owned());
        assert_eq!(found(&["exequatur", "key", "import", "x", PHRASE]), some);
        assert_eq!(
            found(&["exequatur", "key", "new", &PHRASE.to_uppercase()]),
            some
        );
        assert_eq!(
            found(&[
                "exequatur",
                &format!("--key={PHRASE}//0"),
                "chain",
                "status"
            ]),
            some
        );
        let words: Vec<_> = PHRASE.split(' ').collect();
        assert_eq!(
            found(&[&["exequatur", "key", "import", "x"], &words[..]].concat()),
            some
        );
        // A phrase that is mistyped in its order is as secret.
        let mixed: Vec<_> = words.iter().rev().copied().collect();
        assert_eq!(found(&["exequatur", "key", "show", &mixed.join(" ")]), some);
    }

    #[test]
    fn private_key_is_found_where_a_key_is_meant() {
        let some = Some("a private key".to_owned());
        let prefixed = format!("0x{PRIVATE}");
        assert_eq!(found(&["exequatur", "key", "import", "x", &prefixed]), some);
        assert_eq!(
            found(&["exequatur", "--json", "key", "import", PRIVATE]),
            some
        );
        assert_eq!(
            found(&["exequatur", "escrow", "fund", "0x01", "--key", PRIVATE]),
            some
        );
        assert_eq!(
            found(&["exequatur", &format!("--key={prefixed}"), "escrow", "list"]),
            some
        );
    }

    #[test]
    fn hashes_and_sentences_are_no_secrets() {
        assert_eq!(
            found(&["exequatur", "pause", "0x01", "--reason", PRIVATE]),
            None
        );
        assert_eq!(
            found(&["exequatur", "audit", "verify", "f", "--block-hash", PRIVATE]),
            None
        );
        let title =
            "Test report of the pump as it was delivered to the buyer in March, with all figures";
        assert_eq!(
            found(&["exequatur", "evidence", "add", "--title", title]),
            None
        );
        let eleven = PHRASE.rsplit_once(' ').expect("twelve words").0;
        assert_eq!(
            found(&["exequatur", "evidence", "add", "--title", eleven]),
            None
        );
    }
}
