use exequatur_protocol::{Refusal, Terms};

use super::Facts;
use crate::files::{Token, period};
use crate::keys::checksummed;

/// What was expected of terms, and what stands in them.
pub fn terms_facts(refusal: Refusal, terms: &Terms, token: &Token) -> Option<Facts> {
    let facts = match refusal {
        Refusal::MissingPerson => {
            let named = people(terms);
            let (role, _) = named
                .iter()
                .find(|(role, address)| address.is_none() && *role != "notary")?;
            Facts::new(format!("an address for the {role}"), "the zero address")
        }
        Refusal::SamePersonTwice => {
            let people = people(terms);
            let (first, second, address) = people.iter().enumerate().find_map(|(at, one)| {
                let address = one.1.as_ref()?;
                let other = people[at + 1..]
                    .iter()
                    .find(|other| other.1.as_ref() == Some(address))?;
                Some((one.0, other.0, address))
            })?;
            Facts::new(
                "another address in each role",
                format!("{address} as the {first} and as the {second}"),
            )
        }
        Refusal::BadTribunal => {
            let seated = terms.tribunal.iter().filter(|seat| !seat.is_zero()).count();
            Facts::new(
                "1 arbitrator of whom 1 signs, or 3 of whom 2 or 3 sign",
                format!(
                    "{seated} in {} seats, of whom {} sign",
                    terms.seats, terms.threshold
                ),
            )
        }
        Refusal::BadUnit => Facts::new("a unit of at most 18", terms.unit.to_string()),
        Refusal::BadAmount if terms.amount == 0 => {
            Facts::new("an amount above zero", token.show(terms.amount))
        }
        Refusal::BadAmount => Facts::new(
            format!(
                "at most the amount, {}, for the tribunal",
                token.show(terms.amount)
            ),
            token.show(terms.tribunal_cap),
        ),
        Refusal::BadFallback => {
            let percent = |bps: u16| crate::files::amount::format(bps.into(), 2);
            Facts::new(
                "at most 100 % for the payer",
                format!("{} %", percent(terms.fallback_payer_bps)),
            )
        }
        Refusal::BadPeriod if terms.periods.response.0 < 24 => Facts::new(
            "at least 1 day to answer",
            period::format(terms.periods.response),
        ),
        Refusal::BadPeriod => Facts::new(
            format!(
                "more time for the award than the {} to answer",
                period::format(terms.periods.response)
            ),
            period::format(terms.periods.award),
        ),
        Refusal::MissingElement if terms.seat.as_bytes().is_empty() => {
            Facts::new("a seat of arbitration", "none")
        }
        Refusal::MissingElement => Facts::new("the SHA-256 of the agreement", "zeros"),
        _ => return None,
    };
    Some(facts)
}

/// Whom the terms name, in the order of the rules; no address where nobody is named.
fn people(terms: &Terms) -> Vec<(&'static str, Option<String>)> {
    let [presiding, second, third] = &terms.tribunal;
    let mut named = vec![
        ("payer", &terms.payer),
        ("payee", &terms.payee),
        ("first arbitrator", presiding),
    ];
    if terms.seats > 1 {
        named.extend([("second arbitrator", second), ("third arbitrator", third)]);
    }
    named.extend([
        ("appointing authority", &terms.authority),
        ("notary", &terms.notary),
    ]);
    let address = |address: &exequatur_protocol::Address| {
        (!address.is_zero()).then(|| checksummed(&address.0))
    };
    let named = named.into_iter();
    named.map(|(role, who)| (role, address(who))).collect()
}
