use crate::reader::{Fields, Reader};
use crate::{Address, Hash, Seconds};

/// What an order directs, and whose it is to give.
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
pub enum OrderKind {
    /// Tribunal: nothing is released until `until`. Once per escrow.
    #[default]
    Pause,
    /// Tribunal: a pause ends now.
    Resume,
    /// Tribunal: the record is closed; later exhibits are kept and count as late.
    Close,
    /// Appointing authority, or both parties: `appointee` takes `seat`.
    Replace,
    /// Notary: a court stays the final award until `until`.
    Stay,
    /// Notary: the stay is lifted.
    Lift,
}

impl OrderKind {
    /// Every kind, in the order of the encoding.
    pub const ALL: [OrderKind; 6] = [
        OrderKind::Pause,
        OrderKind::Resume,
        OrderKind::Close,
        OrderKind::Replace,
        OrderKind::Stay,
        OrderKind::Lift,
    ];

    /// The word that is signed.
    pub fn word(self) -> &'static str {
        match self {
            OrderKind::Pause => "pause",
            OrderKind::Resume => "resume",
            OrderKind::Close => "close",
            OrderKind::Replace => "replace",
            OrderKind::Stay => "stay",
            OrderKind::Lift => "lift",
        }
    }
}

/// A procedural order as it is signed and executed. It never moves money.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
    feature = "std",
    derive(codec::Encode, codec::Decode, scale_info::TypeInfo)
)]
pub struct Order {
    /// 0 for the first order of the escrow, then one more each.
    pub sequence: u8,
    /// What it directs.
    pub kind: OrderKind,
    /// SHA-256 of the order as a document. Only signatures count; this says which paper was meant.
    pub document: Hash,
    /// Replace only: the new arbitrator; else zero.
    pub appointee: Address,
    /// Replace only: which seat, 0 presides; else zero.
    pub seat: u8,
    /// Pause and stay only: when it ends; else zero.
    pub until: Seconds,
}

impl Fields for Order {
    fn read(&mut self, from: &mut Reader) {
        from.u8(&mut self.sequence);
        from.choice(&mut self.kind, &OrderKind::ALL);
        from.hash(&mut self.document);
        from.address(&mut self.appointee);
        from.u8(&mut self.seat);
        from.u32(&mut self.until);
    }
}
