//! `award enforce`

use std::path::PathBuf;

use exequatur_client::files::{AwardFile, same_domain};
use exequatur_protocol::{Action, AwardKind};

use super::read;
use crate::context::Context;
use crate::deal::Deal;
use crate::error::CliError;
use crate::report::Report;
use crate::text;
use crate::write::{Step, act};

/// Execute a signed award; anybody may
///
/// Several files are taken as copies of one award, and their signatures are put together.
#[derive(Debug, clap::Args)]
pub struct EnforceArgs {
    /// The award, or copies of it
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
}

/// Runs the command.
pub fn run(ctx: &mut Context, args: EnforceArgs) -> Result<Report, CliError> {
    let mut file = read::merged(&args.files)?;
    let deal = Deal::at(ctx, file.domain.contract)?;
    check_escrow(&file, &deal)?;
    read::same_amounts(&file, &deal)?;
    // What the file says about the escrow was for its readers; from here on the chain's word counts.
    file.escrow = read::facts(&deal);
    let strangers = drop_strangers(&mut file, &deal);
    let award = &file.award;
    let effect = match award.kind {
        AwardKind::Interim => "the order takes effect at once.",
        AwardKind::Partial | AwardKind::Costs => "the money is credited at once.",
        AwardKind::Final | AwardKind::Correction => {
            "only a correction or a court can change it during the hold period."
        }
        AwardKind::Consent => "everything is credited at once.",
        AwardKind::Termination => "this dispute is over.",
    };
    let mut step = Step::new(
        format!("Award {} is executed.", award.number),
        Action::Award {
            award: award.clone(),
        },
    )
    .irreversible(effect);
    step.consequences = read::in_words(&file);
    step.consequences
        .extend(read::signers_in_words(&file, &file.lacks()));
    step.signatures = file.for_chain();
    let mut report = act(ctx, &deal, step)?;
    report.warnings.extend(strangers);
    Ok(report)
}

fn check_escrow(file: &AwardFile, deal: &Deal) -> Result<(), CliError> {
    let domain = deal.domain();
    if same_domain(&file.domain, &domain) {
        return Ok(());
    }
    let show = |domain: &exequatur_protocol::digest::Domain| {
        format!(
            "chain {}, escrow {}, terms {}",
            domain.chain_id,
            text::address(&domain.contract),
            text::hash(&domain.terms_hash)
        )
    };
    Err(
        CliError::verification("OtherEscrow", "the award was made for another escrow")
            .values(show(&domain), show(&file.domain))
            .hint("--chain and --home choose another chain"),
    )
}

/// Somebody who was replaced may have signed; the contract refuses an award that carries a stranger's signature.
fn drop_strangers(file: &mut AwardFile, deal: &Deal) -> Vec<String> {
    let (kept, strangers) = file
        .signatures
        .iter()
        .partition(|one| deal.state.roles_of(&one.signer).0 != 0);
    file.signatures = kept;
    let strangers: Vec<_> = strangers;
    strangers
        .iter()
        .map(|one| {
            format!(
                "left out the signature of {}, who has no part in this escrow",
                text::address(&one.signer)
            )
        })
        .collect()
}
