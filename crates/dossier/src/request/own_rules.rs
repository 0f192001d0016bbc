//! Where the terms of an escrow and the rules of an institution meet: what happens on chain by itself, who appoints, where the seat is, who is a consumer.

use exequatur_client::files::{amount, period};
use exequatur_paper::Block;
use exequatur_protocol::Terms;

use super::elements::{agreed_place, missing, text};
use super::{Request, RuleSet};
use crate::reading::time;

/// Codes for England and Wales, or for a part of them that no other law governs.
const ENGLISH: [&[u8]; 4] = [b"GB-EAW", b"GB-ENG", b"GB-WLS", b"GB-LND"];

/// What the escrow does without anybody deciding it.
pub fn automatic(request: &Request) -> Vec<Block> {
    let (terms, periods) = (request.terms, &request.terms.periods);
    let split = format!(
        "{} % to the payer, the rest to the payee",
        amount::format(terms.fallback_payer_bps.into(), 2)
    );
    let at_expiry = match terms.release_at_expiry {
        true => "everything goes to the payee",
        false => "by the same split",
    };
    vec![
        text(format!(
            "While a dispute is pending, the escrow splits by itself what is held if no award is made within the time for it, {}, and {} more: {split}. \
             Without a dispute it ends by itself on {}: {at_expiry}.",
            period::format(periods.award),
            period::format(periods.response),
            time(terms.expiry)
        )),
        text(format!(
            "It executes a partial award, an award of costs and an award by consent at once, and a final award after a hold of {}.",
            period::format(periods.hold)
        )),
        missing(
            "whether the parties meant this as an automatic process in the sense of the rules, whose result binds them, and whether it has run",
        ),
    ]
}

/// How the arbitration is to be conducted.
pub fn conduct(request: &Request) -> Vec<Block> {
    let periods = &request.terms.periods;
    vec![
        text(format!(
            "The terms give {} to answer in the escrow, and {} for the award.",
            period::format(periods.response),
            period::format(periods.award)
        )),
        missing(
            "what else the parties agreed on the conduct of the arbitration, and what the claimant proposes",
        ),
    ]
}

/// Seat and law, where the rules have both in England and Wales unless the parties agree otherwise.
pub fn english_seat(request: &Request) -> Vec<Block> {
    let terms = request.terms;
    let english = |code: &[u8]| ENGLISH.iter().any(|one| code.eq_ignore_ascii_case(one));
    let mut blocks = vec![agreed_place(request)];
    if !english(terms.seat.as_bytes()) || !english(terms.law.as_bytes()) {
        blocks.push(missing(
            "that the parties agreed to depart from the rules: by these the seat is in England and Wales, and their law governs",
        ));
    }
    blocks
}

/// Who is behind a party that stays anonymous.
pub fn identity() -> Vec<Block> {
    vec![
        text(
            "The rules let a party stay anonymous to the other one, if it shows the tribunal in confidence who it is.",
        ),
        missing(
            "whether the claimant stays anonymous; if so, leave its name out above, and show the tribunal in confidence who it is",
        ),
    ]
}

/// That somebody else than the parties confirms or appoints arbitrators.
pub fn appointment(request: &Request) -> Option<Block> {
    let institution = request.rules.institution()?;
    Some(missing(match request.rules {
        RuleSet::Ddrr => format!(
            "who appoints: under the rules {institution} does; the terms name arbitrators, and an appointing authority of their own"
        ),
        _ => format!(
            "confirmation or appointment by {institution}: under its rules an arbitrator whom the parties name is no more than nominated until then, and \
             {institution} may take the place of the appointing authority that the terms name"
        ),
    }))
}

/// What has to be looked at because one party is a consumer; `None` if by the terms none is.
pub fn consumer(terms: &Terms, rules: RuleSet) -> Option<String> {
    let standards = match rules {
        RuleSet::Jams | RuleSet::JamsSmart => {
            "the JAMS Policy on Consumer Arbitrations Pursuant to Pre-Dispute Clauses with its minimum standards"
        }
        RuleSet::Uncitral | RuleSet::Ddrr | RuleSet::Icc | RuleSet::Hkiac | RuleSet::Siac => {
            "whatever the institution has for consumers"
        }
    };
    terms.consumer.then(|| {
        format!(
            "by the terms one party is a consumer: the law of the consumer’s home may give this clause no effect, and courts have refused to enforce awards \
             against consumers; see that law, and {standards}"
        )
    })
}
