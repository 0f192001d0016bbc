//! An award beside the chain: what its file says of the escrow, who accepted, and what the contract would answer now.

use exequatur_client::files::{AwardFile, Lack};
use exequatur_client::refusal_facts::{Attempt, facts};
use exequatur_protocol::{Action, Address, Refusal, Seconds};
use serde_json::{Value, json};

use super::{read, timing};
use crate::context::Context;
use crate::deal::{Deal, read_entry};
use crate::error::CliError;
use crate::text;

/// What the chain at hand says of an award.
pub enum Sight {
    /// It is no chain that knows the escrow, or there is none; why.
    None(String),
    /// The very award was executed.
    Executed(Seconds),
    /// It was not executed yet.
    Compared(Comparison),
}

/// An award that can still be executed, or mended, beside the escrow.
pub struct Comparison {
    /// Everything that it lacks, with who accepted, number, time and notice.
    pub lacks: Vec<Lack>,
    /// Where the file says something else of the escrow than the chain, and what else is worth a look.
    pub differences: Vec<String>,
    /// Arbitrators who signed without having accepted the appointment.
    pub early: Vec<Address>,
    /// The block's time.
    now: Seconds,
    /// The end of a court's stay that holds the escrow's award back now.
    stayed_until: Option<Seconds>,
}

impl Sight {
    /// Looks at the chain, if there is one and it knows the escrow.
    ///
    /// # Errors
    /// If the escrow is another than the award's, if the file writes amounts otherwise than the token, or the chain cannot be read.
    pub fn of(ctx: &mut Context, file: &AwardFile) -> Result<Self, CliError> {
        if !ctx.has_chain()? {
            return Ok(Sight::None("there is none at hand".to_owned()));
        }
        let found = ctx.identity()?.chain_id;
        if found != file.domain.chain_id {
            return Ok(Sight::None(format!(
                "the one at hand has the id {found}, and the award is for the one with the id {}",
                file.domain.chain_id
            )));
        }
        let contract = file.domain.contract;
        if ctx.chain()?.code_hash(&contract)?.is_none() {
            return Ok(Sight::None(format!(
                "the one at hand has no contract at {}",
                text::address(&contract)
            )));
        }
        let deal = Deal::at(ctx, contract)?;
        read::same_escrow(file, &deal)?;
        read::same_amounts(file, &deal)?;
        Ok(match executed(ctx, file, &deal)? {
            Some(at) => Sight::Executed(at),
            None => Sight::Compared(compare(file, &deal)),
        })
    }

    /// The end of a court's stay that would hold the award back, if it were executed now.
    pub fn stayed_until(&self) -> Option<Seconds> {
        match self {
            Sight::None(_) | Sight::Executed(_) => None,
            Sight::Compared(comparison) => comparison.stayed_until,
        }
    }

    /// For programs.
    pub fn value(&self) -> Value {
        match self {
            Sight::None(reason) => json!({ "compared": false, "reason": reason }),
            Sight::Executed(at) => json!({ "compared": true, "executed_at": text::rfc3339(*at) }),
            Sight::Compared(comparison) => json!({
                "compared": true,
                "executed_at": null,
                "at": text::rfc3339(comparison.now),
                "would_execute": comparison.lacks.is_empty(),
                "differences": comparison.differences,
                "signed_without_acceptance": comparison.early.iter().map(text::address).collect::<Vec<_>>(),
            }),
        }
    }
}

/// When the very award was executed, by the record.
fn executed(ctx: &mut Context, file: &AwardFile, deal: &Deal) -> Result<Option<Seconds>, CliError> {
    if file.award.number > deal.state.awards {
        return Ok(None);
    }
    let entries = deal.entries(ctx)?.into_iter();
    Ok(entries
        .filter_map(|found| read_entry(&found.bytes))
        .find(|entry| match Action::from_input(&entry.input) {
            Ok((Action::Award { award }, _)) => award == file.award,
            Ok(_) | Err(_) => false,
        })
        .map(|entry| entry.at))
}

fn compare(file: &AwardFile, deal: &Deal) -> Comparison {
    let not_accepted = deal.not_accepted();
    let early = file
        .signers()
        .tribunal
        .into_iter()
        .filter(|signer| not_accepted.contains(signer))
        .collect();
    let now = AwardFile {
        escrow: read::facts(deal),
        ..file.clone()
    };
    let mut lacks = now.lacks_without(&not_accepted);
    lacks.extend(timing::untimely(&file.award, deal));
    // The rules have the last word: whatever they refuse is missing. Whoever sends it, the outcome is the same.
    let payer = deal.state.clause.payer;
    if let Err(refusal) = deal.after(payer, deal.next_at, &input(file))
        && !lacks.iter().any(|lack| lack.code == refusal.code())
    {
        lacks.push(refused(file, deal, refusal));
    }
    let mut differences = differences(file, &now);
    differences.extend(timing::doubts(&file.award, deal));
    Comparison {
        lacks,
        differences,
        early,
        now: deal.now,
        stayed_until: deal.stayed_until(),
    }
}

fn differences(file: &AwardFile, now: &AwardFile) -> Vec<String> {
    let token = &now.escrow.token;
    let seats = |file: &AwardFile| {
        let seats: Vec<_> = file.escrow.tribunal.iter().map(text::address).collect();
        seats.join(", ")
    };
    let on_hold = |file: &AwardFile| match &file.escrow.on_hold {
        Some(on_hold) => format!(
            "{} to the payer, {} to the payee, {} to the tribunal",
            token.show(on_hold.to_payer),
            token.show(file.escrow.to_payee(on_hold)),
            token.show(on_hold.to_tribunal)
        ),
        None => "none".to_owned(),
    };
    [
        (
            "left in escrow",
            token.show(file.escrow.held),
            token.show(now.escrow.held),
        ),
        (
            "the most that the tribunal can still receive",
            token.show(file.escrow.tribunal_cap),
            token.show(now.escrow.tribunal_cap),
        ),
        ("who sits", seats(file), seats(now)),
        ("the award on hold", on_hold(file), on_hold(now)),
    ]
    .into_iter()
    .filter(|(_, written, found)| written != found)
    .map(|(what, written, found)| {
        format!("{what}: the file says {written}, the chain says {found}")
    })
    .collect()
}

fn input(file: &AwardFile) -> Vec<u8> {
    let award = file.award.clone();
    Action::Award { award }.to_input(&file.for_chain())
}

fn refused(file: &AwardFile, deal: &Deal, refusal: Refusal) -> Lack {
    let told = facts(
        refusal,
        &Attempt {
            state: Some(&deal.state),
            contract: deal.contract,
            chain_id: deal.identity.chain_id,
            by: deal.state.clause.payer,
            at: deal.next_at,
            value: 0,
            input: &input(file),
            token: &deal.token,
        },
    );
    let (expected, found) = match told {
        Some(facts) => (facts.expected, facts.found),
        None => (
            "an award that the contract takes".to_owned(),
            refusal.to_string(),
        ),
    };
    Lack {
        code: refusal.code(),
        text: format!("{refusal}: expected {expected}, found {found}"),
        expected,
        found,
    }
}
