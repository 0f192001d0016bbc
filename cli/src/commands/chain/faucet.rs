//! `chain faucet`

use exequatur_client::chain::{Call, Identity};
use exequatur_client::files::{Token, amount};
use exequatur_client::keys::{AccountId, Address as Account, h160_of_account};
use exequatur_protocol::Address;
use serde_json::json;

use crate::asset::{self, Asset};
use crate::context::Context;
use crate::error::CliError;
use crate::report::Report;
use crate::write::{self, Outcome, Plan};
use crate::{frame, text};

/// Give somebody money on the local chain (from //Alice, or from --key)
#[derive(Debug, clap::Args)]
pub struct FaucetArgs {
    /// To whom: an address in either form, or the name of a key
    pub to: String,
    /// How much, for example 100
    #[arg(default_value = "1000")]
    pub amount: String,
    /// Of what: native (the chain's own token), USDt, USDC, or the address of an ERC-20 token's contract
    #[arg(long, value_name = "TOKEN", default_value = "native")]
    pub asset: String,
}

/// Sends the money.
pub fn run(ctx: &mut Context, args: FaucetArgs) -> Result<Report, CliError> {
    super::advance::local(ctx)?;
    let identity = ctx.identity()?;
    let account = account(ctx, &args.to)?;
    let asset = asset::named(&args.asset)?;
    let asset = (!asset.is_zero())
        .then(|| Asset::load(ctx, asset))
        .transpose()?;
    let token = match &asset {
        Some(asset) => asset.whole(),
        None => frame::token(&identity),
    };
    let value = parse(&args.amount, &token)?;
    if value == 0 {
        return Err(CliError::usage("BadAmount", "nothing would be given")
            .values("more than nothing", token.show(value)));
    }
    let call = match &asset {
        Some(asset) => asset
            .erc20
            .transfer(&own_address(ctx, &account, &identity)?, value),
        None => Call::Transfer { to: account, value },
    };
    let giver = ctx.options.key.get_or_insert_with(|| "//Alice".to_owned());
    let giver = text::escape(giver);
    // Play money: nothing that anybody would have to confirm.
    ctx.options.yes = true;
    let plan = Plan {
        warnings: Vec::new(),
        title: format!(
            "{giver} gives {} to {}",
            token.show(value),
            text::both_forms(&account, &address_of(&account), identity.ss58_prefix)
        ),
        consequences: Vec::new(),
        irreversible: None,
        call,
        escrow: None,
        completes: true,
    };
    match write::send(ctx, plan)? {
        Outcome::Planned(report) => Ok(report),
        Outcome::Sent(receipt) => {
            let chain = ctx.chain()?;
            let balance = match &asset {
                Some(asset) => asset.erc20.balance_of(chain, &address_of(&account))?,
                None => chain.balance(&account)?,
            };
            let mut result = write::receipt_value(&receipt);
            result["balance"] = json!(balance.to_string());
            let text = format!(
                "{}\nbalance: {}",
                write::receipt_text(&receipt, &identity),
                token.show(balance)
            );
            Ok(Report::new(result, text))
        }
    }
}

fn account(ctx: &mut Context, to: &str) -> Result<AccountId, CliError> {
    Ok(match to.parse() {
        Ok(Account::Substrate { account_id, .. }) => account_id,
        Ok(Account::Ethereum(address)) => ctx.chain()?.account_of(&Address(address))?.0,
        Err(_) if to.starts_with("//") => {
            // The key's own account: one that does not exist yet is mapped nowhere, and its address would lead elsewhere.
            ctx.development(to)?.account_id()
        }
        Err(_) => ctx.keystore()?.load(to)?.file.address().account_id(),
    })
}

fn parse(written: &str, token: &Token) -> Result<u128, CliError> {
    // Balances have 128 bits, but what does not fit into the amounts of an escrow is no use here, and has a better error.
    match amount::parse_u128(written, token.decimals) {
        Some(value) => Ok(value),
        None => text::parse_amount(written, token).map(Into::into),
    }
}

fn address_of(account: &AccountId) -> Address {
    Address(h160_of_account(account))
}

/// The address under which contracts know the account, if it leads back there.
fn own_address(
    ctx: &mut Context,
    account: &AccountId,
    identity: &Identity,
) -> Result<Address, CliError> {
    let address = address_of(account);
    let (found, _) = ctx.chain()?.account_of(&address)?;
    if found == *account {
        return Ok(address);
    }
    Err(CliError::usage(
        "Unregistered",
        "tokens are paid to addresses, and this account's address is not registered yet",
    )
    .values(
        text::both_forms(account, &address, identity.ss58_prefix),
        text::both_forms(&found, &address, identity.ss58_prefix),
    )
    .hint("give the account some of the chain's own token first (`chain faucet` without --asset), which registers it on most chains; on others its owner does: `account register`"))
}
