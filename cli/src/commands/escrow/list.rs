//! `escrow list`

use exequatur_client::chain::{Chain, FoundEntry};
use exequatur_client::refusal_facts::phase_in_words;
use serde_json::json;

use crate::blob;
use crate::context::Context;
use crate::deal::{Deal, opened_with};
use crate::error::CliError;
use crate::report::Report;
use crate::{patience, text};

/// List the escrows of this chain
#[derive(Debug, clap::Args)]
pub struct ListArgs {
    /// Only those in which this address or key has a role
    #[arg(long, value_name = "WHO")]
    pub of: Option<String>,
}

/// Lists by age.
pub fn run(ctx: &mut Context, args: ListArgs) -> Result<Report, CliError> {
    let of = args.of.map(|who| ctx.address(&who)).transpose()?;
    let mut rows = Vec::new();
    let mut lines = Vec::new();
    let chain = ctx.chain()?;
    let opened = patience::with("looking for escrows on the chain", || opened(chain))?;
    for entry in opened {
        let Some(terms) = opened_with(&entry.bytes) else {
            continue;
        };
        let deal = Deal::at(ctx, entry.contract)?;
        if of.is_some_and(|who| deal.state.roles_of(&who).0 == 0) {
            continue;
        }
        let phase = phase_in_words(&deal.state);
        lines.push(format!(
            "{} {phase:<9} {:>16} opened {}",
            text::address(&entry.contract),
            deal.amount(terms.amount),
            text::time(entry.at)
        ));
        rows.push(json!({
            "escrow": text::address(&entry.contract),
            "phase": phase,
            "amount": terms.amount.to_string(),
            "asset": (!terms.asset.is_zero()).then(|| text::address(&terms.asset)),
            "symbol": deal.token.symbol,
            "decimals": deal.token.decimals,
            "payer": text::address(&terms.payer),
            "payee": text::address(&terms.payee),
            "opened": text::rfc3339(entry.at),
            "block": entry.block,
        }));
    }
    if lines.is_empty() {
        lines.push("no escrows; `escrow open TERMS` opens one".to_owned());
    }
    Ok(Report::new(json!({ "escrows": rows }), lines.join("\n")))
}

/// The first entry of every escrow of this version, the oldest first.
fn opened(chain: &dyn Chain) -> Result<Vec<FoundEntry>, CliError> {
    let (_, code_hash) = blob::escrow()?;
    let mut contracts = Vec::new();
    chain.each_contract(&code_hash, &mut |contract| {
        contracts.push(contract);
        Ok(())
    })?;
    let mut opened = Vec::new();
    for contract in contracts {
        opened.extend(chain.first_entry(&contract)?);
    }
    // Stable: within a block they stay as the chain shows them.
    opened.sort_by_key(|entry| entry.block);
    Ok(opened)
}
