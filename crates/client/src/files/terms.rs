//! The terms of an escrow as a file that people can read and write.

use super::amount::{MAX_DECIMALS, Token};
use super::denomination::token_of;
use super::document::{Document, read_text};
use super::error::FileError;
use super::hash_text;
use super::kind::Kind;
use super::section::Section;
use crate::keys::Address as Person;
use exequatur_protocol::{Address, Hash, Host, Periods, Terms};
use std::path::{Path, PathBuf};

/// A terms file that was read. Everything in [`Terms`] is in the file, so its hash needs no chain.
#[derive(Clone, Debug)]
pub struct TermsFile {
    /// The terms.
    pub terms: Terms,
    /// How amounts are written.
    pub token: Token,
    /// Where the agreement lies, if the file says so, counted from the terms file's folder. Its hash was computed from there.
    pub agreement_file: Option<PathBuf>,
    /// Everybody named, in the form in which the file names them.
    pub people: People,
}

/// The people of an escrow as a file names them.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "each field is documented in Terms")]
pub struct People {
    pub payer: Person,
    pub payee: Person,
    pub tribunal: Vec<Person>,
    pub authority: Person,
    pub notary: Option<Person>,
}

impl TermsFile {
    /// Reads a file, TOML or JSON. The terms are complete but not yet checked against the rules: see [`Terms::check`].
    ///
    /// # Errors
    /// With file, line and field where something is missing, mistyped or unknown.
    pub fn read(path: &Path) -> Result<Self, FileError> {
        Self::parse(path, &read_text(path)?)
    }

    /// Reads a text. `path` is for errors, and the folder from which the agreement's path counts.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn parse(path: &Path, text: &str) -> Result<Self, FileError> {
        let document = Document::of(Kind::Terms, path, text)?;
        let root = Section::root(&document);
        let parties = root.section("parties")?;
        let money = root.section("money")?;
        let agreement = root.section("agreement")?;
        let arbitration = root.section("arbitration")?;
        let periods = root.section("periods")?;
        let end = root.section("end")?;

        let asset = asset(&money)?;
        let unit = money.integer("unit", 18)? as u8;
        let token = token_of(&money, &asset, unit)?;
        let people = People {
            payer: parties.address("payer")?,
            payee: parties.address("payee")?,
            tribunal: arbitrators(&arbitration)?,
            authority: arbitration.address("appointing_authority")?,
            notary: arbitration.optional_address("notary")?,
        };
        let (agreement_file, agreement_hash) = agreement_of(&agreement, path)?;
        let mut tribunal = [Address::ZERO; 3];
        for (seat, person) in tribunal.iter_mut().zip(&people.tribunal) {
            *seat = Address(person.h160());
        }
        let seats = people.tribunal.len() as u8;
        let threshold = match arbitration.optional_integer("threshold", 3)? {
            Some(threshold) => threshold as u8,
            None if seats == 1 => 1,
            None => {
                return Err(arbitration.missing(
                    "threshold",
                    "how many of the three must sign an award: 2 or 3",
                ));
            }
        };
        let terms = Terms {
            payer: Address(people.payer.h160()),
            payee: Address(people.payee.h160()),
            asset,
            unit,
            amount: money.amount("amount", token.decimals)?,
            agreement: agreement_hash,
            rules: arbitration.code("rules")?,
            seat: arbitration.code("seat")?,
            law: arbitration.code("law")?,
            language: arbitration.code("language")?,
            tribunal,
            seats,
            threshold,
            authority: Address(people.authority.h160()),
            notary: people
                .notary
                .map_or(Address::ZERO, |notary| Address(notary.h160())),
            periods: Periods {
                response: periods.period("response")?,
                award: periods.period("award")?,
                hold: periods.period("hold")?,
                longest_pause: periods.period("longest_pause")?,
                longest_stay: periods.period("longest_stay")?,
            },
            expiry: end.moment("expiry")?,
            release_at_expiry: release_at_expiry(&end)?,
            fallback_payer_bps: percent(&end, "fallback_to_payer")?,
            tribunal_cap: arbitration.amount("most_for_tribunal", token.decimals)?,
            reasons_waived: arbitration.flag("reasons_waived")?,
            consumer: parties.flag("consumer")?,
        };
        for section in [
            &root,
            &parties,
            &money,
            &agreement,
            &arbitration,
            &periods,
            &end,
        ] {
            section.finish()?;
        }
        Ok(Self {
            terms,
            token,
            agreement_file,
            people,
        })
    }

    /// The hash that both parties sign: keccak-256 of the encoded terms.
    pub fn hash(&self) -> Hash {
        terms_hash(&self.terms)
    }
}

/// Keccak-256 of the encoded terms.
pub fn terms_hash(terms: &Terms) -> Hash {
    crate::host::NativeHost.keccak_256(&codec::Encode::encode(terms))
}

/// The fields `symbol` and `decimals` of a table that says nothing of which asset it is about.
pub(super) fn token(section: &Section) -> Result<Token, FileError> {
    Ok(Token {
        symbol: symbol(section)?.to_owned(),
        decimals: section.integer("decimals", MAX_DECIMALS.into())? as u8,
    })
}

pub(super) fn symbol<'a>(section: &Section<'a>) -> Result<&'a str, FileError> {
    let symbol = section.text("symbol")?;
    if symbol.is_empty()
        || symbol.len() > 12
        || !symbol.bytes().all(|byte| byte.is_ascii_alphanumeric())
    {
        return Err(section.wrong("symbol", "1 to 12 letters or digits, for example \"UNIT\""));
    }
    Ok(symbol)
}

fn asset(money: &Section) -> Result<Address, FileError> {
    match money.text("asset")? {
        "native" => Ok(Address::ZERO),
        text => match money.to_address("asset", text) {
            Ok(address) => Ok(Address(address.h160())),
            Err(_) => Err(money.wrong("asset", "\"native\" or the address of a token's contract")),
        },
    }
}

fn arbitrators(arbitration: &Section) -> Result<Vec<Person>, FileError> {
    let texts = arbitration.texts("arbitrators")?;
    if !matches!(texts.len(), 1 | 3) {
        return Err(arbitration.wrong(
            "arbitrators",
            "one address, or three of which the first presides",
        ));
    }
    texts
        .into_iter()
        .map(|text| arbitration.to_address("arbitrators", text))
        .collect()
}

/// The agreement's hash: computed from the document, or taken as written, or both and equal.
fn agreement_of(
    agreement: &Section,
    terms_path: &Path,
) -> Result<(Option<PathBuf>, Hash), FileError> {
    let written = agreement.optional_hash("sha256")?;
    let file = agreement.optional_text("file")?.map(PathBuf::from);
    match (file, written) {
        (None, None) => {
            Err(agreement.missing("file", "the agreement's path, or its hash as \"sha256\""))
        }
        (None, Some(hash)) => Ok((None, hash)),
        (Some(file), written) => {
            let from = terms_path.parent().unwrap_or(Path::new(""));
            let (hash, _) = hash_text::sha256_file(&from.join(&file))?;
            match written {
                Some(written) if written != hash => Err(FileError::OtherDocument {
                    place: agreement.place_of("sha256"),
                    field: agreement.field_name("sha256"),
                    document: super::printable(&file.to_string_lossy()),
                    expected: written,
                    found: hash,
                }),
                _ => Ok((Some(file), hash)),
            }
        }
    }
}

fn release_at_expiry(end: &Section) -> Result<bool, FileError> {
    match end.text("at_expiry")? {
        "release" => Ok(true),
        "fallback" => Ok(false),
        _ => Err(end.wrong(
            "at_expiry",
            "\"release\" (everything to the payee) or \"fallback\" (the fallback split)",
        )),
    }
}

/// A share such as `"50 %"` or `"33.33 %"`, in hundredths of a percent.
fn percent(section: &Section, name: &'static str) -> Result<u16, FileError> {
    let expected = "a share from \"0 %\" to \"100 %\" with at most two decimal places";
    let text = section
        .optional_text(name)?
        .ok_or_else(|| section.missing(name, expected))?;
    let share = text
        .trim()
        .strip_suffix('%')
        .and_then(|number| super::amount::parse_u128(number, 2));
    match share.and_then(|share| u16::try_from(share).ok()) {
        Some(bps) if bps <= 10_000 => Ok(bps),
        _ => Err(section.wrong(name, expected)),
    }
}
