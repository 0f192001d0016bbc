//! What is at stake in an escrow, told on every page on which somebody consents to it, locks money in it or agrees to decide on it: nobody
//! should have to look up behind a hash whose money goes where, and when, and what about the terms may harm them.

use exequatur_client::files::{self, TermsFile, expiry_warning};
use exequatur_protocol::Seconds;

use crate::accounts::Accounts;
use crate::commands::terms;

/// The whole terms, a line a subject; last the hash that stands for all of it.
pub fn stakes(file: &TermsFile, accounts: &Accounts) -> Vec<String> {
    let words = terms::words(file, accounts);
    words
        .lines()
        .map(|line| line.trim_start().to_owned())
        .collect()
}

/// What about the terms is worth a second look, now, before consenting or locking.
pub fn warnings(file: &TermsFile, now: Seconds) -> Vec<String> {
    let expiry = expiry_warning(&file.terms, now);
    let expiry = expiry.map(|warning| warning.text.to_owned());
    expiry.into_iter().chain(lasting_warnings(file)).collect()
}

/// What about the terms is worth a second look at any time.
pub fn lasting_warnings(file: &TermsFile) -> Vec<String> {
    let warnings = files::warnings(&file.terms);
    warnings
        .iter()
        .map(|warning| warning.text.to_owned())
        .collect()
}
