//! `key show`

use exequatur_client::keys::{Address, Scheme, StoredKey, checksummed};
use serde_json::{Value, json};

use crate::context::Context;
use crate::error::CliError;
use crate::report::Report;
use crate::text;

/// What addresses on Polkadot and on its test network begin with.
const POLKADOT: u16 = 0;

/// Show a key's addresses
#[derive(Debug, clap::Args)]
pub struct ShowArgs {
    /// The key's name or address; on a local chain also //Alice, //Bob …
    pub key: String,
}

/// Shows what the file says; needs no password.
pub fn run(ctx: &mut Context, args: ShowArgs) -> Result<Report, CliError> {
    if args.key.starts_with("//") {
        return development(ctx, &args.key);
    }
    let key = ctx.keystore()?.load(&args.key)?;
    let (value, text) = describe(&key);
    Ok(Report::new(value, text))
}

/// A development key has no file, and is shown where it can be used.
fn development(ctx: &mut Context, path: &str) -> Result<Report, CliError> {
    let pair = ctx.development(path)?;
    let prefix = ctx.identity()?.ss58_prefix;
    let (ss58, address) = (
        text::ss58(&pair.account_id(), prefix),
        checksummed(&pair.h160()),
    );
    let value = json!({
        "name": path,
        "scheme": pair.scheme().to_string(),
        "ss58": ss58,
        "address": address,
        "account": text::hash(&pair.account_id()),
        "file": null,
    });
    let text = format!(
        "key:     {path}\nscheme:  {} (a development key: everybody knows its secret)\nss58:    {ss58}\naddress: {address}\nfile:    none",
        pair.scheme(),
    );
    Ok(Report::new(value, text))
}

/// A key for programs and for people.
pub fn describe(key: &StoredKey) -> (Value, String) {
    let address = checksummed(&key.file.h160());
    let account = key.file.address().account_id();
    let ss58 = Address::Substrate {
        account_id: account,
        prefix: Default::default(),
    }
    .to_string();
    let on_polkadot = text::ss58(&account, POLKADOT);
    let path = key.path.display().to_string();
    let scheme = key.file.scheme();
    let value = json!({
        "name": key.name.as_str(),
        "scheme": scheme.to_string(),
        "ss58": ss58,
        "ss58_polkadot": on_polkadot,
        "address": address,
        "account": text::hash(&account),
        "file": path,
    });
    let note = match scheme {
        Scheme::Sr25519 => "a Polkadot key",
        Scheme::Ecdsa => "an Ethereum key; ss58 is its account on the chain",
    };
    let text = format!(
        "key:     {}\nscheme:  {scheme} ({note})\nss58:    {ss58}\n         {on_polkadot} on Polkadot Hub and its test network: the same account\naddress: {address}\nfile:    {}",
        key.name,
        text::escape(&path),
    );
    (value, text)
}
