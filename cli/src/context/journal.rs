//! The journal beside a command: whose turn it is to send with a key, and what is to be said of transactions of earlier runs.

use std::time::Duration;

use exequatur_client::chain::Chain;
use exequatur_client::journal::{Earlier, Entry, Journal, Page};
use exequatur_client::keys::AccountId;
use exequatur_protocol::Hash;

use super::Context;
use crate::error::CliError;
use crate::patience;

/// What is to be said beside the command's own result, mostly about transactions of earlier runs.
#[derive(Default)]
pub(super) struct Reported {
    notices: Vec<String>,
    /// The transactions that the result or a warning settles, by account.
    transactions: Vec<(AccountId, Hash)>,
    /// Those that a warning names, while their own command has yet to say what became of them.
    warned: Vec<(AccountId, Hash)>,
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
    /// command had to do is said once, and stays for that command: whoever repeats it must not do it twice.
    pub fn notice(&mut self, entry: &Entry, earlier: &Earlier, line: String) {
        let known = (entry.transaction.account, entry.transaction.hash);
        if self.is_reported(&known) {
            return;
        }
        let did_it = entry.completes && matches!(earlier, Earlier::Done(_));
        if did_it {
            self.reported.warned.push(known);
        } else {
            self.reported.transactions.push(known);
        }
        if !(did_it && entry.warned) {
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
        let known = (entry.transaction.account, entry.transaction.hash);
        self.reported.transactions.push(known);
    }

    /// The same, with something to say beside the result.
    pub fn reports_with(&mut self, entry: &Entry, line: String) {
        self.reported.notices.push(line);
        self.reports(entry);
    }

    fn is_reported(&self, known: &(AccountId, Hash)) -> bool {
        let Reported {
            transactions,
            warned,
            ..
        } = &self.reported;
        transactions.contains(known) || warned.contains(known)
    }

    /// What to say beside the result.
    pub fn notices(&self) -> &[String] {
        &self.reported.notices
    }

    /// Notes that everything was said, after it was.
    pub fn told(&mut self) -> Result<(), CliError> {
        let command = self.command;
        let Reported {
            transactions,
            warned,
            ..
        } = std::mem::take(&mut self.reported);
        let known = |entry: &Entry| (entry.transaction.account, entry.transaction.hash);
        let is_told =
            |entry: &Entry| entry.command == command || transactions.contains(&known(entry));
        let note = |page: &mut Page| {
            page.warned(|entry| warned.contains(&known(entry)))?;
            page.told(is_told)
        };
        if let Some(page) = &mut self.page {
            note(page)?;
        }
        let named = transactions.iter().chain(&warned);
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
