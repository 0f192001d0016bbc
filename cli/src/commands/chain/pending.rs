//! `chain pending`

use exequatur_client::journal::{self, Earlier, Entry};
use exequatur_client::keys::h160_of_account;
use exequatur_protocol::Address;
use serde_json::{Value, json};

use crate::context::Context;
use crate::error::CliError;
use crate::report::{Report, say};
use crate::{earlier, patience, text, write};

/// Find out what became of transactions whose command could not say so
///
/// A command that is killed, or loses its connection, after it signed something leaves that in the journal. The next one that signs
/// with the same key looks first; this command only looks, at all keys that were used on this chain. The same command, typed again,
/// still reports what went in and sends nothing, until you say that you have seen it.
#[derive(Debug, clap::Args)]
pub struct PendingArgs {
    /// Hand those that may still go in over again, the same bytes, and wait
    #[arg(long)]
    pub resend: bool,
    /// Take what is decided as seen: whoever types its command again then means a second transaction
    #[arg(long)]
    pub seen: bool,
}

/// Looks at every page of the journal of this chain.
pub fn run(ctx: &mut Context, args: PendingArgs) -> Result<Report, CliError> {
    let identity = ctx.identity()?;
    let resend = args.resend && !ctx.options.dry_run;
    let seen = args.seen && !ctx.options.dry_run;
    let json = ctx.options.json;
    let accounts = ctx.journal()?.accounts(&identity.genesis_hash)?;
    let mut lines = Vec::new();
    let mut values = Vec::new();
    let mut waits = false;
    for account in accounts {
        let (chain, page) = ctx.chain_and_page(&account)?;
        let found = patience::with("looking for transactions", || {
            journal::settle(chain, page, &mut |entry| {
                if resend && !json {
                    say(&format!("  … handing over again: {}", entry.what));
                }
                resend
            })
        })?;
        let address = Address(h160_of_account(&account));
        let who = text::both_forms(&account, &address, identity.ss58_prefix);
        for (entry, earlier) in found {
            lines.push(format!("{who}\n  {}", earlier::line(&entry, &earlier)));
            values.push(value(&who, &entry, &earlier));
            if seen && !matches!(earlier, Earlier::Open) {
                ctx.reports(&entry);
            } else {
                waits |= entry.completes && matches!(earlier, Earlier::Done(_));
            }
        }
    }
    if waits {
        lines.push("Typed again, the command of one that went in reports it and sends nothing. --seen takes what is decided as seen: then it is sent anew.".to_owned());
    }
    if lines.is_empty() {
        lines.push("Nothing is pending: every command that sent something on this chain said what became of it.".to_owned());
    }
    Ok(Report::new(json!({ "pending": values }), lines.join("\n")))
}

fn value(who: &str, entry: &Entry, earlier: &Earlier) -> Value {
    let mut value = match earlier {
        Earlier::Done(receipt) => write::receipt_value(receipt),
        Earlier::Failed(error) => json!({ "failure": error.to_string() }),
        Earlier::Never(why) => json!({ "reason": why.to_string() }),
        Earlier::Vanished { block } => json!({ "block": block }),
        Earlier::Open => json!({ "valid_until": entry.transaction.valid_until }),
    };
    value["state"] = json!(match earlier {
        Earlier::Done(_) => "final",
        Earlier::Failed(_) => "failed",
        Earlier::Never(_) => "never",
        Earlier::Open => "open",
        Earlier::Vanished { .. } => "lost",
    });
    value["account"] = json!(who);
    value["what"] = json!(entry.what);
    value["nonce"] = json!(entry.transaction.nonce);
    value["signed_at"] = json!(entry.signed_at);
    value["tx_hash"] = json!(text::hash(&entry.transaction.hash));
    value
}
