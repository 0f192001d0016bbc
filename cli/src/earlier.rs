//! What earlier runs left: a command that was killed, or lost its connection, after it signed something. Before anything else is sent
//! with the same key, it is found out what became of that.

use std::path::PathBuf;

use exequatur_client::chain::{Call, ChainError, Receipt};
use exequatur_client::files::{hash_text, moment};
use exequatur_client::journal::{self, Earlier, Entry, SendError};
use exequatur_client::keys::AccountId;
use exequatur_protocol::{Address, Hash};
use serde_json::json;

use crate::args::Cli;
use crate::context::{Context, Signer};
use crate::deal::Deal;
use crate::error::{CliError, Kind};
use crate::report::{Report, say};
use crate::{patience, status, text, write};

/// Stands for a command, what its files say, where it was typed and who signs; not for how it is answered, or by which node.
pub fn command_digest(cli: &Cli, files: &[PathBuf]) -> Hash {
    let folder = std::env::current_dir().unwrap_or_default();
    let (command, key) = (&cli.command, &cli.global.key);
    let mut words = format!("{command:?} {key:?} {}", folder.display());
    // Without a key nothing is sent that a file says. What cannot be read is met by the command itself.
    let contents = files.iter().filter(|_| key.is_some()).map(|file| {
        let content = file.is_file().then(|| hash_text::sha256_file(file).ok());
        content.flatten().map(|(sha256, _)| sha256)
    });
    for content in contents {
        words += &format!(" {}", hex::encode(content.unwrap_or_default()));
    }
    journal::digest(&words)
}

/// The result of the very same command, if an earlier run of it did all that was to be done and could not say so.
pub fn of_same_command(ctx: &mut Context) -> Result<Option<Report>, CliError> {
    // Without a folder for data nothing was ever sent.
    let Ok(journal) = ctx.journal() else {
        return Ok(None);
    };
    if ctx.options.dry_run {
        return Ok(None);
    }
    let left = journal.left(|entry| entry.command == ctx.command);
    if left.is_empty() {
        return Ok(None);
    }
    let identity = ctx.identity().map_err(|error| unknown(error, &left))?;
    let genesis = identity.genesis_hash;
    let here = left.iter().filter(|(chain, _)| *chain == genesis);
    let mut accounts: Vec<_> = here.map(|(_, entry)| entry.transaction.account).collect();
    accounts.dedup();
    for account in accounts {
        // Whatever prevents an answer, something of this command may have gone in.
        let found = found(ctx, &account).map_err(|error| CliError {
            sent: true,
            ..CliError::from(error)
        })?;
        for (entry, earlier) in found {
            let did_it = entry.command == ctx.command && entry.completes && !ctx.options.again;
            match earlier {
                Earlier::Done(receipt) if did_it && !entry.warned => {
                    ctx.reports(&entry);
                    return done(ctx, &entry, &receipt).map(Some);
                }
                // Somebody knows, and may have changed meanwhile what the same words would do: what they do now is looked at before it
                // is sent.
                known @ Earlier::Done(_) if did_it => ctx.earlier.push((entry, known)),
                other => ctx.notice(&entry, &other, line(&entry, &other)),
            }
        }
    }
    let mut elsewhere = left
        .iter()
        .filter(|(chain, entry)| *chain != genesis && entry.may_be_in());
    match elsewhere.next() {
        // Who was warned of the same command here knows that it is for this chain too.
        Some((chain, entry)) if !ctx.options.again && ctx.earlier.is_empty() => {
            Err(left_elsewhere(&genesis, chain, entry))
        }
        Some(_) | None => Ok(None),
    }
}

/// No chain can be asked, and something of this command may have gone in.
fn unknown(error: CliError, left: &[(Hash, Entry)]) -> CliError {
    let left: Vec<_> = left.iter().filter(|(_, entry)| entry.may_be_in()).collect();
    if left.is_empty() {
        return error;
    }
    let signed = left.iter().map(|(_, entry)| {
        let hash = text::hash(&entry.transaction.hash);
        format!("{}, {hash}, signed at {}", entry.what, signed_at(entry))
    });
    let signed = signed.collect::<Vec<_>>().join("; ");
    let next = error.hint.as_deref().unwrap_or("try again");
    CliError {
        sent: true,
        hint: Some(format!(
            "{next}. It is not known what became of what an earlier run of this command signed: {signed}. The same command finds out, and sends nothing twice"
        )),
        ..error
    }
}

/// What was meant for one chain is not sent on another because the way to it changed.
fn left_elsewhere(here: &Hash, there: &Hash, entry: &Entry) -> CliError {
    CliError {
        sent: true,
        ..CliError::new(
            Kind::Network,
            "LeftOnAnotherChain",
            format!(
                "an earlier run of this command signed something for another chain, and nobody was told what became of it: {}, {}",
                entry.what,
                text::hash(&entry.transaction.hash)
            ),
        )
    }
    .values(
        format!("the chain with genesis {}", text::hash(there)),
        format!("the one with genesis {}", text::hash(here)),
    )
    .hint(format!(
        "name a node of that chain with --url, or its folder with --chain, and repeat the command: it finds out what became of it. --again sends it on this chain as well. If that chain is \
         no more, `chain pending --forget {} --although-it-may-go-in` ends the matter",
        text::hash(&entry.transaction.hash)
    ))
}

/// Makes sure that everything that was signed with the key before is decided, and that nobody else sends with it until this command
/// has reported. For commands that depend on the account's counter, before they look at it.
pub fn look(ctx: &mut Context, signer: &Signer) -> Result<(), CliError> {
    if ctx.lock(&signer.account)? {
        ctx.earlier = found(ctx, &signer.account).map_err(|error| match error {
            Blocked::By { entry, error } => pending(&entry, &error),
            Blocked::Otherwise(error) => error,
        })?;
    }
    Ok(())
}

/// The same before anything is sent. A receipt if the very same call went in and nobody was told.
pub fn before_sending(
    ctx: &mut Context,
    signer: &Signer,
    call: &Call,
) -> Result<Option<Receipt>, CliError> {
    look(ctx, signer)?;
    let call = journal::call_digest(call);
    let mut same = None;
    for (entry, earlier) in std::mem::take(&mut ctx.earlier) {
        let words = line(&entry, &earlier);
        match earlier {
            Earlier::Done(receipt)
                if entry.completes && entry.call == call && !ctx.options.again =>
            {
                let why =
                    "it does the same, so nothing was sent now (--again sends it a second time)";
                ctx.reports_with(&entry, format!("{words}; {why}"));
                same = Some(*receipt);
            }
            other => ctx.notice(&entry, &other, words),
        }
    }
    Ok(same)
}

/// Why it cannot be found out, or which transaction is still open.
enum Blocked {
    By {
        entry: Box<Entry>,
        error: ChainError,
    },
    Otherwise(CliError),
}

impl From<Blocked> for CliError {
    fn from(blocked: Blocked) -> Self {
        match blocked {
            Blocked::By { error, .. } => error.into(),
            Blocked::Otherwise(error) => error,
        }
    }
}

fn found(ctx: &mut Context, account: &AccountId) -> Result<Vec<(Entry, Earlier)>, Blocked> {
    let json = ctx.options.json;
    let mut open = None;
    let (chain, page) = ctx.chain_and_page(account).map_err(Blocked::Otherwise)?;
    let found = patience::with("finding out what became of an earlier transaction", || {
        journal::settle(chain, page, &mut |entry| {
            if !json {
                say(&format!(
                    "  … an earlier transaction is not in a block: {}, {}; the same bytes are handed over again",
                    entry.what,
                    text::hash(&entry.transaction.hash)
                ));
            }
            open = Some(Box::new(entry.clone()));
            true
        })
    });
    found.map_err(|error| match (open, error) {
        (Some(entry), SendError::Chain(error @ ChainError::Unsettled { .. })) => {
            Blocked::By { entry, error }
        }
        (_, other) => Blocked::Otherwise(other.into()),
    })
}

/// Nothing new is sent with a key while something may still go in.
fn pending(entry: &Entry, error: &ChainError) -> CliError {
    let until = match entry.transaction.valid_until {
        Some(block) => format!("it may go in until block {block}"),
        None => "it may go in at any time".to_owned(),
    };
    CliError::new(
        Kind::Network,
        "EarlierPending",
        format!(
            "an earlier transaction of this key is not decided, and nothing new is sent before it is: {}, {}",
            entry.what,
            text::hash(&entry.transaction.hash)
        ),
    )
    .values(
        "the earlier transaction in a final block",
        error.to_string(),
    )
    .hint(format!(
        "{until}: try again later; `chain pending` says what became of it, `chain pending --forget {}` frees the key of one that should not go in any more",
        text::hash(&entry.transaction.hash)
    ))
}

/// When it was signed, for people. What a page says that somebody else wrote stands as it is.
pub fn signed_at(entry: &Entry) -> String {
    moment::parse(&entry.signed_at).map_or_else(|_| text::escape(&entry.signed_at), text::time)
}

/// What became of an earlier transaction, in one line.
pub fn line(entry: &Entry, earlier: &Earlier) -> String {
    let which = format!(
        "an earlier transaction of this key, signed {} ({}, {})",
        signed_at(entry),
        entry.what,
        text::hash(&entry.transaction.hash)
    );
    match earlier {
        Earlier::Done(receipt) => format!("{which} went in: block {}, final", receipt.block),
        Earlier::Failed(error) => format!("{which} failed, and its fee is spent: {error}"),
        Earlier::Never(why) => format!("{which} did not go in and never will: {why}"),
        Earlier::Open => match entry.transaction.valid_until {
            Some(block) => {
                format!("{which} is in no final block; it may go in until block {block}")
            }
            None => format!("{which} is in no final block; it may go in at any time"),
        },
        Earlier::Vanished { block } => format!(
            "{which} was in block {block}, which the chain does not have any more: the chain was set back, and what was done since has to be done again"
        ),
    }
}

/// As the command itself would have reported, as far as that is known.
fn done(ctx: &mut Context, entry: &Entry, receipt: &Receipt) -> Result<Report, CliError> {
    let identity = ctx.identity()?;
    let mut value = write::receipt_value(receipt);
    value["earlier"] = json!({ "what": entry.what, "signed_at": entry.signed_at });
    let mut text = format!(
        "An earlier run of this command, at {}, did it and could not say so: {}. Nothing was sent now; --again sends it a second time.\n{}",
        signed_at(entry),
        entry.what,
        write::receipt_text(receipt, &identity)
    );
    if let Some(deal) = escrow(ctx, entry.contract.or(receipt.contract)) {
        value["escrow"] = json!(text::address(&deal.contract));
        value["status"] = status::value(&deal);
        text = format!("{text}\n{}", status::brief(&deal));
    }
    Ok(Report::new(value, text))
}

/// The escrow that was called or made, if it was one.
fn escrow(ctx: &mut Context, contract: Option<Address>) -> Option<Deal> {
    Deal::at(ctx, contract?).ok()
}
