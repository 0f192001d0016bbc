//! What was signed and may have gone out, on disk before it does: so that a command that was killed, or lost its connection, is not
//! sent twice.
//!
//! A file for each chain and account. Whoever sends holds it locked from the signature to the report, so that one account's
//! transactions follow one another; an entry leaves the file only after somebody was told what became of it.

mod entry;
mod error;
mod page;
mod sending;

use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;
use std::time::Duration;

use exequatur_protocol::Hash;

pub use entry::{Entry, Outcome, Purpose, call_digest, digest};
pub use error::JournalError;
pub use page::Page;
pub use sending::{Earlier, SendError, send, settle};

/// What a page says.
type Content = Result<Vec<Entry>, JournalError>;

/// The folder with the pages.
#[derive(Clone, Debug)]
pub struct Journal {
    folder: PathBuf,
}

impl Journal {
    /// The journal in a folder, which is made when something is written.
    pub fn new(folder: PathBuf) -> Self {
        Journal { folder }
    }

    /// The page of an account on a chain, locked until it is dropped.
    ///
    /// # Errors
    /// [`JournalError::Busy`] if another process has it for so long; what [`Page`] says of files.
    pub fn lock(
        &self,
        genesis: &Hash,
        account: &[u8; 32],
        patience: Duration,
    ) -> Result<Page, JournalError> {
        Page::lock(&self.chain_folder(genesis), *genesis, account, patience)
    }

    /// What nobody was told about, on any chain, of those that are named; looked at without a lock. A page that cannot be read is passed
    /// over: whoever sends with its account meets the error.
    pub fn left(&self, named: impl Fn(&Entry) -> bool) -> Vec<(Hash, Entry)> {
        let pages = self.pages(None).unwrap_or_default();
        let entries = pages.into_iter().flat_map(|(genesis, page)| {
            let page = page.unwrap_or_default().into_iter();
            page.map(move |entry| (genesis, entry))
        });
        entries
            .filter(|(_, entry)| !entry.told && named(entry))
            .collect()
    }

    /// The accounts about whose transactions on a chain somebody is still to be told.
    ///
    /// # Errors
    /// What [`Page`] says of files.
    pub fn accounts(&self, genesis: &Hash) -> Result<Vec<[u8; 32]>, JournalError> {
        let mut accounts = Vec::new();
        for (_, page) in self.pages(Some(genesis))? {
            let untold = page?.into_iter().find(|entry| !entry.told);
            accounts.extend(untold.map(|entry| entry.transaction.account));
        }
        accounts.sort_unstable();
        Ok(accounts)
    }

    fn chain_folder(&self, genesis: &Hash) -> PathBuf {
        self.folder.join(hex::encode(genesis))
    }

    fn pages(&self, only: Option<&Hash>) -> Result<Vec<(Hash, Content)>, JournalError> {
        let mut pages = Vec::new();
        for chain in listed(&self.folder)? {
            let Some(genesis) = chain.file_name().and_then(|name| name.to_str()) else {
                continue;
            };
            let mut hash = Hash::default();
            if hex::decode_to_slice(genesis, &mut hash).is_err()
                || only.is_some_and(|only| *only != hash)
            {
                continue;
            }
            for file in listed(&chain)? {
                if file.extension().is_some_and(|ending| ending == "json") {
                    pages.push((hash, page::read(&file)));
                }
            }
        }
        Ok(pages)
    }
}

fn listed(folder: &std::path::Path) -> Result<Vec<PathBuf>, JournalError> {
    let failed = |reason| JournalError::Read {
        path: folder.to_owned(),
        reason,
    };
    match fs::read_dir(folder) {
        Ok(entries) => entries
            .map(|entry| entry.map(|entry| entry.path()).map_err(failed))
            .collect(),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(failed(error)),
    }
}
