//! Writing an award as the file that is read back to the same award.

use super::award_file::AwardFile;
use super::denomination::Denomination;
use super::terms_text::quoted;
use super::{hash_text, moment};
use crate::keys::checksummed;
use codec::Encode;
use exequatur_protocol::{Address, Code, Hash};
use std::fmt::Write;

fn address(address: &Address) -> String {
    quoted(&checksummed(&address.0))
}

fn code(code: &Code<6>) -> String {
    quoted(&String::from_utf8_lossy(code.as_bytes()))
}

fn optional(name: &str, value: Option<String>, meaning: &str) -> String {
    match value {
        Some(value) => format!("{name} = {value}"),
        None => format!("# {name} = \"…\"  {meaning}"),
    }
}

impl AwardFile {
    /// The file's text. Documents are named by their hashes, so that the file can be handed on without them.
    pub fn to_toml(&self) -> String {
        let Self {
            domain,
            terms,
            escrow,
            award,
            ..
        } = self;
        let token = &escrow.token;
        let hash = |hash: &Hash| quoted(&hash_text::format(hash));
        let tribunal: Vec<String> = escrow.tribunal.iter().map(address).collect();
        let decimals = match Denomination::of(&terms.asset, terms.unit).decimals() {
            Some(_) => String::new(),
            None => format!("\ndecimals = {}", token.decimals),
        };
        let mut text = format!(
            r#"# An arbitral award. It moves money when `exequatur award enforce` is run on it with enough signatures.
# Change it before anybody signed it; after that every change makes the signatures worthless.

# Signatures, one a table, are added by `exequatur award sign`. They cover chain, contract, the hash of the terms, and the award.
{digest}

[escrow]
chain_id = {chain_id}
contract = {contract}
terms_hash = {terms_hash}
# The whole terms as they are hashed: parties, seat, threshold, asset and unit are read from here.
terms = {terms}
# What follows is not signed: how amounts are written, who sits if others than the terms name, what was left in escrow, what the
# tribunal could still receive, and which final award was on hold, if one was, when this was drafted.
symbol = {symbol}{decimals}
{arbitrators}
held = {held}
most_for_tribunal = {cap}
{on_hold}
[award]
number = {number}
# interim, partial, final, costs, correction, consent or termination
kind = {kind}
to_payer = {to_payer}
to_payee = {to_payee}
to_tribunal = {to_tribunal}
# SHA-256 of documents, or their paths until it is signed.
document = {document}
{reasons}
{omission}
seat = {seat}
date = {date}
{pause_until}
"#,
            // A draft is edited, and nobody edits a digest along with it.
            digest = optional(
                "digest",
                (!self.signatures.is_empty()).then(|| hash(&self.digest())),
                "written with the first signature"
            ),
            chain_id = domain.chain_id,
            contract = address(&domain.contract),
            terms_hash = hash(&domain.terms_hash),
            symbol = quoted(&token.symbol),
            arbitrators = optional(
                "arbitrators",
                self.seats_changed()
                    .then(|| format!("[{}]", tribunal.join(", "))),
                "where they are not those of the terms"
            ),
            terms = quoted(&format!("0x{}", hex::encode(terms.encode()))),
            held = quoted(&token.plain(escrow.held)),
            cap = quoted(&token.plain(escrow.tribunal_cap)),
            on_hold = escrow.on_hold.map_or_else(String::new, |on_hold| format!(
                "\n[escrow.on_hold]\nto_payer = {}\nto_payee = {}\nto_tribunal = {}\nsince = {}\n",
                quoted(&token.plain(on_hold.to_payer)),
                quoted(&token.plain(escrow.to_payee(&on_hold))),
                quoted(&token.plain(on_hold.to_tribunal)),
                quoted(&moment::format(on_hold.since)),
            )),
            number = award.number,
            kind = quoted(award.kind.word()),
            to_payer = quoted(&token.plain(award.to_payer)),
            to_payee = quoted(&token.plain(award.to_payee)),
            to_tribunal = quoted(&token.plain(award.to_tribunal)),
            document = hash(&award.document),
            reasons = optional(
                "reasons",
                award.reasons.as_ref().map(hash),
                "unless they are waived or it is by consent"
            ),
            omission = optional(
                "omission",
                award.omission.as_ref().map(hash),
                "why an arbitrator's signature is missing"
            ),
            seat = code(&award.seat),
            date = quoted(&moment::format(award.date)),
            pause_until = optional(
                "pause_until",
                (award.pause_until != 0).then(|| quoted(&moment::format(award.pause_until))),
                "interim awards only",
            ),
        );
        for one in &self.signatures {
            let _ = write!(
                text,
                "\n[[signatures]]\nsigner = {}\nscheme = {}\nsignature = {}\n",
                address(&one.signer),
                quoted(&one.signature.scheme().to_string()),
                quoted(&one.signature.to_string()),
            );
        }
        text
    }
}
