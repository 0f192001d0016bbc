//! Signing in a wallet: what is to be signed goes out as a file, the signature comes back as text.

use std::path::Path;

use exequatur_client::files::{TypedData, read_wallet_signature, write_new};
use exequatur_client::keys::{
    AccountId, Address as Person, DigestSignature, ExpectedFound, SignatureError, fallback_account,
    sr25519_text,
};
use exequatur_protocol::{Address, Roles};
use serde_json::{Value, json};

use crate::accounts::Accounts;
use crate::context::Context;
use crate::deal::roles_in_words;
use crate::error::{CliError, Kind};
use crate::report::{Report, say};
use crate::text;

/// What a wallet gave back.
#[derive(Clone, Debug, clap::Args)]
pub struct Given {
    /// The signature: 0x…, or @FILE with it
    #[arg(long, value_name = "0x…|@FILE")]
    pub signature: String,
    /// The public key of a Polkadot wallet's signature: 0x and 64 digits, or the SS58 address
    #[arg(long, value_name = "KEY")]
    pub public: Option<String>,
}

impl Given {
    /// The signature, of a Polkadot key if one is named here or as the signer. Whether it fits is not checked yet.
    pub fn read(&self, signer: Option<&Person>) -> Result<DigestSignature, CliError> {
        let public = match (&self.public, signer) {
            (Some(text), _) => Some(public_key(text)?),
            (None, Some(signer)) => account(signer),
            (None, None) => None,
        };
        let text = read_wallet_signature(&self.signature)?;
        DigestSignature::from_wallet(&text, public).map_err(does_not_fit)
    }
}

/// The account of a person who was named by it; an address says nothing about a Polkadot key.
fn account(person: &Person) -> Option<AccountId> {
    match person {
        Person::Substrate { account_id, .. } if *account_id != fallback_account(&person.h160()) => {
            Some(*account_id)
        }
        Person::Substrate { .. } | Person::Ethereum(_) => None,
    }
}

fn public_key(text: &str) -> Result<AccountId, CliError> {
    let mut key = [0; 32];
    let digits = text.strip_prefix("0x").unwrap_or(text);
    if hex::decode_to_slice(digits, &mut key).is_ok() {
        return Ok(key);
    }
    let named = text.parse::<Person>().ok();
    named.as_ref().and_then(account).ok_or_else(|| {
        CliError::usage("BadPublicKey", "not the public key of a Polkadot wallet")
            .values(
                "0x and 64 hexadecimal digits, or an SS58 address",
                text::escape(text),
            )
            .hint("leave --public out for a signature of an Ethereum wallet")
    })
}

/// Why a signature is none, or not over this.
pub fn does_not_fit(error: SignatureError) -> CliError {
    let message = error.to_string();
    let (expected, found) = error.expected_found();
    let mapped = match error {
        SignatureError::NotHex | SignatureError::WrongLength { .. } => {
            CliError::usage("BadWalletSignature", message)
                .hint("give what the wallet shows: 0x and 130 digits of an Ethereum wallet, 0x and 128 or 130 of a Polkadot wallet")
        }
        SignatureError::NoPublicKey => CliError::usage("BadWalletSignature", message)
            .hint("name the key: --public, with the signer's SS58 address"),
        SignatureError::RawBytes => CliError::verification("SignatureDoesNotFit", message)
            .hint("sign again: paste the whole text, <Bytes> and </Bytes> included"),
        SignatureError::HighS
        | SignatureError::BadV { .. }
        | SignatureError::OtherSigner { .. }
        | SignatureError::OtherPublicKey { .. }
        | SignatureError::Invalid { .. } => {
            CliError::verification("SignatureDoesNotFit", message)
                .hint("sign exactly what was exported, with the key that was named")
        }
    };
    mapped.values(expected, found)
}

/// The signer is somebody else than was expected.
pub fn other_signer(expected: String, found: String) -> CliError {
    CliError::new(
        Kind::Verification,
        "OtherSigner",
        "somebody else signed, or something else was signed",
    )
    .values(expected, found)
    .hint("if nobody knows the address found, the wallet signed other data than the export: export again and sign that")
}

/// Whose signature counts.
#[derive(Clone, Debug)]
pub struct Signers {
    /// With the roles in which they sign.
    pub who: Vec<(Roles, Address)>,
    /// Whether others may have been appointed since, whom only the chain knows.
    pub or_since: bool,
}

impl Signers {
    fn in_words(&self, accounts: &Accounts) -> Vec<String> {
        let who = self.who.iter().map(|(roles, address)| {
            format!(
                "the {}, {}",
                roles_in_words(*roles),
                accounts.forms(address)
            )
        });
        let since = self
            .or_since
            .then(|| "whoever was appointed to a seat since".to_owned());
        let lines = who.chain(since).enumerate().map(|(place, who)| {
            let label = if place == 0 { "may sign:" } else { "or" };
            format!("{label:<10}{who}")
        });
        lines.collect()
    }

    fn value(&self, accounts: &Accounts) -> Value {
        let who = self.who.iter().map(|(roles, address)| {
            json!({
                "role": roles_in_words(*roles),
                "address": text::address(address),
                "ss58": accounts.ss58(address),
            })
        });
        who.collect()
    }
}

/// Writes what is to be signed, for a wallet, or prints it where no file is named.
pub fn export(
    ctx: &Context,
    typed: &TypedData,
    words: &[String],
    signers: &Signers,
    accounts: &Accounts,
    out: Option<&Path>,
    next: &str,
) -> Result<Report, CliError> {
    let (domain_hash, message_hash) = typed.message.hashes(&typed.domain);
    let mut lines = vec!["To be signed in a wallet:".to_owned()];
    let may = signers.in_words(accounts);
    lines.extend(words.iter().chain(&may).map(|line| format!("  {line}")));
    let path = out.map(|out| out.display().to_string());
    let shown = path.as_deref().map_or("FILE".to_owned(), text::escape);
    lines.extend([
        format!("  domain hash:  {}", text::hash(&domain_hash)),
        format!("  message hash: {}", text::hash(&message_hash)),
        "Ethereum wallet: eth_signTypedData_v4 with the JSON, or".to_owned(),
        format!("  cast wallet sign --data --from-file {shown}"),
        "Polkadot wallet: sign this text as it stands (signRaw; Sign and verify)".to_owned(),
        format!("  {}", sr25519_text(&typed.digest())),
        format!("next:   {}", next.replace("{file}", &shown)),
    ]);
    let page = lines.join("\n");
    let mut value = value(typed);
    value["may_sign"] = signers.value(accounts);
    if ctx.options.dry_run {
        value["dry_run"] = json!(true);
        return Ok(Report::new(
            value,
            format!("{page}\nDry run: nothing was written."),
        ));
    }
    match (out, path) {
        (Some(out), Some(path)) => {
            write_new(out, &typed.to_text())?;
            value["file"] = json!(path);
            let text = format!("{page}\nwritten: {}", text::escape(&path));
            Ok(Report::new(value, text))
        }
        _ => {
            if !ctx.options.json {
                say(&page);
            }
            Ok(Report::new(value, typed.to_text().trim_end()))
        }
    }
}

fn value(typed: &TypedData) -> Value {
    let (domain_hash, message_hash) = typed.message.hashes(&typed.domain);
    let digest = typed.digest();
    json!({
        "typed_data": typed.to_json(),
        "digest": text::hash(&digest),
        "domain_hash": text::hash(&domain_hash),
        "message_hash": text::hash(&message_hash),
        "sr25519_text": sr25519_text(&digest),
    })
}
