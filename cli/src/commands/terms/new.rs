//! `terms new`

use std::path::{Path, PathBuf};

use exequatur_client::files::{
    People, TermsFile, Token, amount, expiry_warning, hash_text, moment, period, warnings,
    write_new,
};
use exequatur_client::keys::{Address as Person, KeyPair};
use exequatur_protocol::{Address, Code, Hours, Periods, Seconds, Terms};

use crate::accounts::unregistered;
use crate::asset::{self, Asset};
use crate::context::Context;
use crate::error::{CliError, check_terms};
use crate::report::Report;
use crate::{contract_arbitrators, frame, text};

/// Write a terms file
///
/// Persons are named by their address in either form, or by the name of a key. What the tribunal may receive, the
/// periods and the fallback have usual values that the file shows and you can change.
#[derive(Debug, clap::Args)]
pub struct NewArgs {
    /// Where the file goes
    pub out: PathBuf,
    /// Who locks the money
    #[arg(long, value_name = "WHO")]
    pub payer: String,
    /// Who is paid for performance
    #[arg(long, value_name = "WHO")]
    pub payee: String,
    /// An arbitrator; once, or three times of which the first presides
    #[arg(long = "arbitrator", value_name = "WHO", required = true)]
    pub arbitrators: Vec<String>,
    /// Of three arbitrators, how many must sign an award
    #[arg(long, value_name = "N")]
    pub threshold: Option<u8>,
    /// Fills the seat of an arbitrator who declines, recuses or goes silent
    #[arg(long, value_name = "WHO")]
    pub authority: String,
    /// May record a court's stay of a final award
    #[arg(long, value_name = "WHO")]
    pub notary: Option<String>,
    /// What the payer locks, for example 12.5
    #[arg(long)]
    pub amount: String,
    /// In what: native (the chain's own token), USDt, USDC, or the address of an ERC-20 token's contract
    #[arg(long, value_name = "TOKEN", default_value = "native")]
    pub asset: String,
    /// Amounts are whole multiples of 10^N of what the token's contract counts in [default: what keeps every sum payable]
    #[arg(long, value_name = "N")]
    pub unit: Option<u8>,
    /// The agreement as the parties filed it
    #[arg(long, value_name = "FILE")]
    pub agreement: PathBuf,
    /// Seat of arbitration (ISO 3166-2, or -1 for a country as a whole)
    #[arg(long, value_name = "CODE")]
    pub seat: String,
    /// Governing law (the same codes)
    #[arg(long, value_name = "CODE")]
    pub law: String,
    /// Language of the proceedings (ISO 639)
    #[arg(long, value_name = "CODE")]
    pub language: String,
    /// Rules of arbitration, for example UNCITRAL
    #[arg(long, value_name = "CODE", default_value = "UNCITRAL")]
    pub rules: String,
    /// When an undisputed escrow ends by itself (RFC 3339)
    #[arg(long, value_name = "MOMENT", value_parser = a_moment)]
    pub expiry: Seconds,
    /// At expiry everything goes to the payee, instead of the fallback split
    #[arg(long)]
    pub release_at_expiry: bool,
    /// The payer's share if nobody ever decides, in percent
    #[arg(long, value_name = "PERCENT", default_value = "50")]
    pub fallback_to_payer: String,
    /// Fees and costs of the tribunal in all
    #[arg(long, value_name = "AMOUNT", default_value = "0")]
    pub most_for_tribunal: String,
    /// Time to answer a notice
    #[arg(long, value_name = "PERIOD", default_value = "14 days", value_parser = a_period)]
    pub response: Hours,
    /// Time for the award
    #[arg(long, value_name = "PERIOD", default_value = "30 days", value_parser = a_period)]
    pub award: Hours,
    /// How long the money waits after a final award
    #[arg(long, value_name = "PERIOD", default_value = "30 days", value_parser = a_period)]
    pub hold: Hours,
    /// Longest pause
    #[arg(long, value_name = "PERIOD", default_value = "14 days", value_parser = a_period)]
    pub longest_pause: Hours,
    /// Longest stay by a court
    #[arg(long, value_name = "PERIOD", default_value = "180 days", value_parser = a_period)]
    pub longest_stay: Hours,
    /// Awards need no reasons
    #[arg(long)]
    pub reasons_waived: bool,
    /// One party is a consumer
    #[arg(long)]
    pub consumer: bool,
}

fn a_period(text: &str) -> Result<Hours, String> {
    period::parse(text).map_err(|error| format!("expected {error}"))
}

fn a_moment(text: &str) -> Result<Seconds, String> {
    moment::parse(text).map_err(|error| format!("expected {error}"))
}

/// Writes the file and warns.
pub fn run(ctx: &mut Context, args: NewArgs) -> Result<Report, CliError> {
    let (asset, unit, token) = money(ctx, &args)?;
    let people = People {
        payer: person(ctx, &args.payer)?,
        payee: person(ctx, &args.payee)?,
        tribunal: args
            .arbitrators
            .iter()
            .map(|who| person(ctx, who))
            .collect::<Result<_, _>>()?,
        authority: person(ctx, &args.authority)?,
        notary: args
            .notary
            .as_deref()
            .map(|who| person(ctx, who))
            .transpose()?,
    };
    let seats = people.tribunal.len();
    if seats != 1 && seats != 3 {
        return Err(
            CliError::usage("BadTribunal", "a tribunal is one arbitrator or three")
                .values("--arbitrator once or three times", format!("{seats} times")),
        );
    }
    let mut tribunal = [Address::ZERO; 3];
    for (seat, who) in tribunal.iter_mut().zip(&people.tribunal) {
        *seat = Address(who.h160());
    }
    let threshold = match args.threshold {
        Some(threshold) => threshold,
        None if seats == 1 => 1,
        None => {
            return Err(CliError::usage(
                "NoThreshold",
                "it must be said how many of the three sign an award",
            )
            .values("--threshold 2 or 3", "nothing"));
        }
    };
    let (agreement, _) = hash_text::sha256_file(&args.agreement)?;
    let terms = Terms {
        payer: Address(people.payer.h160()),
        payee: Address(people.payee.h160()),
        asset,
        unit,
        amount: text::parse_amount(&args.amount, &token)?,
        agreement,
        rules: code("rules", &args.rules)?,
        seat: code("seat", &args.seat)?,
        law: code("law", &args.law)?,
        language: code("language", &args.language)?,
        tribunal,
        seats: seats as u8,
        threshold,
        authority: Address(people.authority.h160()),
        notary: people
            .notary
            .map_or(Address::ZERO, |notary| Address(notary.h160())),
        periods: Periods {
            response: args.response,
            award: args.award,
            hold: args.hold,
            longest_pause: args.longest_pause,
            longest_stay: args.longest_stay,
        },
        expiry: args.expiry,
        release_at_expiry: args.release_at_expiry,
        fallback_payer_bps: percent(&args.fallback_to_payer)?,
        tribunal_cap: text::parse_amount(&args.most_for_tribunal, &token)?,
        reasons_waived: args.reasons_waived,
        consumer: args.consumer,
    };
    let file = TermsFile {
        terms,
        token,
        agreement_file: beside(&args.agreement, &args.out),
        people,
    };
    check_terms(&args.out, &file)?;
    let toml = file.to_toml();
    // What was written is what will be read, or it is not written.
    let read = TermsFile::parse(&args.out, &toml)?;
    if read.terms != file.terms {
        return Err(CliError::bug("the terms file would be read as other terms"));
    }
    write_new(&args.out, &toml)?;
    let path = args.out.display().to_string();
    let mut value = super::show::value(&file);
    value["file"] = path.clone().into();
    let mut report = Report::new(
        value,
        format!(
            "written: {}\nterms:   {}\nnext:    both parties read it: `terms show`; then `escrow open`",
            text::escape(&path),
            text::hash(&file.hash()),
        ),
    );
    let expiry = expiry_warning(&file.terms, ctx.chain()?.now());
    for warning in expiry.into_iter().chain(warnings(&file.terms)) {
        report = report.warn(warning.text);
    }
    let doubts = contract_arbitrators::doubts(ctx, &file.terms)?;
    for warning in doubts.into_iter().chain(unregistered(ctx, &file.terms)?) {
        report = report.warn(warning);
    }
    Ok(report)
}

/// The asset, its unit, and how amounts in it are written.
fn money(ctx: &mut Context, args: &NewArgs) -> Result<(Address, u8, Token), CliError> {
    let address = asset::named(&args.asset)?;
    if !address.is_zero() {
        let asset = Asset::load(ctx, address)?;
        let unit = asset.choose_unit(args.unit, &[&args.amount, &args.most_for_tribunal])?;
        return Ok((address, unit, asset.fits(unit)?));
    }
    let identity = ctx.identity()?;
    match args.unit {
        Some(unit) if unit != identity.unit => Err(CliError::usage(
            "UnitDoesNotFit",
            format!(
                "amounts of {} cannot be counted in this unit",
                text::escape(&identity.symbol)
            ),
        )
        .values(identity.unit.to_string(), unit.to_string())
        .hint("leave --unit out")),
        _ => Ok((address, identity.unit, frame::token(&identity))),
    }
}

/// A person in the form given; a key in its own form.
fn person(ctx: &mut Context, who: &str) -> Result<Person, CliError> {
    if who.starts_with("//") {
        ctx.address(who)?;
        return Ok(KeyPair::development(who)?.public().address());
    }
    if let Ok(address) = who.parse() {
        return Ok(address);
    }
    Ok(ctx.keystore()?.load(who)?.file.address())
}

fn code<const N: usize>(name: &str, text: &str) -> Result<Code<N>, CliError> {
    let fits = !text.is_empty()
        && text.len() <= N
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if !fits {
        return Err(
            CliError::usage("BadCode", format!("--{name} is no code")).values(
                format!("1 to {N} letters, digits and hyphens"),
                text::escape(text),
            ),
        );
    }
    let mut code = Code([0; N]);
    code.0[..text.len()].copy_from_slice(text.as_bytes());
    Ok(code)
}

fn percent(text: &str) -> Result<u16, CliError> {
    let share = amount::parse(text.trim_end_matches([' ', '%']), 2)
        .ok()
        .filter(|bps| *bps <= 10_000);
    share.map(|bps| bps as u16).ok_or_else(|| {
        CliError::usage("BadShare", "--fallback-to-payer is no share").values(
            "0 to 100 percent with at most two decimal places",
            text::escape(text),
        )
    })
}

/// The agreement's path as the terms file's folder sees it: its name if they lie together, else from the root.
fn beside(agreement: &Path, out: &Path) -> Option<PathBuf> {
    let folder = |path: &Path| {
        std::path::absolute(path)
            .ok()
            .and_then(|path| path.parent().map(Path::to_owned))
    };
    if folder(agreement) == folder(out) {
        return agreement.file_name().map(PathBuf::from);
    }
    std::path::absolute(agreement).ok()
}
