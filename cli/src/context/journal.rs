//! The journal beside a command: whose turn it is to send with a key, and what is to be said of transactions of earlier runs.

use std::time::Duration;

use exequatur_client::chain::Chain;
use exequatur_client::journal::{Entry, Journal, Page};
use exequatur_client::keys::AccountId;
use exequatur_protocol::Hash;

use super::Context;
use crate::error::CliError;
use crate::patience;

/// What is to be said beside the command's own result, about transactions of earlier runs.
#[derive(Default)]
pub(super) struct Reported {
    notices: Vec<String>,
    /// The transactions, by account.
    transactions: Vec<(AccountId, Hash)>,
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

    /// Something to say about a transaction of an earlier run, beside the command's own result.
    pub fn notice(&mut self, account: AccountId, transaction: Hash, line: String) {
        if !self.is_reported(&transaction) {
            self.reported.notices.push(line);
            self.reports(account, transaction);
        }
    }

    /// The command's result tells what became of a transaction.
    pub fn reports(&mut self, account: AccountId, transaction: Hash) {
        self.reported.transactions.push((account, transaction));
    }

    /// Whether that was said already.
    pub fn is_reported(&self, transaction: &Hash) -> bool {
        let mut reported = self.reported.transactions.iter();
        reported.any(|(_, reported)| reported == transaction)
    }

    /// What to say beside the result.
    pub fn notices(&self) -> &[String] {
        &self.reported.notices
    }

    /// Notes that everything was said, after it was.
    pub fn told(&mut self) -> Result<(), CliError> {
        let command = self.command;
        let reported = std::mem::take(&mut self.reported.transactions);
        let is_told = |entry: &Entry| {
            let known = (entry.transaction.account, entry.transaction.hash);
            entry.command == command || reported.contains(&known)
        };
        if let Some(page) = &mut self.page {
            page.told(is_told)?;
        }
        let mut accounts: Vec<_> = reported.iter().map(|(account, _)| *account).collect();
        accounts.dedup();
        for account in accounts {
            self.lock(&account)?;
            if let Some(page) = &mut self.page {
                page.told(is_told)?;
            }
        }
        Ok(())
    }
}
