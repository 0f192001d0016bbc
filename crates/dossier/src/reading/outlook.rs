//! What the clock does next if nobody does anything more.

use exequatur_client::files::{Token, moment};
use exequatur_client::outlook::{self, End};
use exequatur_protocol::{Phase, Seconds, State};

use super::events::time;
use super::money::Share;

/// In words, with who gets what by it.
pub fn outlook(state: &State, now: Seconds, token: &Token) -> String {
    let Some(end) = outlook::end(state) else {
        return "nothing falls due".to_owned();
    };
    let when = format!(
        "{}, in {}",
        time(end.at),
        moment::show_length(end.at.saturating_sub(now).into())
    );
    let gets = Share {
        payer: end.to_payer,
        payee: end.to_payee,
        tribunal: end.to_tribunal,
    }
    .in_words(token);
    format!("{} {when}: {gets}", what(state, &end))
}

fn what(state: &State, end: &End) -> &'static str {
    match (state.phase, end.phase) {
        (Phase::Awarded, _) => "as things stand, what the award gives is free to be withdrawn from",
        (Phase::Disputed, _) => {
            "unless it is decided or settled before, the fallback split takes effect at"
        }
        _ if end.by_split => "unless somebody objects, the approved split takes effect at",
        (_, Phase::Released) => "undisputed, the escrow ends with everything to the payee at",
        _ => "undisputed, the escrow ends with the fallback split at",
    }
}
