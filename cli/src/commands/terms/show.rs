//! `terms show`

use std::path::PathBuf;

use exequatur_client::files::{TermsFile, expiry_warning, raw_amounts, warnings};
use exequatur_protocol::{Address, Code};
use serde_json::{Value, json};

use crate::accounts::{Accounts, unregistered};
use crate::asset;
use crate::clock;
use crate::context::Context;
use crate::contract_arbitrators;
use crate::deal::Deal;
use crate::error::{CliError, check_terms};
use crate::report::Report;
use crate::text;

/// Show a terms file in words, check it and warn
#[derive(Debug, clap::Args)]
#[group(id = "source", required = true, args = ["file", "escrow"])]
pub struct ShowArgs {
    /// The terms file
    pub file: Option<PathBuf>,
    /// Show the terms of an escrow instead
    #[arg(long, value_name = "ESCROW")]
    pub escrow: Option<String>,
    /// Print them as a terms file
    #[arg(long)]
    pub toml: bool,
}

/// Shows terms; refused terms are shown with the reason as an error.
pub fn run(ctx: &mut Context, args: ShowArgs) -> Result<Report, CliError> {
    let file = match (&args.file, &args.escrow) {
        (Some(path), _) => {
            let file = TermsFile::read(path)?;
            check_terms(path, &file)?;
            file
        }
        (None, escrow) => {
            let deal = Deal::load(ctx, escrow.as_deref().unwrap_or_default())?;
            TermsFile::from_terms(deal.terms(ctx)?, deal.token.clone())
        }
    };
    let at_hand = ctx.has_chain()?;
    let accounts = if at_hand {
        Accounts::of_terms(ctx, &file.terms)?
    } else {
        Accounts::default()
    };
    let text = if args.toml {
        file.to_toml().trim_end().to_owned()
    } else {
        words(&file, &accounts)
    };
    let mut report = Report::new(value(&file), text);
    let now = if at_hand {
        ctx.chain()?.now()
    } else {
        clock::now()?
    };
    let expiry = expiry_warning(&file.terms, now);
    for warning in expiry.into_iter().chain(warnings(&file.terms)) {
        report = report.warn(warning.text);
    }
    if at_hand {
        let mut doubts = asset::doubts(ctx, &file)?;
        doubts.extend(contract_arbitrators::doubts(ctx, &file.terms)?);
        for warning in doubts.into_iter().chain(unregistered(ctx, &file.terms)?) {
            report = report.warn(warning);
        }
    }
    Ok(report)
}

fn code<const N: usize>(code: &Code<N>) -> String {
    text::escape(&String::from_utf8_lossy(code.as_bytes()))
}

/// Terms for programs.
pub fn value(file: &TermsFile) -> Value {
    let terms = &file.terms;
    let seats = terms.tribunal.iter().take(terms.seats.into());
    json!({
        "terms_hash": text::hash(&file.hash()),
        "payer": text::address(&terms.payer),
        "payee": text::address(&terms.payee),
        "asset": (!terms.asset.is_zero()).then(|| text::address(&terms.asset)),
        "amount": terms.amount.to_string(),
        "symbol": file.token.symbol,
        "decimals": file.token.decimals,
        "unit": terms.unit,
        "agreement_sha256": text::hash(&terms.agreement),
        "rules": code(&terms.rules),
        "seat": code(&terms.seat),
        "law": code(&terms.law),
        "language": code(&terms.language),
        "tribunal": seats.map(text::address).collect::<Vec<_>>(),
        "threshold": terms.threshold,
        "authority": text::address(&terms.authority),
        "notary": (!terms.notary.is_zero()).then(|| text::address(&terms.notary)),
        "hours": {
            "response": terms.periods.response.0,
            "award": terms.periods.award.0,
            "hold": terms.periods.hold.0,
            "longest_pause": terms.periods.longest_pause.0,
            "longest_stay": terms.periods.longest_stay.0,
        },
        "expiry": text::rfc3339(terms.expiry),
        "at_expiry": if terms.release_at_expiry { "release" } else { "fallback" },
        "fallback_to_payer_bps": terms.fallback_payer_bps,
        "tribunal_cap": terms.tribunal_cap.to_string(),
        "reasons_waived": terms.reasons_waived,
        "consumer": terms.consumer,
    })
}

/// Terms as sentences.
pub fn words(file: &TermsFile, accounts: &Accounts) -> String {
    use exequatur_client::files::period::format as period;
    let TermsFile {
        terms,
        token,
        people,
        ..
    } = file;
    let asset = if terms.asset == Address::ZERO {
        String::new()
    } else {
        format!(" (token {})", text::address(&terms.asset))
    };
    let mut lines = vec![
        format!(
            "The payer locks {}{asset} for the payee.",
            token.show(terms.amount)
        ),
        format!("  payer: {}", accounts.forms_of(&people.payer)),
        format!("  payee: {}", accounts.forms_of(&people.payee)),
        format!("  agreement: SHA-256 {}", text::hash(&terms.agreement)),
        format!(
            "Disputes go to arbitration under {} rules, seat {}, law {}, language {}.",
            code(&terms.rules),
            code(&terms.seat),
            code(&terms.law),
            code(&terms.language),
        ),
    ];
    for (seat, person) in people.tribunal.iter().enumerate() {
        lines.push(format!(
            "  arbitrator {seat}: {}",
            accounts.forms_of(person)
        ));
    }
    lines.push(format!(
        "  signatures needed under an award: {} of {}",
        terms.threshold, terms.seats
    ));
    lines.push(format!(
        "  appointing authority: {}",
        accounts.forms_of(&people.authority)
    ));
    match &people.notary {
        Some(notary) => lines.push(format!(
            "  notary of court orders: {}",
            accounts.forms_of(notary)
        )),
        None => lines.push("  notary of court orders: nobody".to_owned()),
    }
    lines.extend([
        format!(
            "  the tribunal receives at most {}",
            token.show(terms.tribunal_cap)
        ),
        format!(
            "  awards state reasons: {}",
            if terms.reasons_waived {
                "no, waived"
            } else {
                "yes"
            }
        ),
        format!("  time to answer: {}", period(terms.periods.response)),
        format!("  time for the award: {}", period(terms.periods.award)),
        format!(
            "  money waits after a final award: {}",
            period(terms.periods.hold)
        ),
        format!(
            "  longest pause: {}; longest stay: {}",
            period(terms.periods.longest_pause),
            period(terms.periods.longest_stay)
        ),
        format!(
            "Undisputed, it ends at {}: {}.",
            text::time(terms.expiry),
            if terms.release_at_expiry {
                "everything goes to the payee"
            } else {
                "the fallback split takes effect"
            },
        ),
        format!(
            "If nobody ever decides, the payer gets {} %, the payee the rest.",
            exequatur_client::files::amount::format(terms.fallback_payer_bps.into(), 2),
        ),
    ]);
    if terms.consumer {
        lines.push("One party is a consumer.".to_owned());
    }
    lines.extend(raw_amounts(
        &terms.asset,
        terms.unit,
        &[
            ("locked", terms.amount),
            ("at most to the tribunal", terms.tribunal_cap),
        ],
    ));
    lines.push(format!(
        "Both parties sign the hash {}",
        text::hash(&file.hash())
    ));
    lines.join("\n")
}
