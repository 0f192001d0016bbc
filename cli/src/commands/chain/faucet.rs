//! `chain faucet`

use exequatur_client::chain::Call;
use exequatur_client::keys::Address as Account;
use exequatur_protocol::Address;
use serde_json::json;

use crate::context::Context;
use crate::error::CliError;
use crate::report::Report;
use crate::text;
use crate::write::{self, Outcome, Plan};

/// Give somebody money on the local chain (from //Alice, or from --key)
#[derive(Debug, clap::Args)]
pub struct FaucetArgs {
    /// To whom: an address in either form, or the name of a key
    pub to: String,
    /// How much, for example 100
    #[arg(default_value = "1000")]
    pub amount: String,
}

/// Sends the money.
pub fn run(ctx: &mut Context, args: FaucetArgs) -> Result<Report, CliError> {
    super::advance::local(ctx)?;
    let identity = ctx.identity()?;
    let value = text::parse_amount(&args.amount, &identity)?;
    let account = match args.to.parse() {
        Ok(Account::Substrate { account_id, .. }) => account_id,
        Ok(Account::Ethereum(address)) => ctx.chain()?.account_of(&Address(address))?.0,
        Err(_) if args.to.starts_with("//") => {
            // The key's own account: one that does not exist yet is mapped nowhere, and its address would lead elsewhere.
            ctx.development(&args.to)?.account_id()
        }
        Err(_) => ctx.keystore()?.load(&args.to)?.file.address().account_id(),
    };
    let giver = ctx.options.key.get_or_insert_with(|| "//Alice".to_owned());
    let giver = text::escape(giver);
    // Play money: nothing that anybody would have to confirm.
    ctx.options.yes = true;
    let plan = Plan {
        title: format!(
            "{giver} gives {} to {}",
            text::amount(value, &identity),
            text::ss58(&account, identity.ss58_prefix)
        ),
        consequences: Vec::new(),
        irreversible: None,
        call: Call::Transfer {
            to: account,
            value: value.into(),
        },
    };
    match write::send(ctx, plan)? {
        Outcome::Planned(report) => Ok(report),
        Outcome::Sent(receipt) => {
            let balance = ctx.chain()?.balance(&account)?;
            let mut result = write::receipt_value(&receipt);
            result["balance"] = json!(balance.to_string());
            let text = format!(
                "{}\nbalance: {}",
                write::receipt_text(&receipt, &identity),
                text::amount(balance, &identity)
            );
            Ok(Report::new(result, text))
        }
    }
}
