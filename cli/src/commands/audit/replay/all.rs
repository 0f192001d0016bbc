//! Every record of a code beside its chain.

use std::num::NonZero;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

use exequatur_client::audit::{Advance, Checked, Finding, replay_all_beside};
use exequatur_client::files::hash_text;
use exequatur_client::finding_text::finding_in_words;
use exequatur_protocol::{Address, Hash};
use serde_json::json;

use crate::blob;
use crate::context::Context;
use crate::error::CliError;
use crate::progress::Progress;
use crate::report::{Report, print_line};
use crate::spool::{Addresses, Spool};
use crate::{patience, text};

/// Replays them.
pub fn run(ctx: &mut Context, code_hash: Option<&str>) -> Result<Report, CliError> {
    let code_hash = match code_hash {
        None => blob::escrow()?.1,
        Some(text) => hash_text::parse(text).ok_or_else(|| {
            CliError::usage("BadCodeHash", "this is no hash of a code")
                .values("0x and 64 hexadecimal digits", text::escape(text))
        })?,
    };
    let tally = Mutex::new(Tally {
        rows: ctx.options.json.then(Spool::default),
        ..Tally::default()
    });
    let chain = ctx.chain()?;
    let mut contracts = Addresses::default();
    let mut kept = Ok(());
    patience::with("looking for escrows on the chain", || {
        chain.each_contract(&code_hash, &mut |contract| {
            if kept.is_ok() {
                kept = contracts.push(&contract);
            }
            Ok(())
        })
    })?;
    kept?;
    let cores = thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN);
    let mut progress = Progress::escrows(!patience::is_at_terminal(), contracts.count());
    replay_all_beside::<CliError>(
        chain,
        contracts.read()?,
        cores,
        &mut |advance| match advance {
            Advance::Entry => {
                progress.one_more();
                Ok(())
            }
            Advance::Record => {
                progress.next_escrow();
                lock(&tally).has_room()
            }
        },
        |checked| lock(&tally).add(checked),
    )?;
    progress.end();
    let tally = tally.into_inner().unwrap_or_else(PoisonError::into_inner);
    tally.report(chain.block(), &code_hash)
}

fn lock(tally: &Mutex<Tally>) -> MutexGuard<'_, Tally> {
    tally.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What was found out about many records so far.
#[derive(Default)]
struct Tally {
    entries: u64,
    complete: u64,
    divergent: u64,
    first: Option<(Address, Finding)>,
    /// For programs; nothing for people.
    rows: Option<Spool>,
    /// Why there is no room for more rows.
    full: Option<CliError>,
}

impl Tally {
    fn add(&mut self, checked: Checked) {
        let Checked {
            contract,
            entries,
            head,
            finding,
        } = checked;
        self.entries += entries;
        if let Some(rows) = &mut self.rows {
            let row = json!({
                "escrow": text::address(&contract),
                "entries": entries,
                "head": head.as_ref().map(text::hash),
                "complete": finding.is_none(),
                "finding": finding.as_ref().map(|finding| json!({
                    "code": finding.code(),
                    "entry": finding.entry(),
                    "message": finding_in_words(finding),
                })),
            });
            if self.full.is_none() {
                self.full = rows.push(&row).err();
            }
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
            Some(finding) => {
                self.divergent += 1;
                self.first.get_or_insert((contract, finding));
            }
        }
    }

    /// Whether there is room for what is found.
    fn has_room(&mut self) -> Result<(), CliError> {
        self.full.take().map_or(Ok(()), Err)
    }

    fn report(mut self, block: u32, code_hash: &Hash) -> Result<Report, CliError> {
        self.has_room()?;
        let total = self.complete + self.divergent;
        let value = json!({
            "code_hash": text::hash(code_hash),
            "block": block,
            "complete": self.complete,
            "divergent": self.divergent,
            "entries": self.entries,
        });
        let summary = format!(
            "{} of {total} escrows of code {} are complete and unaltered, {} entries in all",
            self.complete,
            text::hash(code_hash),
            self.entries
        );
        if total == 0 {
            let message = "nothing was replayed: no escrow on this chain ever ran this code";
            return Err(CliError::not_found("NoEscrows", message)
                .values(
                    format!("an escrow that runs the code {}", text::hash(code_hash)),
                    format!("none up to block {block}"),
                )
                .hint("compare the hash of the code, and the chain"));
        }
        let mut report = Report::new(value, summary);
        if let Some(rows) = self.rows {
            report = report.rows("escrows", rows.rows()?);
        }
        let Some((contract, finding)) = &self.first else {
            return Ok(report);
        };
        Err(CliError::verification(
            finding.code(),
            format!("{}: {}", text::address(contract), finding_in_words(finding)),
        )
        .values(
            format!("{total} complete records"),
            format!("{} complete, {} divergent", self.complete, self.divergent),
        )
        .hint(
            "replay the escrow by itself, which says more; then ask another node of the same chain",
        )
        .report(report))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::error::Kind;

    #[test]
    fn one_divergent_record_among_many_ends_in_an_error_that_counts_them() {
        let mut tally = Tally {
            rows: Some(Spool::default()),
            ..Tally::default()
        };
        for (place, finding) in [None, Some(Finding::Empty), None].into_iter().enumerate() {
            let checked = Checked {
                contract: Address([place as u8; 20]),
                entries: 3,
                head: None,
                finding,
            };
            tally.add(checked);
        }
        let error = tally.report(5, &[7; 32]).expect_err("one is divergent");
        assert_eq!(
            (error.kind, error.code.as_str()),
            (Kind::Verification, "RecordEmpty")
        );
        assert_eq!(error.found.as_deref(), Some("2 complete, 1 divergent"));
        let report = error.report.expect("what was found stands beside");
        let told = &report.value;
        assert_eq!(
            (&told["complete"], &told["divergent"]),
            (&json!(2), &json!(1))
        );
        let [("escrows", rows)] = &report.rows[..] else {
            panic!("the escrows are listed: {report:?}");
        };
        let mut listed = Vec::new();
        rows.write(&mut listed).expect("memory takes it");
        let listed: Value = serde_json::from_slice(&listed).expect("a list");
        assert_eq!(listed.as_array().map(Vec::len), Some(3));
        assert_eq!(listed[1]["finding"]["code"], "RecordEmpty");
        assert_eq!(listed[1]["complete"], false);
    }
}
