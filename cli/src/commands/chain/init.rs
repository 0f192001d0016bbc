//! `chain init`

use std::time::{SystemTime, UNIX_EPOCH};

use exequatur_client::files::moment;
use exequatur_client::local::LocalChainClient;
use exequatur_protocol::Seconds;

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
}

/// Makes the chain; an existing one is left as it is.
pub fn run(ctx: &mut Context, args: InitArgs) -> Result<Report, CliError> {
    let folder = ctx.chain_folder()?;
    let clock = match args.clock {
        Some(clock) => clock,
        None => SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .ok()
            .and_then(|since| Seconds::try_from(since.as_secs()).ok())
            .ok_or_else(|| {
                CliError::usage(
                    "BadClock",
                    "this machine's clock is not between 1970 and 2106",
                )
                .hint("name a moment: --clock")
            })?,
    };
    let chain = LocalChainClient::create(&folder, clock).map_err(|error| {
        let mut error = CliError::from(error);
        error.hint =
            Some("an existing chain is never replaced; --chain names another folder".to_owned());
        error
    })?;
    ctx.set_chain(chain);
    super::status::describe(ctx)
}
