//! Writing terms as the file that is read back to the same terms.

use super::amount::Token;
use super::document::Document;
use super::terms::{People, TermsFile};
use super::{hash_text, moment, period};
use crate::keys::Address as Person;
use exequatur_protocol::{Address, Terms};
use std::fmt::Write;
use std::path::Path;

/// A text in quotes as TOML reads it.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                quoted.push('\\');
                quoted.push(c);
            }
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", c as u32);
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

fn code(bytes: &[u8]) -> String {
    quoted(&String::from_utf8_lossy(bytes))
}

fn percent(bps: u16) -> String {
    format!("{} %", super::amount::format(bps.into(), 2))
}

impl TermsFile {
    /// Terms that came from elsewhere, for example from a chain. Everybody is named by their 20-byte address.
    pub fn from_terms(terms: Terms, token: Token) -> Self {
        let person = |address: &Address| Person::Ethereum(address.0);
        let people = People {
            payer: person(&terms.payer),
            payee: person(&terms.payee),
            tribunal: terms
                .tribunal
                .iter()
                .take(terms.seats.into())
                .map(person)
                .collect(),
            authority: person(&terms.authority),
            notary: (!terms.notary.is_zero()).then(|| person(&terms.notary)),
        };
        Self {
            terms,
            token,
            agreement_file: None,
            people,
        }
    }

    /// The same fields as JSON, for files that terms are a part of.
    pub(super) fn to_json(&self) -> serde_json::Value {
        Document::parse(Path::new("terms"), &self.to_toml())
            .expect("what is written here is read here")
            .to_json()
    }

    /// The file's text, with a word about every field.
    pub fn to_toml(&self) -> String {
        let Self {
            terms,
            token,
            people,
            ..
        } = self;
        let asset = match terms.asset {
            Address::ZERO => quoted("native"),
            token => quoted(&crate::keys::checksummed(&token.0)),
        };
        let agreement = match &self.agreement_file {
            Some(path) => format!("file = {}\n", quoted(&path.to_string_lossy())),
            None => String::new(),
        };
        let arbitrators: Vec<String> = people
            .tribunal
            .iter()
            .map(|person| quoted(&person.to_string()))
            .collect();
        let notary = match &people.notary {
            Some(notary) => format!("notary = {}", quoted(&notary.to_string())),
            None => "# notary = \"…\"".to_owned(),
        };
        format!(
            r#"# Terms of an escrow with an arbitration clause. Both parties sign the hash of what stands here;
# `exequatur terms hash` prints it. Addresses may be written as 0x… or as SS58.

[parties]
payer = {payer}
payee = {payee}
# Whether one party is a consumer. Nothing is decided by it; everybody is shown it.
consumer = {consumer}

[money]
amount = {amount}
# "native", or the address of a token's contract.
asset = {asset}
symbol = {symbol}
decimals = {decimals}
# Amounts are whole multiples of 10^unit of what contracts count in.
unit = {unit}

[agreement]
# The agreement as the parties filed it: its path, its SHA-256, or both.
{agreement}sha256 = {agreement_hash}

[arbitration]
rules = {rules}
# Seat: ISO 3166-2, or ISO 3166-1 for a country as a whole. Law: the same codes. Language: ISO 639.
seat = {seat}
law = {law}
language = {language}
# One arbitrator, or three of whom the first presides.
arbitrators = [{arbitrators}]
threshold = {threshold}
# Fills the seat of an arbitrator who declines, recuses or goes silent.
appointing_authority = {authority}
# May record a court's stay of a final award. Leave out for nobody.
{notary}
# Fees and costs of the tribunal in all.
most_for_tribunal = {cap}
reasons_waived = {waived}

[periods]
# To answer a notice of arbitration, or to object to a release by the tribunal and the other party.
response = {response}
# For a complete tribunal to make its award.
award = {award}
# For which the money waits after a final award, so that it can be set aside.
hold = {hold}
longest_pause = {pause}
longest_stay = {stay}

[end]
# When an undisputed escrow ends by itself …
expiry = {expiry}
# … with "release" (everything to the payee) or "fallback" (the split below).
at_expiry = {at_expiry}
# The payer's share if nobody ever decides; the payee gets the rest.
fallback_to_payer = {fallback}
"#,
            payer = quoted(&people.payer.to_string()),
            payee = quoted(&people.payee.to_string()),
            consumer = terms.consumer,
            amount = quoted(&token.plain(terms.amount)),
            symbol = quoted(&token.symbol),
            decimals = token.decimals,
            unit = terms.unit,
            agreement_hash = quoted(&hash_text::format(&terms.agreement)),
            rules = code(terms.rules.as_bytes()),
            seat = code(terms.seat.as_bytes()),
            law = code(terms.law.as_bytes()),
            language = code(terms.language.as_bytes()),
            arbitrators = arbitrators.join(", "),
            threshold = terms.threshold,
            authority = quoted(&people.authority.to_string()),
            cap = quoted(&token.plain(terms.tribunal_cap)),
            waived = terms.reasons_waived,
            response = quoted(&period::format(terms.periods.response)),
            award = quoted(&period::format(terms.periods.award)),
            hold = quoted(&period::format(terms.periods.hold)),
            pause = quoted(&period::format(terms.periods.longest_pause)),
            stay = quoted(&period::format(terms.periods.longest_stay)),
            expiry = quoted(&moment::format(terms.expiry)),
            at_expiry = quoted(if terms.release_at_expiry {
                "release"
            } else {
                "fallback"
            }),
            fallback = quoted(&percent(terms.fallback_payer_bps)),
        )
    }
}
