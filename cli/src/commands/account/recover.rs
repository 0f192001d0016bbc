//! `account recover`

use exequatur_audit::trust_backed;
use exequatur_client::chain::{Call, Identity};
use exequatur_client::keys::{AccountId, fallback_account};
use serde_json::json;

use crate::asset::{self, Asset};
use crate::context::{Context, Signer};
use crate::error::CliError;
use crate::report::Report;
use crate::write::{self, Outcome, Plan};
use crate::{frame, text};

/// Bring back what was paid to a Polkadot key's address before it was registered
///
/// Such money lies on another account, which the key reaches with one call of the chain. All of it goes to the key's own account, which pays
/// the fee and must have the money for that.
#[derive(Debug, clap::Args)]
pub struct RecoverArgs {
    /// Of what: native (the chain's own token), USDt, USDC, or the address of a token
    #[arg(long, value_name = "TOKEN", default_value = "native")]
    pub asset: String,
}

/// Where the money is, and whose.
struct Stray {
    /// The account behind the address while nobody is registered there.
    fallback: AccountId,
    /// Number of the asset.
    asset: Option<u32>,
}

/// Brings everything back.
pub fn run(ctx: &mut Context, args: RecoverArgs) -> Result<Report, CliError> {
    let signer = ctx.signer()?;
    let identity = ctx.identity()?;
    let token = asset::named(&args.asset)?;
    let fallback = fallback_account(&signer.address.0);
    if fallback == signer.account {
        let why = "an Ethereum key is paid on its own account at once";
        return Ok(nothing(&signer, &identity, why));
    }
    let (number, shown) = if token.is_zero() {
        (None, frame::token(&identity))
    } else {
        let number = trust_backed(&token);
        if number.is_none() {
            let why = "this token counts by address and not by account, so that it finds everybody";
            return Ok(nothing(&signer, &identity, why));
        }
        (number, Asset::load(ctx, token)?.whole())
    };
    let stray = Stray {
        fallback,
        asset: number,
    };
    let found = stray.amount(ctx)?;
    if found == 0 {
        let why = "the account behind the address has nothing of it";
        return Ok(nothing(&signer, &identity, why));
    }
    let from = text::ss58(&fallback, identity.ss58_prefix);
    let mut consequences = vec![format!(
        "it lies on {from}, where payments to the address go while it is not registered"
    )];
    if ctx.chain()?.account_of(&signer.address)?.0 != signer.account {
        consequences.push(
            "the address is not registered yet, and what is paid to it goes there again: `account register`".to_owned(),
        );
    }
    let plan = Plan {
        title: format!(
            "Bring {} back to {}",
            shown.show(found),
            signer.both_forms(&identity)
        ),
        consequences,
        warnings: Vec::new(),
        irreversible: None,
        call: Call::BringBack { asset: stray.asset },
        escrow: None,
        completes: true,
    };
    match write::send(ctx, plan)? {
        Outcome::Planned(report) => Ok(report),
        Outcome::Sent(receipt) => {
            let left = stray.amount(ctx)?;
            let brought = found.saturating_sub(left);
            let mut value = write::receipt_value(&receipt);
            value["amount"] = json!(brought.to_string());
            value["left"] = json!(left.to_string());
            value["from"] = json!(from);
            let text = format!(
                "{}\nbrought back: {}, {} left",
                write::receipt_text(&receipt, &identity),
                shown.show(brought),
                shown.show(left)
            );
            Ok(Report::new(value, text))
        }
    }
}

impl Stray {
    fn amount(&self, ctx: &mut Context) -> Result<u128, CliError> {
        let chain = ctx.chain()?;
        Ok(match self.asset {
            None => chain.balance(&self.fallback)?,
            Some(number) => chain.asset_balance(number, &self.fallback)?,
        })
    }
}

fn nothing(signer: &Signer, identity: &Identity, why: &str) -> Report {
    Report::new(
        json!({ "amount": "0", "sent": false }),
        format!(
            "{}\nNothing to bring back: {why}. Nothing was sent.",
            signer.both_forms(identity)
        ),
    )
}
