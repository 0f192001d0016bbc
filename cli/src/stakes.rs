//! What is at stake in an escrow, told on every page on which somebody consents to it or locks money in it: nobody should have to
//! look up behind a hash whose money goes where, and when.

use exequatur_client::files::{Token, amount as figures};
use exequatur_protocol::{Address, Hours, State};

use crate::accounts::Accounts;
use crate::text;

/// Who, how much, until when and what then; and the hash that stands for all of it.
pub fn stakes(state: &State, amount: u64, token: &Token, accounts: &Accounts) -> Vec<String> {
    let terms = &state.clause;
    let asset = if terms.asset == Address::ZERO {
        String::new()
    } else {
        format!(" of the token {}", text::address(&terms.asset))
    };
    let share = figures::format(terms.fallback_payer_bps.into(), 2);
    let split = format!("the payer gets {share} %, the payee the rest");
    let mut lines = vec![
        format!("payer: {}", accounts.forms(&terms.payer)),
        format!("payee: {}", accounts.forms(&terms.payee)),
        format!("amount: {}{asset}", token.show(amount)),
        if terms.release_at_expiry() {
            format!(
                "undisputed, it ends at {}: everything goes to the payee; if a dispute is never decided, {split}",
                text::time(terms.expiry)
            )
        } else {
            format!(
                "undisputed, it ends at {}: {split}; the same if a dispute is never decided",
                text::time(terms.expiry)
            )
        },
        format!("terms: {}", text::hash(&terms.terms_hash)),
    ];
    if terms.periods.hold == Hours(0) {
        lines.push(
            "no hold: a final award pays at once, before any court could set it aside".to_owned(),
        );
    }
    lines
}
