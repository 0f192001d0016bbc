use crate::reader::{Fields, Reader};
use crate::{Code, Hash, Seconds};

/// What an award does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
    feature = "std",
    derive(codec::Encode, codec::Decode, scale_info::TypeInfo)
)]
#[cfg_attr(
    feature = "std",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "lowercase")
)]
pub enum AwardKind {
    /// Orders (pause, resume, preserve) and moves no money.
    #[default]
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
    /// Every kind, in the order of the encoding.
    pub const ALL: [AwardKind; 7] = [
        AwardKind::Interim,
        AwardKind::Partial,
        AwardKind::Final,
        AwardKind::Costs,
        AwardKind::Correction,
        AwardKind::Consent,
        AwardKind::Termination,
    ];

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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
    feature = "std",
    derive(codec::Encode, codec::Decode, scale_info::TypeInfo)
)]
pub struct Award {
    /// 1 for the first award of the escrow, then one more each.
    pub number: u8,
    /// What it does.
    pub kind: AwardKind,
    /// Awarded to the payer.
    pub to_payer: u64,
    /// Awarded to the payee.
    pub to_payee: u64,
    /// Fees and costs for the tribunal.
    pub to_tribunal: u64,
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

impl Fields for Award {
    fn read(&mut self, from: &mut Reader) {
        from.u8(&mut self.number);
        from.choice(&mut self.kind, &AwardKind::ALL);
        from.u64(&mut self.to_payer);
        from.u64(&mut self.to_payee);
        from.u64(&mut self.to_tribunal);
        from.hash(&mut self.document);
        from.optional_hash(&mut self.reasons);
        from.optional_hash(&mut self.omission);
        from.raw(&mut self.seat.0);
        from.u32(&mut self.date);
        from.u32(&mut self.pause_until);
    }
}
