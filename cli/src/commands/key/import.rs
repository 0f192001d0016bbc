//! `key import`

use std::path::{Path, PathBuf};

use exequatur_client::keys::{
    KeyFile, KeyName, KeyPair, Password, PasswordSource, Phrase, Scheme, SecretFileError,
};

use crate::context::Context;
use crate::error::CliError;
use crate::report::Report;
use crate::{patience, text};

/// Import a key: a key file of a wallet, or a recovery phrase
///
/// Reads what polkadot-js wallets export (JSON) and Ethereum keystores (version 3). Without FILE, asks for a recovery
/// phrase of 12 to 24 words. The new key file gets the password of the old one; a phrase gets a new password.
#[derive(Debug, clap::Args)]
pub struct ImportArgs {
    /// Name of the new key: a-z, 0-9, - and _
    pub name: KeyName,
    /// Key file of a wallet
    pub file: Option<PathBuf>,
    /// With a phrase: sr25519 or ecdsa
    #[arg(long, default_value = "sr25519", conflicts_with = "file")]
    pub scheme: Scheme,
    /// Read the recovery phrase from a file that only you can read
    #[arg(long, value_name = "FILE", conflicts_with = "file")]
    pub phrase_file: Option<PathBuf>,
}

/// Imports the key.
pub fn run(ctx: &mut Context, args: ImportArgs) -> Result<Report, CliError> {
    let (pair, password, open) = match &args.file {
        Some(file) => from_file(ctx, file)?,
        None => {
            let (pair, password) = from_phrase(ctx, &args)?;
            (pair, password, None)
        }
    };
    let store = ctx.keystore()?;
    let key = patience::with("encrypting the key with the password", || {
        store.add(&args.name, &pair, &password)
    })?;
    let (value, text) = super::show::describe(&key);
    let mut report = Report::new(value, text);
    if let Some(open) = open {
        report = report.warn(text::escape(&format!(
            "{open}; or remove it: the key is encrypted in it, and only as safe as its password"
        )));
    }
    Ok(report)
}

/// A wallet's export, which others may be able to read: that is said, and does not keep anybody from a safer copy.
fn from_file(
    ctx: &Context,
    file: &Path,
) -> Result<(KeyPair, Password, Option<SecretFileError>), CliError> {
    let (key, open) = KeyFile::read_exposed(file)?;
    let password = ctx
        .password_source()
        .read(&format!("password of {}", file.display()))?;
    let pair = patience::with("deriving the key from the password", || {
        key.unlock(&password)
    })?;
    Ok((pair, password, open))
}

fn from_phrase(ctx: &Context, args: &ImportArgs) -> Result<(KeyPair, Password), CliError> {
    let source = args
        .phrase_file
        .clone()
        .map_or(PasswordSource::Prompt, PasswordSource::File);
    let phrase = Phrase::parse(source.read("recovery phrase")?.reveal())?;
    let pair = KeyPair::from_phrase(args.scheme, &phrase)?;
    let password = ctx
        .password_source()
        .read_new(&format!("password of key {}", args.name))?;
    Ok((pair, password))
}
