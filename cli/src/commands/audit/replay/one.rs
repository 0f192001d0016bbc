//! One record beside its chain.

use std::path::Path;

use exequatur_client::audit::{Beside, Finding, Holding, Step, holding_of, owed, replay_beside};
use exequatur_client::chain::{Chain, ChainError};
use exequatur_client::files::Token;
use exequatur_client::finding_text::{expected_found, finding_in_words};
use exequatur_client::refusal_facts::phase_in_words;
use exequatur_protocol::{Hash, Seconds, State};
use serde_json::{Value, json};

use super::super::exhibits::Comparison;
use super::super::facts::{
    credits_line, credits_value, decision_line, decision_value, finding_line, finding_value,
};
use super::super::verify::not_shown;
use super::telling::Teller;
use crate::accounts::Accounts;
use crate::context::Context;
use crate::deal::Deal;
use crate::error::CliError;
use crate::progress::Progress;
use crate::report::Report;
use crate::{patience, text};

/// The block as of which a record is replayed.
struct AsOf {
    block: u32,
    hash: Hash,
    at: Seconds,
}

impl AsOf {
    /// The newest block of a chain that is final: what all of one command is read from.
    fn newest(chain: &mut dyn Chain) -> Result<Self, CliError> {
        let block = chain.block();
        let hash = chain
            .final_block(block)?
            .ok_or_else(|| ChainError::NoBlock {
                expected: "the block that the chain named as its newest".to_owned(),
                found: "nothing".to_owned(),
            })?;
        Ok(Self {
            block,
            hash,
            at: chain.now(),
        })
    }

    /// The state then: what the clock had made due has happened.
    fn state(&self, last: &Step) -> State {
        let mut now = last.after;
        now.tick(self.at);
        now
    }

    fn line(&self) -> String {
        format!(
            "as of:     block {} of {}, {}, as this chain says",
            self.block,
            text::time(self.at),
            text::hash(&self.hash)
        )
    }
}

/// Replays it.
pub fn run(
    ctx: &mut Context,
    escrow: &str,
    summary: bool,
    exhibits: Option<&Path>,
) -> Result<Report, CliError> {
    let deal = Deal::load(ctx, escrow)?;
    let accounts = Accounts::of_state(ctx, &deal.state)?;
    let compare = |dir| Comparison::with(dir, deal.identity.chain_id, deal.contract, &[]);
    let comparison = exhibits.map(compare).transpose()?;
    let mut teller = Teller::new(&deal.token, ctx.options.json, summary, comparison);
    let chain = ctx.chain()?;
    let as_of = AsOf::newest(chain)?;
    let holding = holding_of(chain, &deal.contract)?;
    let mut progress =
        Progress::entries(!patience::is_at_terminal(), holding.stored.entries.into());
    let beside: Beside =
        replay_beside::<CliError>(chain, &deal.contract, holding, |step, deadlines| {
            teller.tell(step, &deadlines)?;
            progress.one_more();
            Ok(())
        })?;
    progress.end();
    teller.tell_deadlines(&beside.missed)?;
    let told = value(&beside, &deal, &accounts, &as_of);
    let report = Report::new(told, conclusion(&beside, &deal, &accounts, &as_of));
    let (report, comparison) = teller.end(report)?;
    let wrong = beside.finding.as_ref();
    let wrong = wrong.map(|finding| diverges(finding, &deal.token, beside.last.as_ref()));
    let differing = comparison.as_ref().and_then(Comparison::differing);
    let absent = comparison.map(|one| one.absent()).unwrap_or_default();
    match wrong.or(differing) {
        Some(error) => Err(error.report(report)),
        None if absent.is_empty() => Ok(report),
        None => Err(not_shown(absent)
            .hint("exhibits and their manifests lie in the folder of --exhibits; ask whoever filed them")
            .report(report)),
    }
}

/// Everything but what is told entry by entry, for programs.
fn value(beside: &Beside, deal: &Deal, accounts: &Accounts, as_of: &AsOf) -> Value {
    let Beside {
        holding,
        last,
        decisions,
        finding,
        ..
    } = beside;
    let findings = finding.iter();
    // The chain notes no heads beside entries.
    let findings = findings.map(|finding| finding_value(finding, &deal.token, |_| false));
    let now = last.as_ref().map(|last| as_of.state(last));
    json!({
        "escrow": text::address(&deal.contract),
        "chain_id": deal.identity.chain_id,
        "genesis_hash": text::hash(&deal.identity.genesis_hash),
        "block": as_of.block,
        "block_hash": text::hash(&as_of.hash),
        "at": text::rfc3339(as_of.at),
        "status": now.as_ref().map(phase_in_words),
        "symbol": deal.token.symbol,
        "decimals": deal.token.decimals,
        "complete": finding.is_none(),
        "head": text::hash(&holding.stored.head),
        "count": holding.stored.entries,
        "replayed": replayed(last.as_ref()),
        "balance": holding.balance.map(|balance| balance.to_string()),
        "owed": owed(&holding.stored).to_string(),
        "credits": now.as_ref().map(|now| credits_value(now, as_of.at)),
        "decisions": decisions.iter().map(decision_value).collect::<Vec<_>>(),
        "findings": findings.collect::<Vec<_>>(),
        "accounts": accounts.value(),
    })
}

/// How many entries replayed.
fn replayed(last: Option<&Step>) -> u32 {
    last.map_or(0, |last| last.after.entries)
}

/// Everything but what is told entry by entry, for people.
fn conclusion(beside: &Beside, deal: &Deal, accounts: &Accounts, as_of: &AsOf) -> String {
    let Beside {
        holding,
        last,
        decisions,
        finding,
        ..
    } = beside;
    let counted = holding.stored.entries;
    let mut lines = accounts.people(&deal.state);
    lines.push(as_of.line());
    lines.extend(match finding {
        None => vec![
            format!("entries:   {counted} replayed, as many as the contract counted"),
            format!("head:      {} as in storage", text::hash(&holding.stored.head)),
            "storage:   as the record leads to, byte for byte".to_owned(),
        ],
        Some(_) => vec![format!(
            "entries:   {} replayed, from which credits, status and decisions follow; the contract counted {counted}",
            replayed(last.as_ref())
        )],
    });
    lines.push(balance_in_words(holding, &deal.token));
    if let Some(last) = last {
        let now = as_of.state(last);
        lines.push(credits_line(&now, as_of.at, &deal.token));
        lines.push(format!("status:    {}", phase_in_words(&now)));
    }
    lines.extend(decisions.iter().map(decision_line));
    lines.push(match finding {
        None => "The record is complete and unaltered.".to_owned(),
        Some(finding) => finding_line(finding),
    });
    lines.join("\n")
}

fn balance_in_words(holding: &Holding, token: &Token) -> String {
    let owed = owed(&holding.stored);
    let balance = holding.balance.unwrap_or_default();
    let line = format!(
        "balance:   {} in the contract, {} owed",
        token.show(balance),
        token.show(owed)
    );
    match balance.checked_sub(owed) {
        // Nobody can be kept from giving an account money.
        Some(more) if more > 0 => {
            format!("{line}; {} more, which nobody can take", token.show(more))
        }
        _ => line,
    }
}

fn diverges(finding: &Finding, token: &Token, last: Option<&Step>) -> CliError {
    let (expected, found) = expected_found(finding, token);
    let hint = match (finding, finding.entry(), last) {
        (Finding::Count { .. }, Some(entry), _) => format!(
            "entry {entry}, or one before it, was dropped, added or altered: ask another node of the same chain"
        ),
        (_, Some(entry), _) => format!(
            "entry {entry} or one before it is wrong: ask another node of the same chain"
        ),
        (Finding::Head { .. }, None, Some(last)) => format!(
            "one of the entries 0 to {} is wrong, or what the chain says of the contract: ask another node",
            last.entry.number
        ),
        (_, None, _) => "ask another node of the same chain; if it diverges too, what the chain says of the contract cannot be trusted".to_owned(),
    };
    CliError::verification(finding.code(), finding_in_words(finding))
        .values(expected, found)
        .hint(hint)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Kind;

    fn token() -> Token {
        Token {
            symbol: "UNIT".to_owned(),
            decimals: 10,
        }
    }

    #[test]
    fn divergence_is_told_with_the_entry_and_what_to_do() {
        let cut = Finding::Count {
            expected: 7,
            found: 6,
            added_from: None,
        };
        let told = diverges(&cut, &token(), None);
        assert_eq!(
            (told.kind, told.code.as_str()),
            (Kind::Verification, "CountDiffers")
        );
        assert_eq!(told.expected.as_deref(), Some("7 entries"));
        assert!(
            told.hint
                .is_some_and(|hint| hint.starts_with("entry 6, or one before it"))
        );
        let head = Finding::Head {
            expected: [1; 32],
            found: [2; 32],
        };
        let told = diverges(&head, &token(), None);
        assert_eq!(told.code, "HeadDiffers");
        assert!(
            told.hint
                .is_some_and(|hint| hint.starts_with("ask another node"))
        );
    }
}
