//! What statements in words need to know of an escrow.

use exequatur_client::chain::Identity;
use exequatur_client::files::{Message, TermsFile, Token};
use exequatur_client::statement::{Frame, statement};

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
    let clause = &deal.state.clause;
    statement(
        message,
        &Frame {
            token: &deal.token,
            asset: clause.asset,
            unit: clause.unit,
            payer: clause.payer,
            payee: clause.payee,
            terms: None,
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
            asset: terms.asset,
            unit: terms.unit,
            payer: terms.payer,
            payee: terms.payee,
            terms: Some(terms),
        },
    )
}
