//! `escrow accept`

use exequatur_client::files::{Message, TermsFile};
use exequatur_protocol::Action;

use crate::accounts::{Accounts, unregistered_but_signer};
use crate::context::Context;
use crate::deal::Deal;
use crate::error::{CliError, check_terms};
use crate::report::{Report, say};
use crate::signing::{self, Offline, Way};
use crate::stakes::stakes;
use crate::write::{self, Step};
use crate::{asset, commands::terms, text};

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
        let statement = statement(&file, &Accounts::default());
        return signing::off_line(ctx, domain, Message::Consent, &statement, &args.way);
    }
    let deal = Deal::load(ctx, &args.escrow)?;
    let file = TermsFile::from_terms(deal.terms(ctx)?, deal.token.clone());
    let accounts = Accounts::of_terms(ctx, &file.terms)?;
    let mut statement = statement(&file, &accounts);
    let doubts = asset::doubts(ctx, &file)?;
    statement.extend(doubts.iter().map(|doubt| format!("Warning: {doubt}.")));
    if args.way.is_off_line() {
        return signing::off_line(ctx, deal.domain(), Message::Consent, &statement, &args.way);
    }
    let signatures = signing::collect(&args.way.signatures, &deal.domain(), &Message::Consent)?;
    let approve = args.way.sender_approves();
    let title = if approve {
        "Consent to the terms of an escrow"
    } else {
        "Send consents that were signed off line"
    };
    let mut step = Step::new(title, Action::Consent { approve })
        .consequence(format!("escrow {}", text::address(&deal.contract)))
        .irreversible(
            "a consent cannot be taken back; it binds nobody after the expiry if no money comes.",
        );
    step.consequences.extend(stakes(
        &deal.state,
        file.terms.amount,
        &deal.token,
        &accounts,
    ));
    let unregistered = unregistered_but_signer(ctx, &deal.state)?;
    let unregistered = unregistered.iter().map(|line| format!("Warning: {line}"));
    for doubt in doubts.into_iter().chain(unregistered) {
        step = step.consequence(doubt);
    }
    step.signatures = signatures;
    if approve && !ctx.options.json && !ctx.options.yes {
        say(&statement.join("\n"));
    }
    write::act(ctx, &deal, step)
}

fn statement(file: &TermsFile, accounts: &Accounts) -> Vec<String> {
    let mut lines = vec!["I consent to these terms:".to_owned()];
    lines.extend(terms::words(file, accounts).lines().map(str::to_owned));
    lines
}
