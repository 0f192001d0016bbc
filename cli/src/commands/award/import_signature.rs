//! `award import-signature`

use std::path::PathBuf;

use exequatur_client::files::{AwardFile, replace, write_new};

use super::{read, sign};
use crate::context::Context;
use crate::error::CliError;
use crate::report::Report;
use crate::text;
use crate::wallet::{self, Given};

/// Add a signature to an award that a wallet made over its export
///
/// Only a signature of somebody who is to sign is taken. Needs no chain.
#[derive(Debug, clap::Args)]
pub struct ImportSignatureArgs {
    /// The award
    pub file: PathBuf,
    #[command(flatten)]
    pub given: Given,
    /// Write the signed award here and leave the file as it is
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// Runs the command.
pub fn run(ctx: &mut Context, args: ImportSignatureArgs) -> Result<Report, CliError> {
    let signature = args.given.read(None)?;
    let mut file = AwardFile::read(&args.file)?;
    sign::check_content(&file)?;
    // Others may be signing the same file at this moment.
    let _turn = sign::take_turn(&args.file)?;
    read::merge(&mut file, &args.file, &args.file)?;
    let (signer, is_new) = file.add(signature).map_err(wallet::does_not_fit)?;
    let accounts = read::accounts_off_line(ctx, &file);
    let named = read::may_sign(&file);
    if !named.iter().any(|(_, address)| *address == signer) {
        let named = named.iter().map(|(_, address)| accounts.forms(address));
        let named: Vec<_> = named.collect();
        return Err(wallet::other_signer(
            format!("a signature of {}", named.join(" or ")),
            format!("one of {}", accounts.forms(&signer)),
        ));
    }
    let target = args.out.as_ref().unwrap_or(&args.file);
    let shown = target.display().to_string();
    let who = accounts.forms(&signer);
    if ctx.options.dry_run {
        let first = format!("{who} signed this award; dry run: nothing was written.");
        return Ok(sign::report(&file, &shown, first, &accounts));
    }
    match &args.out {
        Some(out) => write_new(out, &file.to_toml())?,
        None if is_new => replace(&args.file, &file.to_toml())?,
        None => {}
    }
    let first = match is_new {
        true => format!("signed by {who}: {}", text::escape(&shown)),
        false => format!("{who} signed this award before."),
    };
    Ok(sign::report(&file, &shown, first, &accounts))
}
