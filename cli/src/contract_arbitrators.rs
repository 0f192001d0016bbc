//! Contracts as arbitrators. One decides by `rule(uint256,uint256)`: alone, and without reasons. Under other terms it never can.

use exequatur_protocol::{Address, Terms};

use crate::context::Context;
use crate::error::CliError;
use crate::text;

/// What keeps arbitrators that are contracts from ever deciding under these terms.
///
/// # Errors
/// If the chain cannot be asked.
pub fn doubts(ctx: &mut Context, terms: &Terms) -> Result<Vec<String>, CliError> {
    let mut doubts = Vec::new();
    for (seat, address) in terms.tribunal.iter().take(terms.seats.into()).enumerate() {
        if ctx.chain()?.code_hash(address)?.is_none() {
            continue;
        }
        if let Some(obstacle) = obstacle(terms) {
            doubts.push(format!("{}: {obstacle}", who(seat, address)));
        }
    }
    Ok(doubts)
}

fn who(seat: usize, address: &Address) -> String {
    format!(
        "arbitrator {seat} ({}) is a contract, which signs nothing and decides by its call alone",
        text::address(address)
    )
}

fn obstacle(terms: &Terms) -> Option<&'static str> {
    if terms.seats > 1 {
        return Some(
            "among three arbitrators it can never take part in an award; name it alone, or a person in its place",
        );
    }
    (!terms.reasons_waived).then_some(
        "it gives no reasons, and these terms demand them, so it can never decide; waive them (--reasons-waived), or name a person",
    )
}
