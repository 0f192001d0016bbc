//! `account register`

use exequatur_client::chain::Call;
use exequatur_client::keys::fallback_account;
use serde_json::json;

use crate::context::Context;
use crate::error::CliError;
use crate::report::Report;
use crate::text;
use crate::write::{self, Outcome, Plan};

/// Register a Polkadot key's account, so that payments to its address reach it
///
/// Contracts know accounts by addresses of 20 bytes. An address leads to the account of a Polkadot key only once that is registered;
/// until then, what is paid to it goes to another account (`account recover`). The first call of a contract registers too; this command is
/// for whoever is paid and never sends anything. A chain may hold a deposit for it. Ethereum keys need none of this.
#[derive(Debug, clap::Args)]
pub struct RegisterArgs {}

/// Registers, unless that was done.
pub fn run(ctx: &mut Context, _: RegisterArgs) -> Result<Report, CliError> {
    let signer = ctx.signer()?;
    let identity = ctx.identity()?;
    let forms = signer.both_forms(&identity);
    let (account, _) = ctx.chain()?.account_of(&signer.address)?;
    if account == signer.account {
        let words = if account == fallback_account(&signer.address.0) {
            "the address of an Ethereum key leads to its account by itself"
        } else {
            "the account is registered already"
        };
        return Ok(Report::new(
            json!({ "registered": true, "address": text::address(&signer.address), "sent": false }),
            format!("{forms}\n{words}: nothing was sent."),
        ));
    }
    let plan = Plan {
        title: format!("Register {forms}"),
        consequences: vec![
            "from then on, what is paid to the address reaches this account".to_owned(),
        ],
        warnings: Vec::new(),
        irreversible: None,
        call: Call::Register,
        escrow: None,
        completes: true,
    };
    match write::send(ctx, plan)? {
        Outcome::Planned(report) => Ok(report),
        Outcome::Sent(receipt) => {
            let mut value = write::receipt_value(&receipt);
            value["registered"] = json!(true);
            value["address"] = json!(text::address(&signer.address));
            let text = format!(
                "{}\nregistered: {forms}",
                write::receipt_text(&receipt, &identity)
            );
            Ok(Report::new(value, text))
        }
    }
}
