//! `key new`

use exequatur_client::keys::{KeyName, KeyPair, Phrase, Scheme};
use serde_json::json;

use crate::context::Context;
use crate::error::CliError;
use crate::patience;
use crate::report::{Report, say};

/// Make a new key and show its recovery phrase once
///
/// The phrase is shown on the terminal (standard error) and nowhere else: write it on paper. Whoever has it has the key.
#[derive(Debug, clap::Args)]
pub struct NewArgs {
    /// Name of the key: a-z, 0-9, - and _
    pub name: KeyName,
    /// sr25519 (as Polkadot wallets have) or ecdsa (as Ethereum wallets have); both send and sign
    #[arg(long, default_value = "sr25519")]
    pub scheme: Scheme,
    /// Do not show the recovery phrase: the key file is then the only copy
    #[arg(long)]
    pub no_phrase: bool,
}

/// Makes the key.
pub fn run(ctx: &mut Context, args: NewArgs) -> Result<Report, CliError> {
    let store = ctx.keystore()?;
    // Before the password is asked for twice.
    if store.path(&args.name).exists() {
        return Err(exequatur_client::keys::KeyStoreError::NameTaken { name: args.name }.into());
    }
    let password = ctx
        .password_source()
        .read_new(&format!("password of key {}", args.name))?;
    let phrase = Phrase::generate()?;
    let pair = KeyPair::from_phrase(args.scheme, &phrase)?;
    let key = patience::with("encrypting the key with the password", || {
        store.add(&args.name, &pair, &password)
    })?;
    if !args.no_phrase {
        say("recovery phrase; write it on paper, it is not shown again:");
        say(&format!("  {}", phrase.reveal().as_str()));
    }
    let (mut value, text) = super::show::describe(&key);
    value["recoverable"] = json!(!args.no_phrase);
    Ok(Report::new(value, text))
}
