//! `terms hash`

use std::path::PathBuf;

use exequatur_client::files::{Message, TermsFile};
use exequatur_protocol::digest::Domain;
use serde_json::json;

use crate::context::Context;
use crate::deal::parse_contract;
use crate::error::{CliError, check_terms};
use crate::report::Report;
use crate::text;

/// Print the hash that both parties sign
///
/// With the escrow's address also the EIP-712 digest of a consent, as a wallet shows it.
#[derive(Debug, clap::Args)]
pub struct HashArgs {
    /// The terms file
    pub file: PathBuf,
    /// The escrow's address, for the digest of a consent
    #[arg(long, value_name = "ESCROW")]
    pub contract: Option<String>,
    /// The chain's id [default: that of the chain in use]
    #[arg(long, value_name = "N", requires = "contract")]
    pub chain_id: Option<u64>,
}

/// Hashes; needs a chain only where a digest is asked for without a chain's id.
pub fn run(ctx: &mut Context, args: HashArgs) -> Result<Report, CliError> {
    let file = TermsFile::read(&args.file)?;
    check_terms(&args.file, &file)?;
    let terms_hash = file.hash();
    let mut value = json!({
        "terms_hash": text::hash(&terms_hash),
        "agreement_sha256": text::hash(&file.terms.agreement),
    });
    let mut page = format!(
        "terms:     {} (keccak-256)\nagreement: {} (SHA-256)",
        text::hash(&terms_hash),
        text::hash(&file.terms.agreement),
    );
    if let Some(contract) = &args.contract {
        let contract = parse_contract(contract)?;
        let chain_id = match args.chain_id {
            Some(id) => id,
            None => ctx.identity()?.chain_id,
        };
        let digest = Message::Consent.digest(&Domain {
            chain_id,
            contract,
            terms_hash,
        });
        value["chain_id"] = json!(chain_id);
        value["contract"] = json!(text::address(&contract));
        value["consent_digest"] = json!(text::hash(&digest));
        page += &format!(
            "\nconsent:   {} (EIP-712, chain {chain_id}, escrow {})",
            text::hash(&digest),
            text::address(&contract),
        );
    }
    Ok(Report::new(value, page))
}
