//! Sets of rules, and what their notices consist of.

use exequatur_protocol::Seconds;

use super::editions::{self, Edition};

/// Something that a notice must contain, whatever the rules call it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Element {
    /// The demand that the dispute go to arbitration.
    Demand,
    /// Names and contact details of the parties, and of their counsel.
    Parties,
    /// Counsel of the claimant, where the rules ask for it apart.
    Counsel,
    /// The clause.
    Clause,
    /// The contract in dispute.
    Contract,
    /// What the dispute is about, with the amount.
    Claim,
    /// What is asked for.
    Relief,
    /// Number and appointment of arbitrators.
    Tribunal,
    /// Seat, law and language.
    Place,
    /// Number of arbitrators, language and seat, together.
    TribunalAndPlace,
    /// Who pays for the claim besides the claimant.
    Funding,
    /// With whom arbitrators must not be connected.
    Connections,
    /// That the other side was sent it.
    Service,
    /// The fee.
    Fee,
    /// What happens on chain by itself.
    Automatic,
    /// What else a notice may propose about who decides.
    Proposals,
    /// How the arbitration is to be conducted.
    Conduct,
    /// Whether a shorter procedure is asked for.
    Expedited,
    /// Where a hearing is held.
    Hearing,
    /// Seat and law, under rules that have both in England and Wales unless agreed otherwise.
    EnglishSeat,
    /// Who is behind a party that stays anonymous.
    Identity,
}

/// Sets of rules whose requirements are known here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleSet {
    /// UNCITRAL Arbitration Rules.
    Uncitral,
    /// Digital Dispute Resolution Rules of the UK Jurisdiction Taskforce.
    Ddrr,
    /// JAMS, Streamlined or Comprehensive.
    Jams,
    /// JAMS Rules Governing Disputes Arising out of Smart Contracts, which JAMS published as a draft.
    JamsSmart,
    /// ICC Arbitration Rules.
    Icc,
    /// HKIAC Administered Arbitration Rules.
    Hkiac,
    /// SIAC Rules.
    Siac,
}

impl RuleSet {
    /// All of them.
    pub const ALL: [RuleSet; 7] = [
        RuleSet::Uncitral,
        RuleSet::Ddrr,
        RuleSet::Jams,
        RuleSet::JamsSmart,
        RuleSet::Icc,
        RuleSet::Hkiac,
        RuleSet::Siac,
    ];

    /// The set that a code in terms names.
    pub fn of(code: &str) -> Option<Self> {
        match code.to_ascii_uppercase().as_str() {
            "UNCITRAL" => Some(Self::Uncitral),
            "DDRR" => Some(Self::Ddrr),
            "JAMS" | "JAMS-CP" | "JAMS-SL" | "JAMS-INT" => Some(Self::Jams),
            "JAMS-SC" => Some(Self::JamsSmart),
            "ICC" => Some(Self::Icc),
            "HKIAC" => Some(Self::Hkiac),
            "SIAC" => Some(Self::Siac),
            _ => None,
        }
    }

    /// The code by which it is chosen.
    pub fn code(self) -> &'static str {
        match self {
            Self::Uncitral => "UNCITRAL",
            Self::Ddrr => "DDRR",
            Self::Jams => "JAMS",
            Self::JamsSmart => "JAMS-SC",
            Self::Icc => "ICC",
            Self::Hkiac => "HKIAC",
            Self::Siac => "SIAC",
        }
    }

    /// Its editions, oldest first; the first is as old as need be.
    pub fn editions(self) -> &'static [Edition] {
        match self {
            Self::Uncitral => editions::UNCITRAL,
            Self::Ddrr => editions::DDRR,
            Self::Jams => editions::JAMS,
            Self::JamsSmart => editions::JAMS_SMART,
            Self::Icc => editions::ICC,
            Self::Hkiac => editions::HKIAC,
            Self::Siac => editions::SIAC,
        }
    }

    /// The edition for an arbitration that begins then, unless the parties agreed on another.
    pub fn edition(self, at: Seconds) -> &'static Edition {
        let editions = self.editions();
        let current = editions.iter().rfind(|edition| edition.from <= at);
        current.unwrap_or(&editions[0])
    }

    /// What its notice is called.
    pub fn title(self) -> &'static str {
        match self {
            Self::Uncitral | Self::Hkiac | Self::Siac => "Notice of arbitration",
            Self::Ddrr => "Notice of claim",
            Self::Jams | Self::JamsSmart => "Demand for arbitration",
            Self::Icc => "Request for arbitration",
        }
    }

    /// To whom it goes.
    pub fn addressee(self) -> &'static str {
        match self {
            Self::Uncitral => "the respondent",
            Self::Ddrr => "the respondent and the Society for Computers and Law",
            Self::Jams | Self::JamsSmart => "the respondent and JAMS",
            Self::Icc => "the Secretariat of the ICC International Court of Arbitration",
            Self::Hkiac => "the Hong Kong International Arbitration Centre and the respondent",
            Self::Siac => {
                "the Registrar of the Singapore International Arbitration Centre and the respondent"
            }
        }
    }

    /// Who confirms or appoints arbitrators under these rules, whomever the parties named; `None` where nobody does unless asked.
    pub fn institution(self) -> Option<&'static str> {
        match self {
            Self::Uncitral => None,
            Self::Ddrr => Some("the Society for Computers and Law"),
            Self::Jams | Self::JamsSmart => Some("JAMS"),
            Self::Icc => Some("the ICC Court"),
            Self::Hkiac => Some("HKIAC"),
            Self::Siac => Some("SIAC"),
        }
    }
}
