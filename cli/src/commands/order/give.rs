//! Orders of every kind in three ways: sent, signed off line, relayed.

use exequatur_client::files::{Message, moment};
use exequatur_protocol::digest::Domain;
use exequatur_protocol::{Action, Address, Order, OrderKind, Seconds};

use crate::context::Context;
use crate::deal::Deal;
use crate::error::CliError;
use crate::frame;
use crate::outlook::{Changes, changes};
use crate::paper::Paper;
use crate::report::Report;
use crate::signing::{Cast, Declaration, Offline, Way, collect, first, off_line};
use crate::text;
use crate::write::{Step, act};

/// What every order needs.
#[derive(Debug, clap::Args)]
pub struct Given {
    /// Address of the escrow
    pub escrow: String,
    /// The order as a document: a file, or its SHA-256
    #[arg(long, value_name = "FILE|HASH", required_unless_present = "signatures")]
    pub document: Option<String>,
    /// Without a chain: the order's number
    #[arg(long, value_name = "N", default_value_t = 0, requires = "terms")]
    pub number: u8,
    #[command(flatten)]
    pub way: Way,
    #[command(flatten)]
    pub offline: Offline,
}

/// What an order needs that ends by itself.
#[derive(Debug, clap::Args)]
pub struct GivenUntil {
    #[command(flatten)]
    pub given: Given,
    /// When it ends, for example 2027-01-31T12:00:00Z
    #[arg(long, value_name = "TIME", required_unless_present = "signatures")]
    pub until: Option<String>,
}

/// Signs or sends an order of a kind that says nothing more.
pub fn give_now(
    ctx: &mut Context,
    given: Given,
    kind: OrderKind,
    effect: &str,
) -> Result<Report, CliError> {
    let order = Order {
        kind,
        ..Order::default()
    };
    give(ctx, given, order, true, effect)
}

/// Signs or sends an order of a kind that ends by itself.
pub fn give_until(
    ctx: &mut Context,
    GivenUntil { given, until }: GivenUntil,
    kind: OrderKind,
    effect: &str,
) -> Result<Report, CliError> {
    let until = until
        .as_deref()
        .map(|until| moment(until, "--until"))
        .transpose()?;
    let order = Order {
        kind,
        until: until.unwrap_or_default(),
        ..Order::default()
    };
    give(ctx, given, order, until.is_some(), effect)
}

/// Signs or sends an order. `complete` tells whether its own options were given; if not, the signature files say what is ordered.
pub fn give(
    ctx: &mut Context,
    given: Given,
    mut order: Order,
    complete: bool,
    effect: &str,
) -> Result<Report, CliError> {
    if let Some(document) = &given.document {
        order.document = Paper::of(document)?.hash;
    }
    if let Some((domain, file)) = given.offline.domain(&given.escrow)? {
        somebody_for(order.kind, &file.terms.notary)?;
        order.sequence = given.number;
        let message = Message::Order(order);
        let words = frame::in_words_offline(&message, &file);
        let cast = Cast::of_terms(&file);
        let declaration = declared(domain, message, words, Vec::new(), effect, cast);
        return off_line(ctx, declaration, &given.way);
    }
    let deal = Deal::load(ctx, &given.escrow)?;
    somebody_for(order.kind, &deal.state.clause.notary)?;
    order.sequence = deal.state.orders;
    let kind = order.kind;
    let order = match first(&given.way.signatures, &deal)? {
        Some(Message::Order(signed))
            if signed.kind == kind && !(complete && given.document.is_some()) =>
        {
            signed
        }
        Some(Message::Order(signed)) if signed.kind != kind => {
            return Err(other_kind(kind.word(), signed.kind.word()));
        }
        Some(Message::Order(_)) | None => order,
        Some(other) => return Err(other_kind(kind.word(), other.kind())),
    };
    let message = Message::Order(order.clone());
    let mut words = frame::in_words(&message, &deal);
    let Changes {
        consequences,
        warnings,
    } = changes(&deal, &order);
    if given.way.is_off_line() {
        words.extend(consequences.iter().map(|line| format!("Sent now: {line}.")));
        let cast = Cast::OnChain(Box::new(deal.state));
        let declaration = declared(deal.domain(), message, words, warnings, effect, cast);
        return off_line(ctx, declaration, &given.way);
    }
    let signatures = collect(&given.way.signatures, &deal.domain(), &message)?;
    let mut step = Step::new(
        format!("Order {}: {}.", order.sequence, order.kind.word()),
        Action::Order {
            order,
            approve: given.way.sender_approves(),
        },
    )
    .irreversible(effect);
    step.consequences = words;
    step.consequences.extend(consequences);
    step.warnings = warnings;
    step.signatures = signatures;
    act(ctx, &deal, step)
}

fn declared(
    domain: Domain,
    message: Message,
    statement: Vec<String>,
    warnings: Vec<String>,
    effect: &str,
    cast: Cast,
) -> Declaration {
    Declaration {
        domain,
        message,
        statement,
        warnings,
        irreversible: effect.to_owned(),
        cast,
    }
}

/// Refuses an order that is the notary's to give where the terms name none.
fn somebody_for(kind: OrderKind, notary: &Address) -> Result<(), CliError> {
    let of_notary = matches!(kind, OrderKind::Stay | OrderKind::Lift);
    if !of_notary || !notary.is_zero() {
        return Ok(());
    }
    Err(CliError::usage(
        "NoNotary",
        format!(
            "only a notary of court orders can {} an award, and the terms of this escrow name none",
            kind.word()
        ),
    )
    .values("a notary in the terms", "none")
    .hint("nobody can record a court's stay here; terms name a notary with `terms new --notary`, or \"notary\" in the file, before both consent"))
}

fn other_kind(expected: &str, found: &str) -> CliError {
    CliError::verification(
        "OtherMessage",
        "the file is a signature over something else",
    )
    .values(format!("an order to {expected}"), found)
    .hint("use the command for what was signed")
}

/// A moment on the command line.
fn moment(argument: &str, option: &str) -> Result<Seconds, CliError> {
    moment::parse(argument).map_err(|error| {
        CliError::usage("BadMoment", format!("{option} is no moment"))
            .values(error.to_string(), text::escape(argument))
    })
}
