//! `escrow status`

use serde_json::json;

use crate::accounts::Accounts;
use crate::context::Context;
use crate::deal::Deal;
use crate::error::CliError;
use crate::report::Report;
use crate::{status, text};

/// Show where an escrow is and what can be done next
#[derive(Debug, clap::Args)]
pub struct StatusArgs {
    /// The escrow's address
    pub escrow: String,
}

/// Shows the state as the next transaction would find it.
pub fn run(ctx: &mut Context, args: StatusArgs) -> Result<Report, CliError> {
    let deal = Deal::load(ctx, &args.escrow)?;
    let chain = ctx.chain()?;
    let wei = chain.contract_wei(&deal.contract)?;
    let balance = wei / 10u128.pow(chain.identity().unit.into());
    let accounts = Accounts::of_state(ctx, &deal.state)?;
    let mut value = status::value(&deal);
    value["accounts"] = accounts.value();
    value["escrow"] = json!(text::address(&deal.contract));
    value["now"] = json!(text::rfc3339(deal.now));
    value["balance"] = json!(balance.to_string());
    Ok(Report::new(value, status::full(&deal, &accounts)))
}
