//! `chain advance`

use exequatur_client::files::{moment, period};
use exequatur_protocol::Hours;

use crate::context::{Context, LOCAL};
use crate::error::CliError;
use crate::report::Report;
use crate::text;

/// Move the local chain's clock forward
///
/// To see what happens when somebody stays silent. Time never runs backwards.
#[derive(Debug, clap::Args)]
pub struct AdvanceArgs {
    /// A period such as "3 days" or "72h", or a moment (RFC 3339)
    #[arg(value_name = "PERIOD|MOMENT")]
    pub by: String,
}

/// Moves the clock.
pub fn run(ctx: &mut Context, args: AdvanceArgs) -> Result<Report, CliError> {
    local(ctx)?;
    let now = ctx.chain()?.now();
    let seconds = match (period::parse(&args.by), moment::parse(&args.by)) {
        (Ok(Hours(0)), _) => {
            return Err(
                CliError::usage("BadPeriod", "the clock would stay where it is").values(
                    "a period of an hour or more, or a moment to come",
                    text::escape(&args.by),
                ),
            );
        }
        (Ok(hours), _) => hours.seconds(),
        (Err(_), Ok(moment)) if moment > now => moment - now,
        (Err(_), Ok(moment)) => {
            return Err(
                CliError::usage("TimeRunsForward", "the clock is past that moment").values(
                    format!("later than {}", text::rfc3339(now)),
                    text::rfc3339(moment),
                ),
            );
        }
        (Err(period), Err(moment)) => {
            return Err(
                CliError::usage("BadPeriod", "neither a period nor a moment")
                    .values(format!("{period}, or {moment}"), text::escape(&args.by)),
            );
        }
    };
    ctx.chain()?.advance(seconds.into())?;
    super::status::describe(ctx)
}

/// Clocks and money can be had for nothing on local chains only.
pub fn local(ctx: &mut Context) -> Result<(), CliError> {
    only_local(ctx.identity()?.is_local)
}

fn only_local(is_local: bool) -> Result<(), CliError> {
    if is_local {
        return Ok(());
    }
    Err(
        CliError::usage("NotLocal", "this works on a local chain only")
            .values(LOCAL, "a public chain")
            .hint("name a local chain: --chain DIR"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clock_of_a_public_chain_is_not_moved() {
        let error = only_local(false).expect_err("it is public");
        assert_eq!(
            (error.code.as_str(), error.kind.exit_code()),
            ("NotLocal", 2)
        );
        assert_eq!(only_local(true), Ok(()));
    }
}
