//! `award enforce`

use std::path::PathBuf;

use exequatur_client::award_effect;
use exequatur_client::files::AwardFile;
use exequatur_protocol::rules::MAX_CORRECTIONS;
use exequatur_protocol::{Action, AwardKind, Hours, Phase, State};

use super::{read, timing};
use crate::accounts::Accounts;
use crate::context::Context;
use crate::deal::Deal;
use crate::error::CliError;
use crate::report::Report;
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
    read::same_escrow(&file, &deal)?;
    read::same_amounts(&file, &deal)?;
    // What the file says about the escrow was for its readers; from here on the chain's word counts.
    file.escrow = read::facts(&deal);
    let accounts = read::accounts(ctx, &file)?;
    let strangers = drop_strangers(&mut file, &deal, &accounts);
    let award = &file.award;
    let effect = final_about(award.kind, &deal);
    let mut step = Step::new(
        format!("Award {} is executed.", award.number),
        Action::Award {
            award: award.clone(),
        },
    )
    .irreversible(effect);
    step.consequences = read::in_words(&file, deal.stayed_until(), &accounts);
    step.consequences.extend(ends_with_it(award.kind, &deal));
    step.consequences.extend(read::signers_in_words(
        &file,
        &file.lacks_without(&deal.not_accepted()),
        &accounts,
    ));
    step.warnings
        .extend(timing::antedated(&file.award, &file.escrow));
    step.signatures = file.for_chain();
    let mut report = act(ctx, &deal, step)?;
    report.warnings.extend(strangers);
    Ok(report)
}

/// What of it nobody can take back.
fn final_about(kind: AwardKind, deal: &Deal) -> String {
    let clause = &deal.state.clause;
    let words = match kind {
        AwardKind::Interim => "the order takes effect at once.",
        AwardKind::Partial | AwardKind::Costs => "the money is credited at once, without a hold.",
        AwardKind::Final | AwardKind::Correction if clause.periods.hold == Hours(0) => {
            "the money is free at once: the terms name no hold."
        }
        AwardKind::Final | AwardKind::Correction => {
            let corrected = deal.state.hold.corrections + u32::from(kind == AwardKind::Correction);
            let change = match corrected < MAX_CORRECTIONS {
                true => "a correction, or both parties together by a settlement, can change",
                false => "both parties together can change, by a settlement,",
            };
            let delay = match clause.notary.is_zero() {
                true => "",
                false => "; a court's stay delays it",
            };
            return format!("during the hold period only {change} what it gives{delay}.");
        }
        AwardKind::Consent => "everything is credited at once.",
        AwardKind::Termination => "this dispute is over.",
    };
    words.to_owned()
}

/// A termination after the expiry: no new dispute can begin any more, and the money goes where the terms say.
fn ends_with_it(kind: AwardKind, deal: &Deal) -> Option<String> {
    let state = State {
        phase: Phase::Funded,
        ..deal.state
    };
    let expired = state.due().is_some_and(|due| due <= deal.next_at);
    (kind == AwardKind::Termination && expired).then(|| {
        format!(
            "The terms have expired: this ends the escrow too, at once and without a hold; {}.",
            award_effect::at_expiry(&state.clause)
        )
    })
}

/// Somebody who was replaced may have signed; the contract refuses an award that carries a stranger's signature.
fn drop_strangers(file: &mut AwardFile, deal: &Deal, accounts: &Accounts) -> Vec<String> {
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
                accounts.forms(&one.signer)
            )
        })
        .collect()
}
