//! What is worth a second look before anybody consents. The rules allow all of it; a court may not.

use exequatur_protocol::{Hours, Seconds, Terms};

/// Something about terms that may harm somebody, or the award.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Warning {
    /// A stable word for programs.
    pub code: &'static str,
    /// What to think about.
    pub text: &'static str,
}

const TWO_WEEKS: Hours = Hours(14 * 24);

/// Looks through terms. An empty list does not mean that the clause is valid.
pub fn warnings(terms: &Terms) -> Vec<Warning> {
    let country = |code: &[u8]| -> Vec<u8> {
        code.split(|byte| *byte == b'-')
            .next()
            .unwrap_or(code)
            .to_vec()
    };
    let checks = [
        (
            terms.consumer,
            "Consumer",
            "one party is a consumer: in many countries an arbitration clause agreed before the dispute does not bind consumers, and the courts of their home decide by its law",
        ),
        (
            terms.consumer && terms.periods.response < TWO_WEEKS,
            "ShortResponseForConsumer",
            "a consumer has less than 14 days to answer: a court may refuse the award for want of proper notice",
        ),
        (
            country(terms.seat.as_bytes()) != country(terms.law.as_bytes()),
            "SeatAndLawDiffer",
            "seat and governing law are of different countries: make sure that this is meant",
        ),
        (
            terms.notary.is_zero(),
            "NoNotary",
            "no court-order notary is named: nobody can record a court's stay, and a final award pays after the hold period even if a court is seized of it",
        ),
        (
            terms.periods.hold.0 == 0,
            "NoHold",
            "there is no hold period: a final award pays at once, and setting it aside would come too late",
        ),
        (
            terms.reasons_waived,
            "ReasonsWaived",
            "reasons are waived: some courts look at an award without reasons with suspicion",
        ),
        (
            terms.tribunal_cap == 0,
            "NoFees",
            "the tribunal can receive nothing from the escrow: agree elsewhere on how its fees are paid",
        ),
        (
            terms.tribunal_cap > terms.amount / 2,
            "HighCap",
            "the tribunal may receive more than half of the amount",
        ),
        (
            terms.periods.longest_pause.0 == 0,
            "NoPause",
            "nobody can pause, since the longest pause is zero",
        ),
    ];
    checks
        .into_iter()
        .filter(|(applies, ..)| *applies)
        .map(|(_, code, text)| Warning { code, text })
        .collect()
}

/// What is worth a second look about the moment at which terms expire, seen from `now`.
pub fn expiry_warning(terms: &Terms, now: Seconds) -> Option<Warning> {
    if terms.expiry <= now {
        return Some(Warning {
            code: "Expired",
            text: "the terms have expired: nobody can consent to them or lock money under them any more",
        });
    }
    (terms.expiry <= terms.periods.response.after(now)).then_some(Warning {
        code: "ExpiryIsNear",
        text: "the terms expire before the time to answer has run from now: an undisputed escrow ends before a party and the tribunal could release it",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_that_expire_soon_or_have_expired_are_warned_about() {
        let mut terms = Terms {
            expiry: 1_000_000,
            ..Terms::default()
        };
        terms.periods.response = Hours(24);
        let code = |now| expiry_warning(&terms, now).map(|warning| warning.code);
        assert_eq!(code(1_000_000), Some("Expired"));
        assert_eq!(code(999_999), Some("ExpiryIsNear"));
        assert_eq!(code(1_000_000 - 86_400), Some("ExpiryIsNear"));
        assert_eq!(code(1_000_000 - 86_401), None);
    }
}
