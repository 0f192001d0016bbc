//! What an award lacks before the contract would execute it (Articles 29 to 31 of the UNCITRAL Model Law, and the clause).

use super::award_file::{AwardFile, EscrowFacts};
use super::moment;
use crate::counted::counted;
use crate::keys::checksummed;
use exequatur_protocol::{Address, Award, AwardKind, Terms};

/// Something that an award lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lack {
    /// The code of the refusal that the contract would give.
    pub code: &'static str,
    /// In words.
    pub text: String,
    /// What the contract would accept.
    pub expected: String,
    /// What stands in the file.
    pub found: String,
}

/// Who signed an award and who did not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signers {
    /// Arbitrators who signed.
    pub tribunal: Vec<Address>,
    /// Arbitrators who did not.
    pub missing: Vec<Address>,
    /// Parties who signed; needed under an award by consent only.
    pub parties: Vec<Address>,
    /// Signers who have no part in the escrow: the contract refuses their signatures.
    pub strangers: Vec<Address>,
}

impl Lack {
    /// Whether it is mended by more signatures, or by leaving one out, and not by another award.
    pub fn is_of_signatures(&self) -> bool {
        ["TooFewSignatures", "NoOmissionReason", "UnknownSigner"].contains(&self.code)
    }
}

impl AwardFile {
    /// Sorts the signers by what they are in the escrow as the file describes it.
    pub fn signers(&self) -> Signers {
        let EscrowFacts { tribunal, .. } = &self.escrow;
        let Terms { payer, payee, .. } = &self.terms;
        let mut signers = Signers::default();
        for one in &self.signatures {
            let list = if tribunal.contains(&one.signer) {
                &mut signers.tribunal
            } else if [payer, payee].contains(&&one.signer) {
                &mut signers.parties
            } else {
                &mut signers.strangers
            };
            list.push(one.signer);
        }
        signers.missing = tribunal
            .iter()
            .copied()
            .filter(|seat| !self.signed_by(seat))
            .collect();
        signers
    }

    /// Everything that the award lacks, as far as the file tells. Acceptances, time, notice and the number are known to the chain alone.
    pub fn lacks(&self) -> Vec<Lack> {
        self.lacks_without(&[])
    }

    /// The same where it is known which arbitrators have not accepted their appointment: their signatures do not count yet.
    pub fn lacks_without(&self, not_accepted: &[Address]) -> Vec<Lack> {
        let mut lacks = self.lacking_signatures(not_accepted);
        lacks.extend(self.lacking_form());
        lacks.extend(lacking_amounts(&self.award, &self.escrow));
        lacks
    }

    fn lacking_signatures(&self, not_accepted: &[Address]) -> Vec<Lack> {
        let signers = self.signers();
        let mut lacks = Vec::new();
        let (early, counted): (Vec<Address>, Vec<Address>) = signers
            .tribunal
            .iter()
            .partition(|signer| not_accepted.contains(signer));
        let early = match early.as_slice() {
            [] => String::new(),
            signers => format!(
                ", besides {} without having accepted the appointment: `tribunal accept` by {}",
                counted_signatures(signers.len()),
                addresses(signers)
            ),
        };
        let (needed, found) = (self.terms.threshold as usize, counted.len());
        if found < needed {
            let expected = match needed {
                1 => "1 signature of an arbitrator".to_owned(),
                _ => format!("{needed} signatures of arbitrators"),
            };
            lacks.push(lack(
                "TooFewSignatures",
                format!("expected {expected}, found {found}{early} (Art. 31(1))"),
                (&expected, format!("{found}{early}")),
            ));
        }
        if self.award.kind == AwardKind::Consent && signers.parties.len() < 2 {
            let found = signers.parties.len();
            lacks.push(lack(
                "TooFewSignatures",
                format!(
                    "an award by consent needs both parties' signatures, found {found} (Art. 30)"
                ),
                ("2 signatures of parties", found),
            ));
        }
        let all = self.escrow.tribunal.len();
        if found < all && found >= needed && self.award.omission.is_none() {
            lacks.push(lack(
                "NoOmissionReason",
                format!(
                    "{found} of {all} arbitrators signed{early}, and \"omission\" does not say why (Art. 31(1))"
                ),
                (
                    format!("{}, or \"omission\"", counted_signatures(all)),
                    format!(
                        "{}{early}, and no \"omission\"",
                        counted_signatures(found)
                    ),
                ),
            ));
        }
        if !signers.strangers.is_empty() {
            let found = signers.strangers.len();
            lacks.push(lack("UnknownSigner", format!("expected signatures of the tribunal and the parties only, found {found} by strangers"), ("signatures of the tribunal and the parties", format!("{found} by strangers"))));
        }
        lacks
    }

    fn lacking_form(&self) -> Vec<Lack> {
        let (award, terms) = (&self.award, &self.terms);
        let mut lacks = Vec::new();
        if award.reasons.is_none() && !terms.reasons_waived && award.kind != AwardKind::Consent {
            lacks.push(lack(
                "NoReasons",
                "reasons are not waived and \"reasons\" is missing (Art. 31(2))".to_owned(),
                ("\"reasons\" with the SHA-256 of the reasons", "nothing"),
            ));
        }
        if award.seat != terms.seat {
            let [expected, found] = [terms.seat, award.seat]
                .map(|code| String::from_utf8_lossy(code.as_bytes()).into_owned());
            lacks.push(lack(
                "WrongSeat",
                format!("expected the seat {expected} of the terms, found {found} (Art. 31(3))"),
                (expected, found),
            ));
        }
        if award.kind != AwardKind::Interim && award.pause_until != 0 {
            lacks.push(lack(
                "MalformedAward",
                "only an interim award can order a pause".to_owned(),
                (
                    format!(
                        "no \"pause_until\" in an award of the kind {}",
                        award.kind.word()
                    ),
                    moment::show(award.pause_until),
                ),
            ));
        }
        if award.document == [0; 32] {
            lacks.push(lack(
                "MalformedAward",
                "the award's document has no hash".to_owned(),
                ("the SHA-256 of the award as a document", "zeros"),
            ));
        }
        lacks
    }
}

fn counted_signatures(number: usize) -> String {
    counted(number as u64, "signature", "signatures")
}

fn addresses(people: &[Address]) -> String {
    let people: Vec<_> = people.iter().map(|one| checksummed(&one.0)).collect();
    people.join(", ")
}

fn lack(
    code: &'static str,
    text: String,
    (expected, found): (impl ToString, impl ToString),
) -> Lack {
    Lack {
        code,
        text,
        expected: expected.to_string(),
        found: found.to_string(),
    }
}

fn lacking_amounts(award: &Award, escrow: &EscrowFacts) -> Vec<Lack> {
    let token = &escrow.token;
    let sum =
        u128::from(award.to_payer) + u128::from(award.to_payee) + u128::from(award.to_tribunal);
    let held = u128::from(escrow.held);
    let expected = match award.kind {
        AwardKind::Interim | AwardKind::Termination if sum != 0 => {
            Some("nothing, since this kind of award moves no money".to_owned())
        }
        AwardKind::Partial | AwardKind::Costs if sum == 0 => Some("more than nothing".to_owned()),
        AwardKind::Final | AwardKind::Correction | AwardKind::Consent if sum != held => {
            Some(format!("{} in all, exactly what is left", token.show(held)))
        }
        _ if sum > held => Some(format!("at most {}, what is left", token.show(held))),
        _ => None,
    };
    let mut lacks = Vec::new();
    if let Some(expected) = expected {
        lacks.push(lack(
            "WrongAmounts",
            format!("amounts: expected {expected}, found {}", token.show(sum)),
            (expected, token.show(sum)),
        ));
    }
    if award.to_tribunal > escrow.tribunal_cap {
        let (cap, found) = (
            token.show(escrow.tribunal_cap),
            token.show(award.to_tribunal),
        );
        lacks.push(lack(
            "AboveCap",
            format!("the tribunal's part: expected at most {cap}, found {found}"),
            (format!("at most {cap} for the tribunal"), found),
        ));
    }
    lacks
}
