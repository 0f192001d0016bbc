//! Amounts, times, addresses and hashes as people read them, and text from elsewhere made harmless.

use std::collections::BTreeSet;

use exequatur_client::chain::Identity;
use exequatur_client::files::{self, Token};
use exequatur_client::keys::{AccountId, Address as Account, Ss58Prefix, checksummed};
use exequatur_protocol::{Address, Hash, Seconds};

use crate::error::CliError;

/// `12.5 UNIT` of the chain's own token. `planck` counts its smallest unit.
pub fn amount(planck: impl Into<u128>, identity: &Identity) -> String {
    format!(
        "{} {}",
        files::amount::format(planck.into(), identity.decimals),
        escape(&identity.symbol)
    )
}

/// Reads `12.5` into units of a token.
pub fn parse_amount(text: &str, token: &Token) -> Result<u64, CliError> {
    files::amount::parse(text, token.decimals).map_err(|error| {
        CliError::usage(
            "BadAmount",
            format!("not an amount of {}", escape(&token.symbol)),
        )
        .values(error.to_string(), escape(text))
    })
}

/// For people: local time and UTC.
pub fn time(at: Seconds) -> String {
    files::moment::show(at)
}

/// RFC 3339 in UTC, for programs.
pub fn rfc3339(at: Seconds) -> String {
    files::moment::format(at)
}

/// Checksummed `0x` form.
pub fn address(address: &Address) -> String {
    checksummed(&address.0)
}

/// `5… = 0x…`: SS58 with the chain's prefix and the checksummed address that contracts know.
pub fn both_forms(account: &AccountId, address: &Address, prefix: u16) -> String {
    format!("{} = {}", ss58(account, prefix), checksummed(&address.0))
}

/// SS58 with a chain's prefix.
pub fn ss58(account: &AccountId, prefix: u16) -> String {
    let prefix = Ss58Prefix::new(prefix).unwrap_or_default();
    Account::Substrate {
        account_id: *account,
        prefix,
    }
    .to_string()
}

/// `0x` and the digits.
pub fn hash(hash: &Hash) -> String {
    format!("0x{}", hex::encode(hash))
}

/// Makes text from files or chains harmless on a terminal: one line, nothing that moves the cursor or turns the writing.
pub fn escape(text: &str) -> String {
    files::printable(text)
}

/// The same, but line ends and tabs stay: for whole pages whose parts are known.
pub fn escape_lines(text: &str) -> String {
    let line = |line: &str| line.split('\t').map(escape).collect::<Vec<_>>().join("\t");
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// The same for a JSON document in one line, which stays one: in it such a character can only be within a text, where JSON has its own way to write it.
pub fn escape_json(document: &str) -> String {
    let mut safe = String::with_capacity(document.len());
    for c in document.chars() {
        if files::acts_on_a_reader(c) {
            let units = c.encode_utf16(&mut [0; 2]).to_vec();
            safe.extend(units.iter().map(|unit| format!("\\u{unit:04x}")));
        } else {
            safe.push(c);
        }
    }
    safe
}

/// `U+4E2D`, for programs.
pub fn code_points(characters: &BTreeSet<char>) -> Vec<String> {
    let characters = characters.iter();
    characters
        .map(|c| format!("U+{:04X}", u32::from(*c)))
        .collect()
}

/// What a PDF lacks for want of a font, and what to do.
pub fn without_font(characters: &BTreeSet<char>) -> Option<String> {
    const SHOWN: usize = 12;
    if characters.is_empty() {
        return None;
    }
    let shown = characters.iter().zip(code_points(characters)).take(SHOWN);
    let mut shown: Vec<String> = shown
        .map(|(c, number)| format!("{} ({number})", escape(&c.to_string())))
        .collect();
    if characters.len() > SHOWN {
        shown.push(format!("{} more", characters.len() - SHOWN));
    }
    Some(format!(
        "no font:   the PDF has numbers instead of these characters: {}; install the Debian package {} and write it again",
        shown.join(", "),
        exequatur_paper::PACKAGES
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_moves_no_cursor() {
        assert_eq!(
            escape_lines("a\nb\u{1b}[2J\tc\u{202e}"),
            "a\nb\\u{1b}[2J\tc\\u{202e}"
        );
        assert_eq!(escape("a\nb"), "a\\u{a}b");
        assert_eq!(escape_lines("café"), "café");
    }

    #[test]
    fn document_with_hostile_text_is_one_all_the_same() {
        let value = serde_json::json!({ "title": "a\u{202e}b\u{1b}\u{9b}\u{e0001}\n\"é" });
        let safe = escape_json(&value.to_string());
        assert_eq!(safe, r#"{"title":"a\u202eb\u001b\u009b\udb40\udc01\n\"é"}"#);
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&safe).expect("JSON"),
            value
        );
    }

    #[test]
    fn what_no_font_has_is_named_with_what_to_install() {
        assert_eq!(without_font(&BTreeSet::new()), None);
        let note = without_font(&BTreeSet::from(['文'])).expect("one is lacking");
        assert!(note.contains("文 (U+6587); install the Debian package fonts-noto-cjk"));
        let many: BTreeSet<char> = ('一'..='丸').collect();
        let note = without_font(&many).expect("many are lacking");
        assert!(note.contains(&format!(", {} more;", many.len() - 12)));
    }
}
