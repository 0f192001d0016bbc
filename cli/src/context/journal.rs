//! The journal beside a command: whose turn it is to send with a key, and what is to be said of transactions of earlier runs.

use std::time::Duration;

use exequatur_client::chain::Chain;
use exequatur_client::journal::{self, Earlier, Entry, Journal, Page};
use exequatur_client::keys::AccountId;
use exequatur_protocol::Hash;

use super::Context;
use crate::error::CliError;
use crate::patience;

/// What is to be said beside the command's own result, mostly about transactions of earlier runs.
#[derive(Default)]
pub(super) struct Reported {
    notices: Vec<String>,
    /// The transactions that a warning settles, by account. Warnings are printed beside results and errors.
    said: Vec<Known>,
    /// Those that only the command's result settles: an error is about something else.
    by_result: Vec<Known>,
    /// Those that a warning names, while their own command has yet to say what became of them.
    warned: Vec<Known>,
}

/// A transaction, by its account and its hash.
type Known = (AccountId, Hash);

fn known(entry: &Entry) -> Known {
    (entry.transaction.account, entry.transaction.hash)
}

impl Context {
    /// The journal of what was sent.
    pub fn journal(&self) -> Result<Journal, CliError> {
        Ok(Journal::new(self.home()?.join("journal")))
    }

    /// Makes sure that nobody else sends with the account until this command has reported. Whether that was not so before.
    pub fn lock(&mut self, account: &AccountId) -> Result<bool, CliError> {
        let genesis = self.identity()?.genesis_hash;
        if self
            .page
            .as_ref()
            .is_some_and(|page| page.is_of(&genesis, account))
        {
            return Ok(false);
        }
        self.page = None;
        let patience = Duration::from_secs(self.options.timeout);
        let journal = self.journal()?;
        let page = patience::with(
            "waiting for another command that sends with this key",
            || journal.lock(&genesis, account, patience),
        );
        self.page = Some(page?);
        Ok(true)
    }

    /// Lets others send with the account, for as long as a person thinks.
    pub fn unlock_account(&mut self) {
        self.page = None;
    }

    /// Chain and page at once, for finding out what became of what was sent.
    pub fn chain_and_page(
        &mut self,
        account: &AccountId,
    ) -> Result<(&mut dyn Chain, &mut Page), CliError> {
        self.chain()?;
        self.lock(account)?;
        match (&mut self.chain, &mut self.page) {
            (Some(chain), Some(page)) => Ok((chain.as_mut(), page)),
            (None, _) | (_, None) => Err(CliError::bug(
                "chain and journal were opened and are not there",
            )),
        }
    }

    /// Something to say about a transaction of an earlier run, beside the command's own result. What went in and was all that its
    /// command had to do is said once by other commands, and stays for its own: whoever repeats it must not do it twice.
    pub fn notice(&mut self, entry: &Entry, earlier: &Earlier, line: String) {
        if self.is_reported(entry) {
            return;
        }
        let did_it = entry.completes && matches!(earlier, Earlier::Done(_));
        if did_it {
            self.reported.warned.push(known(entry));
        } else {
            self.reported.said.push(known(entry));
        }
        // Its own command goes on from it, and says so.
        if !(did_it && entry.warned) || entry.command == self.command {
            self.reported.notices.push(line);
        }
    }

    /// Something to know beside the command's own result, said once.
    pub fn remark(&mut self, line: String) {
        if !self.reported.notices.contains(&line) {
            self.reported.notices.push(line);
        }
    }

    /// The command's result tells what became of a transaction.
    pub fn reports(&mut self, entry: &Entry) {
        self.reported.by_result.push(known(entry));
    }

    /// The same, with something to say beside the result.
    pub fn reports_with(&mut self, entry: &Entry, line: String) {
        self.remark(line);
        self.reports(entry);
    }

    fn is_reported(&self, entry: &Entry) -> bool {
        let Reported {
            said,
            by_result,
            warned,
            ..
        } = &self.reported;
        [said, by_result, warned]
            .into_iter()
            .any(|list| list.contains(&known(entry)))
    }

    /// What to say beside the result.
    pub fn notices(&self) -> &[String] {
        &self.reported.notices
    }

    /// Notes that everything was said, after it was. An error says only of what failed what became of it: what went in before it stays for
    /// the same command, which reports it and sends nothing.
    pub fn told(&mut self, by_result: bool) -> Result<(), CliError> {
        let command = self.command;
        let reported = std::mem::take(&mut self.reported);
        let is_told = |entry: &Entry| {
            let own = entry.command == command;
            let failed = matches!(
                entry.outcome,
                Some(journal::Outcome::Failed { .. } | journal::Outcome::Never(_))
            );
            reported.said.contains(&known(entry))
                || (by_result && (own || reported.by_result.contains(&known(entry))))
                || (own && failed)
        };
        let note = |page: &mut Page| {
            page.warned(|entry| reported.warned.contains(&known(entry)))?;
            page.told(is_told)
        };
        if let Some(page) = &mut self.page {
            note(page)?;
        }
        let Reported {
            said,
            by_result,
            warned,
            ..
        } = &reported;
        let named = said.iter().chain(by_result).chain(warned);
        let mut accounts: Vec<_> = named.map(|(account, _)| *account).collect();
        accounts.sort_unstable();
        accounts.dedup();
        for account in accounts {
            self.lock(&account)?;
            if let Some(page) = &mut self.page {
                note(page)?;
            }
        }
        Ok(())
    }
}
