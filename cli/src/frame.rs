//! What statements in words need to know of an escrow.

use exequatur_client::chain::Identity;
use exequatur_client::files::{Message, TermsFile, Token, terms_hash};
use exequatur_client::statement::{Frame, statement};
use exequatur_protocol::State;

use crate::deal::Deal;

/// How amounts of the chain's own token are written.
pub fn token(identity: &Identity) -> Token {
    Token {
        symbol: identity.symbol.clone(),
        decimals: identity.decimals,
    }
}

/// What is signed, in words, for an escrow on the chain.
pub fn in_words(message: &Message, deal: &Deal) -> Vec<String> {
    statement(
        message,
        &Frame {
            token: &deal.token,
            clause: deal.state.clause,
            terms: None,
            phase: Some(deal.state.phase),
            stayed_until: deal.stayed_until(),
        },
    )
}

/// What is signed, in words, away from any chain.
pub fn in_words_offline(message: &Message, file: &TermsFile) -> Vec<String> {
    let terms = &file.terms;
    statement(
        message,
        &Frame {
            token: &file.token,
            clause: State::proposed(terms, terms_hash(terms)).clause,
            terms: Some(terms),
            phase: None,
            stayed_until: None,
        },
    )
}
