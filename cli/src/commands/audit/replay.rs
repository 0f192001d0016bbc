//! `audit replay`

use std::num::NonZero;
use std::sync::Mutex;
use std::thread;

use exequatur_client::audit::{
    Advance, Beside, Checked, Finding, Holding, Step, holding_of, owed, replay_all_beside,
    replay_beside,
};
use exequatur_client::files::{Token, hash_text};
use exequatur_client::finding_text::{expected_found, finding_in_words};
use exequatur_client::refusal_facts::phase_in_words;
use exequatur_protocol::{Address, Hash};
use serde_json::{Value, json};

use super::showing::{step_lines, step_value};
use crate::accounts::Accounts;
use crate::blob;
use crate::context::Context;
use crate::deal::Deal;
use crate::error::CliError;
use crate::progress::Progress;
use crate::report::{Report, print_line};
use crate::{patience, text};

/// Replay the record of an escrow, or of every escrow, through its rules and compare the end with the chain
///
/// Compares the number of entries, the head of the record, the contract's storage and its balance. A record that was cut,
/// reordered, altered or added to diverges. Entries are read one after another and not kept, so that records of any length are
/// replayed in the same memory; only --json keeps them, since it prints one document, unless --summary leaves them out.
///
/// The chain that is asked is believed about what the contract holds now. `audit export` and `audit verify` do without that.
#[derive(Debug, clap::Args)]
pub struct ReplayArgs {
    /// Address of the escrow
    #[arg(required_unless_present = "all", conflicts_with = "all")]
    pub escrow: Option<String>,
    /// Every escrow that ever ran the code, on all cores; one line each
    #[arg(long)]
    pub all: bool,
    /// Whose code has this hash [default: the code that this program was built with]
    #[arg(long, value_name = "HASH", requires = "all", conflicts_with = "escrow")]
    pub code_hash: Option<String>,
    /// Leave the entries out of what is printed
    #[arg(long)]
    pub summary: bool,
}

/// Runs the command.
pub fn run(ctx: &mut Context, args: ReplayArgs) -> Result<Report, CliError> {
    match &args.escrow {
        Some(escrow) => one(ctx, escrow, args.summary),
        None => all(ctx, args.code_hash.as_deref()),
    }
}

fn one(ctx: &mut Context, escrow: &str, summary: bool) -> Result<Report, CliError> {
    let deal = Deal::load(ctx, escrow)?;
    let accounts = Accounts::of_state(ctx, &deal.state)?;
    let json = ctx.options.json;
    let chain = ctx.chain()?;
    let block = chain.block();
    let holding = holding_of(chain, &deal.contract)?;
    let mut progress = Progress::entries(!patience::is_watched(), holding.stored.entries.into());
    let mut values = Vec::new();
    let beside = replay_beside(chain, &deal.contract, holding, &mut |step| {
        match (summary, json) {
            (true, _) => {}
            (false, true) => values.push(step_value(step, &deal.token)),
            (false, false) => print_line(&step_lines(step, &deal.token)),
        }
        progress.one_more();
    })?;
    progress.end();
    let Beside {
        holding,
        last,
        finding,
    } = beside;
    if let Some(finding) = finding {
        return Err(diverges(&finding, &deal.token, last.as_ref()));
    }
    let value = json!({
        "escrow": text::address(&deal.contract),
        "chain_id": deal.identity.chain_id,
        "genesis_hash": text::hash(&deal.identity.genesis_hash),
        "block": block,
        "complete": true,
        "head": text::hash(&holding.stored.head),
        "count": holding.stored.entries,
        "entries": values,
        "balance": holding.balance.map(|balance| balance.to_string()),
        "owed": owed(&holding.stored).to_string(),
        "accounts": accounts.value(),
    });
    Ok(Report::new(value, conclusion(&holding, &deal, &accounts)))
}

/// Who has a role now, in both forms: entries name the addresses that contracts know.
fn people(deal: &Deal, accounts: &Accounts) -> Vec<String> {
    let clause = &deal.state.clause;
    let seats = deal.state.tribunal.seats;
    let others = [clause.payer, clause.payee, clause.authority, clause.notary];
    let mut known: Vec<Address> = Vec::new();
    for address in others.into_iter().chain(seats) {
        if !address.is_zero() && !known.contains(&address) {
            known.push(address);
        }
    }
    let lines = known.iter().enumerate().map(|(place, address)| {
        let label = if place == 0 { "people:" } else { "" };
        let who = deal.who(address);
        format!("{label:<10}{who}: {}", accounts.forms(address))
    });
    lines.collect()
}

fn conclusion(holding: &Holding, deal: &Deal, accounts: &Accounts) -> String {
    let mut now = holding.stored;
    now.tick(deal.now);
    let mut lines = people(deal, accounts);
    lines.extend([
        format!(
            "entries:  {} replayed, as many as the contract counted",
            holding.stored.entries
        ),
        format!(
            "head:     {} as in storage",
            text::hash(&holding.stored.head)
        ),
        "storage:  as the record leads to, byte for byte".to_owned(),
        balance_in_words(holding, &deal.token),
        format!("status:   {}", phase_in_words(&now)),
        "The record is complete and unaltered.".to_owned(),
    ]);
    lines.join("\n")
}

fn balance_in_words(holding: &Holding, token: &Token) -> String {
    let owed = owed(&holding.stored);
    let balance = holding.balance.unwrap_or_default();
    let line = format!(
        "balance:  {} in the contract, {} owed",
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
        (Finding::Count { .. } | Finding::Empty, Some(entry), _) => {
            format!("entry {entry} is the first that is wrong: ask another node of the same chain")
        }
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

fn all(ctx: &mut Context, code_hash: Option<&str>) -> Result<Report, CliError> {
    let code_hash = match code_hash {
        None => blob::escrow()?.1,
        Some(text) => hash_text::parse(text).ok_or_else(|| {
            CliError::usage("BadCodeHash", "this is no hash of a code")
                .values("0x and 64 hexadecimal digits", text::escape(text))
        })?,
    };
    let json = ctx.options.json;
    let chain = ctx.chain()?;
    let mut contracts = Vec::new();
    patience::with("looking for escrows on the chain", || {
        chain.each_contract(&code_hash, &mut |contract| {
            contracts.push(contract);
            Ok(())
        })
    })?;
    let cores = thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN);
    let tally = Mutex::new(Tally::default());
    let mut progress = Progress::escrows(!patience::is_watched(), contracts.len() as u64);
    replay_all_beside(
        chain,
        &contracts,
        cores,
        &mut |advance| match advance {
            Advance::Entry => progress.one_more(),
            Advance::Record => progress.next_escrow(),
        },
        |checked| {
            let mut tally = tally.lock().unwrap_or_else(|broken| broken.into_inner());
            tally.add(checked, json);
        },
    )?;
    progress.end();
    let tally = tally
        .into_inner()
        .unwrap_or_else(|broken| broken.into_inner());
    tally.report(chain.block(), &code_hash)
}

/// What was found out about many records so far.
#[derive(Default)]
struct Tally {
    entries: u64,
    complete: u64,
    rows: Vec<Value>,
    divergent: Vec<(Address, Finding)>,
}

impl Tally {
    fn add(&mut self, checked: Checked, json: bool) {
        let Checked {
            contract,
            entries,
            head,
            finding,
        } = checked;
        self.entries += entries;
        if json {
            self.rows.push(json!({
                "escrow": text::address(&contract),
                "entries": entries,
                "head": head.as_ref().map(text::hash),
                "complete": finding.is_none(),
                "finding": finding.as_ref().map(|finding| json!({
                    "code": finding.code(),
                    "entry": finding.entry(),
                    "message": finding_in_words(finding),
                })),
            }));
        } else {
            let end = match &finding {
                None => "complete and unaltered".to_owned(),
                Some(finding) => finding_in_words(finding),
            };
            print_line(&format!(
                "{} {entries:>6} entries: {end}",
                text::address(&contract)
            ));
        }
        match finding {
            None => self.complete += 1,
            Some(finding) => self.divergent.push((contract, finding)),
        }
    }

    fn report(self, block: u32, code_hash: &Hash) -> Result<Report, CliError> {
        let total = self.complete + self.divergent.len() as u64;
        let value = json!({
            "code_hash": text::hash(code_hash),
            "block": block,
            "escrows": self.rows,
            "complete": self.complete,
            "divergent": self.divergent.len(),
            "entries": self.entries,
        });
        let summary = format!(
            "{} of {total} escrows of code {} are complete and unaltered, {} entries in all",
            self.complete,
            text::hash(code_hash),
            self.entries
        );
        let report = Report::new(value, summary);
        let Some((contract, finding)) = self.divergent.first() else {
            return Ok(report);
        };
        Err(CliError::verification(
            finding.code(),
            format!("{}: {}", text::address(contract), finding_in_words(finding)),
        )
        .values(
            format!("{total} complete records"),
            format!(
                "{} complete, {} divergent",
                self.complete,
                self.divergent.len()
            ),
        )
        .hint(
            "replay the escrow by itself, which says more; then ask another node of the same chain",
        )
        .report(report))
    }
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
        };
        let told = diverges(&cut, &token(), None);
        assert_eq!(
            (told.kind, told.code.as_str()),
            (Kind::Verification, "CountDiffers")
        );
        assert_eq!(told.expected.as_deref(), Some("7 entries"));
        assert!(
            told.hint
                .is_some_and(|hint| hint.starts_with("entry 6 is the first"))
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

    #[test]
    fn one_divergent_record_among_many_ends_in_an_error_that_counts_them() {
        let mut tally = Tally::default();
        for (place, finding) in [None, Some(Finding::Empty), None].into_iter().enumerate() {
            let checked = Checked {
                contract: Address([place as u8; 20]),
                entries: 3,
                head: None,
                finding,
            };
            tally.add(checked, true);
        }
        let error = tally.report(5, &[7; 32]).expect_err("one is divergent");
        assert_eq!(
            (error.kind, error.code.as_str()),
            (Kind::Verification, "RecordEmpty")
        );
        assert_eq!(error.found.as_deref(), Some("2 complete, 1 divergent"));
        let told = error.report.expect("what was found stands beside").value;
        assert_eq!(
            (&told["complete"], &told["divergent"]),
            (&json!(2), &json!(1))
        );
        assert_eq!(told["escrows"][1]["finding"]["code"], "RecordEmpty");
        assert_eq!(told["escrows"][1]["complete"], false);
    }
}
