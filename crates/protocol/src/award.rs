use codec::{Decode, Encode};

use crate::{Code, Hash, Seconds};

/// What an award does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
pub enum AwardKind {
    /// Orders (pause, resume, preserve) and moves no money.
    Interim,
    /// Decides a part for good and credits it at once.
    Partial,
    /// Disposes of everything that is left, exactly; the money waits for the hold period.
    Final,
    /// Distributes fees and costs and credits them at once.
    Costs,
    /// Restates the final award while its money is on hold (Model Law Art. 33).
    Correction,
    /// Records a settlement (Model Law Art. 30); both parties sign too; waits for nothing.
    Consent,
    /// Ends the reference (Model Law Art. 32) and puts the escrow back where it was.
    Termination,
}

impl AwardKind {
    /// The word that is signed.
    pub fn word(self) -> &'static str {
        match self {
            AwardKind::Interim => "interim",
            AwardKind::Partial => "partial",
            AwardKind::Final => "final",
            AwardKind::Costs => "costs",
            AwardKind::Correction => "correction",
            AwardKind::Consent => "consent",
            AwardKind::Termination => "termination",
        }
    }
}

/// An arbitral award as the tribunal signs it and the contract executes it. Amounts in the smallest unit of the asset.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "std", derive(scale_info::TypeInfo))]
pub struct Award {
    /// 1 for the first award of the escrow, then one more each.
    pub number: u8,
    /// What it does.
    pub kind: AwardKind,
    /// Awarded to the payer.
    pub to_payer: u128,
    /// Awarded to the payee.
    pub to_payee: u128,
    /// Fees and costs for the tribunal.
    pub to_tribunal: u128,
    /// SHA-256 of the award as a document.
    pub document: Hash,
    /// SHA-256 of the reasons; `None` only where they are waived or the award is by consent (Model Law Art. 31(2)).
    pub reasons: Option<Hash>,
    /// SHA-256 of the statement why a signature is missing; needed where fewer than all arbitrators sign (Model Law Art. 31(1)).
    pub omission: Option<Hash>,
    /// Place of arbitration (Model Law Art. 31(3)).
    pub seat: Code<6>,
    /// When it was made (Model Law Art. 31(3)).
    pub date: Seconds,
    /// Interim awards only: when the pause that it orders ends. A moment not after `date` ends a pause at once; zero leaves
    /// things as they are.
    pub pause_until: Seconds,
}
