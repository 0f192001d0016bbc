//! What a notice must contain, by each edition of each institution's rules, in our own words. What was compared with which text stands in
//! `docs/design/audit.md`.

use exequatur_protocol::Seconds;

use super::rules::Element;

/// A requirement of a set of rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// What it is, as a heading.
    pub what: &'static str,
    /// Where it stands; `None` where no number is known.
    pub source: Option<&'static str>,
    /// Whether content and number were compared with the rules' own text.
    pub compared: bool,
    /// What answers it.
    pub element: Element,
}

/// One edition of a set of rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edition {
    /// Its name, as it goes into a sentence.
    pub name: &'static str,
    /// For arbitrations that begin from then on.
    pub from: Seconds,
    /// What a notice must contain.
    pub requirements: &'static [Requirement],
    /// What has to be settled about the rules themselves before anybody relies on them.
    pub caution: Option<&'static str>,
}

/// Compared with the text of the rules.
const fn read(what: &'static str, source: &'static str, element: Element) -> Requirement {
    Requirement {
        what,
        source: Some(source),
        compared: true,
        element,
    }
}

/// As others tell it: the number is known from them, the text was not at hand.
const fn told(what: &'static str, source: &'static str, element: Element) -> Requirement {
    Requirement {
        what,
        source: Some(source),
        compared: false,
        element,
    }
}

/// Without a number.
const fn bare(what: &'static str, element: Element) -> Requirement {
    Requirement {
        what,
        source: None,
        compared: false,
        element,
    }
}

/// Article 3(3) and (4), letters as in the text since 2010, which the editions of 2013 and 2021 left as it was.
pub const UNCITRAL: &[Edition] = &[Edition {
    name: "the UNCITRAL Arbitration Rules (2021)",
    from: 0,
    requirements: &[
        read("Demand for arbitration", "Art. 3(3)(a)", Element::Demand),
        read("The parties", "Art. 3(3)(b)", Element::Parties),
        read("The arbitration agreement", "Art. 3(3)(c)", Element::Clause),
        read("The contract", "Art. 3(3)(d)", Element::Contract),
        read("The claim and its amount", "Art. 3(3)(e)", Element::Claim),
        read("Relief sought", "Art. 3(3)(f)", Element::Relief),
        read(
            "Number of arbitrators, language, place",
            "Art. 3(3)(g)",
            Element::TribunalAndPlace,
        ),
        read(
            "What a notice may propose besides",
            "Art. 3(4)",
            Element::Proposals,
        ),
    ],
    caution: None,
}];

/// 1 June 2026, 00:00 UTC.
const ICC_2026: Seconds = 1_780_272_000;

/// Letters of 2021 as in the text of 2012. Claims under several arbitration agreements (letter f in both) do not arise: an escrow has one.
pub const ICC: &[Edition] = &[
    Edition {
        name: "the ICC Arbitration Rules (2021)",
        from: 0,
        requirements: &[
            told("The parties", "Art. 4(3)(a)", Element::Parties),
            told("Counsel of the claimant", "Art. 4(3)(b)", Element::Counsel),
            told(
                "The dispute and the basis of the claims",
                "Art. 4(3)(c)",
                Element::Claim,
            ),
            told(
                "Relief sought, with amounts",
                "Art. 4(3)(d)",
                Element::Relief,
            ),
            told("Agreements", "Art. 4(3)(e)", Element::Clause),
            told("Arbitrators", "Art. 4(3)(g)", Element::Tribunal),
            told("Place, law and language", "Art. 4(3)(h)", Element::Place),
            told("Filing fee", "Art. 4(4)", Element::Fee),
            told("Third-party funding", "Art. 11(7)", Element::Funding),
        ],
        caution: None,
    },
    Edition {
        name: "the ICC Arbitration Rules (2026)",
        from: ICC_2026,
        requirements: &[
            told("The parties", "Art. 5(3)", Element::Parties),
            told("Counsel of the claimant", "Art. 5(3)", Element::Counsel),
            told(
                "The dispute and the basis of the claims",
                "Art. 5(3)",
                Element::Claim,
            ),
            told("Relief sought, with amounts", "Art. 5(3)", Element::Relief),
            told("Agreements", "Art. 5(3)(e)", Element::Clause),
            told("Arbitrators", "Art. 5(3)", Element::Tribunal),
            told("Place, law and language", "Art. 5(3)", Element::Place),
            told(
                "Persons and entities of whom arbitrators must know",
                "Art. 5(3), 12(5), 12(6)",
                Element::Connections,
            ),
            bare("Filing fee", Element::Fee),
        ],
        caution: None,
    },
];

/// Letters as in the edition of 2018; the text of 2024 was not at hand.
pub const HKIAC: &[Edition] = &[Edition {
    name: "the HKIAC Administered Arbitration Rules (2024)",
    from: 0,
    requirements: &[
        told("Demand for arbitration", "Art. 4.3(a)", Element::Demand),
        told(
            "The parties and their counsel",
            "Art. 4.3(b)",
            Element::Parties,
        ),
        told("The arbitration agreement", "Art. 4.3(c)", Element::Clause),
        told("The contract", "Art. 4.3(d)", Element::Contract),
        told("The claim and its amount", "Art. 4.3(e)", Element::Claim),
        told("Relief sought", "Art. 4.3(f)", Element::Relief),
        told("Arbitrators", "Art. 4.3(g), (h)", Element::Tribunal),
        told("Third-party funding", "Art. 4.3(i)", Element::Funding),
        told("Service on the respondent", "Art. 4.3(j)", Element::Service),
        told("Registration fee", "Art. 4.4", Element::Fee),
    ],
    caution: None,
}];

/// That Rule 6.3 has the list stands in Rules 15.1 and 18.2 of the edition's own text; the list itself was not at hand.
pub const SIAC: &[Edition] = &[Edition {
    name: "the SIAC Rules (7th edition, 2025)",
    from: 0,
    requirements: &[
        told("Demand for arbitration", "Rule 6.3", Element::Demand),
        told(
            "The parties and their counsel",
            "Rule 6.3",
            Element::Parties,
        ),
        told("The arbitration agreement", "Rule 6.3", Element::Clause),
        told("The contract", "Rule 6.3", Element::Contract),
        told(
            "The dispute and its circumstances",
            "Rule 6.3",
            Element::Claim,
        ),
        told("Relief sought, with amounts", "Rule 6.3", Element::Relief),
        told("Arbitrators", "Rule 6.3", Element::Tribunal),
        told("Seat, law and language", "Rule 6.3", Element::Place),
        told("Conduct of the arbitration", "Rule 6.3", Element::Conduct),
        told(
            "Streamlined or expedited procedure",
            "Rules 13, 14",
            Element::Expedited,
        ),
        told("Third-party funding", "Rule 6.3", Element::Funding),
        told("Service on the respondent", "Rule 6.3", Element::Service),
        bare("Claim filing fee", Element::Fee),
    ],
    caution: None,
}];

/// What the form for a Demand asks for. Numbers differ between the sets of rules of JAMS: none are named.
const DEMAND: &[Requirement] = &[
    bare("Demand for arbitration", Element::Demand),
    bare("The parties and their counsel", Element::Parties),
    bare("The whole contract, with its clause", Element::Contract),
    bare("The arbitration agreement", Element::Clause),
    bare("Nature of the dispute", Element::Claim),
    bare("Claim and relief sought, with amounts", Element::Relief),
    bare("Arbitrators", Element::Tribunal),
    bare("Place of a hearing", Element::Hearing),
    bare("Expedited procedures", Element::Expedited),
    bare("Proof of service on the respondent", Element::Service),
    bare("Filing fee", Element::Fee),
];

/// Streamlined, comprehensive or international.
pub const JAMS: &[Edition] = &[Edition {
    name: "the arbitration rules of JAMS",
    from: 0,
    requirements: DEMAND,
    caution: None,
}];

/// Of these only the beginning was at hand, which calls them a draft.
pub const JAMS_SMART: &[Edition] = &[Edition {
    name: "the JAMS Rules Governing Disputes Arising out of Smart Contracts (draft)",
    from: 0,
    requirements: DEMAND,
    caution: Some(
        "whether JAMS takes cases under these rules, and in which text: it published them as a draft for comment",
    ),
}];

/// A notice of claim to the respondent and to the Society for Computers and Law, which appoints: as law firms tell it. Of the rules themselves
/// only what comes before them was at hand.
pub const DDRR: &[Edition] = &[Edition {
    name: "the Digital Dispute Resolution Rules of the UK Jurisdiction Taskforce (2021)",
    from: 0,
    requirements: &[
        bare("Notice of claim", Element::Demand),
        bare("The parties and how to reach them", Element::Parties),
        bare("Anonymity, and proof of identity", Element::Identity),
        bare("Agreement to the rules", Element::Clause),
        bare("The contract and the digital asset", Element::Contract),
        bare("Seat and law", Element::EnglishSeat),
        bare("Automatic dispute resolution", Element::Automatic),
        bare("The dispute", Element::Claim),
        bare("Remedy sought", Element::Relief),
        bare("Tribunal and preferences of the parties", Element::Tribunal),
        bare(
            "Notice to the respondent and the appointing body",
            Element::Service,
        ),
    ],
    caution: None,
}];
