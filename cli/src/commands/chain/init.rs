//! `chain init`

use exequatur_client::files::moment;
use exequatur_client::local::LocalChainClient;
use exequatur_protocol::Seconds;

use crate::clock;
use crate::context::Context;
use crate::error::CliError;
use crate::report::Report;

/// Start a new local chain, for trying things out
///
/// Its money is worth nothing. //Alice, //Bob, //Charlie, //Dave, //Eve and //Ferdie own a million each.
#[derive(Debug, clap::Args)]
pub struct InitArgs {
    /// What the chain's clock says first (RFC 3339) [default: now]
    #[arg(long, value_name = "MOMENT", value_parser = |text: &str| moment::parse(text).map_err(|error| format!("expected {error}")))]
    pub clock: Option<Seconds>,
    /// Accounts are not registered with contracts by themselves, as on Polkadot Hub, but by their owners (`account register`)
    #[arg(long)]
    pub register_by_hand: bool,
}

/// Makes the chain; an existing one is left as it is.
pub fn run(ctx: &mut Context, args: InitArgs) -> Result<Report, CliError> {
    ctx.without_url()?;
    let folder = ctx.chain_folder()?;
    let clock = match args.clock {
        Some(clock) => clock,
        None => clock::now()?,
    };
    let chain = LocalChainClient::create_with(&folder, clock, !args.register_by_hand)?;
    ctx.set_chain(chain);
    super::status::describe(ctx)
}
