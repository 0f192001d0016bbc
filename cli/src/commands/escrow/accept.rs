//! `escrow accept`

use exequatur_client::files::{Message, TermsFile};
use exequatur_protocol::digest::Domain;
use exequatur_protocol::{Action, Seconds, State};

use crate::accounts::{Accounts, unregistered_but_signer};
use crate::context::Context;
use crate::deal::Deal;
use crate::error::{CliError, check_terms};
use crate::report::Report;
use crate::signing::{self, Cast, Declaration, Offline, Way};
use crate::sitting::Sitting;
use crate::stakes::{stakes, warnings};
use crate::write::{self, Step};
use crate::{asset, clock};

const IRREVERSIBLE: &str =
    "a consent cannot be taken back; it binds nobody after the expiry if no money comes.";

/// Consent to the terms of an escrow
///
/// By a transaction; or signed off line with --sign-only and sent by anybody with --signature.
#[derive(Debug, clap::Args)]
pub struct AcceptArgs {
    /// The escrow's address
    pub escrow: String,
    #[command(flatten)]
    way: Way,
    #[command(flatten)]
    offline: Offline,
}

/// Consents.
pub fn run(ctx: &mut Context, args: AcceptArgs) -> Result<Report, CliError> {
    if args.way.is_off_line()
        && let Some((domain, file)) = args.offline.domain(&args.escrow)?
    {
        if let Some(path) = &args.offline.terms {
            check_terms(path, &file)?;
        }
        let warnings = warnings(&file, now(ctx, domain.chain_id)?);
        let cast = Cast::of_terms(&file);
        let named = State::proposed(&file.terms, domain.terms_hash);
        let accounts = Accounts::off_line_of(ctx, &named).of_people(&file);
        let consent = consent(domain, stakes(&file, &accounts), warnings, cast);
        return signing::off_line(ctx, consent, &args.way);
    }
    let deal = Deal::load(ctx, &args.escrow)?;
    let file = TermsFile::from_terms(deal.terms(ctx)?, deal.token.clone());
    let sitting = Sitting::of(ctx, &deal, &file.terms)?;
    let mut warnings = warnings(&file, deal.now);
    warnings.extend(sitting.warnings());
    warnings.extend(asset::doubts(ctx, &file)?);
    if args.way.is_off_line() {
        let cast = Cast::OnChain(Box::new(deal.state));
        let consent = consent(deal.domain(), sitting.stakes(&file), warnings, cast);
        return signing::off_line(ctx, consent, &args.way);
    }
    let signatures = signing::collect(&args.way.signatures, &deal.domain(), &Message::Consent)?;
    let approve = args.way.sender_approves();
    let title = if approve {
        "Consent to the terms of an escrow"
    } else {
        "Send consents that were signed off line"
    };
    let mut step = Step::new(title, Action::Consent { approve }).irreversible(IRREVERSIBLE);
    step.consequences = sitting.stakes(&file);
    warnings.extend(unregistered_but_signer(ctx, &deal.state)?);
    step.warnings = warnings;
    step.signatures = signatures;
    write::act(ctx, &deal, step)
}

/// The time where something is signed for a chain: the chain's own, if it is at hand.
fn now(ctx: &mut Context, chain_id: u64) -> Result<Seconds, CliError> {
    if ctx.has_chain()? && ctx.identity()?.chain_id == chain_id {
        return Ok(ctx.chain()?.now());
    }
    clock::now()
}

/// What a party signs.
fn consent(domain: Domain, terms: Vec<String>, warnings: Vec<String>, cast: Cast) -> Declaration {
    let mut statement = vec!["I consent to these terms:".to_owned()];
    statement.extend(terms);
    Declaration {
        domain,
        message: Message::Consent,
        statement,
        warnings,
        irreversible: IRREVERSIBLE.to_owned(),
        cast,
    }
}
