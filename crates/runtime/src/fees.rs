//! How fees move. They stay, as far as demand goes; on a chain for tests they may swing.

use pallet_transaction_payment::{Multiplier, MultiplierUpdate};
use sp_runtime::{
    FixedPointNumber, FixedU128, Perquintill,
    traits::{Convert, One},
};

use crate::{BlockNumber, System, params::FeeSwing};

/// Number of blocks after which fees change, on a chain whose fees swing.
pub const SWING_BLOCKS: BlockNumber = 32;

/// The highest multiple to which fees swing, in per cent.
pub const MAX_SWING_PERCENT: u32 = 10_000;

/// Leaves fees as they are for [`SWING_BLOCKS`] blocks, makes them [`FeeSwing`] per cent of that for as many, and so on. Block 0 counts in
/// the first stretch; what a block of a stretch leaves behind is what the next block charges.
pub struct Swing;

impl Convert<Multiplier, Multiplier> for Swing {
    fn convert(_previous: Multiplier) -> Multiplier {
        match (System::block_number() / SWING_BLOCKS) % 2 {
            0 => Multiplier::one(),
            _ => FixedU128::saturating_from_rational(FeeSwing::get(), 100u32),
        }
    }
}

impl MultiplierUpdate for Swing {
    fn min() -> Multiplier {
        Multiplier::one().min(FixedU128::saturating_from_rational(FeeSwing::get(), 100u32))
    }

    fn max() -> Multiplier {
        Multiplier::one().max(FixedU128::saturating_from_rational(FeeSwing::get(), 100u32))
    }

    // How full blocks are says nothing.
    fn target() -> Perquintill {
        Perquintill::default()
    }

    fn variability() -> Multiplier {
        Multiplier::default()
    }
}
