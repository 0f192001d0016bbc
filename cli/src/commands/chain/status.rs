//! `chain status`

use exequatur_client::chain::ChainError;
use exequatur_client::keys::Address as Person;
use exequatur_client::node_url::shown;
use exequatur_protocol::Address;
use serde_json::json;

use crate::asset::{self, Asset};
use crate::context::Context;
use crate::error::CliError;
use crate::report::Report;
use crate::{frame, text, write};

/// Show which chain this is, its newest block and its clock
#[derive(Debug, clap::Args)]
pub struct StatusArgs {
    /// Also the balance of this address or key
    #[arg(long, value_name = "WHO")]
    pub balance: Option<String>,
    /// With --balance: of native (the chain's own token), USDt, USDC, or an ERC-20 token by the address of its contract
    #[arg(
        long,
        value_name = "TOKEN",
        default_value = "native",
        requires = "balance"
    )]
    pub asset: String,
    /// Also the hash of this block: whoever audits a case asks a chain or node for it that they trust
    #[arg(long, value_name = "NUMBER")]
    pub hash_of: Option<u32>,
}

/// Said of an account to which its own address does not lead.
const NOT_REGISTERED: &str = "\nregistered: no; what is paid to the address goes to another account until `account register`";

/// Shows the chain.
pub fn run(ctx: &mut Context, args: StatusArgs) -> Result<Report, CliError> {
    let mut report = describe(ctx)?;
    if let Some(number) = args.hash_of {
        let chain = ctx.chain()?;
        let newest = chain.block();
        let hash = chain
            .final_block(number)?
            .ok_or_else(|| ChainError::NoBlock {
                expected: format!("a block up to {newest}"),
                found: number.to_string(),
            })?;
        report.value["hash"] = json!(text::hash(&hash));
        report.text += &format!("\nhash:   {} of block {number}", text::hash(&hash));
    }
    if let Some(who) = args.balance {
        let person = ctx.person(&who)?;
        let address = Address(person.h160());
        let (behind, registered) = ctx.chain()?.account_of(&address)?;
        // Whoever is named by an account is asked about that one, though the address may lead elsewhere as yet.
        let account = match person {
            Person::Substrate { account_id, .. } => account_id,
            Person::Ethereum(_) => behind,
        };
        let asset = asset::named(&args.asset)?;
        let (balance, token) = if asset.is_zero() {
            let balance = ctx.chain()?.balance(&account)?;
            (balance, frame::token(&ctx.identity()?))
        } else {
            let asset = Asset::load(ctx, asset)?;
            let balance = asset.balance_of(ctx, &account, &address)?;
            (balance, asset.whole())
        };
        report.value["balance"] = json!(balance.to_string());
        report.value["registered"] = json!(registered);
        report.text += &format!(
            "\nbalance: {} of {}",
            token.show(balance),
            text::both_forms(&account, &address, ctx.identity()?.ss58_prefix)
        );
        if account != behind {
            report.text += NOT_REGISTERED;
        }
    }
    Ok(report)
}

/// The chain in use.
pub fn describe(ctx: &mut Context) -> Result<Report, CliError> {
    let (label, place) = match &ctx.options.url {
        Some(url) => ("url", shown(url)),
        None => ("folder", ctx.chain_folder()?.display().to_string()),
    };
    let chain = ctx.chain()?;
    let (identity, block, now) = (chain.identity().clone(), chain.block(), chain.now());
    let mut value = write::chain_value(&identity);
    value["block"] = json!(block);
    value["now"] = json!(text::rfc3339(now));
    value[label] = json!(place);
    let text = format!(
        "chain:  {}\ntoken:  {}, {} decimals\nblock:  {block}\nclock:  {}\n{:<8}{}",
        write::chain_text(&identity),
        text::escape(&identity.symbol),
        identity.decimals,
        text::time(now),
        format!("{label}:"),
        text::escape(&place),
    );
    Ok(Report::new(value, text))
}
