//! What a notice must contain, by the rules of each institution, in our own words.

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
    /// That the other side was sent it.
    Service,
    /// The fee.
    Fee,
    /// What happens on chain by itself.
    Automatic,
}

/// A requirement of a set of rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// What it is, as a heading.
    pub what: &'static str,
    /// Where it stands; `None` where the number was not confirmed.
    pub source: Option<&'static str>,
    /// What answers it.
    pub element: Element,
}

/// Sets of rules whose requirements are known here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleSet {
    /// UNCITRAL Arbitration Rules (2021).
    Uncitral,
    /// Digital Dispute Resolution Rules (2021) of the UK Jurisdiction Taskforce.
    Ddrr,
    /// JAMS, Streamlined or Comprehensive.
    Jams,
    /// ICC Arbitration Rules (2021).
    Icc,
    /// HKIAC Administered Arbitration Rules (2024).
    Hkiac,
    /// SIAC Rules (7th edition, 2025).
    Siac,
}

const fn with(what: &'static str, source: &'static str, element: Element) -> Requirement {
    Requirement {
        what,
        source: Some(source),
        element,
    }
}

const fn without(what: &'static str, element: Element) -> Requirement {
    Requirement {
        what,
        source: None,
        element,
    }
}

/// UNCITRAL Arbitration Rules, Article 3(3), letters as in the text since 2010.
const UNCITRAL: &[Requirement] = &[
    with("Demand for arbitration", "Art. 3(3)(a)", Element::Demand),
    with("The parties", "Art. 3(3)(b)", Element::Parties),
    with("The arbitration agreement", "Art. 3(3)(c)", Element::Clause),
    with("The contract", "Art. 3(3)(d)", Element::Contract),
    with("The claim and its amount", "Art. 3(3)(e)", Element::Claim),
    with("Relief sought", "Art. 3(3)(f)", Element::Relief),
    with(
        "Number of arbitrators, language, place",
        "Art. 3(3)(g)",
        Element::TribunalAndPlace,
    ),
];

/// ICC Arbitration Rules, Article 4(3). Letter (f), claims under several arbitration agreements, does not arise: an escrow has one.
const ICC: &[Requirement] = &[
    with("The parties", "Art. 4(3)(a)", Element::Parties),
    with("Counsel of the claimant", "Art. 4(3)(b)", Element::Counsel),
    with(
        "The dispute and the basis of the claims",
        "Art. 4(3)(c)",
        Element::Claim,
    ),
    with(
        "Relief sought, with amounts",
        "Art. 4(3)(d)",
        Element::Relief,
    ),
    with("Agreements", "Art. 4(3)(e)", Element::Clause),
    with("Arbitrators", "Art. 4(3)(g)", Element::Tribunal),
    with("Place, law and language", "Art. 4(3)(h)", Element::Place),
    with("Filing fee", "Art. 4(4)", Element::Fee),
];

/// HKIAC, Article 4.3. The article was confirmed for 2013 and 2018 and stands in the edition of 2024; its letters were not
/// compared, so none are named.
const HKIAC: &[Requirement] = &[
    with("Demand for arbitration", "Art. 4.3", Element::Demand),
    with(
        "The parties and their counsel",
        "Art. 4.3",
        Element::Parties,
    ),
    with("The arbitration agreement", "Art. 4.3", Element::Clause),
    with("The contract", "Art. 4.3", Element::Contract),
    with("The claim and its amount", "Art. 4.3", Element::Claim),
    with("Relief sought", "Art. 4.3", Element::Relief),
    with("Arbitrators", "Art. 4.3", Element::Tribunal),
    with("Third-party funding", "Art. 4.3", Element::Funding),
    with("Service on the respondent", "Art. 4.3", Element::Service),
    without("Registration fee", Element::Fee),
];

/// SIAC. The text of 2025 was found, the numbers of its list were not: none are named.
const SIAC: &[Requirement] = &[
    without("Demand for arbitration", Element::Demand),
    without("The parties and their counsel", Element::Parties),
    without("The arbitration agreement", Element::Clause),
    without("The contract", Element::Contract),
    without("The dispute and its circumstances", Element::Claim),
    without("Relief sought, with amounts", Element::Relief),
    without("Arbitrators", Element::Tribunal),
    without("Seat, law and language", Element::Place),
    without("Third-party funding", Element::Funding),
    without("Service on the respondent", Element::Service),
    without("Claim filing fee", Element::Fee),
];

/// JAMS: what its form for a Demand asks for. Rule numbers differ between its sets of rules and were not confirmed: none are named.
const JAMS: &[Requirement] = &[
    without("Demand for arbitration", Element::Demand),
    without("The parties and their counsel", Element::Parties),
    without("The whole contract, with its clause", Element::Contract),
    without("The arbitration agreement", Element::Clause),
    without("Nature of the dispute", Element::Claim),
    without("Claim and relief sought, with amounts", Element::Relief),
    without("Arbitrators", Element::Tribunal),
    without("Proof of service on the respondent", Element::Service),
    without("Filing fee", Element::Fee),
];

/// DDRR: a notice of claim to the respondent and to the Society for Computers and Law, which appoints. Its numbering was not confirmed:
/// none is named.
const DDRR: &[Requirement] = &[
    without("Notice of claim", Element::Demand),
    without("The parties and how to reach them", Element::Parties),
    without("Agreement to the rules", Element::Clause),
    without("The contract and the digital asset", Element::Contract),
    without("Automatic dispute resolution", Element::Automatic),
    without("The dispute", Element::Claim),
    without("Remedy sought", Element::Relief),
    without("Tribunal and preferences of the parties", Element::Tribunal),
    without(
        "Notice to the respondent and the appointing body",
        Element::Service,
    ),
];

impl RuleSet {
    /// All of them.
    pub const ALL: [RuleSet; 6] = [
        RuleSet::Uncitral,
        RuleSet::Ddrr,
        RuleSet::Jams,
        RuleSet::Icc,
        RuleSet::Hkiac,
        RuleSet::Siac,
    ];

    /// The set that a code in terms names.
    pub fn of(code: &str) -> Option<Self> {
        match code.to_ascii_uppercase().as_str() {
            "UNCITRAL" => Some(Self::Uncitral),
            "DDRR" => Some(Self::Ddrr),
            "JAMS" | "JAMS-SC" | "JAMS-CP" | "JAMS-SL" | "JAMS-INT" => Some(Self::Jams),
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
            Self::Icc => "ICC",
            Self::Hkiac => "HKIAC",
            Self::Siac => "SIAC",
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Uncitral => "the UNCITRAL Arbitration Rules (2021)",
            Self::Ddrr => {
                "the Digital Dispute Resolution Rules of the UK Jurisdiction Taskforce (2021)"
            }
            Self::Jams => "the arbitration rules of JAMS that the parties chose",
            Self::Icc => "the ICC Arbitration Rules (2021)",
            Self::Hkiac => "the HKIAC Administered Arbitration Rules (2024)",
            Self::Siac => "the SIAC Rules (7th edition, 2025)",
        }
    }

    /// What its notice is called.
    pub fn title(self) -> &'static str {
        match self {
            Self::Uncitral | Self::Hkiac | Self::Siac => "Notice of arbitration",
            Self::Ddrr => "Notice of claim",
            Self::Jams => "Demand for arbitration",
            Self::Icc => "Request for arbitration",
        }
    }

    /// To whom it goes.
    pub fn addressee(self) -> &'static str {
        match self {
            Self::Uncitral => "the respondent",
            Self::Ddrr => "the respondent and the Society for Computers and Law",
            Self::Jams => "the respondent and JAMS",
            Self::Icc => "the Secretariat of the ICC International Court of Arbitration",
            Self::Hkiac => "the Hong Kong International Arbitration Centre and the respondent",
            Self::Siac => {
                "the Registrar of the Singapore International Arbitration Centre and the respondent"
            }
        }
    }

    /// What it must contain.
    pub fn requirements(self) -> &'static [Requirement] {
        match self {
            Self::Uncitral => UNCITRAL,
            Self::Ddrr => DDRR,
            Self::Jams => JAMS,
            Self::Icc => ICC,
            Self::Hkiac => HKIAC,
            Self::Siac => SIAC,
        }
    }
}
