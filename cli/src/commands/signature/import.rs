//! `signature import`

use std::path::PathBuf;

use exequatur_client::files::{Message, SignatureFile, TypedData, write_new};
use exequatur_client::keys::recover_digest;
use exequatur_protocol::Address;
use serde_json::json;

use crate::accounts::Accounts;
use crate::context::Context;
use crate::error::CliError;
use crate::report::Report;
use crate::text;
use crate::wallet::{self, Given};

/// Make a signature file of what a wallet signed
///
/// FILE is what a command wrote with --eip712. The signature file goes with --signature to the same command, as one made with
/// --sign-only. Needs no chain.
#[derive(Debug, clap::Args)]
pub struct ImportArgs {
    /// What was to be signed
    pub file: PathBuf,
    /// Who was to sign it: an address in either form, or the name of a key
    #[arg(long, value_name = "WHO")]
    pub signer: String,
    #[command(flatten)]
    pub given: Given,
    /// Where the signature goes
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
}

/// Runs the command.
pub fn run(ctx: &mut Context, args: ImportArgs) -> Result<Report, CliError> {
    let typed = TypedData::read(&args.file)?;
    if let Message::Award(_) = typed.message {
        return Err(CliError::usage(
            "OtherMessage",
            "signatures under an award are kept in the award's own file",
        )
        .values("a consent, release, appointment or order", "an award")
        .hint("`award import-signature AWARD --signature 0x…`"));
    }
    let person = ctx.person(&args.signer)?;
    let expected = Address(person.h160());
    let signature = args.given.read(Some(&person))?;
    let digest = typed.digest();
    let signer = Address(recover_digest(&digest, &signature).map_err(wallet::does_not_fit)?);
    let accounts = Accounts::off_line(ctx, [expected, signer]).of_person(&person);
    if signer != expected {
        return Err(wallet::other_signer(
            format!("a signature of {}", accounts.forms(&expected)),
            format!("one of {}", accounts.forms(&signer)),
        ));
    }
    let file = SignatureFile {
        domain: typed.domain,
        message: typed.message,
        signer,
        signature,
    };
    let path = args.out.display().to_string();
    let value = json!({
        "file": path,
        "kind": file.message.kind(),
        "digest": text::hash(&digest),
        "signer": text::address(&signer),
        "ss58": accounts.ss58(&signer),
    });
    let first = format!(
        "{} signed by {}",
        file.message.kind(),
        accounts.forms(&signer)
    );
    if ctx.options.dry_run {
        return Ok(Report::new(
            value,
            format!("{first}\nDry run: nothing was written."),
        ));
    }
    write_new(&args.out, &file.to_text())?;
    let text = format!(
        "{first}\nwritten: {}\nnext:   hand the file to whoever sends it, with --signature",
        text::escape(&path)
    );
    Ok(Report::new(value, text))
}
