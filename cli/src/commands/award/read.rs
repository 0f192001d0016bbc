//! Reading award files: copies of one award become one, and who signed is told in words.

use std::path::{Path, PathBuf};

use exequatur_client::counted::counted;
use exequatur_client::files::{AwardFile, EscrowFacts, Lack, Token, same_domain};
use exequatur_client::statement::{Frame, binding, statement};
use exequatur_protocol::digest::Domain;
use exequatur_protocol::{Address, AwardKind, Roles, Seconds, State};
use serde_json::{Value, json};

use super::timing;
use crate::accounts::{Accounts, everybody};
use crate::context::Context;
use crate::deal::Deal;
use crate::error::CliError;
use crate::text;

/// Reads copies of one award and puts their signatures together.
pub fn merged(paths: &[PathBuf]) -> Result<AwardFile, CliError> {
    let mut files = paths.iter();
    let first = files
        .next()
        .ok_or_else(|| CliError::bug("no award file on the command line"))?;
    let mut award = AwardFile::read(first)?;
    for path in files {
        merge(&mut award, first, path)?;
    }
    Ok(award)
}

/// Adds the signatures of the copy at `path` to an award that was read from `first`.
pub fn merge(award: &mut AwardFile, first: &Path, path: &Path) -> Result<(), CliError> {
    award.merge(&AwardFile::read(path)?).map_err(|error| {
        let message = format!(
            "{} is no copy of the award in {}",
            path.display(),
            first.display()
        );
        CliError::verification("OtherAward", text::escape(&message))
            .values(text::hash(&error.expected), text::hash(&error.found))
            .hint("every arbitrator signs a copy of the same file")
    })
}

/// The escrow as far as an award's file tells: who has which role.
pub fn state_of(file: &AwardFile) -> State {
    let mut state = State::proposed(&file.terms, file.domain.terms_hash);
    let sitting = file.escrow.tribunal.iter();
    for (seat, who) in state.tribunal.seats.iter_mut().zip(sitting) {
        *seat = *who;
    }
    state
}

/// Who is behind the addresses of an award, without a chain: as keys of this home and signatures tell.
pub fn accounts_off_line(ctx: &Context, file: &AwardFile) -> Accounts {
    let signers = file.signatures.iter().map(|one| one.signer);
    let others = everybody(&state_of(file));
    Accounts::off_line(ctx, others.into_iter().chain(signers)).of_signers(&file.signatures)
}

/// The same as the award's own chain has them.
///
/// # Errors
/// If it cannot be asked.
pub fn accounts(ctx: &mut Context, file: &AwardFile) -> Result<Accounts, CliError> {
    let signers = file.signatures.iter().map(|one| one.signer);
    let others = everybody(&state_of(file));
    let accounts = Accounts::of(ctx, others.into_iter().chain(signers))?;
    Ok(accounts.of_signers(&file.signatures))
}

/// Whose signatures the contract counts under an award.
pub fn may_sign(file: &AwardFile) -> Vec<(Roles, Address)> {
    let state = state_of(file);
    let by_consent = file.award.kind == AwardKind::Consent;
    everybody(&state)
        .into_iter()
        .map(|address| (state.roles_of(&address), address))
        .filter(|(roles, _)| roles.seats() != 0 || by_consent && roles.any_party())
        .collect()
}

/// The award in words, who has which role, and what a signature under it is bound to. `stayed_until` is the end of a court's stay, if a chain is at
/// hand that knows of one.
pub fn in_words(
    file: &AwardFile,
    stayed_until: Option<Seconds>,
    accounts: &Accounts,
) -> Vec<String> {
    let (terms, escrow) = (&file.terms, &file.escrow);
    let frame = Frame {
        token: &escrow.token,
        clause: State::proposed(terms, file.domain.terms_hash).clause,
        terms: None,
        phase: None,
        stayed_until,
    };
    let mut lines = statement(&file.message(), &frame);
    lines.extend(timing::restated(&file.award, escrow));
    if takes_all_at_once(file) {
        lines.push(
            "It takes all that is left: nothing remains for a final award, and none of it waits for the hold."
                .to_owned(),
        );
    }
    if file.seats_changed() {
        let seats = escrow.tribunal.iter().map(|seat| match seat.is_zero() {
            true => "nobody (the seat is vacant)".to_owned(),
            false => accounts.forms(seat),
        });
        let seats: Vec<_> = seats.collect();
        lines.push(format!(
            "Others sit than the terms name, as the file says and no signature covers: {}.",
            seats.join(", ")
        ));
    }
    lines.extend(accounts.people(&state_of(file)));
    lines.extend(binding(&file.message(), &file.domain));
    lines
}

/// Whether a partial award, or one of costs, does what only a final award is meant to do.
fn takes_all_at_once(file: &AwardFile) -> bool {
    let award = &file.award;
    let sum =
        u128::from(award.to_payer) + u128::from(award.to_payee) + u128::from(award.to_tribunal);
    matches!(award.kind, AwardKind::Partial | AwardKind::Costs)
        && sum != 0
        && sum == u128::from(file.escrow.held)
}

/// Refuses an award that was made for another escrow.
pub fn same_escrow(file: &AwardFile, deal: &Deal) -> Result<(), CliError> {
    let domain = deal.domain();
    if same_domain(&file.domain, &domain) {
        return Ok(());
    }
    let show = |domain: &Domain| {
        format!(
            "chain {}, escrow {}, terms {}",
            domain.chain_id,
            text::address(&domain.contract),
            text::hash(&domain.terms_hash)
        )
    };
    Err(
        CliError::verification("OtherEscrow", "the award was made for another escrow")
            .values(show(&domain), show(&file.domain))
            .hint("--url, --chain and --home choose another chain"),
    )
}

/// The facts of an escrow as the chain has them.
pub fn facts(deal: &Deal) -> EscrowFacts {
    EscrowFacts::of(&deal.state, deal.token.clone())
}

/// Refuses a file that writes amounts otherwise than the chain does: whoever signed it read other amounts than those that count.
pub fn same_amounts(file: &AwardFile, deal: &Deal) -> Result<(), CliError> {
    let (expected, found) = (&deal.token, &file.escrow.token);
    // What the chain's own token is called, each node says as it likes; its decimals follow from the terms.
    if file.terms.asset.is_zero() || expected == found {
        return Ok(());
    }
    let show = |token: &Token| {
        format!(
            "{} with {} decimals",
            text::escape(&token.symbol),
            token.decimals
        )
    };
    Err(CliError::verification(
        "FieldDiffers",
        "the award file writes amounts otherwise than the token does, so its signers may have read other amounts than they signed",
    )
    .values(show(expected), show(found))
    .hint("ask the arbitrators which amounts they meant; draft the award again, and have that signed"))
}

/// Who signed and what is missing, for people.
pub fn signers_in_words(file: &AwardFile, lacks: &[Lack], accounts: &Accounts) -> Vec<String> {
    let signers = file.signers();
    let list = |people: &[Address]| {
        let people = people.iter().map(|who| accounts.forms(who));
        people.collect::<Vec<_>>().join(", ")
    };
    let mut lines = Vec::new();
    let mut group = |title: &str, people: &[Address]| {
        if !people.is_empty() {
            lines.push(format!("{title}: {}", list(people)));
        }
    };
    group("signed by arbitrators", &signers.tribunal);
    group("signed by parties", &signers.parties);
    group("signed by strangers", &signers.strangers);
    let (vacant, missing) = vacant(&signers.missing);
    group("not signed by arbitrators", &missing);
    if vacant != 0 {
        lines.push(format!(
            "not signed for {}: nobody sits there",
            counted(vacant, "vacant seat", "vacant seats")
        ));
    }
    if signers.tribunal.is_empty() {
        lines.insert(0, "signed by no arbitrator yet".to_owned());
    }
    lines.extend(lacks.iter().map(|lack| format!("missing: {}", lack.text)));
    lines
}

/// How many of those who have not signed are nobody, and the others.
fn vacant(missing: &[Address]) -> (usize, Vec<Address>) {
    let sitting: Vec<_> = missing
        .iter()
        .filter(|arbitrator| !arbitrator.is_zero())
        .copied()
        .collect();
    (missing.len() - sitting.len(), sitting)
}

/// Who signed and what is missing, for programs.
pub fn value(file: &AwardFile, lacks: &[Lack], accounts: &Accounts) -> Value {
    let signers = file.signers();
    let list = |people: &[Address]| people.iter().map(text::address).collect::<Vec<_>>();
    json!({
        "digest": text::hash(&file.digest()),
        "escrow": text::address(&file.domain.contract),
        "chain_id": file.domain.chain_id,
        "message": file.message().to_json(&file.domain.terms_hash),
        "signed_by_tribunal": list(&signers.tribunal),
        "signed_by_parties": list(&signers.parties),
        "signed_by_strangers": list(&signers.strangers),
        "not_signed_by": list(&vacant(&signers.missing).1),
        "vacant_seats": vacant(&signers.missing).0,
        "accounts": accounts.value(),
        "threshold": file.terms.threshold,
        "complete": lacks.is_empty(),
        "lacks": lacks.iter().map(|lack| json!({ "code": lack.code, "text": lack.text })).collect::<Vec<_>>(),
    })
}
