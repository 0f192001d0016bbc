//! `chain pending`

use std::time::Duration;

use exequatur_client::files::hash_text;
use exequatur_client::journal::{self, Earlier, Entry};
use exequatur_client::keys::h160_of_account;
use exequatur_protocol::{Address, Hash};
use serde_json::{Value, json};

use crate::context::Context;
use crate::error::{CliError, Kind};
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
    /// Forget one that is not decided, so that its key is free for another: its hash. The next transaction takes the same number, so at
    /// most one of the two can go in; if the forgotten one does, nobody is told
    #[arg(long, value_name = "0x…", conflicts_with = "resend", value_parser = transaction)]
    pub forget: Option<Hash>,
    /// With --forget: also one that could still go in
    #[arg(long, requires = "forget")]
    pub although_it_may_go_in: bool,
}

/// Looks at every page of the journal of this chain.
pub fn run(ctx: &mut Context, args: PendingArgs) -> Result<Report, CliError> {
    let identity = match ctx.identity() {
        Ok(identity) => identity,
        Err(error) => return Err(unasked(ctx, error)),
    };
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
            if args.forget == Some(entry.transaction.hash) {
                return forgotten(ctx, &who, &entry, &earlier, &args);
            }
            lines.push(format!("{who}\n  {}", earlier::line(&entry, &earlier)));
            values.push(value(&who, &entry, &earlier));
            if seen && !matches!(earlier, Earlier::Open) {
                ctx.reports(&entry);
            } else {
                waits |= entry.completes && matches!(earlier, Earlier::Done(_));
            }
        }
    }
    if let Some(hash) = &args.forget {
        return forgotten_elsewhere(ctx, hash, &args);
    }
    if waits {
        lines.push("Typed again, the command of one that went in reports it and sends nothing. --seen takes what is decided as seen: then it is sent anew.".to_owned());
    }
    if lines.is_empty() {
        lines.push("Nothing is pending: every command that sent something on this chain said what became of it.".to_owned());
    }
    Ok(Report::new(json!({ "pending": values }), lines.join("\n")))
}

/// Without a chain, what the journal has of any.
fn unasked(ctx: &Context, error: CliError) -> CliError {
    let left = ctx.journal().map(|journal| journal.left(Entry::may_be_in));
    let left = left.unwrap_or_default();
    if left.is_empty() {
        return error;
    }
    let lines = left.iter().map(|(chain, entry)| {
        format!(
            "{}: {}, signed at {}, for the chain with genesis {}: it is not known what became of it",
            entry.what,
            text::hash(&entry.transaction.hash),
            earlier::signed_at(entry),
            text::hash(chain)
        )
    });
    let values = left.iter().map(|(chain, entry)| {
        json!({
            "state": "unknown",
            "what": entry.what,
            "tx_hash": text::hash(&entry.transaction.hash),
            "signed_at": entry.signed_at,
            "genesis_hash": text::hash(chain),
        })
    });
    let text = lines.collect::<Vec<_>>().join("\n");
    let value = json!({ "pending": values.collect::<Vec<_>>() });
    error.report(Report::new(value, text))
}

fn transaction(written: &str) -> Result<Hash, String> {
    hash_text::parse(written).ok_or_else(|| {
        "expected 0x and 64 hexadecimal digits, as `chain pending` shows them".to_owned()
    })
}

fn unknown(hash: &Hash) -> CliError {
    CliError::not_found(
        "NoSuchTransaction",
        "the journal has no transaction with this hash that anybody would have to be told about",
    )
    .values("one that `chain pending` shows", text::hash(hash))
    .hint("`chain pending` shows the hashes; on another chain, name it with --url or --chain")
}

/// One for another chain, which cannot be asked: it may be no more, as one for development that was started anew.
fn forgotten_elsewhere(
    ctx: &mut Context,
    hash: &Hash,
    args: &PendingArgs,
) -> Result<Report, CliError> {
    let here = ctx.identity()?.genesis_hash;
    let left = ctx.journal()?.left(|entry| entry.transaction.hash == *hash);
    let Some((chain, entry)) = left.into_iter().find(|(chain, _)| *chain != here) else {
        return Err(unknown(hash));
    };
    let which = format!("one for the chain with genesis {}", text::hash(&chain));
    if !args.although_it_may_go_in {
        return Err(CliError::new(
            Kind::Refused,
            "MayStillGoIn",
            "the transaction is for another chain, which is not asked now, and forgetting it does not take it back",
        )
        .values("one that can never go in", which)
        .hint("name a node of that chain with --url, or its folder with --chain; if it is no more: --although-it-may-go-in"));
    }
    let dry_run = ctx.options.dry_run;
    if !dry_run {
        let patience = Duration::from_secs(ctx.options.timeout);
        let account = &entry.transaction.account;
        let mut page = ctx.journal()?.lock(&chain, account, patience)?;
        page.forget(hash)?;
    }
    let words = if dry_run {
        "Dry run: it was not forgotten."
    } else {
        "Forgotten. If that chain is still there and it goes in, nobody is told."
    };
    Ok(Report::new(
        json!({ "pending": [{
            "forgotten": !dry_run,
            "what": entry.what,
            "tx_hash": text::hash(hash),
            "genesis_hash": text::hash(&chain),
        }] }),
        format!("{}, {which}\n{words}", entry.what),
    ))
}

/// What is decided needs no forgetting. What is not may go in later, and who forgets it must know that.
fn forgotten(
    ctx: &mut Context,
    who: &str,
    entry: &Entry,
    earlier: &Earlier,
    args: &PendingArgs,
) -> Result<Report, CliError> {
    let transaction = &entry.transaction;
    let shown = format!("{who}\n  {}", earlier::line(entry, earlier));
    let mut result = value(who, entry, earlier);
    if !matches!(earlier, Earlier::Open) {
        // Only its own command, or --seen, ends it: whoever forgets did not mean a second payment.
        result["forgotten"] = json!(false);
        return Ok(Report::new(
            json!({ "pending": [result] }),
            format!("{shown}\nThere is nothing to forget: it is decided, and its key is free."),
        ));
    }
    let may_go_in = |found: String, hint: String| {
        CliError::new(
            Kind::Refused,
            "MayStillGoIn",
            "the transaction is not decided, and forgetting it does not take it back",
        )
        .values("a transaction that can never go in", found)
        .hint(hint)
    };
    if ctx.chain()?.waits(transaction)? {
        return Err(may_go_in(
            "one that waits in the node's pool for the next block".to_owned(),
            "wait for a block: `chain pending` says what became of it".to_owned(),
        ));
    }
    if !args.although_it_may_go_in {
        let (until, wait) = match transaction.valid_until {
            Some(block) => (
                format!("one that may go in until block {block}"),
                "wait for that block, which decides it".to_owned(),
            ),
            None => (
                "one that may go in as long as no other takes its number".to_owned(),
                "`chain pending --resend` hands it over again".to_owned(),
            ),
        };
        return Err(may_go_in(
            until,
            format!(
                "{wait}; or --although-it-may-go-in: the next transaction of the key takes the same number, so that only one of the two goes in, but if it is this one, nobody is told"
            ),
        ));
    }
    let dry_run = ctx.options.dry_run;
    if !dry_run {
        let (_, page) = ctx.chain_and_page(&transaction.account)?;
        page.forget(&transaction.hash)?;
    }
    result["forgotten"] = json!(!dry_run);
    let words = if dry_run {
        "Dry run: it was not forgotten."
    } else {
        "Forgotten. The next transaction of this key takes the same number: only one of the two can go in. If that one is refused because its number is taken, this one went in; look at the account before you repeat anything."
    };
    Ok(Report::new(
        json!({ "pending": [result] }),
        format!("{shown}\n{words}"),
    ))
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
