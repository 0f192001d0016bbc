//! The one way in which anything is sent: say what will happen, try it without effect, ask, send, say what happened.

use std::io::{self, IsTerminal};

use exequatur_client::chain::{Call, Chain, ChainError, Cost, DryRun, Identity, Needed, Receipt};
use exequatur_client::journal::{self, Purpose, SendError};
use exequatur_client::terminal;
use exequatur_protocol::{Action, Address, Signature};
use serde_json::{Value, json};

use crate::context::{Context, Signer};
use crate::deal::Deal;
use crate::enclosed::Enclosed;
use crate::error::{CliError, Kind, WentIn, call_refused, cancelled};
use crate::report::{Report, say};
use crate::{earlier, patience, status, text};

/// Something that is to be sent.
#[derive(Clone, Debug)]
pub struct Plan {
    /// One line in plain words: who does what.
    pub title: String,
    /// Whose money goes where, what follows.
    pub consequences: Vec<String>,
    /// What is worth a second look.
    pub warnings: Vec<String>,
    /// What cannot be undone, as a whole sentence.
    pub irreversible: Option<String>,
    /// The call.
    pub call: Call,
    /// The escrow that it is about, if it is there already.
    pub escrow: Option<Address>,
    /// Whether the command is done with it; else another transaction follows.
    pub completes: bool,
}

/// How far it came.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// `--dry-run`: nothing was sent.
    Planned(Report),
    /// It is in a block.
    Sent(Receipt),
}

/// An action on an escrow that is to be sent.
#[derive(Clone, Debug)]
pub struct Step {
    /// One line in plain words: who does what.
    pub title: String,
    /// Whose money goes where, what follows.
    pub consequences: Vec<String>,
    /// What is worth a second look.
    pub warnings: Vec<String>,
    /// What cannot be undone, as a whole sentence.
    pub irreversible: Option<String>,
    /// What is done.
    pub action: Action,
    /// Signatures that go with it.
    pub signatures: Vec<Signature>,
    /// Money that goes with it, in units of the terms.
    pub value: u64,
}

impl Step {
    /// An action without money, signatures or consequences yet.
    pub fn new(title: impl Into<String>, action: Action) -> Self {
        Step {
            title: title.into(),
            consequences: Vec::new(),
            warnings: Vec::new(),
            irreversible: None,
            action,
            signatures: Vec::new(),
            value: 0,
        }
    }

    /// With a line about what follows.
    pub fn consequence(mut self, line: impl Into<String>) -> Self {
        self.consequences.push(line.into());
        self
    }

    /// With what cannot be undone.
    pub fn irreversible(mut self, line: impl Into<String>) -> Self {
        self.irreversible = Some(line.into());
        self
    }
}

/// Does an action on an escrow and reports the new status.
pub fn act(ctx: &mut Context, deal: &Deal, step: Step) -> Result<Report, CliError> {
    act_with(ctx, deal, step, None)
}

/// The same, with a file that must be there before anything is sent.
pub fn act_with(
    ctx: &mut Context,
    deal: &Deal,
    step: Step,
    enclosed: Option<&Enclosed>,
) -> Result<Report, CliError> {
    let plan = Plan {
        title: step.title,
        consequences: step.consequences,
        warnings: step.warnings,
        irreversible: step.irreversible,
        call: Call::Message {
            contract: deal.contract,
            input: step.action.to_input(&step.signatures),
            value: step.value.into(),
        },
        escrow: Some(deal.contract),
        completes: true,
    };
    match send_with(ctx, plan, enclosed)? {
        Outcome::Planned(report) => Ok(report),
        Outcome::Sent(receipt) => after(ctx, deal.contract, &receipt),
    }
}

/// The report on a transaction that changed an escrow.
pub fn after(ctx: &mut Context, contract: Address, receipt: &Receipt) -> Result<Report, CliError> {
    let deal = Deal::at(ctx, contract)?;
    let mut value = receipt_value(receipt);
    value["escrow"] = json!(text::address(&contract));
    value["status"] = status::value(&deal);
    let text = format!(
        "{}\n{}",
        receipt_text(receipt, &deal.identity),
        status::brief(&deal)
    );
    Ok(Report::new(value, text))
}

/// Sends a plan, after a dry run and a question.
pub fn send(ctx: &mut Context, plan: Plan) -> Result<Outcome, CliError> {
    send_with(ctx, plan, None)
}

fn send_with(
    ctx: &mut Context,
    mut plan: Plan,
    enclosed: Option<&Enclosed>,
) -> Result<Outcome, CliError> {
    let signer = ctx.signer()?;
    let warnings = std::mem::take(&mut plan.warnings);
    plan.consequences.extend(on_page(ctx, warnings));
    if !ctx.options.dry_run
        && let Some(receipt) = earlier::before_sending(ctx, &signer, &plan.call)?
    {
        return Ok(Outcome::Sent(receipt));
    }
    let registration = registration(ctx, &signer, &plan.call)?;
    let tried = tried(ctx.chain()?, &signer, &plan.call, registration.as_ref());
    let dry = match tried {
        Ok(dry) => dry,
        Err(error) => return Err(call_refused(ctx, &signer, &plan.call, error)),
    };
    let identity = ctx.identity()?;
    let page = page(&plan, &signer, &identity, &dry.cost, registration.as_ref());
    if ctx.options.dry_run {
        let contract = match &plan.call {
            Call::Message { contract, .. } => Some(*contract),
            Call::Instantiate { .. } => {
                // Registering comes before, and moves the address.
                Some(ctx.chain()?.next_contract(&signer.account)?)
            }
            Call::Transfer { .. } | Call::Register | Call::BringBack { .. } => None,
        };
        let value = json!({
            "dry_run": true,
            "title": plan.title,
            "consequences": plan.consequences,
            "irreversible": plan.irreversible,
            "escrow": plan.escrow.as_ref().map(text::address),
            "chain": chain_value(&identity),
            "signer": signer_value(&signer, &identity),
            "cost": cost_value(&dry.cost),
            "registration": registration.as_ref().map(cost_value),
            "contract": contract.as_ref().map(text::address),
        });
        return Ok(Outcome::Planned(Report::new(
            value,
            format!("{page}\nDry run: nothing was sent."),
        )));
    }
    if !ctx.options.json {
        say(&page);
    }
    if !ctx.options.yes {
        // Nobody waits while somebody thinks.
        ctx.unlock_account();
    }
    confirm(ctx, &page)?;
    // The password first: it is asked for, and may be wrong, before anything is written or sent.
    ctx.unlock(&signer)?;
    let receipt = match enclosed {
        Some(enclosed) => enclosed.while_sending(|| submit(ctx, &signer, &plan)),
        None => submit(ctx, &signer, &plan),
    };
    Ok(Outcome::Sent(receipt?))
}

/// What registering the signer's account costs, which comes first if it has to be done.
fn registration(ctx: &mut Context, signer: &Signer, call: &Call) -> Result<Option<Cost>, CliError> {
    if !call.needs_registration() {
        return Ok(None);
    }
    Ok(ctx.chain()?.registration(&signer.account)?)
}

/// Tries a call without effect; whether the account can pay for it, and for what comes `first`.
fn tried(
    chain: &dyn Chain,
    signer: &Signer,
    call: &Call,
    first: Option<&Cost>,
) -> Result<DryRun, ChainError> {
    let tried = patience::with("trying it without effect", || {
        chain.dry_run(&signer.account, call)
    });
    let Some(first) = first else {
        return tried;
    };
    let dry = match tried {
        Err(ChainError::CannotPay { needed, found }) => {
            let needed = needed.and(first);
            return Err(ChainError::CannotPay { needed, found });
        }
        other => other?,
    };
    let needed = Needed {
        value: call.value(),
        deposit: dry.cost.deposit,
        fee: dry.cost.fee,
        stays: chain.identity().existential_deposit,
        is_least: false,
    };
    let needed = needed.and(first);
    let found = chain.balance(&signer.account)?;
    if found < needed.total() {
        return Err(ChainError::CannotPay { needed, found });
    }
    Ok(dry)
}

/// Warnings as lines of a page. Programs, which are shown no page, get them beside the result.
pub fn on_page(ctx: &mut Context, warnings: Vec<String>) -> Vec<String> {
    let mut lines = Vec::new();
    for warning in warnings {
        lines.push(format!("Warning: {warning}"));
        if ctx.options.json {
            ctx.remark(warning);
        }
    }
    lines
}

fn submit(ctx: &mut Context, signer: &Signer, plan: &Plan) -> Result<Receipt, CliError> {
    let call = &plan.call;
    if let Some(receipt) = earlier::before_sending(ctx, signer, call)? {
        return Ok(receipt);
    }
    let purpose = Purpose {
        what: if plan.completes {
            plan.title.clone()
        } else {
            format!("{}: the first of two transactions", plan.title)
        },
        command: ctx.command,
        completes: plan.completes,
    };
    let mut went_in = Vec::new();
    let mut registered = None;
    let (chain, key, page) = ctx.for_sending(signer)?;
    let sent = patience::with("waiting for the chain to take the transaction", || {
        journal::send(chain, page, key, call, &purpose, &mut |entry, receipt| {
            went_in.push(WentIn::new(entry, receipt));
            if !entry.transaction.is_call {
                registered = Some((receipt.tx_hash, receipt.block, receipt.cost));
            }
        })
    });
    ctx.went_in.extend(went_in);
    if let Some((hash, block, cost)) = registered {
        let identity = ctx.identity()?;
        ctx.remark(format!(
            "the signer's account was registered with contracts first: {}, block {block}, {}",
            text::hash(&hash),
            cost_text(&cost, &identity)
        ));
    }
    sent.map_err(|error| match error {
        SendError::Chain(error) => call_refused(ctx, signer, call, error),
        other => other.into(),
    })
}

/// Asks at the terminal. Without one, only `--yes` is a yes.
pub fn confirm(ctx: &Context, page: &str) -> Result<(), CliError> {
    if ctx.options.yes {
        return Ok(());
    }
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Err(CliError::new(
            Kind::Cancelled,
            "ConfirmationNeeded",
            "nobody is at a terminal to confirm",
        )
        .values("`yes` typed at a terminal, or --yes", "neither")
        .hint(
            "repeat it at a terminal; or with --yes, after a look at what it says with --dry-run",
        ));
    }
    if ctx.options.json {
        say(page);
    }
    match terminal::answer("Do it? Type yes: ") {
        Ok(answer) if answer.trim().eq_ignore_ascii_case("yes") => Ok(()),
        Ok(_) => Err(cancelled("cancelled").values("yes", "another answer")),
        Err(error) => Err(cancelled(error.to_string()).values("yes", "no answer")),
    }
}

fn page(
    plan: &Plan,
    signer: &Signer,
    identity: &Identity,
    cost: &Cost,
    registration: Option<&Cost>,
) -> String {
    let mut lines = vec![plan.title.clone()];
    lines.extend(plan.consequences.iter().map(|line| format!("  {line}")));
    if let Some(irreversible) = &plan.irreversible {
        lines.push(format!("  Cannot be undone: {irreversible}"));
    }
    if let Some(escrow) = &plan.escrow {
        lines.push(format!("  escrow: {}", text::address(escrow)));
    }
    lines.push(format!("  chain:  {}", chain_text(identity)));
    lines.push(format!(
        "  signer: {} {}",
        signer.name,
        signer.both_forms(identity)
    ));
    if let Some(first) = registration {
        lines.push(format!(
            "  first:  the signer's account is registered with contracts, in a transaction of its own: {}",
            cost_text(first, identity)
        ));
    }
    lines.push(format!("  cost:   {}", cost_text(cost, identity)));
    if let (true, Call::Instantiate { .. }) = (cost.deposit > 0, &plan.call) {
        lines.push(
            "          the deposit stays with the escrow's contract for good: nobody gets it back"
                .to_owned(),
        );
    }
    lines.join("\n")
}

/// Which chain, in a few words.
pub fn chain_text(identity: &Identity) -> String {
    let place = if identity.is_local { "local" } else { "public" };
    format!(
        "{place}, id {}, SS58 prefix {}, genesis {}",
        identity.chain_id,
        identity.ss58_prefix,
        text::hash(&identity.genesis_hash)
    )
}

/// Which chain, for programs.
pub fn chain_value(identity: &Identity) -> Value {
    json!({
        "chain_id": identity.chain_id,
        "genesis_hash": text::hash(&identity.genesis_hash),
        "local": identity.is_local,
        "symbol": identity.symbol,
        "decimals": identity.decimals,
        "unit": identity.unit,
        "ss58_prefix": identity.ss58_prefix,
    })
}

/// Fee and deposit, for people.
pub fn cost_text(cost: &Cost, identity: &Identity) -> String {
    let fee = text::amount(cost.fee, identity);
    if cost.deposit == 0 {
        return format!("fee {fee}");
    }
    format!(
        "fee {fee}, deposit for storage {}",
        text::amount(cost.deposit, identity)
    )
}

fn cost_value(cost: &Cost) -> Value {
    json!({
        "fee": cost.fee.to_string(),
        "deposit": cost.deposit.to_string(),
        "ref_time": cost.ref_time,
        "proof_size": cost.proof_size,
    })
}

fn signer_value(signer: &Signer, identity: &Identity) -> Value {
    json!({
        "key": signer.name,
        "ss58": text::ss58(&signer.account, identity.ss58_prefix),
        "address": text::address(&signer.address),
    })
}

/// A receipt for programs.
pub fn receipt_value(receipt: &Receipt) -> Value {
    json!({
        "tx_hash": text::hash(&receipt.tx_hash),
        "block": receipt.block,
        "block_hash": text::hash(&receipt.block_hash),
        "at": text::rfc3339(receipt.at),
        "final": true,
        "cost": cost_value(&receipt.cost),
    })
}

/// A receipt for people.
pub fn receipt_text(receipt: &Receipt, identity: &Identity) -> String {
    format!(
        "sent:   {}\nblock:  {}, {}, final\ncost:   {}",
        text::hash(&receipt.tx_hash),
        receipt.block,
        text::time(receipt.at),
        cost_text(&receipt.cost, identity),
    )
}
