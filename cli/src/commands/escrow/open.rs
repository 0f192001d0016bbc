//! `escrow open`

use std::path::PathBuf;

use exequatur_client::chain::{Call, Identity};
use exequatur_client::files::{Message, TermsFile};
use exequatur_protocol::digest::Domain;
use exequatur_protocol::{Action, Address, Signature};
use serde_json::json;

use crate::accounts::{Accounts, registered_before, unregistered_but_opener};
use crate::context::Context;
use crate::error::{CliError, check_terms};
use crate::report::Report;
use crate::stakes::{stakes, warnings};
use crate::write::{self, Outcome, Plan};
use crate::{asset, blob, contract_arbitrators, earlier, signing, text};

/// Put terms on chain as a new escrow
///
/// A party that opens the escrow consents by that. The other one consents afterwards with `escrow accept`, or beforehand by a
/// signature: `--predict` prints the address that the escrow will get, so that it can be signed for.
#[derive(Debug, clap::Args)]
pub struct OpenArgs {
    /// The terms file
    pub terms: PathBuf,
    /// A consent signed off line; several times for several signers
    #[arg(long = "signature", value_name = "FILE")]
    pub signatures: Vec<PathBuf>,
    /// Lock the money in the same transaction (payer; needs both consents; the chain's own token only)
    #[arg(long)]
    pub fund: bool,
    /// Only print the address that the escrow will get if the signer sends nothing else before
    #[arg(long, conflicts_with_all = ["signatures", "fund"])]
    pub predict: bool,
}

/// What the first escrow on a chain costs more.
const CODE_GOES_ALONG: &str = "the contract's code goes along, since this chain does not have it yet: fee and deposit are higher for that, once for all escrows";

/// Opens the escrow.
pub fn run(ctx: &mut Context, args: OpenArgs) -> Result<Report, CliError> {
    let file = TermsFile::read(&args.terms)?;
    check_terms(&args.terms, &file)?;
    let identity = ctx.identity()?;
    fits(ctx, &file, &identity)?;
    if args.fund && !file.terms.asset.is_zero() {
        return Err(CliError::usage(
            "FundAfterwards",
            "--fund locks the chain's own token only: before an escrow can take another token, it must exist and be allowed to",
        )
        .values("terms in the chain's own token", text::address(&file.terms.asset))
        .hint("open the escrow without --fund, then `escrow fund`, which allows and locks in one step"));
    }
    let signer = ctx.signer()?;
    if !ctx.options.dry_run && !args.predict {
        // The address follows from the account's counter, which an earlier transaction may still move.
        earlier::look(ctx, &signer)?;
    }
    if !args.signatures.is_empty() {
        // The address stays what it is: registering takes the number that it was counted with.
        registered_before(
            ctx,
            "signatures for the escrow are tried before it is opened",
        )?;
    }
    let contract = ctx.chain()?.next_contract(&signer.account)?;
    let domain = Domain {
        chain_id: identity.chain_id,
        contract,
        terms_hash: file.hash(),
    };
    if args.predict {
        return Ok(predicted(&domain, &signer.name));
    }
    let signatures = signing::collect(&args.signatures, &domain, &Message::Consent)?;
    let accounts = Accounts::of_terms(ctx, &file.terms)?;
    let mut plan = plan(&file, &signer.address, &signatures, args.fund, contract)?;
    let (_, code_hash) = blob::escrow()?;
    if !ctx.chain()?.knows_code(&code_hash)? {
        plan.consequences.push(CODE_GOES_ALONG.to_owned());
    }
    plan.consequences
        .splice(0..0, stakes(&file, &accounts.of_people(&file)));
    plan.warnings = warnings(&file, ctx.chain()?.now());
    plan.warnings
        .extend(unregistered_but_opener(ctx, &file.terms)?);
    plan.warnings
        .extend(contract_arbitrators::doubts(ctx, &file.terms)?);
    match write::send(ctx, plan)? {
        Outcome::Planned(report) => Ok(report),
        Outcome::Sent(receipt) => {
            let contract = receipt
                .contract
                .ok_or_else(|| CliError::bug("the transaction went in and made no contract"))?;
            write::after(ctx, contract, &receipt)
        }
    }
}

fn plan(
    file: &TermsFile,
    opener: &Address,
    signatures: &[Signature],
    fund: bool,
    contract: Address,
) -> Result<Plan, CliError> {
    let terms = &file.terms;
    let amount = file.token.show(terms.amount);
    let mut consequences = vec![format!(
        "the escrow gets the address {}",
        text::address(&contract)
    )];
    if *opener == terms.payer || *opener == terms.payee {
        let role = if *opener == terms.payer {
            "payer"
        } else {
            "payee"
        };
        consequences.push(format!(
            "the signer, as the {role}, consents to these terms"
        ));
    }
    if !signatures.is_empty() {
        consequences.push("the consents that were signed off line take effect".to_owned());
    }
    if fund {
        consequences.push(format!("{amount} leave the payer's account and are locked"));
    }
    let (code, _) = blob::escrow()?;
    Ok(Plan {
        title: format!("Open an escrow of {amount}"),
        consequences,
        warnings: Vec::new(),
        irreversible: Some(if fund {
            "the money comes out only by the rules of the terms: release, award, or the passing of time.".to_owned()
        } else {
            "the terms stay on chain; a consent cannot be taken back, but binds nobody after their expiry.".to_owned()
        }),
        call: Call::Instantiate {
            code,
            input: Action::Open { terms: *terms }.to_input(signatures),
            value: if fund { terms.amount.into() } else { 0 },
        },
        escrow: None,
        completes: true,
    })
}

/// Terms write amounts as this chain does.
fn fits(ctx: &mut Context, file: &TermsFile, identity: &Identity) -> Result<(), CliError> {
    let other = |what: &str, expected: String, found: String| {
        Err(CliError::usage(
            "OtherChain",
            format!("the terms are for another chain: {what}"),
        )
        .values(expected, found)
        .hint("correct the terms file, or choose the chain that it is for"))
    };
    let (terms, written) = (&file.terms, &file.token);
    let token = asset::of_terms(ctx, file)?;
    if written.symbol != token.symbol {
        return other(
            "symbol",
            text::escape(&token.symbol),
            text::escape(&written.symbol),
        );
    }
    if written.decimals != token.decimals {
        return other(
            "decimals",
            token.decimals.to_string(),
            written.decimals.to_string(),
        );
    }
    if terms.asset.is_zero() && terms.unit != identity.unit {
        return other("unit", identity.unit.to_string(), terms.unit.to_string());
    }
    Ok(())
}

fn predicted(domain: &Domain, signer: &str) -> Report {
    let digest = Message::Consent.digest(domain);
    let contract = text::address(&domain.contract);
    let value = json!({
        "escrow": contract,
        "chain_id": domain.chain_id,
        "terms_hash": text::hash(&domain.terms_hash),
        "consent_digest": text::hash(&digest),
    });
    let text = format!(
        "escrow: {contract}\nchain:  id {}\nterms:  {}\nconsent digest: {}\nnext:   have the other party sign: `escrow accept {contract} --sign-only --out FILE --terms TERMS --chain-id {}`",
        domain.chain_id,
        text::hash(&domain.terms_hash),
        text::hash(&digest),
        domain.chain_id,
    );
    Report::new(value, text).warn(format!(
        "the address changes if {signer} sends any other transaction before the escrow is opened"
    ))
}
